"""What voices on a link come to: whether it works in a country, and how good it looks. No Django, clock or network.

Voices never hide a link and never count as an infringement: they make it be looked at earlier, and tell readers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

SHOWN_FOR = timedelta(weeks=8)  # older voices say nothing of today
DOUBTERS = 2  # one may be at a bad line, or joke


class Aspect(StrEnum):
    """What of a copy can be good or bad, apart from the work that it shows."""

    PICTURE = "picture"
    SOUND = "sound"
    SUBTITLES = "subtitles"


class Grade(IntEnum):
    """How good it is."""

    POOR = 1
    FAIR = 2
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Week:
    """Voices on one link in one country in the week that begins on a Monday."""

    monday: date
    works: int
    fails: int
    works_on: date | None
    fails_on: date | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the latest week with voices comes to: whether it worked, when last, how many say so, how many do not."""

    works: bool
    on: date
    people: int
    others: int


def freshness(weeks: Iterable[Week], today: date) -> Freshness | None:
    """What to say of a link in a country; None where nobody has said anything lately. Where voices are even, it works:
    who cannot watch may have a trouble of their own, who can has none."""
    told = [week for week in weeks if (week.works or week.fails) and week.monday > today - SHOWN_FOR]
    if not told:
        return None
    latest = max(told, key=lambda week: week.monday)
    works = latest.works >= latest.fails
    on = latest.works_on if works else latest.fails_on
    people, others = (latest.works, latest.fails) if works else (latest.fails, latest.works)
    return Freshness(works, min(on or latest.monday, today), people, others)


def is_doubted(week: Week) -> bool:
    """Whether so many say that it does not work that its host is to be asked before its turn."""
    return week.fails >= DOUBTERS and week.fails >= week.works


def written(found: Mapping[str, Freshness]) -> dict[str, list[object]]:
    """Freshness by country as it is kept with the link."""
    return {country: [one.works, one.on.isoformat(), one.people, one.others] for country, one in sorted(found.items())}


def typical(counts: Mapping[Grade, int]) -> tuple[Grade, int] | None:
    """The median grade and how many gave one, the worse of two where it lies between; None without any."""
    votes = sum(counts.values())
    if not votes:
        return None
    passed = 0
    for grade in sorted(counts):
        passed += counts[grade]
        if 2 * passed >= votes:
            return grade, votes
    raise AssertionError("The counts of all grades are the votes.")


def of_aspects(rows: Sequence[tuple[str, int, int]]) -> dict[Aspect, tuple[Grade, int]]:
    """The typical grade of each aspect that has votes, from rows of aspect, grade and votes."""
    found = {}
    for aspect in Aspect:
        counts = {Grade(grade): votes for name, grade, votes in rows if name == aspect}
        if told := typical(counts):
            found[aspect] = told
    return found
