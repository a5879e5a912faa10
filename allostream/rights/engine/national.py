"""The own rule of each country for films, before any comparison with the country of origin.

Sources stand in `law.RULES`; the numbers of years in `law.FILM_BY_DEATH` and `law.FILM_BY_PUBLICATION`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from allostream.rights.engine.case import AUTHORS, COMPOSER, DIALOGUE, DIRECTOR, FOUR, PRODUCER, SCREENPLAY, Case
from allostream.rights.engine.europe import ROLES, Own, european_clock, four_roles, unread
from allostream.rights.engine.facts import Genre, Person, Production, Role
from allostream.rights.engine.law import (
    EEA,
    FILM_BY_DEATH,
    FILM_BY_PUBLICATION,
    NZ_EXTENSION,
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
    route,
    weak,
)
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
    return by_death(case, AUTHORS, _clock("written", country, as_of))


# Other countries, each as its law says


def _united_kingdom(case: Case, as_of: date) -> Routes:
    """Unknown authors are ignored if one is known; none known: 70 years from making or release (s. 13B)."""
    if not case.work.is_anonymous:
        return four_roles("GB")(case, as_of)
    if case.people(ROLES):
        return by_death(case, tuple(group for group in FOUR if case.people(group)), european_clock("GB", as_of))
    year = case.year or case.made_year
    if year is None:
        return (route(ALWAYS, "gb.unknown", "floor", (("year", 0),), (), (Flag("making-missing"),)),)
    values = (("year", year), ("years", 70))
    flags = weak(case.work.published.sources)
    return (route(new_year(year + 71), "gb.unknown", "gb.making", values, case.published, flags),)


def _switzerland(case: Case, as_of: date) -> Routes:
    """Only the director counts; who died before 1943 was free when the term became longer."""
    return by_death(case, (DIRECTOR,), _clock("director", "CH", as_of))


def _canada(case: Case, as_of: date) -> Routes:
    dramatic = by_death(case, FOUR, _clock("film", "CA", as_of))
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
_JP_ALLIES = frozenset({"US", "GB", "FR", "CA", "AU", "NZ", "NL", "BE", "NO", "GR", "IN", "ZA", "BR"})


def _japan(case: Case, as_of: date) -> Routes:
    """Published by 1953: 50 years, or the director's life and 38 where a natural person was the author."""
    published = by_publication(case, FILM_BY_PUBLICATION["JP"], as_of)
    if case.year is not None and case.year >= 1954:
        return published
    if _is_of_a_company(case):
        return _of_allies(case, published)
    life = by_death(case, (DIRECTOR,), _JP_DIRECTOR)
    return _of_allies(case, later(published, life))


def _is_of_a_company(case: Case) -> bool:
    """Whether the film was published under the name of a company, which Japan's old law made its author."""
    directors = [person for person in case.work.people if person.role in DIRECTOR]
    return case.work.production is Production.LEGAL_PERSON or (
        bool(directors) and all(person.is_company for person in directors)
    )


def _of_allies(case: Case, routes: Routes) -> Routes:
    """The doubt about years added for Allied nationals, unless neither the work nor a director can be of theirs."""
    nations = [person.nationalities for person in case.people(DIRECTOR)]
    is_known = bool(case.origins) and all(nations)
    if is_known and _JP_ALLIES.isdisjoint(case.origins) and all(_JP_ALLIES.isdisjoint(one or ()) for one in nations):
        return routes
    return with_flags(routes, Flag("jp-allied"))


def _india(case: Case, as_of: date) -> Routes:
    """The film from publication; script and music besides, by their authors' lives."""
    film = by_publication(case, FILM_BY_PUBLICATION["IN"], as_of)
    groups = (SCREENPLAY, DIALOGUE, COMPOSER)
    known = tuple(group for group in groups if case.people(group))
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
    asked = groups if companies and not case.people(PRODUCER) else (*groups, PRODUCER)
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
    return plain._replace(
        free_on=longer, early=plain.free_on, flag=Flag("russian-term"), early_way=plain.way, early_rule=plain.rule
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
