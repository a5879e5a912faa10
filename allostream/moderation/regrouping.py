"""Merges and splits as decisions: who asked, who agreed, on the public log, and undone within 30 days."""

from collections.abc import Callable

from django.db import transaction
from django.utils import translation

from allostream.accounts.models import User
from allostream.accounts.queries import person_with_id
from allostream.audit.rules import Actor
from allostream.catalogue.models import Regrouping
from allostream.community import regrouping
from allostream.community.regrouping_queries import voices_on
from allostream.lib.problems import Forbidden
from allostream.links import regrouping as links_regrouping
from allostream.moderation.acting import restored, role_of
from allostream.moderation.actions import NOBODY, About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing
from allostream.moderation.editing import against_words
from allostream.moderation.models import Decision
from allostream.moderation.queries import are_bound


def ask(person: User, asking: Callable[[], Regrouping]) -> Regrouping:
    """Ask for a merge or a split (community.regrouping); whoever may does it at once. Raises what that raises."""
    with transaction.atomic():
        row = asking()
        if row.state == Regrouping.State.OPEN and regrouping.may_at_once(person, row.kind):
            return agree(row.public_id, by=person)
    return row


def agree(public_id: str, *, by: User, why: str = "") -> Regrouping:
    """Speak for what was asked, as a second person or one who needs none; where it is done by that, write it down.
    Raises what community.regrouping.agree does."""
    with transaction.atomic():
        asked = person_with_id(regrouping.open_row(public_id).asked_by)
        row = regrouping.agree(public_id, by=by, is_bound=are_bound(by, asked), why=why)
        if row.state != Regrouping.State.DONE:
            return row
        at_once = regrouping.may_at_once(by, row.kind)
        # Two people who may not do it alone: the published rule of two decides.
        decide(
            _about(row), Measure.ACCEPTED, Grounds(Rule.IN_ORDER, why=row.why), by=by if at_once else None,
            role=role_of(by) if at_once else Role.RULE, before={"act": "accept"},
            author=Author(asked) if asked and asked.pk != by.pk else NOBODY,
        )  # fmt: skip
    return row


def oppose(public_id: str, *, by: User, why: str) -> Regrouping:
    """Speak against what was asked; where that ends it, write it down and tell who asked. Raises what
    community.regrouping.oppose does."""
    with transaction.atomic():
        asked = person_with_id(regrouping.open_row(public_id).asked_by)
        row = regrouping.oppose(public_id, by=by, is_bound=are_bound(by, asked), why=why)
        if row.state != Regrouping.State.REFUSED:
            return row
        at_once = regrouping.may_at_once(by, row.kind)
        # What people wrote against it may repeat what made it wrong: it is no line of the public log.
        decide(
            _about(row), Measure.REFUSED, _against(row, asked), by=by if at_once else None,
            role=role_of(by) if at_once else Role.RULE, before={"act": "refuse"},
            author=Author(asked) if asked else NOBODY, is_public=False,
        )  # fmt: skip
    return row


def _against(row: Regrouping, asked: User | None) -> Grounds:
    """Why voices refused it, in the language of who asked. One query."""
    voices = voices_on([row.public_id])[row.public_id]
    with translation.override(asked.language if asked else "en"):
        facts = against_words(voices)
    return Grounds(Rule.TRUE_ENTRIES, facts, "\n".join(one.why for one in voices if not one.is_for))


def undo(row: Regrouping, *, by: User, why: str) -> Regrouping:
    """Undo a merge or split, also one that was answered on the bench. Raises Forbidden and CannotUndo."""
    if not regrouping.may_at_once(by, row.kind):
        raise Forbidden
    with transaction.atomic():
        undone = links_regrouping.undo(row.public_id, by=Actor.person(by.public_id), why=why)
        of_row = Decision.objects.filter(kind=Thing.REGROUPING, subject_id=row.public_id, undone_by=None)
        decision = of_row.select_related("author").order_by("-pk").first()
        if decision is not None:
            restored(decision, by=by, why=why, source=Source.OWN)
        else:
            decide(_about(row), Measure.RESTORED, Grounds(Rule.IN_ORDER, why=why), by=by, role=role_of(by))
    return undone


def _about(row: Regrouping) -> About:
    return About(Thing.REGROUPING, row.public_id, row.title_id)
