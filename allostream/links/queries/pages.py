"""Links on the pages of titles: what of one title is shown, what it rests on, and where else it is open.

Shown is what the read model shows (ShownLink, kept by links.rules in the transaction of every change): one condition
on rows instead of a question for each link. The rule itself is asked over all links of a title only to say what is
held back and why, when nothing is shown and for moderators.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.db.models import Count, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from allostream.accounts.queries import credit_at
from allostream.catalogue.prepared import Make, Together
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.models import RightsAnswer, ShownLink, WatchLink
from allostream.links.queries.edges import Edge, first_edge, first_of
from allostream.links.queries.offers import (
    AnswerRow,
    LinkRow,
    can_play_here,
    governing,
    granted_of,
    tracks_of,
)
from allostream.links.queries.shown import open_anywhere
from allostream.links.rules import (
    FREE_OFFERS,
    Basis,
    Form,
    Health,
    Hidden,
    Offer,
    Origin,
    obligations,
    rank,
)
from allostream.rights.origin.relations import Relation


class OpenWhere(NamedTuple):
    """That an offer of a kind is open in a country now."""

    country: str
    offer: Offer
    is_open_licence: bool


class Tomb(NamedTuple):
    """What a case at the rights desk has withdrawn of a title: on whose word, as far as everybody may know ("" else),
    since when, how many links. Where they led is not told.

    known: by what the mark knows them; a whole host is blocked by order alone. until: when that ends by itself.
    countries: where, none for everywhere; of what is hidden in some alone the case is on the page of the link.
    """

    case: str | None
    who: str | None
    known: str | None
    until: datetime | None
    countries: tuple[str, ...]
    since: datetime
    links: int


@dataclass(frozen=True)
class TitleLinks:
    """Links of one title, or of a part of it, as one visitor may see them.

    `held` is filled by `with_held` alone. `further` are links that may be shown only in the visitor's other countries.
    `next_edge` is when the first window of any link of the title opens or closes, for then the page is another.
    """

    title_id: int
    country: str
    shown: tuple[LinkRow, ...]
    answer: AnswerRow | None
    answers: tuple[AnswerRow, ...]
    open_where: tuple[OpenWhere, ...]
    next_edge: datetime | None = None
    held: tuple[LinkRow, ...] = ()
    further: tuple[LinkRow, ...] = ()
    tombs: tuple[Tomb, ...] = ()

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


def or_nothing(column: str) -> Coalesce:
    """A column of a row that need not be there, as a text."""
    return Coalesce(column, Value(""), output_field=TextField())


def columns_of(link: str, country: Any) -> tuple[Any, ...]:
    """The columns of _Shown, in its order, of the links to which the path `link` leads."""
    named = NullIf(
        f"{link}uploader_told", Value("")
    )  # as the host names whoever uploaded the copy, else as a source does
    return (
        f"{link}public_id", f"{link}title_id", f"{link}season_id", f"{link}episode_id",
        or_nothing(f"{link}edition__name"), "host__slug", "host__name", "host__monogram",
        or_nothing(f"{link}channel__public_id"), or_nothing(f"{link}channel__name"), "offer", f"{link}price",
        f"{link}currency", f"{link}price_seen_on", "form", f"{link}content_key", f"{link}canonical_url",
        "host__embed_origins", f"{link}audio", f"{link}subtitles", f"{link}sdh", f"{link}audio_description",
        f"{link}sign_language", f"{link}quality", f"{link}tier", f"{link}partly", f"{link}region_known", f"{link}basis",
        Coalesce(named, f"{link}uploader", output_field=TextField()), f"{link}collection", f"{link}uploaded_at",
        f"{link}relation", f"{link}origin", f"{link}origin_flags", f"{link}origin_ground", f"{link}origin_on",
        or_nothing(f"{link}vouching__words"), f"{link}channel__carries", "host__item_level", f"{link}found_in",
        f"{link}must_check", credit_at(f"{link}submitted_by"), f"{link}submitted_at", f"{link}health",
        f"{link}health_checked_at", "opens_at", "closes_at", f"{link}said", f"{link}tracks", country, "host__embed",
        "host__direct_files", f"{link}granted",
    )  # fmt: skip


COLUMNS = columns_of("link__", "country")


class _Shown(NamedTuple):
    """The columns of a link that is shown."""

    public_id: str
    title_id: int
    season_id: int | None
    episode_id: int | None
    edition: str
    host_slug: str
    host_name: str
    monogram: str
    channel_id: str
    channel: str
    offer: Offer
    price: Decimal | None
    currency: str
    price_seen_on: date | None
    form: Form
    content_key: str
    address: str
    frame_origins: tuple[str, ...]
    audio: tuple[str, ...] | None
    subtitles: tuple[str, ...] | None
    sdh: tuple[str, ...] | None
    audio_description: tuple[str, ...] | None
    sign_language: tuple[str, ...] | None
    quality: str
    tier: str
    partly: Mapping[str, tuple[str, ...]]
    region_known: bool
    basis: Basis
    uploader: str
    collection: str
    uploaded_at: datetime | None
    relation: Relation
    origin: Origin
    origin_flags: tuple[str, ...]
    origin_ground: str
    origin_on: datetime | None
    vouched: str
    channel_carries: bool | None
    anybody_uploads: bool
    found_in: str
    must_check: str
    submitted_by: str
    submitted_at: datetime
    health: Health
    health_checked_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    said: dict[str, list[Any]] | None
    tracks: tuple[dict[str, str], ...] | None
    country: str
    embed: str
    direct_files: bool
    granted: dict[str, Any] | None


ALIKE = _Shown._fields.index("tracks")  # so many columns of _Shown are those of LinkRow, in its order


class TitleRows(NamedTuple):
    """What is read of the links of a title: all that pages show of a title rests on these."""

    answers: list[AnswerRow]
    open_where: list[OpenWhere]
    opens: list[Edge]
    closes: list[Edge]
    shown: list[_Shown]
    tombs: list[Tomb]


def shown_of_title(title: int, now: datetime, is_noncommercial: bool) -> QuerySet[ShownLink]:
    """The rows of a title that are open at a moment, in any country."""
    visitor = Visitor("", "", "", now, site_is_noncommercial=is_noncommercial)
    return ShownLink.objects.filter(open_anywhere(visitor), title=title)


def of_countries(rows: QuerySet[ShownLink], values: Mapping[str, Any]) -> QuerySet[ShownLink]:
    """Those of the rows that are for the countries among the values, or for the world."""
    codes = [value for name, value in values.items() if name.startswith("country")]
    return rows.filter(country__in=[*codes, WORLD])


def of_part(rows: QuerySet[ShownLink], part: Part, title: int, values: Mapping[str, Any]) -> QuerySet[ShownLink]:
    """Those of the rows of a title that concern a part of it.

    The title is said of the links too. That is nothing new, but it lets a database begin at the links of the title, and
    go to showings for those of the part alone: a series has a hundred that have nothing to do with it.
    """
    return rows.filter(part.condition("link__", **values), link__title=title)


def country_values(visitor: Visitor) -> dict[str, str]:
    """The countries of a visitor as parameters of a prepared query."""
    return {f"country{number}": code for number, code in enumerate(visitor.own_countries)}


def parameters(countries: int, *numbers: str) -> dict[str, type]:
    """Of which type the parameters are of a query for a title and so many countries; `numbers` are further ones."""
    texts = {f"country{number}": str for number in range(countries)}
    return {"title": int, "now": datetime, **texts, **dict.fromkeys(numbers, int)}


def parts_of(part: Part | None, is_noncommercial: bool) -> dict[str, Make]:
    """The queries of TitleRows; `part` may be a sample, and None stands for all of a title."""

    def open_where(title: int, now: datetime, **values: Any) -> QuerySet[Any, Any]:
        rows = shown_of_title(title, now, is_noncommercial)
        if part and part.episode_id:
            rows = of_part(rows, part, title, values)
        return rows.values_list("country", "offer", "is_open_licence").distinct()

    def shown(title: int, now: datetime, **values: Any) -> QuerySet[Any, Any]:
        rows = of_countries(shown_of_title(title, now, is_noncommercial), values)
        return (of_part(rows, part, title, values) if part else rows).values_list(*COLUMNS)

    def answers(title: int) -> QuerySet[Any, Any]:
        return RightsAnswer.objects.filter(title=title).values_list(*AnswerRow._fields)

    def tombs(title: int) -> QuerySet[Any, Any]:
        rows = WatchLink.objects.filter(
            Q(mark__isnull=False) | ~Q(withheld_in=[]), title=title, removed_at__isnull=True
        )
        named = ("mark__case", "mark__why", "mark__known", "mark__until", "withheld_in")
        since = Coalesce("withdrawn_at", "changed_at")
        told: QuerySet[Any, Any] = rows.values(*named).annotate(since=Min(since), links=Count("pk"))
        return told.values_list(*named, "since", "links")

    return {
        "answers": answers, "open_where": open_where, "opens": first_edge("opens_at"),
        "closes": first_edge("closes_at"), "shown": shown, "tombs": tombs,
    }  # fmt: skip


def _tombs(tombs: Iterable[Tomb], visitor: Visitor) -> tuple[Tomb, ...]:
    """What is withdrawn where the visitor is, the oldest first."""
    here = [tomb for tomb in tombs if not tomb.countries or visitor.country in tomb.countries]
    return tuple(sorted(here, key=lambda tomb: (tomb.since, tomb.case or "")))


@cache
def _rows(part: Part | None, countries: int, is_noncommercial: bool) -> Together[TitleRows]:
    numbers = part.values if part else ()
    return Together(TitleRows, parameters(countries, *numbers), **parts_of(part, is_noncommercial))


def shape_of(part: Part | None) -> Part | None:
    """The part that stands for all of its shape, whose query is prepared once."""
    return Part(1, 1) if part and part.episode_id else part


def title_links(visitor: Visitor, title_id: int, part: Part | None = None) -> TitleLinks:
    """Links of a title, or those that a part of it concerns, for a visitor. One query.

    In the published order: free, then on services that the visitor has, then the rest, each by kind of offer.
    """
    query = _rows(shape_of(part), len(visitor.own_countries), visitor.site_is_noncommercial)
    values = part.values if part else {}
    return links_of(query.rows(title=title_id, now=visitor.now, **country_values(visitor), **values), visitor, title_id)


def links_of(rows: TitleRows, visitor: Visitor, title_id: int) -> TitleLinks:
    """The rows of a title as links for a visitor. No query.

    What is shown everywhere belongs to the country of the page. What may be shown only in other countries of the
    visitor's is for the first of them.
    """
    answers = tuple(sorted(rows.answers, key=lambda answer: answer.country))
    deciding = {country: governing(answers, country) for country in visitor.own_countries}
    here = (visitor.country, WORLD)
    shown = [link_of(row, deciding[visitor.country]) for row in rows.shown if row.country in here]
    return TitleLinks(
        title_id=title_id,
        country=visitor.country,
        shown=in_order(shown, visitor),
        answer=deciding[visitor.country],
        answers=answers,
        open_where=tuple(rows.open_where),
        next_edge=first_of(rows.opens, rows.closes),
        further=in_order(_further(rows, shown, visitor, deciding), visitor) if visitor.other_countries else (),
        tombs=_tombs(rows.tombs, visitor) if rows.tombs else (),
    )


def _further(
    rows: TitleRows, shown: Iterable[LinkRow], visitor: Visitor, deciding: Mapping[str, AnswerRow | None]
) -> Iterable[LinkRow]:
    others, seen = visitor.other_countries, {link.public_id for link in shown}
    there = [row for row in rows.shown if row.country in others]
    for row in sorted(there, key=lambda row: others.index(row.country)):
        if row.public_id not in seen:
            seen.add(row.public_id)
            yield link_of(row, deciding[row.country], row.country)


def link_of(row: _Shown, answer: AnswerRow | None, country: str = "") -> LinkRow:
    plays = can_play_here(row.offer, row.form, row.health, row.embed, row.direct_files)
    obliges = obligations(row.basis, answer.bare() if answer else None, granted_of(row.granted))
    values: tuple[Any, ...] = (
        *row[:ALIKE], tracks_of(row.tracks, obliges), plays, answer, None, country, obliges,
    )  # fmt: skip
    return LinkRow(*values)


def in_order(links: Iterable[LinkRow], visitor: Visitor) -> tuple[LinkRow, ...]:
    """In the published order: further countries last, kind of offer and whether the visitor pays for it already, played
    here first, evidence, then the older link. Nobody pays for a place.
    """
    return tuple(
        sorted(
            links, key=lambda link: (link.country, *place_of(link, visitor.services), link.submitted_at, link.public_id)
        )
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


def place_of(link: Placed, services: Collection[str]) -> tuple[Any, ...]:
    """The place of a link in the published order, but for its age, for a visitor who pays for those services."""
    first, second = rank(link.offer, link.host_slug, services)
    return first, second, not link.can_play_here, link.origin is not Origin.CLEARED
