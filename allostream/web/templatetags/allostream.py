"""Tags and filters of our templates: addresses, pictures, and values in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from allostream.catalogue.queries import EpisodeRow, SeasonRow, TitleHead
from allostream.lib import countries, languages
from allostream.lib.languages import SILENT
from allostream.links.queries import Card, LinkRow
from allostream.web import addresses, formats, pictures, wording
from allostream.web import quick as components
from allostream.web.addresses import in_format
from allostream.web.card_faces import card_faces
from allostream.web.head import head as head_of

register = template.Library()


def reader() -> str:
    """The language of the page."""
    return get_language() or addresses.DEFAULT_LANGUAGE


@register.simple_tag(takes_context=True)
def address(context: Mapping[str, Any], place: str, **values: str) -> str:
    """The path of a page on this site: `{% address "person" slug=person.slug %}`."""
    return addresses.address(context["site"].language, place, **values)


@register.simple_tag(takes_context=True)
def title_address(context: Mapping[str, Any], title: TitleHead | Card) -> str:
    """The path of a film or series."""
    return addresses.title_address(context["site"].language, title.kind, title.slug)


@register.simple_tag(takes_context=True)
def part_address(context: Mapping[str, Any], title: TitleHead, part: SeasonRow | EpisodeRow) -> str:
    """The path of a season or an episode of a series."""
    return addresses.part_address(context["site"].language, title.slug, part)


@register.simple_tag(takes_context=True)
def watch_address(context: Mapping[str, Any], link: LinkRow) -> str:
    """The path of the page on which a link is played."""
    return addresses.address(context["site"].language, addresses.Place.WATCH, id=link.public_id)


@register.simple_tag(takes_context=True)
def head(context: Mapping[str, Any]) -> SafeString:
    """What machines read in the head of this page; a frame made for many pages has a mark in its place."""
    return context.get("elements") or head_of(context["request"], context["page"])


@register.simple_tag
def quick(name: str, **values: Any) -> SafeString:
    """A component of `templates/quick/` with these values: `{% quick "offer.html" row=row %}`."""
    return components.render(name, **values)


@register.simple_tag(takes_context=True)
def cards(context: Mapping[str, Any], titles: Iterable[Card]) -> SafeString:
    """The cards of titles, as the items of a list."""
    return components.render("cards.html", cards=card_faces(titles, context["visitor"], context["site"].language))


@register.filter
def poster(title: TitleHead | Card) -> str:
    """The address of a title's poster in the language of the page."""
    return pictures.facts_of(title, reader()).address


@register.filter
def suffixed(feed: str, suffix: str) -> str:
    """The path of a feed in another format than Atom."""
    return in_format(feed, suffix)


@register.filter
def cover(title: TitleHead | Card) -> str:
    """The address of the muted picture that covers a player."""
    return pictures.backdrop(title, soft=True)


@register.filter
def host_tint(slug: str) -> str:
    """The palette of a host's monogram."""
    return pictures.host_tint(slug)


@register.filter
def lang_of(language: str) -> SafeString:
    """A `lang` attribute for words in another language than the page; nothing when it is the same or not known."""
    if not language or language == SILENT or language == reader():
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.filter
def day(on: date | None) -> str:
    """A day in full."""
    return formats.day(on, reader()) if on else ""


@register.filter
def written_date(text: str) -> str:
    """A date that may be known to the month or year only, from its ISO form."""
    return formats.written_date(text, reader())


@register.filter
def typeset(name: str) -> str:
    """A name as it is printed."""
    return formats.typeset(name)


@register.filter
def number(value: int) -> str:
    """A number with its thousands parted."""
    return formats.number(value, reader())


@register.filter
def length_words(minutes: int) -> str:
    """The length of a film."""
    return formats.length(minutes)


@register.filter
def years(title: TitleHead | Card) -> str:
    """The year or years of a title."""
    return formats.years(title.year, title.end_year)


@register.filter
def country_names(codes: list[str]) -> str:
    """The names of countries as a list."""
    return formats.joined([countries.name(code, reader()) for code in codes], reader())


@register.filter
def language_word(tag: str) -> str:
    """The name of a language; Django has a filter of the more obvious name that speaks English only."""
    return languages.name(tag, reader())


@register.simple_tag(takes_context=True)
def card_kind(context: Mapping[str, Any], card: Card) -> wording.Kind:
    """What a card says of a title in the reader's country."""
    return wording.card_kind(card.where, context["visitor"].country)


@register.simple_tag(takes_context=True)
def left_kind(context: Mapping[str, Any], card: Card) -> wording.Kind:
    """What is left in the reader's country of a title that could be watched there."""
    return wording.left_kind(card.where, context["visitor"].country)


@register.filter
def words(code: Any, table: str) -> str:
    """A code in words: `{{ role|words:"role" }}`; the tables are the functions of allostream.web.wording."""
    return str(getattr(wording, table)(code))
