"""Links that people bring and that wait for a person (allostream.community.bringing)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.community import bringing, reopening
from allostream.community.bringing_rules import State
from allostream.community.models import Submission
from allostream.community.submission_queries import waiting
from allostream.discovery.rules import Reason
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign

COLUMNS = ("public_id", "made_at", "title_id", "host__slug", "person_id", "site__slug", "uploaded_myself", "gets_money")
UNTOLD = Reason.PERSON_SAID_NO


def rows() -> Sequence[Row]:
    """What people have brought and waits for one, the oldest first. One query."""
    found = Submission.objects.filter(state=State.QUEUED).order_by("made_at")
    return [_row(*values) for values in found.values_list(*COLUMNS)[:MOST]]


def _row(
    public_id: str, made_at: datetime, title_id: int | None, host: str | None, person_id: int, site: str,
    uploaded_myself: bool | None, gets_money: bool | None,
) -> Row:  # fmt: skip
    signs = [Sign.MAY_BE_OWN] if uploaded_myself else []
    if gets_money:
        signs.append(Sign.PAID)
    return Row(public_id, made_at, title_id, host or "", "", person_id, site, tuple(signs))


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of what was brought. One query."""
    return {
        public_id: Face(
            address=row.canonical_url, said=row.note,
            told=tuple(
                (code, value)
                for code, value in (
                    ("host", row.host.name if row.host else row.domain), ("given", row.address), ("reason", row.reason),
                    ("detail", row.detail),
                )
                if value
            ),
        )
        for public_id, row in waiting(list(ids)).items()
    }  # fmt: skip


def _accept(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    bringing.accept(public_id, by=by, why=words.why)
    return {}


def _refuse(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    bringing.refuse(public_id, reason=words.reason or UNTOLD, by=by, why=words.why)
    return {}


def _reopen(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    reopening.reopen(public_id, by=by, why=why)


ACCEPT = Act("accept", Measure.ACCEPTED, Right.LINK_DECIDE, _accept)
REFUSE = Act("refuse", Measure.REFUSED, Right.LINK_DECIDE, _refuse, _reopen, in_bulk=True)
SUBMISSIONS = Kind(Thing.SUBMISSION, Right.LINK_DECIDE, rows, faces, (ACCEPT, REFUSE))
