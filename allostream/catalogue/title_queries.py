"""Reads for the pages of titles, as prepared queries: a title with its record and its seasons, its episodes.

What a page shows of a title stands in a dozen small tables, which are asked together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

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
from allostream.catalogue.prepared import Prepared, Together
from allostream.catalogue.queries import EpisodeRow, PersonRow, SeasonRow, TitleHead
from allostream.catalogue.rules import KnownName, other_names
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.problems import NotFound

DIRECTING = (Credit.Role.PRINCIPAL_DIRECTOR.value, Credit.Role.CO_DIRECTOR.value)
ROLES = tuple(Credit.Role.values)


class SourceRow(msgspec.Struct, array_like=True, gc=False):
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
    """A title in the words of a reader, its record, its slug in each language, and the seasons of a series."""

    head: TitleHead
    record: TitleRecord
    slugs: dict[str, str]
    seasons: list[SeasonRow]


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
    released_precision: Precision
    runtime_min: int | None
    runtime_is_approximate: bool
    flags: tuple[str, ...]
    version: int


def _faces(kind: str, slug: str, language: str) -> QuerySet[TitleFace, Any]:
    found = TitleFace.objects.filter(kind=kind, slug=slug, language=language)
    present = found.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    return TitleFace.objects.filter(title__in=present.values("title")).values_list(
        "language", "name", "name_language", "slug", "title_id", "title__public_id", "title__kind", "title__form",
        "title__year", "title__end_year", "title__released_on", "title__released_precision", "title__runtime_min",
        "title__runtime_is_approximate", "title__flags", "title__version",
    )  # fmt: skip


FACES = Prepared(_faces, {"kind": str, "slug": str, "language": str}, _Face)


class _Country(NamedTuple):
    place: int
    code: str


class _Language(NamedTuple):
    code: str


class _Genre(NamedTuple):
    slug: str
    names: dict[str, str]


class _Name(NamedTuple):
    id: int
    text: str
    language: str
    kind: str


class _Credit(NamedTuple):
    place: int
    id: int
    role: str
    name: str
    slug: str
    character: str

    def person(self) -> PersonRow:
        return PersonRow(self.name, self.slug, self.character)


class _Identifier(NamedTuple):
    scheme: str
    value: str


class _Edition(NamedTuple):
    id: int
    kind: str
    name: str
    year: int | None
    made_by: str


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


class _Facts(NamedTuple):
    """All small tables of a title."""

    countries: list[_Country]
    languages: list[_Language]
    genres: list[_Genre]
    names: list[_Name]
    credits: list[_Credit]
    identifiers: list[_Identifier]
    editions: list[_Edition]
    sources: list[SourceRow]
    seasons: list[_Season]


def _sources(title: int) -> QuerySet[Source, Any]:
    own = Identifier.objects.filter(title=title)
    found = Source.objects.filter(
        Q(slug__in=own.values("scheme")) | Q(pk__in=Title.objects.filter(pk=title).values("source"))
    )
    return found.values_list("slug", "name", "credit", "licence", "licence_url", "address")


def _said(field: str, language: str) -> Subquery:
    """The name of a season or an episode in the reader's language, if it has one."""
    names = Name.objects.filter(**{field: OuterRef("pk")}, language=language, kind=Name.Kind.RELEASE)
    return Subquery(names.order_by("id").values("text")[:1])


def _seasons(title: int, language: str) -> QuerySet[Season, Any]:
    present = Episode.objects.filter(season=OuterRef("pk"), removed_at__isnull=True).order_by()
    counted = present.values("season").annotate(count=Count("pk")).values("count")
    return (
        Season.objects.filter(title=title, removed_at__isnull=True)
        .annotate(said=_said("season", language), episode_count=Subquery(counted))
        .values_list(
            "id", "public_id", "number", "number_is_derived", "name", "name_language", "aired_on", "said",
            "episode_count",
        )
    )  # fmt: skip


CREDIT_COLUMNS = ("place", "id", "role", "person__name", "person__slug", "character")
FACTS = Together(
    _Facts,
    {"title": int, "language": str},
    countries=lambda title: TitleCountry.objects.filter(title=title).values_list("place", "code"),
    languages=lambda title: TitleLanguage.objects.filter(title=title).values_list("code"),
    genres=lambda title: Genre.objects.filter(title_rows__title=title).values_list("slug", "names"),
    names=lambda title: Name.objects.filter(title=title).values_list("id", "text", "language", "kind"),
    credits=lambda title: Credit.objects.filter(title=title, episode__isnull=True).values_list(*CREDIT_COLUMNS),
    identifiers=lambda title: Identifier.objects.filter(title=title).values_list("scheme", "value"),
    editions=lambda title: Edition.objects.filter(title=title).values_list("id", "kind", "name", "year", "made_by"),
    sources=_sources,
    seasons=_seasons,
)


def title_on_page(kind: str, slug: str, language: str, address_language: str) -> TitleOnPage:
    """The title at an address, with names in a language. Two queries.

    Raises NotFound when there is no such title now: `queries.title_at` tells of moved, merged and removed ones.
    """
    faces = {face.language: face for face in FACES.rows(kind=kind, slug=slug, language=address_language)}
    if not faces:
        raise NotFound
    face = faces.get(language) or faces[address_language]
    facts = FACTS.rows(title=face.title_id, language=language)
    facts.credits.sort()
    return TitleOnPage(
        head=_head(face, faces[address_language].slug, facts),
        record=_record(facts, face.name, language),
        slugs={code: one.slug for code, one in faces.items()},
        seasons=_in_order(facts.seasons, language),
    )


def _head(face: _Face, slug: str, facts: _Facts) -> TitleHead:
    released = PartialDate(face.released_on, face.released_precision) if face.released_on else None
    return TitleHead(
        id=face.title_id, public_id=face.public_id, kind=face.kind, form=face.form, name=face.name,
        name_language=face.name_language, slug=slug, year=face.year, end_year=face.end_year,
        released=str(released or ""), runtime_min=face.runtime_min,
        runtime_is_approximate=face.runtime_is_approximate, flags=face.flags, version=face.version,
        countries=tuple([country.code for country in sorted(facts.countries)]),
        directors=tuple([PersonRow(one.name, one.slug) for one in facts.credits if one.role in DIRECTING]),
    )  # fmt: skip


def _record(facts: _Facts, shown: str, language: str) -> TitleRecord:
    return TitleRecord(
        names=tuple(other_names([KnownName(*name[1:]) for name in sorted(facts.names)], shown)),
        languages=tuple(sorted([known.code for known in facts.languages])),
        genres=tuple(sorted([(genre.slug, _genre_name(genre, language)) for genre in facts.genres])),
        credits=_by_role(facts.credits),
        identifiers=tuple(sorted(facts.identifiers)),
        sources=tuple(sorted(facts.sources, key=lambda source: source.name)),
        editions=tuple(
            [EditionRow(one.kind, one.name, str(one.year or ""), one.made_by) for one in sorted(facts.editions)]
        ),
    )


def _genre_name(genre: _Genre, language: str) -> str:
    """A genre's name in a language, else in English, else its slug."""
    return genre.names.get(language) or genre.names.get("en") or genre.slug


def _by_role(credits: Iterable[_Credit]) -> tuple[tuple[str, tuple[PersonRow, ...]], ...]:
    """The people of credits in order, by what they did."""
    grouped: dict[str, list[PersonRow]] = {}
    for credit in credits:
        grouped.setdefault(credit.role, []).append(credit.person())
    return tuple([(role, tuple(grouped[role])) for role in ROLES if role in grouped])


def _in_order(seasons: list[_Season], language: str) -> list[SeasonRow]:
    """The seasons in the order of their numbers, those without one last."""
    seasons.sort(key=lambda row: (row.number is None, row.number, row.aired_on or date.min, row.id))
    return [
        SeasonRow(
            row.id, row.public_id, row.number, row.number_is_derived, row.said or row.name,
            language if row.said else row.name_language, str(row.aired_on.year) if row.aired_on else "",
            row.episodes or 0,
        )
        for row in seasons
    ]  # fmt: skip


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
    aired_on: str | None
    aired_precision: str
    runtime_min: int | None
    said: str | None

    def place(self) -> tuple[int, int, int, str, int]:
        """Its place in the series; what has no number comes before what has one."""
        season = -1 if self.season_number is None else self.season_number
        number = -1 if self.number is None else self.number
        return season, self.season_id, number, self.aired_on or "", self.id


def _columns(rows: QuerySet[Episode], language: str) -> QuerySet[Any, Any]:
    return (
        rows.filter(removed_at__isnull=True)
        .annotate(said=_said("episode", language))
        .values_list(
            "id", "public_id", "season_id", "season__number", "number", "number_is_derived", "absolute_number",
            "kind", "name", "name_language", "aired_on", "aired_precision", "runtime_min", "said",
        )
    )  # fmt: skip


OF_TITLE = Prepared(
    lambda id, language: _columns(Episode.objects.filter(title=id), language), {"id": int, "language": str}, _Episode
)
OF_SEASON = Prepared(
    lambda id, language: _columns(Episode.objects.filter(season=id), language), {"id": int, "language": str}, _Episode
)


def _numbered(id: int, season: int, language: str) -> QuerySet[Any, Any]:
    rows = Episode.objects.filter(title=id, season__number=season, season__removed_at__isnull=True)
    return _columns(rows, language)


NUMBERED = Prepared(_numbered, {"id": int, "season": int, "language": str}, _Episode)


def episodes_of_title(title_id: int, language: str) -> list[EpisodeRow]:
    """All episodes of a series in order. One query."""
    return _episodes(OF_TITLE.rows(id=title_id, language=language), language)


def episodes_of_season(season_id: int, language: str) -> list[EpisodeRow]:
    """The episodes of one season in order. One query."""
    return _episodes(OF_SEASON.rows(id=season_id, language=language), language)


def episodes_of_numbers(title_id: int, season: int, language: str) -> list[EpisodeRow]:
    """The episodes of the seasons of a series with that number, as a rule one, in order. One query."""
    return _episodes(NUMBERED.rows(id=title_id, season=season, language=language), language)


def _episodes(rows: list[_Episode], language: str) -> list[EpisodeRow]:
    """The episodes in order, each by its name in a language if it has one, else by its own."""
    rows.sort(key=_Episode.place)
    return [
        EpisodeRow(
            id, public_id, season, season_number, number, is_derived, absolute, kind, said or name,
            language if said else spoken, _aired(on, precision), runtime,
        )
        for (
            id, public_id, season, season_number, number, is_derived, absolute, kind, name, spoken, on, precision,
            runtime, said,
        ) in rows
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def _aired(on: str | None, precision: str) -> str:
    return str(PartialDate(date.fromisoformat(on), Precision(precision))) if on else ""


CREDITS = Prepared(
    lambda episode: Credit.objects.filter(episode=episode).values_list(*CREDIT_COLUMNS), {"episode": int}, _Credit
)


def episode_credits(episode_id: int) -> tuple[tuple[str, tuple[PersonRow, ...]], ...]:
    """The credits of one episode by role. One query."""
    return _by_role(sorted(CREDITS.rows(episode=episode_id)))
