"""The own rule of each country for films, before any comparison with the country of origin.

Sources stand in `law.RULES`; the numbers of years in `law.FILM_BY_DEATH` and `law.FILM_BY_PUBLICATION`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from allostream.rights.engine.case import AUTHORS, COMPOSER, DIALOGUE, DIRECTOR, FOUR, PRODUCER, SCREENPLAY, Case
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
    nobody,
    plus_days,
    with_flags,
)

Own = Callable[[Case, date], Routes]

ROLES = tuple(role for group in FOUR for role in group)
TITLES = ((Role.TITLE_WRITER,),)


def own_rule(case: Case, country: str, as_of: date = NEVER_ENDS) -> Routes | None:
    """The routes of a country's own rule, under the versions that were known on a day; None where no rule was read."""
    if as_of != NEVER_ENDS:
        return _find(case, country, as_of)
    return case.kept("own", country, lambda: _find(case, country, as_of))


def _find(case: Case, country: str, as_of: date) -> Routes | None:
    own = OWN.get(country)
    if own is None:
        return None
    return _written(case, country, as_of) if case.is_written else own(case, as_of)


# The European common rule and its members


def _four_roles(country: str) -> Own:
    def own(case: Case, as_of: date) -> Routes:
        clock = european_clock(country, as_of)
        if clock.special is None and as_of == NEVER_ENDS and country != "EU":
            # Most members count alike: what hangs on the work alone is found once for all of them.
            common = own_rule(case, "EU") or ()
            return with_flags(_under_the_name_of(common, clock.rule), *_national_doubts(case, country))
        return with_flags(_counted(case, country, clock), *_national_doubts(case, country))

    return own


def _counted(case: Case, country: str, clock: Clock) -> Routes:
    if case.work.is_anonymous:
        return _anonymous(case, country, clock)
    roll = case.roll(FOUR)
    if roll.last is None and not roll.flags:
        return _nobody(case, country, clock)
    routes = with_flags(by_death(case, FOUR, clock), *case.dialogue_flags)
    return _published_late(case, _with_title_writers(case, routes, clock), country)


def _under_the_name_of(routes: Routes, rule: str) -> Routes:
    """The common rule as a member's own law says it."""
    return tuple(
        Route(one.free_on, rule, one.way, one.values, one.inputs, one.flags, one.rank, one.expires, one.steps)
        if one.rule == "eu.pma"
        else one
        for one in routes
    )


@cache
def european_clock(country: str, as_of: date = NEVER_ENDS) -> Clock:
    """The clock of life and 70 years with what the country adds for some authors."""
    term = FILM_BY_DEATH.get(country, FILM_BY_DEATH["EU"])
    return Clock(term, "eu.pma", as_of, {"FR": _french, "ES": _spanish}.get(country))


@cache
def _clock(table: str, country: str, as_of: date) -> Clock:
    terms, way = _TABLES[table]
    return Clock(terms[country], way, as_of)


_TABLES = {"film": (FILM_BY_DEATH, "life"), "director": (FILM_BY_DEATH, "director"), "written": (WRITTEN, "life")}

# Law of 1919 and 1951: from 2 August 1914 to the end of 1920, from 3 September 1939 to 1 January 1948.
_FIRST_WAR, _SECOND_WAR = (6, 152), (8, 120)
_WAR_DEATHS = (date(1939, 9, 3), date(1946, 12, 31))  # earlier deaths for France are past their century


def _french(case: Case, person: Person, plain: Part) -> Part:
    """Life and 70; the war years for music; 30 years more for who died for France."""
    part = plain
    if person.role is Role.COMPOSER and (years := _war_years(case)) != (0, 0):
        longer = plus_days(plain.free_on, *years)
        part = part._replace(free_on=longer, way="fr.war-years", rule="fr.war-years")
        if not _is_french(case, person):
            flag = Flag("fr-war-years-foreign", person.name)
            part = part._replace(early=plain.free_on, flag=flag, early_way=plain.way, early_rule=plain.rule)
    if person.died_for_france:
        early = plus_days(part.early, 30, 0)
        return part._replace(
            free_on=plus_days(part.free_on, 30, 0), way="fr.died-for-france", rule="fr.died-for-france", early=early
        )
    if _may_have_died_for_france(person):
        return part._replace(
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
    """The years and days that the wars add to music of this date; of unknown date, both."""
    year = case.year
    if year is None or year <= 1920:
        return _FIRST_WAR[0] + _SECOND_WAR[0], _FIRST_WAR[1] + _SECOND_WAR[1]
    return _SECOND_WAR if year <= 1947 else (0, 0)


def _is_french(case: Case, person: Person) -> bool:
    """Whether the war years certainly serve a composer: French, of a French work, or of unknown nationality."""
    return not person.nationalities or "FR" in person.nationalities or "FR" in case.origins


def _may_have_died_for_france(person: Person) -> bool:
    """Whether a French author died in the second war and nobody has looked at the certificate."""
    if person.died_for_france is not None or (person.nationalities and "FR" not in person.nationalities):
        return False
    first = person.died.earliest or person.died.latest
    last = person.died.latest
    return first is not None and last is not None and first <= _WAR_DEATHS[1] and last >= _WAR_DEATHS[0]


def _spanish(_case: Case, person: Person, plain: Part) -> Part:
    """80 years for authors who died before 7 December 1987."""
    first, last = person.died.earliest or person.died.latest, person.died.latest
    if first is None or last is None or first >= date(1987, 12, 7):
        return plain
    return Part(new_year(last.year + 81), "es.80", "es.80", 80)


_ANONYMOUS, _FRENCH_ANONYMOUS = Term(Version("eu.anonymous", 70)), Term(Version("fr.anonymous", 70))


def _anonymous(case: Case, country: str, clock: Clock) -> Routes:
    """70 years from publication; where somebody is known all the same, their term too."""
    published = by_publication(case, _FRENCH_ANONYMOUS if country == "FR" else _ANONYMOUS)
    published = tuple(
        route(one.free_on, one.rule, "eu.anonymous", one.values[:1], one.inputs, one.flags)
        if one.way == "publication"
        else one
        for one in published
    )
    groups = tuple(group for group in FOUR if case.people(group))
    return later(published, by_death(case, groups, clock)) if groups else published


def _nobody(case: Case, country: str, clock: Clock) -> Routes:
    """Every role is certainly nobody's: only British law has a rule for that."""
    year = case.made_year
    if country == "GB" and year is not None:
        inputs = case.published if case.work.made.latest is None else ()
        return (route(new_year(year + 51), "gb.nobody", "gb.making", (("year", year), ("years", 50)), inputs),)
    return nobody(clock.rule)


def _with_title_writers(case: Case, routes: Routes, clock: Clock) -> Routes:
    """Whether who wrote the titles of a silent film wrote "dialogue" is open: unclear until they count no more."""
    writers = by_death(case, TITLES, clock) if case.people(TITLES[0]) else ()
    if not writers:
        return routes
    last = max(one.free_on for one in routes)
    if all(one.free_on <= last and not one.flags for one in writers):
        return routes
    names = Flag("title-writer", case.people(TITLES[0])[-1].name)
    settled = tuple(one for one in later(routes, writers) if one.steps < 2)
    return (*with_flags(routes, names), *settled)


def _published_late(case: Case, routes: Routes, country: str) -> Routes:
    """25 years for the first publisher of a work whose term had ended (Directive 2006/116/EC, art. 4)."""
    year = case.year
    if case.work.is_unpublished:
        return with_flags(routes, Flag("unpublished"))
    if year is None:
        return with_flags(routes, Flag("publication-missing"))
    if all(one.free_on > new_year(year) for one in routes):
        return routes
    rule = "fr.late-publication" if country == "FR" else "eu.late-publication"
    late = new_year(year + 26)
    return tuple(
        route(late, rule, "eu.late", (("year", year),), (*case.published, *one.inputs), one.flags)
        if one.free_on <= new_year(year)
        else one
        for one in routes
    )


def _national_doubts(case: Case, country: str) -> tuple[Flag, ...]:
    if country == "IT" and (case.year is None or case.year < 1946):
        return (Flag("it-war-years"),)
    if country == "ES" and (not case.origins or "ES" in case.origins):
        return (Flag("es-old-film-statutes"),)
    return _unread(country)


def _unread(country: str) -> tuple[Flag, ...]:
    return (Flag("rule-not-read"),) if country not in FILM_BY_DEATH and country in EEA else ()


def _written(case: Case, country: str, as_of: date) -> Routes:
    """A novel, play, story, song or score: the lives of its authors."""
    if country in EEA or country == "GB":
        return with_flags(by_death(case, AUTHORS, european_clock(country, as_of)), *_unread(country))
    return by_death(case, AUTHORS, _clock("written", country, as_of))


# Other countries, each as its law says


def _united_kingdom(case: Case, as_of: date) -> Routes:
    """Unknown authors are ignored if one is known; none known: 70 years from making or release (s. 13B)."""
    if not case.work.is_anonymous:
        return _four_roles("GB")(case, as_of)
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
    "EU": _four_roles("EU"),
    **{country: _four_roles(country) for country in EEA},
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
