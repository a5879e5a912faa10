"""What people report of links (allostream.community.reporting): all reports of one fault are one thing here."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.audit.rules import Actor
from allostream.community import reporting
from allostream.community.models import Fault, Report
from allostream.community.reporting_rules import Reason, State
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign

SIGNS: Mapping[str, Sign] = {
    Reason.MALWARE_OR_ADS: Sign.MALWARE, Reason.AGE: Sign.AGE, Reason.SPAM: Sign.DEMAND,
    Reason.WRONG_TITLE: Sign.DEMAND,
}  # fmt: skip
SEVERAL = 3


def rows() -> Sequence[Row]:
    """Faults that are open, the oldest first. One query."""
    found = Fault.objects.filter(state=State.OPEN).order_by("opened_at", "pk")
    columns = ("public_id", "opened_at", "link__title_id", "link__host__slug", "reason", "people")
    return [
        Row(
            public_id, opened_at, title_id, host,
            signs=tuple([SIGNS[reason]] if reason in SIGNS else []) + ((Sign.SEVERAL,) if people >= SEVERAL else ()),
        )
        for public_id, opened_at, title_id, host, reason, people in found.values_list(*columns)[:MOST]
    ]  # fmt: skip


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of faults, with the words of whoever reported. Two queries."""
    faults = Fault.objects.filter(public_id__in=list(ids)).select_related("link", "link__host")
    words: dict[int, list[str]] = {}
    for fault_id, said in Report.objects.filter(fault__in=faults).exclude(words="").values_list("fault_id", "words"):
        words.setdefault(fault_id, []).append(said)
    return {
        fault.public_id: Face(
            address=fault.link.canonical_url, said="\n\n".join(words.get(fault.pk, [])[:20]),
            told=(
                ("host", fault.link.host.name), ("reported", fault.reason), ("country", fault.country or "*"),
                ("people", str(fault.people)),
            ),
        )
        for fault in faults
    }  # fmt: skip


def _answer(public_id: str, state: State, by: User, words: Words) -> Mapping[str, Any]:
    reporting.answer_fault(public_id, state, words.why, by=Actor.person(by.public_id))
    return {}


UPHOLD = Act(
    "uphold", Measure.ACCEPTED, Right.REPORT_DECIDE, lambda thing, by, words: _answer(thing, State.ACCEPTED, by, words)
)
DISMISS = Act(
    "dismiss", Measure.DISMISSED, Right.REPORT_DECIDE,
    lambda thing, by, words: _answer(thing, State.REJECTED, by, words), in_bulk=True,
)  # fmt: skip
REPORTS = Kind(Thing.REPORT, Right.REPORT_DECIDE, rows, faces, (UPHOLD, DISMISS))
