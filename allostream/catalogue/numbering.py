"""Maps of numbers: what people paste is looked up in a series, and takes the place of what was known of those episodes.

Called in the transaction of an action (allostream.links.regrouping), which keeps the journal and can undo it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from allostream.catalogue import numbering_rules as rules
from allostream.catalogue.journal import Journal
from allostream.catalogue.models import Episode, EpisodeNumber
from allostream.catalogue.numbering_rules import Fault, Order, Pair, Spot
from allostream.catalogue.prepared import Listed, Prepared, listed
from allostream.lib import clock
from allostream.lib.problems import gettext_noop

NOT_HERE = gettext_noop("No episode %(text)s is known here: correct the number, or bring the episode in first.")
TWICE = gettext_noop("%(text)s is said of several episodes that have further numbers too: such a map says nothing.")


@dataclass(frozen=True, slots=True)
class Read:
    """A pasted map with the episodes that it is about, and what is wrong in which line."""

    pairs: tuple[Pair, ...]
    faults: tuple[Fault, ...]


def read_map(title_id: int, text: str, order: Order) -> Read:
    """What a pasted map says of a series. One query."""
    lines, faults = rules.read(text, order)
    known = _known(title_id)
    pairs: dict[Pair, int] = {}
    for line in lines:
        found = [known.get(one) for one in line.ours]
        if None in found:
            missing = line.ours[found.index(None)]
            faults.append(Fault(line.place, NOT_HERE, (("text", str(missing)),)))
            continue
        try:
            for pair in rules.paired([one for one in found if one], line.theirs):
                pairs.setdefault(pair, line.place)
        except ValueError as uneven:
            faults.append(Fault(line.place, str(uneven)))
    for pair in sorted(rules.tangled(pairs), key=lambda one: pairs[one]):
        faults.append(Fault(pairs[pair], TWICE, (("text", str(pair[1])),)))
    return Read(tuple(pairs), tuple(sorted(faults, key=lambda one: one.place)))


def _known(title_id: int) -> Mapping[Spot | str, str]:
    """Our episodes by place and by permanent id. Specials of a season stand behind its regular episodes."""
    rows = Episode.objects.filter(title=title_id, removed_at=None).order_by("kind", "pk")
    found: dict[Spot | str, str] = {}
    columns = ("public_id", "season__number", "number", "absolute_number")
    for public_id, season, number, absolute in rows.values_list(*columns):
        found[public_id] = public_id
        if season is not None and number is not None:
            found.setdefault(Spot(season, number), public_id)
        if absolute is not None:
            found.setdefault(Spot(None, absolute), public_id)
    return found


def write_map(title_id: int, order: Order, pairs: Iterable[Pair], journal: Journal) -> None:
    """Let these numbers take the place of what was known of these episodes in that order."""
    wanted: dict[str, list[Spot]] = defaultdict(list)
    for public_id, spot in pairs:
        wanted[public_id].append(spot)
    rows = Episode.objects.filter(title=title_id, public_id__in=wanted, removed_at=None)
    ids = dict(rows.values_list("public_id", "pk"))
    for old in EpisodeNumber.objects.filter(episode__in=ids.values(), order=order, ended_at=None):
        journal.change(old, {"ended_at": clock.now()})
    if journal.is_trial:
        journal.moved(EpisodeNumber, "title", None, title_id, range(sum(len(wanted[one]) for one in ids)))
        return
    made = EpisodeNumber.objects.bulk_create([
        EpisodeNumber(
            title_id=title_id, episode_id=ids[public_id], order=order, season=spot.season, number=spot.number
        )
        for public_id, spots in wanted.items()
        if public_id in ids
        for spot in spots
    ])  # fmt: skip
    journal.made(EpisodeNumber, [one.pk for one in made])


@dataclass(frozen=True, slots=True)
class Told:
    """Where an episode stands in another order: one place, or several of a double episode."""

    order: Order
    spots: tuple[Spot, ...]


class _Number(NamedTuple):
    episode_id: int
    order: str
    season: int | None
    number: int


NUMBERS = Prepared(
    lambda ids: EpisodeNumber.objects.filter(episode__in=Listed(ids), ended_at=None).values_list(*_Number._fields),
    {"ids": str},
    _Number,
)


def numbers_of(episode_ids: Collection[int]) -> dict[int, list[Told]]:
    """Where episodes stand in other orders, by row id, in the order of Order. One query."""
    spots: dict[tuple[int, str], set[Spot]] = defaultdict(set)
    for row in NUMBERS.rows(ids=listed(episode_ids)):
        spots[row.episode_id, row.order].add(Spot(row.season, row.number))
    found: dict[int, list[Told]] = defaultdict(list)
    for order in Order:
        for episode in sorted(episode for episode, known in spots if known == order):
            found[episode].append(Told(order, tuple(sorted(spots[episode, order], key=_place))))
    return found


def _place(spot: Spot) -> tuple[int, int]:
    return -1 if spot.season is None else spot.season, spot.number
