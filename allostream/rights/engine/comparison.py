"""The comparison of terms: a foreign work is protected no longer than at home, where a country's law says so.

Only an end of protection by lapse of time counts, and only if no author is a citizen of the country that asks. What the
United States freed by a missed formality is compared as if all formalities had been met.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from allostream.rights.engine.answers import Sentence, Step
from allostream.rights.engine.case import Case, Gate, nations_of
from allostream.rights.engine.europe import national_doubts, with_related_rights
from allostream.rights.engine.facts import Notice, Production, Renewal
from allostream.rights.engine.law import new_year
from allostream.rights.engine.national import own_rule
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    NO_FLAGS,
    Flag,
    Route,
    Routes,
    best_on,
    doubted,
    joined,
    route,
)
from allostream.rights.engine.states import BERNE_SINCE, EEA, EU_CITIZENS
from allostream.rights.engine.terms import with_flags
from allostream.rights.engine.unitedstates import as_if_formalities

AtHome = tuple[tuple[str, Route], ...]  # routes of the law at home, each with its country
BERNE_MINIMUM = 50  # years from publication, Berne Convention art. 7(2): no member protects films for less


class Comparing(NamedTuple):
    """A country that compares: its rule, the sentence, where works and authors are not compared.

    `if_missed`: the way and rule told of works that the United States freed because a formality was missed.
    """

    rule: str
    way: str
    inside: frozenset[str]
    citizens: frozenset[str]
    if_missed: tuple[str, str] | None = None
    has_producer: bool = True  # whether producer and performers have a right of 50 years there


class Compared(msgspec.Struct, frozen=True, gc=False):
    """What the comparison gave: routes, or the step that says why there is none."""

    routes: Routes
    refusal: Step | None = None


COMPARING: Mapping[str, Comparing] = {
    **dict.fromkeys(EEA, Comparing("eu.shorter-term", "eu.shorter", EEA, EU_CITIZENS, ("eu.formality", "eu.us-as-if"))),
    "FR": Comparing("fr.shorter-term", "eu.shorter", EEA, EU_CITIZENS, ("fr.formality", "fr.formality")),
    "DE": Comparing("de.shorter-term", "eu.shorter", EEA, EU_CITIZENS),
    "GB": Comparing("gb.shorter-term", "gb.shorter", frozenset({"GB"}), frozenset({"GB"})),
    "IN": Comparing("in.shorter-term", "home.shorter", frozenset({"IN"}), frozenset({"IN"}), has_producer=False),
    "AR": Comparing("ar.shorter-term", "home.shorter", frozenset({"AR"}), frozenset({"AR"}), has_producer=False),
}


def compare(case: Case, country: str) -> Compared:
    """The routes that the term at home opens in a country."""
    comparing = COMPARING.get(country)
    if comparing is None:
        return _NO_COMPARISON
    if country == "DE" and _is_american(case):
        return _TREATY
    compared: Compared = case.kept("compared", comparing.rule, lambda: _compare(case, comparing, country))
    doubts = national_doubts(case, country) if compared.routes and country in EEA else NO_FLAGS
    return Compared(with_flags(compared.routes, *doubts)) if doubts else compared


def _compare(case: Case, comparing: Comparing, country: str) -> Compared:
    gate = case.gate(comparing.citizens)
    if gate.closed_by:
        return _refused(comparing.rule, "na.comparison-author", ("name", gate.closed_by))
    home = _home_routes(case, comparing.inside)
    if not home:
        return _refused(comparing.rule, "na.comparison-home", ("origin", ",".join(case.origins)))
    routes = tuple([_told(case, origin, one, comparing, gate) for origin, one in home])
    has_more = comparing.has_producer and not case.is_written
    return Compared(with_related_rights(case, routes, country) if has_more else routes)


def _refused(rule: str, key: str, *values: tuple[str, str]) -> Compared:
    return Compared((), Step(rule, "not_applicable", Sentence(key, values)))


_NO_COMPARISON = _refused("any.no-comparison", "na.comparison-none")
_TREATY = _refused("de.treaty-1892", "na.comparison-treaty")


def _told(case: Case, origin: str, home: Route, comparing: Comparing, gate: Gate) -> Route:
    """A route of the law at home, said as the comparing country says it."""
    way, rule = comparing.way, comparing.rule
    if comparing.if_missed is not None and _missed_formality(case):
        way, rule = comparing.if_missed
    values = (("country", origin),)
    inputs = (*case.origin_input, *home.inputs)
    return route(home.free_on, rule, way, values, inputs, joined(home.flags, case.origin_flags, gate.flags), rank=1)


def _is_american(case: Case) -> bool:
    """Whether the treaty of 1892 may apply: a work published there first or within 30 days, or an author from there."""
    people = case.people(tuple(role for group in case.groups for role in group))
    if "US" in case.origins or "US" in (case.work.within_30_days or ()):
        return True
    return any("US" in nations_of(person) for person in people)


def _missed_formality(case: Case) -> bool:
    us = case.work.us
    return case.origins == ("US",) and (us.renewal is Renewal.NOT_RENEWED or us.notice is Notice.NONE)


def _home_routes(case: Case, inside: frozenset[str]) -> AtHome:
    """The routes of the law of origin, each with its country; none if that is inside."""
    if not case.origins:
        return (("", _unknown(case, "origin-missing", "")),)
    if case.work.published_in and case.work.within_30_days:
        return _shortest(case, inside)
    laws = {origin: _law_of(case, origin) for origin in case.origins}
    if len(laws) == 1:
        origin, routes = next(iter(laws.items()))
        return () if origin in inside else _of(origin, routes)
    return _unsettled(laws, inside)


def _of(origin: str, routes: Routes) -> AtHome:
    return tuple([(origin, one) for one in routes])


def _shortest(case: Case, inside: frozenset[str]) -> AtHome:
    """Published in several countries within 30 days: the one with the shorter term is the origin (Berne art. 5(4)).

    That is settled for countries that were of the convention then; the term of another one is open.
    """
    countries = (*case.origins, *sorted(case.work.within_30_days or ()))
    laws = {origin: _law_of(case, origin) for origin in dict.fromkeys(countries)}
    firm = {origin: _firm_day(routes) for origin, routes in laws.items()}
    origin = min(firm, key=lambda one: (firm[one], one not in inside))
    if not _was_of_berne(origin, case.work.published.earliest):
        return _unsettled(laws, inside)
    unknown = [one for one, day in firm.items() if day == NEVER_ENDS and one not in inside and one != origin]
    routes = () if origin in inside else _of(origin, laws[origin])
    return (*routes, *((one, doubted(laws[one][0], Flag("origin-law", one))) for one in unknown))


def _was_of_berne(country: str, published: date | None) -> bool:
    joined_in = BERNE_SINCE.get(country)
    return joined_in is not None and published is not None and published.year > joined_in


def _firm_day(routes: Routes) -> date:
    return min((one.free_on for one in routes if one.steps < 2), default=NEVER_ENDS)


def _unsettled(laws: Mapping[str, Routes], inside: frozenset[str]) -> AtHome:
    """The origin is not settled: unclear from the first possible day, free on the last if none is inside."""
    doubt = Flag("origin-missing")
    outside = {origin: routes for origin, routes in laws.items() if origin not in inside}
    if not outside:
        return ()
    among, first = min((pair for origin, routes in outside.items() for pair in _of(origin, routes)), key=_coming)
    possible = (among, doubted(first, doubt))
    if len(outside) < len(laws):
        return (possible,)
    origin = max(outside, key=lambda one: _firm_day(outside[one]))
    day = _firm_day(outside[origin])
    firm = best_on(outside[origin], day) if day < NEVER_ENDS else None
    flags = joined(*(one.flags for routes in outside.values() for one in routes if one.steps < 2))
    return (possible,) if firm is None else (possible, (origin, doubted(firm, *flags)))


def _coming(pair: tuple[str, Route]) -> date:
    return pair[1].free_on


def _law_of(case: Case, origin: str) -> Routes:
    """The term in a country of origin by lapse of time, or only what every member of the convention grants."""
    if origin == "US":
        if case.work.production is Production.US_GOVERNMENT:
            return (route(ALWAYS, "any.government", "floor", (("year", 0),), (), (Flag("government-abroad"),)),)
        return case.kept("as-if", "US", lambda: as_if_formalities(case))
    return own_rule(case, origin) or (_unknown(case, "origin-law", origin),)


def _unknown(case: Case, code: str, origin: str) -> Route:
    earliest = case.work.published.earliest
    day = new_year(earliest.year + BERNE_MINIMUM + 1) if earliest else ALWAYS
    year = earliest.year if earliest else 0
    return route(day, "eu.shorter-term", "floor", (("year", year),), (), (Flag(code, origin),))
