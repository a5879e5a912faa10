"""The law of the United States: terms from publication, formalities, restoration of foreign works.

17 U.S.C. 104A, 105, 302 to 305, 405; Copyright Act of 1909, s. 9, 19, 24. The shorter term at home never counts here.
"""

from datetime import date, timedelta
from typing import NamedTuple

from allostream.rights.engine.answers import Input
from allostream.rights.engine.case import Case, nations_of
from allostream.rights.engine.facts import Notice, Production, Renewal, Source, UsFormalities
from allostream.rights.engine.law import Term, Version, new_year
from allostream.rights.engine.national import own_rule
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    NO_FLAGS,
    Flag,
    Flags,
    Route,
    Routes,
    Values,
    best_on,
    doubted,
    doubts_of,
    joined,
    route,
    weak,
)
from allostream.rights.engine.terms import Clock, by_death, later, undated, with_flags

LAST_OF_75, LAST_OF_RENEWALS, LAST_OF_1909, LAST_OF_303 = 1922, 1963, 1977, 2002
NOTICE_ENDED = date(1989, 3, 1)  # Berne Convention Implementation Act
RESTORED = date(1996, 1, 1)
US_LIFE = Clock(Term(Version("us.life-70", 70)), "life")
US_TERM = Term(Version("us.term", 95))


def term_day(year: int) -> date:
    """The first free day of a work published by 1977 whose formalities were met."""
    return new_year(year + (76 if year <= LAST_OF_75 else 96))


def united_states(case: Case) -> Routes:
    """All routes to freedom in the United States."""
    work = case.work
    if work.production is Production.US_GOVERNMENT:
        inputs = (Input("production", "us_government", "", case.told_by.get("production", ())),)
        return (route(ALWAYS, "us.government", "us.government", (), inputs, case.word("production")),)
    if case.is_unpublished:
        return _unpublished(case)
    year, latest = case.year, work.published.latest
    if year is None or latest is None:
        return _undated(case)
    if year > LAST_OF_1909:
        return (*_since_1978(case, year), *_not_registered(case, year, latest))
    if work.is_broadcast_only and work.us.renewal is not Renewal.RENEWED:
        # Not published: life and 70 years, or 120 from making (17 U.S.C. 302, 303), and no less than if it had been.
        return (*later(_unpublished(case), (_term(case, year),)), _broadcast(case, year))
    return (_term(case, year), *_formalities(case, year, latest))


def as_if_formalities(case: Case) -> Routes:
    """The term by lapse of time alone, as if all formalities had been met: what others compare with."""
    if case.is_unpublished:
        return _unpublished(case)
    if case.year is None:
        return _undated(case)
    return (_term(case, case.year),) if case.year <= LAST_OF_1909 else _since_1978(case, case.year)


def _term(case: Case, year: int) -> Route:
    flags = case.published_flags
    if year > LAST_OF_75 and _is_foreign(case) and _home_in_1996(case)[0] == "protected":
        values = (("year", year), ("country", case.origins[0]))
        return route(term_day(year), "us.uraa", "us.restored", values, (*case.published, *case.origin_input), flags)
    return route(term_day(year), "us.term", "us.term", (("year", year),), case.published, flags)


def _undated(case: Case) -> Routes:
    """Without a date of publication nothing ends; unclear unless it is certainly of our time."""
    one = undated(case, US_TERM)
    earliest = case.work.published.earliest or case.work.made.earliest
    if earliest is not None and earliest >= NOTICE_ENDED:
        return (one,)
    return (route(ALWAYS, one.rule, one.way, one.values, one.inputs, one.flags),)


# Formalities of the Act of 1909


def _formalities(case: Case, year: int, published: date) -> Routes:
    if _is_american(case):
        # What is free by a formality in the country of first publication hangs on which country that is.
        return with_flags(_american(case, year, published), *case.origin_flags)
    if not case.origins:
        failed = _failed(case, year, published)
        return tuple(doubted(one, Flag("origin-missing")) for one in failed or _unknown_failure(case, year, published))
    return _foreign(case, year, published)


def _is_american(case: Case) -> bool:
    """First published in the United States, or there within 30 days (17 U.S.C. 101, 104A(h)(6)(C))."""
    return case.origins == ("US",) or "US" in (case.work.within_30_days or ())


def _is_foreign(case: Case) -> bool:
    return bool(case.origins) and "US" not in case.origins and not _is_american(case)


def _american(case: Case, year: int, published: date) -> Routes:
    return _failed(case, year, published) or _unknown_failure(case, year, published)


def _failed(case: Case, year: int, published: date) -> Routes:
    """The routes of formalities that are known to have been missed."""
    us = case.work.us
    routes: Routes = ()
    if us.notice is Notice.NONE:
        # A renewal in the register speaks for the work: who is right is not ours to say.
        contested = us.renewal in {Renewal.RENEWED, Renewal.CONTESTED} and year <= LAST_OF_RENEWALS
        doubts = (Flag("renewal-contested"),) if contested else NO_FLAGS
        routes += _by_formality(case, published, "us.no-notice", "us.nonotice", (("year", year),), doubts, _seen(us))
    if us.renewal is Renewal.NOT_RENEWED and year <= LAST_OF_RENEWALS:
        values = (("year", year), ("y1", year + 27), ("y2", year + 28))
        routes += _by_formality(
            case, new_year(year + 29), "us.not-renewed", "us.notrenewed", values, NO_FLAGS, _searched(us)
        )
    return routes


def _unknown_failure(case: Case, year: int, published: date) -> Routes:
    """Unclear from the day on which a formality may have been missed; after 1963 a notice is presumed."""
    us = case.work.us
    if us.renewal is Renewal.RENEWED or year > LAST_OF_RENEWALS:
        return ()
    code = "renewal-contested" if us.renewal is Renewal.CONTESTED else "renewal-missing"
    values = (("year", year), ("y1", year + 27), ("y2", year + 28))
    inputs = (*case.published, Input("renewal", us.renewal.value, "", us.sources))
    flags = (Flag(code),)
    return (route(new_year(year + 29), "us.not-renewed", "us.notrenewed-reported", values, inputs, flags, rank=1),)


class Look(NamedTuple):
    """A search or a look of our own: when, and in what."""

    on: date
    what: str
    fact: str
    sources: tuple[Source, ...]


def _seen(us: UsFormalities) -> Look | None:
    """Our look at the title cards, which alone shows that a notice is missing."""
    seen = us.notice_seen_on
    return Look(seen, us.notice_seen, "title_cards", us.notice_seen_by) if seen else None


def _searched(us: UsFormalities) -> Look | None:
    """Our search of the records, which alone shows that something was not renewed or not registered."""
    on = us.searched_on if us.search_by_us else None
    return Look(on, us.searched, "search", us.sources) if on else None


def _by_formality(
    case: Case, day: date, rule: str, way: str, values: Values, doubts: Flags, look: Look | None
) -> Routes:
    """A missed formality as a route: sure after a look of our own, for 24 months; else only reported."""
    us = case.work.us
    inputs = (
        *case.published,
        Input("notice", us.notice.value, "", us.sources),
        Input("renewal", us.renewal.value, "", us.sources),
    )
    if look is None:
        flags = joined(doubts, (Flag("no-own-search"),), weak(us.sources))
        return (route(day, rule, f"{way}-reported", values, inputs, flags, rank=1),)
    found = Input(look.fact, look.on.isoformat(), look.what, look.sources)
    told = (*values, ("date", look.on)) if way == "us.notrenewed" else (*values, ("evidence", look.what))
    expires = _two_years_later(look.on)
    fresh = route(day, rule, way, told, (*inputs, found), doubts, rank=1, expires=expires)
    old = joined(doubts, (Flag("search-old", look.on),))
    return (fresh, route(day, rule, way, told, (*inputs, found), old, rank=1))


def _two_years_later(day: date) -> date:
    """The same day 24 months later; for 29 February the day before."""
    if day.year + 2 >= NEVER_ENDS.year:
        return NEVER_ENDS
    return (day - timedelta(days=1) if (day.month, day.day) == (2, 29) else day).replace(year=day.year + 2)


def _broadcast(case: Case, year: int) -> Route:
    """Broadcast alone is no publication: neither a notice nor a renewal can have been missed; look at each episode."""
    inputs = (*case.published, Input("broadcast", "only"))
    values = (("year", year),)
    return route(ALWAYS, "us.not-renewed", "us.term", values, inputs, (Flag("broadcast-only"),), rank=1)


# Foreign works: Uruguay Round Agreements Act, 17 U.S.C. 104A


def _foreign(case: Case, year: int, published: date) -> Routes:
    us = case.work.us
    failed = _failed(case, year, published)
    met = not failed and (us.renewal is Renewal.RENEWED or (year > LAST_OF_RENEWALS and us.notice is Notice.VALID))
    if met:
        return ()
    home, doubts = _home_in_1996(case)
    if "US" in case.origins:
        candidates = failed or _unknown_failure(case, year, published)
        return tuple(doubted(one, Flag("thirty-days-missing")) for one in candidates)
    if home == "protected":
        return _if_not_eligible(case, failed)
    candidates = failed or (_formalities_missing(case, year, published),)
    if home == "unknown":
        return tuple(doubted(one, Flag("home-1996-missing", case.origins[0])) for one in candidates)
    return tuple(_as_home_free(case, doubted(one, *doubts), year) for one in candidates)


def _if_not_eligible(case: Case, failed: Routes) -> Routes:
    """Restoration asks for one author from an eligible country: open where all are known to be American."""
    people = case.people(tuple(role for group in case.groups for role in group))
    american = bool(people) and all(nations_of(person) == {"US"} for person in people)
    return tuple(doubted(one, Flag("restoration-eligibility")) for one in failed) if american else ()


def _formalities_missing(case: Case, year: int, published: date) -> Route:
    day = new_year(year + 29) if year <= LAST_OF_RENEWALS else published
    flags = (Flag("formalities-missing"),)
    values = (("year", year), ("country", case.origins[0]))
    return route(day, "us.home-free", "us.homefree", values, case.published, flags, rank=1)


def _as_home_free(case: Case, one: Route, year: int) -> Route:
    values = (("year", year), ("country", case.origins[0]))
    inputs, flags = (*one.inputs, *case.origin_input), joined(one.flags, case.origin_flags)
    return route(one.free_on, "us.home-free", "us.homefree", values, inputs, flags, 1, one.expires)


def _home_in_1996(case: Case) -> tuple[str, Flags]:
    """Whether a work was protected at home on 1 January 1996 by the law of that day: protected, free or unknown."""
    states = [_state_in_1996(case, origin) for origin in case.origins]
    names = {name for name, _ in states}
    worst = "protected" if "protected" in names else "unknown" if "unknown" in names else "free"
    return worst, joined(*(flags for _, flags in states))


def _state_in_1996(case: Case, origin: str) -> tuple[str, Flags]:
    routes = own_rule(case, origin, RESTORED)
    if not routes:
        return "unknown", NO_FLAGS
    best = best_on(routes, RESTORED)
    if best is None:
        return "protected", NO_FLAGS
    return ("unknown", NO_FLAGS) if best.steps > 1 else ("free", best.flags)


# Since 1978


def _since_1978(case: Case, year: int) -> Routes:
    """Made for hire: 95 years from publication or 120 from making; private: life and 70; not known: the later."""
    hire = _for_hire(case, year)
    life = by_death(case, case.groups, US_LIFE)
    if case.work.production is Production.LEGAL_PERSON:
        routes: Routes = (hire,)
    elif case.work.production is Production.PRIVATE:
        routes = life
    else:
        routes = tuple(one if one.free_on > hire.free_on else doubted(hire, *one.flags) for one in life)
    made, published = case.work.made.earliest, case.work.published.earliest
    # What is not certainly of 1978 or later may be older: an author who died before then proves it.
    if (made is None or made.year <= LAST_OF_1909) and (published is None or published.year <= LAST_OF_303):
        routes = tuple(_not_before_2048(case, one, year) for one in routes)
    if published is None or published.year <= LAST_OF_1909:
        # Perhaps published before 1978: then the term of that time, which may be the longer one.
        routes = later(routes, (_term(case, LAST_OF_1909),))
    return routes


def _for_hire(case: Case, year: int) -> Route:
    made = case.work.made.latest
    day = min(new_year(year + 96), new_year(made.year + 121)) if made else new_year(year + 96)
    flags = case.published_flags
    return route(day, "us.since-1978", "us.since-1978", (("year", year),), case.published, flags)


def _not_before_2048(case: Case, one: Route, year: int) -> Route:
    if one.free_on >= new_year(2048):
        return one
    return route(new_year(2048), "us.published-late", "us.late", (("year", year),), one.inputs, one.flags)


def _not_registered(case: Case, year: int, published: date) -> Routes:
    """Until February 1989 a work without a notice was lost unless registered within five years (17 U.S.C. 405)."""
    us = case.work.us
    if published >= NOTICE_ENDED or us.notice is not Notice.NONE or us.is_registered or not _is_american(case):
        return ()
    doubts = (Flag("registration-missing"),) if us.is_registered is None else NO_FLAGS
    day = new_year(year + 6)
    looks = [look for look in (_seen(us), _searched(us)) if look]
    # Two things are missing, and each has to be looked for; the older look counts.
    look = min(looks, key=lambda one: one.on) if len(looks) > 1 else None
    routes = _by_formality(case, day, "us.not-registered", "us.nonotice", (("year", year),), doubts, look)
    return tuple(
        route(one.free_on, one.rule, "us.notregistered", (("year", year),), one.inputs, one.flags, 1, one.expires)
        for one in routes
    )


# Written works that a film uses


def written(case: Case, is_renewed: bool | None) -> Routes:
    """The routes of a novel, play, story or song; a renewal that nobody has looked for leaves it unclear."""
    year = case.year
    if year is None:
        return _undated(case)
    if year > LAST_OF_1909:
        return _since_1978(case, year)
    term = _term(case, year)
    if is_renewed or year > LAST_OF_RENEWALS or case.origins not in {(), ("US",)}:
        return (term,)
    values = (("year", year), ("y1", year + 27), ("y2", year + 28))
    # A search for the film looks for its own titles: that the story was not renewed is never but said.
    flags: Flags = (Flag("no-own-search"),) if is_renewed is False and case.origins else (Flag("renewal-missing"),)
    day = new_year(year + 29)
    return (term, route(day, "us.not-renewed", "us.notrenewed-reported", values, case.published, flags, rank=1))


# Never published


def _unpublished(case: Case) -> Routes:
    """Life and 70 years, or 120 years from making where it was made for hire; not known which: the later."""
    # Whatever was broadcast was made by then.
    when = case.work.made if case.work.made.is_known else case.work.published
    made = when.latest
    values = (("year", made.year if made else 0),)
    inputs = (Input("made", made.isoformat() if made else "", "", when.sources),)
    hire = route(
        new_year(made.year + 121) if made else ALWAYS,
        "us.unpublished",
        "us.unpublished",
        values,
        inputs,
        doubts_of(when) if made else (Flag("making-missing"),),
    )
    if case.work.production is Production.LEGAL_PERSON:
        return (hire,)
    life = by_death(case, case.groups, US_LIFE)
    if case.work.production is Production.PRIVATE:
        return life
    return tuple(doubted(one if one.free_on > hire.free_on else hire, *one.flags, *hire.flags) for one in life)
