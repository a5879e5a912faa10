"""Dates, figures, lengths and lists in the reader's language (Babel's tables); no Django, no database."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from allostream.lib.dates import PartialDate, Precision

FIRST_OF_MONTH = {"fr": "1er"}
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
HOUR = 60
REMEMBERED = 4096
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'")  # also where letters were left out at the end, or as a closing quote
TO_SET = re.compile("[';:!?«»]").search  # most names have nothing of that
BEFORE_SIGN = re.compile(r"(?<=\S) (?=[;:!?»](?:\s|$))|(?<=«) (?=\S)")


def locale(language: str) -> str:
    """The name that Babel knows a language tag by."""
    return language.replace("-", "_")


def day(on: date | datetime, language: str) -> str:
    """A day in full: “1 January 2025”, « 1er janvier 2025 », whose number and month stay on one line."""
    return _day(on.date() if isinstance(on, datetime) else on, language)


# Babel works through its patterns for each value, and a page names the same days, lengths and prices again and again.
@lru_cache(maxsize=REMEMBERED)
def _day(on: date, language: str) -> str:
    written = format_date(on, f"d{NO_BREAK}MMMM y", locale=locale(language))
    first = FIRST_OF_MONTH.get(language)
    return first + written[1:] if first and on.day == 1 else written


def partial_date(known: PartialDate, language: str) -> str:
    """A date no more exactly than it is known: a day, a month or a year."""
    if known.precision is Precision.DAY:
        return day(known.on, language)
    if known.precision is Precision.MONTH:
        return str(format_skeleton("yMMMM", known.on, locale=locale(language)))
    return str(known.on.year)


@lru_cache(maxsize=REMEMBERED)
def written_date(text: str, language: str) -> str:
    """The same from its ISO form, such as “1926-12”; an empty text stays empty."""
    return partial_date(PartialDate.parse(text), language) if text else ""


def typeset(name: str) -> str:
    """A name as it is printed: its apostrophes curved, and no line that begins with a colon set apart as in French."""
    return _typeset(name) if TO_SET(name) else name


@lru_cache(maxsize=REMEMBERED)
def _typeset(name: str) -> str:
    return BEFORE_SIGN.sub(NARROW_SPACE, APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", name))


@lru_cache(maxsize=REMEMBERED)
def number(value: int | Decimal, language: str) -> str:
    """A number with its thousands parted as the language does."""
    return format_decimal(value, locale=locale(language))


def percent(part: int, whole: int, language: str) -> str:
    """A share in per cent: “87%”, « 87 % »; never rounded up to all nor down to none. Empty where there is no whole."""
    if not whole:
        return ""
    share = round(100 * part / whole)
    share = min(share, 99) if part < whole else share
    return format_percent(max(share, 1 if part else 0) / 100, locale=locale(language))


@lru_cache(maxsize=REMEMBERED)
def price(value: Decimal, currency: str, language: str) -> str:
    """A price with its currency."""
    return format_currency(value, currency, locale=locale(language))


def joined(words: Sequence[str], language: str) -> str:
    """The words as a list: “a, b and c”."""
    return _joined(tuple(words), language)


@lru_cache(maxsize=REMEMBERED)
def _joined(words: tuple[str, ...], language: str) -> str:
    return format_list(list(words), locale=locale(language))


@lru_cache(maxsize=REMEMBERED)
def length(minutes: int) -> str:
    """The length of a film, “45 min” or “1 h 08”, the same in both languages; its spaces do not break."""
    if minutes < HOUR:
        return f"{minutes}{NO_BREAK}min"
    return f"{minutes // HOUR}{NO_BREAK}h{NO_BREAK}{minutes % HOUR:02d}"


def years(first: int | None, last: int | None) -> str:
    """The years of a title: “1926”, “1915–16”, “1999–2003”, or nothing when not known."""
    if first is None:
        return ""
    if last is None or last == first:
        return str(first)
    same_century = first // 100 == last // 100
    return f"{first}–{last % 100:02d}" if same_century else f"{first}–{last}"
