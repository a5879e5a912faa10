"""Rows of a list as records of the exchange format."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from allostream.connectors import genres
from allostream.connectors.rows import LONGEST_KEY, Row, SourceProblem, json_lines, one_line, opened
from allostream.lib import countries, exchange
from allostream.lib.exchange import BadLine
from allostream.lib.names import folded, slug

Kind = Literal["film", "series"]
Form = Literal["", "short", "tv_film", "web_series", "tv_series"]
KINDS: Mapping[str, tuple[Kind, Form]] = {
    "film": ("film", ""), "movie": ("film", ""), "long metrage": ("film", ""), "feature film": ("film", ""),
    "short": ("film", "short"), "short film": ("film", "short"), "court metrage": ("film", "short"),
    "tv movie": ("film", "tv_film"), "telefilm": ("film", "tv_film"), "television film": ("film", "tv_film"),
    "series": ("series", ""), "serie": ("series", ""), "tv show": ("series", "tv_series"),
    "tv series": ("series", "tv_series"), "serie tv": ("series", "tv_series"), "serie web": ("series", "web_series"),
    "web series": ("series", "web_series"), "show": ("series", ""), "emission": ("series", ""),
}  # fmt: skip
IMDB, ITEM = re.compile(r"tt\d{7,8}"), re.compile(r"Q[1-9]\d{0,10}")
YEAR, MINUTES = re.compile(r"(?<!\d)(18[789]\d|19\d\d|20[0-4]\d)(?!\d)"), re.compile(r"(\d{1,3})\s*(?:min\b.*|mn|')?")
MOST_PEOPLE = 30
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what; "" for what the list does not say. `kind` and `language` may be a value for all rows."""

    title: str
    year: str = ""
    kind: str = "film"
    id: str = ""
    language: str = ""
    director: str = ""
    cast: str = ""
    country: str = ""
    genre: str = ""
    minutes: str = ""
    imdb: str = ""
    wikidata: str = ""

    def named(self) -> list[str]:
        """The columns that a list must have."""
        fixed = {"language", "kind"} if folded(self.kind) in KINDS else {"language"}
        return [column for name in self.__slots__ if name not in fixed and (column := getattr(self, name))]


def records(path: Path, source: exchange.Source, columns: Columns) -> Iterator[Row]:
    """The records of a list: the source, genres, each work once. Raises SourceProblem where a column is missing."""
    rows = _rows(path, columns.named())
    first = next(rows, None)
    yield Row(path.name, source)
    if columns.genre:
        yield from (Row(path.name, genre) for genre in genres.records(genres.GENRES))
    seen: set[str] = set()
    for place, row in () if first is None else (first, *rows):
        try:
            made = row if isinstance(row, BadLine) else title(row, source, columns)
        except BadLine as error:
            made = error
        if isinstance(made, BadLine):
            yield Row(place, made)
        elif made.key not in seen:
            seen.add(made.key)
            yield Row(place, made)


def _rows(path: Path, needed: list[str]) -> Iterator[tuple[str, Mapping[str, Any] | BadLine]]:
    """The rows of a list. Raises SourceProblem for a column that none of its first rows has."""
    if path.name.removesuffix(".gz").removesuffix(".bz2").endswith(".csv"):
        with opened(path) as packed, io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            _check(path, reader.fieldnames or (), needed)
            for row in reader:
                yield f"{path.name}:{reader.line_num}", row
        return
    rows = json_lines(path, dict[str, Any])
    first = list(islice(rows, LOOKED_AT))
    _check(path, set().union(*(found for _, found in first if not isinstance(found, BadLine))), needed)
    yield from first
    yield from rows


def _check(path: Path, known: Any, needed: list[str]) -> None:
    for name in needed:
        if name not in known:
            raise SourceProblem(f"{path} has no column “{name}”: its columns are {', '.join(sorted(known))}.")


def title(row: Mapping[str, Any], source: exchange.Source, columns: Columns) -> exchange.Title:
    """The record of a row. Raises BadLine for one without a name, or with a kind that is not known."""
    name = one_line(_text(row, columns.title))
    if not name:
        raise BadLine("", f"{columns.title}: it is empty: leave the row out")
    kind, form = kind_of(row, columns)
    years = YEAR.findall(_text(row, columns.year))
    year = int(years[0]) if years else None
    key = f"{source.slug}:{_own(row, columns) or _made_of(kind, name, year)}"
    length = MINUTES.fullmatch(_text(row, columns.minutes))
    return exchange.Title(
        key=key,
        kind=kind,
        form=form,
        name=name,
        language=columns.language,
        names=(exchange.Name(text=name, language=columns.language),),
        year=year,
        runtime_min=int(length[1]) or None if length and kind == "film" else None,
        countries=tuple(dict.fromkeys(code for word in _words(row, columns.country) if (code := country(word)))),
        genres=genres.found(_words(row, columns.genre)) if columns.genre else (),
        identifiers=_identifiers(row, columns),
        credits=tuple(_credits(row, columns)),
    )


def kind_of(row: Mapping[str, Any], columns: Columns) -> tuple[Kind, Form]:
    """Kind and form of a row. Raises BadLine."""
    word = columns.kind if folded(columns.kind) in KINDS else _text(row, columns.kind)
    known = KINDS.get(folded(word))
    if known is None:
        raise BadLine("", f"{columns.kind}: “{word[:60]}” is no kind that is known: film, series, Movie, TV Show…")
    return known


def _own(row: Mapping[str, Any], columns: Columns) -> str:
    own = _text(row, columns.id)
    return own if own and len(own) <= LONGEST_KEY and not re.search(r"\s|^:", own) else ""


def _made_of(kind: str, name: str, year: int | None) -> str:
    words = f"{kind}/{year or ''}/{slug(name)}"
    whole = f"{kind} {year} {folded(name)}"
    # A name in other letters than Latin ones leaves nothing for an address.
    is_plain = bool(slug(name)) and name.isascii() and len(words) <= LONGEST_KEY
    return words if is_plain else blake2b(whole.encode(), digest_size=10).hexdigest()


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column) if column else None
    return "" if value is None else str(value).strip()


def _words(row: Mapping[str, Any], column: str) -> list[str]:
    value = row.get(column) if column else None
    parts = value if isinstance(value, list) else re.split(r"[,;/&]", _text(row, column))
    return [text for part in parts if (text := one_line(str(part)))]


def _identifiers(row: Mapping[str, Any], columns: Columns) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for scheme, column, shape in (("imdb", columns.imdb, IMDB), ("wikidata", columns.wikidata, ITEM)):
        if known := shape.search(_text(row, column)):
            found[scheme] = (known[0],)
    return found


def _credits(row: Mapping[str, Any], columns: Columns) -> Iterator[exchange.Credit]:
    for role, column in (("principal_director", columns.director), ("cast", columns.cast)):
        for name in list(dict.fromkeys(word[:200] for word in _words(row, column)))[:MOST_PEOPLE]:
            yield exchange.Credit(role=role, name=name)  # type: ignore[arg-type]  # roles of the format


def country(word: str) -> str:
    """The code of a country that is named in English or French, or by its code; "" when none is."""
    return word if countries.is_country_of_origin(word) else _countries().get(folded(word), "")


@cache
def _countries() -> dict[str, str]:
    return {folded(countries.name(code, tongue)): code for code in countries.of_origin() for tongue in ("en", "fr")}
