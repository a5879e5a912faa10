"""Links to the episodes of a series, as its page lists them: many, each in one line, so few columns are read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from allostream.catalogue.prepared import Prepared, Step
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.queries.offers import can_play_here
from allostream.links.queries.pages import place_of, shown_of_title
from allostream.links.rules import FREE_OFFERS, Basis, Offer, Origin


class EpisodeLink(NamedTuple):
    """A link to one episode as the page of its series shows it: in one line, with its reason."""

    public_id: str
    episode_id: int
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
    submitted_by: str | None
    origin: Origin
    health: str
    health_checked_at: datetime | None
    closes_at: datetime | None
    is_open_licence: bool
    country: str
    address: str

    @property
    def can_play_here(self) -> bool:
        return can_play_here(self.offer, self.form, self.health, self.embed, self.direct_files)

    @property
    def is_free(self) -> bool:
        return self.offer in FREE_OFFERS


EPISODE_COLUMNS = (
    "link__public_id", "link__episode_id", "host__slug", "host__name", "host__embed",
    "host__direct_files", "offer", "link__price", "link__currency", "link__price_seen_on", "link__form",
    "link__basis", "link__uploader", "link__channel__name", "link__submitted_by__name", "link__origin",
    "link__health", "link__health_checked_at", "closes_at", "is_open_licence", "country",
    "link__canonical_url",
)  # fmt: skip


# Of the codes only those that words and order tell apart by identity become members of their enums.
STEPS: dict[str, Step] = {"offer": Offer, "basis": Basis, "origin": Origin}


class _Free(NamedTuple):
    """That an episode, a season (no episode) or a series (neither) is free in a country."""

    season_id: int | None
    episode_id: int | None
    country: str


@cache
def _of_episodes(countries: int, one_season: bool, is_noncommercial: bool, further: bool) -> Prepared[EpisodeLink]:
    named = [f"country{number}" for number in range(countries)]

    def make(title: int, now: datetime, season: int = 0, **values: str) -> QuerySet[Any, Any]:
        codes = [values[name] for name in named]
        rows = shown_of_title(title, now, is_noncommercial).filter(country__in=codes if further else [*codes, WORLD])
        rows = rows.filter(link__episode__season=season) if one_season else rows.filter(link__episode__isnull=False)
        return rows.order_by("link__submitted_at", "link__public_id").values_list(*EPISODE_COLUMNS)

    season = {"season": int} if one_season else {}
    texts = dict.fromkeys(named, str)
    return Prepared(make, {"title": int, "now": datetime, **season, **texts}, EpisodeLink, STEPS)


def episode_links(visitor: Visitor, title_id: int, season_id: int | None = None) -> dict[int, list[EpisodeLink]]:
    """The links shown to single episodes, of a whole series or one season, by episode in published order. One query."""
    return _by_episode(visitor, title_id, season_id, (visitor.country,), further=False)


def further_episode_links(
    visitor: Visitor, title_id: int, season_id: int | None = None
) -> dict[int, list[EpisodeLink]]:
    """The same in the visitor's further countries, each link for the first of them. One query."""
    return _by_episode(visitor, title_id, season_id, visitor.other_countries, further=True)


def _by_episode(
    visitor: Visitor, title_id: int, season_id: int | None, countries: Sequence[str], *, further: bool
) -> dict[int, list[EpisodeLink]]:
    query = _of_episodes(len(countries), season_id is not None, visitor.site_is_noncommercial, further)
    season = {} if season_id is None else {"season": season_id}
    codes = {f"country{number}": code for number, code in enumerate(countries)}
    rows = query.rows(title=title_id, now=visitor.now, **season, **codes)
    if further:
        first = {row.public_id: row for row in sorted(rows, key=lambda row: -countries.index(row.country))}
        rows = [row for row in rows if first[row.public_id] is row]
    found: dict[int, list[EpisodeLink]] = {}
    for link in rows:
        found.setdefault(link.episode_id, []).append(link)
    for links in found.values():
        if len(links) > 1:
            links.sort(key=lambda link: place_of(link, visitor))
    return found


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
