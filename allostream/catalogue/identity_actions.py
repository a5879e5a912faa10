"""What a person decides on two titles that may be one, but for making them one: that moves links, and is in
allostream.links.identity. Each is one transaction with one audit entry. Nothing of it is on any public page."""

from datetime import datetime

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.models import Likeness
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop


class LikenessDecided(Problem):
    """Somebody else has decided meanwhile."""

    code = "likeness-decided"
    status = 409
    sentence = gettext_noop("Somebody has decided on these two titles already.")


def call_different(public_id: str, *, by: Actor, why: str = "") -> Likeness:
    """Two works: no source ever brings the two together again. Raises NotFound and LikenessDecided."""
    with transaction.atomic():
        likeness = open_likeness(public_id)
        close(likeness, Likeness.State.DIFFERENT)
        _record("likeness.different", likeness, by, why)
    return likeness


def put_off(public_id: str, until: datetime, *, by: Actor, why: str = "") -> Likeness:
    """Ask again later. Raises NotFound and LikenessDecided."""
    with transaction.atomic():
        likeness = open_likeness(public_id)
        likeness.look_at = until
        likeness.save(update_fields=["look_at"])
        _record("likeness.put-off", likeness, by, why)
    return likeness


def open_likeness(public_id: str) -> Likeness:
    """An open likeness with both titles, locked. Raises NotFound and LikenessDecided. In the caller's transaction."""
    found = Likeness.objects.select_for_update(of=("self",)).select_related("made", "like").filter(public_id=public_id)
    likeness = found.first()
    if likeness is None:
        raise NotFound
    if likeness.state != Likeness.State.OPEN:
        raise LikenessDecided
    return likeness


def close(likeness: Likeness, state: Likeness.State) -> None:
    """Note what was decided, in the caller's transaction, which writes the audit entry."""
    likeness.state, likeness.decided_at = state, clock.now()
    likeness.save(update_fields=["state", "decided_at"])


def _record(what: str, likeness: Likeness, by: Actor, why: str) -> None:
    audit.record(
        what, by=by, subject_kind="title", subject_id=likeness.made.public_id, why=why,
        before={"state": Likeness.State.OPEN.value}, after={"state": likeness.state, "like": likeness.like.public_id},
    )  # fmt: skip
