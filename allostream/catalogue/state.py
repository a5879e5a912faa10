"""The state that a kept page was made in: the version of a title and stamps, read at one moment.

Asked for every request that a kept page could answer, so it goes to the driver of the database directly: a look-up
takes a few microseconds there, and several times that through the layers above.
"""

from functools import cache
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from allostream.catalogue.models import Title
from allostream.freshness.models import Stamp
from allostream.freshness.rules import Subject

State = tuple[int | None, ...]


class Unreadable(Exception):  # not an error for the reader: the page is made anew
    """The database did not answer."""


def state_of(title_id: int | None, subjects: tuple[Subject, ...]) -> State:
    """The version of a title (None without one), then the stamps in the order given. One query, from one snapshot.

    Reads what is committed; within a transaction of the caller, what that sees. Raises Unreadable.
    """
    connection = connections["default"]
    sql = _statement(title_id is not None, subjects, connection.vendor)
    try:
        row: State = _ask(connection, sql, () if title_id is None else (title_id,))
    except DatabaseError as error:
        raise Unreadable from error
    return row


def _ask(connection: BaseDatabaseWrapper, sql: str, values: tuple[int, ...]) -> Any:
    # What Django does between requests: a connection that has served its time, or has failed, is replaced.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if connection.connection is None:
        connection.connect()
    with connection.wrap_database_errors:
        return connection.connection.execute(sql, values).fetchone()


@cache
def _statement(has_title: bool, subjects: tuple[Subject, ...], vendor: str) -> str:
    """The statement in the words of a driver. Only names of tables and the few subjects are put in."""
    mark = "?" if vendor == "sqlite" else "%s"
    versions, stamps = Title._meta.db_table, Stamp._meta.db_table
    # One look through the few rows of stamps for all subjects takes 6 µs where one look for each took 7.3.
    version = f"(SELECT version FROM {versions} WHERE id = {mark})" if has_title else "NULL"  # noqa: S608
    sums = [f"CAST(SUM(value) FILTER (WHERE subject = '{subject}') AS BIGINT)" for subject in subjects]
    return f"SELECT {', '.join([version, *sums])}" + (f" FROM {stamps}" if sums else "")  # noqa: S608
