"""The European common rule for films and its members: four roles and 70 years, with what each member adds.

Directive 2006/116/EC. Sources stand in `law.RULES`, the numbers of years in `law.FILM_BY_DEATH`.
"""

from collections.abc import Callable
from datetime import date
from functools import cache

from msgspec import structs

from allostream.rights.engine.case import FOUR, Case, fact, nations_of
from allostream.rights.engine.facts import Person, Role
from allostream.rights.engine.law import (
    DIRECTIVE,
    FILM_BY_DEATH,
    FIRST_PUBLISHER,
    GB_COMMENCED,
    GB_UNPUBLISHED,
    PRODUCER,
    Term,
    Version,
    new_year,
)  # fmt: skip
from allostream.rights.engine.routes import ALWAYS, NEVER_ENDS, Flag, Route, Routes, doubts_of, joined, route
from allostream.rights.engine.states import EEA
from allostream.rights.engine.terms import Clock, Part, by_death, by_publication, later, nobody, plus_days, with_flags

Own = Callable[[Case, date], Routes]

ROLES = tuple(role for group in FOUR for role in group)
TITLES = ((Role.TITLE_WRITER,),)


def four_roles(country: str) -> Own:
    """The own rule of a member, of the common rule ("EU") or of the United Kingdom, whose rule is the same."""

    def own(case: Case, as_of: date) -> Routes:
        clock = european_clock(country, as_of)
        roll = case.roll(FOUR)
        if roll.last is None and not roll.flags and not case.work.is_anonymous:
            routes = after_producer(case, _nobody(case, country, clock))
            return with_flags(routes, *national_doubts(case, country))
        if clock.special is None and as_of is NEVER_ENDS and country != "EU":
            # Most members count alike: what hangs on the work alone is found once for all of them.
            common = case.own.get("EU")
            if common is None:
                common = case.own["EU"] = _counted(case, "EU", european_clock("EU"))
            if country == "GB":
                common = _unpublished_in_1989(case, common)
            return with_flags(_under_the_name_of(common, clock.rule), *national_doubts(case, country))
        return with_flags(_counted(case, country, clock), *national_doubts(case, country))

    return own


def _counted(case: Case, country: str, clock: Clock) -> Routes:
    if case.work.is_anonymous:
        return after_producer(case, _anonymous(case, country, clock))
    routes = with_flags(by_death(case, FOUR, clock), *case.dialogue_flags)
    return with_related_rights(case, _with_title_writers(case, routes, clock), country)


def _under_the_name_of(routes: Routes, rule: str) -> Routes:
    """The common rule as a member's own law says it."""
    return tuple(
        [
            Route(one.free_on, rule, one.way, one.values, one.inputs, one.flags, one.rank, one.expires, one.steps)
            if one.rule == "eu.pma"
            else one
            for one in routes
        ]
    )


def european_clock(country: str, as_of: date = NEVER_ENDS) -> Clock:
    """The clock of life and 70 years with what the country adds for some authors."""
    return _clock(country, as_of) if as_of is not NEVER_ENDS else _today(country)


@cache
def _today(country: str) -> Clock:
    return _clock(country, NEVER_ENDS)


def _clock(country: str, as_of: date) -> Clock:
    term = FILM_BY_DEATH.get(country, FILM_BY_DEATH["EU"])
    return Clock(term, "eu.pma", as_of, {"FR": _french, "ES": _spanish}.get(country))


# Law of 1919 and 1951: from 2 August 1914 to the end of 1920, from 3 September 1939 to 1 January 1948.
_FIRST_WAR, _SECOND_WAR = (6, 152), (8, 120)
_WAR_DEATHS = ((date(1914, 8, 2), date(1919, 12, 31)), (date(1939, 9, 3), date(1946, 12, 31)))


def _french(case: Case, person: Person, plain: Part) -> Part:
    """Life and 70; the war years for music; 30 years more for who died for France."""
    part = plain
    if person.role is Role.COMPOSER and (years := _war_years(case)) != (0, 0):
        longer = plus_days(plain.free_on, *years)
        part = structs.replace(part, free_on=longer, way="fr.war-years", rule="fr.war-years")
        if not _is_french(case, person):
            flag = Flag("fr-war-years-foreign", person.name)
            part = structs.replace(part, early=plain.free_on, flag=flag, early_way=plain.way, early_rule=plain.rule)
    if person.died_for_france:
        early = plus_days(part.early, 30, 0)
        return structs.replace(
            part,
            free_on=plus_days(part.free_on, 30, 0),
            way="fr.died-for-france",
            rule="fr.died-for-france",
            early=early,
        )
    if _may_have_died_for_france(person):
        return structs.replace(
            part,
            free_on=plus_days(part.free_on, 30, 0),
            way="fr.died-for-france",
            rule="fr.died-for-france",
            early=part.free_on,
            flag=Flag("fr-died-for-france", person.name),
            early_way=part.way,
            early_rule=part.rule,
        )
    return part


def _war_years(case: Case) -> tuple[int, int]:
    """The years and days that the wars add to music, by the first day on which it can have been published.

    The older the music, the more they add: of a date that is not known exactly, the earliest possible one counts.
    """
    first = case.work.published.earliest or case.work.made.earliest
    year = first.year if first else None
    if year is None or year <= 1920:
        return _FIRST_WAR[0] + _SECOND_WAR[0], _FIRST_WAR[1] + _SECOND_WAR[1]
    return _SECOND_WAR if year <= 1947 else (0, 0)


def _is_french(case: Case, person: Person) -> bool:
    """Whether the war years certainly serve a composer: French, of a French work, or of unknown nationality."""
    nations = nations_of(person)
    return not nations or "FR" in nations or "FR" in case.origins


def _may_have_died_for_france(person: Person) -> bool:
    """Whether a French author can have died in a war and nobody has looked at the certificate."""
    nations = nations_of(person)
    if person.died_for_france is not None or (nations and "FR" not in nations):
        return False
    first, last = person.died.earliest or ALWAYS, person.died.latest
    return last is not None and any(first <= end and last >= start for start, end in _WAR_DEATHS)


_SPANISH_ACT = date(1987, 12, 7)


def _spanish(_case: Case, person: Person, plain: Part) -> Part:
    """80 years for authors who died before 7 December 1987."""
    first, last = person.died.earliest or ALWAYS, person.died.latest
    if last is None or first >= _SPANISH_ACT:
        return plain
    # Who may have died on either side of the day has the longer of both terms.
    older = new_year(min(last, _SPANISH_ACT).year + 81)
    return Part(older, "es.80", "es.80", 80) if older >= plain.free_on else plain


_ANONYMOUS, _FRENCH_ANONYMOUS = Term(Version("eu.anonymous", 70)), Term(Version("fr.anonymous", 70))


def _anonymous(case: Case, country: str, clock: Clock) -> Routes:
    """70 years from publication; where somebody is known all the same, their term too."""
    published = by_publication(case, _FRENCH_ANONYMOUS if country == "FR" else _ANONYMOUS)
    published = with_flags(published, *case.word("is_anonymous"))
    published = tuple(
        route(one.free_on, one.rule, "eu.anonymous", one.values[:1], one.inputs, one.flags)
        if one.way == "publication"
        else one
        for one in published
    )
    groups = tuple(group for group in FOUR if case.is_filled(group))
    return later(published, by_death(case, groups, clock)) if groups else published


def _nobody(case: Case, country: str, clock: Clock) -> Routes:
    """Every role is certainly nobody's: only British law has a rule for that, 50 years from making (s. 13B(9))."""
    year = case.made_year
    if country != "GB" or year is None:
        return nobody(clock.rule)
    is_known = case.work.made.is_known
    inputs = (fact("made", case.work.made),) if is_known else case.published
    flags = joined(doubts_of(case.work.made) if is_known else case.published_flags, case.roll(FOUR).weak)
    return (route(new_year(year + 51), "gb.nobody", "gb.making", (("year", year), ("years", 50)), inputs, flags),)


def _with_title_writers(case: Case, routes: Routes, clock: Clock) -> Routes:
    """Whether who wrote the titles of a silent film wrote "dialogue" is open: unclear until they count no more."""
    writers = by_death(case, TITLES, clock) if case.is_filled(TITLES[0]) else ()
    if not writers:
        return routes
    last = max(one.free_on for one in routes)
    if all(one.free_on <= last and not one.flags for one in writers):
        return routes
    names = Flag("title-writer", case.people(TITLES[0])[-1].name)
    settled = tuple(one for one in later(routes, writers) if one.steps < 2)
    return (*with_flags(routes, names), *settled)


def with_related_rights(case: Case, routes: Routes, country: str) -> Routes:
    """The routes of an authors' term, none before the rights beside it have ended.

    A comparison of terms shortens the authors' term alone (Directive 2006/116/EC, art. 7(1)): they hold there too.
    """
    year = case.year
    if year is not None:
        ended = new_year(year + PRODUCER + 1)
        for one in routes:
            if one.free_on < ended:
                break
        else:
            return routes  # the authors' term is the longest of all
    bounded = after_producer(case, _published_late(case, routes, country))
    return _unpublished_in_1989(case, bounded) if country == "GB" else bounded


def _published_late(case: Case, routes: Routes, country: str) -> Routes:
    """25 years for the first publisher of a work whose term had ended (Directive 2006/116/EC, art. 4)."""
    year = case.year
    if case.is_unpublished:
        return with_flags(routes, Flag("unpublished"))
    if year is None:
        return with_flags(routes, Flag("publication-missing"))
    if all(one.free_on > new_year(year) for one in routes):
        return routes
    rule = "fr.late-publication" if country == "FR" else "eu.late-publication"
    late = new_year(year + FIRST_PUBLISHER + 1)
    return tuple(
        route(late, rule, "eu.late", (("year", year),), (*case.published, *one.inputs), one.flags, one.rank)
        if one.free_on <= new_year(year) and one.steps < 2
        else one
        for one in routes
    )


def _unpublished_in_1989(case: Case, routes: Routes) -> Routes:
    """To the end of 2039 for what was unpublished when the act came into force (1988 act, sch. 1 para. 12(4)).

    Who died before it proves that a work was made before it, so only a known date of making speaks against that.
    """
    made, published = case.work.made.earliest, case.work.published.latest
    is_old = made is None or made < GB_COMMENCED
    if not is_old or not (case.is_unpublished or (published is not None and published >= GB_COMMENCED)):
        return routes
    return tuple(
        route(GB_UNPUBLISHED, "gb.unpublished", "gb.unpublished", (), one.inputs, one.flags, one.rank)
        if one.free_on < GB_UNPUBLISHED and one.steps < 2
        else one
        for one in routes
    )


def after_producer(case: Case, routes: Routes) -> Routes:
    """The routes, none before the right of producer and performers has ended (Directive 2006/116/EC, art. 3).

    50 years from publication, if that was within 50 years from making; later publication is the affair of art. 4.
    """
    year, made = case.year, case.work.made.latest
    if year is None:
        return routes if case.is_unpublished else with_flags(routes, Flag("publication-missing"))
    if made is not None and made.year + PRODUCER < year:
        return routes
    day = new_year(year + PRODUCER + 1)
    if all(one.free_on >= day for one in routes):
        return routes
    return tuple([one if one.free_on >= day else _producer(case, one, day, year) for one in routes])


def _producer(case: Case, one: Route, day: date, year: int) -> Route:
    inputs = (*case.published, *one.inputs)
    return route(day, "eu.producer", "eu.producer", (("year", year),), inputs, one.flags, one.rank, one.expires)


_WITHOUT_DOUBTS = frozenset({"FR", "BE", "NL", "PL", "IE"})


def national_doubts(case: Case, country: str) -> tuple[Flag, ...]:
    """The doubts that the law of one member brings, by whatever way a work is free there."""
    if country in _WITHOUT_DOUBTS:
        return ()
    first = case.work.published.earliest  # the older a work is, the more doubts there are
    if country == "IT" and (first is None or first.year < 1946):
        return (Flag("it-war-years"),)
    if country == "ES" and (not case.origins or "ES" in case.origins):
        return (Flag("es-old-film-statutes"),)
    if country == "DE" and case.work.is_anonymous and (first is None or first < DIRECTIVE):
        return (Flag("de-anonymous"),)
    return unread(country)


def unread(country: str) -> tuple[Flag, ...]:
    """The doubt about a member whose own law was not read."""
    return (Flag("rule-not-read"),) if country not in FILM_BY_DEATH and country in EEA else ()
