"""Which title, season or episode a candidate is about: by the catalogue's one resolution, never by a name alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allostream.catalogue.identity_rules import Described, Maker, Outcome, Verdict
from allostream.catalogue.identity_rules import Reason as GroundReason
from allostream.catalogue.intake.rows import values_in
from allostream.catalogue.models import Episode, Identifier, Season, Title
from allostream.catalogue.resolving import candidates_of, resolve
from allostream.catalogue.rules import KnownName
from allostream.connectors.candidates import Candidate, Part, Work
from allostream.discovery.rules import Reason
from allostream.lib.dates import PartialDate
from allostream.lib.exchange import Name
from allostream.links.actions import Place


@dataclass(frozen=True, slots=True)
class Placed:
    """The place a candidate is about, or the reason why none is known; a doubtful one names the title it may be."""

    place: Place | None = None
    reason: Reason | None = None
    may_be: int | None = None
    detail: str = ""


def places_of(candidates: Sequence[Candidate], chosen: Mapping[int, int]) -> list[Placed]:
    """The places of candidates, in their order. `chosen`: titles that people have named, by position.

    What `catalogue.resolving.resolve` takes, and four queries for parts.
    """
    found = _titles(candidates, chosen)
    own = _by_identifier(candidates)
    numbered = _by_number({placed.place.title_id for placed in found if placed.place}, candidates)
    return [
        own.get(position) or (_part_of(placed, one.part, numbered) if one.part else placed)
        for position, (one, placed) in enumerate(zip(candidates, found, strict=True))
    ]


def described(work: Work) -> Described:
    """A work as the resolution takes it."""
    released = PartialDate.parse(work.released) if work.released else None
    return Described(
        names=tuple(KnownName(name.text, name.language, name.kind) for name in work.names), kind=work.kind,
        year=work.year or (released.on.year if released else None), released=released,
        runtime_min=round(work.minutes) if work.minutes else None, identifiers=work.identifiers,
        makers=tuple(map(Maker, work.makers)), countries=work.countries, languages=work.languages,
    )  # fmt: skip


def wish_for(title_id: int) -> Work:
    """A title of ours as a source is asked for it. Seven queries."""
    found = candidates_of([title_id]).get(title_id)
    if found is None:
        return Work()
    one = found.described
    makers = tuple(maker.name for maker in one.makers if maker.role != "cast")
    return Work(
        kind=one.kind, names=tuple(Name(text=name.text, language=name.language) for name in one.names), year=one.year,
        minutes=one.runtime_min, identifiers=one.identifiers, makers=makers, countries=one.countries,
        languages=one.languages,
    )  # fmt: skip


def _titles(candidates: Sequence[Candidate], chosen: Mapping[int, int]) -> list[Placed]:
    verdicts = resolve([described(one.work) for one in candidates])
    series = dict(
        values_in(
            Title.objects.filter(kind=Title.Kind.SERIES), "pk", {v.title for v in verdicts if v.title}, "pk", "kind"
        )
    )
    placed = []
    for position, (one, verdict) in enumerate(zip(candidates, verdicts, strict=True)):
        title = chosen.get(position) or (verdict.title if _is_certain(one.work, verdict) else None)
        if title is None and verdict.title is not None:
            told = ", ".join(dict.fromkeys(ground.reason.value for ground in verdict.grounds))
            placed.append(Placed(reason=Reason.WORK_DOUBTFUL, may_be=verdict.title, detail=told[:300]))
        elif title is None:
            placed.append(Placed(reason=Reason.WORK_UNKNOWN))
        elif one.part is not None and title not in series and position not in chosen:
            placed.append(Placed(reason=Reason.WORK_DOUBTFUL, may_be=title, detail="other-kind"))
        else:
            placed.append(Placed(Place(title)))
    return placed


# What has to agree beside name and year: two films of one year are called alike more often than one would think, and a
# link to the wrong one is shown to everybody.
PROVES = frozenset({
    GroundReason.SAME_ID, GroundReason.SAME_DIRECTOR, GroundReason.SAME_CAST, GroundReason.SAME_LENGTH,
    GroundReason.SAME_DAY,
})  # fmt: skip


def _is_certain(work: Work, verdict: Verdict) -> bool:
    """Whether a work is known. An identifier alone is enough from a source that says nothing else of the work, for
    nothing can contradict it; where more is said, that has to agree.
    """
    reasons = {ground.reason for ground in verdict.grounds}
    if verdict.outcome is Outcome.SAME:
        return bool(reasons & PROVES)
    says_more = work.names or work.year or work.released or work.minutes or work.makers
    against = any(ground.weight < 0 for ground in verdict.grounds)
    return not says_more and not against and GroundReason.SAME_ID in reasons


def _by_identifier(candidates: Sequence[Candidate]) -> dict[int, Placed]:
    """The seasons and episodes that parts name by identifiers of their own, by position. A query for each scheme."""
    asked: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, one in enumerate(candidates):
        for scheme, values in (one.part.identifiers if one.part else {}).items():
            for value in values:
                asked[scheme][value].append(position)
    found: dict[int, Placed] = {}
    for scheme, positions in asked.items():
        rows = Identifier.objects.filter(scheme=scheme, title__isnull=True, person__isnull=True)
        columns = ("value", "season_id", "season__title_id", "episode_id", "episode__title_id", "episode__season_id")
        for value, season, of_season, episode, of_episode, its_season in values_in(rows, "value", positions, *columns):
            place = Place(of_episode, None, episode) if episode else Place(of_season, season)
            found.update((position, Placed(place)) for position in positions[value] if its_season or season)
    return found


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The parts of some series by their numbers."""

    seasons: Mapping[tuple[int, int], int]
    episodes: Mapping[tuple[int, int, int], int]


def _by_number(titles: set[int], candidates: Sequence[Candidate]) -> _Numbered:
    if not any(one.part for one in candidates):
        return _Numbered({}, {})
    seasons = Season.objects.filter(removed_at__isnull=True, number__isnull=False)
    episodes = Episode.objects.filter(removed_at__isnull=True, number__isnull=False, season__number__isnull=False)
    return _Numbered(
        {(title, number): pk for title, number, pk in values_in(seasons, "title", titles, "title_id", "number", "pk")},
        {
            (title, season, number): pk
            for title, season, number, pk in values_in(
                episodes, "title", titles, "title_id", "season__number", "number", "pk"
            )
        },
    )


def _part_of(placed: Placed, part: Part, numbered: _Numbered) -> Placed:
    if placed.place is None:
        return placed
    title = placed.place.title_id
    if part.season is not None and part.episode is not None:
        episode = numbered.episodes.get((title, part.season, part.episode))
        return Placed(Place(title, None, episode)) if episode else Placed(reason=Reason.PART_UNKNOWN, may_be=title)
    season = numbered.seasons.get((title, part.season)) if part.season is not None else None
    return Placed(Place(title, season)) if season else Placed(reason=Reason.PART_UNKNOWN, may_be=title)
