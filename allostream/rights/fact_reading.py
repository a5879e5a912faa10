"""The codec of fact values: JSON in, typed value out, and back. Pure; what cannot be read is said with its place.

A date is written as in the rest of the product: 1926, 1926-12 or 1926-12-31.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from allostream.lib.countries import is_country_of_origin
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.ids import is_id
from allostream.lib.problems import gettext_noop
from allostream.rights.fact_values import (
    KINDS,
    UNKNOWN_DATE,
    Author,
    Code,
    Countries,
    Country,
    Credit,
    Dated,
    Flag,
    Kind,
    Licence,
    Listed,
    Property,
    Search,
    Shape,
    Underlying,
    Value,
)

LONGEST_NAME, LONGEST_ADDRESS, MOST_AUTHORS, MOST_COUNTRIES = 300, 300, 20, 60
DISPUTE = re.compile(r"[a-z][a-z0-9_.]{0,59}")
ADDRESS = re.compile(r"https?://[^\s/]+\S*")
Raw = Mapping[str, Any]


class BadValue(ValueError):
    """A value that cannot be read: in which field, and a sentence to be translated, with the values of its places."""

    def __init__(self, field: str, sentence: str, **details: Any) -> None:
        self.field, self.sentence, self.details = field, sentence, details
        super().__init__(f"{field}: {sentence % details}")


def read(name: Property, raw: object) -> Value:
    """The value of a property from its JSON. Raises BadValue."""
    kind = KINDS[name]
    if not isinstance(raw, Mapping):
        raise BadValue("value", gettext_noop("It is not an object of named values: see docs/import.md."))
    value = _READERS[kind.shape](kind, _Fields(raw))
    if isinstance(value, Dated) and value.precision is Precision.NONE and name is not Property.DIED:
        raise BadValue("precision", gettext_noop("Only a death can certainly not have come: choose another precision."))
    if name is Property.ORIGIN and isinstance(value, Countries) and value.codes == ():
        raise BadValue("countries", gettext_noop("A work comes from at least one country: name it."))
    return value


def write(value: Value) -> dict[str, Any]:
    """The JSON of a value, such that `read` gives the same value again."""
    match value:
        case Dated():
            return _written_date(value)
        case Country():
            return {"country": value.code}
        case Countries():
            return {"countries": None if value.codes is None else list(value.codes)}
        case Search():
            return {"on": value.on.isoformat(), "searched": value.searched}
        case Underlying():
            return {
                **_plain(value, "authors", "published"),
                "authors": [_written_author(author) for author in value.authors],
                "published": _written_date(value.published),
            }
    return _plain(value)


def _plain(value: Any, *without: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__ if name not in without}


def _written_date(value: Dated) -> dict[str, Any]:
    return {"precision": value.precision.value} | ({"date": str(value.on)} if value.on else {})


def _written_author(author: Author) -> dict[str, Any]:
    known = author.nationalities
    return {
        "name": author.name,
        "died": _written_date(author.died),
        "nationalities": None if known is None else list(known),
    }


class _Fields:
    """The fields of one JSON object, read by name; `at` is put before the name in complaints."""

    def __init__(self, raw: Raw, at: str = "") -> None:
        self.raw, self.at = raw, at

    def text(self, field: str, longest: int = LONGEST_NAME) -> str:
        """A text that is not empty, with spaces made one and no control characters."""
        given = self.raw.get(field)
        text = " ".join(given.split()) if isinstance(given, str) else ""
        if not text:
            raise BadValue(self.at + field, gettext_noop("It is empty: fill it in."))
        if len(text) > longest:
            raise BadValue(self.at + field, gettext_noop("It is longer than %(most)d signs: shorten it."), most=longest)
        if not text.isprintable():
            raise BadValue(self.at + field, gettext_noop("It holds a control character: remove it."))
        return text

    def flag(self, field: str, missing: bool = False) -> bool:
        """True or false."""
        given = self.raw.get(field, missing)
        if not isinstance(given, bool):
            raise BadValue(self.at + field, gettext_noop("It is neither yes nor no: choose one."))
        return given

    def maybe(self, field: str) -> bool | None:
        """True, false, or None where nobody knows."""
        return None if self.raw.get(field) is None else self.flag(field)

    def code(self, field: str, known: Sequence[str]) -> str:
        """One of the known codes."""
        given = self.raw.get(field)
        if not isinstance(given, str) or given not in known:
            raise BadValue(
                self.at + field, gettext_noop("“%(value)s” is not one of the choices: take one of %(known)s."),
                value=str(given)[:60], known=", ".join(known),
            )  # fmt: skip
        return given

    def country(self, field: str) -> str | None:
        """A country, of today or former, or None."""
        given = self.raw.get(field)
        return None if given is None else self._country(field, given)

    def countries(self, field: str) -> tuple[str, ...] | None:
        """A set of countries in alphabetical order, or None."""
        given = self.raw.get(field)
        if given is None:
            return None
        if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_COUNTRIES:
            raise BadValue(self.at + field, gettext_noop("It is not a list of countries: give their codes."))
        return tuple(sorted({self._country(field, code) for code in given}))

    def _country(self, field: str, code: object) -> str:
        if not isinstance(code, str) or not is_country_of_origin(code):
            raise BadValue(
                self.at + field,
                gettext_noop("“%(value)s” is no country: give a code of two capital letters, such as FR."),
                value=str(code)[:20],
            )
        return code

    def partial(self, field: str) -> PartialDate:
        """A date as it is typed."""
        given = self.raw.get(field)
        text = given.strip() if isinstance(given, str) else ""
        if not text:
            raise BadValue(self.at + field, gettext_noop("The date is missing: give it, such as 1926 or 1926-12-31."))
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise BadValue(
                self.at + field,
                gettext_noop("“%(value)s” is no date: give a year, year-month or year-month-day, such as 1926-12-31."),
                value=text[:20],
            ) from error

    def day(self, field: str) -> date:
        """A date known to the day."""
        given = self.partial(field)
        if given.precision is not Precision.DAY:
            raise BadValue(self.at + field, gettext_noop("The day is missing: give it, such as 1926-12-31."))
        return given.on

    def dated(self) -> Dated:
        """A date with its precision, which the date itself tells unless it is one of before, unknown, none."""
        given = self.raw.get("precision", "")
        if given in (Precision.UNKNOWN, Precision.NONE):
            if self.raw.get("date"):
                raise BadValue(
                    f"{self.at}date", gettext_noop("A date that is not known, or never came, is left empty: remove it.")
                )
            return Dated(Precision(given))
        found = self.partial("date")
        if given in ("", Precision.DAY, Precision.MONTH, Precision.YEAR):
            return Dated(found.precision, found)
        self.code("precision", [Precision.BEFORE])
        return Dated(Precision.BEFORE, found)

    def within(self, field: str) -> "_Fields":
        """The fields of an object inside this one."""
        given = self.raw.get(field)
        if not isinstance(given, Mapping):
            raise BadValue(self.at + field, gettext_noop("It is not an object of named values: see docs/import.md."))
        return _Fields(given, f"{self.at}{field}.")

    def authors(self, field: str) -> tuple[Author, ...]:
        """The authors of an underlying work."""
        given = self.raw.get(field, ())
        if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_AUTHORS:
            raise BadValue(self.at + field, gettext_noop("It is not a list of authors: name each of them."))
        return tuple(_author(one, f"{self.at}{field}[{place}]") for place, one in enumerate(given))


def _author(raw: object, at: str) -> Author:
    if not isinstance(raw, Mapping):
        raise BadValue(at, gettext_noop("It is not an object of named values: see docs/import.md."))
    fields = _Fields(raw, f"{at}.")
    died = fields.within("died").dated() if raw.get("died") is not None else UNKNOWN_DATE
    return Author(fields.text("name"), died, fields.countries("nationalities"))


def _listed(kind: Kind, fields: _Fields) -> Listed:
    holds = fields.flag("holds", missing=True)
    if kind.codes:
        return Listed(fields.code("code", kind.codes), holds)
    code = fields.text("code", 60)
    if not DISPUTE.fullmatch(code):
        raise BadValue("code", gettext_noop("A code has small letters, digits and low lines only: correct it."))
    return Listed(code, holds)


def _underlying(kind: Kind, fields: _Fields) -> Underlying:
    published = fields.within("published").dated() if fields.raw.get("published") is not None else UNKNOWN_DATE
    return Underlying(
        fields.code("kind", kind.codes), fields.text("name"), fields.authors("authors"), published,
        fields.country("country"), fields.maybe("us_renewed"), fields.flag("is_cleared"),
        fields.flag("holds", missing=True),
    )  # fmt: skip


def _licence(_kind: Kind, fields: _Fields) -> Licence:
    uri = fields.text("uri", LONGEST_ADDRESS)
    if not ADDRESS.fullmatch(uri):
        raise BadValue("uri", gettext_noop("It is no web address: give the whole address of the licence."))
    return Licence(
        uri, fields.text("name", 80), fields.flag("is_noncommercial"), fields.flag("is_no_derivatives"),
        fields.flag("is_by_maker"), fields.flag("holds", missing=True),
    )  # fmt: skip


def _credit(kind: Kind, fields: _Fields) -> Credit:
    person = fields.text("person", 40)
    if not is_id(person):
        raise BadValue("person", gettext_noop("“%(value)s” is no id of a person: choose a person."), value=person)
    return Credit(person, fields.code("role", kind.codes), fields.flag("holds", missing=True))


_READERS: Mapping[Shape, Callable[[Kind, _Fields], Value]] = {
    Shape.DATED: lambda kind, fields: fields.dated(),
    Shape.FLAG: lambda kind, fields: Flag(fields.maybe("holds")),
    Shape.COUNTRY: lambda kind, fields: Country(fields.country("country")),
    Shape.COUNTRIES: lambda kind, fields: Countries(fields.countries("countries")),
    Shape.CODE: lambda kind, fields: Code(fields.code("code", kind.codes)),
    Shape.LISTED: _listed,
    Shape.SEARCH: lambda kind, fields: Search(fields.day("on"), fields.text("searched")),
    Shape.UNDERLYING: _underlying,
    Shape.LICENCE: _licence,
    Shape.CREDIT: _credit,
}
