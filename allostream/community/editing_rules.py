"""Who may bring an edit of the catalogue into force, and what becomes of one. No Django, no clock, no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from allostream.accounts.trust_rules import Level

# What stands for the source and the reason of an edit that undoes a decision; pages put them into words.
BY_DECISION, UNDONE = "decision", "undone"
QUORUM = 2  # voices of people who are independent of one another, the one who suggests among them
# How many edits of one account may wait at a time, by its level: others have to read each of them.
WAITING: Mapping[Level, int] = {Level.NEW: 20, Level.KNOWN: 100, Level.TRUSTED: 500}
LONGEST_SOURCE, LONGEST_QUOTE, LONGEST_WHY = 500, 1000, 500
LOOK_AFTER = timedelta(days=7)  # what nobody has answered for so long, a moderator looks at


class State(StrEnum):
    """How an edit stands."""

    OPEN = "open"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVERTED = "reverted"


class Sort(StrEnum):
    """What an edit does."""

    CHANGE = "change"
    SEASON = "season"  # adds one that was missing
    EPISODE = "episode"
    REVERT = "revert"


class Doubt(StrEnum):
    """Why a moderator looks at an edit."""

    AGAINST = "against"  # somebody is against it
    BOUND = "bound"  # the voice for it is of somebody who is bound to its author
    PROTECTED = "protected"
    NEW = "new"  # they agree, and none of them is known here


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's word. `settles`: their right lets them decide alone; `is_bound`: to the author, by counted
    relations, so that two of them are one; `is_known`: not new here."""

    is_for: bool
    settles: bool = False
    is_bound: bool = False
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What voices come to: the state, and why somebody should look."""

    state: State
    doubts: tuple[Doubt, ...] = ()


def standing(voices: Sequence[Voice], *, author_settles: bool, is_protected: bool, is_author_known: bool) -> Standing:
    """What becomes of an edit by the voices of others, in the order in which they were given.

    The last word of somebody who may settle alone, and is not bound to the author, decides. Else two more for it than
    against it, its author among them and nobody bound to them, bring it into force if one of them is known here and it
    is not protected; two against it refuse it. One for and one against wait for a moderator, and so do new accounts
    that agree among themselves: the next voice of somebody known brings it into force.
    """
    deciding = [voice for voice in voices if voice.settles and not voice.is_bound]
    if deciding:
        return Standing(State.IN_FORCE if deciding[-1].is_for else State.REFUSED)
    if author_settles and not voices:
        return Standing(State.IN_FORCE)
    against = sum(not voice.is_for and not voice.is_bound for voice in voices)
    agreeing = [voice for voice in voices if voice.is_for and not voice.is_bound]
    agreed, is_one_known = len(agreeing), is_author_known or any(voice.is_known for voice in agreeing)
    if against >= QUORUM:
        return Standing(State.REFUSED)
    is_enough = 1 + agreed - against >= QUORUM and not is_protected
    doubts = {
        Doubt.AGAINST: against > 0,
        Doubt.BOUND: any(voice.is_bound for voice in voices),
        Doubt.PROTECTED: is_protected and agreed > 0,
        Doubt.NEW: is_enough and not is_one_known,
    }
    return Standing(
        State.IN_FORCE if is_enough and is_one_known else State.OPEN,
        tuple(doubt for doubt, holds in doubts.items() if holds),
    )


@dataclass(frozen=True, slots=True)
class Reasons:
    """Where somebody knows it from, in words or by an address, and why they change it."""

    source: str
    why: str
    quote: str = ""

    @property
    def address(self) -> str:
        """The source, where it is an address of the web."""
        return self.source if is_address(self.source) else ""


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    if not text.startswith(("https://", "http://")) or " " in text:
        return False
    try:
        return "." in (urlsplit(text).hostname or "")
    except ValueError:  # brackets that hold no address
        return False


class Missing(StrEnum):
    """What the reasons of an edit lack."""

    SOURCE = "source"
    WHY = "why"
    QUOTE = "quote"  # of what rights hang on others must be able to follow the source up
    LONG = "long"


def missing(reasons: Reasons, *, is_of_rights: bool) -> list[Missing]:
    """What the reasons lack."""
    faults: Mapping[Missing, Any] = {
        Missing.SOURCE: not reasons.source.strip(),
        Missing.WHY: not reasons.why.strip(),
        Missing.QUOTE: is_of_rights and reasons.source.strip() and not (reasons.address or reasons.quote.strip()),
        Missing.LONG: len(reasons.source) > LONGEST_SOURCE
        or len(reasons.quote) > LONGEST_QUOTE
        or len(reasons.why) > LONGEST_WHY,
    }
    return [fault for fault, holds in faults.items() if holds]
