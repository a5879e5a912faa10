"""The one write of stamps, and that of the feed of changes."""

import json
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import DateTimeField, F

from allostream.freshness.models import Change, Stamp
from allostream.freshness.rules import KEPT_FOR, Indexed, Subject
from allostream.lib import clock

# Rows are made by the database from one list: an import notes thousands at once.
NOTE = "INSERT INTO freshness_change (kind, object_id, at) SELECT %s, {one}, {at} FROM {listed}"
NOTES = {
    "sqlite": NOTE.format(one="value", at="%s", listed="json_each(%s)"),
    "postgresql": NOTE.format(
        one="value::bigint",
        at="%s::timestamptz",
        listed="json_array_elements_text(%s::json) WITH ORDINALITY AS l (value, place) ORDER BY place",
    ),
}


def raise_stamp(subject: Subject) -> None:
    """Make every kept page that rests on a subject out of date, in the caller's transaction.

    The raise becomes visible at the very moment at which the change does: with its commit. Never waits for another
    writer, so no two can wait for each other: a part that another transaction holds is passed over, and where all are
    held a further one is made. Two queries. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The stamp “{subject}” must rise in the transaction of its change: use atomic().")
    # A statement of its own finds the part: the update below then sees its latest value, whoever raised it last.
    free = Stamp.objects.select_for_update(skip_locked=True).filter(subject=subject).order_by("pk")
    part = free.values_list("pk", flat=True).first()
    if part is None:
        Stamp.objects.create(subject=subject, value=1)
    else:
        Stamp.objects.filter(pk=part).update(value=F("value") + 1)


def note_changes(kind: Indexed, ids: Iterable[int]) -> None:
    """Tell whoever keeps an index that these have changed, in the caller's transaction. One statement.

    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"A change of a {kind} must be noted in its own transaction: use atomic().")
    at = DateTimeField().get_db_prep_save(clock.now(), connection)
    with connection.cursor() as cursor:
        cursor.execute(NOTES[connection.vendor], (kind.value, at, json.dumps(sorted(set(ids)))))


def forget_changes() -> int:
    """Remove the rows that every index that is fed has read long ago; how many there were. Two or three queries.

    The last of them stays: whoever comes to read a row so old has missed those before it (`has_missed`).
    """
    old = Change.objects.filter(at__lt=clock.now() - KEPT_FOR)
    last = old.order_by("-transaction", "-id").values_list("pk", flat=True).first()
    return old.exclude(pk=last).delete()[0] if last else 0
