"""A merge of two large series goes on in portions, and is undone in portions: one short transaction each.

The two titles, and their seasons, are one from the first transaction on, with the episodes of both in them. Pair by
pair these become one. Where the worker is killed, its outbox row is done again: what is left stands in the row.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.journal import Journal, take_back
from allostream.catalogue.merging import join_episodes
from allostream.catalogue.models import Episode, Regrouping
from allostream.links.models import PartAnswer
from allostream.links.regrouping import GO_BACK, GO_ON, PAIRS_AT_ONCE, STEPS_AT_ONCE, follow, lock, undo_rest
from allostream.outbox import actions as outbox

State, Stage = Regrouping.State, Regrouping.Stage


def go_on(payload: Mapping[str, Any]) -> None:
    """Make the next pairs of episodes one; the rest is posted. Nothing where nothing is left."""
    with transaction.atomic():
        row = _held(payload["regrouping"], Stage.JOINING)
        if row is None:
            return
        portion, row.left = row.left[:PAIRS_AT_ONCE], row.left[PAIRS_AT_ONCE:]
        titles = _titles_of(portion)
        lock(titles)
        join_episodes([(gone, kept) for gone, kept in portion], journal := Journal())
        row.journal = [*row.journal, *journal.steps]
        row.stage = Stage.JOINING if row.left else Stage.NONE
        row.save(update_fields=["journal", "left", "stage"])
        by = Actor(row.settled_kind, row.settled_by)
        PartAnswer.objects.filter(title__in=titles, episode__removed_at__isnull=False).delete()
        follow(titles, by, row.settled_why, are_parts=True)
        if row.left:
            outbox.post(GO_ON, payload, unique_key=f"{row.public_id}:{len(row.left)}")
        audit.record(
            f"{row.what}.merge-on", by=by, subject_kind=row.what, subject_id=row.kept_id, why=row.settled_why,
            after={"regrouping": row.public_id, "moved": journal.counts(), "left": len(row.left)},
        )  # fmt: skip


def go_back(payload: Mapping[str, Any]) -> None:
    """Undo the next steps of a merge, the last first; the rest is posted. Nothing where it is undone."""
    with transaction.atomic():
        row = _held(payload["regrouping"], Stage.PARTING)
        if row is None or row.steps_left is None:
            return
        by, why = Actor(*payload["by"]), payload["why"]
        if row.steps_left <= row.steps_at_once:
            undo_rest(row, by, why)
            return
        first = max(row.steps_at_once, row.steps_left - STEPS_AT_ONCE)
        titles = {row.title_id}
        lock(titles)
        take_back(row.journal[first : row.steps_left])
        row.steps_left = first
        row.save(update_fields=["steps_left"])
        PartAnswer.objects.filter(title__in=titles).delete()
        follow(titles, by, why, are_parts=True)
        outbox.post(GO_BACK, payload, unique_key=f"{row.public_id}:{first}")
        audit.record(
            f"{row.what}.undo-on", by=by, subject_kind=row.what, subject_id=row.kept_id, why=why,
            after={"regrouping": row.public_id, "left": first},
        )  # fmt: skip


def _held(public_id: str, stage: Regrouping.Stage) -> Regrouping | None:
    rows = Regrouping.objects.select_for_update(of=("self",))
    return rows.filter(public_id=public_id, state=State.DONE, stage=stage).first()


def _titles_of(pairs: Collection[Any]) -> set[int]:
    ids = [pk for pair in pairs for pk in pair]
    return set(Episode.objects.filter(pk__in=ids).values_list("title", flat=True))
