"""Ways to freedom: on which day a rule frees a work, with what doubts. They hang on the work and never on today.

A layer (the film itself, a novel under it) is a tuple of routes. On a day, the routes that have come compete: fewest
doubts first. Where none has come, the layer is protected. A route whose doubts take two steps says only "not surely
protected any more": the layer is unclear from that day on.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from allostream.rights.engine.answers import Input
from allostream.rights.engine.facts import Source, Weight, When
from allostream.rights.engine.sentences import DOUBTS

NEVER_ENDS = date.max
ALWAYS = date.min
Values = tuple[tuple[str, str | int | date], ...]


class Flag(NamedTuple):
    """A doubt by its code, and the value of its sentence: a person, a work, a role, a country or a day."""

    code: str
    about: str | date = ""


Flags = tuple[Flag, ...]
NO_FLAGS: Flags = ()
STEPS = {code: doubt.steps for code, doubt in DOUBTS.items()}


def steps_of(flags: Sequence[Flag]) -> int:
    """How many steps down in confidence the doubts take; each code counts once."""
    if len(flags) < 2:
        return STEPS[flags[0][0]] if flags else 0
    steps, seen = 0, []
    for code, _ in flags:
        if code not in seen:
            seen.append(code)
            steps += STEPS[code]
    return steps


def joined(*groups: Flags) -> Flags:
    """The doubts of all groups, each once, in order."""
    found = NO_FLAGS
    for group in groups:
        if not found:
            found = group
        elif group:
            found += tuple([flag for flag in group if flag not in found])
    return found


class Route(msgspec.Struct, frozen=True, gc=False):
    """One way to freedom: the first free day, the rule, its sentence (`sentences.WAYS`), its facts and doubts.

    `expires`: the day on which it stops to count, as a search of the records does. `rank`: a country's own term (0) is
    told before the term at home or a missed formality (1) where both free a work.
    """

    free_on: date
    rule: str
    way: str
    values: Values = ()
    inputs: tuple[Input, ...] = ()
    flags: Flags = NO_FLAGS
    rank: int = 0
    expires: date = NEVER_ENDS
    steps: int = 0  # what the flags take, computed by `route`


Routes = tuple[Route, ...]


def route(
    free_on: date,
    rule: str,
    way: str,
    values: Values = (),
    inputs: tuple[Input, ...] = (),
    flags: Flags = NO_FLAGS,
    rank: int = 0,
    expires: date = NEVER_ENDS,
) -> Route:
    """A route with its steps computed."""
    return Route(free_on, rule, way, values, inputs, flags, rank, expires, steps_of(flags))


def doubted(one: Route, *flags: Flag) -> Route:
    """The same route with more doubts."""
    if not flags:
        return one
    more = joined(one.flags, flags)
    return Route(one.free_on, one.rule, one.way, one.values, one.inputs, more, one.rank, one.expires, steps_of(more))


def best_on(routes: Routes, today: date) -> Route | None:
    """The route that frees on a day with the fewest doubts; of equals a lapse of time, then the earliest."""
    best: Route | None = None
    for one in routes:
        if one.free_on <= today and one.expires > today and (best is None or _order(one) < _order(best)):
            best = one
    return best


def _order(one: Route) -> tuple[int, int, date]:
    return one.steps, one.rank, one.free_on


def next_of(routes: Routes, today: date) -> Route | None:
    """The first route that will come after a day."""
    coming: Route | None = None
    for one in routes:
        if today < one.free_on < NEVER_ENDS and (
            coming is None or (one.free_on, one.steps) < (coming.free_on, coming.steps)
        ):
            coming = one
    return coming


def is_weak(sources: Sequence[Source]) -> bool:
    """Whether a fact rests on less than one reference or two claims of different origin."""
    for source in sources:
        if source.weight >= Weight.REFERENCE:
            return False
    return len({source.origin or source.name for source in sources}) < 2


WEAK: Flags = (Flag("weak-source"),)


def weak(sources: Sequence[Source]) -> Flags:
    """The doubt about a decisive fact, if its sources are weak."""
    return WEAK if is_weak(sources) else NO_FLAGS


CONTRADICTED: Flags = (Flag("contradiction"),)


def doubts_of(when: When) -> Flags:
    """The doubts about a decisive date: weak sources, and sources that contradict each other."""
    return joined(weak(when.sources), CONTRADICTED) if when.is_disputed else weak(when.sources)


def dates_after(groups: Iterable[Routes], today: date) -> list[date]:
    """The days after today on which a route comes or expires, in order."""
    days = []
    for routes in groups:
        for one in routes:
            if today < one.free_on < NEVER_ENDS:
                days.append(one.free_on)
            if one.expires is not NEVER_ENDS and one.expires > today:
                days.append(one.expires)
    return sorted(days) if len(days) > 1 else days
