"""Merges and splits of works that wait for a second person."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import people_with_ids
from allostream.audit.rules import Actor
from allostream.catalogue.models import Regrouping
from allostream.community import regrouping
from allostream.community.models import RegroupingVoice
from allostream.community.regrouping_queries import names_of_things, voices_on
from allostream.links import regrouping as links_regrouping
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign


def rows() -> Sequence[Row]:
    """Requests that are open, the oldest first. Three queries."""
    found = Regrouping.objects.filter(state=Regrouping.State.OPEN).order_by("asked_at", "pk")
    listed = list(found.values_list("public_id", "asked_at", "title_id", "asked_by")[:MOST])
    people = people_with_ids({by for *_rest, by in listed})
    voices = voices_on([public_id for public_id, *_rest in listed])
    return [
        Row(
            public_id, asked_at, title_id, person_id=people[by].pk if by in people else None,
            signs=(Sign.AGAINST,) if any(not one.is_for for one in voices[public_id]) else (),
        )
        for public_id, asked_at, title_id, by in listed
    ]  # fmt: skip


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of requests: which, why, and what people said. Six queries."""
    found = list(Regrouping.objects.filter(public_id__in=list(ids)).defer("journal", "left"))
    names, voices = names_of_things(found, "en"), voices_on(ids)
    return {
        row.public_id: Face(
            name=names.get(row.kept_id, ""), said=row.why,
            told=(
                ("regrouping", row.kind), ("gone", names.get(row.gone_id, row.chosen.get("name", ""))),
                *((("voices", _said(voices[row.public_id])),) if voices[row.public_id] else ()),
            ),
        )
        for row in found
    }  # fmt: skip


def _said(voices: Sequence[RegroupingVoice]) -> str:
    return "; ".join(f"{'+' if one.is_for else '−'} {one.why}".strip() for one in voices)


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
