"""Reads of decisions."""

from django.db.models import Exists, OuterRef

from allostream.accounts.models import User
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.models import Decision, Finding


def decision_with_id(public_id: str) -> Decision:
    """One decision with its title, author and what undid it. One query. Raises NotFound."""
    found = Decision.objects.select_related("title", "author", "undone_by").filter(public_id=public_id)
    row = found.first() if is_id(public_id) else None
    if row is None:
        raise NotFound
    return row


def standing_decision(kind: str, subject_id: str, measure: str) -> Decision | None:
    """The latest decision of that measure on one thing that nobody has undone. One query."""
    found = Decision.objects.filter(kind=kind, subject_id=subject_id, measure=measure, undone_by__isnull=True)
    return found.order_by("-at", "-pk").first()


def decisions_on(kind: str, subject_id: str) -> list[Decision]:
    """What was decided on one thing, the latest first. One query."""
    return list(Decision.objects.filter(kind=kind, subject_id=subject_id).order_by("-at", "-pk"))


def are_bound(one: User, other: User | None) -> bool:
    """Whether counted relations say that two people vouch for one another, unless a moderator found that harmless. One
    query, none without a second person."""
    if other is None:
        return False
    harmless = Decision.objects.filter(
        kind=Thing.PERSON, subject_id=OuterRef("public_id"), measure=Measure.DISMISSED, undone_by=None
    )
    rings = Finding.objects.filter(kind=Finding.Kind.RING, people=one.pk).filter(people=other.pk)
    return rings.exclude(Exists(harmless)).exists()
