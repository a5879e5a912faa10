"""The file of the index: its tables, how it is opened, and what is wrong with one that cannot be used.

The name of the index is a symbolic link to the file of one generation. A new generation is made beside the old one and
the link is exchanged: so no reader ever sees half a file, and the journals of the old generation (SQLite names them
after the file) cannot be taken for those of the new one.

Three shelves of the same make hold titles, episodes and people. On each, a form of a name has a number that is made of
how popular its owner is, whose it is, and which of their forms it is. All tables are in the order of these numbers, so
that the popular ones come first without sorting, and reading can stop early.
"""

import os
import sqlite3
from enum import StrEnum
from math import log2
from pathlib import Path
from urllib.parse import quote

FORMAT = 4
APPLICATION = 0x616C6C6F  # “allo”: that the file is ours
MAPPED = 1 << 34  # the whole file may be mapped: its pages are shared by all processes
CACHE_KB = 2000
BUSY_SECONDS = 10.0

FORM_BITS, ID_BITS = 6, 42
MOST_FORMS = 1 << FORM_BITS
ID_MASK = (1 << ID_BITS) - 1
LAST_BUCKET = 255
LONGEST_KEY = 80
MARK = "\ue000"  # begins what is indexed beside the words: no word has it (normal.tokens)


class Shelf(StrEnum):
    """What is searched for."""

    TITLE = "title"
    EPISODE = "episode"
    PERSON = "person"


class Fault(StrEnum):
    """Why an index cannot be used."""

    MISSING = "missing"
    OLD = "old"  # made by a version with another format
    DAMAGED = "damaged"


class Unusable(Exception):
    """There is no index that could be searched: it has to be built. `fault` says why."""

    def __init__(self, path: Path, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{path}: {fault}{f' ({detail})' if detail else ''}")
        self.path, self.fault, self.detail = path, fault, detail


# The text of the full-text tables is not kept there: it is made again from `names` and `people` of the row. The words
# of one hash are one text, with spaces between: thirty look-ups at most read hundreds of words that may be meant.
TABLES = """
CREATE TABLE {0} (
    id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, popularity INTEGER NOT NULL, kind TEXT NOT NULL,
    parent INTEGER, first INTEGER, last INTEGER, version INTEGER NOT NULL,
    names TEXT NOT NULL, forms TEXT NOT NULL, people TEXT NOT NULL
);
CREATE TABLE {0}_key (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE VIRTUAL TABLE {0}_text USING fts5(
    name, others, people, marks, content='', columnsize=0, prefix='1 2 3 4 5',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
CREATE TABLE {0}_word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE {0}_near (hash INTEGER PRIMARY KEY, words TEXT NOT NULL);
"""
PARENTS = "CREATE INDEX episode_of ON episode (parent);"
META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"


def bucket(popularity: int) -> int:
    """In which of 256 steps a popularity lies, the greatest first. A step is an eighth of a doubling."""
    return LAST_BUCKET - min(int(8 * log2(max(popularity, 0) + 1)), LAST_BUCKET)


def number(in_bucket: int, one: int, form: int) -> int:
    """The number of a form of a name."""
    return in_bucket << (ID_BITS + FORM_BITS) | one << FORM_BITS | form


def owner(form_number: int) -> int:
    """Whose form that is."""
    return form_number >> FORM_BITS & ID_MASK


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """A connection to the file: `mode` is ro, rw or rwc. Raises sqlite3.Error."""
    address = f"file:{quote(os.fspath(path))}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS, cached_statements=256
    )
    connection.execute(f"PRAGMA mmap_size={MAPPED}")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KB}")
    return connection


def open_index(path: Path, *, mode: str) -> sqlite3.Connection:
    """A connection to an index that is whole as far as a glance tells. Raises Unusable."""
    if not path.exists():
        raise Unusable(path, Fault.MISSING)
    connection = None
    try:
        connection = connect(path, mode=mode)
        fault = _fault(connection)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise Unusable(path, Fault.DAMAGED, str(error)) from error
    if fault:
        connection.close()
        raise Unusable(path, fault)
    return connection


def _fault(connection: sqlite3.Connection) -> Fault | None:
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        return Fault.DAMAGED
    if connection.execute("PRAGMA user_version").fetchone() != (FORMAT,):
        return Fault.OLD
    connection.execute("SELECT value FROM meta").fetchall()
    return None


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is to blame, and not whoever asked it."""
    if not isinstance(error, sqlite3.OperationalError):
        return True
    if error.sqlite_errorname == "SQLITE_ERROR":
        return str(error).startswith(("no such table", "vtable constructor failed"))
    return error.sqlite_errorname.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN"))


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands behind the name now; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def cursor(connection: sqlite3.Connection) -> str:
    """How far the index has followed the feed of changes."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'cursor'").fetchone()
    return str(row[0]) if row else ""


def set_cursor(connection: sqlite3.Connection, value: str) -> None:
    """Note how far it is, in the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('cursor', ?)", (value,))
