"""What numbers say of people who bring and confirm things: reasons to look, and nothing more. No Django, no clock.

Reference: of ten links or more, two fifths that lead to one uploader; voices that two people mostly give one another.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

ENOUGH_LINKS, LARGE_SHARE = 10, 0.4
ENOUGH_VOICES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: whose it is (row ids or public ids, sorted) and the numbers on which it rests."""

    people: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]
    other: str = ""


def feeders(counts: Mapping[tuple[str, str], int]) -> list[Found]:
    """People most of whose links lead to one uploader, from the number of links by person and uploader ("" unknown)."""
    totals: Counter[str] = Counter()
    for (person, _uploader), number in counts.items():
        totals[person] += number
    return [
        Found((person,), (("links", totals[person]), ("share", round(100 * number / totals[person]))), uploader)
        for (person, uploader), number in sorted(counts.items())
        if uploader and totals[person] >= ENOUGH_LINKS and number / totals[person] > LARGE_SHARE
    ]


def rings(voices: Mapping[tuple[str, str], int]) -> list[Found]:
    """People who mostly speak for one another, from the number of voices by who spoke and for whom.

    Two are bound where each spoke for the other often enough and gave them a large share of all their voices; a ring is
    whoever is bound to anybody in it.
    """
    given: Counter[str] = Counter()
    for (by, whose), number in voices.items():
        if by != whose:
            given[by] += number
    bound: dict[str, set[str]] = defaultdict(set)
    for by, whose in voices:
        if by != whose and _favours(voices, given, by, whose) and _favours(voices, given, whose, by):
            bound[by].add(whose)
    return [
        Found(ring, (("vouched", sum(voices.get((one, other), 0) for one in ring for other in ring if one != other)),))
        for ring in _joined(bound)
    ]


def _favours(voices: Mapping[tuple[str, str], int], given: Mapping[str, int], by: str, whose: str) -> bool:
    number = voices.get((by, whose), 0)
    return number >= ENOUGH_VOICES and number / given[by] > LARGE_SHARE


def _joined(bound: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    left, found = set(bound), []
    while left:
        ring, edge = set(), [min(left)]
        while edge:
            one = edge.pop()
            if one not in ring:
                ring.add(one)
                edge.extend(bound[one] - ring)
        left -= ring
        found.append(tuple(sorted(ring)))
    return found
