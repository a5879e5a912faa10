"""What is shown no longer in a country: the latest first, as long as nothing shows it there again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.ending_rules import KEPT_FOR, Cause
from allostream.links.models import Ended, ShownLink
from allostream.links.queries import bounds
from allostream.links.queries.cards import Card, cards
from allostream.links.queries.shown import open_now

LOOKED_AT = 20_000  # of the latest notes for a country: most of those that one host left behind may be shown elsewhere


@dataclass(frozen=True)
class Gone:
    """A title that is shown no longer: its card tells what remains; `was_free`: what ended is watching it free."""

    card: Card
    at: datetime
    cause: Cause
    was_free: bool


@dataclass(frozen=True)
class NoLonger:
    """One page of what is shown no longer in a country; `is_cut`: there is more than `total`."""

    total: int
    is_cut: bool
    pages: int
    page: int
    titles: tuple[Gone, ...]


def is_over(was_free: str, shown: QuerySet[ShownLink]) -> Q:
    """The condition that none of the rows show a title any more, or none free where a column says that one was."""
    free_no_more = Q(**{was_free: True}) & ~Q(Exists(shown.filter(is_free=True)))
    return free_no_more | (Q(**{was_free: False}) & ~Q(Exists(shown)))


def no_longer(visitor: Visitor, page: int = 1) -> NoLonger:
    """One page of what is shown no longer in the visitor's country. Four queries, seven where there is something.

    Raises NotFound for a page beyond the last, BeyondLists for one that no list reaches.
    """
    there, everywhere = _over(visitor, visitor.country), _over(visitor, WORLD)
    counts = (bounds.counted(there), bounds.counted(everywhere))
    total = min(sum(count for count, _is_cut in counts), bounds.most_titles())
    is_cut = any(is_cut for _count, is_cut in counts) or total < sum(count for count, _is_cut in counts)
    pages = bounds.last_page(total, page)
    end = page * bounds.PAGE_SIZE
    latest = merge(there[:end], everywhere[:end], key=lambda row: (-row.ended_at.timestamp(), row.title_id))
    rows = list(islice(latest, end - bounds.PAGE_SIZE, end))
    return NoLonger(total, is_cut, pages, page, tuple(_with_cards(visitor, rows)))


def _over(visitor: Visitor, country: str) -> QuerySet[Ended]:
    """What ended in a country or everywhere and is not shown in the visitor's, the latest first.

    A note of the country itself is the later one, for what is shown in the world is shown there.
    """
    after = visitor.now - KEPT_FOR
    looked_at = Ended.objects.filter(country=country, ended_at__gt=after).order_by("-ended_at", "title")
    rows = Ended.objects.filter(
        is_over("was_free", ShownLink.objects.filter(open_now(visitor), title=OuterRef("title"))),
        pk__in=looked_at.values("pk")[:LOOKED_AT], title__removed_at__isnull=True, title__merged_into__isnull=True,
    )  # fmt: skip
    if not visitor.site_is_noncommercial:
        rows = rows.filter(noncommercial=False)
    if country == WORLD:
        rows = rows.exclude(Exists(Ended.objects.filter(country=visitor.country, title=OuterRef("title"))))
    return rows.order_by("-ended_at", "title")


def _with_cards(visitor: Visitor, rows: Sequence[Ended]) -> list[Gone]:
    known = {card.id: card for card in cards(visitor, [row.title_id for row in rows])} if rows else {}
    return [
        Gone(known[row.title_id], row.ended_at, Cause(row.cause), row.was_free) for row in rows if row.title_id in known
    ]
