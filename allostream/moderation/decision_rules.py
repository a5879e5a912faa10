"""What a moderator may decide, on what ground, and what a decision must say. No Django, no clock, no network.

Regulation (EU) 2022/2065 (Digital Services Act), articles 14, 17, 20 and 23.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allostream.lib.workdays import end_of_months

MONTHS_TO_CONTEST = 6  # article 20(1) and (2), from the day on which somebody is told


class Thing(StrEnum):
    """On what kind of thing is decided."""

    LINK = "link"
    SUBMISSION = "submission"
    REPORT = "report"
    NOTICE = "notice"  # one address of a notice to the rights desk
    COMMENT = "comment"
    HOST = "host"
    CHANNEL = "channel"
    UPLOADER = "uploader"
    PATH = "path"
    TITLE = "title"
    EDIT = "edit"
    REGROUPING = "regrouping"  # a merge or a split of works
    CHANGE = "change"
    PERSON = "person"
    FLOOD = "flood"


class Measure(StrEnum):
    """What is done (article 17(1)): the first ones restrict, and their author is told why."""

    REFUSED = "refused"  # what somebody brought is not taken
    HELD = "held"  # not shown while something is cleared up
    HIDDEN = "hidden"  # shown no longer, may come back
    REMOVED = "removed"
    BANNED = "banned"  # the thing, and everything like it in the future
    MUTED = "muted"  # a person may not write
    SUSPENDED = "suspended"  # a person may bring and write nothing
    WARNED = "warned"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"  # a report or a flag was not right
    RESTORED = "restored"
    LIFTED = "lifted"  # a ban
    KEPT = "kept"  # an appeal changed nothing


RESTRICTS = frozenset({
    Measure.REFUSED, Measure.HELD, Measure.HIDDEN, Measure.REMOVED, Measure.BANNED, Measure.MUTED, Measure.SUSPENDED,
    Measure.WARNED,
})  # fmt: skip
# What somebody may contest: restrictions, and that what they reported was found to be in order (article 20(1)).
CONTESTABLE = RESTRICTS | {Measure.DISMISSED}


class Rule(StrEnum):
    """The published rules of the place; the value is the id under which each stands on the page of rules."""

    LAWFUL = "R1"
    RIGHT_WORK = "R2"
    WHO_PUT_IT = "R3"
    LISTED_HOST = "R4"
    WATCHABLE = "R5"
    NO_SPAM = "R6"
    OWN_INTEREST = "R7"
    TRUE_REPORTS = "R8"
    CIVIL = "R9"
    NO_EVASION = "R10"
    SAFE = "R11"
    PRIVACY = "R12"
    TRUE_ENTRIES = "R13"
    IN_ORDER = "R0"  # nothing was broken: of what is accepted, dismissed and restored


# Where the law itself forbids, the statement names the law and not the terms alone (article 17(3)(d) and (e)).
LEGAL_GROUND = frozenset({Rule.LAWFUL, Rule.PRIVACY})


class Source(StrEnum):
    """What made somebody look (article 17(3)(b))."""

    OWN = "own"
    REPORT = "report"
    NOTICE = "notice"
    APPEAL = "appeal"


class Role(StrEnum):
    """In what part somebody decided: all that the public learns of them."""

    MODERATOR = "moderator"
    LEAD = "lead"
    OPERATOR = "operator"
    RULE = "rule"  # nobody: the program, by a published rule


class Lack(StrEnum):
    """What a decision does not say."""

    REASON = "reason"
    FACTS = "facts"
    RULE = "rule"
    END = "end"


@dataclass(frozen=True, slots=True)
class Said:
    """What a decision says, for `lacks`: the words of a moderator and until when it holds."""

    measure: Measure
    rule: Rule
    facts: str
    why: str
    until: datetime | None = None


def lacks(said: Said, now: datetime) -> list[Lack]:
    """What a decision must still say; article 17(3) asks for it of every restriction, good sense of the rest."""
    restricts = said.measure in RESTRICTS
    missing: Mapping[Lack, bool] = {
        Lack.REASON: restricts and not said.why.strip(),
        Lack.FACTS: restricts and not said.facts.strip(),
        Lack.RULE: restricts and said.rule is Rule.IN_ORDER,
        Lack.END: said.until is not None and said.until <= now,
    }
    return [lack for lack, is_missing in missing.items() if is_missing]


def contest_until(measure: Measure, told_at: datetime) -> datetime | None:
    """Until when a decision may be contested; None for one that takes nothing from anybody."""
    return end_of_months(told_at, MONTHS_TO_CONTEST) if measure in CONTESTABLE else None
