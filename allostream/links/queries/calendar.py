"""What becomes free in a country, year by year: what the answers foretell, and what has become free."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from allostream.lib.visitor import Visitor
from allostream.links.models import RightsAnswer
from allostream.links.queries import bounds
from allostream.links.queries.cards import Card, cards
from allostream.links.queries.offers import AnswerRow, answer_row
from allostream.links.rules import Status

DAY = timedelta(days=1)


@dataclass(frozen=True)
class FreeTitle:
    """A title, the answer that says why it becomes or became free, and the first day on which it is."""

    card: Card
    answer: AnswerRow
    on: date


@dataclass(frozen=True)
class FreeYear:
    """One page of what becomes free in a country in a year, the best known first; `is_cut`: there is more than `total`.

    `before` and `after` are the nearest years for which anything is known.
    """

    country: str
    year: int
    is_ahead: bool
    total: int
    is_cut: bool
    pages: int
    page: int
    titles: tuple[FreeTitle, ...]
    before: int | None = None
    after: int | None = None


def free_year(visitor: Visitor, country: str, year: int, page: int = 1) -> FreeYear:
    """What becomes free in a country in a year, which may lie behind. Seven to nine queries, five where there
    is nothing.

    A year ahead is read from the ends of protection, one behind or the present one from what is free: an end that has
    come frees nothing before the answer has been worked out again. Raises NotFound for a page beyond the last,
    BeyondLists for one that no list reaches.
    """
    is_ahead = year > visitor.now.year
    found = _of_year(country, year, is_ahead=is_ahead)
    total, is_cut = bounds.counted(found)
    pages = bounds.last_page(total, page)
    start = (page - 1) * bounds.PAGE_SIZE
    titles = _titles(visitor, found, start, bounds.PAGE_SIZE) if total else ()
    before, after = _neighbours(country, year, visitor.now.date())
    return FreeYear(country, year, is_ahead, total, is_cut, pages, page, titles, before, after)


def free_soon_and_lately(visitor: Visitor, country: str, most: int) -> tuple[FreeTitle, ...]:
    """What becomes free in a country at the next turn of the year, then what did this year, the best known of each.

    Two queries, and three more for each of the two that has any.
    """
    year = visitor.now.year
    found = (_of_year(country, one, is_ahead=one > year) for one in (year + 1, year))
    return tuple(title for rows in found for title in _titles(visitor, rows, 0, most))


def _public(country: str) -> QuerySet[RightsAnswer]:
    return RightsAnswer.objects.filter(country=country, title__removed_at__isnull=True, title__merged_into__isnull=True)


def _of_year(country: str, year: int, *, is_ahead: bool) -> QuerySet[RightsAnswer]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if is_ahead:  # free on the day after the last day of protection
        return _public(country).filter(
            status=Status.PROTECTED, protected_until__gte=first - DAY, protected_until__lte=last - DAY
        )
    return _public(country).filter(status=Status.PD, free_since__gte=first, free_since__lte=last)


def _titles(visitor: Visitor, found: QuerySet[RightsAnswer], start: int, most: int) -> tuple[FreeTitle, ...]:
    rows = list(found.order_by("-title__popularity", "title_id")[start : start + most])
    answers = {row.title_id: answer_row(row) for row in rows}
    return tuple(
        FreeTitle(card, answers[card.id], _first_day(answers[card.id])) for card in cards(visitor, list(answers))
    )


def _first_day(answer: AnswerRow) -> date:
    if answer.status is Status.PROTECTED and answer.protected_until:
        return answer.protected_until + DAY
    return answer.free_since or answer.evaluated_on


def _neighbours(country: str, year: int, today: date) -> tuple[int | None, int | None]:
    """The nearest years before and after for which anything is known. Two queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ahead = Q(status=Status.PROTECTED, protected_until__gte=date(today.year, 12, 31))
    behind = Q(status=Status.PD, free_since__lte=date(today.year, 12, 31))
    before = _edge(country, ahead & Q(protected_until__lt=first - DAY), "-protected_until", DAY) or _edge(
        country, behind & Q(free_since__lt=first), "-free_since"
    )
    after = _edge(country, behind & Q(free_since__gt=last), "free_since") or _edge(
        country, ahead & Q(protected_until__gte=last), "protected_until", DAY
    )
    return before, after


def _edge(country: str, condition: Q, order: str, later: timedelta = timedelta()) -> int | None:
    column = order.removeprefix("-")
    found: date | None = _public(country).filter(condition).order_by(order).values_list(column, flat=True).first()
    return (found + later).year if found else None
