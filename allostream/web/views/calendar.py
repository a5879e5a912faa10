"""The calendar: what becomes free in a country, year by year, as a page and as a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from allostream.freshness.rules import Subject
from allostream.lib import countries
from allostream.links import queries as links
from allostream.links.queries import Card, FreeTitle, FreeYear
from allostream.web import described, feed_formats, feeds
from allostream.web.addresses import Place, address, country_feed, title_address, with_query
from allostream.web.explain import explain
from allostream.web.formats import day, typeset, years
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.rights.standing import frees
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import after_first, page_links, read_page

FIRST_YEAR = 1900
AHEAD = 150  # no term that any answer knows runs longer
YEARS_BEHIND, YEARS_AHEAD = 2, 9  # of those that stand in a row above the list
MOST_IN_FEED = 50  # of what is to come, and of what has come


@dataclass(frozen=True)
class Day:
    """What becomes free on one day: each title with the reason in a sentence; `is_open`: not all is settled."""

    heading: str
    titles: Sequence[tuple[FreeTitle, str]]
    is_open: bool = False


@dataclass(frozen=True)
class YearLink:
    """A year in the row above the list."""

    year: int
    address: str
    is_current: bool = False


@require_safe
def calendar(request: PageRequest) -> HttpResponse:
    """One page of what becomes free in a country in a year: the reader's own, and the next, where none is named.

    Eight to fourteen queries. Raises UnknownValue.
    """
    visitor, language = request.visitor, request.site.language
    country = read_country(request, visitor.country)
    year = read_year(request)
    found = links.free_year(visitor, country, year, read_page(request.GET))
    in_country = within(country, visitor.language)
    own = {"country": country if "country" in request.GET else "", "year": year if "year" in request.GET else ""}
    page = Page(
        title=heading_of(found, in_country),
        description=gettext(
            "Films and series whose protection ends %(in_country)s, year by year, each with the reason."
        )
        % {"in_country": in_country},
        section=Place.NEWLY_FREE,
        number=found.page,
        addresses={
            code: with_query(where, **own, page=after_first(found.page))
            for code, where in everywhere(Place.CALENDAR).items()
        },
        feed=country_feed(Place.CALENDAR, country),
    )
    cards = [title.card for title in found.titles]
    page = described.listing(request, page, cards, (gettext("Calendar"), Place.CALENDAR, {}))
    path = address(language, Place.CALENDAR)
    context = {
        "found": found,
        "in_country": in_country,
        "days": days(found, country, visitor.language),
        "years": year_links(found, visitor.now.year, path),
        "pages": page_links(found, path, {"country": country, "year": year}),
        "countries_all": countries.choices(visitor.language),
        "this_year": visitor.now.year,
        "path": path,
    }
    fresh = Fresh(stamps=(Subject.LISTS,), query=("country", "year", "page"))
    return write(request, "pages/calendar.html", page, context, fresh=fresh)


def read_country(request: PageRequest, otherwise: str) -> str:
    """The country that the address names, else another. Raises UnknownValue."""
    given = request.GET.get("country", "")
    if given and not countries.is_country(given.upper()):
        raise unknown_value("country", given, sorted(countries.current()))
    return given.upper() or otherwise


def read_year(request: PageRequest) -> int:
    """The year that the address names, else the next one. Raises UnknownValue."""
    now = request.visitor.now.year
    given = request.GET.get("year", "")
    if not given:
        return now + 1
    known = range(FIRST_YEAR, now + AHEAD + 1)
    if not (given.isascii() and given.isdigit() and len(given) == 4 and int(given) in known):
        raise unknown_value("year", given, [str(one) for one in known])
    return int(given)


def heading_of(found: FreeYear, in_country: str) -> str:
    """The heading of a year."""
    values = {"in_country": in_country, "year": found.year}
    if found.is_ahead:
        return gettext("What becomes free %(in_country)s in %(year)s") % values
    return gettext("What became free %(in_country)s in %(year)s") % values


def days(found: FreeYear, country: str, language: str) -> list[Day]:
    """The titles of a page by the day, the best known of each day first; those not settled then come last."""
    sure = will_be_free(found.titles) if found.is_ahead else {}
    ordered = sorted(found.titles, key=lambda title: title.on)
    free = [title for title in ordered if sure.get(title.card.id, True)]
    open_ones = [title for title in ordered if not sure.get(title.card.id, True)]
    made = _by_day(free, country, language, is_ahead=found.is_ahead)
    if open_ones:
        heading = gettext("A term ends, but something is not settled")
        made.append(
            Day(heading, [(title, explain(title.answer, country, language)) for title in open_ones], is_open=True)
        )
    return made


def will_be_free(titles: Sequence[FreeTitle]) -> dict[int, bool]:
    """Which of the titles are free from their day on, as far as the rules can tell. Eight queries."""
    return frees({one.card.id: one.answer for one in titles}, {one.card.id: one.on for one in titles})


def _by_day(titles: Sequence[FreeTitle], country: str, language: str, *, is_ahead: bool) -> list[Day]:
    return [
        Day(day_heading(on, language, is_ahead=is_ahead), [
            (title, explain(title.answer, country, language)) for title in group
        ])
        for on, group in groupby(titles, key=lambda title: title.on)
    ]  # fmt: skip


def day_heading(on: date, language: str, *, is_ahead: bool) -> str:
    """From or since when."""
    words = gettext("Free from %(day)s") if is_ahead else gettext("Free since %(day)s")
    return words % {"day": day(on, language)}


def year_links(found: FreeYear, now: int, path: str) -> list[YearLink]:
    """The years around the present one, the year of the page, and its nearest neighbours of which anything is known.

    The row is the same length for every country, whatever there is.
    """
    usual = range(now - YEARS_BEHIND, now + YEARS_AHEAD + 1)
    shown = sorted({*usual, found.year, *(year for year in (found.before, found.after) if year)})
    return [YearLink(year, with_query(path, country=found.country, year=year), year == found.year) for year in shown]


@require_safe
def feed(request: PageRequest, suffix: str = "atom") -> HttpResponse:
    """What becomes free in a country at the next turn of the year, and what did this year, for programs.

    In the language of the site; the country is the site's own where none is named. Two to twenty queries. Raises
    UnknownValue, and NotFound for a suffix of no format.
    """
    feed_formats.check(suffix)
    site = request.site
    country = read_country(request, site.default_country)
    visitor = feeds.reader_of(request)
    with override(site.language):
        titles = links.free_soon_and_lately(visitor, country, MOST_IN_FEED)
        ahead = will_be_free([title for title in titles if title.on > visitor.now.date()])
        titles = tuple(title for title in titles if ahead.get(title.card.id, True))
        told = feeds.Feed(
            id=f"tag:{site.domain},2026:calendar/{country}",
            title=gettext("What becomes free %(in_country)s") % {"in_country": within(country, site.language)},
            author=site.name,
            language=site.language,
            own=own_origin(request) + country_feed(Place.CALENDAR, country, suffix),
            page=own_origin(request) + with_query(address(site.language, Place.CALENDAR), country=country),
            updated=date(visitor.now.year, 1, 1),
            entries=[entry(request, title, country) for title in titles],
        )
    return feed_formats.answered(told, suffix, Fresh(stamps=(Subject.LISTS,), query=("country",)))


def entry(request: PageRequest, title: FreeTitle, country: str) -> feeds.Entry:
    """One title in the feed: it is renewed on the day on which it becomes free."""
    is_ahead = title.on > request.visitor.now.date()
    return feeds.Entry(
        id=f"tag:{request.site.domain},2026:calendar/{country}/{title.card.public_id}",
        title=named_with_day(title.card, title.on, request.site.language, is_ahead=is_ahead),
        address=own_origin(request) + title_address(request.site.language, title.card.kind, title.card.slug),
        updated=title.answer.evaluated_on if is_ahead else max(title.on, title.answer.evaluated_on),
        published=title.answer.evaluated_on,
        summary=explain(title.answer, country, request.site.language),
        category=country,
        on=title.on,
    )


def named_with_day(card: Card, on: date, language: str, *, is_ahead: bool) -> str:
    """A title with its year, and from or since when it is free."""
    return gettext("%(title)s: %(when)s") % {
        "title": named_with_year(card),
        "when": day_heading(on, language, is_ahead=is_ahead),
    }


def named_with_year(card: Card) -> str:
    """A title with its year, where that is known."""
    name, when = typeset(card.name), years(card.year, card.end_year)
    return gettext("%(name)s (%(year)s)") % {"name": name, "year": when} if when else name
