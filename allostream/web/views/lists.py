"""Lists of titles: home, films and series, search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue.rules import Kind, Sort
from allostream.freshness.rules import Subject
from allostream.links import queries as links
from allostream.links.queries import Browse, Card, Filters
from allostream.web import described, offers
from allostream.web.addresses import Place, address, href, title_address, with_query
from allostream.web.fresh import Fresh
from allostream.web.heads import Button, Head, card_head, watch_button
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.views.errors import unknown_value
from allostream.web.wording import sort_word

BROWSED_BY = ("decade", "genre", "sort", "page")
SHELF_PLACES = {"newly-free": Place.FILMS, "silents": Place.FILMS, "series": Place.SHOWS, "open-cinema": Place.FILMS}


@dataclass(frozen=True)
class Choice:
    """One value of a filter: its words, the address that sets it, and whether it is set."""

    text: str
    address: str
    is_set: bool


@dataclass(frozen=True)
class PageLink:
    """One entry of the pages below a list; a gap has no address."""

    text: str
    address: str = ""
    is_current: bool = False


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """The home page. Twenty-three queries."""
    visitor = request.visitor
    of_the_day = links.film_of_the_day(visitor)
    context: dict[str, Any] = {
        "figures": links.figures(visitor),
        "shelves": [shelf_words(request, shelf) for shelf in links.home_shelves(visitor)],
        "tonight": links.tonight_by_length(visitor),
    }
    if of_the_day:
        context["head"] = head_of_the_day(request, of_the_day)
    page = Page(
        title=gettext("Films and series to watch lawfully"),
        description=gettext("Where to watch films and series lawfully, free first, with the reason for each link."),
        addresses=everywhere(Place.HOME),
    )
    rests = Fresh(title_id=of_the_day.id if of_the_day else None, stamps=(Subject.LISTS,))
    return write(request, "pages/home.html", described.home(request, page), context, fresh=rests)


def head_of_the_day(request: PageRequest, card: Card) -> Head:
    """The film of the day with what can be done about it. Three queries."""
    visitor, site_language = request.visitor, request.site.language
    found = links.title_links(visitor, card.id)
    own = found.of_title()
    best = next((link for link in own if link.is_free and link.can_play_here), None)
    buttons = [watch_button(gettext("Watch free"), best, site_language)] if best else []
    about = ngettext("About this film", "All %(count)s links", len(own)) % {"count": len(own)}
    buttons.append(Button(about, href(title_address(site_language, card.kind, card.slug))))
    above = gettext("Film of the day, free %(in_country)s") % {"in_country": within(visitor.country, visitor.language)}
    return card_head(card, visitor, above=above, buttons=buttons, why=offers.head_sentence(found, visitor))


def shelf_words(request: PageRequest, shelf: links.Shelf) -> dict[str, Any]:
    """A shelf with its heading, its reason and where all of it is."""
    in_country = {"in_country": within(request.visitor.country, offers.reader())}
    words = {
        "newly-free": (
            gettext("Newly free"),
            gettext("Entered the public domain %(in_country)s, the latest first.") % in_country,
        ),
        "silents": (gettext("A hundred years of silents"), gettext("Films from before 1930.")),
        "series": (
            gettext("Series to watch free"),
            gettext("Serials, cycles and web series; each episode has its page."),
        ),
        "open-cinema": (gettext("Open cinema"), gettext("Published by their makers under open licences.")),
    }
    heading, reason = words[shelf.code]
    sort = {"newly-free": "", "silents": Sort.OLDEST, "series": "", "open-cinema": Sort.NEWEST}[shelf.code]
    path = with_query(address(request.site.language, SHELF_PLACES[shelf.code]), sort=sort)
    return {"code": shelf.code, "heading": heading, "reason": reason, "cards": shelf.cards, "address": path}


@require_safe
def films(request: PageRequest) -> HttpResponse:
    """All films, narrowed and sorted. Nine queries."""
    return browse(request, Kind.FILM, Place.FILMS, gettext("Films"))


@require_safe
def shows(request: PageRequest) -> HttpResponse:
    """All series, narrowed and sorted. Nine queries."""
    return browse(request, Kind.SERIES, Place.SHOWS, gettext("Series"))


def browse(request: PageRequest, kind: Kind, place: Place, heading: str) -> HttpResponse:
    """One page of a kind of titles. Raises UnknownValue for a filter with a value that does not exist."""
    genres = catalogue.genres_in_use(request.visitor.language)
    filters = read_filters(request.GET, kind, [slug for slug, _name in genres])
    found = links.browse(request.visitor, filters)
    path = address(request.site.language, place)
    given = {"decade": filters.decade, "genre": filters.genre, "sort": given_sort(filters)}
    context = {
        "heading": heading,
        "found": found,
        "filters": filters,
        "path": path,
        "sorts": [(sort.value, sort_word(sort), sort is filters.sort) for sort in Sort],
        "decades": decade_choices(catalogue.decades(kind), path, given),
        "genres": genre_choices(genres, path, given),
        "set_count": sum(1 for name in ("decade", "genre") if given[name]),
        "pages": page_links(found, path, given),
    }
    page = Page(
        title=heading,
        description=gettext("Films and series to watch lawfully, by decade and genre, with the reason for each link."),
        section=place,
        addresses={
            language: with_query(where, decade=filters.decade, genre=filters.genre, page=after_first(found.page))
            for language, where in everywhere(place).items()
        },
    )
    page = described.listing(request, page, place, heading, found)
    return write(request, "pages/browse.html", page, context, fresh=Fresh(stamps=(Subject.LISTS,), query=BROWSED_BY))


def given_sort(filters: Filters) -> str:
    """The order as it stands in addresses; the usual one is left out."""
    return "" if filters.sort is Sort.POPULAR else filters.sort.value


def after_first(page: int) -> int | None:
    """The number of a page as it stands in addresses; the first is left out."""
    return page if page > 1 else None


def read_filters(query: QueryDict, kind: Kind, genres: Sequence[str]) -> Filters:
    """The filters of an address. Raises UnknownValue, which names the field and the nearest value that exists."""
    genre = query.get("genre", "")
    if genre and genre not in genres:
        raise unknown_value("genre", genre, genres)
    sort = query.get("sort", "") or Sort.POPULAR
    if sort not in list(Sort):
        raise unknown_value("sort", sort, [known.value for known in Sort])
    return Filters(kind, read_decade(query.get("decade", "")), genre, sort=Sort(sort), page=read_page(query))


def read_decade(text: str) -> int | None:
    """The decade of an address, by its first year."""
    known = [str(year) for year in range(1870, 2040, 10)]
    if text and text not in known:
        raise unknown_value("decade", text, known)
    return int(text) if text else None


def read_page(query: QueryDict) -> int:
    """The number of a page of a list."""
    text = query.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text)):
        raise unknown_value("page", text, ["1"])
    return int(text)


def decade_choices(decades: Sequence[int], path: str, given: dict[str, Any]) -> list[Choice]:
    """The decades there are, newest last, each with the address that sets it or takes it back."""
    return [
        Choice(
            pgettext("decade", "%(year)ss") % {"year": decade},
            with_query(path, **{**given, "decade": None if decade == given["decade"] else decade}),
            decade == given["decade"],
        )
        for decade in decades
    ]


def genre_choices(genres: Sequence[tuple[str, str]], path: str, given: dict[str, Any]) -> list[Choice]:
    """The genres there are, each with the address that sets it or takes it back."""
    return [
        Choice(
            name,
            with_query(path, **{**given, "genre": None if slug == given["genre"] else slug}),
            slug == given["genre"],
        )
        for slug, name in genres
    ]


def page_links(found: Browse, path: str, given: dict[str, Any]) -> list[PageLink]:
    """The first page, the last, and those around the current one, with gaps between."""
    shown = sorted({1, found.pages, *range(max(1, found.page - 1), min(found.pages, found.page + 1) + 1)})
    entries: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            entries.append(PageLink("…"))
        where = with_query(path, **given, page=after_first(number))
        entries.append(PageLink(str(number), where, number == found.page))
    return entries if found.pages > 1 else []
