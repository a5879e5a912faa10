"""Edits of the catalogue on which people do not agree, or which nobody has answered (allostream.community.editing)."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.catalogue.edit_rules import OF_RIGHTS
from allostream.community import editing
from allostream.community.editing_checks import EditClosed, NothingChanged, SuggestedAlready
from allostream.community.editing_queries import edits_with_ids, to_look_at
from allostream.community.editing_rules import BY_DECISION, UNDONE, Doubt, Reasons
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign

SIGNS = {
    Doubt.AGAINST: Sign.AGAINST, Doubt.BOUND: Sign.RING, Doubt.PROTECTED: Sign.GUARDED, Doubt.NEW: Sign.NEW_ACCOUNT,
}  # fmt: skip


def rows() -> Sequence[Row]:
    """Edits in doubt or without an answer for a week, the oldest first. One query."""
    columns = ("public_id", "made_at", "of_title_id", "author_id", "doubts", "changes")
    return [
        Row(
            public_id, made_at, title_id, person_id=author_id,
            signs=(
                *(SIGNS[Doubt(doubt)] for doubt in doubts if doubt in SIGNS),
                *(() if OF_RIGHTS.isdisjoint(changes) else (Sign.DEMAND,)),
            ),
        )
        for public_id, made_at, title_id, author_id, doubts, changes in to_look_at(MOST).values_list(*columns)
    ]  # fmt: skip


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of edits: what would change, by which source, why, and what people said. Two queries."""
    return {
        edit.public_id: Face(
            address=Reasons(edit.source, edit.why).address, said=edit.quote,
            told=(
                *(("changes", _written(field, change)) for field, change in edit.changes.items()),
                ("source", edit.source), ("why", edit.why), ("voices", _voices(edit)),
            ),
        )
        for edit in edits_with_ids(ids)
    }  # fmt: skip


def _written(field: str, change: Mapping[str, Any]) -> str:
    """What would change of one field, for pages to put into words."""
    return json.dumps({field: change}, ensure_ascii=False)


def _voices(edit: Any) -> str:
    return "; ".join(f"{'+' if one.is_for else '−'} {one.why}".strip() for one in edit.voices.all())


def _accept(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    editing.accept(public_id, by=by)
    return {}


def _take_back(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    """Revert what was accepted; nothing where it is reverted already."""
    try:
        editing.revert(public_id, Reasons(BY_DECISION, why or UNDONE), by=by)
    except (EditClosed, NothingChanged, SuggestedAlready):
        return


def _refuse(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    editing.refuse(public_id, by=by)
    return {}


def _reopen(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    editing.reopen(public_id, by=by)


ACCEPT = Act("accept", Measure.ACCEPTED, Right.EDIT_SETTLE, _accept, _take_back)
REFUSE = Act("refuse", Measure.REFUSED, Right.EDIT_SETTLE, _refuse, _reopen, in_bulk=True)
EDITS = Kind(Thing.CHANGE, Right.EDIT_SETTLE, rows, faces, (ACCEPT, REFUSE))
