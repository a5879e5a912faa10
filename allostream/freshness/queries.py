"""Reads of stamps and of the feed of changes.

allostream.catalogue.state reads the stamps beside the version of a title, for every request.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q, Sum

from allostream.freshness.models import Change, Stamp
from allostream.freshness.rules import Indexed, Place, Subject

# The first number that no transaction had, and those of the transactions that run in this database.
RUNNING = """
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text
    UNION ALL SELECT backend_xid::text FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL
    UNION ALL SELECT transaction::text FROM pg_prepared_xacts WHERE database = current_database()
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row of the feed."""

    place: Place
    kind: Indexed
    id: int
    at: datetime


def stamps(subjects: Collection[Subject] = tuple(Subject)) -> dict[Subject, int]:
    """The stamps of subjects as they are committed at this moment, 0 for one that never rose. One query."""
    parts = Stamp.objects.filter(subject__in=list(subjects)).values_list("subject")
    sums = dict(parts.annotate(total=Sum("value")).order_by())
    return {subject: sums.get(subject.value) or 0 for subject in subjects}


def place_now() -> Place:
    """The place behind everything that is committed now. Read it before what is indexed: what comes later is in the
    feed. One query."""
    if connection.vendor == "postgresql":
        return Place(_oldest_running(), 0)
    return Place(0, Change.objects.aggregate(last=Max("id"))["last"] or 0)


def changes_after(place: Place, limit: int) -> Sequence[Changed]:
    """The next rows of the feed, in the order in which it is followed. One query, on PostgreSQL two.

    There it ends before the oldest transaction that still runs: rows of an earlier one may yet appear.
    """
    rows = Change.objects.filter(
        Q(transaction__gt=place.transaction) | Q(transaction=place.transaction, id__gt=place.id)
    )
    if connection.vendor == "postgresql":
        rows = rows.filter(transaction__lt=_oldest_running())
    found = rows.order_by("transaction", "id").values_list("transaction", "id", "kind", "object_id", "at")[:limit]
    return [Changed(Place(transaction, row), Indexed(kind), one, at) for transaction, row, kind, one, at in found]


def _oldest_running() -> int:
    """The number of the oldest transaction of this database that has not ended; all before it have.

    That of a snapshot would do, but it waits for the transactions of all databases of the server as well. The snapshot
    of the statement is taken first and what runs is looked at then: a transaction that is missing there has ended.
    They are told with 32 bits, the rest is that of the snapshot.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # in one transaction they would be looked at once only
        cursor.execute(RUNNING)
        (following, *running) = (int(number) for (number,) in cursor.fetchall())
    behind = ((following - number) % 2**32 for number in running)
    return following - max((distance for distance in behind if distance < 2**31), default=0)
