"""What the worker works out so that pages need not: the values of facets by their use, titles for the home page."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from allostream.catalogue.models import Title, TitleCountry, TitleGenre, TitleLanguage
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.hosts.models import Standing as HostStanding
from allostream.lib import clock
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import BASES, DECADES, KINDS, OFFERS, RUNTIMES, Facet
from allostream.links.models import FacetFigures, RightsAnswer, ShelfPlace, WatchLink
from allostream.links.queries.shelves import shelf_candidates
from allostream.links.rules import RightsBasis, Status

Figures = list[tuple[str, int]]


def count_facets() -> int:
    """Count anew how many titles have each value of each facet; returns of how many values. Ten queries, three writes.

    Removed and merged titles are counted too: only the order of filters rests on these figures, and counting without
    them would have to look at every title for every fact.
    """
    rows = [
        FacetFigures(facet=facet, value=value, titles=titles, place=place)
        for facet, figures in _figures()
        for place, (value, titles) in enumerate(sorted(figures, key=lambda pair: (-pair[1], pair[0])))
        if titles
    ]
    with transaction.atomic():
        before = FacetFigures.objects.all()
        if {_figure(row) for row in rows} != {_figure(row) for row in before}:
            raise_stamp(Subject.LISTS)
            before.delete()
            FacetFigures.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def _figure(row: FacetFigures) -> tuple[str, str, int, int]:
    return row.facet, row.value, row.titles, row.place


def _figures() -> Iterable[tuple[Facet, Figures]]:
    yield Facet.GENRE, _grouped(TitleGenre.objects, "genre__slug")
    yield Facet.COUNTRY, [(code.lower(), titles) for code, titles in _grouped(TitleCountry.objects, "code")]
    yield Facet.LANGUAGE, _grouped(TitleLanguage.objects, "code")
    yield Facet.DECADE, _decades()
    yield Facet.RUNTIME, [(value, _lasting(first, last)) for value, (first, last) in RUNTIMES.items()]
    links = WatchLink.objects.filter(removed_at__isnull=True)
    # A host that links may not lead to is no filter: the list refuses its name.
    yield Facet.HOST, _grouped(links.filter(host__stands=HostStanding.LISTED), "host__slug")
    by_offer = dict(_grouped(links, "offer"))
    yield Facet.OFFER, [(value, sum(by_offer.get(offer, 0) for offer in offers)) for value, offers in OFFERS.items()]
    licensed = RightsAnswer.objects.filter(status=Status.OPEN_LICENCE).count()
    # The other bases are those of most links.
    yield Facet.BASIS, [(value, licensed) for value, basis in BASES.items() if basis is RightsBasis.OPEN_LICENCE]


def _grouped(rows: QuerySet[Any] | Any, column: str) -> Figures:
    return [(value, count) for value, count in rows.order_by().values_list(column).annotate(Count("pk")) if value]


def _decades() -> Figures:
    """By one walk along the index of years."""
    found = dict.fromkeys(DECADES, 0)
    years = Title.objects.filter(kind__in=KINDS, removed_at__isnull=True, merged_into__isnull=True, year__isnull=False)
    for year, titles in _grouped(years, "year"):
        decade = str(int(year) // 10 * 10)
        if decade in found:
            found[decade] += titles
    return list(found.items())


def _lasting(first: int, last: int | None) -> int:
    present = Title.objects.filter(kind__in=KINDS, removed_at__isnull=True, merged_into__isnull=True)
    lasting = present.filter(runtime_min__gte=first)
    return (lasting if last is None else lasting.filter(runtime_min__lte=last)).count()


def keep_shelves(country: str) -> int:
    """Work out anew which titles may stand on the shelves of a country (or the world, `*`); returns how many do."""
    # Licences that forbid trade are counted as allowed, as everywhere here: the page asks again with its own site.
    anybody = Visitor(site="", language="en", country=country, now=clock.now())
    rows = [
        ShelfPlace(country=country, shelf=shelf, place=place, title_id=title_id)
        for shelf, ids in shelf_candidates(anybody).items()
        for place, title_id in enumerate(ids)
    ]
    with transaction.atomic():
        before = ShelfPlace.objects.filter(country=country)
        if {_place(row) for row in rows} != {_place(row) for row in before}:
            raise_stamp(Subject.LISTS)
            before.delete()
            ShelfPlace.objects.bulk_create(rows)
    return len(rows)


def _place(row: ShelfPlace) -> tuple[str, int, int]:
    return row.shelf, row.place, row.title_id


def drop_shelves_but(countries: Collection[str]) -> int:
    """Remove what is kept for countries other than these; returns how many places that were."""
    with transaction.atomic():
        removed = ShelfPlace.objects.exclude(country__in=countries).delete()[0]
        if removed:
            raise_stamp(Subject.LISTS)
    return removed
