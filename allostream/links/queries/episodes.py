"""Links to the episodes of a series, as its page lists them: many, each in one line, so few columns are read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Substr

from allostream.accounts.queries import credit_at
from allostream.catalogue.prepared import Make, Prepared, Together
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.queries.edges import Edge
from allostream.links.queries.offers import AnswerRow, can_play_here
from allostream.links.queries.pages import (
    WHOLE,
    OpenWhere,
    TitleLinks,
    TitleRows,
    Tomb,
    _Shown,
    country_values,
    links_of,
    of_countries,
    parameters,
    parts_of,
    place_of,
    shown_of_title,
)
from allostream.links.rules import FREE_OFFERS, Basis, Offer, Origin

REMEMBERED = 8192


class Traits(msgspec.Struct, array_like=True, frozen=True, eq=False):
    """What a line says of a link beside its address. Most links of a series share few: they are told apart by identity,
    and what is said of them is put into words once.
    """

    host_slug: str
    host_name: str
    embed: str
    direct_files: bool
    offer: Offer
    price: Decimal | None
    currency: str
    price_seen_on: date | None
    form: str
    basis: Basis
    uploader: str
    channel: str | None
    submitted_by: str
    origin: Origin
    health: str
    checked_on: date | None
    closes_at: datetime | None
    is_open_licence: bool
    country: str

    @property
    def can_play_here(self) -> bool:
        return can_play_here(self.offer, self.form, self.health, self.embed, self.direct_files)

    @property
    def is_free(self) -> bool:
        return self.offer in FREE_OFFERS


TRAIT_COLUMNS = (
    "host__slug", "host__name", "host__embed", "host__direct_files", "offer", "link__price", "link__currency",
    "link__price_seen_on", "form", "link__basis", "link__uploader", "link__channel__name",
    credit_at("link__submitted_by"), "link__origin", "link__health",
    Substr(Cast("link__health_checked_at", TextField()), 1, 10), "closes_at", "is_open_licence", "country",
)  # fmt: skip
_decode = msgspec.json.Decoder(Traits, strict=False).decode


@lru_cache(maxsize=REMEMBERED)
def traits_of(text: bytes) -> Traits:
    """The traits that are written so; the same text gives the same object."""
    return _decode(text)


class EpisodeLink(msgspec.Struct, frozen=True, gc=False):
    """A link to one episode as the page of its series shows it: in one line, with its reason."""

    public_id: str
    episode_id: int
    address: str
    traits: Traits

    @property
    def host_slug(self) -> str:
        return self.traits.host_slug

    @property
    def host_name(self) -> str:
        return self.traits.host_name

    @property
    def country(self) -> str:
        return self.traits.country

    @property
    def can_play_here(self) -> bool:
        return self.traits.can_play_here

    @property
    def is_free(self) -> bool:
        return self.traits.is_free


class _Line(NamedTuple):
    """The columns of such a link."""

    submitted_at: str  # to sort by: to read ninety moments takes a hundredth of a page
    public_id: str
    episode_id: int
    address: str
    traits: msgspec.Raw


AGE = itemgetter(0, 1)  # and by their ids where two lines are of one age


class _SeriesRows(NamedTuple):
    """What is read of the links of a series: those of its episodes beside what TitleRows tells of."""

    answers: list[AnswerRow]
    open_where: list[OpenWhere]
    opens: list[Edge]
    closes: list[Edge]
    shown: list[_Shown]
    tombs: list[Tomb]
    lines: list[_Line]


class SeriesLinks(NamedTuple):
    """The links of a series: those that hold more than an episode, and by episode in published order the others.

    `further` are links to episodes in the visitor's further countries, each for the first of them.
    """

    found: TitleLinks
    own: Mapping[int, Sequence[EpisodeLink]]
    further: Mapping[int, Sequence[EpisodeLink]]


def _lines(one_season: bool, is_noncommercial: bool) -> Make:
    def lines(title: int, now: datetime, season: int = 0, **values: str) -> QuerySet[Any, Any]:
        rows = of_countries(shown_of_title(title, now, is_noncommercial), values)
        rows = rows.filter(link__episode__season=season) if one_season else rows.filter(link__episode__isnull=False)
        age = Cast("link__submitted_at", TextField())
        return rows.values_list(age, "link__public_id", "link__episode_id", "link__canonical_url", *TRAIT_COLUMNS)

    return lines


@cache
def _of_series(countries: int, one_season: bool, is_noncommercial: bool) -> Together[_SeriesRows]:
    values = parameters(countries, *(["season"] if one_season else []))
    lines = _lines(one_season, is_noncommercial)
    return Together(_SeriesRows, values, **parts_of(WHOLE, is_noncommercial), lines=lines)


@cache
def _of_episodes(one_season: bool, is_noncommercial: bool) -> Prepared[_Line]:
    return Prepared(_lines(one_season, is_noncommercial), parameters(1, *(["season"] if one_season else [])), _Line)


def series_links(visitor: Visitor, title_id: int, season_id: int | None = None) -> SeriesLinks:
    """The links of a series, those to single episodes of one season only if it is given. One query."""
    query = _of_series(len(visitor.own_countries), season_id is not None, visitor.site_is_noncommercial)
    season = {} if season_id is None else {"season": season_id}
    rows = query.rows(title=title_id, now=visitor.now, **country_values(visitor), **season)
    links = _links(rows.lines)
    return SeriesLinks(
        links_of(TitleRows(*rows[:-1]), visitor, title_id),
        _by_episode(_here(links, visitor) if visitor.other_countries else links, visitor),
        _by_episode(_further(links, visitor), visitor) if visitor.other_countries else {},
    )


def episode_links(visitor: Visitor, title_id: int, season_id: int | None = None) -> Mapping[int, Sequence[EpisodeLink]]:
    """The links shown to single episodes, of a whole series or one season, by episode in published order. One query."""
    query = _of_episodes(season_id is not None, visitor.site_is_noncommercial)
    season = {} if season_id is None else {"season": season_id}
    rows = query.rows(title=title_id, now=visitor.now, country0=visitor.country, **season)
    return _by_episode(_links(rows), visitor)


def _links(lines: list[_Line]) -> list[EpisodeLink]:
    lines.sort(key=AGE)
    return [EpisodeLink(id, episode, address, traits_of(bytes(traits))) for _, id, episode, address, traits in lines]


def _here(links: Iterable[EpisodeLink], visitor: Visitor) -> list[EpisodeLink]:
    return [link for link in links if link.traits.country in (visitor.country, WORLD)]


def _further(links: Iterable[EpisodeLink], visitor: Visitor) -> list[EpisodeLink]:
    """Of each link the row for the first of the visitor's further countries."""
    others = visitor.other_countries
    there = [link for link in links if link.country in others]
    first = {link.public_id: link for link in sorted(there, key=lambda link: -others.index(link.country))}
    return [link for link in there if first[link.public_id] is link]


def _by_episode(links: list[EpisodeLink], visitor: Visitor) -> dict[int, list[EpisodeLink]]:
    """The links by episode, each in the published order; of two in one place the older comes first."""
    # Links of the same traits have the same place: only their age tells them apart, in whose order they are already.
    places = {traits: place_of(traits, visitor.services) for traits in {link.traits for link in links}}
    placed: dict[tuple[Any, ...], list[EpisodeLink]] = {place: [] for place in sorted(set(places.values()))}
    lists = {traits: placed[place] for traits, place in places.items()}
    for link in links:
        lists[link.traits].append(link)
    found: dict[int, list[EpisodeLink]] = {}
    for link in chain.from_iterable(placed.values()):
        found.setdefault(link.episode_id, []).append(link)
    return found


class _Free(NamedTuple):
    """That an episode, a season (no episode) or a series (neither) is free in a country."""

    season_id: int | None
    episode_id: int | None
    country: str


@cache
def _free_by_part(one_season: bool, is_noncommercial: bool) -> Prepared[_Free]:
    def make(title: int, now: datetime, season: int = 0) -> QuerySet[Any, Any]:
        rows = shown_of_title(title, now, is_noncommercial).filter(is_free=True)
        if one_season:
            rows = rows.filter(Q(link__episode__season=season) | Q(link__episode__isnull=True))
        return rows.values_list("link__season_id", "link__episode_id", "country").distinct()

    season = {"season": int} if one_season else {}
    return Prepared(make, {"title": int, "now": datetime, **season}, _Free)


def free_elsewhere(visitor: Visitor, title_id: int, season_id: int | None = None) -> "FreeElsewhere":
    """In which other countries the episodes of a series, or of one season, are free. One query."""
    season = {} if season_id is None else {"season": season_id}
    query = _free_by_part(season_id is not None, visitor.site_is_noncommercial)
    found = FreeElsewhere(defaultdict(set), defaultdict(set))
    for row in query.rows(title=title_id, now=visitor.now, **season):
        if row.country not in (visitor.country, WORLD):
            (found.own[row.episode_id] if row.episode_id else found.held[row.season_id or 0]).add(row.country)
    return found


class FreeElsewhere(NamedTuple):
    """The countries in which episodes are free by links of their own, and by those that hold a season or all (0)."""

    own: dict[int, set[str]]
    held: dict[int, set[str]]

    def of_episode(self, episode_id: int, season_id: int) -> set[str]:
        """Where one episode is free."""
        none: set[str] = set()
        return self.own.get(episode_id, none) | self.held.get(season_id, none) | self.held.get(0, none)


class _Covered(NamedTuple):
    season_id: int
    episode_id: int


@cache
def _covered(is_noncommercial: bool) -> Prepared[_Covered]:
    def make(title: int, now: datetime, country: str) -> QuerySet[Any, Any]:
        rows = shown_of_title(title, now, is_noncommercial).filter(
            country__in=[country, WORLD], link__episode__isnull=False
        )
        return rows.values_list("link__episode__season_id", "link__episode_id").distinct()

    return Prepared(make, {"title": int, "now": datetime, "country": str}, _Covered)


def watchable_by_season(visitor: Visitor, title_id: int) -> Counter[int]:
    """How many episodes of each season have a link of their own that is shown. One query."""
    query = _covered(visitor.site_is_noncommercial)
    rows = query.rows(title=title_id, now=visitor.now, country=visitor.country)
    return Counter(row.season_id for row in rows)
