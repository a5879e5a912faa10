"""Reads of the catalogue. What may be watched where is not here but in allostream.links.queries.

Each function says how many SQL queries it makes; none depends on the length of a list.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from allostream.catalogue.models import (
    Credit,
    Edition,
    Episode,
    Identifier,
    Name,
    OldAddress,
    Person,
    Source,
    Title,
    TitleFace,
)
from allostream.catalogue.rules import KnownName
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.ids import is_id
from allostream.lib.names import folded
from allostream.lib.problems import Gone, NotFound


class Moved(Exception):  # not an error: the answer is a redirect
    """The thing has another address now."""

    def __init__(self, thing: "TitleHead | Person") -> None:
        self.thing = thing
        super().__init__(str(thing))


@dataclass(frozen=True)
class TitleHead:
    """What every page about a title shows of it."""

    id: int
    public_id: str
    kind: str
    form: str
    name: str
    name_language: str
    slug: str
    year: int | None
    end_year: int | None
    released: str
    runtime_min: int | None
    runtime_is_approximate: bool
    flags: Collection[str]
    version: int
    countries: tuple[str, ...] = ()
    directors: tuple["PersonRow", ...] = ()


class PersonRow(NamedTuple):
    """A person as named in a credit."""

    name: str
    slug: str
    character: str = ""


class SeasonRow(NamedTuple):
    """A season of a series."""

    id: int
    public_id: str
    number: int | None
    number_is_derived: bool
    name: str
    name_language: str
    aired: str
    episode_count: int


class EpisodeRow(NamedTuple):
    """An episode in a list or on its page."""

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
    aired: str
    runtime_min: int | None


def _head(face: TitleFace, title: Title, slug: str) -> TitleHead:
    """The head of a title from its row, its face and its address; two queries more for countries and directors."""
    codes = tuple(title.country_rows.order_by("place", "code").values_list("code", flat=True))
    directors = tuple(
        PersonRow(name, slug)
        for name, slug in Credit.objects.filter(
            title=title, episode__isnull=True, role__in=[Credit.Role.PRINCIPAL_DIRECTOR, Credit.Role.CO_DIRECTOR]
        )
        .order_by("place", "id")
        .values_list("person__name", "person__slug")
    )
    return TitleHead(
        id=title.pk, public_id=title.public_id, kind=title.kind, form=title.form, name=face.name,
        name_language=face.name_language, slug=slug, year=title.year, end_year=title.end_year,
        released=str(title.released or ""), runtime_min=title.runtime_min,
        runtime_is_approximate=title.runtime_is_approximate, flags=tuple(title.flags), version=title.version,
        countries=codes, directors=directors,
    )  # fmt: skip


def _faced(title: Title, language: str, address_language: str = "") -> TitleHead:
    """The head of a title in a language; raises Gone for a removed one, Moved for a merged one."""
    if title.merged_into_id:
        raise Moved(_faced(Title.objects.get(pk=title.merged_into_id), language, address_language))
    if title.removed_at:
        raise Gone(what=title.kind, name=title.name, year=title.year, on=title.removed_at)
    faces = {face.language: face for face in TitleFace.objects.filter(title=title).order_by("language")}
    if not faces:
        raise NotFound
    first = next(iter(faces.values()))
    return _head(faces.get(language, first), title, faces.get(address_language or language, first).slug)


def title_at(kind: str, slug: str, language: str, address_language: str = "") -> TitleHead:
    """The title at an address, named in a language. Three to six queries.

    Addresses are those of `address_language`, by default the same language. Raises Moved when the address is an older
    one or one of another language, NotFound and Gone.
    """
    spelled = address_language or language
    faces = list(TitleFace.objects.filter(kind=kind, slug=slug).select_related("title", "title__source"))
    own = next((face for face in faces if face.language == spelled), None)
    if own and not own.title.removed_at and not own.title.merged_into_id:
        named = None if spelled == language else own.title.faces.filter(language=language).first()
        return _head(named or own, own.title, own.slug)
    if faces:
        raise Moved(_faced((own or faces[0]).title, language, spelled))
    old = OldAddress.objects.filter(kind=kind, slug=slug, title__isnull=False).select_related("title").first()
    if old and old.title:
        raise Moved(_faced(old.title, language, spelled))
    raise NotFound


def title_with_id(public_id: str, language: str, address_language: str = "") -> TitleHead:
    """The title with a permanent id. Four queries. Raises NotFound, Gone, Moved."""
    if not is_id(public_id):
        raise NotFound
    title = Title.objects.filter(public_id=public_id).first()
    if title is None:
        raise NotFound
    return _faced(title, language, address_language)


def title_of_part(title_id: int, language: str, address_language: str = "") -> TitleHead:
    """The title that a season, an episode or a link belongs to. Four queries. Raises NotFound, Gone, Moved."""
    title = Title.objects.filter(pk=title_id).first()
    if title is None:
        raise NotFound
    return _faced(title, language, address_language)


def name_of_genre(slug: str, names: Mapping[str, str], language: str) -> str:
    """A genre's name in a language, else in English, else its slug."""
    return str(names.get(language) or names.get("en") or slug)


def _named(language: str, names: dict[int, list[KnownName]], id_: int, name: str, own: str) -> tuple[str, str]:
    """The name to show of a season or episode and its language: the reader's if there is one, else its own."""
    for known in names.get(id_, []):
        if known.language == language and known.kind == Name.Kind.RELEASE:
            return known.text, language
    return name, own


def _names_of(field_name: str, ids: Collection[int], language: str) -> dict[int, list[KnownName]]:
    found: dict[int, list[KnownName]] = defaultdict(list)
    rows = Name.objects.filter(**{f"{field_name}__in": list(ids)}, language=language)
    for id_, text, lang, kind in rows.values_list(f"{field_name}_id", "text", "language", "kind"):
        found[id_].append(KnownName(text, lang, kind))
    return found


EPISODE_COLUMNS = (
    "id", "public_id", "season_id", "season__number", "number", "number_is_derived",
    "absolute_number", "kind", "name", "name_language", "aired_on", "aired_precision", "runtime_min",
)  # fmt: skip


def _episodes(rows: QuerySet[Episode], language: str) -> list[EpisodeRow]:
    values = list(rows.filter(removed_at__isnull=True).values(*EPISODE_COLUMNS))
    names = _names_of("episode", [row["id"] for row in values], language)
    return [_episode(row, _named(language, names, row["id"], row["name"], row["name_language"])) for row in values]


def _episode(row: dict[str, Any], named: tuple[str, str]) -> EpisodeRow:
    aired = str(PartialDate(row["aired_on"], Precision(row["aired_precision"]))) if row["aired_on"] else ""
    return EpisodeRow(
        id=row["id"], public_id=row["public_id"], season_id=row["season_id"], season_number=row["season__number"],
        number=row["number"], number_is_derived=row["number_is_derived"],
        absolute_number=row["absolute_number"], kind=row["kind"], name=named[0], name_language=named[1], aired=aired,
        runtime_min=row["runtime_min"],
    )  # fmt: skip


def episode_row(episode_id: int, language: str) -> EpisodeRow:
    """One episode as lists and its page show it. Two queries. Raises NotFound."""
    found = _episodes(Episode.objects.filter(pk=episode_id), language)
    if not found:
        raise NotFound
    return found[0]


def episodes_with_keys(ids: Collection[int], language: str) -> dict[int, EpisodeRow]:
    """Episodes by their keys. Two queries."""
    return {row.id: row for row in _episodes(Episode.objects.filter(pk__in=list(ids)), language)}


def episode_of_title(title_id: int, public_id: str, language: str) -> EpisodeRow | None:
    """The episode of a series with a permanent id, None when it has none such. Three queries. Raises Gone."""
    episode = (
        Episode.objects.filter(title=title_id, public_id=public_id).only("pk", "removed_at", "merged_into").first()
    )
    if episode is None or episode.merged_into_id:
        return None
    if episode.removed_at:
        raise Gone(what="episode", title_id=title_id, on=episode.removed_at)
    return episode_row(episode.pk, language)


def episode_with_id(public_id: str) -> Episode:
    """An episode by its permanent id, or the one that it became one with. One query. Raises NotFound and Gone."""
    episode = Episode.objects.select_related("merged_into").filter(public_id=public_id).first()
    if episode is None:
        raise NotFound
    episode = episode.merged_into or episode
    if episode.removed_at:
        raise Gone(what="episode", title_id=episode.title_id, on=episode.removed_at)
    return episode


def person_at(slug: str) -> Person:
    """The person at an address. One or two queries. Raises Moved, NotFound and Gone."""
    person = Person.objects.filter(slug=slug).select_related("merged_into", "source").first()
    if person is None:
        old = OldAddress.objects.filter(kind="person", slug=slug, person__isnull=False).select_related("person").first()
        if old and old.person:
            raise Moved(old.person)
        raise NotFound
    if person.merged_into:
        raise Moved(person.merged_into)
    if person.removed_at:
        raise Gone(what="person", on=person.removed_at)
    return person


def person_with_id(public_id: str) -> Person:
    """The person with a permanent id. One query. Raises Moved, NotFound and Gone."""
    person = Person.objects.filter(public_id=public_id).select_related("merged_into").first()
    if person is None:
        raise NotFound
    if person.merged_into:
        raise Moved(person.merged_into)
    if person.removed_at:
        raise Gone(what="person", on=person.removed_at)
    return person


def person_credits(person_id: int) -> list[tuple[str, list[int]]]:
    """The ids of a person's titles by role, newest first. One query."""
    grouped: dict[str, list[int]] = defaultdict(list)
    rows = (
        Credit.objects.filter(person=person_id, title__removed_at__isnull=True, title__merged_into__isnull=True)
        .order_by("-title__year", "title_id")
        .values_list("role", "title_id")
        .distinct()
    )
    for role, title_id in rows:
        grouped[role].append(title_id)
    return [(role, grouped[role]) for role in Credit.Role.values if role in grouped]


def person_with_key(pk: int) -> Person:
    """The person of a row id, even one that was removed or merged. One query. Raises NotFound."""
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise NotFound
    return person


def edition_with(**key: Any) -> Edition:
    """The edition of a `public_id` or row id (`pk`). One query. Raises NotFound."""
    edition = Edition.objects.filter(**key, removed_at__isnull=True).first()
    if edition is None:
        raise NotFound
    return edition


def face_names(title_ids: Collection[int], language: str) -> dict[int, str]:
    """What titles are called in a language of the sites, by row id. One query."""
    faces = TitleFace.objects.filter(title__in=title_ids, language=language)
    return dict(faces.values_list("title_id", "name"))


def names_of_people(public_ids: Collection[str]) -> dict[str, str]:
    """The names of people by public id. One query."""
    return dict(Person.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))


def people_called(name: str) -> list[Person]:
    """The people of exactly this name, whatever its case and accents, at most ten. One query."""
    present = Person.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    return list(present.filter(folded=folded(name)).order_by("pk")[:10])


def person_identifiers(person_id: int) -> list[tuple[str, str]]:
    """What other catalogues call a person. One query."""
    return list(Identifier.objects.filter(person=person_id).order_by("scheme").values_list("scheme", "value"))


def sources() -> list[Source]:
    """All sources that gave something to the catalogue. One query."""
    return list(Source.objects.order_by("name"))


def siblings_of(head: TitleHead) -> dict[str, str]:
    """The title's slug in each language. One query."""
    return dict(TitleFace.objects.filter(title=head.id).values_list("language", "slug"))
