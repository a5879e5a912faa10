"""When pages change by the clock alone: the windows of links open and close without a write."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Func, QuerySet

from allostream.catalogue.prepared import Make, Together
from allostream.links.models import ShownLink


class _Edge(NamedTuple):
    at: datetime | None


class _Edges(NamedTuple):
    """The first edge of each kind."""

    opens: list[_Edge]
    closes: list[_Edge]


def _first(edge: str, *, of_title: bool) -> Make:
    """The first edge of a kind, of a title or of all. Each end of an index: no row is looked at."""

    def first(after: datetime, title: int = 0) -> QuerySet[Any, Any]:
        rows = ShownLink.objects.filter(**{f"{edge}__gt": after})
        rows = rows.filter(title=title) if of_title else rows
        return rows.values_list(Func(edge, function="MIN", output_field=DateTimeField()))

    return first


@cache
def _edges(of_title: bool) -> Together[_Edges]:
    values: dict[str, type] = {"after": datetime, **({"title": int} if of_title else {})}
    return Together(
        _Edges, values, opens=_first("opens_at", of_title=of_title), closes=_first("closes_at", of_title=of_title)
    )


def next_edge(title_id: int | None, after: datetime) -> datetime | None:
    """The first moment after another at which a link of a title, or of any title, opens or closes. One query.

    In any country, for pages also say in how many others a title is free. None when no window has an edge to come.
    """
    title = {} if title_id is None else {"title": title_id}
    found = _edges(title_id is not None).rows(after=after, **title)
    return min((edge.at for edges in found for edge in edges if edge.at is not None), default=None)
