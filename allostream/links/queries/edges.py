"""When pages change by the clock alone: the windows of links open and close without a write."""

from datetime import UTC, datetime

from django.db import connection
from django.utils.dateparse import parse_datetime

from allostream.links.models import ShownLink


def next_edge(title_id: int | None, after: datetime) -> datetime | None:
    """The first moment after another at which a link of a title, or of any title, opens or closes. One query.

    In any country, for pages also say in how many others a title is free. None when no window has an edge to come.
    """
    table, of_title = ShownLink._meta.db_table, "" if title_id is None else "title_id = %s AND "
    parts = [f"SELECT MIN({edge}) FROM {table} WHERE {of_title}{edge} > %s" for edge in ("opens_at", "closes_at")]  # noqa: S608 - only names of ours are put in
    moment = connection.ops.adapt_datetimefield_value(after)
    values = [moment] if title_id is None else [title_id, moment]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values * 2)
        return min((_moment(row[0]) for row in cursor.fetchall() if row[0] is not None), default=None)


def _moment(value: datetime | str) -> datetime:
    """A moment as the database gives it: SQLite keeps text, in UTC and without saying so."""
    if isinstance(value, datetime):
        return value
    found = parse_datetime(value)
    assert found is not None  # written by Django in that form
    return found.replace(tzinfo=UTC)
