"""How far lists go: nothing is counted beyond the last page that a list may have, however much there is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from allostream.lib.problems import NotFound, gettext_noop
from allostream.links.queries.cards import Card

PAGE_SIZE = 48
MOST_PAGES = 100


@dataclass(frozen=True)
class Browse:
    """One page of a list: how many there are, how many of them the switch hides, and the cards.

    Nothing is counted beyond the last page that a list may have: `is_cut` says that there are more titles than `total`,
    and `hides_more` that the switch hides more than `hidden_by_switch`.
    """

    total: int
    hidden_by_switch: int
    pages: int
    page: int
    cards: tuple[Card, ...]
    is_cut: bool = False
    hides_more: bool = False


class BeyondLists(NotFound):
    """A page further on than any list goes."""

    code = "beyond-lists"
    sentence = gettext_noop("Lists end at page %(last)s: choose a filter or another order to see other titles.")


def most_titles() -> int:
    """How many titles a list may have."""
    return MOST_PAGES * PAGE_SIZE


def counted(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows there are, counted as far as lists go, and whether there are more. One query."""
    most = most_titles()
    found = rows.order_by()[: most + 1].count()
    return min(found, most), found > most


def last_page(total: int, page: int) -> int:
    """The last page of a list. Raises BeyondLists or NotFound when the page asked for lies beyond it."""
    if page > MOST_PAGES:
        raise BeyondLists(last=str(MOST_PAGES))
    pages = max(1, -(-total // PAGE_SIZE))
    if page > pages:
        raise NotFound
    return pages
