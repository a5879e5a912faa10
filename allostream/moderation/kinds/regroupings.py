"""Merges and splits of works that wait for a second person."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import people_with_ids
from allostream.audit.rules import Actor
from allostream.catalogue.models import Regrouping
from allostream.community import regrouping
from allostream.community.regrouping_queries import names_of_things
from allostream.links import regrouping as links_regrouping
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words


def rows() -> Sequence[Row]:
    """Requests that are open, the oldest first. Two queries."""
    found = Regrouping.objects.filter(state=Regrouping.State.OPEN).order_by("asked_at", "pk")
    listed = list(found.values_list("public_id", "asked_at", "title_id", "asked_by")[:MOST])
    people = people_with_ids({by for *_rest, by in listed})
    return [
        Row(public_id, asked_at, title_id, person_id=people[by].pk if by in people else None)
        for public_id, asked_at, title_id, by in listed
    ]


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of requests. Five queries."""
    found = list(Regrouping.objects.filter(public_id__in=list(ids)))
    names = names_of_things(found, "en")
    return {
        row.public_id: Face(
            name=names.get(row.kept_id, ""), said=row.why,
            told=(("regrouping", row.kind), ("gone", names.get(row.gone_id, row.chosen.get("name", "")))),
        )
        for row in found
    }  # fmt: skip


def _accept(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    regrouping.agree(public_id, by=by, why=words.why)
    return {}


def _undo(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    links_regrouping.undo(public_id, by=Actor.person(by.public_id), why=why)


def _refuse(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    regrouping.refuse(public_id, by=by, why=words.why)
    return {}


def _reopen(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    regrouping.reopen(public_id, by=by, why=why)


ACCEPT = Act("accept", Measure.ACCEPTED, Right.TITLE_MERGE, _accept, _undo)
REFUSE = Act("refuse", Measure.REFUSED, Right.TITLE_MERGE, _refuse, _reopen)
REGROUPINGS = Kind(Thing.REGROUPING, Right.TITLE_MERGE, rows, faces, (ACCEPT, REFUSE))
