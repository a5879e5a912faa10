"""Answers in ACNS XML about cases that came in it, for letters and programs; words are in their sender's language."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils import translation

from allostream.lib import clock
from allostream.mail.rules import Attached, Letterhead
from allostream.rights_desk import wording
from allostream.rights_desk.acns_answer_rules import (
    Ack,
    Contact,
    Status,
    acknowledgement,
    disposition_of,
    notice_status,
    rejected_by,
)
from allostream.rights_desk.case_rules import PartyRole
from allostream.rights_desk.models import Case, Item, Party, ReadRecord, Sender
from allostream.rights_desk.reading.shape import Kind
from allostream.rights_desk.validity_rules import Level

LISTED = 200  # addresses in one answer; the rest stands on the page of the case
MOST_CASES = 100


def speaks_acns(case: Case) -> bool:
    """Whether a case came as ACNS XML, so that its sender's programs read it. One query."""
    return ReadRecord.objects.filter(case=case, reader__startswith="acns-").exists()


def ack_of(case: Case, head: Letterhead, address: str) -> str:
    """That a notice has arrived. Two queries."""
    with translation.override(case.language):
        notes = [f"Case {case.public_id}", *(wording.element_name(element) for element in case.missing)]
        party = Party.objects.filter(case=case, role=PartyRole.NOTIFIER).order_by("pk").first()
        name = (party.organisation or party.name) if party else ""
        email = (party.email if party else "") or (case.sender.email if case.sender else "")
        lines = [wording.item_line(item) for item in case.items.order_by("position")[:LISTED]]
        return acknowledgement(
            Ack(
                case.reference or case.public_id, address, case.received_at,
                Contact(name or email, email, party.name if party else ""),
                Contact(head.name, settings.DESK_MAIL or head.contact or settings.MAIL_FROM),
                "\n".join([*notes, *lines]),
                rejected_by((one["doubt"] for one in case.doubts), case.level in (Level.A, Level.B)),
            )
        )  # fmt: skip


def status_of(cases: Sequence[Case], *, asked_at: datetime | None = None) -> str:
    """How cases stand. Two queries for each."""
    return notice_status([_status(case, asked_at) for case in cases])


def cases_asked_for(sender: Sender, references: Iterable[str]) -> list[Case]:
    """The cases of a sender, and of nobody else, by their own numbers or ours. One query."""
    wanted = [one for one in references if one][:MOST_CASES]
    own = Case.objects.filter(sender=sender).exclude(kind=Kind.QUESTION)
    found = own.filter(reference__in=wanted) | own.filter(public_id__in=wanted)
    return list(found.order_by("pk")[:MOST_CASES])


def attached(name: str, xml: str) -> Attached:
    """A document as a part of a letter."""
    return Attached(f"{name}.xml", xml)


def _status(case: Case, asked_at: datetime | None) -> Status:
    items = list(Item.objects.filter(case=case).order_by("position")[:LISTED])
    last = case.items.aggregate(last=Max("decided_at"))["last"]
    with translation.override(case.language):
        lines = [f"Case {case.public_id}", *(wording.item_line(item) for item in items)]
        reasons = sorted({item.refused for item in items if item.refused})
    known = [moment for moment in (case.received_at, case.acted_at, last, case.closed_at) if moment]
    return Status(
        case.reference or case.public_id, clock.now(),
        disposition_of(case.items.order_by().values_list("state", flat=True).distinct()),
        case.acted_at or case.received_at, max(known), "\n".join(lines), ", ".join(reasons), asked_at,
    )  # fmt: skip
