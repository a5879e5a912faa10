"""Links as a page shows them: one row of words each, in groups, with the evidence beneath."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from allostream.catalogue.queries import TitleHead
from allostream.lib import countries
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.queries import AnswerRow, LinkRow, TitleLinks, governing
from allostream.links.rules import FREE_OFFERS, Hidden, Offer, Status
from allostream.web import evidence, explain
from allostream.web.addresses import Place, address, href
from allostream.web.evidence import Event, Fact
from allostream.web.formats import day, number
from allostream.web.grounds import Grounds
from allostream.web.origin_words import sign_texts
from allostream.web.pictures import host_tint
from allostream.web.places import within
from allostream.web.reasons import reason
from allostream.web.rights.rows import change_words, told_in_force
from allostream.web.spoken import gettext, ngettext, pgettext
from allostream.web.terms_words import terms_tags
from allostream.web.voice_words import said_of
from allostream.web.wording import Kind, Tag, access_tags, offer_kind

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
    wrong_address: SafeString
    link_address: SafeString
    report_address: SafeString
    said: str
    leads: bool = False
    is_this: bool = False


@dataclass(frozen=True)
class OfferGroup:
    """Links of one kind of offer under their heading."""

    code: str
    heading: str
    rows: Sequence[OfferRow]


@dataclass(slots=True)
class AnswerWords:
    """The answer for one country in words."""

    name: str
    word: str
    look: str
    sentence: str
    caveat: str
    certainty: str
    authority: str
    must_check: str
    changes: str


@dataclass(slots=True)
class Elsewhere:
    """The countries in which a title is free, as (code, name): the first as buttons, the others behind a click."""

    heading: str = ""
    first: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class Where:
    """The section that says where something can be watched, or why nowhere."""

    groups: Sequence[OfferGroup]
    counted: str
    nothing: Sequence[str]
    elsewhere: Elsewhere
    knows_services: bool
    rule_address: SafeString
    want_address: SafeString
    title_id: str


@dataclass(slots=True)
class HeldRow:
    """A link that is held back, for those who look after it."""

    host: str
    id: str
    why: str
    flags: str
    must_check: str
    reason: str


def reader() -> str:
    return get_language() or "en"


def offer_groups(
    links: Sequence[LinkRow], visitor: Visitor, grounds: Grounds, further: Sequence[LinkRow] = ()
) -> list[OfferGroup]:
    """The links in groups, in the published order; the first of all leads, and alone has a filled button.

    `further` are those that may be shown in the visitor's further countries only: each country has a group, at the end.
    """
    if not links and not further:
        return []
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
        grouped.setdefault(group_of(link, visitor), []).append(offer_row(link, visitor, grounds, leads=place == 0))
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


def offer_row(
    link: LinkRow, visitor: Visitor, grounds: Grounds, *, leads: bool = False, is_this: bool = False
) -> OfferRow:
    """One link in words; `is_this` for the one that the page itself plays, which needs no button."""
    country, spelled = link.country or visitor.country, visitor.address_language or visitor.language
    return OfferRow(
        link=link,
        kind=offer_kind(link),
        why=reason(link, link.answer, country, reader()),
        tags=(*terms_tags(link, country), *access_tags(link)),
        facts=evidence.facts(link, country, reader(), grounds),
        history=evidence.history(link, country, reader()),
        tint=host_tint(link.host_slug),
        host_address=href(address(spelled, Place.HOST, slug=link.host_slug)),
        watch_address=href(address(spelled, Place.WATCH, id=link.public_id)),
        away_address=href(link.address),
        wrong_address=href(address(spelled, Place.WRONG, letter="l", id=link.public_id)),
        link_address=href(address(spelled, Place.LINK, id=link.public_id)),
        report_address=href(address(spelled, Place.REPORT, id=link.public_id)),
        said=said_of(link.said, country, visitor.now.date(), reader()) if link.said else "",
        leads=leads,
        is_this=is_this,
    )


def own_answers(links: TitleLinks, visitor: Visitor) -> list[AnswerRow]:
    """The answers that govern the visitor's countries, each once."""
    found = (governing(links.answers, country) for country in visitor.own_countries)
    return list({answer.country: answer for answer in found if answer}.values())


def answer_words(answer: AnswerRow, visitor: Visitor) -> AnswerWords:
    """One answer in words; that of the world speaks of everywhere. What is to be checked is for moderators."""
    values = {"certainty": explain.confidence(answer), "day": day(answer.evaluated_on, reader())}
    everywhere = answer.country == WORLD
    sentence = explain.explain(answer, answer.country, reader())
    return AnswerWords(
        name=gettext("Everywhere") if everywhere else countries.name(answer.country, reader()),
        word=explain.status_word(answer.status),
        look=explain.status_class(answer.status),
        sentence=sentence,
        caveat=explain.caveat(answer),
        certainty=gettext("Certainty: %(certainty)s. Worked out on %(day)s.") % values,
        authority=answer.authority,
        must_check=answer.must_check if visitor.may_moderate else "",
        changes=change_words(told_in_force(answer, sentence=sentence), None, reader()),
    )


def held_rows(links: Sequence[LinkRow]) -> list[HeldRow]:
    """What is held back, in words."""
    return [
        HeldRow(
            link.host_name, link.public_id, explain.why_held(link.hidden) if link.hidden else "",
            " ".join(sign_texts(link.origin_flags)), link.must_check, link.answer.reason if link.answer else "",
        )
        for link in links
    ]  # fmt: skip


def where(
    title: TitleHead,
    found: TitleLinks,
    rows: Sequence[LinkRow],
    further: Sequence[LinkRow],
    visitor: Visitor,
    first: Sequence[str],
    *,
    explains: bool = True,
) -> Where:
    """Where the links of a page lead, in groups; `first` are the countries that the site names first.

    Without rows it `explains` why, for which `found` must hold what is held back.
    """
    counted = ngettext("%(count)s link.", "%(count)s links.", len(rows)) % {"count": len(rows)}
    return Where(
        groups=offer_groups(rows, visitor, Grounds(title, found.answers, visitor, (*rows, *further)), further),
        counted=counted if rows else "",
        nothing=why_nothing(found, visitor) if explains and not rows else [],
        elsewhere=elsewhere(found, visitor, first),
        knows_services=bool(visitor.services),
        rule_address=href(address(visitor.address_language or visitor.language, Place.ABOUT) + "#order"),
        want_address=href(address(visitor.address_language or visitor.language, Place.WANTED)),
        title_id=title.public_id,
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
    if hidden is Hidden.ORIGIN_UNCHECKED:
        if answer is None or answer.status not in FREE_STATUS:
            return ""  # a look would not show it here
        waiting = ngettext(
            "%(count)s copy waits for a look at who put it there.",
            "%(count)s copies wait for a look at who put them there.",
            count,
        )
        return waiting % {"count": number(count, reader())}
    return explain.why_held(hidden)


def elsewhere(links: TitleLinks, visitor: Visitor, first: Sequence[str]) -> Elsewhere:
    """Where else the title is free; the site's own countries come first."""
    others = [code for code in links.free_countries if code not in (visitor.country, WORLD)]
    if not others:
        return Elsewhere()
    heading = ngettext("Free in one other country", "Free in %(count)s other countries", len(others))
    ordered = sorted(others, key=lambda code: (code not in first, first.index(code) if code in first else 0, code))
    named = [(code, countries.name(code, reader())) for code in ordered]
    return Elsewhere(heading % {"count": len(others)}, named[:BUTTONS], named[BUTTONS:])


def head_sentence(links: TitleLinks, visitor: Visitor, *, is_free: bool) -> str:
    """The line with the seal in the head of a title, or "" when nothing of it is free here."""
    if not is_free:
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
