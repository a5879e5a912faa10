"""What search engines may be told of, in portions: everything with a page that answers, by ranges of keys.

A range of keys holds the same things however much is added, so a machine that comes back finds each where it was.
Nothing here depends on how far in the table a range lies; memory is bounded by one step.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from allostream.catalogue.models import Credit, Episode, Person, Season, Title, TitleFace
from allostream.catalogue.queries import EpisodeRow, episodes_with_keys
from allostream.hosts.models import Channel, Host
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.cards import Card, bare_cards
from allostream.links.queries.offers import SHOWN_WITH, LinkRow, link_row
from allostream.links.queries.shown import open_anywhere, open_now
from allostream.links.rules import FREE_OFFERS, Form, Health

RANGE = 10_000
STEP = 500
LAST_RANGE = 10**10  # far beyond any key, and within what a database can compare


class Part(StrEnum):
    """What is listed in ranges."""

    TITLES = "titles"
    SEASONS = "seasons"
    EPISODES = "episodes"
    PEOPLE = "people"
    CHANNELS = "channels"
    VIDEOS = "videos"


@dataclass(frozen=True)
class TitleEntry:
    """A film or a series by its names in addresses."""

    kind: str
    slugs: Mapping[str, str]
    changed_at: datetime


@dataclass(frozen=True)
class PartEntry:
    """A season or, with `is_episode`, an episode of a series."""

    slugs: Mapping[str, str]
    public_id: str
    season_number: int | None
    number: int | None
    is_episode: bool
    is_special: bool
    changed_at: datetime


@dataclass(frozen=True)
class VideoEntry:
    """A copy that our own page may play, and the countries in which it may be shown; `("*",)` for everywhere."""

    link: LinkRow
    card: Card
    episode: EpisodeRow | None
    countries: tuple[str, ...]


def ranges(visitor: Visitor, part: Part) -> list[int]:
    """The numbers of the ranges that hold something, from 0 on. One query for each, every one a step in an index."""
    rows: QuerySet[Any, int] = _listed(visitor, part).order_by("pk").values_list("pk", flat=True)
    found: list[int] = []
    while (first := rows.filter(pk__gte=(found[-1] + 1) * RANGE if found else 0).first()) is not None:
        found.append(first // RANGE)
    return found


def holds(visitor: Visitor, part: Part, number: int) -> bool:
    """Whether a range holds something. One query."""
    rows = _listed(visitor, part)
    return 0 <= number < LAST_RANGE and rows.filter(pk__gte=number * RANGE, pk__lt=(number + 1) * RANGE).exists()


def _listed(visitor: Visitor, part: Part) -> QuerySet[Any]:
    """All that is listed of a kind, for what the visitor may see.

    Each test goes from the row to its own links and from each to its showings: begun at the showings of a country, it
    would read a million for one season.
    """
    links = WatchLink.objects.filter(Exists(_shown(visitor, link=OuterRef("pk"))))
    tables: dict[Part, QuerySet[Any]] = {
        Part.TITLES: Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True),
        Part.SEASONS: _parts(Season.objects.all()).filter(
            Q(name__gt="")
            | Exists(links.filter(season=OuterRef("pk")))
            | Exists(Episode.objects.filter(Exists(links.filter(episode=OuterRef("pk"))), season=OuterRef("pk")))
        ),
        Part.EPISODES: _parts(Episode.objects.filter(season__removed_at__isnull=True)).filter(
            Q(name__gt="") | Exists(links.filter(episode=OuterRef("pk")))
        ),
        Part.PEOPLE: Person.objects.filter(removed_at__isnull=True, merged_into__isnull=True).filter(
            Exists(Credit.objects.filter(Exists(_shown(visitor, title=OuterRef("title"))), person=OuterRef("pk")))
        ),
        Part.CHANNELS: Channel.objects.filter(Exists(links.filter(channel=OuterRef("pk")))),
        Part.VIDEOS: links.filter(
            _playable(), Exists(_shown(visitor, link=OuterRef("pk")).exclude(form=Form.PAGE)), offer__in=FREE_OFFERS
        ),
    }
    return tables[part]


def _shown(visitor: Visitor, **of: Any) -> QuerySet[ShownLink]:
    return ShownLink.objects.filter(open_now(visitor), **of)


def _playable() -> Q:
    """The condition on links that may play in our page: can_play_here for rows."""
    in_frame = Q(form=Form.EMBED) & ~Q(host__embed=Host.Embed.NEVER) & ~Q(health=Health.EMBED_REFUSED)
    return in_frame | Q(form=Form.FILE, host__direct_files=True)


def _parts(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(removed_at__isnull=True, title__removed_at__isnull=True, title__merged_into__isnull=True)


def _steps(rows: QuerySet[Any], number: int) -> Iterator[list[Any]]:
    """The rows of a range, a step at a time; each step begins behind the last key of the one before."""
    last, end = number * RANGE - 1, (number + 1) * RANGE
    while step := list(rows.filter(pk__gt=last, pk__lt=end).order_by("pk")[:STEP]):
        yield step
        last = step[-1].pk


def titles(visitor: Visitor, number: int) -> Iterator[TitleEntry]:
    """The films and series of a range. Two queries a step."""
    rows = _listed(visitor, Part.TITLES).only("pk", "kind", "changed_at")
    for step in _steps(rows, number):
        slugs = _slugs([title.pk for title in step])
        for title in step:
            yield TitleEntry(title.kind, slugs[title.pk], title.changed_at)


def seasons(visitor: Visitor, number: int) -> Iterator[PartEntry]:
    """The seasons of a range that have a name or something to watch. Two queries a step."""
    rows = _listed(visitor, Part.SEASONS).select_related("title")
    for step in _steps(rows, number):
        slugs = _slugs({season.title_id for season in step})
        for row in step:
            yield PartEntry(
                slugs[row.title_id], row.public_id, row.number, None, is_episode=False, is_special=False,
                changed_at=row.title.changed_at,
            )  # fmt: skip


def episodes(visitor: Visitor, number: int) -> Iterator[PartEntry]:
    """The episodes of a range that have a name or something to watch. Two queries a step."""
    rows = _listed(visitor, Part.EPISODES).select_related("title", "season")
    for step in _steps(rows, number):
        slugs = _slugs({episode.title_id for episode in step})
        for row in step:
            yield PartEntry(
                slugs[row.title_id], row.public_id, row.season.number, row.number, is_episode=True,
                is_special=row.kind == Episode.Kind.SPECIAL, changed_at=row.title.changed_at,
            )  # fmt: skip


def people(visitor: Visitor, number: int) -> Iterator[str]:
    """The slugs of the people of a range who had a part in something that can be watched. One query a step."""
    for step in _steps(_listed(visitor, Part.PEOPLE).only("pk", "slug"), number):
        yield from (person.slug for person in step)


def channels(visitor: Visitor, number: int) -> Iterator[tuple[str, str]]:
    """The channels of a range in which something can be watched, as slug of the host and own id. One query a step."""
    for step in _steps(_listed(visitor, Part.CHANNELS).select_related("host"), number):
        yield from ((channel.host.slug, channel.public_id) for channel in step)


def videos(visitor: Visitor, number: int) -> Iterator[VideoEntry]:
    """The copies of a range that may be shown to the visitor and played in our own page. Seven queries a step."""
    rows = _listed(visitor, Part.VIDEOS).select_related(*SHOWN_WITH)
    for step in _steps(rows, number):
        countries = _countries(visitor, [link.pk for link in step])
        by_title = bare_cards(visitor, sorted({link.title_id for link in step}))
        named = episodes_with_keys([link.episode_id for link in step if link.episode_id], visitor.language)
        for link in step:
            if card := by_title.get(link.title_id):
                episode = named.get(link.episode_id) if link.episode_id else None
                yield VideoEntry(link_row(link, None, None), card, episode, countries[link.pk])


def _slugs(title_ids: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """The names in addresses of titles, by language. One query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = TitleFace.objects.filter(title__in=list(title_ids))
    for title_id, language, slug in rows.values_list("title_id", "language", "slug"):
        found[title_id][language] = slug
    return found


def _countries(visitor: Visitor, link_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The countries in which links may be shown now. One query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = ShownLink.objects.filter(open_anywhere(visitor), link__in=list(link_ids))
    for link_id, country in rows.values_list("link_id", "country"):
        found[link_id].add(country)
    return {link_id: tuple(sorted(codes)) for link_id, codes in found.items()}
