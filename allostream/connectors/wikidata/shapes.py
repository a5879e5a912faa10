"""The JSON of an entity, read as far as the catalogue uses it, and its values with the rule of ranks.

Shapes: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. Empty maps come as `[]` in older dumps and
in replies of the API without `formatversion=2`.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

JULIAN = "Q1985786"
YEAR, MONTH, DAY = 9, 10, 11
MINUTES = {"Q7727": 1.0, "Q25235": 60.0, "Q11574": 1 / 60}
EARLIEST, LATEST = 1, 2200
JULIAN_DAYS, GREGORIAN_DAYS = 32083, 32044


class Text(Struct, frozen=True):
    """A label, an alias, or a text with its language."""

    value: str = ""
    text: str = ""
    language: str = ""


class Value(Struct, frozen=True):
    type: str = ""
    value: msgspec.Raw = msgspec.Raw(b"null")


class Snak(Struct, frozen=True):
    snaktype: str = "value"
    property: str = ""
    datavalue: Value | None = None


Snaks = dict[str, tuple[Snak, ...]] | list[Any]


class Statement(Struct, frozen=True):
    mainsnak: Snak
    rank: str = "normal"
    qualifiers: Snaks = {}

    def qualifier(self, property_: str) -> Iterator[Snak]:
        """The values that a qualifier adds to the statement."""
        if isinstance(self.qualifiers, dict):
            yield from (snak for snak in self.qualifiers.get(property_, ()) if snak.snaktype == "value")


class Sitelink(Struct, frozen=True):
    title: str = ""


class Entity(Struct, frozen=True):
    """An item. Claims are kept raw by property, so that only those that are asked for are decoded."""

    id: str
    type: str = "item"
    labels: dict[str, Text] | list[Any] = {}
    aliases: dict[str, tuple[Text, ...]] | list[Any] = {}
    claims: dict[str, msgspec.Raw] | list[Any] = {}
    sitelinks: dict[str, Sitelink] | list[Any] = {}
    missing: Any = None

    def label(self, language: str) -> str:
        """The label in a language, "" when there is none."""
        found = self.labels.get(language) if isinstance(self.labels, dict) else None
        return found.value if found else ""

    def named(self, language: str) -> tuple[str, ...]:
        """The aliases in a language."""
        found = self.aliases.get(language, ()) if isinstance(self.aliases, dict) else ()
        return tuple(alias.value for alias in found)

    def article(self, wiki: str) -> str:
        """The title of the item's page in a wiki such as frwiki, "" when there is none."""
        found = self.sitelinks.get(wiki) if isinstance(self.sitelinks, dict) else None
        return found.title if found else ""

    def best(self, property_: str) -> tuple[Statement, ...]:
        """The statements that count: the preferred ones, if there are any, else the normal ones."""
        known = self.all_of(property_)
        preferred = tuple(one for one in known if one.rank == "preferred")
        return preferred or known

    def all_of(self, property_: str) -> tuple[Statement, ...]:
        """All statements with a value that are not deprecated."""
        raw = self.claims.get(property_) if isinstance(self.claims, Mapping) else None
        if raw is None:
            return ()
        return tuple(s for s in _statements.decode(raw) if s.rank != "deprecated" and s.mainsnak.snaktype == "value")


_entities = msgspec.json.Decoder(Entity)
_statements = msgspec.json.Decoder(tuple[Statement, ...])
_any = msgspec.json.Decoder()


def entity(line: bytes | memoryview) -> Entity:
    """The entity on a line of a dump or in a reply. Raises msgspec.DecodeError, ValidationError."""
    return _entities.decode(line)


def value(snak: Snak) -> Any:
    """The plain value of a snak; None where it is unknown or has none."""
    if snak.snaktype != "value" or snak.datavalue is None:
        return None
    return _any.decode(snak.datavalue.value)


def item(snak: Snak) -> str:
    """The item that a snak names (“Q42”), "" when it names none."""
    found = value(snak)
    if not isinstance(found, dict):
        return ""
    named = found.get("id")
    if not isinstance(named, str):
        named = f"Q{found['numeric-id']}" if isinstance(found.get("numeric-id"), int) else ""
    return named if named[:1] == "Q" and named[1:].isdecimal() and len(named) <= 12 else ""


def text(snak: Snak) -> str:
    """The text of a snak: a string, an identifier, or a text with its language."""
    found = value(snak)
    if isinstance(found, dict):
        found = found.get("text")
    return found.strip() if isinstance(found, str) else ""


def language(snak: Snak) -> str:
    """The language of a text, as Wikimedia codes it."""
    found = value(snak)
    said = found.get("language") if isinstance(found, dict) else ""
    return said if isinstance(said, str) else ""


def minutes(snak: Snak) -> int | None:
    """A length in whole minutes; None for another unit or no length at all."""
    found = value(snak)
    if not isinstance(found, dict):
        return None
    factor = MINUTES.get(str(found.get("unit", "")).rpartition("/")[2])
    try:
        amount = float(str(found.get("amount", "")))
    except ValueError:
        return None
    return round(amount * factor) if factor and 0 < amount * factor < 30_000 else None


def day(snak: Snak) -> str | None:
    """A date as exactly as it is known: 1922, 1922-03 or 1922-03-04, of the Gregorian calendar; None for vaguer ones.

    A day of the Julian calendar is turned into the Gregorian one; of its months, which would fall into two of ours,
    only the year is told. Dates before the year 1 and decades are no dates of works or people here.
    """
    found = value(snak)
    if not isinstance(found, dict):
        return None
    said, precision = str(found.get("time", "")), found.get("precision")
    if not said.startswith("+") or not isinstance(precision, int) or precision < YEAR:
        return None
    parts = said[1:].partition("T")[0].split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    year, month, day_ = map(int, parts)
    return _told(year, month, day_, precision, is_julian=str(found.get("calendarmodel", "")).endswith(JULIAN))


def _told(year: int, month: int, day_: int, precision: int, *, is_julian: bool) -> str | None:
    if not EARLIEST <= year <= LATEST:
        return None
    if precision >= DAY and 1 <= month <= 12 and 1 <= day_ <= _last_day(year, month, is_julian):
        return gregorian(year, month, day_) if is_julian else f"{year:04d}-{month:02d}-{day_:02d}"
    if precision >= MONTH and 1 <= month <= 12 and not is_julian:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}"


def _last_day(year: int, month: int, is_julian: bool) -> int:
    """The last day of a month; each fourth year is a leap year in the Julian calendar."""
    if is_julian and month == 2:
        return 28 if year % 4 else 29
    return monthrange(year, month)[1]


def gregorian(year: int, month: int, day_: int) -> str:
    """A day of the Julian calendar in the Gregorian one, by way of its Julian day number (Richards 2013, 15.11)."""
    shift = (14 - month) // 12
    years, months = year + 4800 - shift, month + 12 * shift - 3
    count = day_ + (153 * months + 2) // 5 + 365 * years + years // 4 - JULIAN_DAYS
    a = count + GREGORIAN_DAYS
    b = (4 * a + 3) // 146097
    c = a - 146097 * b // 4
    d = (4 * c + 3) // 1461
    e = c - 1461 * d // 4
    m = (5 * e + 2) // 153
    return f"{100 * b + d - 4800 + m // 10:04d}-{m + 3 - 12 * (m // 10):02d}-{e - (153 * m + 2) // 5 + 1:02d}"
