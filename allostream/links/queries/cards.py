"""Titles as lists show them: names, years and makers, with what can be watched of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from allostream.catalogue.models import Credit, Title, TitleCountry, TitleFace
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink
from allostream.links.queries.shown import Where, open_now, where

DIRECTING = [Credit.Role.PRINCIPAL_DIRECTOR, Credit.Role.CO_DIRECTOR]


@dataclass(frozen=True)
class Access:
    """In which languages the copies of a title that are shown help to follow it, all of them together."""

    subtitles: tuple[str, ...] = ()
    sdh: tuple[str, ...] = ()
    audio_description: tuple[str, ...] = ()
    sign_language: tuple[str, ...] = ()


NO_HELP = Access()


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
    access: Access = NO_HELP


def cards(visitor: Visitor, title_ids: Sequence[int]) -> list[Card]:
    """The cards of titles, in the given order. Five queries, six when addresses are in another language.

    Ids that are not public any more are left out.
    """
    faces = _faces(visitor.language, title_ids)
    addresses = faces
    if visitor.address_language not in ("", visitor.language):
        addresses = _faces(visitor.address_language, title_ids)
    directors = _directors(title_ids)
    countries = _countries(title_ids)
    places = where(visitor, title_ids)
    helps = _access(visitor, [id_ for id_, face in faces.items() if face["kind"] == Title.Kind.FILM])
    return [
        Card(
            id=id_, public_id=face["title__public_id"], kind=face["kind"], name=face["name"],
            name_language=face["name_language"], slug=addresses.get(id_, face)["slug"], year=face["title__year"],
            end_year=face["title__end_year"], runtime_min=face["title__runtime_min"], directors=directors[id_],
            countries=countries[id_], where=places[id_],
            access=helps.get(id_, NO_HELP),
        )
        for id_ in title_ids
        if (face := faces.get(id_))
    ]  # fmt: skip


def bare_cards(visitor: Visitor, title_ids: Sequence[int]) -> dict[int, Card]:
    """The cards of titles without what can be watched of them, for names and pictures alone. Three queries."""
    faces, directors, countries = _faces(visitor.language, title_ids), _directors(title_ids), _countries(title_ids)
    return {
        id_: Card(
            id=id_, public_id=face["title__public_id"], kind=face["kind"], name=face["name"],
            name_language=face["name_language"], slug=face["slug"], year=face["title__year"],
            end_year=face["title__end_year"], runtime_min=face["title__runtime_min"], directors=directors[id_],
            countries=countries[id_], where=Where(),
        )
        for id_, face in faces.items()
    }  # fmt: skip


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


def _access(visitor: Visitor, title_ids: Collection[int]) -> dict[int, Access]:
    """What helps to follow the copies of films that are shown here. Of series, whose copies are of parts, nothing."""
    columns = ("subtitles", "sdh", "audio_description", "sign_language")
    known = reduce(or_, (Q(**{f"link__{column}__isnull": False}) for column in columns))
    shown = ShownLink.objects.filter(open_now(visitor), known, title__in=list(title_ids))
    rows = shown.values_list("title_id", *(f"link__{column}" for column in columns))
    found: dict[int, list[set[str]]] = {}
    for title_id, *helps in rows:
        kept = found.setdefault(title_id, [set(), set(), set(), set()])
        for languages, more in zip(kept, helps, strict=True):
            languages.update(more or ())
    return {title_id: Access(*(tuple(sorted(tags)) for tags in kept)) for title_id, kept in found.items()}
