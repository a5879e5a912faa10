"""The home page: its shelves, the film of the day, and films for an evening by their length.

Which titles may stand there is worked out by the worker for the countries that most visitors of the sites come from,
and kept in a small table; for any other country it is worked out when a page is asked for, which takes about half a
second among a million titles. Each reading asks the gate again, so that nothing hidden is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from allostream.catalogue.prepared import Listed, Prepared, listed
from allostream.catalogue.rules import Sort
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import DECADES, Facet, Wanted
from allostream.links.models import ShelfPlace, ShownLink
from allostream.links.queries.browse import Filters, page_of_ids
from allostream.links.queries.cards import Card, cards
from allostream.links.queries.narrowing import Lead, Narrowing, Range, find, free_here, narrowing
from allostream.links.queries.orders import met_by_order, ordered, ordered_few
from allostream.links.queries.shown import shown_here
from allostream.links.rules import FREE_OFFERS
from allostream.sites.queries import all_sites

SHELF_SIZE = 12
KEPT_FOR_A_SHELF = 2 * SHELF_SIZE
RESERVE = 4  # titles that may take the place of one that has been hidden since the last count
DAYS_TO_CHOOSE_FROM = 120
LENGTHS_TO_CHOOSE_FROM = 240
TONIGHT = 6
SILENT_ERA_END = 1930
SHORTEST_LISTED, LONGEST_LISTED, LONG_ENOUGH = 5, 240, 40
OF_THE_DAY, BY_LENGTH = "of-the-day", "by-length"


def _only(*pairs: tuple[Facet, str]) -> Wanted:
    return Wanted(only=frozenset(pairs))


FREE = tuple((Facet.OFFER, offer) for offer in ("free", "ads", "catch-up"))
SILENT_DECADES = tuple((Facet.DECADE, decade) for decade in DECADES if int(decade) < SILENT_ERA_END)
FILM, SERIES = (Facet.KIND, "film"), (Facet.KIND, "series")
# The shelves in their order: each is the beginning of a list, and its page shows the rest of it.
SHELVES: Mapping[str, Filters] = {
    "newly-free": Filters(_only(*FREE), Sort.NEWLY_FREE),
    "silents": Filters(_only(FILM, *FREE, *SILENT_DECADES)),
    "series": Filters(_only(SERIES, *FREE)),
    "open-cinema": Filters(_only(FILM, (Facet.BASIS, "open-licence"), *FREE)),
}
# The lists of which shelves and the evening's programme are the beginning.
SHELF_LISTS: Mapping[str, Filters] = {**SHELVES, BY_LENGTH: Filters(_only(FILM, *FREE), Sort.SHORTEST)}


@dataclass(frozen=True)
class Shelf:
    """A row of cards with the code of the reason that brings them together, a key of SHELVES."""

    code: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Home:
    """What the home page shows in a country; shelves that would be empty are left out."""

    of_the_day: Card | None
    tonight: tuple[Card, ...]
    shelves: tuple[Shelf, ...]


def countries_with_shelves() -> list[str]:
    """The countries whose shelves the worker keeps: those that the sites name first, and the world. One query."""
    named = {country for site in all_sites() for country in (site.default_country, *site.countries_first)}
    return sorted({*named, WORLD})


def shelf_candidates(visitor: Visitor) -> dict[str, list[int]]:
    """The titles that may stand on each shelf of the home page, the first ones first. Up to thirty queries."""
    found = {code: _beginning(visitor, filters) for code, filters in SHELVES.items()}
    films = Narrowing(["film"], [Lead(free_here(visitor))])
    # A length that is not known may be any.
    long = replace(films, ranges=[Range("runtime_min", left_out=[(0, LONG_ENOUGH - 1)])])
    of_some_length = replace(films, ranges=[Range("runtime_min", kept=[(SHORTEST_LISTED, LONGEST_LISTED)])])
    lengths = _best_known(of_some_length, visitor, LENGTHS_TO_CHOOSE_FROM)
    return found | {
        OF_THE_DAY: _best_known(long, visitor, DAYS_TO_CHOOSE_FROM),
        BY_LENGTH: ordered_few(lengths, Sort.SHORTEST, visitor, 0, LENGTHS_TO_CHOOSE_FROM),
    }


def _beginning(visitor: Visitor, filters: Filters) -> list[int]:
    """The first titles of a list."""
    narrowed = narrowing(visitor, filters.wanted)
    for lead in met_by_order(filters.sort, visitor):
        narrowed = narrowed.also(lead)
    return page_of_ids(narrowed, find(narrowed), filters.sort, visitor, 1)[:KEPT_FOR_A_SHELF]


def _best_known(narrowed: Narrowing, visitor: Visitor, most: int) -> list[int]:
    """The best-known titles that meet everything, quick for few as for many. Two to three queries."""
    found = find(narrowed)
    if found.ids is not None:
        return ordered_few(found.ids, Sort.POPULAR, visitor, 0, most)
    return ordered(narrowed, Sort.POPULAR, visitor, 0, most)


class _Place(NamedTuple):
    place: int
    shelf: str
    title_id: int


PLACES = Prepared(
    lambda country: ShelfPlace.objects.filter(country=country).values_list("place", "shelf", "title_id"),
    {"country": str},
    _Place,
)


def _kept(country: str) -> dict[str, list[int]]:
    """What the worker keeps for a country, nothing when it must be worked out. One query, or three.

    Where no link is shown that is not shown everywhere, the shelves of the world are those of the country.
    """
    if own := _kept_for(country):
        return own
    everywhere = _kept_for(WORLD)
    return {} if everywhere and ShownLink.objects.filter(country=country).exists() else everywhere


def _kept_for(country: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for row in sorted(PLACES.rows(country=country)):
        places.setdefault(row.shelf, []).append(row.title_id)
    return places


def home(visitor: Visitor) -> Home:
    """What the home page shows. Five queries.

    Two more in a country whose shelves are not kept, up to thirty more where they must be worked out.
    """
    kept = _kept(visitor.country) or shelf_candidates(visitor)
    turn = visitor.now.date().toordinal()
    of_the_day, tonight = _days_films(kept.get(OF_THE_DAY, []), turn), _evening(kept.get(BY_LENGTH, []), turn)
    shelves = {code: kept.get(code, []) for code in SHELVES}
    free = _free_of(visitor, [of_the_day, *tonight, *shelves.values()])
    shown = {code: [id_ for id_ in ids if id_ in free][:SHELF_SIZE] for code, ids in shelves.items()}
    evening = [id_ for ids in tonight for id_ in [next((one for one in ids if one in free), None)] if id_]
    wanted = {*free.intersection(of_the_day), *evening, *(id_ for ids in shown.values() for id_ in ids)}
    by_id = {card.id: card for card in cards(visitor, sorted(wanted))}
    # With the switch, what is free in a further country alone counts too: the page calls its film free in the first.
    best = next((id_ for id_ in of_the_day if id_ in by_id and by_id[id_].where.offer in FREE_OFFERS), 0)
    rows = (Shelf(code, tuple(by_id[id_] for id_ in ids if id_ in by_id)) for code, ids in shown.items())
    return Home(
        of_the_day=by_id.get(best),
        tonight=tuple(by_id[id_] for id_ in evening if id_ in by_id),
        shelves=tuple(row for row in rows if row.cards),
    )


class _Id(NamedTuple):
    id: int


def _free(visitor: Visitor, ids: str) -> QuerySet[ShownLink, Any]:
    # By offer, which an index of titles holds; `is_free` would be looked up in every row.
    rows = shown_here(visitor).filter(offer__in=sorted(FREE_OFFERS), title__in=Listed(ids))
    return rows.values_list("title_id").distinct()


@cache
def _free_here(is_noncommercial: bool) -> Prepared[_Id]:
    def make(ids: str, country: str, now: datetime) -> QuerySet[ShownLink, Any]:
        return _free(Visitor("", "", country, now, site_is_noncommercial=is_noncommercial), ids)

    return Prepared(make, {"ids": str, "country": str, "now": datetime}, _Id)


def _free_of(visitor: Visitor, lists: Iterable[Sequence[int]]) -> set[int]:
    """The titles of the lists that can be watched free now. One query, for the switch one of its own."""
    ids = listed({id_ for found in lists for id_ in found})
    if visitor.only_watchable:
        return {id_ for (id_,) in _free(visitor, ids)}
    rows = _free_here(visitor.site_is_noncommercial).rows(ids=ids, country=visitor.country, now=visitor.now)
    return {row.id for row in rows}


def _days_films(ids: Sequence[int], turn: int) -> list[int]:
    """The film of the day, another each day, and those to take its place where it cannot be watched any more."""
    # A stride that shares no factor with most lengths, so that neighbours in the list are not neighbours in time.
    return [ids[(turn * 37 + further) % len(ids)] for further in range(min(RESERVE, len(ids)))]


def _evening(ids: Sequence[int], turn: int) -> list[list[int]]:
    """Films of rising length, spread over what there is, each with those to take its place; another choice each day."""
    if len(ids) <= TONIGHT:
        return [[id_] for id_ in ids]
    step = len(ids) // TONIGHT
    return [
        [ids[step * place + (turn + further) % step] for further in range(min(RESERVE, step))]
        for place in range(TONIGHT)
    ]
