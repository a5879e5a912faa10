"""Reads of reports. Words and addresses of those who reported are for moderators alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allostream.community.models import Fault, Report
from allostream.community.reporting_rules import Reason, State
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links.rules import Health

ON_A_PAGE = 50
SHOWN = 20  # faults of one link


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault as everybody may see it."""

    public_id: str
    reason: Reason
    country: str
    state: State
    people: int
    opened_at: datetime
    decided_at: datetime | None
    answer: str
    by_look: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A report with the fault that it belongs to, and the link: what its own page shows."""

    fault: FaultRow
    made_at: datetime
    country: str
    link_id: str
    title_id: int
    host_name: str
    health: Health
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of a fault; for moderators."""

    public_id: str
    words: str
    country: str
    language: str
    has_address: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OpenFault:
    """A fault that waits for a person, with everything that was said; for moderators."""

    fault: FaultRow
    urgency: int
    link_id: str
    title_id: int
    title: str
    host_slug: str
    address: str
    health: Health
    said: Sequence[Said]


def fault_row(fault: Fault) -> FaultRow:
    """A stored fault as everybody may see it."""
    return FaultRow(
        fault.public_id, Reason(fault.reason), fault.country, State(fault.state), fault.people, fault.opened_at,
        fault.decided_at, fault.answer, fault.decided_by.startswith("system:"),
    )  # fmt: skip


def report_with_id(public_id: str) -> Followed:
    """A report by its id, as everybody may see it. One query. Raises NotFound."""
    rows = Report.objects.select_related("fault__link__host")
    found = rows.filter(public_id=public_id if is_id(public_id) else "").first()
    if found is None:
        raise NotFound
    link = found.fault.link
    return Followed(
        fault_row(found.fault), found.made_at, found.country, link.public_id, link.title_id, link.host.name,
        Health(link.health), link.health_checked_at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report of somebody's own, with the title whose link it is about."""

    public_id: str
    made_at: datetime
    fault: FaultRow
    title_id: int
    host_name: str


def reports_by(account: int, count: int) -> list[OwnReport]:
    """What somebody signed in reported, by row id, the latest first. One query."""
    rows = Report.objects.filter(person=account).select_related("fault__link__host").order_by("-pk")[:count]
    return [
        OwnReport(
            row.public_id, row.made_at, fault_row(row.fault), row.fault.link.title_id, row.fault.link.host.name
        )
        for row in rows
    ]  # fmt: skip


def faults_of_link(link_id: str) -> list[FaultRow]:
    """What was reported of a link, the latest first. One query."""
    rows = Fault.objects.filter(link__public_id=link_id).order_by("-reported_at")
    return [fault_row(fault) for fault in rows[:SHOWN]]


def open_faults(start: int = 0, count: int = ON_A_PAGE) -> list[OpenFault]:
    """Faults that wait for a person, the most urgent and then the oldest first, with what was said. Two queries."""
    rows = Fault.objects.filter(state=State.OPEN).select_related("link__title", "link__host")
    found = list(rows.order_by("-urgency", "opened_at", "pk")[start : start + count])
    said: dict[int, list[Said]] = {fault.pk: [] for fault in found}
    for one in Report.objects.filter(fault__in=found).order_by("pk"):
        said[one.fault_id].append(
            Said(one.public_id, one.words, one.country, one.language, bool(one.email), one.made_at)
        )
    return [
        OpenFault(
            fault_row(fault), fault.urgency, fault.link.public_id, fault.link.title_id, fault.link.title.name,
            fault.link.host.slug, fault.link.canonical_url, Health(fault.link.health), tuple(said[fault.pk]),
        )
        for fault in found
    ]  # fmt: skip


def open_fault_with_id(public_id: str) -> Fault:
    """A fault with its link, for an action of a moderator. One query. Raises NotFound."""
    found = Fault.objects.select_related("link__title", "link__host").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def count_open() -> int:
    """How many faults wait for a person. One query."""
    return Fault.objects.filter(state=State.OPEN).count()


def reporters_of(fault_id: str) -> list[Report]:
    """Those who reported a fault and can be written to. One query."""
    rows = Report.objects.filter(fault__public_id=fault_id).select_related("person", "site").order_by("pk")
    return [one for one in rows if one.email or one.person]
