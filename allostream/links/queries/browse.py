"""Browse: one page of the titles that facets and the visitor's switch leave, and what its panel of facets offers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.models import Q

from allostream.catalogue.models import Genre
from allostream.catalogue.prepared import ListedTexts, Together, listed_texts
from allostream.catalogue.queries import name_of_genre
from allostream.catalogue.rules import Sort
from allostream.hosts.models import Host, Standing
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import FIXED, OF_LINKS, Facet, State, Wanted
from allostream.links.models import FacetFigures
from allostream.links.queries import bounds
from allostream.links.queries.bounds import Browse
from allostream.links.queries.cards import cards
from allostream.links.queries.narrowing import Found, Lead, Narrowing, Range, find, narrowing
from allostream.links.queries.orders import met_by_order, ordered, ordered_few
from allostream.links.queries.remembered import Remembered
from allostream.links.queries.shown import shown_here

# A page of a list takes two kilobytes; what meets the filters, where it is little enough to be sorted, up to forty.
PAGES, MEETING = Remembered(2048), Remembered(256)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to, its order, and which page; `ranges` are of numbers for which no facet stands."""

    wanted: Wanted = field(default_factory=Wanted)
    sort: Sort = Sort.POPULAR
    page: int = 1
    ranges: Sequence[Range] = ()


@dataclass(frozen=True)
class Removal:
    """That a list would have so many titles without one of its filters."""

    facet: Facet
    value: str
    state: State
    total: int
    is_cut: bool


def _every(visitor: Visitor, filters: Filters) -> Narrowing:
    """What the filters ask for, the switch left aside."""
    narrowed = narrowing(visitor, filters.wanted)
    narrowed = replace(narrowed, ranges=(*narrowed.ranges, *filters.ranges))
    for lead in met_by_order(filters.sort, visitor):
        narrowed = narrowed.also(lead)
    return narrowed


def _kept(visitor: Visitor, every: Narrowing) -> Narrowing:
    """The same with what the switch asks for."""
    return every.also(Lead(shown_here(visitor))) if visitor.only_watchable else every


def page_of_ids(narrowed: Narrowing, found: Found, sort: Sort, visitor: Visitor, page: int) -> list[int]:
    """The ids of one page of a list. One query, or one a kind and one more at the end of what is dated."""
    start = (page - 1) * bounds.PAGE_SIZE
    if found.ids is not None:
        return ordered_few(found.ids, sort, visitor, start, bounds.PAGE_SIZE) if found.ids else []
    return ordered(narrowed, sort, visitor, start, bounds.PAGE_SIZE)


@dataclass(frozen=True)
class Listing:
    """The titles of one page of a list; how many there are in all, and how many more without the switch."""

    ids: Sequence[int]
    total: int
    is_cut: bool
    hidden: int = 0
    hides_more: bool = False


def browse(visitor: Visitor, filters: Filters) -> Browse:
    """One page of the titles that the filters and the visitor's switch leave. Four to sixteen queries.

    The number depends on what is asked for, never on how much there is, but that the end of an order by a number that
    not all titles have costs one or two more; where the list is remembered it is four. Raises NotFound for a page
    beyond the last, BeyondLists for one that no list reaches.
    """
    if is_alike_for_all(visitor, filters):
        # Names come in the order of a language.
        question = filters, visitor.language if filters.sort is Sort.NAME else ""
        listing = PAGES.ask(question, lambda: _listing(visitor, filters))
    else:
        listing = _listing(visitor, filters)
    return Browse(
        listing.total,
        listing.hidden,
        bounds.last_page(listing.total, filters.page),
        filters.page,
        tuple(cards(visitor, listing.ids)) if listing.ids else (),
        is_cut=listing.is_cut,
        hides_more=listing.hides_more,
    )


def is_alike_for_all(visitor: Visitor, filters: Filters) -> bool:
    """Whether a list rests on facts of titles alone: its titles are then those of every reader at any moment, until
    something changes.
    """
    asks_of_links = any(facet in OF_LINKS for facet, _value in filters.wanted.only | filters.wanted.without)
    is_for_somebody = visitor.only_watchable or filters.sort is Sort.NEWLY_FREE
    return not (asks_of_links or is_for_somebody or filters.ranges)


def _listing(visitor: Visitor, filters: Filters) -> Listing:
    every = _every(visitor, filters)
    kept = _kept(visitor, every)
    found = MEETING.ask(filters.wanted, lambda: find(kept)) if is_alike_for_all(visitor, filters) else find(kept)
    all_of_them = find(every) if visitor.only_watchable else found
    bounds.last_page(found.total, filters.page)  # nothing is looked for beyond it
    return Listing(
        tuple(page_of_ids(kept, found, filters.sort, visitor, filters.page)),
        found.total,
        found.is_cut,
        all_of_them.total - found.total,
        visitor.only_watchable and all_of_them.is_cut,
    )


def best_removal(visitor: Visitor, filters: Filters, spared: Collection[tuple[Facet, str]] = ()) -> Removal | None:
    """The one filter without which an empty list has the most titles; None when any of them leaves it empty.

    What is `spared` belongs to the list and cannot be taken away. Up to seven queries for each filter that is set:
    asked only for empty lists.
    """
    best = None
    for facet, value, state in filters.wanted.settings():
        if (facet, value) in spared:
            continue
        rest = replace(filters, wanted=filters.wanted.put(facet, value, State.ANY))
        found = find(_kept(visitor, _every(visitor, rest)))
        if found.total > (best.total if best else 0):
            best = Removal(facet, value, state, found.total, found.is_cut)
    return best


# Facets with as many values as the catalogue has, and those of few values, offered where some title has them.
COUNTED = (Facet.GENRE, Facet.COUNTRY, Facet.LANGUAGE, Facet.HOST)
FEW_VALUES = (Facet.DECADE, Facet.OFFER)


def values_in_use(wanted: Wanted, most: int) -> dict[Facet, list[str]]:
    """The values that titles have, of most facets the most used, these first, with those that are set. One query."""
    return _values(wanted, Q(facet__in=COUNTED, place__lt=most) | Q(facet__in=FEW_VALUES))


def all_values(wanted: Wanted, facet: Facet, most: int) -> list[str]:
    """The values of one facet that titles have, the most used first, with those that are set. One query."""
    return _values(wanted, Q(facet=facet, place__lt=most)).get(facet, [])


def _values(wanted: Wanted, which: Q) -> dict[Facet, list[str]]:
    found: dict[Facet, list[str]] = {}
    rows = FacetFigures.objects.filter(which).order_by("facet", "place")
    for name, value in rows.values_list("facet", "value"):
        found.setdefault(Facet(name), []).append(value)
    for facet, value, _state in wanted.settings():
        if (facet in found or facet not in FIXED) and value not in found.setdefault(facet, []):
            found[facet].append(value)
    return found


def names_of(values: Mapping[Facet, Sequence[str]], language: str) -> dict[tuple[Facet, str], str]:
    """What genres and hosts are called. One query."""
    found = NAMES.rows(genres=listed_texts(values.get(Facet.GENRE, ())), hosts=listed_texts(values.get(Facet.HOST, ())))
    named = {(Facet.GENRE, slug): name_of_genre(slug, names, language) for slug, names in found.genres}
    return named | {(Facet.HOST, slug): name for slug, name in found.hosts}


class _Genre(NamedTuple):
    slug: str
    names: dict[str, str]


class _Host(NamedTuple):
    slug: str
    name: str


class _Names(NamedTuple):
    genres: list[_Genre]
    hosts: list[_Host]


NAMES = Together(
    _Names, {"genres": str, "hosts": str},
    genres=lambda genres: Genre.objects.filter(slug__in=ListedTexts(genres)).values_list("slug", "names"),
    hosts=lambda hosts: Host.objects.filter(slug__in=ListedTexts(hosts)).values_list("slug", "name"),
)  # fmt: skip


def genre_slugs() -> list[str]:
    """Every genre there is. One query."""
    return list(Genre.objects.order_by("slug").values_list("slug", flat=True))


def host_slugs() -> list[str]:
    """Every host that links may lead to. One query."""
    return list(Host.objects.filter(stands=Standing.LISTED).order_by("slug").values_list("slug", flat=True))
