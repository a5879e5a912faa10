"""Titles as lists show them: names, years and makers, with what can be watched of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allostream.catalogue.models import Credit, TitleCountry, TitleFace
from allostream.lib.visitor import Visitor
from allostream.links.queries.shown import Where, where

DIRECTING = [Credit.Role.PRINCIPAL_DIRECTOR, Credit.Role.CO_DIRECTOR]


@dataclass(frozen=True)
class Card:
    """A title in a list."""

    id: int
    public_id: str
    kind: str
    name: str
    name_language: str
    slug: str
    year: int | None
    end_year: int | None
    runtime_min: int | None
    directors: tuple[str, ...]
    countries: tuple[str, ...]
    where: Where


def cards(visitor: Visitor, title_ids: Sequence[int]) -> list[Card]:
    """The cards of titles, in the given order. Four queries, five when addresses are in another language.

    Ids that are not public any more are left out.
    """
    faces = _faces(visitor.language, title_ids)
    addresses = faces
    if visitor.address_language not in ("", visitor.language):
        addresses = _faces(visitor.address_language, title_ids)
    directors = _directors(title_ids)
    countries = _countries(title_ids)
    places = where(visitor, title_ids)
    return [
        Card(
            id=id_, public_id=face["title__public_id"], kind=face["kind"], name=face["name"],
            name_language=face["name_language"], slug=addresses.get(id_, face)["slug"], year=face["title__year"],
            end_year=face["title__end_year"], runtime_min=face["title__runtime_min"], directors=directors[id_],
            countries=countries[id_], where=places[id_],
        )
        for id_ in title_ids
        if (face := faces.get(id_))
    ]  # fmt: skip


def _faces(language: str, title_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    rows = TitleFace.objects.filter(title__in=list(title_ids), language=language).filter(
        title__removed_at__isnull=True, title__merged_into__isnull=True
    )
    values: Iterable[Mapping[str, Any]] = rows.values(
        "title_id", "kind", "name", "name_language", "slug", "title__public_id", "title__year", "title__end_year",
        "title__runtime_min",
    )  # fmt: skip
    return {face["title_id"]: face for face in values}


def _directors(title_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = Credit.objects.filter(title__in=list(title_ids), episode__isnull=True, role__in=DIRECTING)
    for title_id, name in rows.order_by("place", "id").values_list("title_id", "person__name"):
        found[title_id] += (name,)
    return found


def _countries(title_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = TitleCountry.objects.filter(title__in=list(title_ids)).order_by("place", "code")
    for title_id, code in rows.values_list("title_id", "code"):
        found[title_id] += (code,)
    return found
