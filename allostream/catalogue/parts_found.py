"""The season or episode that a search names by its numbers: "season 2 episode 5", "s02e05", "episode 12"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from allostream.catalogue.models import Episode, EpisodeNumber, Season, TitleFace

# An episode that is named by its number alone counts through the whole series, or is one of a first season.
FIRST_SEASON = 1


@dataclass(frozen=True)
class FoundPart:
    """A season, or an episode of one, of a series that was found. Of a season `episode_id` is None."""

    title_id: int
    title_name: str
    title_language: str
    title_slug: str
    public_id: str
    season_number: int | None
    number: int | None = None
    episode_id: int | None = None
    name: str = ""
    name_language: str = ""
    is_special: bool = False
    # In whose orders it has the numbers that were asked for, where it has others here.
    orders: tuple[str, ...] = ()


def parts_numbered(
    title_ids: Sequence[int], season: int | None, number: int | None, language: str, address_language: str
) -> list[FoundPart]:
    """Of each series the episode with these numbers, then those that have them in the orders of others; where none is
    known, the season. In the order of the series. Three queries, four where episodes are missing.
    """
    ids = list(title_ids)
    found = _best(_episodes(ids, season, number)) if number is not None else {}
    others = _in_other_orders(ids, season, number, found) if number is not None else {}
    missing = [id_ for id_ in ids if id_ not in found and id_ not in others] if season is not None else []
    if missing:
        found |= _seasons(missing, season)
    faces = _faces({*found, *others}, {language, address_language or language})
    parts = []
    for id_ in ids:
        face = faces.get((id_, language))
        if face is None:
            continue
        slug = faces.get((id_, address_language or language), face).slug
        if id_ in found:
            parts.append(_part(found[id_], face, slug))
        for row, orders in others.get(id_, {}).items():
            parts.append(replace(_part(row, face, slug), orders=tuple(orders)))
    return parts


def _in_other_orders(
    ids: Sequence[int], season: int | None, number: int, found: Mapping[int, Episode | Season]
) -> dict[int, dict[Episode, list[str]]]:
    """Episodes that have these numbers with somebody else, and not here, by series: with whom."""
    rows = EpisodeNumber.objects.filter(title__in=ids, season=season, number=number, ended_at=None)
    present = rows.filter(episode__removed_at=None).select_related("episode__season")
    told: dict[int, dict[Episode, list[str]]] = {}
    for row in present.order_by("order", "pk"):
        if found.get(row.title_id) != row.episode:
            told.setdefault(row.title_id, {}).setdefault(row.episode, []).append(row.order)
    return told


def _episodes(ids: Sequence[int], season: int | None, number: int | None) -> Iterable[Episode]:
    if season is not None:
        wanted = Q(season__number=season, number=number)
    else:
        wanted = Q(absolute_number=number) | Q(season__number=FIRST_SEASON, number=number)
    rows = Episode.objects.filter(wanted, title__in=ids, kind=Episode.Kind.REGULAR, removed_at__isnull=True)
    return rows.select_related("season").order_by("id")


def _best(rows: Iterable[Episode]) -> dict[int, Episode | Season]:
    """Of each series one episode: rather by its place in the whole series than in the first season."""
    best: dict[int, Episode | Season] = {}
    for row in sorted(rows, key=lambda row: row.absolute_number is None):
        best.setdefault(row.title_id, row)
    return best


def _seasons(ids: Sequence[int], number: int | None) -> dict[int, Episode | Season]:
    rows = Season.objects.filter(title__in=ids, number=number, removed_at__isnull=True).order_by("-id")
    return {row.title_id: row for row in rows}


def _faces(title_ids: Iterable[int], languages: Iterable[str]) -> dict[tuple[int, str], TitleFace]:
    rows = TitleFace.objects.filter(
        title__in=list(title_ids), language__in=list(languages), title__removed_at__isnull=True,
        title__merged_into__isnull=True,
    )  # fmt: skip
    return {(row.title_id, row.language): row for row in rows}


def _part(row: Episode | Season, face: TitleFace, slug: str) -> FoundPart:
    of_title = (row.title_id, face.name, face.name_language, slug, row.public_id)
    if isinstance(row, Season):
        return FoundPart(*of_title, row.number, name=row.name, name_language=row.name_language)
    is_special = row.kind == Episode.Kind.SPECIAL
    return FoundPart(*of_title, row.season.number, row.number, row.pk, row.name, row.name_language, is_special)
