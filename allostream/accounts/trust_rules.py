"""How trust is earned, kept and lost, from counts alone. No Django, no clock, no network.

The thresholds are published as they stand here (allostream.web.views.roles). What counts is what became of what
somebody brought: links, reports, corrections that others upheld or turned down. Never how much they brought.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How far an account is trusted by what became of its contributions."""

    NEW = 0
    KNOWN = 1
    TRUSTED = 2


def is_one_known(levels: Iterable[Level]) -> bool:
    """Whether of the people who agree on a change at least one is known here: an account costs nothing, so that two
    new ones may be one person. The rule of edits, of facts, and of merges and splits alike."""
    return any(level is not Level.NEW for level in levels)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a level asks for; once reached it is kept down to `kept_share`, so that one refusal does not undo it."""

    days: int
    active_days: int
    upheld: int
    share: float
    kept_share: float
    days_without_fault: int


THRESHOLDS: Mapping[Level, Threshold] = {
    Level.KNOWN: Threshold(14, 5, 5, 0.80, 0.70, 30),
    Level.TRUSTED: Threshold(60, 20, 30, 0.95, 0.90, 180),
}
# An account that nobody used for so long may have changed hands: it begins as a new one, and so many of its next
# contributions must be upheld before its level counts again.
SLEEPS_AFTER = timedelta(days=180)
WAKES_WITH = 5
# What is older says little about today.
COUNTED_FOR = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an account of one level may do, so that a flood from a new one stays a puddle."""

    links_a_day: int
    links_waiting: int
    links_at_once: int
    reports_a_day: int
    comments_an_hour: int
    invitations_a_month: int


LIMITS: Mapping[Level, Limits] = {
    Level.NEW: Limits(20, 40, 10, 30, 6, 0),
    Level.KNOWN: Limits(100, 200, 100, 100, 20, 0),
    Level.TRUSTED: Limits(500, 1000, 100, 300, 60, 10),
}


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one account: contributions that were upheld and refused within COUNTED_FOR, on how many days,
    the last one, the last fault (abuse that a moderator noted), and what was upheld since the last long pause."""

    joined_at: datetime
    upheld: int = 0
    refused: int = 0
    active_days: int = 0
    last_at: datetime | None = None
    last_fault_at: datetime | None = None
    slept: bool = False
    upheld_since_sleep: int = 0

    @property
    def share(self) -> float:
        """The upheld part of what was decided; 0 where nothing was."""
        decided = self.upheld + self.refused
        return self.upheld / decided if decided else 0.0


class Lack(StrEnum):
    """What is missing to a level."""

    DAYS = "days"
    ACTIVE_DAYS = "active_days"
    UPHELD = "upheld"
    SHARE = "share"
    FAULT = "fault"
    ASLEEP = "asleep"


def lacks(record: Record, level: Level, now: datetime, *, had: Level = Level.NEW) -> list[Lack]:
    """What an account that had a level lacks of another; nothing: it has it."""
    wants = THRESHOLDS[level]
    share = wants.kept_share if had >= level else wants.share
    missing = {
        Lack.DAYS: now - record.joined_at < timedelta(days=wants.days),
        Lack.ACTIVE_DAYS: record.active_days < wants.active_days,
        Lack.UPHELD: record.upheld < wants.upheld,
        Lack.SHARE: record.share < share,
        Lack.FAULT: record.last_fault_at is not None
        and now - record.last_fault_at < timedelta(days=wants.days_without_fault),
        Lack.ASLEEP: _asleep(record, now),
    }
    return [lack for lack, is_missing in missing.items() if is_missing]


def level_of(record: Record, now: datetime, *, had: Level = Level.NEW) -> Level:
    """The highest level of which an account lacks nothing, and nothing of those below."""
    reached = Level.NEW
    for level in (Level.KNOWN, Level.TRUSTED):
        if lacks(record, level, now, had=had):
            break
        reached = level
    return reached


def holds_until(record: Record) -> datetime:
    """When what was earned falls asleep, if nothing more comes from the account."""
    return (record.last_at or record.joined_at) + SLEEPS_AFTER


def _asleep(record: Record, now: datetime) -> bool:
    if now >= holds_until(record):
        return True
    return record.slept and record.upheld_since_sleep < WAKES_WITH
