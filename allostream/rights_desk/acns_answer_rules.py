"""What we answer to programs that write in ACNS XML: that a notice has arrived, and how cases stand. Pure.

Both are documents of ACNS 2.0, revision 1.2 (11 November 2011): `NoticeAck` and `NoticeStatus`, which took the place of
`StatusUpdate`. One of its elements is spelt `Complianant` in the schema, and so here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from allostream.lib.xml import escaped, quoted
from allostream.rights_desk.case_rules import DISPOSITION, ItemState

NAMESPACE = "http://www.acns.net/ACNS"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Disposition(StrEnum):
    """How a case stands, in the words of the schema."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    REJECTED = "REJECTED"
    COUNTERNOTICE = "COUNTERNOTICE"


class Rejected(StrEnum):
    """Why a notice is not taken as it is, in the words of the schema (@RejectReason)."""

    UNKNOWN_RECIPIENT = "UNKNOWN_RECIPIENT"
    TEXT_XML_MISMATCH = "TEXT_XML_MISMATCH"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody as the schema has them: a company or person, and where they are written to."""

    entity: str
    email: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """That a notice has arrived: their number of the case, where ours can be read, and whether it is acted on."""

    case: str
    address: str
    at: datetime
    complainant: Contact
    provider: Contact
    notes: str
    rejected: Rejected | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How one case stands. `asked_at`: when that was asked for, None for what we tell by ourselves."""

    case: str
    at: datetime
    disposition: Disposition
    first: datetime
    last: datetime
    notes: str
    reason: str = ""
    asked_at: datetime | None = None


def rejected_by(doubts: Iterable[str], is_complete: bool) -> Rejected | None:
    """Why a notice is not acted on, from what its reader was unsure of and whether all is there that the law asks for;
    None where it is."""
    found = set(doubts)
    if "not-for-us" in found:
        return Rejected.UNKNOWN_RECIPIENT
    if "texts-disagree" in found:
        return Rejected.TEXT_XML_MISMATCH
    return None if is_complete else Rejected.OTHER


def disposition_of(states: Iterable[str]) -> Disposition:
    """How a case stands by its addresses: what is open counts before a counter notice, and that before the rest; only a
    case of which everything was refused is rejected."""
    found = {DISPOSITION[ItemState(state)] for state in states}
    for one in (Disposition.OPEN, Disposition.COUNTERNOTICE):
        if one in found:
            return one
    return Disposition.REJECTED if found == {Disposition.REJECTED} else Disposition.CLOSED


def acknowledgement(ack: Ack, *, sequence: int = 1) -> str:
    """A `NoticeAck`. Addresses of people are those that the notice itself gave."""
    accepted = quoted("false" if ack.rejected else "true")
    reason = f" RejectReason={quoted(ack.rejected)}" if ack.rejected else ""
    return (
        f"{HEAD}<NoticeAck xmlns={quoted(NAMESPACE)} Accepted={accepted}{reason} TimeStamp={quoted(_moment(ack.at))}"
        f" Sequence={quoted(str(sequence))}>\n"
        f"<Case><ID>{escaped(ack.case)}</ID><Ref_URL>{escaped(ack.address)}</Ref_URL></Case>\n"
        f"<Complianant>{_contact(ack.complainant)}</Complianant>\n"
        f"<Service_Provider>{_contact(ack.provider)}</Service_Provider>\n"
        f"<Notes>{escaped(ack.notes)}</Notes>\n</NoticeAck>\n"
    )


def notice_status(statuses: Sequence[Status]) -> str:
    """A `NoticeStatus` of one case or more. Raises ValueError for none, which the schema does not have."""
    if not statuses:
        raise ValueError("A NoticeStatus is about one case at least.")
    return f"{HEAD}<NoticeStatus xmlns={quoted(NAMESPACE)}>\n{''.join(map(_status, statuses))}</NoticeStatus>\n"


def _status(one: Status) -> str:
    asked = f" ReqTime={quoted(_moment(one.asked_at))}" if one.asked_at else ""
    reason = f"<Reason>{escaped(one.reason)}</Reason>" if one.reason else ""
    return (
        f"<CaseStatus CaseID={quoted(one.case)} TimeStamp={quoted(_moment(one.at))}{asked}>\n"
        f"<Disposition><Type>{one.disposition}</Type>{reason}<FirstProcessedDate>{_moment(one.first)}"
        f"</FirstProcessedDate><LastModifiedDate>{_moment(one.last)}</LastModifiedDate></Disposition>\n"
        f"<Notes>{escaped(one.notes)}</Notes>\n</CaseStatus>\n"
    )


def _contact(one: Contact) -> str:
    name = f"<Contact>{escaped(one.contact)}</Contact>" if one.contact else ""
    return f"<Entity>{escaped(one.entity)}</Entity>{name}<Email>{escaped(one.email)}</Email>"


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
