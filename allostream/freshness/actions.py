"""The one write of stamps."""

from django.db import transaction
from django.db.models import F

from allostream.freshness.models import Stamp
from allostream.freshness.rules import Subject


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
