"""What the rules answer: a word, the path to it, what it rests on, what is missing, and when it will change."""

from datetime import date
from enum import StrEnum

import msgspec

from allostream.rights.engine.facts import Source

VERSION = 2  # raised whenever a rule changes what it answers


class Status(StrEnum):
    """What is known of a work's protection in one country."""

    PD = "pd"
    OPEN_LICENCE = "open_licence"
    LICENSED = "licensed"
    PROTECTED = "protected"
    UNCLEAR = "unclear"


class Confidence(StrEnum):
    """How sure an answer is: medium waits for a reviewer, low is not settled whatever the rule says."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


# msgspec's structs because a million answers are built in a row: half the time of frozen dataclasses, and no work for
# the garbage collector, which has nothing to find in values without cycles.
class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence by its key, with the values of its places: words are made where pages are made."""

    key: str
    values: tuple[tuple[str, str | int | date], ...] = ()


class Input(msgspec.Struct, frozen=True, gc=False):
    """A fact that an answer rests on: which, its value in ISO form or as a code, whose it is, and from where."""

    fact: str  # "died", "published", "origin", "nationality", "notice", "renewal"…
    value: str
    of: str = ""
    sources: tuple[Source, ...] = ()


class Step(msgspec.Struct, frozen=True, gc=False):
    """One rule asked on the way: its id, its outcome ("free", "protected", "unclear", "not_applicable"…), its words."""

    rule: str
    outcome: str
    sentence: Sentence
    inputs: tuple[Input, ...] = ()


class Missing(msgspec.Struct, frozen=True, gc=False):
    """A fact that would settle more: its code, and whose it is."""

    fact: str
    of: str = ""


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The answer for one country on one day.

    `since`: the first day on which it is free; `until`: the last day on which it is certainly protected; `changes_on`:
    the first day on which status or confidence will be another by itself, None when no clock changes them: a term ends,
    a doubt is settled by a later day, a search of the records grows old. `becomes`: the status of that day, None where
    nobody looked ahead. `doubts`: codes, each a reason not to be sure.
    """

    country: str
    status: Status
    confidence: Confidence
    rule: str
    sentence: Sentence
    since: date | None = None
    until: date | None = None
    changes_on: date | None = None
    steps: tuple[Step, ...] = ()
    inputs: tuple[Input, ...] = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()
    becomes: Status | None = None
    version: int = VERSION
