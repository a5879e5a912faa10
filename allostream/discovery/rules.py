"""What becomes of a candidate, and why. No Django, no clock, no network.

A candidate becomes a link only where every question is answered: is this an address, of a listed host, of a whole work
that we know for certain, in a copy whose origin its host's reply does not speak against, which the law lets us show
somewhere. Whatever is not answered waits, for its host, the catalogue or a person; what is answered with no is refused.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from allostream.links.prospect_rules import Prospect
from allostream.links.rules import Hidden
from allostream.rights.origin.judging import Judgement, Verdict
from allostream.rights.origin.signs import Code, Sign, Weight

LOST_TOO_MUCH = 0.2  # of the items of a source: more at once is rather the source's fault than the works' end
FEW = 5  # items below which a share says nothing
MISSED_TWICE = 2  # whole walks without an item before its link goes
AGAIN_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7))
LOOKS_AGAIN = timedelta(days=30)  # at what waits for the catalogue or for facts


class State(StrEnum):
    """How a candidate stands, in the order in which they are told."""

    LIVE = "live"
    REVIEW = "review"
    WAITING = "waiting"
    HELD = "held"
    REFUSED = "refused"
    GONE = "gone"


class Reason(StrEnum):
    """Why, beside the signs of a copy's origin (allostream.rights.origin.signs.Code)."""

    SHOWN = "shown"
    # A person has to look.
    ORIGIN_REVIEW = "origin-review"
    RIGHTS_REVIEW = "rights-review"
    LICENCE_CLAIMED = "licence-claimed"
    WORK_DOUBTFUL = "work-doubtful"
    # Something else has to come first.
    AWAITS_REPLY = "awaits-reply"
    HOST_SILENT = "host-silent"
    NO_READER = "no-reader"
    WORK_UNKNOWN = "work-unknown"
    PART_UNKNOWN = "part-unknown"
    RIGHTS_UNCLEAR = "rights-unclear"
    AWAITS_NIGHT = "awaits-night"
    NOT_OPEN_YET = "not-open-yet"
    NOT_WORKING = "not-working"
    # It is not to be.
    NOT_AN_ADDRESS = "not-an-address"
    NOT_A_VIDEO = "not-a-video"
    HOST_NOT_LISTED = "host-not-listed"
    CHANNEL_NOT_LISTED = "channel-not-listed"
    CHANNEL_REFUSED = "channel-refused"
    NOT_THE_WORK = "not-the-work"
    PROTECTED = "protected"
    NOWHERE = "nowhere"  # free, but in no country where it is offered
    CLOSED = "closed"
    OTHER_COPY = "other-copy"
    COPY_REFUSED = "copy-refused"
    BAD_RECORD = "bad-record"
    PERSON_SAID_NO = "person-said-no"
    # It was.
    GONE_AT_HOST = "gone-at-host"
    GONE_AT_SOURCE = "gone-at-source"
    SOURCE_HELD = "source-held"


STATES: Mapping[str, State] = {
    Reason.SHOWN: State.LIVE,
    **dict.fromkeys(
        (Reason.ORIGIN_REVIEW, Reason.RIGHTS_REVIEW, Reason.LICENCE_CLAIMED, Reason.WORK_DOUBTFUL), State.REVIEW
    ),
    **dict.fromkeys(
        (
            Reason.AWAITS_REPLY, Reason.HOST_SILENT, Reason.NO_READER, Reason.WORK_UNKNOWN, Reason.PART_UNKNOWN,
            Reason.RIGHTS_UNCLEAR, Reason.AWAITS_NIGHT, Reason.NOT_OPEN_YET, Reason.NOT_WORKING,
        ),
        State.WAITING,
    ),
    Reason.SOURCE_HELD: State.HELD,
    **dict.fromkeys((Reason.GONE_AT_HOST, Reason.GONE_AT_SOURCE), State.GONE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a candidate stands and why; `detail` are the words that decided, for moderators alone."""

    state: State
    reason: str
    detail: str = ""


def because(reason: Reason | Code, detail: str = "") -> Outcome:
    """The outcome that follows from a reason: whatever has no other is a refusal, signs of a copy among them."""
    return Outcome(STATES.get(reason, State.REFUSED), reason.value, detail)


def of_address(*, is_listed: bool, kind: str, role: str) -> Outcome | None:
    """What address, host and the source's own word for the copy come to; None where they let it pass."""
    if not is_listed:
        return because(Reason.HOST_NOT_LISTED)
    if kind in {"channel", "playlist"}:
        return because(Reason.NOT_A_VIDEO, kind)
    return None if role == "work" else because(Reason.NOT_THE_WORK, role)


def of_words(judged: Judgement) -> Outcome | None:
    """What the bare names of a copy come to before its host is asked: only what is refused for certain is."""
    return of_judgement(judged) if judged.verdict is Verdict.REJECT else None


def of_judgement(judged: Judgement) -> Outcome | None:
    """What the judgement of a copy comes to; None where it may be listed, shown or not."""
    if judged.verdict is Verdict.TOMBSTONE:
        return because(Reason.GONE_AT_HOST, _told(judged, Weight.TOMBSTONE))
    if judged.verdict is Verdict.REJECT:
        decisive = next(sign for sign in judged.signs if sign.weight is Weight.REJECT)
        return because(decisive.code, _words(decisive))
    return None


def _told(judged: Judgement, weight: Weight) -> str:
    return next((_words(sign) for sign in judged.signs if sign.weight is weight), "")


def _words(found: Sign) -> str:
    return f"{found.field}: {found.value}" if found.value else found.field


def of_prospect(prospect: Prospect, *, has_licence: bool) -> Outcome | None:
    """What the rules say of the work; None where a copy may be shown somewhere or a person is asked on the link.

    A licence that the uploader names frees nothing by itself, but it is worth asking a person: only the holder can
    give one.
    """
    if prospect in {Prospect.UNCLEAR, Prospect.PROTECTED} and has_licence:
        return None
    return {
        Prospect.UNCLEAR: because(Reason.RIGHTS_UNCLEAR),
        Prospect.PROTECTED: because(Reason.PROTECTED),
    }.get(prospect)


# How the reason that keeps a link away reads for its candidate.
OF_HIDDEN: Mapping[Hidden, Reason] = {
    Hidden.REMOVED: Reason.PERSON_SAID_NO,
    Hidden.WITHDRAWN: Reason.PERSON_SAID_NO,
    Hidden.HOST_NOT_LISTED: Reason.HOST_NOT_LISTED,
    Hidden.CHANNEL_REFUSED: Reason.CHANNEL_REFUSED,
    Hidden.CHANNEL_PROPOSED: Reason.ORIGIN_REVIEW,
    Hidden.ORIGIN_REFUSED: Reason.COPY_REFUSED,
    Hidden.BANNED: Reason.COPY_REFUSED,
    Hidden.ORIGIN_SUSPECT: Reason.ORIGIN_REVIEW,
    Hidden.ORIGIN_UNCHECKED: Reason.ORIGIN_REVIEW,
    Hidden.DEAD: Reason.NOT_WORKING,
    Hidden.NOT_OPEN_YET: Reason.NOT_OPEN_YET,
    Hidden.CLOSED: Reason.CLOSED,
    Hidden.AWAITS_REVIEW: Reason.RIGHTS_REVIEW,
    Hidden.AWAITS_NIGHT: Reason.AWAITS_NIGHT,
    Hidden.JUDGED_ANEW: Reason.AWAITS_NIGHT,
    Hidden.NOT_FREE_YET: Reason.AWAITS_NIGHT,
    Hidden.UNCLEAR: Reason.RIGHTS_UNCLEAR,
    Hidden.NO_ANSWER: Reason.RIGHTS_UNCLEAR,
    Hidden.NO_EVIDENCE: Reason.RIGHTS_REVIEW,
}
NEAREST = (
    Hidden.NOT_OPEN_YET, Hidden.AWAITS_NIGHT, Hidden.JUDGED_ANEW, Hidden.NOT_FREE_YET, Hidden.AWAITS_REVIEW,
    Hidden.NO_EVIDENCE, Hidden.UNCLEAR, Hidden.NO_ANSWER, Hidden.CLOSED,
)  # fmt: skip


def of_link(everywhere: Hidden | None, countries: Collection[Hidden | None], *, has_licence: bool) -> Outcome:
    """How the candidate of a link stands: shown in one country is live; else the reason nearest to being shown.

    `everywhere` is what holds in every country, `countries` what holds in each.
    """
    if everywhere:
        return because(OF_HIDDEN.get(everywhere, Reason.NOWHERE))
    if None in countries:
        return because(Reason.SHOWN)
    nearest = next((hidden for hidden in NEAREST if hidden in countries), None)
    if has_licence and (nearest is None or nearest in {Hidden.UNCLEAR, Hidden.NO_ANSWER}):
        return because(Reason.LICENCE_CLAIMED)
    if nearest:
        return because(OF_HIDDEN[nearest])
    return because(Reason.PROTECTED if Hidden.PROTECTED in countries else Reason.NOWHERE)


def try_again_at(outcome: Outcome, attempts: int, now: datetime) -> datetime | None:
    """When a candidate is looked at again by itself; None where only something new changes its outcome."""
    if outcome.reason == Reason.AWAITS_REPLY:
        return now
    if outcome.reason == Reason.HOST_SILENT:
        return now + AGAIN_AFTER[min(attempts, len(AGAIN_AFTER)) - 1] if attempts else now
    return now + LOOKS_AGAIN if outcome.state is State.WAITING else None


def has_lost_too_much(before: int, missing: int) -> bool:
    """Whether a whole walk through a source found so much less than was there that a person has to look first."""
    return before >= FEW and missing > before * LOST_TOO_MUCH
