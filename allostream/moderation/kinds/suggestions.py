"""Suggested facts about works and people that nobody has settled yet."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import people_with_ids
from allostream.audit.rules import Actor
from allostream.links import facts as links_facts
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign
from allostream.rights.models import Fact

MANY_LINKS = 10


def rows() -> Sequence[Row]:
    """Suggestions that are open, the oldest first. Two queries."""
    found = Fact.objects.filter(state=Fact.State.PROPOSED).order_by("stated_at", "pk")
    listed = list(found.values_list("public_id", "stated_at", "title_id", "stated_kind", "stated_by", "demand")[:MOST])
    people = people_with_ids({by for *_rest, kind, by, _demand in listed if kind == "person"})
    return [
        Row(
            public_id, stated_at, title_id, person_id=people[by].pk if by in people else None,
            signs=(Sign.DEMAND,) if demand >= MANY_LINKS else (),
        )
        for public_id, stated_at, title_id, _kind, by, demand in listed
    ]  # fmt: skip


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of suggestions. One query."""
    found = Fact.objects.filter(public_id__in=list(ids)).select_related("person")
    return {
        fact.public_id: Face(
            name=fact.person.name if fact.person else "", address=fact.source_address, said=fact.quote,
            told=(("property", fact.property), ("source", fact.source_name)),
        )
        for fact in found
    }  # fmt: skip


def _confirm(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    links_facts.confirm_fact(public_id, by=Actor.person(by.public_id), why=words.why)
    return {}


def _revert(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    links_facts.revert_fact(public_id, by=Actor.person(by.public_id), why=why)


def _refuse(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    links_facts.refuse_fact(public_id, by=Actor.person(by.public_id), why=words.why)
    return {}


CONFIRM = Act("accept", Measure.ACCEPTED, Right.FACT_SETTLE, _confirm, _revert)
REFUSE = Act("refuse", Measure.REFUSED, Right.FACT_SETTLE, _refuse)
SUGGESTIONS = Kind(Thing.EDIT, Right.FACT_SETTLE, rows, faces, (CONFIRM, REFUSE))
