"""Links as a page shows them: one row of words each, in groups, with the evidence beneath."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from allostream.lib.visitor import Visitor
from allostream.links.queries import AnswerRow, LinkRow, TitleLinks
from allostream.links.rules import FREE_OFFERS, Basis, Hidden, Offer, Status
from allostream.web import evidence, explain
from allostream.web.addresses import Place, address, href
from allostream.web.evidence import Event, Fact
from allostream.web.formats import day
from allostream.web.pictures import host_tint
from allostream.web.places import within
from allostream.web.wording import Kind, Tag, access_tags, offer_kind, offer_text, offer_there

# What the answer for the country already says is not said again of each copy.
SAID_BY_ANSWER = {Hidden.PROTECTED, Hidden.UNCLEAR, Hidden.NO_ANSWER, Hidden.AWAITS_REVIEW}
FREE_STATUS = {Status.PD, Status.OPEN_LICENCE}
BUTTONS = 12


@dataclass(frozen=True)
class OfferRow:
    """One link in words."""

    link: LinkRow
    kind: Kind
    why: str
    tags: Sequence[Tag]
    facts: Sequence[Fact]
    history: Sequence[Event]
    tint: str
    host_address: SafeString
    watch_address: SafeString
    away_address: SafeString
    leads: bool = False
    is_this: bool = False


@dataclass(frozen=True)
class OfferGroup:
    """Links of one kind of offer under their heading."""

    code: str
    heading: str
    rows: Sequence[OfferRow]


@dataclass(frozen=True)
class AnswerWords:
    """The answer for one country in words."""

    country: str
    word: str
    look: str
    when: str
    sentence: str
    caveat: str
    confidence: str
    authority: str
    must_check: str
    evaluated_on: date
    is_mine: bool


@dataclass(frozen=True)
class Elsewhere:
    """The countries in which a title is free: the first as buttons, the others behind a click."""

    count: int
    first: Sequence[str]
    others: Sequence[str]


def reader() -> str:
    return get_language() or "en"


def offer_groups(links: Sequence[LinkRow], visitor: Visitor, further: Sequence[LinkRow] = ()) -> list[OfferGroup]:
    """The links in groups, in the published order; the first of all leads, and alone has a filled button.

    `further` are those that may be shown in the visitor's further countries only: each country has a group, at the end.
    """
    headings = {
        "free": pgettext("offer", "Free"),
        "own": gettext("On services you have"),
        "library": pgettext("offer", "With a library card"),
        "subscription": pgettext("offer", "Subscription"),
        "shop": pgettext("offer", "Rent or buy"),
        **{code: further_heading(code, visitor) for code in visitor.other_countries},
    }
    grouped: dict[str, list[OfferRow]] = {}
    for place, link in enumerate([*links, *further]):
        grouped.setdefault(group_of(link, visitor), []).append(offer_row(link, visitor, leads=place == 0))
    return [OfferGroup(code, heading, grouped[code]) for code, heading in headings.items() if code in grouped]


def further_heading(country: str, visitor: Visitor) -> str:
    """The heading of what may be shown in a further country of the visitor's, but not in the one of the page."""
    places = {"here": within(visitor.country, reader()), "there": within(country, reader())}
    return gettext("Not %(here)s, but %(there)s") % places


def group_of(link: LinkRow, visitor: Visitor) -> str:
    """The group of a link: its kind of offer, that the visitor already pays for it, or the country it is for."""
    if link.country:
        return link.country
    if link.offer in FREE_OFFERS:
        return "free"
    if link.host_slug in visitor.services:
        return "own"
    return {Offer.LIBRARY_CARD: "library", Offer.SUBSCRIPTION: "subscription"}.get(link.offer, "shop")


def offer_row(link: LinkRow, visitor: Visitor, *, leads: bool = False, is_this: bool = False) -> OfferRow:
    """One link in words; `is_this` for the one that the page itself plays, which needs no button."""
    country, spelled = link.country or visitor.country, visitor.address_language or visitor.language
    return OfferRow(
        link=link,
        kind=offer_kind(link),
        why=why_sentence(link, country),
        tags=access_tags(link),
        facts=evidence.facts(link, country, reader()),
        history=evidence.history(link, country, reader()),
        tint=host_tint(link.host_slug),
        host_address=href(address(spelled, Place.HOST, slug=link.host_slug)),
        watch_address=href(address(spelled, Place.WATCH, id=link.public_id)),
        away_address=href(link.address),
        leads=leads,
        is_this=is_this,
    )


def why_sentence(link: LinkRow, country: str) -> str:
    """The line with the seal: what right, who put it there, when it was checked."""
    return " ".join(filter(None, [right_sentence(link, country), who_sentence(link), checked_sentence(link)]))


def right_sentence(link: LinkRow, country: str) -> str:
    """Why the link is lawful in the country, in one short sentence."""
    values = {"in_country": within(country, reader()), "host": link.host_name}
    if link.basis is Basis.PROVIDER or link.answer is None:
        return gettext("Offered by %(host)s itself %(in_country)s.") % values
    if link.answer.status is Status.OPEN_LICENCE:
        licence = explain.licence_name(link.answer.licence)
        return (
            gettext("Published under %(licence)s.") % {"licence": licence}
            if licence
            else gettext("Published under an open licence.")
        )
    if link.answer.free_since:
        values["day"] = day(link.answer.free_since, reader())
        return gettext("Public domain %(in_country)s since %(day)s.") % values
    return gettext("Public domain %(in_country)s.") % values


def who_sentence(link: LinkRow) -> str:
    """Who put the copy there, as far as it is known."""
    if link.uploader:
        return gettext("Uploaded by %(name)s.") % {"name": link.uploader}
    if link.channel:
        return gettext("From the channel %(name)s.") % {"name": link.channel}
    if link.basis is Basis.PROVIDER:
        return ""
    if link.submitted_by:
        return gettext("Proposed by %(name)s; who uploaded it is not known.") % {"name": link.submitted_by}
    return gettext("Found in a public list; who uploaded it is not known.")


def checked_sentence(link: LinkRow) -> str:
    """When the copy or its price was last seen."""
    if link.price_seen_on:
        return gettext("Price seen on %(day)s.") % {"day": day(link.price_seen_on, reader())}
    if link.health_checked_at:
        return gettext("Checked on %(day)s.") % {"day": day(link.health_checked_at, reader())}
    return ""


def answer_words(answer: AnswerRow, visitor: Visitor) -> AnswerWords:
    """One answer in words; that of the world speaks of everywhere."""
    return AnswerWords(
        country=answer.country,
        word=explain.status_word(answer.status),
        look=explain.status_class(answer.status),
        when=explain.when(answer, reader()),
        sentence=explain.explain(answer, answer.country, reader()),
        caveat=explain.caveat(answer),
        confidence=explain.confidence(answer),
        authority=answer.authority,
        must_check=answer.must_check,
        evaluated_on=answer.evaluated_on,
        is_mine=answer.country == visitor.country,
    )


def why_nothing(links: TitleLinks, visitor: Visitor) -> list[str]:
    """Why nothing is shown in the reader's country: how the work stands, then what is known of copies."""
    answer = links.answer
    told = [gettext("Nobody has worked out yet whether this work is free %(in_country)s.") % {
        "in_country": within(visitor.country, reader())
    }]  # fmt: skip
    if answer:
        told = [explain.explain(answer, explain.country_of(answer, visitor.country), reader()), explain.caveat(answer)]
    told += [
        _held_sentence(hidden, count, answer) for hidden, count in links.held_reasons() if hidden not in SAID_BY_ANSWER
    ]
    if not links.held:
        told.append(gettext("We know of no copy of it yet."))
    return [sentence for sentence in told if sentence]


def _held_sentence(hidden: Hidden, count: int, answer: AnswerRow | None) -> str:
    if hidden is Hidden.ORIGIN_SUSPECT and answer and answer.status in FREE_STATUS:
        return ngettext(
            "The work is free here, but the only copy we know shows signs of a commercial edition, "
            "so we do not show it.",
            "The work is free here, but the copies we know show signs of a commercial edition, so we do not show them.",
            count,
        )
    return explain.why_held(hidden)


def elsewhere(links: TitleLinks, visitor: Visitor, first: Sequence[str]) -> Elsewhere:
    """Where else the title is free; the site's own countries come first."""
    others = [code for code in links.free_countries if code not in (visitor.country, "*")]
    ordered = sorted(others, key=lambda code: (code not in first, first.index(code) if code in first else 0, code))
    return Elsewhere(len(others), ordered[:BUTTONS], ordered[BUTTONS:])


def head_sentence(links: TitleLinks, visitor: Visitor) -> str:
    """The line with the seal in the head of a title, or "" when it is not free here."""
    free = [link for link in links.shown if link.is_free]
    if not free:
        return ""
    values = {"in_country": within(visitor.country, reader())}
    others = [code for code in links.free_countries if code not in (visitor.country, "*")]
    if links.free_countries == ("*",):
        return gettext("Free %(in_country)s and everywhere else.") % values
    if not others:
        return gettext("Free %(in_country)s.") % values
    if len(others) == 1:
        values["elsewhere"] = within(others[0], reader())
        return gettext("Free %(in_country)s and %(elsewhere)s.") % values
    values["count"] = str(len(others))
    return ngettext(
        "Free %(in_country)s and in %(count)s other country.",
        "Free %(in_country)s and in %(count)s other countries.",
        len(others),
    ) % values  # fmt: skip


def hosts_of(links: Sequence[LinkRow]) -> list[tuple[Kind, str, int]]:
    """Where an episode can be watched, in short: by kind of offer the first host and how many more there are."""
    grouped: dict[str, list[LinkRow]] = {}
    for link in links:
        grouped.setdefault(offer_text(link.offer, open_licence=link.is_open_licence), []).append(link)
    return [(kind_there(same[0]), same[0].host_name, len(same) - 1) for same in grouped.values()]


def kind_there(link: LinkRow) -> Kind:
    """The kind of a link's offer, with the country when that is a further one of the visitor's."""
    kind = offer_kind(link)
    return replace(kind, text=offer_there(kind.text, link.country)) if link.country else kind
