"""The orders of a list: each as keys that sort titles, read along an index or for the few titles that are left.

Every read gives tuples that sort as the list does and end in the id of the title, so that the lists of several kinds
are put together by sorting them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from allostream.catalogue.models import Title, TitleFace
from allostream.catalogue.prepared import Listed, listed
from allostream.catalogue.rules import Sort
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.models import RightsAnswer
from allostream.links.queries.narrowing import Lead, Narrowing, faces_along, titles_along
from allostream.links.rules import Status

Key = tuple[Any, ...]


def freed(visitor: Visitor, country: str = "") -> QuerySet[RightsAnswer]:
    """The answers by which works are in the public domain in the visitor's country since a day that is known.

    An answer for the world holds where the country has none of its own. `country` takes those for one of both only.
    """
    rows = RightsAnswer.objects.filter(
        country__in=[country] if country else [visitor.country, WORLD],
        status=Status.PD, free_since__isnull=False, free_since__lte=visitor.now.date(),
    )  # fmt: skip
    if country == visitor.country:
        return rows
    own = RightsAnswer.objects.filter(title=OuterRef("title_id"), country=visitor.country)
    return rows.filter(Q(country=visitor.country) | ~Exists(own))


def ordered(narrowed: Narrowing, sort: Sort, visitor: Visitor, start: int, size: int) -> list[int]:
    """The ids of one page along the order of the list. One query a kind, two at the end of what is dated."""
    most = start + size
    if sort is Sort.NEWLY_FREE:
        keys = _along_freed(narrowed, visitor, most)
    else:
        along = ALONG[sort]
        keys = [key for kind in narrowed.kinds for key in along(narrowed, kind, visitor, most)]
    return [key[-1] for key in sorted(keys)[start:most]]


def ordered_few(ids: Sequence[int], sort: Sort, visitor: Visitor, start: int, size: int) -> list[int]:
    """The same of titles that are known by their ids. One query."""
    among = Listed(listed(ids))
    titles = Title.objects.filter(pk__in=among)
    page = slice(start, start + size)
    if sort is Sort.NAME:
        faces = TitleFace.objects.filter(title__in=among, language=visitor.language)
        return list(faces.order_by("sort_key", "title_id").values_list("title_id", flat=True)[page])
    if sort is Sort.NEWLY_FREE:
        answers = freed(visitor).filter(title__in=among).order_by("-free_since", "-title__popularity", "-title_id")
        return list(answers.values_list("title_id", flat=True)[page])
    order: dict[Sort, tuple[Any, ...]] = {
        Sort.POPULAR: ("-popularity", "id"),
        Sort.NEWEST: (F("year").desc(nulls_last=True), "-id"),
        Sort.OLDEST: (F("year").asc(nulls_last=True), "id"),
        Sort.SHORTEST: (F("runtime_min").asc(nulls_last=True), "id"),
        Sort.ADDED: ("-id",),
    }
    return list(titles.order_by(*order[sort]).values_list("pk", flat=True)[page])


def met_by_order(sort: Sort, visitor: Visitor) -> list[Lead]:
    """What an order asks of the titles that it has a place for: what is not free has no day on which it became so."""
    return [Lead(freed(visitor))] if sort is Sort.NEWLY_FREE else []


def _along_popularity(narrowed: Narrowing, kind: str, visitor: Visitor, most: int) -> list[Key]:
    rows = titles_along(narrowed, kind).order_by("-popularity", "id").values_list("popularity", "pk")
    return [(-popularity, pk) for popularity, pk in rows[:most]]


def _along_added(narrowed: Narrowing, kind: str, _visitor: Visitor, most: int) -> list[Key]:
    """By the id, which grows with every title that is added."""
    return [(-pk, pk) for pk in titles_along(narrowed, kind).order_by("-id").values_list("pk", flat=True)[:most]]


def _along_names(narrowed: Narrowing, kind: str, visitor: Visitor, most: int) -> list[Key]:
    rows = faces_along(narrowed, kind, visitor.language).order_by("sort_key", "title_id")
    # By bytes, as the column is sorted.
    return [(name.encode(), pk) for name, pk in rows.values_list("sort_key", "title_id")[:most]]


def _along_freed(narrowed: Narrowing, visitor: Visitor, most: int) -> list[Key]:
    keys: list[Key] = []
    for country in (visitor.country, WORLD):
        rows = freed(visitor, country).filter(
            title__removed_at__isnull=True, title__merged_into__isnull=True, title__kind__in=narrowed.kinds
        )
        latest = narrowed.tested(rows, "title").order_by("-free_since", "-title_id")
        keys += [(-day.toordinal(), -pk, pk) for day, pk in latest.values_list("free_since", "title_id")[:most]]
    return keys


def _by_number(column: str, *, falling: bool = False) -> Callable[[Narrowing, str, Visitor, int], list[Key]]:
    """The order of a number that not all titles have: those without one come last, whichever way it goes."""
    sign = -1 if falling else 1
    order = (f"-{column}", "-id") if falling else (column, "id")

    def along(narrowed: Narrowing, kind: str, _visitor: Visitor, most: int) -> list[Key]:
        titles = titles_along(narrowed, kind)
        known = titles.filter(narrowed.range_of(column).within(), **{f"{column}__isnull": False}).order_by(*order)
        keys: list[Key] = [(0, sign * at, sign * pk, pk) for at, pk in known.values_list(column, "pk")[:most]]
        if len(keys) < most and not narrowed.range_of(column).kept:
            rest = titles.filter(**{f"{column}__isnull": True}).order_by("id").values_list("pk", flat=True)
            keys += [(1, 0, pk, pk) for pk in rest[: most - len(keys)]]
        return keys

    return along


ALONG: dict[Sort, Callable[[Narrowing, str, Visitor, int], list[Key]]] = {
    Sort.POPULAR: _along_popularity,
    Sort.NAME: _along_names,
    Sort.NEWEST: _by_number("year", falling=True),
    Sort.OLDEST: _by_number("year"),
    Sort.SHORTEST: _by_number("runtime_min"),
    Sort.ADDED: _along_added,
}
