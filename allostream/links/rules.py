"""Which watch links may be shown in which country, in what form, and why not. No Django, no clock, no network.

A work's answer for the country and a copy's origin must both allow it; what is not settled narrows, never widens.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum

from allostream.lib.countries import WORLD
from allostream.lib.languages import SILENT
from allostream.lib.visitor import Visitor
from allostream.rights.bases import BASES, Code, Granted, Obligation, Use, tells_who_put_it_there
from allostream.rights.deciding_rules import Play as Play
from allostream.rights.origin.signs import QUESTIONS


class Status(StrEnum):
    """What is known of a work's protection in one country."""

    PD = "pd"
    OPEN_LICENCE = "open_licence"
    PROTECTED = "protected"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """On what a link rests: on the freedom of the work, or on the licence of the service that offers it."""

    WORK = "work"
    PROVIDER = "provider"


class RightsBasis(StrEnum):
    """The right on which a link is shown in a country, as lists are narrowed by it."""

    PUBLIC_DOMAIN = "public_domain"
    OPEN_LICENCE = "open_licence"
    PROVIDER = "provider"


class Form(StrEnum):
    """What the address is: a page, a page with a player that others may show, or the film's file."""

    PAGE = "page"
    EMBED = "embed"
    FILE = "file"


class Offer(StrEnum):
    """What watching costs, in the order in which offers are listed."""

    FREE_OPEN = "free_open"
    FREE_ACCOUNT = "free_account"
    ADS = "ads"
    CATCH_UP = "catch_up"
    LIBRARY_CARD = "library_card"
    SUBSCRIPTION = "subscription"
    RENT = "rent"
    BUY = "buy"


FREE_OFFERS = frozenset({Offer.FREE_OPEN, Offer.FREE_ACCOUNT, Offer.ADS, Offer.CATCH_UP})
RANK = {offer: place for place, offer in enumerate(Offer)}
# Tags that name no language: undetermined, several, not in the code list (ISO 639-2).
UNTOLD = frozenset({"und", "mul", "mis"})


class Origin(StrEnum):
    """What is known of who put the copy there."""

    UNCHECKED = "unchecked"
    CLEARED = "cleared"
    REFUSED = "refused"


class Ground(StrEnum):
    """On what it rests that the origin of a copy is cleared."""

    REPLY = "reply"  # what its host tells of it
    CHANNEL = "channel"  # as long as its channel carries its copies
    REVIEWER = "reviewer"
    IMPORTER = "importer"  # whoever took a list of copies in, and vouched for them


class Health(StrEnum):
    """What the last check of the address found."""

    UNKNOWN = "unknown"
    OK = "ok"
    SOFT = "soft"
    DEAD = "dead"
    GEO = "geo"
    LOGIN = "login"
    EMBED_REFUSED = "embed_refused"
    REMOVED_BY_RIGHTS = "removed_by_rights"


class Hidden(StrEnum):
    """The reason that keeps a link off the pages of a country."""

    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    BANNED = "banned"
    HOST_NOT_LISTED = "host-not-listed"
    CHANNEL_REFUSED = "channel-refused"
    CHANNEL_PROPOSED = "channel-proposed"
    ORIGIN_REFUSED = "origin-refused"
    ORIGIN_SUSPECT = "origin-suspect"
    ORIGIN_UNCHECKED = "origin-unchecked"
    DEAD = "dead"
    NOT_OPEN_YET = "not-open-yet"
    CLOSED = "closed"
    NOT_SERVED_THERE = "not-served-there"
    NO_RIGHT = "no-right"
    NO_EVIDENCE = "no-evidence"
    OUTSIDE_TERRITORY = "outside-territory"
    TRAILER = "trailer"
    NO_ANSWER = "no-answer"
    PROTECTED = "protected"
    UNCLEAR = "unclear"
    NOT_FREE_YET = "not-free-yet"
    AWAITS_REVIEW = "awaits-review"
    AWAITS_NIGHT = "awaits-night"
    JUDGED_ANEW = "judged-anew"
    NONCOMMERCIAL = "noncommercial"


@dataclass(frozen=True)
class Answer:
    """What the link's work is free for in one country; `country` may be the world."""

    country: str
    status: Status
    play: Play
    noncommercial: bool = False
    free_since: date | None = None
    basis: str = ""


@dataclass(frozen=True)
class Standing:
    """Everything about a link that decides whether it may be shown.

    anybody_uploads: whether others than the host itself can put copies there; channel_carries: whether the channel is
    listed, and proved to be its holder's who holds the works, so that its copies need no look of their own.
    """

    basis: Basis
    host_is_listed: bool
    anybody_uploads: bool = True
    channel_carries: bool = False
    channel_is_refused: bool = False
    channel_is_proposed: bool = False
    is_withdrawn: bool = False
    is_removed: bool = False
    is_banned: bool = False
    withheld_in: Collection[str] = ()
    origin: Origin = Origin.UNCHECKED
    origin_flags: Collection[str] = ()
    ground: Ground | None = None
    health: Health = Health.UNKNOWN
    countries_allowed: Collection[str] = ()
    countries_excluded: Collection[str] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    answers: Collection[Answer] = field(default_factory=tuple)
    granted: Granted | None = None


# A basis of these codes is what the work's own answer says: it stands and falls with that.
OF_THE_WORK = frozenset({Code.PD_TERM, Code.PD_FORMALITY_US, Code.PD_GOV})
OPEN_WITHOUT_NAMES = frozenset({Code.PD_DEDICATED, Code.OPEN_OTHER})
DEAD_HEALTH = frozenset({Health.DEAD, Health.REMOVED_BY_RIGHTS})


def answer_for(answers: Iterable[Answer], country: str) -> Answer | None:
    """The answer that governs a country: its own, else one for the world, else None."""
    by_country = {answer.country: answer for answer in answers}
    return by_country.get(country) or by_country.get(WORLD)


def own_right(granted: Granted | None) -> Granted | None:
    """The right that was granted for a link itself, whatever the protection of the work; None where it has none."""
    return granted if granted and granted.code not in OF_THE_WORK else None


def rights_basis_of(basis: Basis, answer: Answer | None, granted: Granted | None = None) -> RightsBasis:
    """The right on which a link that may be shown rests, from the answer that governs the country."""
    if own := own_right(granted):
        is_open = Obligation.ATTRIBUTION in BASES[own.code].obliges or own.code in OPEN_WITHOUT_NAMES
        return RightsBasis.OPEN_LICENCE if is_open else RightsBasis.PROVIDER
    if basis is Basis.PROVIDER:
        return RightsBasis.PROVIDER
    licensed = answer is not None and answer.status is Status.OPEN_LICENCE
    return RightsBasis.OPEN_LICENCE if licensed else RightsBasis.PUBLIC_DOMAIN


def why_hidden(
    link: Standing, country: str, now: datetime, *, site_is_noncommercial: bool = True, audience: Collection[str] = ()
) -> Hidden | None:
    """The reason that keeps a link off the pages of a country at a moment, or None when it may be shown.

    A withdrawal comes first: its tombstone is what people must see. What concerns the copy comes before what concerns
    the country, because it holds everywhere. `audience`: further countries in all of which a work must be free as well,
    where nobody can know in which one a reader really is.
    """
    held = (
        why_hidden_everywhere(link)
        or why_closed(link.opens_at, link.closes_at, now)
        or why_closed(*_window_of_right(link), now)
    )
    if held:
        return held
    reasons = (_why_hidden_now(link, one, now, site_is_noncommercial) for one in (country, *_asked_too(link, audience)))
    return next(filter(None, reasons), None)


def _asked_too(link: Standing, audience: Collection[str]) -> Collection[str]:
    """The further countries that are asked: of a provider and a holder none, who keep their own borders."""
    return audience if link.basis is Basis.WORK and own_right(link.granted) is None else ()


def _why_hidden_now(link: Standing, country: str, now: datetime, site_is_noncommercial: bool) -> Hidden | None:
    hidden = why_hidden_there(link, country, site_is_noncommercial=site_is_noncommercial)
    return hidden or (Hidden.NOT_FREE_YET if (free_from(link, country) or now) > now else None)


def _window_of_right(link: Standing) -> tuple[datetime | None, datetime | None]:
    return (link.granted.start, link.granted.end) if link.granted else (None, None)


def free_from(link: Standing, country: str) -> datetime | None:
    """The moment from which the work is free in a country, where its answer names a day. Days are those of UTC."""
    if link.basis is not Basis.WORK or own_right(link.granted):
        return None
    answer = answer_for(link.answers, country)
    return datetime.combine(answer.free_since, time(), UTC) if answer and answer.free_since else None


def window(
    link: Standing, country: str, now: datetime, audience: Collection[str] = ()
) -> tuple[datetime | None, datetime | None]:
    """From when to when a link may be shown in a country by the clock; what began before now has no beginning,
    but for the host's own window, which pages tell of.
    """
    start, end = _window_of_right(link)
    free = [free_from(link, one) for one in (country, *_asked_too(link, audience))]
    later = [moment for moment in (start, *free) if moment and moment > now]
    opens = [moment for moment in (link.opens_at, *later) if moment]
    closes = [moment for moment in (link.closes_at, end) if moment]
    return max(opens, default=None), min(closes, default=None)


def why_hidden_everywhere(link: Standing) -> Hidden | None:
    """The reason that holds in every country and at every moment, or None."""
    checks = (
        (link.is_withdrawn, Hidden.WITHDRAWN),
        (link.is_removed, Hidden.REMOVED),
        (link.is_banned, Hidden.BANNED),
        (not link.host_is_listed, Hidden.HOST_NOT_LISTED),
        (link.channel_is_refused, Hidden.CHANNEL_REFUSED),
        # A proposed channel carries nothing by itself; a copy that a person has cleared does not rest on it.
        (link.channel_is_proposed and link.origin is not Origin.CLEARED, Hidden.CHANNEL_PROPOSED),
        (link.origin is Origin.REFUSED, Hidden.ORIGIN_REFUSED),
        # A warning sign on the copy waits for a person, who may clear it; one on people is not told to others.
        (link.origin is not Origin.CLEARED and bool(set(link.origin_flags) - QUESTIONS), Hidden.ORIGIN_SUSPECT),
        (link.origin is not Origin.CLEARED and bool(link.origin_flags), Hidden.ORIGIN_UNCHECKED),
        (link.health in DEAD_HEALTH, Hidden.DEAD),
        (not is_origin_known(link), Hidden.ORIGIN_UNCHECKED),
    )
    return next((reason for holds, reason in checks if holds), None)


def is_origin_known(link: Standing) -> bool:
    """Whether it is known that a copy comes from somebody who may put it there, warning signs left aside.

    A provider offers its own; where nobody else can put files, the address says whose they are. Anywhere else somebody
    has to have looked: at this copy, at its channel, or at the evidence for a right of this very link.
    """
    own = own_right(link.granted)
    return (
        link.basis is Basis.PROVIDER
        or not link.anybody_uploads
        or link.channel_carries
        or (link.origin is Origin.CLEARED and link.ground is not Ground.CHANNEL)
        or (own is not None and tells_who_put_it_there(own.code))  # without evidence it carries nothing (below)
    )


def why_closed(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Hidden | None:
    """Whether the clock keeps the link away: the window includes its opening and excludes its end."""
    if opens_at and now < opens_at:
        return Hidden.NOT_OPEN_YET
    if closes_at and now >= closes_at:
        return Hidden.CLOSED
    return None


def why_hidden_there(link: Standing, country: str, *, site_is_noncommercial: bool) -> Hidden | None:
    """The reason that holds in one country, or None."""
    if country in link.withheld_in:
        return Hidden.WITHDRAWN
    if country in link.countries_excluded:
        return Hidden.NOT_SERVED_THERE
    if WORLD not in link.countries_allowed and country not in link.countries_allowed:
        return Hidden.NOT_SERVED_THERE
    if own := own_right(link.granted):
        return why_not_granted(own, country, site_is_noncommercial=site_is_noncommercial)
    if link.basis is Basis.PROVIDER:
        return None
    return why_work_hidden(answer_for(link.answers, country), site_is_noncommercial=site_is_noncommercial)


def why_not_granted(granted: Granted, country: str, *, site_is_noncommercial: bool) -> Hidden | None:
    """Why a right that was granted for a link does not carry it in a country, or None when it does."""
    code = BASES[granted.code]
    checks = (
        (not granted.uses(), Hidden.NO_RIGHT),
        (not code.counts_as_watch, Hidden.TRAILER),
        (not granted.has_evidence, Hidden.NO_EVIDENCE),
        (not granted.holds_in(country), Hidden.OUTSIDE_TERRITORY),
        (Obligation.NONCOMMERCIAL in code.obliges and not site_is_noncommercial, Hidden.NONCOMMERCIAL),
    )
    return next((reason for holds, reason in checks if holds), None)


def uses(basis: Basis, answer: Answer | None, granted: Granted | None = None) -> frozenset[Use]:
    """What the right of a link lets us do with the copy in a country. Which right is not recorded: link to its page,
    and show the host's player where host and item allow it; play the file only of what is free.
    """
    if own := own_right(granted):
        return own.uses()
    if basis is Basis.PROVIDER:
        return BASES[Code.PROVIDER_PSB].permits
    if answer is not None and answer.basis:
        return BASES[Code(answer.basis)].permits
    return BASES[Code.PD_TERM].permits


def form_allowed(form: Form, allowed: Collection[Use]) -> Form:
    """The form in which a link may be shown: where its right does not reach as far, it leads to the host's page."""
    needed = {Form.EMBED: Use.EMBED, Form.FILE: Use.DIRECT}.get(form)
    return form if needed is None or needed in allowed else Form.PAGE


def obligations(basis: Basis, answer: Answer | None, granted: Granted | None = None) -> tuple[Obligation, ...]:
    """What a page must do where it shows the link."""
    if own := own_right(granted):
        return BASES[own.code].obliges
    if basis is Basis.PROVIDER:
        return BASES[Code.PROVIDER_PSB].obliges
    return BASES[Code(answer.basis)].obliges if answer is not None and answer.basis else (Obligation.NAME_AUTHORS,)


def why_work_hidden(answer: Answer | None, *, site_is_noncommercial: bool) -> Hidden | None:
    """Why a work may not be shown freely on the strength of this answer, or None when it may."""
    if answer is None:
        return Hidden.NO_ANSWER
    if answer.status is Status.PROTECTED:
        return Hidden.PROTECTED
    if answer.status is Status.UNCLEAR or answer.play is Play.NO:
        return Hidden.UNCLEAR
    if answer.play is Play.AFTER_REVIEW:
        return Hidden.AWAITS_REVIEW
    if answer.play is Play.NEXT_RUN:
        return Hidden.AWAITS_NIGHT
    if answer.play is Play.JUDGED_ANEW:
        return Hidden.JUDGED_ANEW
    if answer.noncommercial and not site_is_noncommercial:
        return Hidden.NONCOMMERCIAL
    return None


def countries_shown(link: Standing, all_countries: Collection[str], audience: Collection[str] = ()) -> frozenset[str]:
    """Every country in which the link may be shown, its window left aside; `{"*"}` when that is everywhere and on the
    same right, since one row then stands for all countries.

    Licences that forbid trade are counted as allowed here: the page asks again with its own site.
    """
    if why_hidden_everywhere(link):
        return frozenset()
    own = {answer.country for answer in link.answers if answer.country != WORLD}
    if granted := own_right(link.granted):
        own = set(granted.minus) | (set(granted.territory) - {WORLD})
    deciding = own | set(link.countries_excluded) | set(link.withheld_in) | (set(link.countries_allowed) - {WORLD})
    elsewhere = why_hidden_there(link, "", site_is_noncommercial=True) is None

    def is_shown(country: str) -> bool:
        return why_hidden_there(link, country, site_is_noncommercial=True) is None

    if not all(map(is_shown, _asked_too(link, audience))):
        return frozenset()
    if elsewhere and all(is_shown(c) and _right(link, c) == _right(link, WORLD) for c in deciding):
        return frozenset({WORLD})
    return frozenset(filter(is_shown, all_countries if elsewhere else deciding))


def _right(link: Standing, country: str) -> tuple[RightsBasis, bool, datetime | None]:
    """The right on which the link is shown in a country, whether it forbids trade, and since when the work is free."""
    answer = answer_for(link.answers, country) if link.basis is Basis.WORK else None
    right = rights_basis_of(link.basis, answer, link.granted)
    return right, forbids_trade(answer, link.granted), free_from(link, country)


def forbids_trade(answer: Answer | None, granted: Granted | None) -> bool:
    """Whether the right of a link holds on sites without trade alone."""
    if own := own_right(granted):
        return Obligation.NONCOMMERCIAL in BASES[own.code].obliges
    return answer is not None and answer.noncommercial


def languages_followed(audio: Collection[str] | None, subtitles: Collection[str] | None) -> tuple[str, ...]:
    """The languages in which a copy can be followed, by ear or by eye, without regions and scripts, sorted.

    None of them, when everybody can follow it, because nothing is spoken, or when nobody knows: a copy is not held
    back for what is not known of it. What is certainly without sound is given as no audio at all.
    """
    if audio is not None and (not audio or SILENT in audio):
        return ()
    told = {tag.partition("-")[0] for tag in (*(audio or ()), *(subtitles or ()))}
    return tuple(sorted(told - UNTOLD - {SILENT}))


def is_watchable(
    offer: Offer, host: str, languages: Collection[str], countries: Collection[str], visitor: Visitor
) -> bool:
    """Whether “Only what I can watch” counts a link: open in a country of the visitor's, paid for, and understood.

    Takes the languages of `languages_followed` and the countries of `countries_shown`, and the short name of the host.
    What is free always counts. Without a service named every offer counts, without a language named every copy.
    """
    is_open = WORLD in countries or any(country in countries for country in visitor.own_countries)
    is_paid_for = offer in FREE_OFFERS or not visitor.services or host in visitor.services
    is_followed = not visitor.languages or not languages or any(one in languages for one in visitor.languages)
    return is_open and is_paid_for and is_followed


def rank(offer: Offer, host: str, services: Collection[str]) -> tuple[int, int]:
    """The place of an offer in lists: what is free, then what the visitor already pays for, then the rest.

    Within each the kinds of offers go in the order of Offer.
    """
    if offer in FREE_OFFERS:
        return (0, RANK[offer])
    return (1 if host in services else 2, RANK[offer])
