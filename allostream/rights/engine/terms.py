"""Terms counted from the deaths of authors or from publication: the two clocks of which every law is made."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from allostream.rights.engine.answers import Input
from allostream.rights.engine.case import DIRECTOR, Case, Groups
from allostream.rights.engine.facts import Person, Role
from allostream.rights.engine.law import Version
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    Flag,
    Flags,
    Route,
    Routes,
    Values,
    doubted,
    joined,
    lapse,
    new_year,
    route,
    weak,
)

Inputs = tuple[Input, ...]


class Part(NamedTuple):
    """When one author's part becomes free; `early` is the day under a doubtful reading, which `flag` names."""

    free_on: date
    way: str
    rule: str
    years: int
    early: date = NEVER_ENDS
    flag: Flag | None = None


_NOBODY = Person("", Role.PRINCIPAL_DIRECTOR, nationalities=frozenset({"ZZ"}))

Clock = Callable[[Case, Person, int], Part]  # the case, the author, the year of death


class Bound(NamedTuple):
    """A day before which a work is certainly protected, and the sentence that says why."""

    day: date
    way: str
    values: Values


def clock(versions: tuple[Version, ...], way: str, as_of: date = NEVER_ENDS) -> Clock:
    """The plain clock: years from the death, under successive versions of the law."""

    def part(_case: Case, _person: Person, died: int) -> Part:
        free_on, version = lapse(died, versions, as_of)
        return Part(free_on, way, version.rule, version.years)

    return part


def by_death(case: Case, groups: Groups, clock: Clock) -> Routes:
    """The routes of a term that ends with the last of several authors' parts.

    Where a death or a whole role is missing there is no certain route, only the day from which the work is unclear. No
    author at all, with every role said to be nobody's, is unclear too.
    """
    people = case.people(role for group in groups for role in group)
    known: list[tuple[Part, Person]] = []
    flags: list[Flag] = []
    bounds: list[Bound] = []
    for person in people:
        if person.died.latest is not None:
            known.append((clock(case, person, person.died.latest.year), person))
        else:
            flags.append(Flag("death-missing", person.name))
            bounds.extend(_bounds(case, person, clock))
    for group in groups:
        if case.missing_role(group):
            flags.append(Flag("role-missing", group[0].value))
            bounds.extend(_floor(case, group, clock))
    if flags:
        return (_unsettled(case, people, known, tuple(flags), bounds, clock),)
    return _settled(case, people, known)


def _settled(case: Case, people: tuple[Person, ...], known: list[tuple[Part, Person]]) -> Routes:
    if not known:
        return (route(ALWAYS, "", "floor", (("year", 0),), (), (Flag("authors-missing"),)),)
    inputs = tuple(case.death(person) for person in people)
    last, person = max(known, key=lambda one: one[0].free_on)
    firm = _told(case, last, person, last.free_on, inputs, weak(person.died.sources))
    early = max(min(part.free_on, part.early) for part, _ in known)
    if early >= last.free_on:
        return (firm,)
    doubts = tuple(part.flag for part, _ in known if part.flag and part.free_on > early)
    reading, person = max(known, key=lambda one: min(one[0].free_on, one[0].early))
    return (
        firm,
        _told(case, reading, person, early, inputs, joined(doubts, weak(person.died.sources)), plain=True),
    )


# The way that is told when a doubtful addition to a term is left out.
_PLAIN = {"fr.war-years": ("eu.pma", "fr.pma"), "fr.died-for-france": ("eu.pma", "fr.pma")}


def _told(
    case: Case, part: Part, person: Person, free_on: date, inputs: Inputs, flags: Flags, plain: bool = False
) -> Route:
    way, rule = _PLAIN.get(part.way, (part.way, part.rule)) if plain and part.flag else (part.way, part.rule)
    return route(free_on, rule, way, _values(way, part, person), inputs, flags)


def _values(way: str, part: Part, person: Person) -> Values:
    died = person.died.latest.year if person.died.latest else 0
    values: Values = (("name", person.name), ("year", died))
    return (
        values if way in {"eu.pma", "fr.war-years", "fr.died-for-france", "es.80"} else (*values, ("years", part.years))
    )


def _unsettled(
    case: Case,
    people: tuple[Person, ...],
    known: list[tuple[Part, Person]],
    flags: Flags,
    bounds: list[Bound],
    clock: Clock,
) -> Route:
    """The day from which it is unclear: not before the parts that are known to be protected are free."""
    for part, person in known:
        day = min(part.free_on, part.early)
        bounds.append(Bound(day, part.way, _values(part.way, part, person)))
    last = max(bounds, key=lambda bound: bound.day, default=Bound(ALWAYS, "floor", (("year", 0),)))
    rule = clock(case, _NOBODY, 2000).rule
    return route(last.day, rule, last.way, last.values, tuple(case.death(one) for one in people), flags)


def _bounds(case: Case, person: Person, clock: Clock) -> list[Bound]:
    bounds = []
    living = case.not_dead_before(person)
    if living > ALWAYS:
        born = person.born.latest
        bounds.append(Bound(living, "living", (("name", person.name), ("year", born.year if born else 0))))
    earliest = case.earliest_death(person)
    if earliest is not None:
        bounds.append(Bound(_shortest(case, person, earliest, clock), "floor", (("year", earliest),)))
    return bounds


def _floor(case: Case, group: tuple[Role, ...], clock: Clock) -> list[Bound]:
    """Whoever directed a film was alive when it was made, even if nobody knows who it was."""
    if group != DIRECTOR or case.alive_in is None:
        return []
    return [Bound(_shortest(case, _NOBODY, case.alive_in, clock), "floor", (("year", case.alive_in),))]


def _shortest(case: Case, person: Person, died: int, clock: Clock) -> date:
    part = clock(case, person, died)
    return min(part.free_on, part.early)


def by_publication(case: Case, versions: tuple[Version, ...], as_of: date = NEVER_ENDS) -> Routes:
    """The route of a term from publication; unclear where the date is missing and could be long ago."""
    if case.year is not None:
        free_on, version = lapse(case.year, versions, as_of)
        values: Values = (("year", case.year), ("years", version.years))
        return (route(free_on, version.rule, "publication", values, case.published, weak(case.work.published.sources)),)
    return (unpublished_bound(case, versions),)


def unpublished_bound(case: Case, versions: tuple[Version, ...]) -> Route:
    """From when a work of unknown date of publication is unclear: a term after its earliest possible date."""
    earliest = case.work.published.earliest or case.work.made.earliest
    year = earliest.year if earliest else None
    day = lapse(year, versions)[0] if year is not None else ALWAYS
    flags = (Flag("publication-missing"),)
    return route(day, versions[-1].rule, "floor", (("year", year or 0),), case.published, flags)


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
    """A first free day, so many years and days later: the last day of protection moves by them."""
    if day == NEVER_ENDS or day.year + years >= NEVER_ENDS.year:
        return NEVER_ENDS
    last = new_year(day.year + years) - timedelta(days=1) if (day.month, day.day) == (1, 1) else None
    if last is None:
        last = (day - timedelta(days=1)).replace(year=day.year + years)
    return last + timedelta(days=days + 1)
