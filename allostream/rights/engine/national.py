"""The own rule of each country for films, before any comparison with the country of origin.

Sources stand in `law.RULES`; the numbers of years in `law.FILM_BY_DEATH` and `law.FILM_BY_PUBLICATION`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from msgspec import structs

from allostream.rights.engine.case import (
    AUTHORS,
    COMPOSER,
    DIALOGUE,
    DIRECTOR,
    DIRECTORS,
    FOUR,
    PRODUCER,
    SCREENPLAY,
    Case,
    nations_of,
)
from allostream.rights.engine.europe import ROLES, Own, european_clock, four_roles, unread, with_related_rights
from allostream.rights.engine.facts import Genre, Person, Production, Role
from allostream.rights.engine.law import (
    FILM_BY_DEATH,
    FILM_BY_PUBLICATION,
    NZ_EXTENSION,
    RU_EXPIRED,
    WRITTEN,
    Term,
    Version,
    new_year,
)
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    Flag,
    Route,
    Routes,
    joined,
    route,
)
from allostream.rights.engine.states import EEA
from allostream.rights.engine.terms import (
    Clock,
    Part,
    by_death,
    by_publication,
    later,
    plus_days,
    with_flags,
)


def own_rule(case: Case, country: str, as_of: date = NEVER_ENDS) -> Routes | None:
    """The routes of a country's own rule, under the versions that were known on a day; None where no rule was read."""
    if as_of is not NEVER_ENDS:
        return _find(case, country, as_of)
    found = case.own.get(country)
    if found is None:
        found = _find(case, country, as_of)
        if found is not None:
            case.own[country] = found
    return found


def _find(case: Case, country: str, as_of: date) -> Routes | None:
    own = OWN.get(country)
    if own is None:
        return None
    return _written(case, country, as_of) if case.is_written else own(case, as_of)


@cache
def _clock(table: str, country: str, as_of: date) -> Clock:
    terms, way = _TABLES[table]
    return Clock(terms[country], way, as_of)


_TABLES = {"film": (FILM_BY_DEATH, "life"), "director": (FILM_BY_DEATH, "director"), "written": (WRITTEN, "life")}


def _written(case: Case, country: str, as_of: date) -> Routes:
    """A novel, play, story, song or score: the lives of its authors."""
    if country in EEA or country == "GB":
        return with_flags(by_death(case, AUTHORS, european_clock(country, as_of)), *unread(country))
    routes = by_death(case, AUTHORS, _clock("written", country, as_of))
    return _written_by_allies(case, routes) if country == "JP" else routes


# Other countries, each as its law says


_BRITISH = four_roles("GB")


def _united_kingdom(case: Case, as_of: date) -> Routes:
    """Unknown authors are ignored if one is known; none known: 70 years from making or release (s. 13B)."""
    if not case.work.is_anonymous:
        return _BRITISH(case, as_of)
    if case.is_filled(ROLES):
        known = tuple(group for group in FOUR if case.is_filled(group))
        return with_related_rights(case, by_death(case, known, european_clock("GB", as_of)), "GB")
    year = case.year or case.made_year
    if year is None:
        return (route(ALWAYS, "gb.unknown", "floor", (("year", 0),), (), (Flag("making-missing"),)),)
    values = (("year", year), ("years", 70))
    flags = joined(case.published_flags, case.word("is_anonymous"))
    return (route(new_year(year + 71), "gb.unknown", "gb.making", values, case.published, flags),)


def _switzerland(case: Case, as_of: date) -> Routes:
    """Only the director counts; who died before 1943 was free when the term became longer."""
    return by_death(case, DIRECTORS, _clock("director", "CH", as_of))


def _canada(case: Case, as_of: date) -> Routes:
    dramatic = with_flags(by_death(case, FOUR, _clock("film", "CA", as_of)), Flag("ca-authors"))
    if case.work.genre is Genre.DRAMATIC:
        return dramatic
    published = by_publication(case, FILM_BY_PUBLICATION["CA"], as_of)
    if case.work.genre is Genre.NOT_DRAMATIC:
        return published
    return later(published, dramatic)


def _australia(case: Case, as_of: date) -> Routes:
    """Before 1 May 1969 a film is a dramatic work with photographs; since then it is a film."""
    border = date(1969, 5, 1)
    made = case.work.made.latest or case.work.published.latest
    film = by_publication(case, FILM_BY_PUBLICATION["AU"], as_of)
    earliest = case.work.made.earliest
    if earliest is not None and earliest >= border:
        return film
    dramatic = by_death(case, FOUR, _clock("film", "AU", as_of))
    if made is None or made.year >= 1955:
        dramatic = with_flags(dramatic, Flag("au-frames"))
    if made is not None and made < border:
        return dramatic
    return later(film, dramatic)


def _new_zealand(case: Case, as_of: date) -> Routes:
    """Film and dramatic work, 50 years each. What would become free after the promised extension is not sure to."""
    film = by_publication(case, FILM_BY_PUBLICATION["NZ"], as_of)
    life = by_death(case, FOUR, _clock("film", "NZ", as_of))
    routes: list[Route] = []
    for one in later(film, life):
        if one.free_on <= NZ_EXTENSION or one.steps > 1:
            routes.append(one)
        else:
            routes += [
                *with_flags((one,), Flag("nz-extension")),
                route(plus_days(one.free_on, 20, 0), "nz.extension", one.way, _longer(one), one.inputs, one.flags),
            ]
    return tuple(routes)


def _longer(one: Route) -> tuple[tuple[str, str | int | date], ...]:
    return tuple(
        (name, value + 20 if name == "years" and isinstance(value, int) else value) for name, value in one.values
    )


_JP_DIRECTOR = Clock(Term(Version("jp.director-38", 38)), "director")
_JP_NEW_LAW, _JP_OLD = 1971, 1953  # the act of 1970 in force; the last year before the 70 years of the act
# The treaty of San Francisco; at most ten years and about five months more, so eleven; the act that gave 70 years.
_JP_PEACE, _JP_ADDED, _JP_LONGER = date(1952, 4, 28), 11, date(2018, 12, 30)
_JP_ALLIES = frozenset({"US", "GB", "FR", "CA", "AU", "NZ", "NL", "BE", "NO", "GR", "IN", "ZA", "BR"})


def _japan(case: Case, as_of: date) -> Routes:
    """From publication, or the director's life and 38 years where that is longer and the old law began it.

    The old term prevails for every film of a natural person made before 1971 (law no. 85 of 2003, suppl. art. 3).
    """
    published = by_publication(case, FILM_BY_PUBLICATION["JP"], as_of)
    # Whoever directed it lived when it was made: a film is taken to be ten years older than its release at most.
    if case.alive_in is not None and case.alive_in >= _JP_NEW_LAW:
        return published
    routes = published if _is_of_a_company(case) else later(published, by_death(case, DIRECTORS, _JP_DIRECTOR))
    first = case.work.published.earliest
    return routes if first is not None and first.year > _JP_OLD else _of_allies(case, routes)


def _written_by_allies(case: Case, routes: Routes) -> Routes:
    """The years added for Allied nationals: with eleven more, what had not ended by 30 December 2018 has 70 years."""
    doubted = _of_allies(case, routes, AUTHORS[0])
    first = case.work.published.earliest
    if doubted == routes or (first is not None and first >= _JP_PEACE):
        return routes
    settled = []
    for one in routes:
        if one.steps > 1:
            continue
        longer = plus_days(one.free_on, _JP_ADDED, 0)
        if one.rule == "jp.life-50" and longer > _JP_LONGER:
            longer = plus_days(longer, 20, 0)
        settled.append(route(longer, one.rule, one.way, one.values, one.inputs, one.flags))
    return (*doubted, *settled)


def _is_of_a_company(case: Case) -> bool:
    """Whether the film was published under the name of a company, which Japan's old law made its author."""
    directors = [person for person in case.work.people if person.role in DIRECTOR]
    return case.work.production is Production.LEGAL_PERSON or (
        bool(directors) and all(person.is_company for person in directors)
    )


def _of_allies(case: Case, routes: Routes, roles: tuple[Role, ...] = DIRECTOR) -> Routes:
    """The doubt about years added for Allied nationals, unless neither the work nor who made it can be of theirs."""
    nations = [nations_of(person) for person in case.people(roles)]
    is_known = bool(case.origins) and all(nations)
    if is_known and _JP_ALLIES.isdisjoint(case.origins) and all(_JP_ALLIES.isdisjoint(one) for one in nations):
        return routes
    return with_flags(routes, Flag("jp-allied"))


def _india(case: Case, as_of: date) -> Routes:
    """The film from publication; script and music besides, by their authors' lives."""
    film = by_publication(case, FILM_BY_PUBLICATION["IN"], as_of)
    groups = (SCREENPLAY, DIALOGUE, COMPOSER)
    known = tuple([group for group in groups if case.is_filled(group)])
    life = by_death(case, known, _clock("film", "IN", as_of)) if known else ()
    routes = later(film, life) if life else film
    missing = any(case.missing_role(group) for group in groups)
    return with_flags(routes, Flag("music-unresolved")) if missing else routes


def _publication(country: str) -> Own:
    return lambda case, as_of: by_publication(case, FILM_BY_PUBLICATION[country], as_of)


def _mexico(case: Case, as_of: date) -> Routes:
    """Life and 100 years, and before that unclear, unless an author was alive when the last version came."""
    routes = by_death(case, FOUR, _clock("film", "MX", as_of))
    settled = [one for one in routes if one.steps < 2]
    if not settled or max(one.free_on for one in settled) > new_year(2003 + 101):
        return routes
    return (
        *routes,
        *(route(ALWAYS, one.rule, one.way, one.values, one.inputs, (Flag("old-terms"),)) for one in settled),
    )


_AR_COMPANY = Term(Version("ar.life-50", 50))


def _argentina(case: Case, as_of: date) -> Routes:
    groups = (SCREENPLAY, DIRECTOR, COMPOSER)
    companies = any(person.is_company and person.role is Role.PRODUCER for person in case.work.people)
    asked = groups if companies and not case.is_filled(PRODUCER) else (*groups, PRODUCER)
    routes = by_death(case, asked, _clock("film", "AR", as_of))
    if not companies:
        return routes
    # A legal person never dies: its 50 years run from publication (art. 8).
    return later(by_publication(case, _AR_COMPANY), routes)


def _hong_kong(case: Case, as_of: date) -> Routes:
    return by_death(case, FOUR, _clock("film", "HK", as_of))


def _russia(case: Case, as_of: date) -> Routes:
    """Films of studios from publication; natural authors life and 70, four years more for who served in the war."""
    studio = with_flags(by_publication(case, FILM_BY_PUBLICATION["RU"], as_of), Flag("russian-term"))
    if case.work.production is Production.LEGAL_PERSON:
        return studio
    natural = by_death(case, FOUR, _russian_clock(as_of))
    return natural if case.work.production is Production.PRIVATE else later(studio, natural)


@cache
def _russian_clock(as_of: date) -> Clock:
    return Clock(FILM_BY_DEATH["RU"], "life", as_of, _russian)


def _russian(_case: Case, _person: Person, plain: Part) -> Part:
    """Four years more for who served in the war, of which we never know."""
    longer = plus_days(plain.free_on, 4, 0)
    if plain.free_on <= RU_EXPIRED < longer:
        longer = plus_days(longer, 20, 0)  # with them the 50 years had not ended by 1993: they became 70
    return structs.replace(
        plain,
        free_on=longer,
        early=plain.free_on,
        flag=Flag("russian-term"),
        early_way=plain.way,
        early_rule=plain.rule,
    )


OWN: Mapping[str, Own] = {
    "EU": four_roles("EU"),
    **{country: four_roles(country) for country in EEA},
    "GB": _united_kingdom,
    "CH": _switzerland,
    "CA": _canada,
    "AU": _australia,
    "NZ": _new_zealand,
    "JP": _japan,
    "KR": _publication("KR"),
    "IN": _india,
    "BR": _publication("BR"),
    "MX": _mexico,
    "AR": _argentina,
    "CN": _publication("CN"),
    "HK": _hong_kong,
    "ZA": _publication("ZA"),
    "RU": _russia,
}
