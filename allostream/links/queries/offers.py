"""One watch link and the answers that links rest on, as pages show them; a link by itself is asked of the rule."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.conf import settings

from allostream.accounts.queries import credit_of
from allostream.catalogue.prepared import Prepared
from allostream.hosts.models import Host
from allostream.hosts.models import Standing as HostStanding
from allostream.lib.countries import WORLD
from allostream.lib.ids import is_id
from allostream.lib.problems import Gone, NotFound, Withdrawn
from allostream.lib.visitor import Visitor
from allostream.links.mark_rules import Effect, Known
from allostream.links.models import AnswerInForce, PartAnswer, RightsAnswer, ShownLink, WatchLink
from allostream.links.queries.marks import laid_on, traits_of_links
from allostream.links.queries.shown import open_anywhere
from allostream.links.rules import (
    FREE_OFFERS,
    Answer,
    Basis,
    Form,
    Ground,
    Health,
    Hidden,
    Offer,
    Origin,
    Play,
    Standing,
    Status,
    answer_for,
    form_allowed,
    obligations,
    uses,
    why_hidden,
)
from allostream.rights.bases import Code, Granted, Obligation, Use
from allostream.rights.deciding_rules import Kind
from allostream.rights.engine.answers import Sentence
from allostream.rights.origin.relations import Relation
from allostream.rights.snapshots import sentence_values

SHOWN_WITH = ("host", "channel", "edition", "submitted_by", "vouching")


class AnswerRow(NamedTuple):
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
    kind: Kind = Kind.SOURCE
    basis: str = ""
    sentence_key: str = ""
    sentence_values: dict[str, str | int] = {}
    doubts: tuple[str, ...] = ()
    changes_on: date | None = None
    becomes: str = ""

    def bare(self) -> Answer:
        """What the rule needs of it."""
        return Answer(self.country, self.status, self.play, self.noncommercial, self.free_since, self.basis)

    @property
    def sentence(self) -> Sentence:
        """What the rules say, to be put into words; its key is "" where it was a source that answered."""
        return Sentence(self.sentence_key, sentence_values(self.sentence_values))


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
    said: Mapping[str, Sequence[Any]] | None
    tracks: tuple[Track, ...]
    can_play_here: bool
    answer: AnswerRow | None
    hidden: Hidden | None = None
    country: str = ""
    obligations: tuple[Obligation, ...] = ()

    @property
    def is_free(self) -> bool:
        return self.offer in FREE_OFFERS

    @property
    def traits(self) -> "LinkRow":
        """What lines say of it, where links to episodes have but that and an address: it says all of it itself."""
        return self

    @property
    def checked_on(self) -> date | None:
        return self.health_checked_at.date() if self.health_checked_at else None

    @property
    def is_open_licence(self) -> bool:
        return self.basis is Basis.WORK and self.answer is not None and self.answer.status is Status.OPEN_LICENCE


CODES: dict[str, Callable[[Any], Any]] = {
    "status": Status, "play": Play, "missing": tuple, "kind": Kind, "doubts": tuple,
}  # fmt: skip


def answer_row(row: AnswerInForce) -> AnswerRow:
    """A stored answer as pages take it."""
    told = ((name, getattr(row, name)) for name in AnswerRow._fields)
    return AnswerRow(**{name: CODES[name](value) if name in CODES else value for name, value in told})


def answer_rows(title_ids: Collection[int]) -> dict[int, tuple[AnswerRow, ...]]:
    """The answers of each title. One query."""
    found: dict[int, tuple[AnswerRow, ...]] = dict.fromkeys(title_ids, ())
    for row in RightsAnswer.objects.filter(title__in=list(title_ids)).order_by("country"):
        found[row.title_id] += (answer_row(row),)
    return found


class OfPart(Protocol):
    """What a link says of the part of a title that it is to."""

    @property
    def episode_id(self) -> int | None: ...
    @property
    def edition_id(self) -> int | None: ...


@dataclass(frozen=True)
class Parts:
    """Answers of episodes and editions that are others than those of their titles."""

    rows: Mapping[tuple[int | None, int | None], tuple[AnswerRow, ...]]

    def answers(self, link: OfPart, whole: Sequence[AnswerRow]) -> Sequence[AnswerRow]:
        """The answers on which a link rests: those of its episode and edition over those of the title."""
        own = self.rows.get((link.episode_id, link.edition_id)) or self.rows.get((link.episode_id, None))
        if not own:
            return whole
        countries = {answer.country for answer in own}
        if WORLD in countries:
            return own
        return (*own, *(answer for answer in whole if answer.country not in countries))


NO_PARTS = Parts({})


def answers_of_parts(title_ids: Collection[int]) -> dict[int, Parts]:
    """The answers of parts of titles; a title without any is missing. One query."""
    found: dict[int, dict[tuple[int | None, int | None], tuple[AnswerRow, ...]]] = {}
    for row in PartAnswer.objects.filter(title__in=list(title_ids)).order_by("country"):
        of_title = found.setdefault(row.title_id, {})
        key = (row.episode_id, row.edition_id)
        of_title[key] = (*of_title.get(key, ()), answer_row(row))
    return {title: Parts(rows) for title, rows in found.items()}


def parts_of_link(link: WatchLink) -> Parts:
    """The same for one link. No query for a link to a title as a whole, else one."""
    if link.episode_id is None and link.edition_id is None:
        return NO_PARTS
    return answers_of_parts([link.title_id]).get(link.title_id, NO_PARTS)


ANSWERS = Prepared(
    lambda title: RightsAnswer.objects.filter(title=title).values_list(*AnswerRow._fields), {"title": int}, AnswerRow
)


def answers_of(title_id: int) -> tuple[AnswerRow, ...]:
    """How a title stands in each country, in the order of the codes. One query."""
    return tuple(sorted(ANSWERS.rows(title=title_id), key=lambda answer: answer.country))


def standing(link: WatchLink, answers: Iterable[AnswerRow]) -> Standing:
    """What the rule must know of a link; its host and channel must be loaded with it."""
    return Standing(
        basis=Basis(link.basis),
        host_is_listed=link.host.stands == HostStanding.LISTED,
        anybody_uploads=link.host.item_level,
        channel_carries=bool(link.channel and link.channel.carries and link.channel.stands == HostStanding.LISTED),
        channel_is_refused=bool(link.channel and link.channel.stands == HostStanding.REFUSED),
        channel_is_proposed=bool(link.channel and link.channel.stands == HostStanding.PROPOSED),
        is_withdrawn=link.withdrawn_at is not None,
        is_removed=link.removed_at is not None,
        is_banned=link.ban_id is not None,
        withheld_in=tuple(link.withheld_in),
        origin=Origin(link.origin),
        origin_flags=tuple(link.origin_flags),
        ground=Ground(link.origin_ground) if link.origin_ground else None,
        health=Health(link.health),
        countries_allowed=tuple(link.countries_allowed),
        countries_excluded=tuple(link.countries_excluded),
        opens_at=link.opens_at,
        closes_at=link.closes_at,
        answers=tuple(answer.bare() for answer in answers),
        granted=granted_of(link.granted),
    )


def granted_of(kept: Mapping[str, Any] | None) -> Granted | None:
    """The right that was granted for a link, from its column."""
    if kept is None:
        return None
    permits = kept.get("permits")
    start, end = (datetime.fromisoformat(kept[edge]) if kept.get(edge) else None for edge in ("start", "end"))
    return Granted(
        Code(kept["code"]), frozenset(kept["territory"]), frozenset(kept.get("minus", ())), start, end,
        has_evidence=bool(kept.get("has_evidence")),
        permits=None if permits is None else frozenset(Use(use) for use in permits),
    )  # fmt: skip


@cache  # of five codes
def can_play_here(offer: str, form: str, health: str, embed: str, direct_files: bool) -> bool:
    """Whether our own page may play a link: the rule of its host and its form must both allow it.

    The form is the one that the link's right reaches to (links.rules.form_allowed).
    """
    if offer not in FREE_OFFERS:
        return False
    if form == Form.FILE:
        return direct_files
    return form == Form.EMBED and embed != Host.Embed.NEVER and health != Health.EMBED_REFUSED


def tracks_of(tracks: Iterable[Mapping[str, Any]] | None, obliges: Collection[Obligation]) -> tuple[Track, ...]:
    """The text tracks that our player may add: none to a work whose licence forbids every change."""
    return () if Obligation.NO_CHANGES in obliges else tuple(Track(**track) for track in tracks or ())


def _known(languages: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if languages is None else tuple(languages)


def link_row(link: WatchLink, answer: AnswerRow | None, hidden: Hidden | None) -> LinkRow:
    """A link as pages show it, with the answer that governs it and what keeps it away, if anything does."""
    right = (Basis(link.basis), answer.bare() if answer else None, granted_of(link.granted))
    form = form_allowed(Form(link.form), uses(*right))
    return LinkRow(
        public_id=link.public_id, title_id=link.title_id, season_id=link.season_id, episode_id=link.episode_id,
        edition=link.edition.name if link.edition else "", host_slug=link.host.slug, host_name=link.host.name,
        monogram=link.host.monogram, channel_id=link.channel.public_id if link.channel else "",
        channel=link.channel.name if link.channel else "", offer=Offer(link.offer), price=link.price,
        currency=link.currency, price_seen_on=link.price_seen_on, form=form,
        can_play_here=can_play_here(link.offer, form, link.health, link.host.embed, link.host.direct_files),
        content_key=link.content_key, address=link.canonical_url,
        frame_origins=tuple(link.host.embed_origins), audio=_known(link.audio), subtitles=_known(link.subtitles),
        sdh=_known(link.sdh), audio_description=_known(link.audio_description),
        sign_language=_known(link.sign_language),
        tracks=tracks_of(link.tracks, obligations(*right)), quality=link.quality, tier=link.tier,
        partly=link.partly, region_known=link.region_known, basis=Basis(link.basis),
        uploader=link.uploader_told or link.uploader, collection=link.collection, uploaded_at=link.uploaded_at,
        relation=Relation(link.relation), origin=Origin(link.origin), origin_flags=tuple(link.origin_flags),
        origin_ground=link.origin_ground, origin_on=link.origin_on,
        vouched=link.vouching.words if link.vouching else "",
        channel_carries=link.channel.carries if link.channel else None, anybody_uploads=link.host.item_level,
        found_in=link.found_in, must_check=link.must_check,
        submitted_by=credit_of(link.submitted_by), submitted_at=link.submitted_at,
        health=Health(link.health), health_checked_at=link.health_checked_at, opens_at=link.opens_at,
        closes_at=link.closes_at, said=link.said, answer=answer, hidden=hidden, obligations=obligations(*right),
    )  # fmt: skip


def governing(answers: Iterable[AnswerRow], country: str) -> AnswerRow | None:
    """The answer that decides in a country: its own, else that of the world."""
    # The rule looks at countries alone, and gives back what it was given.
    return answer_for(answers, country)  # type: ignore[arg-type,return-value]


def seen_from(state: Standing, visitor: Visitor) -> tuple[str, Hidden | None]:
    """The first of the visitor's further countries in which a link may be shown that may not be in theirs ("" for
    none), and why it is held back in all of them.
    """

    def why(country: str) -> Hidden | None:
        return why_hidden(
            state, country, visitor.now, site_is_noncommercial=visitor.site_is_noncommercial,
            audience=settings.AUDIENCE,
        )  # fmt: skip

    hidden = why(visitor.country)
    further = next((country for country in visitor.other_countries if why(country) is None), "") if hidden else ""
    return further, None if further else hidden


def row_for(link: WatchLink, answers: Sequence[AnswerRow], visitor: Visitor) -> LinkRow:
    """The link for the first of the visitor's countries in which it may be shown, else as it is held back in theirs."""
    further, hidden = seen_from(standing(link, answers), visitor)
    return replace(link_row(link, governing(answers, further or visitor.country), hidden), country=further)


class NotShownHere(NotFound):
    """A link exists, but not for this visitor: the page of its title says why."""

    code = "not-shown-here"


class LinkMoved(Gone):
    """Another link, `kept`, stands for this one too, since their works became one."""


def _withdrawn(link: WatchLink, visitor: Visitor) -> Withdrawn:
    """That a link is withdrawn, everywhere or where the visitor is, and by what. Up to five queries."""
    if link.mark is not None or not link.withheld_in:
        case, is_order = (link.mark.case, link.mark.known == Known.HOST) if link.mark else ("", False)
        on = link.withdrawn_at or link.changed_at
        return Withdrawn(title_id=link.title_id, on=on, why=link.withdrawn_why, case=case, is_order=is_order)
    laid = laid_on(traits_of_links([link]))[0]  # a mark for some countries stands on no link
    mark = next((one for one in laid if one.effect == Effect.DOWN and visitor.country in one.territory), None)
    if mark is None:
        return Withdrawn(title_id=link.title_id, on=link.changed_at, why="", case="", is_order=False)
    return Withdrawn(
        title_id=link.title_id, on=mark.since or link.changed_at, why=mark.why, case=mark.case,
        is_order=mark.sign.known is Known.HOST,
    )  # fmt: skip


def _public_id(link_id: int) -> str:
    return WatchLink.objects.values_list("public_id", flat=True).get(pk=link_id)


def link_with_id(visitor: Visitor, public_id: str) -> LinkRow:
    """One link that the visitor may see in one of their countries. Two queries, three for one to a part of a title, one
    more for one that a mark keeps down.

    Raises Withdrawn for one withdrawn on legal grounds, Gone for a removed one, LinkMoved for one for which another
    stands, and NotFound for any other that is hidden, so that its address leaks nowhere.
    """
    links = WatchLink.objects.select_related(*SHOWN_WITH)
    link = links.filter(public_id=public_id if is_id(public_id) else "").first()
    if link is None:
        raise NotFound
    row = row_for(link, parts_of_link(link).answers(link, answers_of(link.title_id)), visitor)
    if row.hidden is Hidden.WITHDRAWN:
        raise _withdrawn(link, visitor)
    if row.hidden is Hidden.REMOVED and link.merged_into_id:
        kept = _public_id(link.merged_into_id)
        raise LinkMoved(what="link", title_id=link.title_id, on=link.removed_at, kept=kept)
    if row.hidden is Hidden.REMOVED:
        raise Gone(what="link", title_id=link.title_id, on=link.removed_at)
    if row.hidden:
        raise NotShownHere(title_id=link.title_id)
    return row


def countries_of_link(visitor: Visitor, link: LinkRow) -> tuple[str, ...]:
    """Every country in which a link may be shown now; `("*",)` for everywhere. One query."""
    rows = ShownLink.objects.filter(open_anywhere(visitor), link__public_id=link.public_id)
    codes = set(rows.values_list("country", flat=True))
    return (WORLD,) if WORLD in codes else tuple(sorted(codes))
