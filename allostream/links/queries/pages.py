"""Links on the pages of titles: what of one title is shown, what it rests on, and where else it is open.

Shown is what the read model shows (ShownLink, kept by links.rules in the transaction of every change): one condition
on rows instead of a question for each link. The rule itself is asked over all links of a title only to say what is
held back and why, when nothing is shown and for moderators.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.db.models import Q, QuerySet

from allostream.catalogue.prepared import Prepared, Step
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.offers import (
    SHOWN_WITH,
    AnswerRow,
    LinkRow,
    Track,
    answers_of,
    can_play_here,
    governing,
    row_for,
)
from allostream.links.queries.shown import open_anywhere
from allostream.links.rules import FREE_OFFERS, Basis, Form, Health, Hidden, Offer, Origin, rank


class OpenWhere(NamedTuple):
    """That an offer of a kind is open in a country now."""

    country: str
    offer: Offer
    is_open_licence: bool


@dataclass(frozen=True)
class TitleLinks:
    """Links of one title, or of a part of it, as one visitor may see them.

    `held` is filled by `with_held` alone. `further` are links that may be shown only in the visitor's other countries.
    """

    title_id: int
    country: str
    shown: tuple[LinkRow, ...]
    answer: AnswerRow | None
    answers: tuple[AnswerRow, ...]
    open_where: tuple[OpenWhere, ...]
    held: tuple[LinkRow, ...] = ()
    further: tuple[LinkRow, ...] = ()

    def in_further_countries(self) -> "TitleLinks":
        """The same with what may be shown only in the visitor's further countries, in the place of what is shown."""
        return replace(self, shown=self.further)

    @property
    def free_countries(self) -> tuple[str, ...]:
        """Every country in which it can be watched free now; `("*",)` for everywhere."""
        codes = {row.country for row in self.open_where if row.offer in FREE_OFFERS}
        return (WORLD,) if WORLD in codes else tuple(sorted(codes))

    def of_title(self) -> tuple[LinkRow, ...]:
        """Links to the whole film or series."""
        return tuple(link for link in self.shown if link.season_id is None and link.episode_id is None)

    def of_season(self, season_id: int) -> tuple[LinkRow, ...]:
        """Links that hold a season as a whole, those of the whole series included."""
        return tuple(link for link in self.shown if link.episode_id is None and link.season_id in (None, season_id))

    def of_episode(self, episode_id: int, season_id: int) -> tuple[LinkRow, ...]:
        """Links on which an episode can be watched: its own first, then those that hold the whole season."""
        own = tuple(link for link in self.shown if link.episode_id == episode_id)
        return own + self.of_season(season_id)

    def held_reasons(self) -> list[tuple[Hidden, int]]:
        """Why links are held back, and how many for each reason."""
        return Counter(link.hidden for link in self.held if link.hidden).most_common()


@dataclass(frozen=True)
class Part:
    """Which links a page is about: those of one episode and of what holds it, or those that hold more than one."""

    season_id: int = 0
    episode_id: int = 0

    @property
    def values(self) -> dict[str, int]:
        """The parameters of its condition."""
        return {"season": self.season_id, "episode": self.episode_id} if self.episode_id else {}

    def condition(self, link: str, **values: Any) -> Q:
        """The condition on links that `link` leads to."""
        whole = Q(**{f"{link}episode__isnull": True})
        if not self.episode_id:
            return whole
        of_season = Q(**{f"{link}season": values["season"]}) | Q(**{f"{link}season__isnull": True})
        return Q(**{f"{link}episode": values["episode"]}) | (whole & of_season)


WHOLE = Part()
COLUMNS = (
    "country", "link__public_id", "link__title_id", "link__season_id", "link__episode_id", "link__edition__name",
    "host__slug", "host__name", "host__monogram", "host__embed", "host__direct_files", "host__embed_origins",
    "link__channel__public_id", "link__channel__name", "offer", "link__price", "link__currency",
    "link__price_seen_on", "link__form", "link__content_key", "link__canonical_url", "link__audio",
    "link__subtitles", "link__sdh", "link__audio_description", "link__sign_language", "link__tracks",
    "link__quality", "link__basis",
    "link__uploader", "link__origin", "link__origin_flags", "link__found_in", "link__must_check",
    "link__submitted_by__name", "link__submitted_at", "link__health", "link__health_checked_at", "opens_at",
    "closes_at",
)  # fmt: skip


class _Shown(NamedTuple):
    """The columns of a link that is shown."""

    country: str
    public_id: str
    title_id: int
    season_id: int | None
    episode_id: int | None
    edition: str | None
    host_slug: str
    host_name: str
    monogram: str
    embed: str
    direct_files: bool
    frame_origins: tuple[str, ...]
    channel_id: str | None
    channel: str | None
    offer: Offer
    price: Decimal | None
    currency: str
    price_seen_on: date | None
    form: Form
    content_key: str
    address: str
    audio: tuple[str, ...] | None
    subtitles: tuple[str, ...] | None
    sdh: tuple[str, ...] | None
    audio_description: tuple[str, ...] | None
    sign_language: tuple[str, ...] | None
    tracks: tuple[Track, ...] | None
    quality: str
    basis: Basis
    uploader: str
    origin: Origin
    origin_flags: tuple[str, ...]
    found_in: str
    must_check: str
    submitted_by: str | None
    submitted_at: datetime
    health: Health
    health_checked_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None


ENUMS: dict[str, Step] = {"offer": Offer, "form": Form, "basis": Basis, "origin": Origin, "health": Health}
LISTS = ("frame_origins", "audio", "subtitles", "sdh", "audio_description", "sign_language", "origin_flags")


def _known(languages: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if languages is None else tuple(languages)


def _tracks(tracks: Sequence[dict[str, str]]) -> tuple[Track, ...]:
    return tuple(Track(**track) for track in tracks)


STEPS: dict[str, Step] = {**ENUMS, **dict.fromkeys(LISTS, _known), "tracks": _tracks}


def _open(now: datetime, is_noncommercial: bool) -> Q:
    return open_anywhere(Visitor("", "", "", now, site_is_noncommercial=is_noncommercial))


def shown_of_title(title: int, now: datetime, is_noncommercial: bool) -> QuerySet[ShownLink]:
    """The rows of a title that are open at a moment, in any country."""
    return ShownLink.objects.filter(_open(now, is_noncommercial), title=title)


@cache
def _shown(part: Part | None, countries: int, is_noncommercial: bool, *, further: bool = False) -> Prepared[_Shown]:
    """The query of links shown in so many countries; `part` may be a sample, and None stands for all of a title.

    What is shown everywhere belongs to the country of the page, and not to a further one.
    """
    named = [f"country{number}" for number in range(countries)]

    def make(title: int, now: datetime, **values: Any) -> QuerySet[Any, Any]:
        codes = [values[name] for name in named]
        rows = shown_of_title(title, now, is_noncommercial).filter(country__in=codes if further else [*codes, WORLD])
        if part:
            rows = rows.filter(part.condition("link__", **values))
        return rows.values_list(*COLUMNS)

    texts = dict.fromkeys(named, str)
    extra = dict.fromkeys(part.values if part else (), int)
    return Prepared(make, {"title": int, "now": datetime, **texts, **extra}, _Shown, STEPS)


def _kind(part: Part | None) -> Part | None:
    """The part that stands for all of its shape, whose query is prepared once."""
    return Part(1, 1) if part and part.episode_id else part


def title_links(visitor: Visitor, title_id: int, part: Part | None = None) -> TitleLinks:
    """Links of a title, or those that a part of it concerns, for a visitor. Three queries, four with other countries.

    In the published order: free, then on services that the visitor has, then the rest, each by kind of offer.
    """
    answers = answers_of(title_id)
    values = {"title": title_id, "now": visitor.now, **(part.values if part else {})}
    shape, trade = _kind(part), visitor.site_is_noncommercial
    rows = _shown(shape, 1, trade).rows(country0=visitor.country, **values)
    shown = _sorted((_link(row, answers, visitor.country) for row in rows), visitor)
    found = TitleLinks(
        title_id=title_id, country=visitor.country, shown=shown,
        answer=governing(answers, visitor.country), answers=answers,
        open_where=tuple(_open_where(shape, trade).rows(**values)),
    )  # fmt: skip
    return replace(found, further=_further(visitor, found, shape, values)) if visitor.other_countries else found


def _further(visitor: Visitor, found: TitleLinks, shape: Part | None, values: dict[str, Any]) -> tuple[LinkRow, ...]:
    """Links that may be shown only in the visitor's other countries, each for the first of them. One query."""
    others = visitor.other_countries
    codes = {f"country{number}": code for number, code in enumerate(others)}
    rows = _shown(shape, len(others), visitor.site_is_noncommercial, further=True).rows(**values, **codes)
    seen = {link.public_id for link in found.shown}
    links = []
    for row in sorted(rows, key=lambda row: others.index(row.country)):
        if row.public_id not in seen:
            seen.add(row.public_id)
            links.append(replace(_link(row, found.answers, row.country), country=row.country))
    return _sorted(links, visitor)


def _link(row: _Shown, answers: Iterable[AnswerRow], country: str) -> LinkRow:
    values = row._asdict()
    for name in ("country", "embed", "direct_files"):
        del values[name]
    for name in ("edition", "channel", "channel_id", "submitted_by"):
        values[name] = values[name] or ""
    values["tracks"] = row.tracks or ()
    plays = can_play_here(row.offer, row.form, row.health, row.embed, row.direct_files)
    return LinkRow(**values, can_play_here=plays, answer=governing(answers, country))


def _sorted(links: Iterable[LinkRow], visitor: Visitor) -> tuple[LinkRow, ...]:
    """In the published order: further countries last, kind of offer and whether the visitor pays for it already, played
    here first, evidence, then the older link. Nobody pays for a place.
    """
    return tuple(
        sorted(links, key=lambda link: (link.country, *place_of(link, visitor), link.submitted_at, link.public_id))
    )


class Placed(Protocol):
    """What the published order asks of a link."""

    @property
    def offer(self) -> Offer: ...
    @property
    def host_slug(self) -> str: ...
    @property
    def can_play_here(self) -> bool: ...
    @property
    def origin(self) -> Origin: ...


def place_of(link: Placed, visitor: Visitor) -> tuple[Any, ...]:
    """The place of a link in the published order, but for its age."""
    first, second = rank(link.offer, link.host_slug, visitor.services)
    return first, second, not link.can_play_here, link.origin is not Origin.CLEARED


@cache
def _open_where(part: Part | None, is_noncommercial: bool) -> Prepared[OpenWhere]:
    def make(title: int, now: datetime, **values: Any) -> QuerySet[Any, Any]:
        rows = shown_of_title(title, now, is_noncommercial)
        if part and part.episode_id:
            rows = rows.filter(part.condition("link__", **values))
        return rows.order_by("country").values_list("country", "offer", "is_open_licence").distinct()

    extra = dict.fromkeys(part.values if part else (), int)
    return Prepared(make, {"title": int, "now": datetime, **extra}, OpenWhere, {"offer": Offer})


def with_held(visitor: Visitor, found: TitleLinks, part: Part | None = None) -> TitleLinks:
    """The same with what is held back and why: all links of the title, or of the part, asked of the rule. One query."""
    links = WatchLink.objects.filter(title=found.title_id, removed_at__isnull=True)
    if part and part.episode_id:
        links = links.filter(part.condition("", **part.values))
    rows = (row_for(link, found.answers, visitor) for link in links.select_related(*SHOWN_WITH))
    return replace(found, held=_sorted((row for row in rows if row.hidden), visitor))
