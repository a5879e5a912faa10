"""The numbers that sources give episodes of others, where those are numbered otherwise here."""

from collections import defaultdict
from collections.abc import Sequence

from allostream.catalogue.models import EpisodeNumber
from allostream.catalogue.numbering_rules import Order, Spot


def told_by_records(numbers: Sequence[tuple[int, int, Order, int, Spot | None]]) -> None:
    """Keep where sources number episodes otherwise than here: title, episode, order, source, and where, None where it
    is as here. What a person gave stands. Two queries and a write."""
    if not numbers:
        return
    known: dict[tuple[int, str], list[EpisodeNumber]] = defaultdict(list)
    for row in EpisodeNumber.objects.filter(episode__in=[one[1] for one in numbers], ended_at=None):
        known[row.episode_id, row.order].append(row)
    new, old = [], []
    for title, episode, order, source, spot in numbers:
        there = known[episode, order]
        if any(row.source_id is None for row in there) or {Spot(row.season, row.number) for row in there} == {spot}:
            continue
        old += [row.pk for row in there]
        if spot is not None:
            new.append(
                EpisodeNumber(
                    title_id=title, episode_id=episode, order=order, source_id=source, season=spot.season,
                    number=spot.number,
                )
            )  # fmt: skip
    EpisodeNumber.objects.filter(pk__in=old).delete()
    EpisodeNumber.objects.bulk_create(new, ignore_conflicts=True)
