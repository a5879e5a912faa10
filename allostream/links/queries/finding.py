"""What the index has found, as far as the database shows it: narrowed, in its order, counted by facet, as cards.

The index may be a second behind. So nothing of it reaches a reader that is not asked of the database here.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import QuerySet

from allostream.catalogue import prepared
from allostream.catalogue.models import TitleCountry, TitleGenre, TitleLanguage
from allostream.catalogue.prepared import Listed, Prepared, Together
from allostream.catalogue.rules import Sort
from allostream.hosts.models import Host
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import BASES, DECADES, OFFERS, RUNTIMES, Facet, State
from allostream.links.models import ShownLink
from allostream.links.queries import bounds
from allostream.links.queries.bounds import Browse
from allostream.links.queries.browse import Filters
from allostream.links.queries.cards import cards
from allostream.links.queries.helps import helped
from allostream.links.queries.narrowing import Lead, Narrowing, narrowing, present_titles
from allostream.links.queries.orders import ordered_few
from allostream.links.queries.shown import open_now, shown_here
from allostream.links.search_rules import Placed, Scored, in_order

Counts = Mapping[Facet, Mapping[str, int]]
Helps = Mapping[str, Collection[str]]
NO_HELPS: Helps = MappingProxyType({})


@dataclass(frozen=True)
class Results:
    """One page of what a search found. `counts` tells how many of all of it have each value of each facet, the switch
    and the facets that are set left aside; `placed` why the titles of this page stand where they do.
    """

    page: Browse
    counts: Counts
    placed: Sequence[Placed] = ()


def results(
    visitor: Visitor, found: Sequence[Scored], filters: Filters, helps: Helps = NO_HELPS, *, is_cut: bool = False
) -> Results:
    """One page of the titles that were found, as far as filters, helps and the visitor's switch leave them, and how
    many of what was found have each value of each facet. Four to eleven queries, by what is asked for; never by
    how much there is. Raises NotFound for a page beyond the last.
    """
    facts = _facts(visitor, [one.id for one in found])
    page, placed = _listed(visitor, found, filters, helps, is_cut=is_cut, facts=facts)
    return Results(page, _counts(visitor, [one.id for one in found], facts), placed)


def listed(
    visitor: Visitor, found: Sequence[Scored], filters: Filters, helps: Helps = NO_HELPS, *, is_cut: bool = False
) -> tuple[Browse, Sequence[Placed]]:
    """One page of the titles that were found, and why each of it stands where it does. Five to twelve queries.

    `helps` are languages of subtitles and the like (query_rules.HELPS), each with those of which a copy must have one.
    `is_cut` says that the index had more. Raises NotFound for a page beyond the last.
    """
    return _listed(visitor, found, filters, helps, is_cut=is_cut)


def _listed(
    visitor: Visitor,
    found: Sequence[Scored],
    filters: Filters,
    helps: Helps,
    *,
    is_cut: bool,
    facts: "_Counted | None" = None,
) -> tuple[Browse, Sequence[Placed]]:
    """The same; what the facts of all that was found tell already is not asked again."""
    ids = [one.id for one in found]
    narrowed = narrowing(visitor, filters.wanted)
    narrowed = replace(narrowed, ranges=(*narrowed.ranges, *filters.ranges))
    every = {one.id for one in facts.numbers} if facts and narrowed.is_any() else _kept(narrowed, ids)
    for help_, tags in helps.items():
        every &= helped(visitor, every, help_, tags)
    kept = _kept(narrowed.also(Lead(shown_here(visitor))), every) if visitor.only_watchable else every
    here = {one.title_id for one in facts.shown} if facts else _here(visitor, kept)
    placed = in_order([one for one in found if one.id in kept], here)
    pages = bounds.last_page(len(placed), filters.page)
    start = (filters.page - 1) * bounds.PAGE_SIZE
    shown = _sorted(placed, filters.sort, visitor)[start : start + bounds.PAGE_SIZE]
    page = Browse(
        len(placed),
        len(every) - len(placed),
        pages,
        filters.page,
        tuple(cards(visitor, shown)) if shown else (),
        is_cut=is_cut,
    )
    by_id = {one.id: one for one in placed}
    return page, [by_id[id_] for id_ in shown]


def left_without_each(visitor: Visitor, found: Sequence[Scored], filters: Filters) -> dict[tuple[Facet, str], int]:
    """How many of the titles are left without one of the filters, for each without which some are. One to six queries
    for each filter: asked only where they leave none.
    """
    ids = [one.id for one in found]
    left = {}
    for facet, value, _state in filters.wanted.settings():
        narrowed = narrowing(visitor, filters.wanted.put(facet, value, State.ANY))
        narrowed = replace(narrowed, ranges=(*narrowed.ranges, *filters.ranges))
        if visitor.only_watchable:
            narrowed = narrowed.also(Lead(shown_here(visitor)))
        if kept := _kept(narrowed, ids):
            left[facet, value] = len(kept)
    return left


def in_order_here(visitor: Visitor, found: Sequence[Scored]) -> list[int]:
    """The ids of what was found in their order, with the switch only what the visitor can watch. One query, two with
    the switch, none without titles.
    """
    ids = [one.id for one in found]
    here = _here(visitor, ids)
    if visitor.only_watchable:
        kept = set(shown_here(visitor).filter(title__in=ids).values_list("title_id", flat=True))
        found = [one for one in found if one.id in kept]
    return [one.id for one in in_order(found, here)]


def _kept(narrowed: Narrowing, ids: Collection[int]) -> set[int]:
    """Which of the titles meet everything. One query."""
    if not ids or not narrowed.kinds:
        return set()
    if narrowed.is_any():
        return {id_ for (id_,) in _present().rows(ids=prepared.listed(ids))}
    rows = present_titles().filter(pk__in=list(ids), kind__in=narrowed.kinds)
    return set(narrowed.tested(rows).values_list("pk", flat=True))


class _Id(NamedTuple):
    id: int


@cache
def _present() -> Prepared[_Id]:
    return Prepared(lambda ids: present_titles().filter(pk__in=Listed(ids)).values_list("pk"), {"ids": str}, _Id)


def _here(visitor: Visitor, ids: Collection[int]) -> set[int]:
    """Which of the titles can be watched in the country that governs the page. One query, none without titles."""
    if not ids:
        return set()
    query = _open_of(visitor.site_is_noncommercial)
    return {
        title_id for title_id, _open in query.rows(ids=prepared.listed(ids), country=visitor.country, now=visitor.now)
    }


class _Open(NamedTuple):
    title_id: int
    country: str


@cache
def _open_of(is_noncommercial: bool) -> Prepared[_Open]:
    def make(ids: str, country: str, now: datetime) -> QuerySet[ShownLink, Any]:
        visitor = Visitor("", "", country, now, site_is_noncommercial=is_noncommercial)
        shown = ShownLink.objects.filter(open_now(visitor), title__in=Listed(ids))
        return shown.values_list("title_id", "country").distinct()

    return Prepared(make, {"ids": str, "country": str, "now": datetime}, _Open)


def _sorted(placed: Sequence[Placed], sort: Sort, visitor: Visitor) -> list[int]:
    """In the order of the search, or in another that was asked for. No query, or one."""
    ids = [one.id for one in placed]
    return ids if sort is Sort.FIT or not ids else ordered_few(ids, sort, visitor, 0, len(ids))


def counts(visitor: Visitor, ids: Collection[int]) -> Counts:
    """How many of some titles have each value of each facet; of offers, rights and hosts, what is shown here.

    One query, one more for the hosts of links, and one more with the switch.
    """
    return _counts(visitor, ids, _facts(visitor, ids))


def _facts(visitor: Visitor, ids: Collection[int]) -> "_Counted":
    """What is counted of titles. One query."""
    query = _counted(visitor.site_is_noncommercial)
    return query.rows(ids=prepared.listed(ids), country=visitor.country, now=visitor.now)


def _counts(visitor: Visitor, ids: Collection[int], rows: "_Counted") -> Counts:
    found: dict[Facet, Counter[str]] = {facet: Counter() for facet in Facet}
    for _id, kind, year, minutes in rows.numbers:
        found[Facet.KIND][kind] += 1
        _count_numbers(found, year, minutes)
    found[Facet.GENRE].update(code for (code,) in rows.genres)
    found[Facet.COUNTRY].update(code.lower() for (code,) in rows.countries)
    found[Facet.LANGUAGE].update(code for (code,) in rows.languages)
    _count_links(
        found, _what_is_shown(shown_here(visitor), prepared.listed(ids)) if visitor.only_watchable else rows.shown
    )
    return found


NUMBERS = ("pk", "kind", "year", "runtime_min")


class _Numbers(NamedTuple):
    id: int
    kind: str
    year: int | None
    minutes: int | None


class _Code(NamedTuple):
    code: str


class _Shown(NamedTuple):
    title_id: int
    offer: str
    rights_basis: str
    host_id: int


class _Counted(NamedTuple):
    numbers: list[_Numbers]
    genres: list[_Code]
    countries: list[_Code]
    languages: list[_Code]
    shown: list[_Shown]


@cache
def _counted(is_noncommercial: bool) -> Together[_Counted]:
    def shown(ids: str, country: str, now: datetime) -> QuerySet[ShownLink, Any]:
        visitor = Visitor("", "", country, now, site_is_noncommercial=is_noncommercial)
        return _what_is_shown(ShownLink.objects.filter(open_now(visitor)), ids)

    return Together(
        _Counted, {"ids": str, "country": str, "now": datetime},
        numbers=lambda ids: present_titles().filter(pk__in=Listed(ids)).values_list(*NUMBERS),
        genres=lambda ids: TitleGenre.objects.filter(title__in=Listed(ids)).values_list("genre__slug"),
        countries=lambda ids: TitleCountry.objects.filter(title__in=Listed(ids)).values_list("code"),
        languages=lambda ids: TitleLanguage.objects.filter(title__in=Listed(ids)).values_list("code"),
        shown=shown,
    )  # fmt: skip


def _what_is_shown(rows: QuerySet[ShownLink], ids: str) -> QuerySet[ShownLink, Any]:
    """By what and where titles can be watched, each once."""
    columns = ("title_id", "offer", "rights_basis", "host_id")
    return rows.filter(title__in=Listed(ids)).order_by().values_list(*columns).distinct()


class _Slug(NamedTuple):
    id: int
    slug: str


HOSTS = Prepared(lambda ids: Host.objects.filter(pk__in=Listed(ids)).values_list("pk", "slug"), {"ids": str}, _Slug)


def _count_numbers(found: Mapping[Facet, Counter[str]], year: int | None, minutes: int | None) -> None:
    decade = str(year // 10 * 10) if year else ""
    if decade in DECADES:
        found[Facet.DECADE][decade] += 1
    for name, (first, last) in RUNTIMES.items():
        if minutes is not None and first <= minutes and (last is None or minutes <= last):
            found[Facet.RUNTIME][name] += 1


def _count_links(found: Mapping[Facet, Counter[str]], pairs: Iterable[tuple[int, str, str, int]]) -> None:
    """A title counts once for each value, however many copies have it. One query."""
    pairs = set(pairs)
    slugs = dict(HOSTS.rows(ids=prepared.listed({host for *_, host in pairs})))
    offers = {offer.value: name for name, several in OFFERS.items() for offer in several}
    bases = {basis.value: name for name, basis in BASES.items()}
    found[Facet.OFFER].update(name for _, name in {(title, offers[offer]) for title, offer, _, _ in pairs})
    found[Facet.BASIS].update(name for _, name in {(title, bases[basis]) for title, _, basis, _ in pairs})
    found[Facet.HOST].update(name for _, name in {(title, slugs[host]) for title, _, _, host in pairs})
