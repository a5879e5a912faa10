"""Browse: films, series or both, narrowed by facets; all values of a facet; the form of filters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue.rules import LIST_SORTS, SEARCH_SORTS, Sort
from allostream.freshness.rules import Subject
from allostream.lib import countries, languages
from allostream.links import facet_rules
from allostream.links import queries as links
from allostream.links.facet_rules import FIXED, Facet, State, Wanted
from allostream.links.queries import Browse, Filters
from allostream.web import described, panel
from allostream.web.addresses import Place, address, search_feed, with_query
from allostream.web.facet_words import Names, facet_word
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, moved_to, write
from allostream.web.panel import list_address
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import after_first, page_links, read_page
from allostream.web.wording import sort_word


def read_parameters() -> tuple[str, ...]:
    """Every parameter that the address of a list reads; with any other it shows the same list."""
    return (*(facet.value for facet in Facet), "sort", "page", "more")


@dataclass(frozen=True)
class List:
    """One of the lists: where it is, what it is called, and what its address says of its titles."""

    place: Place
    heading: str
    settled: frozenset[tuple[Facet, str]] = frozenset()

    def with_settled(self, filters: Filters) -> Filters:
        """The filters of an address with what the list itself asks for."""
        wanted = filters.wanted
        return replace(filters, wanted=Wanted(wanted.only | self.settled, wanted.without))


def list_at(place: Place) -> List:
    """The list at a place."""
    return {
        Place.FILMS: List(Place.FILMS, gettext("Films"), frozenset({(Facet.KIND, "film")})),
        Place.SHOWS: List(Place.SHOWS, gettext("Series"), frozenset({(Facet.KIND, "series")})),
        Place.BROWSE: List(Place.BROWSE, gettext("Films and series")),
    }[place]


@require_safe
def films(request: PageRequest) -> HttpResponse:
    """All films, narrowed and sorted. Nine queries, more by what is set."""
    return browse(request, list_at(Place.FILMS))


@require_safe
def shows(request: PageRequest) -> HttpResponse:
    """All series, narrowed and sorted. Eight queries, more by what is set."""
    return browse(request, list_at(Place.SHOWS))


@require_safe
def both(request: PageRequest) -> HttpResponse:
    """Films and series, narrowed and sorted. Nine queries, more by what is set."""
    return browse(request, list_at(Place.BROWSE))


def browse(request: PageRequest, shown: List) -> HttpResponse:
    """One page of a list. Raises UnknownValue for a filter with a value that does not exist, TooManyValues.

    Another spelling of the same wish is redirected to the one address that it has.
    """
    filters, more = read_filters(request.GET, shown)
    language = request.site.language
    own = list_address(language, shown.place, filters, more=more)
    if not is_spelled(request.GET, own):
        return moved_to(own)
    if more:
        return all_values(request, shown, filters, more)
    groups, names = panel.groups(language, shown.place, filters, request.visitor.language)
    asked = shown.with_settled(filters)
    found = links.browse(request.visitor, asked)
    context = {
        "heading": shown.heading,
        "list": shown.place,
        "found": found,
        "filters": filters,
        "path": address(language, shown.place),
        "fields": facet_rules.write(filters.wanted),
        "sorts": [(sort.value, sort_word(sort), sort is filters.sort) for sort in LIST_SORTS],
        "groups": groups,
        "chips": panel.chips(language, shown.place, filters, names),
        "pages": page_links(found, address(language, shown.place), parameters(filters)),
        "removal": None if found.total else removal(request, shown, asked, names),
    }
    page = replace(head_of(shown, filters, found), feed=feed_of(language, asked), feed_formats=("atom", "rss", "json"))
    page = described.listing(request, page, found.cards, (shown.heading, shown.place, {}))
    fresh = Fresh(stamps=(Subject.LISTS,), query=read_parameters())
    return write(request, "pages/browse.html", page, context, fresh=fresh)


def feed_of(language: str, asked: Filters) -> str:
    """The path of the feed of a list: what was added last comes first, whatever the order of the page."""
    return search_feed(language, **facet_rules.write(asked.wanted))


def head_of(shown: List, filters: Filters, found: Browse) -> Page:
    """The head of a list: what is narrowed or sorted has its home at the whole list."""
    is_whole = not filters.wanted and filters.sort is Sort.POPULAR
    return Page(
        title=shown.heading,
        description=about(shown.place),
        section=shown.place,
        number=found.page,
        addresses={
            language: with_query(where, page=after_first(found.page) if is_whole else None)
            for language, where in everywhere(shown.place).items()
        },
    )


def about(place: Place) -> str:
    """What a list holds, for search engines: each says something else."""
    return {
        Place.FILMS: gettext("Films to watch lawfully, by decade, country and genre, with the reason for each link."),
        Place.SHOWS: gettext("Series to watch lawfully, by decade, country and genre, with the reason for each link."),
        Place.BROWSE: gettext(
            "Films and series to watch lawfully, by decade and genre, with the reason for each link."
        ),
    }[place]


def parameters(filters: Filters) -> dict[str, Any]:
    """The parameters that all pages of a list share."""
    sort = "" if filters.sort is Sort.POPULAR else filters.sort.value
    return {**facet_rules.write(filters.wanted), "sort": sort}


def removal(request: PageRequest, shown: List, asked: Filters, names: Names) -> dict[str, Any] | None:
    """The one filter to drop from an empty list: its name, how many titles that gives, and their address."""
    settled = shown.settled
    best = links.best_removal(request.visitor, asked, spared=settled)
    if best is None:
        return None
    wanted = asked.wanted.put(best.facet, best.value, State.ANY)
    rest = Filters(Wanted(wanted.only - settled, wanted.without), asked.sort)
    return {
        "text": panel.chip_text(best.facet, best.value, best.state, names),
        "total": best.total,
        "is_cut": best.is_cut,
        "address": list_address(request.site.language, shown.place, rest),
    }


def all_values(request: PageRequest, shown: List, filters: Filters, facet: Facet) -> HttpResponse:
    """Every value of one facet, to be set. Three queries."""
    context = {
        "list": shown.place,
        "filters": filters,
        "group": panel.whole_group(facet, filters, request.visitor.language),
        "others": [setting for setting in filters.wanted.settings() if setting[0] is not facet],
        "back": list_address(request.site.language, shown.place, replace(filters, page=1)),
        "heading": shown.heading,
    }
    page = Page(
        title=gettext("%(list)s: %(facet)s") % {"list": shown.heading, "facet": facet_word(facet)},
        section=shown.place,
        addresses=everywhere(shown.place),
        is_indexed=False,
    )
    fresh = Fresh(stamps=(Subject.LISTS,), query=read_parameters())
    return write(request, "pages/facet.html", page, context, fresh=fresh)


@require_safe
def apply(request: PageRequest) -> HttpResponse:
    """The form of filters, which leads to the short address of the list that it asks for. One query."""
    place = request.GET.get("list", Place.FILMS)
    if place not in panel.SETTLED:
        raise unknown_value("list", place, sorted(panel.SETTLED))
    try:
        wanted = facet_rules.read_form((name, request.GET[name]) for name in request.GET)
    except ValueError as error:
        raise unknown_value("more", str(error), [state.value for state in State if state]) from error
    is_search = place == Place.SEARCH
    filters = Filters(wanted, read_search_sort(request.GET) if is_search else read_sort(request.GET))
    words = request.GET.get("q", "") if is_search else ""
    return HttpResponseRedirect(list_address(request.site.language, Place(place), filters, words=words))


def is_spelled(query: QueryDict, own: str) -> bool:
    """Whether the parameters that are read stand there as in the list's own address."""
    written = QueryDict(own.partition("?")[2])
    return all(query.getlist(name) == written.getlist(name) for name in read_parameters())


def read_filters(query: QueryDict, shown: List) -> tuple[Filters, Facet | None]:
    """The filters of an address, and the facet of which all values are asked for.

    Raises UnknownValue, which names the field and the nearest value that exists, and TooManyValues.
    """
    given = {facet.value: query.getlist(facet.value) for facet in Facet}
    wanted = facet_rules.read(given)
    check(wanted, shown)
    more = query.get("more", "")
    open_facets = [facet.value for facet in Facet if facet not in panel.SETTLED[shown.place]]
    if more and more not in open_facets:
        raise unknown_value("more", more, open_facets)
    wanted = Wanted(wanted.only - shown.settled, wanted.without)
    return Filters(wanted, read_sort(query), read_page(query)), Facet(more) if more else None


def read_sort(query: QueryDict) -> Sort:
    """The order of an address. Raises UnknownValue."""
    sort = query.get("sort", "") or Sort.POPULAR
    if sort not in LIST_SORTS:
        raise unknown_value("sort", sort, [known.value for known in LIST_SORTS])
    return Sort(sort)


def read_search_sort(query: QueryDict) -> Sort:
    """The order of what a search found. Raises UnknownValue."""
    sort = query.get("sort", "") or Sort.FIT
    if sort not in SEARCH_SORTS:
        raise unknown_value("sort", sort, [known.value for known in SEARCH_SORTS])
    return Sort(sort)


def check(wanted: Wanted, shown: List) -> None:
    """Raise UnknownValue for a value that does not exist. A query for genres, one for hosts."""
    known = {facet: known_values(facet, wanted, shown) for facet, _value, _state in wanted.settings()}
    if found := facet_rules.unknown(wanted, known):
        facet, value = found
        written = facet_rules.write(wanted)[facet.value]
        raise unknown_value(facet.value, value, sorted(known[facet]), within=written, label=facet_word(facet))


def known_values(facet: Facet, wanted: Wanted, shown: List) -> Collection[str]:
    """The values of a facet that exist; of a facet that the list settles, only the settled one."""
    if facet in panel.SETTLED[shown.place]:
        return [value for of, value in shown.settled if of is facet]
    if facet in FIXED:
        return FIXED[facet]
    finders: Mapping[Facet, Any] = {
        Facet.GENRE: links.genre_slugs,
        Facet.HOST: links.host_slugs,
        Facet.COUNTRY: lambda: [code.lower() for code in countries.of_origin()],
        Facet.LANGUAGE: lambda: [
            *languages.named(),
            *filter(languages.is_named, wanted.kept(facet) + wanted.left_out(facet)),
        ],
    }
    found: Collection[str] = finders[facet]()
    return found
