"""What a person has to decide on works that may be one, and what was decided without one. For moderators alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from allostream.catalogue.identity_rules import Described, Ground
from allostream.catalogue.intake.identity import read_grounds
from allostream.catalogue.intake.resolving import candidates_of
from allostream.catalogue.models import Joining, Likeness, TitleFace
from allostream.lib import clock
from allostream.lib.problems import NotFound

PAGE = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of two titles, as the rules see it, with what a link to its page needs; `slug` is "" where it has none."""

    id: int
    kind: str
    slug: str
    name: str
    described: Described
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two titles that may be one."""

    public_id: str
    state: str
    source: str
    score: float
    grounds: tuple[Ground, ...]
    opened_at: datetime
    made: Side
    like: Side


@dataclass(frozen=True, slots=True)
class Joined:
    """A record that was taken for a title of another source."""

    source: str
    key: str
    score: float
    grounds: tuple[Ground, ...]
    joined_at: datetime
    title: Side


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list."""

    total: int
    pages: int
    page: int
    pairs: tuple[Pair, ...] = ()
    joined: tuple[Joined, ...] = ()


def waiting(language: str, page: int = 1) -> Found:
    """One page of what waits for a person, the likeliest first. Ten queries. Raises NotFound beyond the last page."""
    rows = Likeness.objects.filter(
        Q(look_at=None) | Q(look_at__lte=clock.now()), state=Likeness.State.OPEN, made__removed_at=None,
        made__merged_into=None, like__removed_at=None, like__merged_into=None,
    )  # fmt: skip
    total = rows.count()
    shown = _page(rows.select_related("source").order_by("-score", "id"), total, page)
    sides = _sides([pk for row in shown for pk in (row.made_id, row.like_id)], language)
    return Found(total, _pages(total), page, pairs=tuple(_pair(row, sides) for row in shown))


def joinings(language: str, page: int = 1) -> Found:
    """One page of records that are on titles of other sources, the latest first. Ten queries. Raises NotFound."""
    rows = Joining.objects.filter(title__removed_at=None, title__merged_into=None)
    total = rows.count()
    shown = _page(rows.select_related("source").order_by("-pk"), total, page)
    sides = _sides([row.title_id for row in shown], language)
    joined = tuple(
        Joined(row.source.slug, row.key, row.score, read_grounds(row.grounds), row.joined_at, sides[row.title_id])
        for row in shown
    )
    return Found(total, _pages(total), page, joined=joined)


def pair_with_id(public_id: str, language: str) -> Pair:
    """Two titles that may be one, decided or not, while both are there. Ten queries. Raises NotFound."""
    row = Likeness.objects.select_related("source").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    sides = _sides([row.made_id, row.like_id], language)
    if len(sides) < len({row.made_id, row.like_id}):
        raise NotFound
    return _pair(row, sides)


def _pair(row: Likeness, sides: dict[int, Side]) -> Pair:
    source = row.source.slug if row.source else ""
    return Pair(
        row.public_id, row.state, source, row.score, read_grounds(row.grounds), row.opened_at, sides[row.made_id],
        sides[row.like_id],
    )  # fmt: skip


def _sides(title_ids: Sequence[int], language: str) -> dict[int, Side]:
    candidates = candidates_of(set(title_ids))
    faces = TitleFace.objects.filter(title__in=list(candidates), language=language)
    named = {pk: (slug, name) for pk, slug, name in faces.values_list("title", "slug", "name")}
    return {
        pk: Side(
            pk, one.described.kind, *named.get(pk, ("", one.described.names[0].text)), one.described,
            tuple(sorted(one.sources)),
        )
        for pk, one in candidates.items()
    }  # fmt: skip


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _page(rows: QuerySet[Any], total: int, page: int) -> list[Any]:
    if page > _pages(total):
        raise NotFound
    return list(rows[(page - 1) * PAGE : page * PAGE])
