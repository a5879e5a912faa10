"""Where seasons and episodes are now that have become one with others, or stand in another series."""

from django.db.models import Q

from allostream.catalogue.models import Episode, Regrouping, Season, Title
from allostream.catalogue.rules import read_episode_code
from allostream.lib.ids import is_id

Part = Season | Episode


def part_at(title_id: int, part: str) -> Part | None:
    """The season or episode at an address of a series, old or new, or None. Five queries at most."""
    numbers = read_episode_code(part)
    here = _here(title_id, *numbers) if numbers else None
    return here or part_now(title_id, part)


def _here(title_id: int, season: int, number: int | None) -> Part | None:
    if number is None:
        return Season.objects.filter(title=title_id, number=season, removed_at=None).order_by("pk").first()
    rows = Episode.objects.filter(title=title_id, season__number=season, number=number, removed_at=None)
    return rows.filter(kind=Episode.Kind.REGULAR).order_by("pk").first()


def part_now(title_id: int, part: str) -> Part | None:
    """The season or episode that the end of an old address of a series leads to, or None. Four queries at most."""
    numbers = read_episode_code(part)
    if numbers is None:
        return part_with_id(part) if is_id(part) else None
    season, number = numbers
    return _merged(title_id, season, number) or _split_off(title_id, season, number)


def part_with_id(public_id: str) -> Part | None:
    """A season or episode by its permanent id, or what it became one with, None without any. Two queries."""
    for model in (Episode, Season):
        found = model.objects.select_related("merged_into").filter(public_id=public_id).first()
        if found is not None:
            now: Part = found.merged_into or found
            return None if now.removed_at else now
    return None


def _merged(title_id: int, season: int, number: int | None) -> Part | None:
    if number is None:
        seasons = Season.objects.filter(title=title_id, number=season, merged_into__removed_at=None)
        row: Part | None = seasons.exclude(merged_into=None).select_related("merged_into").first()
    else:
        episodes = Episode.objects.filter(title=title_id, season__number=season, number=number)
        of_present = episodes.exclude(merged_into=None).filter(merged_into__removed_at=None)
        row = of_present.select_related("merged_into").first()
        if row is None:  # of a season that became one with another
            moved = Q(season__absorbed__number=season, season__absorbed__title=title_id)
            return Episode.objects.filter(moved, number=number, removed_at=None).first()
    return row.merged_into if row else None


def _split_off(title_id: int, season: int, number: int | None) -> Part | None:
    splits = Regrouping.objects.filter(title=title_id, kind="split", what="title", state="done")
    titles = Title.objects.filter(public_id__in=splits.values("gone_id"), removed_at=None, merged_into=None)
    if number is None:
        return Season.objects.filter(title__in=titles, number=season, removed_at=None).order_by("pk").first()
    return (
        Episode.objects.filter(title__in=titles, season__number=season, number=number, removed_at=None)
        .order_by("pk")
        .first()
    )
