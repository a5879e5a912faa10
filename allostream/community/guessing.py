"""Which work a copy shows: what its names may mean, looked up in the catalogue and weighed, with reasons.

One guess is made, or none: a wrong one is worse than none, because it is what people then send. Whatever else it may be
stands beside it to choose from.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from allostream.catalogue.identity_rules import Candidate, Compared, Described, Ground, Maker, compared
from allostream.catalogue.identity_rules import Reason as Sign
from allostream.catalogue.models import Episode, EpisodeNumber, Name, Season
from allostream.catalogue.resolving import gathered
from allostream.catalogue.rules import KnownName
from allostream.community.guess_rules import Field, Reading, Text, Way, beginnings, readings_of
from allostream.lib import clock
from allostream.lib.names import folded

# As likely true as false: what a shared name has to outweigh (allostream.catalogue.identity_rules.BEFORE).
BEFORE = 4.3
SURE_FROM, LEAD = 0.87, 2.0
WORTH_SHOWING, MOST_OTHERS = 0.02, 4
# A name that no other title has, long enough not to be anybody's: believed without a year.
LONG_ENOUGH, ONLY_OF_ITS_NAME, ONLY_SERIES = 9, 3.4, 5.0
# What stands at open hosts without a year is rather old: of a later work more has to be told.
LATE, OF_LATE = 1970, 1.6
BEGINNING = 1.0  # what it costs that the text goes on behind the name
UPLOADERS_YEAR = 0.4  # the year that a host tells may be that of the upload
FIRST_UPLOADS = 1996  # what is earlier is no year of an upload
NAMED = frozenset({Sign.SAME_NAME, Sign.LIKE_NAME})
AGAINST = frozenset({Sign.OTHER_KIND, Sign.OTHER_PART, Sign.OTHER_ID, Sign.OTHER_YEAR, Sign.OTHER_DIRECTOR})
AGREES = frozenset({Sign.SAME_YEAR, Sign.SAME_DAY, Sign.SAME_DIRECTOR, Sign.SAME_ID})


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a copy by which works are told apart. `year` is what the host tells, perhaps of the upload."""

    texts: tuple[Text, ...]
    year: int | None = None
    minutes: float | None = None
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    makers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A work that it may be: how likely, read from which words, for which reasons."""

    title_id: int
    score: float
    reading: Reading
    grounds: tuple[Ground, ...] = ()
    season_id: int | None = None
    episode_id: int | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """What a copy is taken for, None where that is not sure enough, and what else it may be, the likeliest first.

    `season` and `episode` are the numbers that its names tell, known here or not.
    """

    best: Option | None = None
    others: tuple[Option, ...] = ()
    season: int | None = None
    episode: int | None = None


NO_GUESS = Guess()


def guess(about: About) -> Guess:
    """What a copy shows, as far as its names tell. What `catalogue.resolving.gathered` takes, and four queries."""
    return guesses([about])[0]


def guesses(several: Sequence[About]) -> list[Guess]:
    """The guesses of several copies, in their order, with as many queries as one takes."""
    year = clock.now().year
    asked: list[tuple[int, Reading, Described]] = []
    for place, about in enumerate(several):
        asked += [(place, *one) for one in _described(about, year)]
    found = gathered([one for _, _, one in asked])
    options: list[dict[int, Option]] = [{} for _ in several]
    for (place, reading, _), (described, candidates) in zip(asked, found, strict=True):
        for candidate in candidates:
            is_only = reading.has_part and len(candidates) == 1
            option = _weighed(reading, described, candidate, several[place].year, is_only=is_only)
            known = options[place].get(candidate.id)
            if option is not None and (known is None or option.score > known.score):
                options[place][candidate.id] = option
    return _with_parts([_decided(one) for one in options])


def _described(about: About, today_year: int) -> Iterable[tuple[Reading, Described]]:
    """Each way to take the names, as the resolution of the catalogue takes it."""
    readings = readings_of(about.texts, today_year)
    for reading in readings:
        yield reading, _one(about, reading, reading.year)
        if reading.year is None and about.year is not None:
            yield replace(reading, cost=reading.cost + UPLOADERS_YEAR), _one(about, reading, about.year)
    if about.identifiers:
        name = readings[0] if readings else Reading("")
        yield name, _one(about, name, name.year, identifiers=about.identifiers)
    for reading in [one for one in readings if one.way in {Way.WHOLE, Way.FILE_NAME}][:2]:
        for count, words in enumerate(beginnings(reading.name)):
            cost = reading.cost + BEGINNING + 0.15 * count
            yield (
                replace(reading, name=words, way=Way.BEGINNING, cost=cost),
                _one(about, replace(reading, name=words), reading.year or about.year),
            )


def _one(
    about: About, reading: Reading, year: int | None, identifiers: Mapping[str, tuple[str, ...]] | None = None
) -> Described:
    names = (KnownName(reading.name, "", "release"),) if reading.name else ()
    return Described(
        names=names, kind="series" if reading.has_part else "", year=year, identifiers=identifiers or {},
        runtime_min=round(about.minutes) if about.minutes and not reading.has_part else None,
        makers=tuple(map(Maker, about.makers)),
    )  # fmt: skip


def _weighed(
    reading: Reading, described: Described, candidate: Candidate, host_year: int | None, *, is_only: bool
) -> Option | None:
    """How likely a title is what these words mean; None where they cannot mean it. `is_only`: the words number a part,
    and no other series is called so."""
    told = compared(described, candidate.described, candidate.namesakes)
    reasons = told.reasons()
    if not (reasons & NAMED or described.identifiers) or reasons & (AGAINST - {Sign.OTHER_DIRECTOR}):
        return None
    if reading.way is Way.BEGINNING and not reasons & AGREES:
        return None
    same_id = 9.0 if described.identifiers and _shares(described, candidate.described) else 0.0
    if described.identifiers and not same_id:
        return None
    total = sum(_weight(one, reasons, is_only=is_only) for one in told.grounds) + same_id - reading.cost
    if described.year is None and not _contradicts(host_year, candidate):
        total += _alone(reading, candidate, reasons, is_only=is_only)
    return Option(candidate.id, _likelihood(total), reading, _grounds(told, same_id))


def _weight(ground: Ground, reasons: set[Sign], *, is_only: bool) -> float:
    """What a sign weighs here. Whom hosts call the creator is as often a company, or who put it there: that none agrees
    says little. Works of other years with the name say little where the year agrees."""
    if ground.reason is Sign.OTHER_DIRECTOR:
        return max(ground.weight, -1.0)
    if ground.reason is Sign.NAMESAKES and is_only:
        return 0.0  # they are films, which have no parts
    if ground.reason is Sign.NAMESAKES and reasons & {Sign.SAME_YEAR, Sign.SAME_DAY}:
        return ground.weight / 2
    return ground.weight


def _contradicts(host_year: int | None, candidate: Candidate) -> bool:
    """Whether the host tells a year that is no upload's, and not the title's either."""
    own = candidate.described.year
    return host_year is not None and host_year < FIRST_UPLOADS and (own is None or abs(own - host_year) > 2)


def _shares(one: Described, other: Described) -> bool:
    return any(value in other.identifiers.get(scheme, ()) for scheme, told in one.identifiers.items() for value in told)


def _grounds(told: Compared, same_id: float) -> tuple[Ground, ...]:
    return (*((Ground(Sign.SAME_ID, same_id),) if same_id else ()), *told.grounds)


def _alone(reading: Reading, candidate: Candidate, reasons: set[Sign], *, is_only: bool) -> float:
    """What it says that no other title is called so, where no year was told that could agree."""
    if is_only and Sign.SAME_NAME in reasons and Sign.ALIAS not in reasons:
        return ONLY_SERIES
    if candidate.namesakes or Sign.SAME_NAME not in reasons or Sign.ALIAS in reasons:
        return 0.0
    long = sum(character.isalnum() for character in reading.name) >= LONG_ENOUGH
    late = candidate.described.year is not None and candidate.described.year >= LATE
    return ONLY_OF_ITS_NAME - (OF_LATE if late else 0.0) if long else 0.0


def _likelihood(total: float) -> float:
    return 1 / (1 + math.exp(min(60.0, BEFORE - total)))


def _odds(score: float) -> float:
    return math.log(max(score, 1e-12) / max(1 - score, 1e-12))


def _decided(options: Mapping[int, Option]) -> Guess:
    """The one guess where it is likely and ahead of the others, and what else it may be."""
    ranked = sorted(options.values(), key=lambda one: (-one.score, one.title_id))
    shown = [one for one in ranked if one.score >= WORTH_SHOWING]
    if not shown:
        return NO_GUESS
    best = shown[0]
    ahead = len(shown) == 1 or _odds(best.score) - _odds(shown[1].score) >= LEAD
    told = best.reading
    if best.score >= SURE_FROM and ahead:
        return Guess(best, tuple(shown[1 : 1 + MOST_OTHERS]), told.season, told.episode)
    return Guess(None, tuple(shown[:MOST_OTHERS]), told.season, told.episode)


def _with_parts(found: list[Guess]) -> list[Guess]:
    """The guesses with the seasons and episodes that their numbers or names mean. Four queries."""
    wanted = {
        one.title_id for guess_ in found for one in (guess_.best, *guess_.others) if one and _names_part(one.reading)
    }
    if not wanted:
        return found
    numbered = _numbered(wanted, found)
    named = _named(wanted, found)
    return [
        replace(
            one, best=_placed(one.best, numbered, named) if one.best else None,
            others=tuple(_placed(other, numbered, named) for other in one.others),
        )
        for one in found
    ]  # fmt: skip


def _names_part(reading: Reading) -> bool:
    return reading.has_part or bool(reading.part_name)


Numbered = tuple[dict[tuple[int, int], int], dict[tuple[int, int | None, int], tuple[int, int]]]


def _numbered(titles: Iterable[int], found: Iterable[Guess]) -> Numbered:
    told = {one.reading.episode for g in found for one in (g.best, *g.others) if one} - {None}
    seasons = Season.objects.filter(title__in=titles, removed_at__isnull=True, number__isnull=False)
    episodes = Episode.objects.filter(
        Q(number__in=told) | Q(absolute_number__in=told), title__in=titles, removed_at__isnull=True,
        number__isnull=False, kind=Episode.Kind.REGULAR,
    )  # fmt: skip
    by_number: dict[tuple[int, int | None, int], tuple[int, int]] = {}
    for title, season, season_id, number, absolute, pk in episodes.values_list(
        "title_id", "season__number", "season_id", "number", "absolute_number", "pk"
    ):
        by_number[title, season, number or 0] = (season_id, pk)
        if absolute is not None:
            by_number[title, None, absolute] = (season_id, pk)
        elif season == 1:
            by_number.setdefault((title, None, number or 0), (season_id, pk))
    _add_other_orders(by_number, titles, told)
    by_season = {(title, number or 0): pk for title, number, pk in seasons.values_list("title_id", "number", "pk")}
    return by_season, by_number


def _add_other_orders(
    by_number: dict[tuple[int, int | None, int], tuple[int, int]], titles: Iterable[int], told: Iterable[int | None]
) -> None:
    """Episodes by the numbers that they have with others, where none has them here: names of files follow many orders.
    One query. A number that means different episodes with different people means none."""
    numbers = [one for one in told if one is not None]
    rows = EpisodeNumber.objects.filter(title__in=titles, number__in=numbers, ended_at=None, episode__removed_at=None)
    meant: dict[tuple[int, int | None, int], set[tuple[int, int]]] = {}
    columns = ("title_id", "season", "number", "episode__season_id", "episode_id")
    for title, season, number, season_id, pk in rows.values_list(*columns):
        meant.setdefault((title, season, number), set()).add((season_id, pk))
    for key, places in meant.items():
        if len(places) == 1:
            by_number.setdefault(key, next(iter(places)))


def _named(titles: Iterable[int], found: Iterable[Guess]) -> dict[tuple[int, str], tuple[int, int]]:
    told = {folded(one.reading.part_name) for g in found for one in (g.best, *g.others) if one} - {""}
    if not told:
        return {}
    rows = Name.objects.filter(episode__title__in=titles, folded__in=told, episode__removed_at__isnull=True)
    return {
        (title, name): (season, episode)
        for title, name, season, episode in rows.values_list(
            "episode__title_id", "folded", "episode__season_id", "episode_id"
        )
    }


def _placed(one: Option, numbered: Numbered, named: Mapping[tuple[int, str], tuple[int, int]]) -> Option:
    seasons, episodes = numbered
    told = one.reading
    place = None
    if told.episode is not None:
        place = episodes.get((one.title_id, told.season, told.episode))
    place = place or named.get((one.title_id, folded(told.part_name)))
    if place:
        return replace(one, season_id=place[0], episode_id=place[1])
    if told.season is not None and (season := seasons.get((one.title_id, told.season))):
        return replace(one, season_id=season)
    return one


def texts_of(title: str, item: str, files: Iterable[str] = (), source: str = "") -> tuple[Text, ...]:
    """The names of a copy, in the order in which they are believed."""
    told = [Text(title, Field.TITLE), Text(source, Field.SOURCE), Text(item, Field.ITEM)]
    told += [Text(one, Field.FILE) for one in files]
    return tuple(one for one in told if one.text.strip())
