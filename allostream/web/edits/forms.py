"""The form by which somebody edits the catalogue: plain fields that work without scripts, and what was sent in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext

from allostream.catalogue.edit_rules import EPISODE_KINDS, NAME_KINDS, Kind, Values
from allostream.catalogue.models import Title
from allostream.community.editing_rules import Reasons
from allostream.lib import countries, languages
from allostream.web.edits.words import field_word, kind_word
from allostream.web.facts.sent import cleaned
from allostream.web.wording import IDENTIFIERS, form, name_kind

SALT = "allostream.edits"
BLANK_ROWS = 2
NUMBERS = frozenset({"end_year", "runtime", "number", "absolute_number"})
LONGEST_NUMBER = 7
# Which catalogues number what, in the order in which they are offered.
SCHEMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.TITLE: (
        "wikidata", "imdb", "tmdb_movie", "tmdb_tv", "tvdb", "tvmaze", "allocine_film", "allocine_series",
        "letterboxd", "eidr", "tcm", "ofdb", "csfd", "filmaffinity", "mal", "anilist", "omdb",
    ),
    Kind.SEASON: ("wikidata", "tvdb", "tmdb_tv", "tvmaze"),
    Kind.EPISODE: ("wikidata", "imdb", "tvdb", "tvmaze"),
    Kind.PERSON: ("wikidata", "imdb_name", "tmdb"),
}  # fmt: skip
Choice = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """One control of a field."""

    name: str
    id: str
    label: str
    value: str = ""
    choices: Sequence[Choice] = ()
    is_checked: bool = False


@dataclass(frozen=True)
class Field:
    """One field of the form. `shape`: one (a text or choice), rows (each of several controls) or boxes."""

    name: str
    label: str
    shape: str
    rows: Sequence[Sequence[Part]]
    hint: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        """What an error leads to: the first control."""
        return self.rows[0][0].id if self.rows and self.rows[0] else f"f-{self.name}"


@dataclass
class Maker:
    """Makes fields with the values that they begin with, and what is wrong with them."""

    kind: Kind
    reader: str
    genres: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def fields(self, names: Sequence[str], values: Values) -> list[Field]:
        """The fields of a thing."""
        return [self.field(name, values.get(name)) for name in names]

    def field(self, name: str, value: Any) -> Field:
        """One field with its value."""
        match name:
            case "name" if self.kind is not Kind.PERSON:
                text, tongue = value or ("", "")
                return self._rows(
                    name, [[self._text("name", 0, field_word("name"), text), self._tongue("name", 0, tongue)]]
                )
            case "names":
                return self._names(value or [])
            case "identifiers":
                return self._identifiers(value or [])
            case "genres":
                boxes = [
                    Part("genres", f"f-genres-{slug}", told, slug, is_checked=slug in (value or ()))
                    for slug, told in sorted(self.genres.items(), key=lambda pair: pair[1])
                ]
                return self._made(name, "boxes", [boxes])
            case "countries" | "languages":
                return self._list(name, value or [])
            case "form" | "kind":
                return self._choice(name, str(value or ""))
        hints = {"aired": gettext("No more than is known: 1926, 1926-12 or 1926-12-31.")}
        part = Part(name, f"f-{name}", field_word(name), "" if value is None else str(value))
        return self._made(name, "one", [[part]], hints.get(name, ""))

    def _made(self, name: str, shape: str, rows: Sequence[Sequence[Part]], hint: str = "") -> Field:
        return Field(name, field_word(name), shape, rows, hint, self.errors.get(name, ""))

    def _rows(self, name: str, rows: Sequence[Sequence[Part]], hint: str = "") -> Field:
        return self._made(name, "rows", rows, hint)

    def _text(self, name: str, number: int, label: str, value: str) -> Part:
        return Part(f"{name}_text", f"f-{name}-{number}", label, value)

    def _tongue(self, name: str, number: int, tag: str) -> Part:
        known = dict(languages.choices(self.reader))
        if tag and tag not in known:
            known[tag] = languages.name(tag, self.reader)
        choices = [("", gettext("not known")), *known.items()]
        return Part(f"{name}_language", f"f-{name}-language-{number}", gettext("Language"), tag, choices)

    def _names(self, value: Sequence[Sequence[str]]) -> Field:
        kinds = [(code, name_kind(code)) for code in NAME_KINDS]
        rows = [
            [
                self._text("names", number, gettext("Name %(number)s") % {"number": number + 1}, text),
                self._tongue("names", number, tongue),
                Part("names_kind", f"f-names-kind-{number}", gettext("Kind of name"), kind, kinds),
            ]
            for number, (text, tongue, kind) in enumerate([*value, *[("", "", "release")] * BLANK_ROWS])
        ]
        return self._rows("names", rows, gettext("Empty a line to take its name out."))

    def _identifiers(self, value: Sequence[Sequence[str]]) -> Field:
        known = dict.fromkeys([*SCHEMES[self.kind], *(scheme for scheme, _ in value)])
        choices = [(scheme, IDENTIFIERS.get(scheme, (scheme, ""))[0] + _sort(scheme)) for scheme in known]
        rows = [
            [
                Part("identifiers_scheme", f"f-identifiers-{number}", gettext("Catalogue"), scheme, choices),
                Part("identifiers_value", f"f-identifiers-value-{number}", gettext("Number there"), told),
            ]
            for number, (scheme, told) in enumerate([*value, *[("", "")] * BLANK_ROWS])
        ]
        return self._rows("identifiers", rows, gettext("The number alone, as tt0017925. Empty a line to take it out."))

    def _list(self, name: str, value: Sequence[str]) -> Field:
        is_country = name == "countries"
        known = dict(countries.choices(self.reader)) if is_country else dict(languages.choices(self.reader))
        if is_country:
            known |= {code: countries.name(code, self.reader) for code in countries.FORMER}
        else:
            known[languages.SILENT] = languages.name(languages.SILENT, self.reader)
        known |= {
            code: countries.name(code, self.reader) if is_country else languages.name(code, self.reader)
            for code in value
            if code not in known
        }
        choices = [("", gettext("None chosen")), *known.items()]
        label = gettext("Country %(number)s") if is_country else gettext("Language %(number)s")
        rows = [
            [Part(name, f"f-{name}-{number}", label % {"number": number + 1}, code, choices)]
            for number, code in enumerate([*value, *[""] * BLANK_ROWS])
        ]
        return self._rows(name, rows, gettext("The first is the main one.") if is_country else "")

    def _choice(self, name: str, value: str) -> Field:
        if name == "kind":
            choices = [(code, kind_word(code)) for code in EPISODE_KINDS]
        else:
            choices = [("", gettext("not known")), *((code, form(code)) for code in Title.Form.values)]
        return self._made(name, "one", [[Part(name, f"f-{name}", field_word(name), value, choices)]])


def _sort(scheme: str) -> str:
    """Catalogues that number films and series apart say which."""
    if scheme.endswith(("_movie", "_film")):
        return gettext(" (films)")
    return gettext(" (series)") if scheme.endswith(("_tv", "_series")) else ""


def read_values(kind: Kind, post: QueryDict, names: Sequence[str]) -> dict[str, Any]:
    """What was sent, of the fields that the form held; what it did not hold is missing."""
    held = set(post.getlist("f"))
    return {name: _read(kind, name, post) for name in names if name in held}


def _read(kind: Kind, name: str, post: QueryDict) -> Any:
    match name:
        case "name" if kind is Kind.PERSON:
            return _line(post.get("name", ""))
        case "name":
            text, tongue = _line(post.get("name_text", "")), _line(post.get("name_language", ""))
            return [text, tongue] if text or kind is Kind.TITLE else None
        case "names":
            columns = (post.getlist(f"names_{part}") for part in ("text", "language", "kind"))
            return _unique([list(map(_line, row)) for row in zip(*columns, strict=False) if _line(row[0])])
        case "identifiers":
            columns = (post.getlist(f"identifiers_{part}") for part in ("scheme", "value"))
            return _unique([list(map(_line, row)) for row in zip(*columns, strict=False) if _line(row[1])])
        case "genres":
            return sorted(set(map(_line, post.getlist("genres"))))
        case "countries" | "languages":
            return _unique([code for code in map(_line, post.getlist(name)) if code])
        case "form" | "kind":
            return _line(post.get(name, ""))
    text = _line(post.get(name, ""))
    if not text:
        return None
    if name in NUMBERS and text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER:
        return int(text)
    return text


def _line(text: str) -> str:
    """A text of one line, with single spaces."""
    return " ".join(cleaned(text).split())


def _unique(values: Sequence[Any]) -> list[Any]:
    return [one for place, one in enumerate(values) if one not in values[:place]]


def read_reasons(post: QueryDict) -> Reasons:
    """Where somebody knows it from, and why they change it."""
    return Reasons(_line(post.get("source", "")), cleaned(post.get("why", "")), cleaned(post.get("quote", "")))


def sealed(values: Values) -> str:
    """What somebody was shown, for the form to bring back: signed, so that nobody makes up what they saw."""
    return signing.dumps(dict(values), salt=SALT, compress=True)


def unsealed(text: str, usual: Values) -> Values:
    """What somebody was shown, `usual` where the form does not say."""
    try:
        shown: Values = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return usual
    return shown
