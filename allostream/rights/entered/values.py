"""Single values as they stand in a query: dates and spans, countries, choices, texts, licences. Pure."""

import calendar
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TypeVar

from allostream.lib import countries
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.licences import Kind, Licence, read_text, read_uri
from allostream.lib.names import folded
from allostream.lib.problems import gettext_noop
from allostream.rights.engine.facts import NEVER, UNKNOWN, OpenLicence, Source, Weight, When

T = TypeVar("T")
# Whoever enters a fact answers for it: the rules are asked what would follow if it is so.
ENTERED = Source("entered", Weight.AUTHORITY)
FIRST_YEAR, LAST_YEAR = 1000, 2200
LONGEST_TEXT, LONGEST_VALUE = 120, 200
MOST_COUNTRIES = 12
NOWHERE, PARTING, LIVING = "..", "/", "never"
YES, NO = "yes", "no"
LANGUAGES = ("en", "fr")
# Names that people write and that no table of countries has.
ALSO_CALLED: Mapping[str, str] = {
    "usa": "US", "united states of america": "US", "america": "US", "etats unis d amerique": "US", "amerique": "US",
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "grande bretagne": "GB",
    "angleterre": "GB", "ecosse": "GB", "ussr": "SU", "urss": "SU", "gdr": "DD", "rda": "DD", "holland": "NL",
    "hollande": "NL", "korea": "KR", "coree": "KR", "hong kong": "HK", "czech republic": "CZ",
    "republique tcheque": "CZ",
}  # fmt: skip

NO_DATE = gettext_noop(
    "“%(value)s” is no date. Give a year (1926), a month (1926-12) or a day (1926-12-31), or two of them with a slash "
    "between (1926/1927)."
)
NOT_IN_ORDER = gettext_noop("“%(value)s” ends before it begins. Put the earlier date first.")
OUT_OF_RANGE = gettext_noop("“%(value)s” lies outside the years %(first)s to %(last)s.")
NO_COUNTRY = gettext_noop("“%(value)s” is no country that we know. Give its name or its two-letter code.")
NEAR_COUNTRY = gettext_noop("“%(value)s” is no country that we know. Did you mean %(near)s?")
TOO_MANY_COUNTRIES = gettext_noop("At most %(most)s countries can be given here.")
NO_CHOICE = gettext_noop("“%(value)s” is none of the choices. Choose one that is offered.")
TOO_LONG = gettext_noop("This is too long: at most %(most)s characters.")
NO_LICENCE = gettext_noop(
    "“%(value)s” is no open licence that we can read. Give its address, such as "
    "https://creativecommons.org/licenses/by/4.0/, or its name with its version, such as CC BY 4.0."
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field, as a sentence to be translated with its values, which names the remedy.

    `place` is the name of the parameter; of a list that is too long, what the list is of.
    """

    place: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


class Wrong(ValueError):
    """A value that cannot be read: a sentence with its values."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence)


def when(text: str) -> When:
    """A date or span: `1926`, `1926-12`, `1926-12-31`, `1926/1927`, `../1927`, `1926/..`, `never`. Raises Wrong."""
    if not text:
        return UNKNOWN
    if text == LIVING:
        return NEVER
    first, slash, last = (part.strip() for part in text.partition(PARTING))
    earliest: date | None
    latest: date | None
    if not slash:
        earliest, latest = _bounds(first, text)
    else:
        earliest = _bounds(first, text)[0] if first not in ("", NOWHERE) else None
        latest = _bounds(last, text)[1] if last not in ("", NOWHERE) else None
    if earliest is None and latest is None:
        raise Wrong(NO_DATE, value=text)
    if earliest and latest and earliest > latest:
        raise Wrong(NOT_IN_ORDER, value=text)
    return When(earliest, latest, sources=(ENTERED,))


def _bounds(part: str, text: str) -> tuple[date, date]:
    """The first and the last day of a date that is known to the day, the month or the year."""
    try:
        known = PartialDate.parse(part)
    except ValueError as error:
        raise Wrong(NO_DATE, value=text) from error
    year, month = known.on.year, known.on.month
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Wrong(OUT_OF_RANGE, value=text, first=FIRST_YEAR, last=LAST_YEAR)
    if known.precision is Precision.YEAR:
        return date(year, 1, 1), date(year, 12, 31)
    if known.precision is Precision.MONTH:
        return known.on, date(year, month, calendar.monthrange(year, month)[1])
    return known.on, known.on


def when_text(value: When) -> str:
    """The shortest text that is read as the same span; "" for one that nobody knows."""
    if value.is_never:
        return LIVING
    first, last = value.earliest, value.latest
    if first is None and last is None:
        return ""
    if first and last:
        for text in (f"{first.year:04d}", f"{first:%Y-%m}", first.isoformat()):
            if _bounds(text, text) == (first, last):
                return text
    return f"{_end(first, 0)}{PARTING}{_end(last, 1)}"


def _end(on: date | None, side: int) -> str:
    """One end of a span, as a year where that says the same."""
    if on is None:
        return NOWHERE
    year = f"{on.year:04d}"
    return year if _bounds(year, year)[side] == on else on.isoformat()


def in_range(value: When) -> bool:
    """Whether both ends lie within the years that can be entered."""
    return all(FIRST_YEAR <= end.year <= LAST_YEAR for end in (value.earliest, value.latest) if end)


def day(text: str) -> date | None:
    """One day. Raises Wrong."""
    found = when(text)
    if text and (found.earliest is None or found.earliest != found.latest):
        raise Wrong(NO_DATE, value=text)
    return found.earliest


def country(text: str) -> str | None:
    """One country of today or of old, by code or by name in any language of ours; None for none. Raises Wrong."""
    if not text:
        return None
    if countries.is_country_of_origin(text.upper()):
        return text.upper()
    words = folded(text)
    found = _by_name().get(words)
    if found:
        return found
    near = difflib.get_close_matches(words, _by_name(), 1, 0.7)
    if near:
        raise Wrong(NEAR_COUNTRY, value=text, near=_as_written(near[0]))
    raise Wrong(NO_COUNTRY, value=text)


def several(text: str) -> tuple[str, ...]:
    """Several countries, parted by commas, each once. Raises Wrong."""
    parts = [part.strip() for part in re.split(r"[,;]", text)]
    found = tuple(dict.fromkeys(code for part in parts if (code := country(part))))
    if len(found) > MOST_COUNTRIES:
        raise Wrong(TOO_MANY_COUNTRIES, most=MOST_COUNTRIES)
    return found


@cache
def _names() -> Mapping[str, str]:
    """Each name as it is written, by its folded form."""
    return {
        folded(countries.name(code, language)): countries.name(code, language)
        for language in LANGUAGES
        for code in countries.of_origin()
    }


def _as_written(words: str) -> str:
    return _names().get(words) or countries.name(ALSO_CALLED[words], LANGUAGES[0])


@cache
def _by_name() -> Mapping[str, str]:
    found = dict(ALSO_CALLED)
    for language in LANGUAGES:
        # Names of today come last: they win over those of old, such as Metropolitan France over none.
        for code in (*countries.FORMER, *sorted(countries.current())):
            found[folded(countries.name(code, language))] = code
    return found


def choice(text: str, known: Callable[[str], T]) -> T:
    """One of the values of a choice, by its code. Raises Wrong."""
    try:
        return known(text)
    except ValueError as error:
        raise Wrong(NO_CHOICE, value=text[:LONGEST_TEXT]) from error


def choices(text: str, known: Callable[[str], T]) -> tuple[T, ...]:
    """Several of them, parted by commas, each once. Raises Wrong."""
    return tuple(dict.fromkeys(choice(part.strip(), known) for part in text.split(",") if part.strip()))


def one_of(*known: str) -> Callable[[str], str]:
    """The check of a choice whose values are plain texts."""

    def checked(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return checked


def words(text: str) -> str:
    """A name: bounded, in one line. Raises Wrong."""
    if len(text) > LONGEST_TEXT:
        raise Wrong(TOO_LONG, most=LONGEST_TEXT)
    return printable(text)


def printable(text: str) -> str:
    """A text in one line, without what cannot be printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or not known. Raises Wrong."""
    return None if not text else choice(text, one_of(YES, NO)) == YES


def yes_no_text(value: bool | None) -> str:
    """The same as a text."""
    return "" if value is None else YES if value else NO


def licence(text: str) -> OpenLicence | None:
    """An open licence by its address or name. Raises Wrong."""
    if not text:
        return None
    for reading in (read_uri(text), read_text(text)):
        found = reading.licence
        if found is not None and reading.kind is Kind.LICENCE and found.is_open and found.uri:
            return _open(found)
    raise Wrong(NO_LICENCE, value=text)


def _open(found: Licence) -> OpenLicence:
    return OpenLicence(
        found.name, found.uri, is_noncommercial=found.noncommercial, is_no_derivatives=found.no_derivatives,
        sources=(ENTERED,),
    )  # fmt: skip


def comma(codes: Iterable[str]) -> str:
    """Codes as one value."""
    return ",".join(codes)
