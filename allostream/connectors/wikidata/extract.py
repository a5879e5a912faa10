"""Extracts of Wikidata as small files: films as JSON lines, identifiers as CSV (qid, property, value).

A folder holds any of the files below. Identifiers are given to the films of the folder, and to works that the catalogue
holds already; what has neither a name here nor a place there is told in one sentence.
"""

import csv
import io
import re
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from msgspec import Struct

from allostream.connectors import genres
from allostream.connectors.articles import english
from allostream.connectors.rows import Row, SourceProblem, json_lines, one_line, opened, portioned
from allostream.connectors.wikidata import codes
from allostream.connectors.wikidata import properties as p
from allostream.connectors.wikidata.records import SOURCE, key
from allostream.lib import exchange
from allostream.lib.exchange import BadLine

NAMED, NUMBERED = "films_with_imdb.jsonl.gz", "films_without_imdb.jsonl.gz"
IDENTIFIERS = "external_ids.csv.gz"
FILES = (NAMED, NUMBERED, IDENTIFIERS)
AT_ONCE = 2000
QID = re.compile(r"Q[1-9]\d{0,10}")
YEAR = re.compile(r"(?<!\d)(18[789]\d|19\d\d|20[0-3]\d)(?!\d)")
DIRECTED = re.compile(r"\bfilm (?:directed )?by (?P<names>[^,;()\d]+)$")
FORMS: Mapping[str, Literal["short", "tv_film"]] = {"short film": "short", "television film": "tv_film"}


class Named(Struct, frozen=True):
    qid: str
    label: str = ""


class Film(Struct, frozen=True):
    """A row of the files of films."""

    qid: str
    label: str
    description: str = ""
    imdb: str = ""
    enwiki: str = ""
    genres: tuple[Named, ...] = ()
    languages: tuple[Named, ...] = ()
    origins: tuple[Named, ...] = ()
    media_types: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A work that the catalogue holds: its kind, and its name with the language of that."""

    kind: Literal["film", "series"]
    name: str
    language: str


Holding = Callable[[Collection[str]], Mapping[str, Held]]


def nothing_held(_items: Collection[str]) -> Mapping[str, Held]:
    """The answer of an empty catalogue."""
    return {}


def records(folder: Path, holding: Holding = nothing_held) -> Iterator[Row]:
    """All records of a folder: the source, genres, films, identifiers. Raises SourceProblem when it has none.

    `holding` says which of some items the catalogue holds; it is asked for 2,000 at a time.
    """
    present = [name for name in FILES if (folder / name).is_file()]
    if not present:
        raise SourceProblem(f"{folder} holds none of {', '.join(FILES)}: give the folder of an extract.")
    yield Row(f"{folder.name}/", SOURCE)
    with tempfile.TemporaryDirectory(prefix="allostream-wikidata-") as scratch:
        numbers = _Numbers(Path(scratch))
        if IDENTIFIERS in present:
            yield from numbers.read(folder / IDENTIFIERS)
        yield from (Row(NAMED, genre) for genre in genres.records(sorted(set().union(*codes.genres().values()))))
        seen: set[str] = set()
        for name in (NAMED, NUMBERED):
            if name in present:
                yield from _films(folder / name, numbers, seen)
        yield from _held(numbers, holding)
        numbers.close()


def _films(path: Path, numbers: "_Numbers", seen: set[str]) -> Iterator[Row]:
    for rows in portioned(json_lines(path, Film), AT_ONCE):
        known = numbers.of([film.qid for _, film in rows if isinstance(film, Film)])
        made = [(place, film if isinstance(film, BadLine) else _once(film, known, seen)) for place, film in rows]
        numbers.told([one.key.partition(":")[2] for _, one in made if isinstance(one, exchange.Title)])
        yield from (Row(place, one) for place, one in made)


def _once(film: Film, known: Mapping[str, Mapping[str, tuple[str, ...]]], seen: set[str]) -> exchange.Title | BadLine:
    if film.qid in seen:
        return BadLine(key(film.qid), "qid: the item stands twice: the first row holds, leave this one out")
    seen.add(film.qid)
    try:
        return film_record(film, known.get(film.qid, {}))
    except BadLine as error:
        return error


def film_record(film: Film, known: Mapping[str, tuple[str, ...]]) -> exchange.Title:
    """The record of a film with the identifiers that are known of it. Raises BadLine."""
    if not QID.fullmatch(film.qid):
        raise BadLine("", f"qid: “{film.qid}” is no item of Wikidata: give one such as Q42")
    name = one_line(film.label)
    if not name or QID.fullmatch(name):
        raise BadLine(key(film.qid), "label: it is only the item's number, so there is no name: import a dump for it")
    kind, form = codes.classes().of(codes.number(one.qid) for one in film.media_types) or ("film", "")
    if kind in ("season", "episode"):
        raise BadLine(key(film.qid), f"media_types: this is a part of a series ({kind}): import a dump for it")
    years = set(YEAR.findall(film.description))
    identifiers = dict(known) | ({"imdb": (film.imdb,)} if p.CATALOGUES["P345"].shape.fullmatch(film.imdb) else {})
    if film.enwiki.startswith("https://") and (article := english(film.enwiki)):
        identifiers["enwiki"] = (article,)
    return exchange.Title(
        key=key(film.qid),
        kind="series" if kind == "series" else "film",
        form=form or next((FORMS[words] for words in FORMS if words in film.description), ""),  # type: ignore[arg-type]  # checked with the record
        name=name,
        language="en",
        names=(exchange.Name(text=name, language="en"),),
        year=int(years.pop()) if len(years) == 1 else None,
        countries=_codes(film.origins, codes.countries()),
        languages=_codes(film.languages, codes.languages()),
        genres=tuple(dict.fromkeys(s for one in film.genres for s in codes.genres().get(codes.number(one.qid), ()))),
        identifiers=identifiers,
        credits=tuple(exchange.Credit(role="principal_director", name=name) for name in directors(film.description)),
    )


def _codes(items: Iterable[Named], table: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for one in items if (code := table.get(codes.number(one.qid)))))


def directors(description: str) -> tuple[str, ...]:
    """The directors that a description of a film names: “1989 film by Buce Malawau”."""
    found = DIRECTED.search(one_line(description))
    names = re.split(r" and | & ", found["names"]) if found else []
    return tuple(dict.fromkeys(name.strip()[:200] for name in names if name.strip()[:1].isupper()))


def _held(numbers: "_Numbers", holding: Holding) -> Iterator[Row]:
    """Identifiers for what the catalogue holds; one row tells of how many items neither name nor place is known."""
    missing = 0
    for items in portioned(numbers.rest(), AT_ONCE):
        held, known = holding(items), numbers.of(items)
        missing += len(items) - len(held)
        for item, there in held.items():
            identifiers = {**known[item], "wikidata": (item,)}
            record = exchange.Title(
                key=key(item), kind=there.kind, name=there.name, language=there.language, identifiers=identifiers,
                names=(exchange.Name(text=there.name, language=there.language, kind="alias"),),
            )  # fmt: skip
            yield Row(IDENTIFIERS, record)
    if missing:
        what = f"items with identifiers, but no name here and no title of the catalogue: {missing:,}; import a dump"
        yield Row(IDENTIFIERS, BadLine("", what))


@dataclass
class _Numbers:
    """The identifiers of items, on disk."""

    folder: Path
    _db: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self._db = sqlite3.connect(self.folder / "numbers.sqlite3", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE number (item INTEGER, scheme TEXT, value TEXT, PRIMARY KEY (item, scheme, value))"
            " WITHOUT ROWID;"
            "CREATE TABLE told (item INTEGER PRIMARY KEY);"
        )

    def close(self) -> None:
        self._db.close()

    def read(self, path: Path) -> Iterator[Row]:
        """Take in a file; yields what is wrong with its lines."""
        self._db.execute("BEGIN")
        with opened(path) as packed, io.TextIOWrapper(packed, encoding="utf-8", newline="") as text:
            reader = csv.DictReader(text)
            for name in ("qid", "property", "value"):
                if name not in (reader.fieldnames or ()):
                    raise SourceProblem(f"{path}:1 the column “{name}” is missing: name it in the first line.")
            for row in reader:
                if problem := self._add(row):
                    yield Row(f"{path.name}:{reader.line_num}", BadLine(f"{row['qid']}", problem))
        self._db.execute("COMMIT")

    def _add(self, row: Mapping[str, str]) -> str:
        """Keep one identifier, unless nothing here reads its property; says what is wrong with it, "" for nothing."""
        item, property_, value = row["qid"] or "", row["property"] or "", (row["value"] or "").strip()
        if not QID.fullmatch(item):
            return f"qid: “{item}” is no item of Wikidata: give one such as Q42"
        catalogue, service = p.CATALOGUES.get(property_), p.SERVICES.get(property_)
        if catalogue is None and service is None:
            return ""
        if not value or any(sign.isspace() for sign in value) or (catalogue and not catalogue.shape.fullmatch(value)):
            return f"value: “{value}” has not the form of {property_}: correct it at Wikidata"
        scheme = catalogue.scheme if catalogue else service.scheme if service else ""
        self._db.execute("INSERT OR IGNORE INTO number VALUES (?, ?, ?)", (codes.number(item), scheme, value))
        return ""

    def of(self, items: Collection[str]) -> dict[str, dict[str, tuple[str, ...]]]:
        """The identifiers of items: item → scheme → values."""
        known: dict[str, dict[str, tuple[str, ...]]] = {}
        for item in dict.fromkeys(items):
            if not QID.fullmatch(item):
                continue
            ask = "SELECT scheme, value FROM number WHERE item = ? ORDER BY scheme, value"
            schemes = known.setdefault(item, {})
            for scheme, value in self._db.execute(ask, (codes.number(item),)):
                schemes[scheme] = (*schemes.get(scheme, ()), value)
        return known

    def told(self, items: Iterable[str]) -> None:
        """Note which items have been told of."""
        rows = ((codes.number(item),) for item in items if QID.fullmatch(item))
        self._db.executemany("INSERT OR IGNORE INTO told VALUES (?)", rows)

    def rest(self) -> Iterator[str]:
        """The items with identifiers that have not been told of."""
        ask = "SELECT DISTINCT item FROM number WHERE item NOT IN (SELECT item FROM told) ORDER BY item"
        for (number,) in self._db.execute(ask).fetchall():
            yield f"Q{number}"
