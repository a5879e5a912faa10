"""Reads for the pages of titles, as prepared queries: a title with its record, its seasons, its episodes.

What a page shows of a title stands in a dozen small tables. They are asked together, in one statement whose rows say
what they are: a statement costs as much as a hundred rows.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.query import QuerySet as Rows

from allostream.catalogue.models import (
    Credit,
    Edition,
    Episode,
    Genre,
    Identifier,
    Name,
    Season,
    Source,
    Title,
    TitleCountry,
    TitleFace,
    TitleLanguage,
)
from allostream.catalogue.prepared import Prepared
from allostream.catalogue.queries import EpisodeRow, PersonRow, SeasonRow, TitleHead
from allostream.catalogue.rules import KnownName, other_names
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.problems import NotFound

DIRECTING = (Credit.Role.PRINCIPAL_DIRECTOR.value, Credit.Role.CO_DIRECTOR.value)
EMPTY = Value("", output_field=TextField())
ROLES = tuple(Credit.Role.values)


@dataclass(slots=True)
class SourceRow:
    """Where facts of a title come from, with licence and credit."""

    slug: str
    name: str
    credit: str
    licence: str
    licence_url: str
    address: str


class EditionRow(NamedTuple):
    """An edition of a title: its kind, name, year ("" when not known) and who made it."""

    kind: str
    name: str
    year: str
    made_by: str


@dataclass(frozen=True)
class TitleRecord:
    """The catalogue's record of a title: the part of its page that does not depend on the country."""

    names: tuple[KnownName, ...]
    languages: tuple[str, ...]
    genres: tuple[tuple[str, str], ...]
    credits: tuple[tuple[str, tuple[PersonRow, ...]], ...]
    identifiers: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...]
    editions: tuple[EditionRow, ...]


@dataclass(frozen=True)
class TitleOnPage:
    """A title in the words of a reader, its record, and its slug in each language."""

    head: TitleHead
    record: TitleRecord
    slugs: dict[str, str]


class _Face(NamedTuple):
    """A title in one language."""

    language: str
    name: str
    name_language: str
    slug: str
    title_id: int
    public_id: str
    kind: str
    form: str
    year: int | None
    end_year: int | None
    released_on: date | None
    released_precision: str
    runtime_min: int | None
    runtime_is_approximate: bool
    flags: tuple[str, ...]
    version: int


def _faces(kind: str, slug: str, language: str) -> QuerySet[TitleFace, Any]:
    found = TitleFace.objects.filter(kind=kind, slug=slug, language=language)
    present = found.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    return (
        TitleFace.objects.filter(title__in=present.values("title"))
        .order_by("language")
        .values_list(
            "language", "name", "name_language", "slug", "title_id", "title__public_id", "title__kind", "title__form",
            "title__year", "title__end_year", "title__released_on", "title__released_precision", "title__runtime_min",
            "title__runtime_is_approximate", "title__flags", "title__version",
        )
    )  # fmt: skip


FACES = Prepared(_faces, {"kind": str, "slug": str, "language": str}, _Face, {"flags": tuple})


class _Fact(NamedTuple):
    """One fact of a title: what it tells, its place among its like, and up to six texts."""

    what: str
    place: int
    id: int
    a: str
    b: str
    c: str
    d: str
    e: str
    f: str


def _fact(rows: Rows[Any], what: str, place: str | int, *columns: str) -> QuerySet[Any, Any]:
    """Rows of any table as facts. All are cast to text: a database unites only columns of one kind."""
    texts: list[Any] = [Coalesce(Cast(F(column), TextField()), EMPTY) for column in columns]
    texts += [EMPTY] * (6 - len(columns))
    number = F(place) if isinstance(place, str) else Value(place)
    named = {f"text_{index}": text for index, text in enumerate(texts)}
    rows = rows.annotate(what=Value(what, output_field=TextField()), row_place=number, row_id=F("pk"), **named)
    return rows.order_by().values_list("what", "row_place", "row_id", *named)


def _facts(title: int) -> QuerySet[Any, Any]:
    own = Identifier.objects.filter(title=title)
    sources = Source.objects.filter(
        Q(slug__in=own.values("scheme")) | Q(pk__in=Title.objects.filter(pk=title).values("source"))
    )
    credits = Credit.objects.filter(title=title, episode__isnull=True)
    others = (
        _fact(TitleLanguage.objects.filter(title=title), "language", 0, "code"),
        _fact(Genre.objects.filter(title_rows__title=title), "genre", 0, "slug", "names"),
        _fact(Name.objects.filter(title=title), "name", 0, "text", "language", "kind"),
        _fact(credits, "credit", "place", "role", "person__name", "person__slug", "character"),
        _fact(own, "identifier", 0, "scheme", "value"),
        _fact(Edition.objects.filter(title=title), "edition", 0, "kind", "name", "year", "made_by"),
        _fact(sources, "source", 0, "slug", "name", "credit", "licence", "licence_url", "address"),
    )
    return _fact(TitleCountry.objects.filter(title=title), "country", "place", "code").union(*others, all=True)


FACTS = Prepared(_facts, {"title": int}, _Fact)


def title_on_page(kind: str, slug: str, language: str, address_language: str) -> TitleOnPage:
    """The title at an address, with names in a language. Two queries.

    Raises NotFound when there is no such title now: `queries.title_at` tells of moved, merged and removed ones.
    """
    faces = {face.language: face for face in FACES.rows(kind=kind, slug=slug, language=address_language)}
    if not faces:
        raise NotFound
    face = faces.get(language) or faces[address_language]
    facts: dict[str, list[_Fact]] = defaultdict(list)
    for fact in FACTS.rows(title=face.title_id):
        facts[fact.what].append(fact)
    head = _head(face, faces[address_language].slug, facts)
    slugs = {code: one.slug for code, one in faces.items()}
    return TitleOnPage(head, _record(facts, head.name, language), slugs)


def _head(face: _Face, slug: str, facts: dict[str, list[_Fact]]) -> TitleHead:
    released = PartialDate(face.released_on, Precision(face.released_precision)) if face.released_on else None
    countries = sorted(facts["country"], key=lambda fact: (fact.place, fact.a))
    credits = sorted(facts["credit"], key=_in_order)
    return TitleHead(
        id=face.title_id, public_id=face.public_id, kind=face.kind, form=face.form, name=face.name,
        name_language=face.name_language, slug=slug, year=face.year, end_year=face.end_year,
        released=str(released or ""), runtime_min=face.runtime_min,
        runtime_is_approximate=face.runtime_is_approximate, flags=face.flags, version=face.version,
        countries=tuple(fact.a for fact in countries),
        directors=tuple(PersonRow(fact.b, fact.c) for fact in credits if fact.a in DIRECTING),
    )  # fmt: skip


def _in_order(fact: _Fact) -> tuple[int, int]:
    return fact.place, fact.id


def _record(facts: dict[str, list[_Fact]], shown: str, language: str) -> TitleRecord:
    names = sorted(facts["name"], key=_in_order)
    editions = sorted(facts["edition"], key=_in_order)
    credits = sorted(facts["credit"], key=_in_order)
    return TitleRecord(
        names=tuple(other_names((KnownName(fact.a, fact.b, fact.c) for fact in names), shown)),
        languages=tuple(sorted(fact.a for fact in facts["language"])),
        genres=tuple(sorted((fact.a, _genre_name(fact.a, fact.b, language)) for fact in facts["genre"])),
        credits=_by_role((fact.a, PersonRow(fact.b, fact.c, fact.d)) for fact in credits),
        identifiers=tuple(sorted((fact.a, fact.b) for fact in facts["identifier"])),
        sources=tuple(sorted((SourceRow(*fact[3:]) for fact in facts["source"]), key=lambda source: source.name)),
        editions=tuple(EditionRow(*fact[3:7]) for fact in editions),
    )


@lru_cache(maxsize=1024)
def _genre_name(slug: str, names: str, language: str) -> str:
    """A genre's name in a language, else in English, else its slug."""
    known: dict[str, str] = json.loads(names)
    return known.get(language) or known.get("en") or slug


def _by_role(credits: Iterable[tuple[str, PersonRow]]) -> tuple[tuple[str, tuple[PersonRow, ...]], ...]:
    grouped: dict[str, list[PersonRow]] = {}
    for role, person in credits:
        grouped.setdefault(role, []).append(person)
    return tuple((role, tuple(grouped[role])) for role in ROLES if role in grouped)


def _said(field: str, language: str) -> Subquery:
    """The name of a season or an episode in the reader's language, if it has one."""
    names = Name.objects.filter(**{field: OuterRef("pk")}, language=language, kind=Name.Kind.RELEASE)
    return Subquery(names.order_by("id").values("text")[:1])


class _Season(NamedTuple):
    """The columns of a season."""

    id: int
    public_id: str
    number: int | None
    number_is_derived: bool
    name: str
    name_language: str
    aired_on: date | None
    said: str | None
    episodes: int | None


def _seasons(title: int, language: str) -> QuerySet[Season, Any]:
    present = Episode.objects.filter(season=OuterRef("pk"), removed_at__isnull=True).order_by()
    counted = present.values("season").annotate(count=Count("pk")).values("count")
    return (
        Season.objects.filter(title=title, removed_at__isnull=True)
        .annotate(said=_said("season", language), episode_count=Subquery(counted))
        .order_by("number", "aired_on", "id")
        .values_list(
            "id", "public_id", "number", "number_is_derived", "name", "name_language", "aired_on", "said",
            "episode_count",
        )
    )  # fmt: skip


SEASONS = Prepared(_seasons, {"title": int, "language": str}, _Season)


def seasons(title_id: int, language: str) -> list[SeasonRow]:
    """The seasons of a series in order, those without a number last. One query."""
    found = [
        SeasonRow(
            row.id, row.public_id, row.number, row.number_is_derived, row.said or row.name,
            language if row.said else row.name_language, str(row.aired_on.year) if row.aired_on else "",
            row.episodes or 0,
        )
        for row in SEASONS.rows(title=title_id, language=language)
    ]  # fmt: skip
    return sorted(found, key=lambda season: season.number is None)


class _Episode(NamedTuple):
    """The columns of an episode."""

    id: int
    public_id: str
    season_id: int
    season_number: int | None
    number: int | None
    number_is_derived: bool
    absolute_number: int | None
    kind: str
    name: str
    name_language: str
    aired_on: date | None
    aired_precision: str
    runtime_min: int | None
    said: str | None


def _columns(rows: QuerySet[Episode], language: str) -> QuerySet[Any, Any]:
    return (
        rows.filter(removed_at__isnull=True)
        .annotate(said=_said("episode", language))
        .values_list(
            "id", "public_id", "season_id", "season__number", "number", "number_is_derived", "absolute_number",
            "kind", "name", "name_language", "aired_on", "aired_precision", "runtime_min", "said",
        )
    )  # fmt: skip


def _of_title(id: int, language: str) -> QuerySet[Any, Any]:
    order = ("season__number", "season_id", "number", "aired_on", "id")
    return _columns(Episode.objects.filter(title=id).order_by(*order), language)


def _of_season(id: int, language: str) -> QuerySet[Any, Any]:
    return _columns(Episode.objects.filter(season=id).order_by("number", "aired_on", "id"), language)


OF_TITLE = Prepared(_of_title, {"id": int, "language": str}, _Episode)
OF_SEASON = Prepared(_of_season, {"id": int, "language": str}, _Episode)


def _numbered(id: int, season: int, language: str) -> QuerySet[Any, Any]:
    rows = Episode.objects.filter(title=id, season__number=season, season__removed_at__isnull=True)
    return _columns(rows.order_by("season_id", "number", "aired_on", "id"), language)


NUMBERED = Prepared(_numbered, {"id": int, "season": int, "language": str}, _Episode)


def episodes_of_title(title_id: int, language: str) -> list[EpisodeRow]:
    """All episodes of a series in order. One query."""
    return [_episode(row, language) for row in OF_TITLE.rows(id=title_id, language=language)]


def episodes_of_season(season_id: int, language: str) -> list[EpisodeRow]:
    """The episodes of one season in order. One query."""
    return [_episode(row, language) for row in OF_SEASON.rows(id=season_id, language=language)]


def episodes_of_numbers(title_id: int, season: int, language: str) -> list[EpisodeRow]:
    """The episodes of the seasons of a series with that number, as a rule one, in order. One query."""
    return [_episode(row, language) for row in NUMBERED.rows(id=title_id, season=season, language=language)]


def _episode(row: _Episode, language: str) -> EpisodeRow:
    name, spoken = (row.said, language) if row.said else (row.name, row.name_language)
    return EpisodeRow(*row[:8], name, spoken, _aired(row.aired_on, row.aired_precision), row.runtime_min)


@lru_cache(maxsize=4096)
def _aired(on: date | None, precision: str) -> str:
    return str(PartialDate(on, Precision(precision))) if on else ""


class _Credit(NamedTuple):
    """The columns of a credit."""

    role: str
    name: str
    slug: str
    character: str


CREDITS = Prepared(
    lambda episode: (
        Credit.objects.filter(episode=episode)
        .order_by("place", "id")
        .values_list("role", "person__name", "person__slug", "character")
    ),
    {"episode": int},
    _Credit,
)


def episode_credits(episode_id: int) -> tuple[tuple[str, tuple[PersonRow, ...]], ...]:
    """The credits of one episode by role. One query."""
    return _by_role((row.role, PersonRow(*row[1:])) for row in CREDITS.rows(episode=episode_id))
