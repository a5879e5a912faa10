"""What the shapes of records alone cannot tell: whether codes, tags and dates mean something, and agree."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from allostream.lib.countries import WORLD, is_country, is_country_of_origin
from allostream.lib.dates import PartialDate
from allostream.lib.exchange.records import (
    AnyRecord,
    Channel,
    Credit,
    Edition,
    Episode,
    Fact,
    Genre,
    Link,
    Name,
    Person,
    Rights,
    Season,
    Source,
    Title,
)
from allostream.lib.languages import is_tag
from allostream.lib.licences import read_uri

# Embeddings, overrides and isolates turn what stands behind the text too (Unicode Standard Annex 9).
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
UNSURE = re.compile(rb"\\|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
FIRST_PRINTABLE = " "
# They begin names of records (name_of), or keys of our own rows.
RESERVED = {"source", "genre", "edition", "channel", "rights", "fact", "link", "here"}
# The ends of the calendar cannot be turned into another time zone.
WINDOW_YEARS = range(1870, 2201)
DEAREST, CENT = Decimal(1_000_000), Decimal("0.01")


def complaints(record: AnyRecord) -> list[str]:
    """Everything that is wrong with a record, each with its place and remedy; empty when it is good."""
    return list(_CHECKS[type(record)](record))


def is_sound(record: Title, written: bytes) -> bool:
    """Whether nothing can be wrong with a title, told at once for nearly all; where not, `complaints` knows better.

    `written` is the record in JSON: there each control character is written with a backslash, and the signs that turn
    the direction of writing begin with one of two pairs of bytes.
    """
    if record.credits or not record.name.strip() or (_is_unsure(written) and UNSURE.search(written)):
        return False
    if record.names and not _are_sound(record.names):
        return False
    if record.released is not None and _why_no_date(record.released):
        return False
    if record.language and not _is_tag(record.language):
        return False
    if not (all(map(is_country_of_origin, record.countries)) and all(map(_is_tag, record.languages))):
        return False
    if record.year and record.end_year and record.end_year < record.year:
        return False
    for values in (record.countries, record.languages, record.genres, *record.identifiers.values()):
        if len(values) > 1 and len(set(values)) < len(values):
            return False
    return True


def _is_unsure(written: bytes) -> bool:
    """Whether a line has a byte that `UNSURE` begins with: few have, and to look for one byte takes no time."""
    return b"\\" in written or b"\xe2" in written


def _are_sound(names: tuple[Name, ...]) -> bool:
    return len(set(names)) == len(names) and all(name.text.strip() and _is_known(name.language) for name in names)


def _is_known(tag: str) -> bool:
    return not tag or _is_tag(tag)


def _source(record: Source) -> Iterator[str]:
    if record.slug in RESERVED:
        yield f"slug: “{record.slug}” is a word of the format itself: choose another"
    yield from _clean("name", record.name)
    yield from _clean("credit", record.credit)


def _genre(record: Genre) -> Iterator[str]:
    for language, text in record.names.items():
        yield from _language("names", language)
        yield from _clean("names", text)


def _person(record: Person) -> Iterator[str]:
    yield from _named(record.name)
    yield from _clean("name", record.name)
    yield from _life("", record)
    yield from _identifiers("", record.identifiers)


def _title(record: Title) -> Iterator[str]:
    yield from _named(record.name)
    yield from _called(record.name, record.language, record.names)
    yield from _date("released", record.released)
    yield from _twice("countries", record.countries)
    for code in record.countries:
        if not is_country_of_origin(code):
            yield f"countries: “{code}” is no ISO 3166-1 alpha-2 code: give two capital letters such as FR"
    yield from _languages("languages", record.languages)
    yield from _twice("genres", record.genres)
    yield from _identifiers("", record.identifiers)
    yield from _credits(record.credits)
    if record.year and record.end_year and record.end_year < record.year:
        yield f"end_year: {record.end_year} lies before year {record.year}: correct one of them"


def _season(record: Season) -> Iterator[str]:
    yield from _called(record.name, record.language, record.names)
    yield from _date("aired", record.aired)
    yield from _identifiers("", record.identifiers)


def _episode(record: Episode) -> Iterator[str]:
    yield from _called(record.name, record.language, record.names)
    yield from _date("aired", record.aired)
    yield from _identifiers("", record.identifiers)
    yield from _credits(record.credits)


def _edition(record: Edition) -> Iterator[str]:
    yield from _named(record.name)
    yield from _clean("name", record.name)
    yield from _clean("made_by", record.made_by)


def _channel(record: Channel) -> Iterator[str]:
    yield from _named(record.name)
    for field in ("name", "id", "address", "holder"):
        yield from _clean(field, getattr(record, field))
    yield from _clean("proof", record.proof, allowed="\n")


def _named(name: str) -> Iterator[str]:
    if not name.strip():
        yield "name: it is empty: give the name that readers see"


def _rights(record: Rights) -> Iterator[str]:
    yield from _today("country", (record.country,))
    yield from _clean("deciding_name", record.deciding_name)
    for field in ("reason", "authority", "must_check"):
        yield from _clean(field, getattr(record, field), allowed="\n")
    if record.status == "open_licence" and not record.licence:
        yield "licence: an open licence must be named: give its SPDX identifier"
    if record.status == "open_licence":
        yield from _licence(record)
    if record.status == "protected" and record.play != "no":
        yield f"play: “{record.play}” contradicts the status “protected”: give “no”"


def _licence(record: Rights) -> Iterator[str]:
    """What the licence's own text says against the record: a label is no licence, and trade may be forbidden."""
    named, linked = read_uri(record.licence), read_uri(record.licence_url)
    if named.is_mere_claim or linked.is_mere_claim:
        yield "licence: anybody may put that label, so nothing rests on it: give the rule by which the work is free"
    if named.licence and named.licence.noncommercial and not record.noncommercial:
        yield f"noncommercial: {named.licence.name} forbids trade: give true"
    if named.exact and linked.exact and named.licence != linked.licence:
        yield f"licence_url: it leads to another licence than “{record.licence}”: correct one of them"


def _link(record: Link) -> Iterator[str]:
    yield from _today("countries_allowed", record.countries_allowed)
    yield from _today("countries_excluded", record.countries_excluded)
    for field in ("audio", "subtitles", "sdh", "audio_description", "sign_language"):
        yield from _languages(field, getattr(record, field) or ())
    yield from _tracks(record)
    yield from _today("partly", tuple(record.partly))
    for country in record.partly:
        if country not in record.countries_allowed and WORLD not in record.countries_allowed:
            yield f"partly: “{country}” is not among the countries where it is served: add it to countries_allowed"
    for part in (part for parts in record.partly.values() for part in parts):
        yield from _clean("partly", part)
    for field in ("url", "terms", "tier", "quality", "uploader", "found_in"):
        yield from _clean(field, getattr(record, field))
    yield from _clean("must_check", record.must_check, allowed="\n")
    if record.price is not None and not is_price(record.price):
        yield f"price: “{record.price}” is no price: give at most 999999.99, with two decimals"
    if record.price is not None and not record.currency:
        yield "currency: a price needs its currency: give an ISO 4217 code such as EUR"
    if record.opens and record.closes and record.closes <= record.opens:
        yield "closes: the window ends before it opens: correct one of them"
    for field in ("opens", "closes"):
        moment = getattr(record, field)
        if moment is not None and moment.year not in WINDOW_YEARS:
            yield f"{field}: {moment.year} is no year of a window: leave it out where the window has no such end"
    if not _is_zone(record.zone):
        yield f"zone: “{record.zone}” is no time zone: give a name such as Europe/Paris"


def _fact(record: Fact) -> Iterator[str]:
    """Texts alone: what a value must hold depends on its property, and is read where facts are kept."""
    if not record.source.strip():
        yield "source: it is empty: say where the fact was read"
    for field in ("of", "source", "origin"):
        yield from _clean(field, getattr(record, field))
    yield from _clean("quote", record.quote, allowed="\n")
    for field in ("name", "searched"):
        yield from _clean(f"value.{field}", getattr(record.value, field) or "")
    for place, author in enumerate(record.value.authors or ()):
        yield from _clean(f"value.authors[{place}].name", author.name)


def _tracks(record: Link) -> Iterator[str]:
    """Text tracks: only a file that our own page plays can show them."""
    if record.tracks and record.form != "file":
        yield f"tracks: a link of the form “{record.form}” has no use for them: leave them out, or give the form “file”"
    for place, track in enumerate(record.tracks or ()):
        yield from _language(f"tracks[{place}].language", track.language)
        yield from _clean(f"tracks[{place}].address", track.address)
        yield from _clean(f"tracks[{place}].label", track.label)
        if not _names_a_machine(track.address):
            yield f"tracks[{place}].address: “{track.address}” names no machine: give the whole address of the file"
    yield from _twice("tracks", tuple(track.address for track in record.tracks or ()))


_CHECKS: Mapping[type[AnyRecord], Callable[[Any], Iterator[str]]] = {
    Source: _source, Genre: _genre, Person: _person, Title: _title, Season: _season, Episode: _episode,
    Edition: _edition, Channel: _channel, Rights: _rights, Link: _link, Fact: _fact,
}  # fmt: skip


def is_price(price: Decimal) -> bool:
    """Whether a number fits the column of prices: not negative, below a million, whole cents."""
    return price.is_finite() and 0 <= price < DEAREST and price == price.quantize(CENT)


def _clean(field: str, text: str, allowed: str = "") -> Iterator[str]:
    """Control characters: PostgreSQL refuses some of them, pages would be broken by others."""
    if not text.isprintable() and any(sign < FIRST_PRINTABLE and sign not in allowed for sign in text):
        yield f"{field}: it holds a control character: remove it"
    if TURNING.search(text):
        yield f"{field}: it holds a sign that turns the direction of writing: remove it"


def _called(name: str, language: str, names: Iterable[Name]) -> Iterator[str]:
    yield from _clean("name", name)
    yield from _language("language", language)
    seen = set()
    for known in names:
        yield from _clean("names", known.text)
        yield from _language("names", known.language)
        if not known.text.strip():
            yield "names: one of them is empty: leave it out"
        # The same text may be the original name and the release name of one language.
        if known in seen:
            yield f"names: “{known.text}” is given twice: leave one out"
        seen.add(known)


def _credits(credits: Iterable[Credit]) -> Iterator[str]:
    seen = set()
    for place, credit in enumerate(credits):
        at = f"credits[{place}]."
        if bool(credit.name.strip()) == bool(credit.person):
            yield f"{at}name: give either the person's name or the key of a person record"
        yield from _clean(f"{at}name", credit.name)
        yield from _clean(f"{at}character", credit.character)
        yield from _life(at, credit)
        yield from _identifiers(at, credit.identifiers)
        mark = (credit.role, credit.person or (credit.name, credit.died, credit.born), credit.character)
        if mark in seen:
            yield f"{at}role: the same person has this role already: leave one out"
        seen.add(mark)


def _life(at: str, person: Person | Credit) -> Iterator[str]:
    yield from _date(f"{at}born", person.born)
    yield from _date(f"{at}died", person.died)
    if person.living and person.died:
        yield f"{at}living: it contradicts the date of death: leave one of them out"
    if person.born and person.died and person.died[:4] < person.born[:4]:
        yield f"{at}died: {person.died} lies before the birth, {person.born}: correct one of them"
    for code in person.nationalities:
        if not is_country_of_origin(code):
            yield f"{at}nationalities: “{code}” is no ISO 3166-1 alpha-2 code: give two capital letters such as FR"


def _identifiers(at: str, identifiers: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for scheme, values in identifiers.items():
        yield from _twice(f"{at}identifiers.{scheme}", values)
        for value in values:
            yield from _clean(f"{at}identifiers.{scheme}", value)


def _twice(field: str, values: tuple[str, ...]) -> Iterator[str]:
    if len(values) > 1 and len(set(values)) < len(values):
        yield f"{field}: “{next(v for v in values if values.count(v) > 1)}” is given twice: leave one out"


def _languages(field: str, tags: tuple[str, ...]) -> Iterator[str]:
    yield from _twice(field, tags)
    for tag in tags:
        if not tag:
            yield f"{field}: an empty language says nothing: leave it out"
        yield from _language(field, tag)


def _language(field: str, tag: str) -> Iterator[str]:
    if tag and not _is_tag(tag):
        yield f"{field}: “{tag}” is no language tag: give one such as fr, fr-CA or zh-Hant (BCP 47)"


def _date(field: str, text: str | None) -> Iterator[str]:
    problem = _why_no_date(text) if text is not None else ""
    if problem:
        yield f"{field}: {problem}"


def _today(field: str, codes: tuple[str, ...]) -> Iterator[str]:
    yield from _twice(field, codes)
    for code in codes:
        if code != WORLD and not is_country(code):
            yield f"{field}: “{code}” is no country of today: give an ISO 3166-1 alpha-2 code, or * for the world"


@lru_cache(maxsize=4096)
def _is_tag(tag: str) -> bool:
    return is_tag(tag)


@lru_cache(maxsize=4096)
def _why_no_date(text: str) -> str:
    try:
        PartialDate.parse(text)
    except ValueError as error:
        return str(error)
    return ""


def _names_a_machine(address: str) -> bool:
    """Whether a policy can name the origin of an address: a plain name and perhaps a port, in letters of the web."""
    try:
        parts = urlsplit(address)
        return re.fullmatch(r"[a-z0-9.-]+(:[0-9]{1,5})?", parts.netloc) is not None and parts.port != 0
    except ValueError:
        return False


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
