"""Which of several voices is followed on a work in a country, and what a change of the answer means. Pure.

Voices: the rules of protection, an answer that came with a source of the operator's choice, a person's decision. What
contradicts is settled for the one that protects; what is not settled narrows and never widens.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from allostream.rights.bases import EvidenceKind
from allostream.rights.directories import is_directory
from allostream.rights.engine.answers import Answer, Confidence, Status


class Play(StrEnum):
    """Whether the work may be played in a country; a copy still needs its own check."""

    YES = "yes"
    NEXT_RUN = "next_run"  # it became free, and is shown from the next nightly run on
    AFTER_REVIEW = "after_review"
    JUDGED_ANEW = "judged_anew"  # it was free until a fact changed, and is held back until the rules are asked again
    NO = "no"


class Kind(StrEnum):
    """Whose decision it is."""

    RULE = "rule"
    SOURCE = "source"  # of the operator's choice, where the rules lack facts
    REVIEW = "review"  # of one trained reviewer
    OVERRIDE = "override"  # of two reviewers, against the rules


class CaseKind(StrEnum):
    """Why a person has to look at a work."""

    MEDIUM = "medium"  # free as far as the rules can tell, but for a doubt
    CONTRADICTION = "contradiction"
    WORSENED = "worsened"
    OBJECTION = "objection"
    SECOND_REVIEWER = "second_reviewer"


# Doubts that a fact settles, beside those that end in “-missing”.
WANTS_A_FACT = frozenset(
    {
        "weak-source", "underlying-unasked", "underlying-unresolved", "music-unresolved", "no-own-search",
        "music", "search-old", "fr-died-for-france", "dialogue-unlisted", "no-rule",
    }
)  # fmt: skip
FREE = frozenset({Status.PD, Status.OPEN_LICENCE, Status.LICENSED})
# What the columns of an answer say that no other dates or nationality of an author of the film can worsen: the rules
# found its maker's open licence and no doubt, and a licence asks for nobody's death. It does not bind the author of
# what the film is based on, whose titles are another matter.
LASTING: Mapping[str, object] = {"kind": Kind.RULE, "status": Status.OPEN_LICENCE, "doubts": []}


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer that a source gives."""

    status: Status
    play: Play
    since: date | None = None
    until: date | None = None

    def on(self, today: date) -> "Claim":
        """What it says on a day: free from a day to come is protected until then."""
        if self.status in FREE and self.since and self.since > today:
            return Claim(Status.PROTECTED, Play.NO, until=self.since)
        return self


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person, or two, decided, and the grounds on which the rules stood at that time."""

    kind: Kind
    status: Status
    grounds: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Which voice is followed, what it says, and why a person must look."""

    kind: Kind
    status: Status
    play: Play
    cases: tuple[CaseKind, ...] = ()


def grounds(answer: Answer | None) -> str:
    """A digest of what an answer of the rules rests on; how long a person's decision stands hangs on it (`settle`)."""
    if answer is None:
        return ""
    said = (answer.status, answer.rule, answer.since, answer.until, answer.inputs, answer.missing, answer.doubts)
    return hashlib.blake2b(msgspec.json.encode(said, order="deterministic"), digest_size=16).hexdigest()


def lacks_only_facts(answer: Answer) -> bool:
    """Whether the rules cannot tell, or not surely, for want of facts alone: no open question of law or of fact."""
    is_unsure = answer.status is Status.UNCLEAR or (answer.status in FREE and bool(answer.doubts))
    return is_unsure and all(wants_a_fact(doubt) for doubt in answer.doubts)


def wants_a_fact(doubt: str) -> bool:
    """Whether a doubt, by its code in engine.sentences, would be gone if somebody looked a fact up."""
    return doubt.endswith("-missing") or doubt in WANTS_A_FACT


def settle(answer: Answer | None, claim: Claim | None, verdict: Verdict | None, today: date) -> Settled:
    """Which voice is followed. `answer` is None where there are no rules for the country.

    A person's decision that frees stands while its grounds are the same. One that narrows stands beyond that, until a
    person looks again: more facts alone must not undo it.
    """
    if verdict and verdict.grounds == grounds(answer):
        return Settled(verdict.kind, verdict.status, Play.YES if verdict.status in FREE else Play.NO)
    settled = _without_person(answer, claim.on(today) if claim else None)
    if verdict and verdict.status not in FREE and settled.status in FREE:
        return Settled(verdict.kind, verdict.status, Play.NO, (CaseKind.CONTRADICTION,))
    return settled


def _without_person(answer: Answer | None, said: Claim | None) -> Settled:
    if answer is None or (said and (lacks_only_facts(answer) or _is_licensed(answer, said))):
        return _claimed(said)
    own = _ruled(answer)
    if said is None or not _contradict(answer.status, said.status):
        return own
    followed = own if answer.status is Status.PROTECTED else _claimed(said)
    return Settled(followed.kind, followed.status, followed.play, (CaseKind.CONTRADICTION,))


def _is_licensed(answer: Answer, claim: Claim) -> bool:
    """Whether a source knows of an open licence for a work of which the rules know only that no term has ended."""
    return claim.status is Status.OPEN_LICENCE and answer.status not in FREE


def _contradict(one: Status, other: Status) -> bool:
    return {one, other} == {Status.PD, Status.PROTECTED}


def _claimed(claim: Claim | None) -> Settled:
    if claim is None:
        return Settled(Kind.RULE, Status.UNCLEAR, Play.NO)
    cases = (CaseKind.MEDIUM,) if claim.play is Play.AFTER_REVIEW else ()
    return Settled(Kind.SOURCE, claim.status, claim.play, cases)


def _ruled(answer: Answer) -> Settled:
    """What follows from the rules alone: high may be played, medium waits for one reviewer, the rest is not played."""
    if answer.status not in FREE:
        return Settled(Kind.RULE, answer.status, Play.NO)
    if answer.confidence is Confidence.HIGH:
        return Settled(Kind.RULE, answer.status, Play.YES)
    if answer.confidence is Confidence.MEDIUM:
        return Settled(Kind.RULE, answer.status, Play.AFTER_REVIEW, (CaseKind.MEDIUM,))
    return Settled(Kind.RULE, Status.UNCLEAR, Play.NO)


def published(before: Play | None, after: Play, kind: Kind) -> Play:
    """When an answer counts: at once if it narrows, is the first or is a person's; in the next night if it widens."""
    widens = after is Play.YES and before not in (None, Play.YES)
    return Play.NEXT_RUN if widens and kind in (Kind.RULE, Kind.SOURCE) else after


def worsens(before: Play | None, after: Play) -> bool:
    """Whether what could be shown can be no more."""
    return before is Play.YES and after is not Play.YES


@dataclass(frozen=True, slots=True)
class Item:
    """An item of evidence as a review names it."""

    kind: EvidenceKind
    address: str = ""
    has_capture: bool = False


class Fault(StrEnum):
    """What is wrong with a review, so that it cannot be saved."""

    NO_EVIDENCE = "no_evidence"
    ONLY_DIRECTORIES = "only_directories"
    UNANSWERED = "unanswered"
    NOT_TRAINED = "not_trained"
    OWN_LINK = "own_link"
    INTERESTED = "interested"
    FOR_THE_DESK = "for_the_desk"


# The questions of a review, in the order in which they are asked.
QUESTIONS = ("edition", "put_there_by", "country", "rule", "weakest_input", "would_change")


def faults_of_form(
    answers: dict[str, str], evidence: Sequence[Item], own_domains: frozenset[str] = frozenset()
) -> list[Fault]:
    """What keeps a review from being saved: an open question, or no evidence but other directories of links."""
    faults = [Fault.UNANSWERED] if any(not answers.get(question, "").strip() for question in QUESTIONS) else []
    if not evidence:
        return [*faults, Fault.NO_EVIDENCE]
    if all(item.address and is_directory(item.address, own_domains) for item in evidence):
        faults.append(Fault.ONLY_DIRECTORIES)
    return faults


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer in force, as far as it matters who may change it."""

    status: Status
    play: Play


def needs_two(status: Status, present: Standing | None) -> bool:
    """Whether a verdict widens what is in force: that needs two reviewers. One settles what is free but for a doubt,
    and one may always narrow.
    """
    return status in FREE and (present is None or present.status not in FREE)
