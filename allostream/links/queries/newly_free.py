"""What became free in a country, the latest first, and what becomes free next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allostream.catalogue.rules import Sort
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import KINDS
from allostream.links.models import RightsAnswer
from allostream.links.queries import bounds
from allostream.links.queries.browse import page_of_ids
from allostream.links.queries.cards import Card, cards
from allostream.links.queries.narrowing import Lead, Narrowing, find, free_here
from allostream.links.queries.offers import AnswerRow, answer_rows, governing
from allostream.links.queries.orders import freed
from allostream.links.rules import Status

MOST_NEXT, NEXT_LOOKED_AT = 12, 500


@dataclass(frozen=True)
class Freed:
    """A title that became free, with the answer that says since when and why."""

    card: Card
    answer: AnswerRow


@dataclass(frozen=True)
class NewlyFree:
    """One page of what became free in a country and can be watched there; `is_cut`: there is more than `total`."""

    total: int
    is_cut: bool
    pages: int
    page: int
    titles: tuple[Freed, ...]


@dataclass(frozen=True)
class NextFree:
    """What becomes free in a country on a day to come: the best known titles, and how many there are."""

    on: date
    total: int
    is_cut: bool
    cards: tuple[Card, ...]


def newly_free(visitor: Visitor, page: int = 1) -> NewlyFree:
    """One page of what became free in the visitor's country and can be watched there free. Five to eight queries.

    Raises NotFound for a page beyond the last, BeyondLists for one that no list reaches.
    """
    narrowed = Narrowing(KINDS, [Lead(freed(visitor)), Lead(free_here(visitor))])
    found = find(narrowed)
    pages = bounds.last_page(found.total, page)
    ids = page_of_ids(narrowed, found, Sort.NEWLY_FREE, visitor, page)
    return NewlyFree(found.total, found.is_cut, pages, page, tuple(_with_answers(visitor, ids)))


def _with_answers(visitor: Visitor, ids: Sequence[int]) -> list[Freed]:
    answers = answer_rows(ids)
    pairs = ((card, governing(answers[card.id], visitor.country)) for card in cards(visitor, ids))
    return [Freed(card, answer) for card, answer in pairs if answer]


def next_free(visitor: Visitor) -> NextFree | None:
    """What becomes free in the visitor's country at the turn of the year; None when nothing is known to.

    One query, seven or eight where something is.

    Terms of protection run to the end of a year (for one: directive 2006/116/EC, article 8; 17 U.S.C. § 305).
    """
    today = visitor.now.date()
    ending = RightsAnswer.objects.filter(
        country=visitor.country, status=Status.PROTECTED, protected_until__gte=today,
        protected_until__lte=date(today.year, 12, 31), title__removed_at__isnull=True, title__merged_into__isnull=True,
    )  # fmt: skip
    total, is_cut = bounds.counted(ending)
    if not total:
        return None
    looked_at = ending.order_by("protected_until", "title_id").values_list("title__popularity", "title_id")
    best = sorted(looked_at[:NEXT_LOOKED_AT], key=lambda row: (-row[0], row[1]))[:MOST_NEXT]
    return NextFree(date(today.year + 1, 1, 1), total, is_cut, tuple(cards(visitor, [pk for _known, pk in best])))
