"""Making one of two titles, seasons or episodes: what the one has goes over, and its addresses lead to the other.

Called in the transaction of an action, which locks both, raises versions and writes the audit entry. The journal that
is given tells what moves, and undoes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from allostream.catalogue.attached import move_all
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.journal import Journal
from allostream.catalogue.models import Episode, Likeness, OldAddress, Season, Title, TitleFace
from allostream.catalogue.part_rules import Numbered, pairs
from allostream.lib import clock
from allostream.lib.names import folded

Part = Season | Episode
OF_TITLE = ("form", "year", "end_year", "runtime_min")
OF_PART = ("number", "name", "aired_on")
# What means something only together with the first.
TOGETHER = {
    "runtime_min": ("runtime_is_approximate",), "number": ("number_is_derived",), "name": ("name_language",),
    "aired_on": ("aired_precision",), "released_on": ("released_precision",),
}  # fmt: skip


def join_titles(gone: Title, kept: Title, journal: Journal) -> None:
    """Let all that the first title has go over to the second, and the first lead there.

    Of two series, seasons and episodes of the same number become one too (part_rules).
    """
    _join_seasons(_season_pairs(gone, kept), journal)
    _move_likenesses(gone, kept, journal)
    move_all(Title, {gone.pk: kept.pk}, journal)
    # A day beside another year would be one that nobody said; what was stated of the one is for the facts to weigh.
    _fill(gone, kept, OF_TITLE if kept.year else (*OF_TITLE, "released_on"), journal)
    _lead(gone, kept, Title.objects.filter(merged_into=gone).values_list("pk", flat=True), journal)
    _keep_addresses(gone, kept, journal)


def join_parts(gone: Part, kept: Part, journal: Journal) -> None:
    """The same of two seasons or two episodes."""
    if isinstance(gone, Season) and isinstance(kept, Season):
        _join_seasons([(gone, kept)], journal)
    elif isinstance(gone, Episode) and isinstance(kept, Episode):
        _join_all(Episode, [(gone, kept)], journal)


def join_episodes(pairs: Sequence[tuple[int, int]], journal: Journal) -> None:
    """Make pairs of episodes one that a merge has left, by their row ids. One of which somebody else has made
    something meanwhile stays as it is."""
    ids = [pk for pair in pairs for pk in pair]
    there: dict[int, Episode] = {}
    for portion in portions(ids):
        there.update(Episode.objects.filter(removed_at=None, merged_into=None).in_bulk(portion))
    both = [(there[gone], there[kept]) for gone, kept in pairs if gone in there and kept in there]
    _join_all(Episode, [(gone, kept) for gone, kept in both if gone.title_id == kept.title_id], journal)


def _join_seasons(pairs: Sequence[tuple[Season, Season]], journal: Journal) -> None:
    episodes = [pair for gone, kept in pairs for pair in _episode_pairs(gone, kept)]
    if journal.most_pairs is not None and len(episodes) > journal.most_pairs:
        journal.left += [(gone.pk, kept.pk) for gone, kept in episodes]
    else:
        _join_all(Episode, episodes, journal)
    _join_all(Season, pairs, journal)


def _join_all(model: type[Part], pairs: Sequence[tuple[Part, Part]], journal: Journal) -> None:
    """All pairs at once: a series may have 10,000 episodes."""
    move_all(model, {gone.pk: kept.pk for gone, kept in pairs}, journal)
    earlier: dict[int | None, list[int]] = defaultdict(list)
    for portion in portions(gone.pk for gone, _ in pairs):
        merged = model._default_manager.filter(merged_into__in=portion).order_by("pk")
        for pk, into in merged.values_list("pk", "merged_into"):
            earlier[into].append(pk)
    for gone, kept in pairs:
        _join(gone, kept, earlier[gone.pk], journal)


def _join(gone: Part, kept: Part, earlier: Sequence[int], journal: Journal) -> None:
    _fill(gone, kept, OF_PART, journal)
    if isinstance(gone, Episode) and isinstance(kept, Episode):
        _fill(gone, kept, ("absolute_number", "runtime_min"), journal)
    # What a source says of the one would stand elsewhere: imports must not ask for it back.
    journal.change(kept, {"placed_at": clock.now()})
    journal.change(gone, {"removed_at": clock.now()})
    _lead(gone, kept, earlier, journal)


def _lead(gone: Title | Part, kept: Title | Part, earlier: Iterable[int], journal: Journal) -> None:
    """Let an address lead to another thing, and all that led to it as well: nobody is led twice."""
    journal.move(type(gone), "merged_into", gone.pk, kept.pk, earlier)
    journal.change(gone, {"merged_into_id": kept.pk})


def _season_pairs(gone: Title, kept: Title) -> list[tuple[Season, Season]]:
    ours, theirs = ({row.pk: row for row in title.seasons.filter(removed_at=None)} for title in (gone, kept))
    return [(ours[one], theirs[other]) for one, other in pairs(_numbered(ours.values()), _numbered(theirs.values()))]


def _episode_pairs(gone: Season, kept: Season) -> list[tuple[Episode, Episode]]:
    ours, theirs = ({row.pk: row for row in season.episodes.filter(removed_at=None)} for season in (gone, kept))
    return [(ours[one], theirs[other]) for one, other in pairs(_numbered(ours.values()), _numbered(theirs.values()))]


def _numbered(rows: Iterable[Part]) -> list[Numbered]:
    """Those of a season in order; a number that was worked out may be another with each source, and says nothing."""
    told = [
        Numbered(
            row.pk, None if isinstance(row, Episode) and row.number_is_derived else row.number, folded(row.name),
            row.kind if isinstance(row, Episode) else "",
        )
        for row in rows
    ]  # fmt: skip
    return sorted(told, key=lambda one: (one.number is None, one.number or 0, one.id))


def _fill(gone: Title | Part, kept: Title | Part, columns: Iterable[str], journal: Journal) -> None:
    """Let what the one tells stand where the other tells nothing."""
    values: dict[str, Any] = {}
    for column in columns:
        if getattr(kept, column) in (None, "") and getattr(gone, column) not in (None, ""):
            values |= {name: getattr(gone, name) for name in (column, *TOGETHER.get(column, ()))}
    journal.change(kept, values)


def _move_likenesses(gone: Title, kept: Title, journal: Journal) -> None:
    """What is asked or was decided about the one and a third title is so about the other."""
    for column, other in (("made", "like"), ("like", "made")):
        there = set(Likeness.objects.filter(**{column: kept}).values_list(other, flat=True))
        rows = Likeness.objects.filter(**{column: gone}).exclude(**{f"{other}__in": [kept.pk, *there]})
        journal.move(Likeness, column, gone.pk, kept.pk, rows.values_list("pk", flat=True))
    for likeness in Likeness.objects.filter(made__in=(gone, kept), like__in=(gone, kept), state=Likeness.State.OPEN):
        journal.change(likeness, {"state": Likeness.State.SAME.value, "decided_at": clock.now()})


def _keep_addresses(gone: Title, kept: Title, journal: Journal) -> None:
    """Let the addresses of a merged title lead to the one that is kept."""
    if journal.is_trial:
        return
    faces = TitleFace.objects.filter(title=gone)
    known = set(OldAddress.objects.filter(title=kept).values_list("pk", flat=True))
    OldAddress.objects.bulk_create(
        [OldAddress(kind=face.kind, language=face.language, slug=face.slug, title=kept) for face in faces],
        ignore_conflicts=True,
    )
    made = OldAddress.objects.filter(title=kept).exclude(pk__in=known)
    journal.made(OldAddress, made.values_list("pk", flat=True))
    faces.delete()
