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
    """The number of the oldest transaction that has not ended; all before it have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (number,) = cursor.fetchone()
    return int(number)
