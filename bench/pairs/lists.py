"""The lists of real works: each row as a description without identifiers, and what is known of it by them."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from allostream.catalogue.identity_rules import Described, Maker
from allostream.catalogue.rules import KnownName
from allostream.lib import countries
from allostream.lib.dates import PartialDate

DESCRIBED = re.compile(
    r"(?P<year>(?:18|19|20)\d\d)\b(?P<kind>[^,]*?)(?:\b(?:directed )?by (?P<by>[^,(]+(?:, [^,(]+)* and [^,(]+|[^,(]+))?"
)
IN_TEXT = re.compile(
    r"\bdirected(?: and \w+)? by ([A-Z][^.,;()]{2,60}?)(?= and (?:written|starring|produced|distributed)|[.,;()]|$)"
)
SPLIT = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
TYPED_YEAR = re.compile(r"[\[(](?:[^\])]*\b)?((?:18|19|20)\d\d)\b[^\])]*[\])]")
BRACKETED = re.compile(r"[\[(][^\])]*[\])]")
COUNTRIES = {countries.name(code, "en"): code for code in countries.current()} | {"United States of America": "US"}


@dataclass(frozen=True)
class Known:
    """A description with the identifiers that it had: what it is about is what has one of them."""

    described: Described
    identifiers: dict[str, str]
    shown: str = ""


@dataclass(frozen=True)
class List:
    """One source of descriptions."""

    name: str
    what: str
    read: Callable[[], Iterator[Known]] = field(repr=False)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON Lines file, packed or not."""
    unpacked = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in unpacked.splitlines():
        yield json.loads(line)


def work(name: str, year: int | None, *, language: str = "", kind: Any = "film", **values: Any) -> Described:
    """A description by one name."""
    return Described(names=(KnownName(name, language, "original"),), kind=kind, year=year, **values)


def makers(text: str | None, role: str = "principal_director") -> tuple[Maker, ...]:
    """People as a sentence or a column lists them."""
    return tuple(Maker(name.strip(), role) for name in SPLIT.split(text or "") if name.strip())


def of_wikidata(path: Path) -> Iterator[Known]:
    """Films of Wikidata: label, and year and director out of the short description."""
    for row in rows_of(path):
        if row["label"] == row["qid"]:
            continue
        found = DESCRIBED.search(row["description"] or "")
        year, by = (int(found["year"]), found["by"]) if found else (None, None)
        ids = {"wikidata": row["qid"], **({"imdb": row["imdb"]} if row.get("imdb") else {})}
        if row.get("enwiki"):
            ids["enwiki"] = row["enwiki"].rpartition("/")[2]
        yield Known(work(row["label"], year, language="en", makers=makers(by)), ids, row["description"] or "")


def of_awards(path: Path) -> Iterator[Known]:
    """Films that countries have sent to the Academy Awards; the year is that of the award, a year later."""
    for row in rows_of(path):
        names = dict.fromkeys(
            KnownName(text, "", "alias") for text in (row["filmLabel"], row["submissionTitle"]) if text
        )
        ids = {scheme: row[key] for scheme, key in (("imdb", "imdb"), ("wikidata", "QID")) if row.get(key)}
        year = int(row["year"]) - 1 if (row.get("year") or "").isdigit() else None
        country = COUNTRIES.get(row["countryLabel"])
        told = Described(tuple(names), "film", year=year, countries=(country,) if country else ())
        yield Known(told, ids, row["countryLabel"])


def of_wikipedia(path: Path) -> Iterator[Known]:
    """American films by Wikipedia: title, year, cast, director out of the first sentences."""
    for row in rows_of(path):
        if not row.get("href") or not row["title"]:
            continue
        by = IN_TEXT.search(row.get("extract") or "")
        people = (*makers(by[1] if by else ""), *(Maker(name, "cast") for name in row["cast"]))
        told = work(row["title"], row["year"], language="en", makers=people, countries=("US",))
        yield Known(told, {"enwiki": row["href"]}, ", ".join(row["cast"][:3]))


def of_tvmaze(path: Path) -> Iterator[Known]:
    """Series of TVmaze."""
    for row in rows_of(path):
        given = row["externals"]
        ids = {"imdb": given["imdb"]} if given.get("imdb") else {}
        country = ((row.get("network") or {}).get("country") or {}).get("code")
        began = row.get("premiered")
        told = work(
            row["name"], int(began[:4]) if began else None, kind="series",
            released=PartialDate.parse(began) if began else None, countries=(country,) if country else (),
        )  # fmt: skip
        yield Known(told, ids)


def of_archive(path: Path) -> Iterator[Known]:
    """What people who put films up at the Internet Archive typed; a year in brackets is that of the film."""
    for row in rows_of(path):
        typed, year = row["ia_title"], row["year"]
        if found := TYPED_YEAR.search(typed):
            typed, year = BRACKETED.sub(" ", typed).strip(), found[1]
        if typed:
            number = int(str(year)[:4]) if str(year or "")[:4].isdigit() else None
            yield Known(work(typed, number, kind=""), {"imdb": row["imdb_id"]}, row["ia_title"])


def of_services(path: Path) -> Iterator[Known]:
    """Catalogues of subscription services: no identifiers, so nobody knows what is true of them."""
    for row in rows_of(path):
        kind: Any = "film" if row["type"] == "Movie" else "series"
        minutes = re.match(r"(\d+) min", row.get("duration") or "")
        people = (*makers(row.get("director")), *makers(row.get("cast"), "cast"))
        countries = tuple(COUNTRIES[name] for name in SPLIT.split(row.get("country") or "") if name in COUNTRIES)
        year = int(row["release_year"]) if (row.get("release_year") or "").isdigit() else None
        told = work(row["title"], year if kind == "film" else None, kind=kind, makers=people, countries=countries)
        yield Known(
            replace(told, runtime_min=int(minutes[1]) if minutes and kind == "film" else None), {}, row["service"]
        )


def lists(data: Path) -> list[List]:
    """All lists of a folder of data."""
    catalogue, titles = data / "catalogue", data / "titles"
    wikidata, awards = catalogue / "wikidata", "academy_award_international_submissions.jsonl.gz"
    shows, archive = "tvmaze_shows_api_objects.jsonl.gz", "ia_item_titles_with_imdb_dev.jsonl.gz"
    made = [
        ("wikidata-imdb", "Wikidata, films with IMDb id", of_wikidata, wikidata / "films_with_imdb.jsonl.gz"),
        ("wikidata", "Wikidata, films without IMDb id", of_wikidata, wikidata / "films_without_imdb.jsonl.gz"),
        ("awards", "Submissions to the Academy Awards", of_awards, wikidata / awards),
        ("wikipedia", "American films of Wikipedia", of_wikipedia, catalogue / "wikipedia_us_films.jsonl.gz"),
        ("tvmaze", "Series of TVmaze", of_tvmaze, catalogue / shows),
        ("archive", "Titles typed at the Internet Archive", of_archive, titles / archive),
        ("services", "Four subscription services", of_services, data / "providers" / "svod_catalogues_2021.jsonl.gz"),
    ]
    return [List(name, what, partial(read, path)) for name, what, read, path in made]
