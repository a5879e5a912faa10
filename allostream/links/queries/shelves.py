"""The home page: its shelves, the film of the day, and films for an evening by their length.

Which titles may stand there is worked out by the worker for each country and kept in a small table, since looking for
them among a million takes too long for a page. Each reading asks the gate again, so that nothing hidden is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from allostream.catalogue.rules import Sort
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import DECADES, Facet, Wanted
from allostream.links.models import ShelfPlace
from allostream.links.queries.browse import Filters, page_of_ids
from allostream.links.queries.cards import Card, cards
from allostream.links.queries.narrowing import Lead, Narrowing, find, free_here, narrowing, titles_along
from allostream.links.queries.orders import met_by_order
from allostream.links.rules import FREE_OFFERS

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


def shelf_candidates(visitor: Visitor) -> dict[str, list[int]]:
    """The titles that may stand on each shelf of the home page, the first ones first. Up to thirty queries."""
    found = {code: _beginning(visitor, filters) for code, filters in SHELVES.items()}
    films = Narrowing(["film"], [Lead(free_here(visitor))])
    return found | {OF_THE_DAY: _long_films(films), BY_LENGTH: _lengths(films)}


def _beginning(visitor: Visitor, filters: Filters) -> list[int]:
    """The first titles of a list."""
    narrowed = narrowing(visitor, filters.wanted)
    for lead in met_by_order(filters.sort, visitor):
        narrowed = narrowed.also(lead)
    return page_of_ids(narrowed, find(narrowed), filters.sort, visitor, 1)[:KEPT_FOR_A_SHELF]


def _long_films(films: Narrowing) -> list[int]:
    """Well-known films that fill an evening, as far as their length is known."""
    titles = titles_along(films, "film").filter(Q(runtime_min__gte=LONG_ENOUGH) | Q(runtime_min__isnull=True))
    return list(titles.order_by("-popularity", "id").values_list("pk", flat=True)[:DAYS_TO_CHOOSE_FROM])


def _lengths(films: Narrowing) -> list[int]:
    """Well-known films in order of their length."""
    titles = titles_along(films, "film").filter(runtime_min__gte=SHORTEST_LISTED, runtime_min__lte=LONGEST_LISTED)
    known = titles.order_by("-popularity", "id").values_list("runtime_min", "pk")[:LENGTHS_TO_CHOOSE_FROM]
    return [pk for _length, pk in sorted(known)]


def _kept(country: str) -> dict[str, list[int]]:
    """What the worker keeps for a country; for one that no link names, what it keeps for the whole world. One query."""
    places: dict[str, dict[str, list[int]]] = {}
    rows = ShelfPlace.objects.filter(country__in=[country, WORLD]).order_by("place")
    for of, shelf, title_id in rows.values_list("country", "shelf", "title_id"):
        places.setdefault(of, {}).setdefault(shelf, []).append(title_id)
    return places.get(country) or places.get(WORLD) or {}


def home(visitor: Visitor) -> Home:
    """What the home page shows. Seven queries, eight with addresses in another language; more before a first count."""
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


def _free_of(visitor: Visitor, lists: Iterable[Sequence[int]]) -> set[int]:
    """The titles of the lists that can be watched free now. One query."""
    ids = {id_ for found in lists for id_ in found}
    return set(free_here(visitor).filter(title__in=ids).values_list("title_id", flat=True).distinct())


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
