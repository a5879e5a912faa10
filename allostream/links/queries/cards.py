"""Titles as lists show them: names, years and makers, with what can be watched of each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from allostream.catalogue.models import Credit, Title, TitleCountry, TitleFace
from allostream.catalogue.prepared import Listed, Prepared, Together, listed
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
NOWHERE = Where()


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


class _Face(NamedTuple):
    """A title in one language."""

    title_id: int
    language: str
    kind: str
    name: str
    name_language: str
    slug: str
    public_id: str
    year: int | None
    end_year: int | None
    runtime_min: int | None


class _Director(NamedTuple):
    place: int
    id: int
    title_id: int
    name: str


class _Country(NamedTuple):
    place: int
    code: str
    title_id: int


class _Facts(NamedTuple):
    """What cards say of titles whoever the visitor is."""

    faces: list[_Face]
    directors: list[_Director]
    countries: list[_Country]


def _faces(ids: str, language: str, spelled: str) -> QuerySet[TitleFace, Any]:
    present = TitleFace.objects.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    return present.filter(title__in=Listed(ids), language__in=[language, spelled]).values_list(
        "title_id", "language", "kind", "name", "name_language", "slug", "title__public_id", "title__year",
        "title__end_year", "title__runtime_min",
    )  # fmt: skip


def _directors(ids: str) -> QuerySet[Credit, Any]:
    found = Credit.objects.filter(title__in=Listed(ids), episode__isnull=True, role__in=DIRECTING)
    return found.values_list("place", "id", "title_id", "person__name")


def _countries(ids: str) -> QuerySet[TitleCountry, Any]:
    return TitleCountry.objects.filter(title__in=Listed(ids)).values_list("place", "code", "title_id")


FACTS = Together(
    _Facts,
    {"ids": str, "language": str, "spelled": str},
    faces=_faces,
    directors=_directors,
    countries=_countries,
)


def cards(visitor: Visitor, title_ids: Sequence[int]) -> list[Card]:
    """The cards of titles, in the given order. Three queries, two where no film is among them.

    Ids that are not public any more are left out.
    """
    found = bare_cards(visitor, title_ids)
    places = where(visitor, title_ids)
    helps = _access(visitor, [id_ for id_, card in found.items() if card.kind == Title.Kind.FILM])
    return [replace(found[id_], where=places[id_], access=helps.get(id_, NO_HELP)) for id_ in title_ids if id_ in found]


def bare_cards(visitor: Visitor, title_ids: Sequence[int]) -> dict[int, Card]:
    """The cards of titles without what can be watched of them, for names and pictures alone. One query."""
    spelled = visitor.address_language or visitor.language
    facts = FACTS.rows(ids=listed(title_ids), language=visitor.language, spelled=spelled)
    slugs = {face.title_id: face.slug for face in facts.faces if face.language == spelled}
    directors: dict[int, list[str]] = defaultdict(list)
    for director in sorted(facts.directors):
        directors[director.title_id].append(director.name)
    countries: dict[int, list[str]] = defaultdict(list)
    for country in sorted(facts.countries):
        countries[country.title_id].append(country.code)
    return {
        id_: Card(
            id=id_, public_id=face.public_id, kind=face.kind, name=face.name, name_language=face.name_language,
            slug=slugs.get(id_, face.slug), year=face.year, end_year=face.end_year, runtime_min=face.runtime_min,
            directors=tuple(directors.get(id_, ())), countries=tuple(countries.get(id_, ())), where=NOWHERE,
        )
        for face in facts.faces
        if face.language == visitor.language
        for id_ in [face.title_id]
    }  # fmt: skip


class _Helps(NamedTuple):
    """What helps to follow one copy."""

    title_id: int
    subtitles: tuple[str, ...] | None
    sdh: tuple[str, ...] | None
    audio_description: tuple[str, ...] | None
    sign_language: tuple[str, ...] | None


@cache
def _helps(is_noncommercial: bool) -> Prepared[_Helps]:
    columns = [f"link__{column}" for column in _Helps._fields[1:]]
    known = reduce(or_, (Q(**{f"{column}__isnull": False}) for column in columns))

    def make(ids: str, country: str, now: datetime) -> QuerySet[ShownLink, Any]:
        visitor = Visitor("", "", country, now, site_is_noncommercial=is_noncommercial)
        shown = ShownLink.objects.filter(open_now(visitor), known, title__in=Listed(ids))
        return shown.values_list("title_id", *columns)

    return Prepared(make, {"ids": str, "country": str, "now": datetime}, _Helps)


def _access(visitor: Visitor, title_ids: Collection[int]) -> dict[int, Access]:
    """What helps to follow the copies of films that are shown here. Of series, whose copies are of parts, nothing."""
    if not title_ids:
        return {}
    query = _helps(visitor.site_is_noncommercial)
    found: dict[int, list[set[str]]] = {}
    for title_id, *helps in query.rows(ids=listed(title_ids), country=visitor.country, now=visitor.now):
        kept = found.setdefault(title_id, [set(), set(), set(), set()])
        for languages, more in zip(kept, helps, strict=True):
            languages.update(more or ())
    return {title_id: Access(*(tuple(sorted(tags)) for tags in kept)) for title_id, kept in found.items()}
