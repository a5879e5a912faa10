"""Terms counted from the deaths of authors or from publication: the two clocks of which every law is made."""

from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from allostream.rights.engine.case import Bound, Case, Groups, Roll
from allostream.rights.engine.facts import Person
from allostream.rights.engine.law import Term
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    Flag,
    Route,
    Routes,
    Values,
    doubted,
    joined,
    route,
)


class Part(msgspec.Struct, frozen=True, gc=False):
    """When one author's part becomes free, and how that is told.

    `early` is the day under a doubtful reading that the flag names, told by `early_way` and `early_rule`.
    """

    free_on: date
    way: str
    rule: str
    years: int
    early: date = NEVER_ENDS
    flag: Flag | None = None
    early_way: str = ""
    early_rule: str = ""


Special = Callable[[Case, Person, Part], Part]


class Clock:
    """Years from an author's death, with what a law adds for some authors (`special`)."""

    def __init__(self, term: Term, way: str, as_of: date = NEVER_ENDS, special: Special | None = None) -> None:
        self.term, self.way, self.as_of, self.special = term, way, as_of, special
        self.rule = term.versions[-1].rule

    def part(self, case: Case, person: Person, died: int) -> Part:
        """The part of an author who died in a year."""
        free_on, version = self.term.lapse(died, self.as_of)
        plain = Part(free_on, self.way, version.rule, version.years)
        return plain if self.special is None else self.special(case, person, plain)


_NO_BOUND = Bound(ALWAYS, "floor", (("year", 0),))


def by_death(case: Case, groups: Groups, clock: Clock) -> Routes:
    """The routes of a term that ends with the last of several authors' parts.

    Where a death or a whole role is missing there is no certain route, only the day from which the work is unclear. No
    author at all, with every role said to be nobody's, is unclear too.
    """
    roll = case.roll(groups)
    if roll.flags:
        return (_unsettled(case, roll, clock),)
    if roll.last is None:
        return nobody(clock.rule)
    if clock.special is not None:
        return _settled(case, roll, clock)
    # The last to die decides: no need to ask for each.
    free_on, version = clock.term.lapse(roll.last_year, clock.as_of)
    values = _values(clock.way, version.years, roll.last)
    return (route(free_on, version.rule, clock.way, values, roll.inputs, roll.weak),)


def nobody(rule: str) -> Routes:
    """Every role that counts is certainly nobody's: the rule has nothing to count from."""
    return (route(ALWAYS, rule, "floor", (("year", 0),), (), (Flag("authors-missing"),)),)


def _settled(case: Case, roll: Roll, clock: Clock) -> Routes:
    parts = [(clock.part(case, person, year), person) for person, year in roll.dead]
    last, person = max(parts, key=lambda one: one[0].free_on)
    firm = _told(roll, last.free_on, last.way, last.rule, last, person)
    reading, person = max(parts, key=lambda one: _first(one[0]))
    early = _first(reading)
    if early >= last.free_on:
        return (firm,)
    doubts = tuple(part.flag for part, _ in parts if part.flag and part.free_on > early)
    way, rule = (reading.early_way, reading.early_rule) if reading.flag else (reading.way, reading.rule)
    return (firm, doubted(_told(roll, early, way, rule, reading, person), *doubts))


def _first(part: Part) -> date:
    return min(part.free_on, part.early)


def _told(roll: Roll, free_on: date, way: str, rule: str, part: Part, person: Person) -> Route:
    return route(free_on, rule, way, _values(way, part.years, person), roll.inputs, roll.weak)


def _values(way: str, years: int, person: Person) -> Values:
    died = person.died.latest.year if person.died.latest else 0
    if way in {"life", "director"}:
        return (("name", person.name), ("year", died), ("years", years))
    return (("name", person.name), ("year", died))


def _unsettled(case: Case, roll: Roll, clock: Clock) -> Route:
    """The day from which it is unclear: not before the parts that are known to be protected are free.

    What a law adds for some authors only lengthens a term, so the plain one bounds the parts of those not known.
    """
    last = _last_of_dead(case, roll, clock) if roll.dead else _NO_BOUND
    if roll.living is not None and roll.living > last:
        last = roll.living
    if roll.alive_in is not None:
        day, _ = clock.term.lapse(roll.alive_in)
        if day >= last.day:
            last = max(last, Bound(day, "floor", (("year", roll.alive_in),)))
    return Route(last.day, clock.rule, last.way, last.values, roll.inputs, roll.flags, steps=roll.steps)


def _last_of_dead(case: Case, roll: Roll, clock: Clock) -> Bound:
    """Until when the parts of those who are known to be dead are certainly protected."""
    if clock.special is None and roll.last is not None:
        day, version = clock.term.lapse(roll.last_year, clock.as_of)
        return Bound(day, clock.way, _values(clock.way, version.years, roll.last))
    parts = [(clock.part(case, person, year), person) for person, year in roll.dead]
    return max(Bound(_first(part), part.way, _values(part.way, part.years, person)) for part, person in parts)


def by_publication(case: Case, term: Term, as_of: date = NEVER_ENDS) -> Routes:
    """The route of a term from publication; unclear where the date is missing and could be long ago."""
    if case.year is None:
        return (undated(case, term),)
    free_on, version = term.lapse(case.year, as_of)
    values: Values = (("year", case.year), ("years", version.years))
    return (route(free_on, version.rule, "publication", values, case.published, case.published_flags),)


def undated(case: Case, term: Term) -> Route:
    """From when a work of unknown date of publication is unclear: a term after its earliest possible date."""
    earliest = case.work.published.earliest or case.work.made.earliest
    day, version = term.lapse(earliest.year) if earliest else (ALWAYS, term.versions[-1])
    values: Values = (("year", earliest.year if earliest else 0),)
    return route(day, version.rule, "floor", values, case.published, (Flag("publication-missing"),))


def later(first: Routes, second: Routes) -> Routes:
    """Two terms that must both have ended: the later one decides and is told."""
    combined = []
    for one in first:
        for other in second:
            last = other if other.free_on > one.free_on else one
            inputs, flags = (*one.inputs, *other.inputs), joined(one.flags, other.flags)
            combined.append(route(last.free_on, last.rule, last.way, last.values, inputs, flags))
    return tuple(combined)


def with_flags(routes: Routes, *flags: Flag) -> Routes:
    """All routes with more doubts."""
    return tuple(doubted(one, *flags) for one in routes) if flags else routes


def plus_days(day: date, years: int, days: int) -> date:
    """A first free day, so many years and days later: the last day of protection moves by them.

    Days are counted as in a year without 29 February: else the same days would end earlier in a leap year.
    """
    if day.year + years + 1 >= NEVER_ENDS.year:
        return NEVER_ENDS
    if day == ALWAYS:
        return ALWAYS
    last = day - timedelta(days=1)
    if (last.month, last.day) == (2, 29):
        last -= timedelta(days=1)
    free_on = last.replace(year=last.year + years) + timedelta(days=days + 1)
    if days and isleap(free_on.year) and free_on > date(free_on.year, 2, 28):
        free_on += timedelta(days=1)
    return free_on
