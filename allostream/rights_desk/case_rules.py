"""The words of a case: doors, states and reasons, and what they are called elsewhere. No Django, no clock, no
network."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Door(StrEnum):
    """By which way a message came."""

    FORM = "form"
    API = "api"
    UPLOAD = "upload"
    MAIL = "mail"
    POST = "post"  # on paper, typed in by a person
    PHONE = "phone"
    DESK = "desk"  # a person at the desk, on their own initiative


class Lane(StrEnum):
    """Who is served first."""

    ORDER = "order"
    FLAGGER = "flagger"
    VERIFIED = "verified"
    NORMAL = "normal"
    SUSPENDED = "suspended"  # of a sender whose notices are not processed for a time (DSA, article 23(2))


class CaseState(StrEnum):
    """How a case stands; its items have states of their own."""

    RECEIVED = "received"  # its addresses are still being matched
    ASKED = "asked"  # what is missing was asked for
    OPEN = "open"  # a person must look
    DECIDED = "decided"  # every item is; it can be contested
    CLOSED = "closed"
    DEFECTIVE = "defective"  # nobody supplied what was missing; a reply opens it again


class ItemState(StrEnum):
    """How one address of a message stands."""

    RECEIVED = "received"
    SUSPENDED = "suspended"  # not shown, a person still looks
    REMOVED = "removed"
    COUNTRY_BLOCKED = "country_blocked"
    NOT_OURS = "not_ours"  # no link of ours leads there
    NOT_FOUND = "not_found"  # an address of ours at which there is nothing
    ALREADY_REMOVED = "already_removed"
    DUPLICATE = "duplicate"
    AMBIGUOUS = "ambiguous"  # a page, host, channel or list: which link is asked for
    INVALID_URL = "invalid_url"
    PROTECTED = "protected"  # rests on a right with evidence: a person looks first
    INFO_REQUESTED = "info_requested"
    REFUSED = "refused"
    COUNTERED = "countered"
    RESTORED = "restored"
    COURT_ACTION = "court_action"
    RETRACTED = "retracted"


# A person has still to decide on these, or the sender to answer.
UNDECIDED = frozenset({
    ItemState.RECEIVED, ItemState.SUSPENDED, ItemState.PROTECTED, ItemState.AMBIGUOUS, ItemState.INFO_REQUESTED,
    ItemState.COUNTERED,
})  # fmt: skip
# What they name is kept away.
DOWN = frozenset({
    ItemState.SUSPENDED, ItemState.REMOVED, ItemState.COUNTRY_BLOCKED, ItemState.COUNTERED, ItemState.COURT_ACTION,
})  # fmt: skip


class Refused(StrEnum):
    """Why what a notice asks for is not done."""

    NO_AUTHORITY = "no_authority"
    IDENTITY_UNVERIFIED = "identity_unverified"
    NOT_ILLEGAL = "not_illegal"
    LICENSED = "licensed"
    PUBLIC_DOMAIN = "public_domain"
    OFFICIAL_SOURCE = "official_source"
    EXCEPTION = "exception"
    WRONG_TARGET = "wrong_target"
    INSUFFICIENT = "insufficient"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    ABUSIVE = "abusive"


class Match(StrEnum):
    """By what an address of a message was found to mean a link."""

    OWN_LINK = "M1"
    CONTENT = "M2"
    ADDRESS = "M3"
    ALIAS = "M4"  # recorded redirect target, player address, or file of the item
    OWN_PAGE = "M5"  # our page of a work, without naming a link
    PLACE = "M6"  # a host or channel: nobody said which link


# What names a link so exactly that it is suspended without anybody looking first.
EXACT = frozenset({Match.OWN_LINK, Match.CONTENT, Match.ADDRESS, Match.ALIAS})


class Protection(StrEnum):
    """Why a person looks before a matched link is suspended: it rests on a right of which there is evidence."""

    PUBLIC_DOMAIN = "public_domain"
    OPEN_LICENCE = "open_licence"
    OFFICIAL = "official"  # channel of the holder, proved; or a right that was granted for this link
    PROVIDER = "provider"  # the offer of a provider that nobody else can put things at


class PartyRole(StrEnum):
    """In what part somebody is in a case."""

    NOTIFIER = "notifier"
    PRINCIPAL = "principal"  # for whom the notifier speaks
    AUTHORITY = "authority"
    SUBMITTER = "submitter"
    OTHER = "other"


class ClockKind(StrEnum):
    """What runs out when a clock does."""

    RECEIPT = "receipt"
    ASKED = "asked"  # until when the sender may supply what is missing
    REVIEW = "review"  # a person looks at what was suspended
    PROTECTED = "protected"  # a person looks at a link that rests on evidence
    DECIDE = "decide"
    FLAGGER = "flagger"
    ORDER = "order"
    REPORT_EFFECT = "report-effect"  # to the authority (DSA, article 9(1))
    ORDER_ENDS = "order-ends"
    PUT_BACK = "put-back"
    COMPLAINT = "complaint"
    CONTEST_ENDS = "contest-ends"


class MessageKind(StrEnum):
    """What a message of a case is."""

    RECEIPT = "receipt"
    ASKS = "asks"
    DECISION = "decision"
    REASONS = "reasons"  # the statement of reasons, to the submitter
    FORWARDED = "forwarded"
    NOTE = "note"  # of a person at the desk, never sent
    INCOMING = "incoming"


_SECRET = re.compile(r"\?key=[0-9a-f]{40}")


def without_secret(text: str) -> str:
    """What is kept of a letter: who reads it at the desk must not come by what its reader alone may open."""
    return _SECRET.sub("?key=…", text)


DISPOSITION: Mapping[ItemState, str] = {
    **dict.fromkeys((ItemState.RECEIVED, ItemState.SUSPENDED, ItemState.PROTECTED, ItemState.AMBIGUOUS,
                     ItemState.INFO_REQUESTED, ItemState.COURT_ACTION), "OPEN"),
    **dict.fromkeys((ItemState.REMOVED, ItemState.COUNTRY_BLOCKED, ItemState.NOT_OURS, ItemState.NOT_FOUND,
                     ItemState.ALREADY_REMOVED, ItemState.DUPLICATE, ItemState.RESTORED, ItemState.RETRACTED,
                     ItemState.INVALID_URL), "CLOSED"),
    ItemState.REFUSED: "REJECTED",
    ItemState.COUNTERED: "COUNTERNOTICE",
}  # fmt: skip
"""What the notice format of the film studios (ACNS 2.0, revision 1.2) calls each state of an item."""
