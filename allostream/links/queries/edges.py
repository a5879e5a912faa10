"""When pages change by the clock alone: the windows of links open and close without a write."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Func, QuerySet

from allostream.catalogue.prepared import Make, Together
from allostream.links.models import ShownLink


class Edge(NamedTuple):
    """A moment, None where there is none."""

    at: datetime | None


class _Edges(NamedTuple):
    """The first edge of each kind."""

    opens: list[Edge]
    closes: list[Edge]


def first_edge(edge: str, *, of_title: bool = True) -> Make:
    """The query for the first edge of a kind, of a title or of all. Each end of an index: no row is looked at."""

    def first(now: datetime, title: int = 0) -> QuerySet[Any, Any]:
        rows = ShownLink.objects.filter(**{f"{edge}__gt": now})
        rows = rows.filter(title=title) if of_title else rows
        return rows.values_list(Func(edge, function="MIN", output_field=DateTimeField()))

    return first


@cache
def _edges(of_title: bool) -> Together[_Edges]:
    values: dict[str, type] = {"now": datetime, **({"title": int} if of_title else {})}
    opens, closes = (first_edge(edge, of_title=of_title) for edge in ("opens_at", "closes_at"))
    return Together(_Edges, values, opens=opens, closes=closes)


def next_edge(title_id: int | None, after: datetime) -> datetime | None:
    """The first moment after another at which a link of a title, or of any title, opens or closes. One query.

    In any country, for pages also say in how many others a title is free. None when no window has an edge to come.
    """
    title = {} if title_id is None else {"title": title_id}
    return first_of(*_edges(title_id is not None).rows(now=after, **title))


def first_of(*edges: list[Edge]) -> datetime | None:
    """The first of some edges, None without any."""
    return min((edge.at for found in edges for edge in found if edge.at is not None), default=None)
