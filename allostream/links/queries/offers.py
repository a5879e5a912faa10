"""Reads of watch links: what may be shown to a visitor, why, and what is held back.

One gate: everything a page shows of links comes from here, and here everything is asked of links.rules.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from allostream.hosts.models import Host
from allostream.hosts.models import Standing as HostStanding
from allostream.lib.countries import WORLD
from allostream.lib.ids import is_id
from allostream.lib.problems import Gone, NotFound, Withdrawn
from allostream.lib.visitor import Visitor
from allostream.links.models import RightsAnswer, ShownLink, WatchLink
from allostream.links.queries.shown import open_anywhere
from allostream.links.rules import (
    FREE_OFFERS,
    Answer,
    Basis,
    Form,
    Health,
    Hidden,
    Offer,
    Origin,
    Play,
    Standing,
    Status,
    answer_for,
    rank,
    why_hidden,
)

SHOWN_WITH = ("host", "channel", "edition", "submitted_by")


@dataclass(frozen=True)
class AnswerRow:
    """What the directory knows of a work's protection in a country, in codes that a page puts into words."""

    country: str
    status: Status
    play: Play
    rule: str
    free_since: date | None
    protected_until: date | None
    confidence: str
    deciding_name: str
    deciding_year: int | None
    published_year: int | None
    missing: tuple[str, ...]
    licence: str
    licence_url: str
    noncommercial: bool
    reason: str
    authority: str
    must_check: str
    evaluated_on: date

    def bare(self) -> Answer:
        """What the rule needs of it."""
        return Answer(self.country, self.status, self.play, self.noncommercial)


@dataclass(frozen=True)
class Track:
    """A text track of a file: subtitles, captions, descriptions or chapters."""

    address: str
    language: str
    kind: str = "subtitles"
    label: str = ""


@dataclass(frozen=True)
class LinkRow:
    """A link as a page shows it, with the answer it rests on in the visitor's country.

    One that may be shown only in a further country of the visitor's has that `country`, and the answer for it.
    """

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
    can_play_here: bool
    content_key: str
    address: str
    frame_origins: tuple[str, ...]
    audio: tuple[str, ...] | None
    subtitles: tuple[str, ...] | None
    sdh: tuple[str, ...] | None
    audio_description: tuple[str, ...] | None
    sign_language: tuple[str, ...] | None
    tracks: tuple[Track, ...]
    quality: str
    basis: Basis
    uploader: str
    origin: Origin
    origin_flags: tuple[str, ...]
    found_in: str
    must_check: str
    submitted_by: str
    submitted_at: datetime
    health: Health
    health_checked_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    answer: AnswerRow | None
    hidden: Hidden | None = None
    country: str = ""

    @property
    def is_free(self) -> bool:
        return self.offer in FREE_OFFERS

    @property
    def is_open_licence(self) -> bool:
        return self.basis is Basis.WORK and self.answer is not None and self.answer.status is Status.OPEN_LICENCE


@dataclass(frozen=True)
class TitleLinks:
    """All links of one title as one visitor may see them."""

    country: str
    shown: tuple[LinkRow, ...]
    held: tuple[LinkRow, ...]
    answer: AnswerRow | None
    answers: tuple[AnswerRow, ...]
    free_countries: tuple[str, ...]
    further: tuple[LinkRow, ...] = ()

    def in_further_countries(self) -> "TitleLinks":
        """The same with what may be shown only in the visitor's further countries, in the place of what is shown."""
        return replace(self, shown=self.further)

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

    def for_episode(self, episode_id: int, season_id: int, free_countries: tuple[str, ...]) -> "TitleLinks":
        """What of this concerns one episode; where it is free is asked apart (free_countries_of_episode)."""
        held = tuple(
            link
            for link in self.held
            if link.episode_id == episode_id or (link.episode_id is None and link.season_id in (None, season_id))
        )
        shown = self.of_episode(episode_id, season_id)
        further = self.in_further_countries().of_episode(episode_id, season_id)
        return replace(self, shown=shown, held=held, free_countries=free_countries, further=further)

    def held_reasons(self) -> list[tuple[Hidden, int]]:
        """Why links are held back, and how many for each reason."""
        return Counter(link.hidden for link in self.held if link.hidden).most_common()


def _answer_row(row: RightsAnswer) -> AnswerRow:
    return AnswerRow(
        country=row.country, status=Status(row.status), play=Play(row.play), rule=row.rule, free_since=row.free_since,
        protected_until=row.protected_until, confidence=row.confidence, deciding_name=row.deciding_name,
        deciding_year=row.deciding_year, published_year=row.published_year, missing=tuple(row.missing),
        licence=row.licence, licence_url=row.licence_url, noncommercial=row.noncommercial, reason=row.reason,
        authority=row.authority, must_check=row.must_check, evaluated_on=row.evaluated_on,
    )  # fmt: skip


def answer_rows(title_ids: Collection[int]) -> dict[int, tuple[AnswerRow, ...]]:
    """The answers of each title. One query."""
    found: dict[int, tuple[AnswerRow, ...]] = dict.fromkeys(title_ids, ())
    for row in RightsAnswer.objects.filter(title__in=list(title_ids)).order_by("country"):
        found[row.title_id] += (_answer_row(row),)
    return found


def standing(link: WatchLink, answers: Iterable[AnswerRow]) -> Standing:
    """What the rule must know of a link; its host and channel must be loaded with it."""
    return Standing(
        basis=Basis(link.basis),
        host_is_listed=link.host.stands == HostStanding.LISTED,
        channel_is_refused=bool(link.channel and link.channel.stands == HostStanding.REFUSED),
        is_withdrawn=link.withdrawn_at is not None,
        is_removed=link.removed_at is not None,
        origin=Origin(link.origin),
        origin_flags=tuple(link.origin_flags),
        health=Health(link.health),
        countries_allowed=tuple(link.countries_allowed),
        countries_excluded=tuple(link.countries_excluded),
        opens_at=link.opens_at,
        closes_at=link.closes_at,
        answers=tuple(answer.bare() for answer in answers),
    )


def can_play_here(link: WatchLink) -> bool:
    """Whether our own page may play the link: the host's rule and the link's form must both allow it."""
    if link.offer not in FREE_OFFERS:
        return False
    if link.form == Form.FILE:
        return link.host.direct_files
    return link.form == Form.EMBED and link.host.embed != Host.Embed.NEVER and link.health != Health.EMBED_REFUSED


def _known(languages: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if languages is None else tuple(languages)


def link_row(link: WatchLink, answer: AnswerRow | None, hidden: Hidden | None) -> LinkRow:
    """A link as pages show it; what belongs to it must be loaded with it."""
    return LinkRow(
        public_id=link.public_id, title_id=link.title_id, season_id=link.season_id, episode_id=link.episode_id,
        edition=link.edition.name if link.edition else "", host_slug=link.host.slug, host_name=link.host.name,
        monogram=link.host.monogram, channel_id=link.channel.public_id if link.channel else "",
        channel=link.channel.name if link.channel else "", offer=Offer(link.offer), price=link.price,
        currency=link.currency, price_seen_on=link.price_seen_on, form=Form(link.form),
        can_play_here=can_play_here(link), content_key=link.content_key, address=link.canonical_url,
        frame_origins=tuple(link.host.embed_origins), audio=_known(link.audio), subtitles=_known(link.subtitles),
        sdh=_known(link.sdh), audio_description=_known(link.audio_description),
        sign_language=_known(link.sign_language),
        tracks=tuple(Track(**track) for track in link.tracks or ()), quality=link.quality, basis=Basis(link.basis),
        uploader=link.uploader, origin=Origin(link.origin), origin_flags=tuple(link.origin_flags),
        found_in=link.found_in, must_check=link.must_check,
        submitted_by=link.submitted_by.name if link.submitted_by else "", submitted_at=link.submitted_at,
        health=Health(link.health), health_checked_at=link.health_checked_at, opens_at=link.opens_at,
        closes_at=link.closes_at, answer=answer, hidden=hidden,
    )  # fmt: skip


def _order(link: LinkRow, visitor: Visitor) -> tuple[Any, ...]:
    """The published order: further countries last, kind of offer and whether the visitor pays for it already, played
    here first, evidence, then the older link. Nobody pays for a place.
    """
    return (
        link.country,
        rank(link.offer, link.host_slug, visitor.services),
        not link.can_play_here,
        link.origin is not Origin.CLEARED,
        link.submitted_at,
        link.public_id,
    )


def governing(answers: Iterable[AnswerRow], country: str) -> AnswerRow | None:
    """The answer that governs a country, as links.rules.answer_for finds it. No query."""
    found = answer_for((answer.bare() for answer in answers), country)
    return next((answer for answer in answers if found and answer.country == found.country), None)


def _row_for(link: WatchLink, answers: Sequence[AnswerRow], visitor: Visitor) -> LinkRow:
    """The link for the first of the visitor's countries in which it may be shown, else as it is held back in theirs."""
    state = standing(link, answers)

    def why(country: str) -> Hidden | None:
        return why_hidden(state, country, visitor.now, site_is_noncommercial=visitor.site_is_noncommercial)

    hidden = why(visitor.country)
    further = next((country for country in visitor.other_countries if why(country) is None), "") if hidden else ""
    if further:
        return replace(link_row(link, governing(answers, further), None), country=further)
    return link_row(link, governing(answers, visitor.country), hidden)


def title_links(visitor: Visitor, title_id: int) -> TitleLinks:
    """All links of a title, shown and held back, for a visitor. Three queries."""
    answers = answer_rows([title_id])[title_id]
    links = WatchLink.objects.filter(title=title_id, removed_at__isnull=True)
    found = [_row_for(link, answers, visitor) for link in links.select_related(*SHOWN_WITH)]
    rows = sorted(found, key=lambda row: _order(row, visitor))
    return TitleLinks(
        country=visitor.country,
        shown=tuple(row for row in rows if not row.hidden and not row.country),
        held=tuple(row for row in rows if row.hidden),
        answer=governing(answers, visitor.country),
        answers=answers,
        free_countries=free_countries(visitor, title_id),
        further=tuple(row for row in rows if row.country),
    )


class NotShownHere(NotFound):
    """A link exists, but not for this visitor: the page of its title says why."""

    code = "not-shown-here"


def link_with_id(visitor: Visitor, public_id: str) -> LinkRow:
    """One link that the visitor may see in one of their countries. Two queries.

    Raises Withdrawn for one withdrawn on legal grounds, Gone for a removed one, and NotFound for any other that is
    hidden, so that its address leaks nowhere.
    """
    links = WatchLink.objects.select_related(*SHOWN_WITH)
    link = links.filter(public_id=public_id if is_id(public_id) else "").first()
    if link is None:
        raise NotFound
    row = _row_for(link, answer_rows([link.title_id])[link.title_id], visitor)
    if row.hidden is Hidden.WITHDRAWN:
        raise Withdrawn(title_id=link.title_id, on=link.withdrawn_at, why=link.withdrawn_why)
    if row.hidden is Hidden.REMOVED:
        raise Gone(what="link", title_id=link.title_id, on=link.removed_at)
    if row.hidden:
        raise NotShownHere(title_id=link.title_id)
    return row


def free_countries(visitor: Visitor, title_id: int) -> tuple[str, ...]:
    """Every country in which the title can be watched free now; `("*",)` for everywhere. One query."""
    return _countries_of(ShownLink.objects.filter(open_anywhere(visitor), title=title_id))


def free_countries_of_episode(visitor: Visitor, title_id: int, season_id: int, episode_id: int) -> tuple[str, ...]:
    """The same for one episode, by its own links and those that hold its season or the whole series. One query."""
    holds = Q(link__episode=episode_id) | Q(link__episode=None) & (Q(link__season=season_id) | Q(link__season=None))
    return _countries_of(ShownLink.objects.filter(open_anywhere(visitor), holds, title=title_id))


def countries_of_link(visitor: Visitor, link: LinkRow) -> tuple[str, ...]:
    """Every country in which a link may be shown now; `("*",)` for everywhere. One query."""
    rows = ShownLink.objects.filter(open_anywhere(visitor), link__public_id=link.public_id)
    codes = set(rows.values_list("country", flat=True))
    return (WORLD,) if WORLD in codes else tuple(sorted(codes))


def _countries_of(rows: QuerySet[ShownLink]) -> tuple[str, ...]:
    codes = set(rows.filter(is_free=True).values_list("country", flat=True))
    return (WORLD,) if WORLD in codes else tuple(sorted(codes))
