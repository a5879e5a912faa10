"""How a process and its database work while a whole catalogue is taken in."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# How often Python looks for rings of objects that nobody needs: new objects, and rounds of each kind. A batch makes
# fewer that live on to its end, and has no rings.
SELDOM = (2_000_000, 20, 100)
# A batch changes most pages of the indexes whose keys come in no order, the next one the same again: a log of 125 MB
# moves each of them into the file once for several batches.
IN_BULK = ("cache_size = -65536", "wal_autocheckpoint = 32000")
# The second is what SQLite begins with, the first what the settings give each connection. What the log holds is moved
# into the file here and now: else the next small change of somebody would have to wait for that.
AS_USUAL = ("cache_size = -16384", "wal_autocheckpoint = 1000")
MOVE_LOG = ("wal_checkpoint(PASSIVE)",)


@contextmanager
def in_bulk() -> Iterator[None]:
    """Millions of short-lived objects are made, and many rows written: the rest of the program is not searched for what
    can be thrown away, and SQLite keeps more of the file in memory and moves its log into the file less often."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    _tell_sqlite(IN_BULK)
    try:
        yield
    finally:
        _tell_sqlite(AS_USUAL)
        if not connection.in_atomic_block:
            _tell_sqlite(MOVE_LOG)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _tell_sqlite(words: Sequence[str]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for word in words:
                cursor.execute(f"PRAGMA {word}")
