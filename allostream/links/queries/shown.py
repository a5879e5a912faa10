"""The read model of lists: what of the links may be shown now, what the visitor can watch of it, what cards say.

These conditions are the twins of rules in links.rules, asked of rows instead of one link.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value

from allostream.catalogue.prepared import Listed, Prepared, listed
from allostream.hosts.models import Host
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink
from allostream.links.rules import FREE_OFFERS, Offer, rank

OWN = "own"  # stands for the visitor's services where only whether a host is one of them counts


@dataclass(frozen=True)
class Where:
    """What a card says of a title: the best offer in the visitor's country, else in a further one of the visitor's.

    `offer` is None when nothing is shown in the country that governs the page; `further_country` and `further_offer`
    then tell of the visitor's other countries. `is_watchable` is what the switch asks.
    """

    offer: Offer | None = None
    is_open_licence: bool = False
    free_elsewhere: int = 0
    is_own_service: bool = False
    further_country: str = ""
    further_offer: Offer | None = None
    is_watchable: bool = False


def signature(languages: Iterable[str]) -> str:
    """Languages as one text that a database can look into: each stands between two spaces."""
    parts = " ".join(languages)
    return f" {parts} " if parts else ""


def open_now(visitor: Visitor) -> Q:
    """The condition on ShownLink rows that may be shown at this moment in the country that governs the page."""
    return Q(country__in=[visitor.country, WORLD]) & open_anywhere(visitor)


def open_anywhere(visitor: Visitor) -> Q:
    """The condition on ShownLink rows whose window is open and which the visitor's site may show, in any country."""
    opened = Q(opens_at__isnull=True) | Q(opens_at__lte=visitor.now)
    still = Q(closes_at__isnull=True) | Q(closes_at__gt=visitor.now)
    return opened & still & (Q() if visitor.site_is_noncommercial else Q(noncommercial=False))


def watchable(visitor: Visitor) -> Q:
    """The condition on ShownLink rows that “Only what I can watch” counts: links.rules.is_watchable for rows."""
    return open_anywhere(visitor) & _suits(visitor)


def _suits(visitor: Visitor) -> Q:
    return Q(country__in=[*visitor.own_countries, WORLD]) & _paid_for(visitor) & _followed(visitor)


def _paid_for(visitor: Visitor) -> Q:
    return Q(is_free=True) | _on_own_service(visitor) if visitor.services else Q()


def _on_own_service(visitor: Visitor) -> Q:
    return Q(host__in=Host.objects.filter(slug__in=visitor.services).values("pk"))


def _followed(visitor: Visitor) -> Q:
    if not visitor.languages:
        return Q()
    return reduce(or_, (Q(languages__contains=f" {one} ") for one in visitor.languages), Q(languages=""))


def shown_here(visitor: Visitor) -> QuerySet[ShownLink]:
    """The rows that lists count: with the switch all that the visitor can watch, else all shown in the country."""
    return ShownLink.objects.filter(watchable(visitor) if visitor.only_watchable else open_now(visitor))


class _Row(NamedTuple):
    """A row as cards need it."""

    title_id: int
    country: str
    offer: str
    is_open_licence: bool
    is_own: bool
    counts: bool

    @property
    def is_free(self) -> bool:
        return self.offer in FREE_OFFERS

    @property
    def is_paid_for(self) -> bool:
        """Whether the visitor already pays for it; what is free is paid for by nobody."""
        return self.is_own and not self.is_free

    def place(self) -> tuple[tuple[int, int], bool]:
        """Its place in the published order."""
        return rank(Offer(self.offer), OWN if self.is_own else "", (OWN,)), not self.is_open_licence


def where(visitor: Visitor, title_ids: Collection[int]) -> dict[int, Where]:
    """What cards say of titles. One query."""
    found: dict[int, list[_Row]] = {}
    for row in _rows(visitor, listed(title_ids)):
        found.setdefault(row.title_id, []).append(row)
    return {title_id: _where(found.get(title_id, []), visitor) for title_id in title_ids}


def _rows(visitor: Visitor, ids: str) -> Iterable[_Row]:
    """The rows of titles, in no order. Who has chosen services or languages asks in a way of their own."""
    if visitor.services or visitor.languages:
        return (_Row(*values) for values in _asked(visitor, ids))
    query = _prepared(len(visitor.own_countries), visitor.site_is_noncommercial)
    countries = {f"country{number}": code for number, code in enumerate(visitor.own_countries)}
    return query.rows(ids=ids, now=visitor.now, **countries)


@cache
def _prepared(countries: int, is_noncommercial: bool) -> Prepared[_Row]:
    def make(ids: str, now: datetime, **codes: str) -> QuerySet[ShownLink, Any]:
        country, *others = codes.values()
        return _asked(
            Visitor("", "", country, now, site_is_noncommercial=is_noncommercial, other_countries=tuple(others)), ids
        )

    codes = {f"country{number}": str for number in range(countries)}
    return Prepared(make, {"ids": str, "now": datetime, **codes}, _Row)


def _asked(visitor: Visitor, ids: str) -> QuerySet[ShownLink, Any]:
    rows = ShownLink.objects.filter(open_anywhere(visitor), title__in=Listed(ids)).annotate(
        own=_flag(_on_own_service(visitor)) if visitor.services else Value(False), counts=_flag(_suits(visitor))
    )
    # What an index holds, and each once: a series has a hundred links that say the same.
    return rows.values_list("title_id", "country", "offer", "is_open_licence", "own", "counts").distinct()


def _flag(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _where(rows: list[_Row], visitor: Visitor) -> Where:
    free = {row.country for row in rows if row.is_free}
    elsewhere = len(free - {visitor.country, WORLD})
    counts = any(row.counts for row in rows)
    here = [row for row in rows if row.country in (visitor.country, WORLD)]
    if here:
        best = min(here, key=_Row.place)
        return Where(
            Offer(best.offer), best.is_open_licence, elsewhere, is_own_service=best.is_paid_for, is_watchable=counts
        )
    further = [row for row in rows if row.country in visitor.other_countries]
    if not further:
        return Where(free_elsewhere=elsewhere, is_watchable=counts)
    best = min(further, key=lambda row: (row.place(), visitor.other_countries.index(row.country)))
    return Where(
        free_elsewhere=elsewhere, further_country=best.country, further_offer=Offer(best.offer),
        is_own_service=best.is_paid_for, is_watchable=counts,
    )  # fmt: skip
