"""Reads of what people would watch and no lawful link is known of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Sum

from allostream.catalogue.models import Title
from allostream.community.models import Demand
from allostream.community.wanted_rules import FEWEST, counted_from, rounded
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink
from allostream.links.queries import Card
from allostream.links.queries.cards import cards
from allostream.links.queries.shown import open_now

SHOWN = 48
LOOKED_AT = 1000  # the most wanted of a country, before those that have a link are left out


@dataclass(frozen=True, slots=True)
class WantedTitle:
    """A title that many want in a country, and about how many: rounded, never exact."""

    card: Card
    people: int
    since: date


def has_link(visitor: Visitor, title_id: int) -> bool:
    """Whether anything of a title is shown in the visitor's country. One query."""
    return ShownLink.objects.filter(open_now(visitor), title=title_id).exists()


def wanted(visitor: Visitor, count: int = SHOWN) -> list[WantedTitle]:
    """What is wanted most in the visitor's country and has no link there; by about how many want it, then the best
    known first. Two queries, four where there is something.

    Only what at least FEWEST people wanted in one month: a list on which one wish shows tells of one person.
    """
    demands = Demand.objects.filter(
        country=visitor.country, month__gte=counted_from(visitor.now.date()), people__gte=FEWEST
    )
    rows = demands.values("title").annotate(most=Max("people"), latest=Max("month")).order_by("-most", "title")
    found = {row["title"]: (rounded(row["most"]), row["latest"]) for row in rows[:LOOKED_AT]}
    shown = ShownLink.objects.filter(open_now(visitor), title=OuterRef("pk"))
    present = Title.objects.filter(pk__in=list(found), removed_at__isnull=True, merged_into__isnull=True)
    known = dict(present.exclude(Exists(shown)).values_list("pk", "popularity"))
    order = sorted(known, key=lambda title: (-found[title][0], -known[title], title))[:count]
    return [WantedTitle(card, *found[card.id]) for card in cards(visitor, order)] if order else []


def most_wanted(today: date, limit: int) -> list[int]:
    """The row ids of titles that most people want in countries where nothing shows them, the most wanted first: what
    those who look for links ask for first. One query.

    Here single wishes count too: what is asked of a source tells nobody who wanted it.
    """
    shown = ShownLink.objects.filter(title=OuterRef("title"), country__in=[OuterRef("country"), "*"])
    rows = Demand.objects.filter(
        ~Exists(shown), month__gte=counted_from(today), people__gt=0, title__removed_at__isnull=True,
        title__merged_into__isnull=True,
    )  # fmt: skip
    summed = rows.values("title").annotate(all=Sum("people")).order_by("-all", "title")
    return list(summed.values_list("title", flat=True)[:limit])


def demand_for(title_id: int, today: date) -> dict[str, int]:
    """About how many want a title, by country, where enough do: for archives and holders of rights. One query."""
    rows = Demand.objects.filter(title=title_id, month__gte=counted_from(today), people__gte=FEWEST)
    summed = rows.values("country").annotate(most=Max("people")).order_by("country")
    return {row["country"]: rounded(row["most"]) for row in summed}
