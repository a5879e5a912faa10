"""How a handler tells how far it has come, without knowing of its row."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from allostream.outbox import actions
from allostream.outbox.models import OutboxRow

_row: ContextVar[OutboxRow] = ContextVar("row")


class Later(Exception):
    """Raised by a handler whose row is claimed too early: it is to wait until a later time, and has not failed."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Lost(Exception):
    """Another worker took the row over, because this one did not report for too long."""


@contextmanager
def working_on(row: OutboxRow) -> Iterator[None]:
    """Make `report` speak of this row within the body of a `with`."""
    token = _row.set(row)
    try:
        yield
    finally:
        _row.reset(token)


def report(text: str) -> None:
    """Note the progress of the row being worked on, such as “1,200 of 5,000”, and renew its lease.

    Work that may take longer than the lease (five minutes) must call this between its steps. Raises Lost when
    another worker has the row by now; LookupError outside a worker.
    """
    if not actions.keep(_row.get(), text):
        raise Lost("Another worker took this row over: report progress more often.")
