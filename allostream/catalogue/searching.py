"""Finding titles, episodes and people by the beginning of a name or by what another catalogue calls them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Exists, Min, OuterRef, Q, QuerySet, When

from allostream.catalogue.bounded import best_known
from allostream.catalogue.models import Credit, Episode, Identifier, Name, Person, Title, TitleFace
from allostream.catalogue.prepared import Listed, Prepared, Together, listed
from allostream.lib.names import folded

HIGHEST = "\U0010ffff"
# Names that begin alike are sorted by their titles' popularity up to this number. Where there are more, the best known
# titles are looked through instead, and the first of the alphabet follow.
MOST_SORTED = 10_000

# What of all titles is looked for: a condition on rows that name a title in the given column.
Kept = Callable[[str], Any]


@dataclass(frozen=True)
class FoundEpisode:
    """An episode found by its name, with the series that it belongs to."""

    id: int
    public_id: str
    season_number: int | None
    number: int | None
    kind: str
    name: str
    name_language: str
    title_id: int
    title_name: str
    title_language: str
    title_slug: str


@dataclass(frozen=True)
class Suggestion:
    """A title while its name is being typed."""

    id: int
    name: str
    kind: str
    year: int | None
    slug: str
    name_language: str = ""


class FoundPerson(NamedTuple):
    """A person found by name."""

    id: int
    name: str
    slug: str


class _Face(NamedTuple):
    title_id: int
    language: str
    name: str
    name_language: str
    kind: str
    slug: str
    year: int | None


class _Episode(NamedTuple):
    id: int
    public_id: str
    season_number: int | None
    number: int | None
    kind: str
    name: str
    name_language: str
    title_id: int


class _Episodes(NamedTuple):
    """Episodes, and how their series are called."""

    episodes: list[_Episode]
    faces: list[_Face]


def _present_faces(language: str, spelled: str) -> QuerySet[TitleFace]:
    present = TitleFace.objects.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    return present.filter(language__in=[language, spelled])


def _face_columns(rows: QuerySet[TitleFace]) -> QuerySet[TitleFace, Any]:
    return rows.values_list("title_id", "language", "name", "name_language", "kind", "slug", "title__year")


def _faces(ids: str, language: str, spelled: str) -> QuerySet[TitleFace, Any]:
    return _face_columns(_present_faces(language, spelled).filter(title__in=Listed(ids)))


def _faces_of_episodes(ids: str, language: str, spelled: str) -> QuerySet[TitleFace, Any]:
    series = Episode.objects.filter(pk__in=Listed(ids)).values("title_id")
    return _face_columns(_present_faces(language, spelled).filter(title__in=series))


def _episodes(ids: str) -> QuerySet[Episode, Any]:
    present = Episode.objects.filter(
        removed_at__isnull=True, title__removed_at__isnull=True, title__merged_into__isnull=True
    )
    return present.filter(pk__in=Listed(ids)).values_list(
        "id", "public_id", "season__number", "number", "kind", "name", "name_language", "title_id"
    )


def _people(ids: str) -> QuerySet[Person, Any]:
    present = Person.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    return present.filter(pk__in=Listed(ids)).values_list("id", "name", "slug")


OF_FACES = {"ids": str, "language": str, "spelled": str}
FACES = Prepared(_faces, OF_FACES, _Face)
EPISODES = Together(_Episodes, OF_FACES, episodes=_episodes, faces=_faces_of_episodes)
PEOPLE = Prepared(_people, {"ids": str}, FoundPerson)


@dataclass(frozen=True)
class Known:
    """The thing that another catalogue calls by an identifier: a title, an episode of one, or a person."""

    title_id: int | None = None
    episode_id: int | None = None
    person_slug: str = ""


def everything(column: str) -> Q:
    """The condition that leaves nothing out."""
    return Q()


def _names_from(start: str) -> QuerySet[Name]:
    return Name.objects.filter(title__isnull=False, folded__gte=start, folded__lt=start + HIGHEST)


def _are_many(names: QuerySet[Name]) -> bool:
    return names.values("pk")[: MOST_SORTED + 1].count() > MOST_SORTED


def titles_named(beginning: str, limit: int, kept: Kept = everything) -> list[int]:
    """The ids of titles one of whose names begins with the text, most popular first. Two to six queries.

    Titles that are called just so come before all others.
    """
    start = folded(beginning)
    if not start:
        return []
    names = _names_from(start)
    if _are_many(names):
        return best_known(names, start, limit, kept)
    matching = (
        names.filter(kept("title_id"), title__removed_at__isnull=True, title__merged_into__isnull=True)
        .values("title_id")
        .annotate(best=Min("folded"), is_longer=Case(When(best=start, then=0), default=1))
        .order_by("is_longer", "-title__popularity", "best", "title_id")
    )
    return [row["title_id"] for row in matching[:limit]]


def suggestions(beginning: str, language: str, address_language: str, limit: int) -> list[Suggestion]:
    """Titles whose name begins with the text, as titles_named finds them. Three to seven queries."""
    return suggested(titles_named(beginning, limit), language, address_language)


def suggested(ids: Sequence[int], language: str, address_language: str) -> list[Suggestion]:
    """Titles as they are suggested, in the order of their ids; what is gone is left out. One query."""
    if not ids:
        return []
    spelled_in = address_language or language
    faces = FACES.rows(ids=listed(ids), language=language, spelled=spelled_in)
    by_language = {(face.title_id, face.language): face for face in faces}
    found = []
    for id_ in ids:
        named = by_language.get((id_, language))
        spelled = by_language.get((id_, spelled_in), named)
        if named and spelled:
            found.append(Suggestion(id_, named.name, named.kind, named.year, spelled.slug, named.name_language))
    return found


def people_named(beginning: str, limit: int) -> list[Person]:
    """People whose name begins with the text, in alphabetical order. One query."""
    start = folded(beginning)
    if not start:
        return []
    rows = Person.objects.filter(folded__gte=start, folded__lt=start + HIGHEST, removed_at__isnull=True)
    return list(rows.filter(merged_into__isnull=True).order_by("folded", "id")[:limit])


def titles_with(people: Sequence[Sequence[int]], most: int = 1000) -> list[int]:
    """Titles in which one of each group of people had a part, the best known first. One query."""
    rows = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    for group in people:
        rows = rows.filter(Exists(Credit.objects.filter(title=OuterRef("pk"), person__in=list(group))))
    # Found from the people: a million titles would be looked at one by one otherwise.
    parts = Credit.objects.filter(person__in=list(people[0]) if people else []).values("title")
    return list(rows.filter(pk__in=parts).order_by("-popularity", "id").values_list("pk", flat=True)[:most])


def names_of(ids: Sequence[int]) -> list[tuple[int, str]]:
    """Every name of these titles, each with its title. One query."""
    return list(Name.objects.filter(title__in=list(ids)).values_list("title_id", "text"))


def added_on(ids: Sequence[int]) -> dict[int, date]:
    """The day on which the catalogue was told of each of these titles. One query."""
    rows = Title.objects.filter(pk__in=list(ids)).values_list("pk", "created_at")
    return {id_: moment.date() for id_, moment in rows}


def people_with(ids: Sequence[int], limit: int) -> list[FoundPerson]:
    """The first of these people that are there, in the order of their ids. One query, none where there is no id."""
    rows = {row.id: row for row in PEOPLE.rows(ids=listed(ids))} if ids else {}
    return [rows[id_] for id_ in ids if id_ in rows][:limit]


def episode_ids_named(beginning: str, limit: int) -> list[int]:
    """The ids of episodes one of whose names begins with the text, in alphabetical order. One query."""
    start = folded(beginning)
    if not start:
        return []
    names = Name.objects.filter(episode__isnull=False, folded__gte=start, folded__lt=start + HIGHEST)
    # Several names of one episode may begin alike.
    return list(dict.fromkeys(names.order_by("folded", "episode_id").values_list("episode_id", flat=True)[: 4 * limit]))


def episodes_with(
    ids: Sequence[int], language: str, address_language: str, limit: int, kept: Any = None
) -> list[FoundEpisode]:
    """The first of these episodes that are there and meet the condition, in the order of their ids. One query, two with
    a condition.
    """
    if kept is not None:
        met = set(Episode.objects.filter(kept, pk__in=ids).values_list("pk", flat=True))
        ids = [id_ for id_ in ids if id_ in met]
    if not ids:
        return []
    spelled_in = address_language or language
    rows = EPISODES.rows(ids=listed(ids), language=language, spelled=spelled_in)
    episodes = {row.id: row for row in rows.episodes}
    faces = {(face.title_id, face.language): face for face in rows.faces}
    shown = [episodes[id_] for id_ in ids if id_ in episodes][:limit]
    return [found for row in shown if (found := _found(row, faces, language, spelled_in))]


def _found(row: _Episode, faces: dict[tuple[int, str], _Face], language: str, spelled_in: str) -> FoundEpisode | None:
    face = faces.get((row.title_id, language))
    if face is None:
        return None
    return FoundEpisode(
        *row, title_name=face.name, title_language=face.name_language,
        title_slug=faces.get((row.title_id, spelled_in), face).slug,
    )  # fmt: skip


def known_as(identifiers: Iterable[tuple[str, str]]) -> Known | None:
    """What the first known of these identifiers, each a scheme and a value, belongs to. One query.

    A season stands for its series.
    """
    wanted = list(identifiers)
    condition = Q(pk__in=[])
    for scheme, value in wanted:
        condition |= Q(scheme=scheme, value=value)
    found = {
        (row.scheme, row.value): row
        for row in Identifier.objects.filter(condition).select_related("season", "episode", "person")
    }
    return next((_known(found[pair]) for pair in wanted if pair in found), None)


def _known(row: Identifier) -> Known:
    if row.person:
        return Known(person_slug=row.person.slug)
    if row.episode:
        return Known(row.episode.title_id, row.episode_id)
    return Known(row.season.title_id if row.season else row.title_id)
