"""When a title stops being shown in a country, and for what cause. No Django, no clock, no network.

A title ends in a country when the last link goes with which it could be watched there; where what was free goes and
what costs something stays, what ends is watching it free.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from allostream.lib.countries import WORLD
from allostream.links.rules import Hidden, why_closed

KEPT_FOR = timedelta(days=2 * 365)
Key = tuple[int, str]


class Cause(StrEnum):
    """For what cause a title is shown no longer, as far as everybody may know: of a notice nothing but that it was."""

    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    DEAD = "dead"
    CLOSED = "closed"
    NOT_SERVED = "not-served"
    BANNED = "banned"
    HOST = "host"
    ORIGIN = "origin"
    RIGHT = "right"
    PROTECTED = "protected"
    UNCLEAR = "unclear"
    CORRECTED = "corrected"


CAUSES: Mapping[Hidden, Cause] = {
    Hidden.REMOVED: Cause.REMOVED,
    Hidden.WITHDRAWN: Cause.WITHDRAWN,
    Hidden.BANNED: Cause.BANNED,
    Hidden.HOST_NOT_LISTED: Cause.HOST,
    Hidden.CHANNEL_REFUSED: Cause.HOST,
    Hidden.CHANNEL_PROPOSED: Cause.HOST,
    Hidden.ORIGIN_REFUSED: Cause.ORIGIN,
    Hidden.ORIGIN_SUSPECT: Cause.ORIGIN,
    Hidden.ORIGIN_UNCHECKED: Cause.ORIGIN,
    Hidden.DEAD: Cause.DEAD,
    Hidden.NOT_OPEN_YET: Cause.CLOSED,
    Hidden.CLOSED: Cause.CLOSED,
    Hidden.NOT_SERVED_THERE: Cause.NOT_SERVED,
    Hidden.NO_RIGHT: Cause.RIGHT,
    Hidden.NO_EVIDENCE: Cause.RIGHT,
    Hidden.OUTSIDE_TERRITORY: Cause.RIGHT,
    Hidden.TRAILER: Cause.RIGHT,
    Hidden.NO_ANSWER: Cause.UNCLEAR,
    Hidden.PROTECTED: Cause.PROTECTED,
    Hidden.UNCLEAR: Cause.UNCLEAR,
    Hidden.NOT_FREE_YET: Cause.PROTECTED,
    Hidden.AWAITS_REVIEW: Cause.UNCLEAR,
    Hidden.AWAITS_NIGHT: Cause.UNCLEAR,
    Hidden.JUDGED_ANEW: Cause.CORRECTED,
    Hidden.NONCOMMERCIAL: Cause.RIGHT,
}


def cause_of(hidden: Hidden | None) -> Cause:
    """The cause, from what keeps the link away now; a link that nothing keeps away went to another title."""
    return CAUSES[hidden] if hidden else Cause.REMOVED


class Row(Protocol):
    """A row of what is shown (ShownLink)."""

    @property
    def link_id(self) -> int: ...
    @property
    def title_id(self) -> int: ...
    @property
    def country(self) -> str: ...
    @property
    def is_free(self) -> bool: ...
    @property
    def noncommercial(self) -> bool: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Way:
    """The best way to watch a title in a country: what is free before the rest, what every site may show before."""

    is_free: bool
    noncommercial: bool
    link_id: int = 0

    def covers(self, other: "Way") -> bool:
        """Whether with this way nothing ends for want of the other."""
        return self.is_free >= other.is_free and self.noncommercial <= other.noncommercial


def ways(rows: Iterable[Row], now: datetime) -> dict[Key, Way]:
    """The best way to watch each title in each country (or the world, `*`) at a moment."""
    best: dict[Key, Way] = {}
    for row in rows:
        if (row.opens_at or row.closes_at) and why_closed(row.opens_at, row.closes_at, now):
            continue
        key = (row.title_id, row.country)
        known = best.get(key)
        if known is None or (row.is_free, not row.noncommercial) > (known.is_free, not known.noncommercial):
            best[key] = Way(row.is_free, row.noncommercial, row.link_id)
    return best


def is_covered(key: Key, way: Way, by: Mapping[Key, Way]) -> bool:
    """Whether a title can still, or again, be watched in a country as it could: there, or because it can everywhere."""
    title, country = key
    return any((left := by.get((title, place))) is not None and left.covers(way) for place in (country, WORLD))


def ended(before: Mapping[Key, Way], after: Mapping[Key, Way]) -> dict[Key, Way]:
    """What ended with a change: each title and country with the way in which it could be watched."""
    return {key: way for key, way in before.items() if not is_covered(key, way, after)}
