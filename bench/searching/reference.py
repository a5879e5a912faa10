"""The catalogue of the folder of real data, as it would be indexed: works of omdb.org, films of the English Wikipedia
with their casts, anime of bangumi; and by which numbers and names a query may mean one of them."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allostream.search.documents import EpisodeDocument, Named, TitleDocument
from allostream.search.normal import normal
from bench.searching import scripts

MOST_CAST = 6
EPISODES_FOR_A_NAME, MOST_FOR_EPISODES = 12, 15  # as catalogue.documents guesses how well a series is known
IDENTIFIERS = {"imdbmovie": "imdb", "imdbseries": "imdb", "imdbtvseries": "imdb", "wikidata": "wikidata"}
LANGUAGES = {"zh-Hans": "zh", "zh-Hant": "zh"}

Key = tuple[str, str]


@dataclass
class Work:
    """A work while it is put together."""

    kind: str
    names: dict[str, str]  # each with its language
    year: int | None
    people: tuple[str, ...] = ()
    identifiers: set[Key] = field(default_factory=set)
    episodes: int = 0


@dataclass(frozen=True)
class Reference:
    """`identifiers` and `names` lead to the titles, `parts` to the episodes that are meant; names in normal form."""

    titles: list[TitleDocument]
    episodes: list[EpisodeDocument]
    identifiers: dict[Key, int]
    names: dict[str, set[int]]
    parts: dict[Key, int]


def reference(data: Path) -> Reference:
    """All of it, the same at every call; empty where the folder is not there."""
    works = list(_omdb(data))
    _add_films(data, works)
    works += _anime(data)
    if works:
        works += (
            Work("film", {name: language, english: "en"}, year) for language, name, english, year in scripts.works()
        )
    rows = list(rows_of(data / "catalogue/omdb/episodes.jsonl.gz"))
    of_series = Counter(row.get("series_id") for row in rows)
    identifiers = {key: place for place, work in enumerate(works, 1) for key in sorted(work.identifiers)}
    for series, count in of_series.items():
        if place := identifiers.get(("omdb", series)):
            works[place - 1].episodes = count
    titles = [_document(place, work) for place, work in enumerate(works, 1)]
    names = defaultdict[str, set[int]](set)
    for title in titles:
        for name in title.names:
            names[normal(name.text)].add(title.id)
    episodes = list(_episodes(rows, identifiers, titles))
    parts = {("omdb", row["id"]): int(row["id"]) for row in rows}
    return Reference(titles, episodes, identifiers, names, parts)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a compressed file, none where it is not there."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def _omdb(data: Path) -> Iterator[Work]:
    for kind, file in (("film", "films"), ("series", "series")):
        for row in rows_of(data / f"catalogue/omdb/{file}.jsonl.gz"):
            own = (row.get("languages") or [""])[0] or ""
            names = {row["title"]: own}
            for other in row.get("titles") or ():
                names.setdefault(other["title"], other["lang"])
            known = {
                (IDENTIFIERS[sort], value)
                for sort, values in (row.get("links") or {}).items()
                if sort in IDENTIFIERS
                for value in values
            }
            yield Work(kind, names, _year(row.get("date")), (), {*known, ("omdb", row["id"])})


def _add_films(data: Path, works: list[Work]) -> None:
    """Casts for the films that omdb.org has; the others as further films."""
    by_name = {(normal(name), work.year): work for work in works if work.kind == "film" for name in work.names}
    for row in rows_of(data / "catalogue/wikipedia_us_films.jsonl.gz"):
        cast = tuple(row["cast"][:MOST_CAST])
        known = by_name.get((normal(row["title"]), row["year"]))
        if known is None:
            works.append(Work("film", {row["title"]: "en"}, row["year"], cast))
        elif not known.people:
            known.people = cast


def _anime(data: Path) -> Iterator[Work]:
    for row in rows_of(data / "catalogue/bangumi_data_anime.jsonl.gz"):
        names = {row["title"]: row.get("lang") or "ja"}
        for language, others in (row.get("titleTranslate") or {}).items():
            for name in others:
                names.setdefault(name, LANGUAGES.get(language, language))
        yield Work("series", names, _year(row.get("begin")))


def _year(date: str | None) -> int | None:
    year = (date or "")[:4]
    return int(year) if year.isdigit() and year != "0000" else None


def _document(place: int, work: Work) -> TitleDocument:
    names = tuple(Named(text, language) for text, language in work.names.items() if text)
    fame = max(len(names) - 1, 0) + max(len(work.identifiers) - 1, 0)
    fame += min(work.episodes // EPISODES_FOR_A_NAME, MOST_FOR_EPISODES)
    return TitleDocument(place, work.kind, names, work.year, None, fame, work.people)


def _episodes(
    rows: list[dict[str, Any]], identifiers: dict[Key, int], titles: list[TitleDocument]
) -> Iterator[EpisodeDocument]:  # fmt: skip
    for row in rows:
        series = identifiers.get(("omdb", row.get("series_id") or ""))
        if series is None:
            continue
        names = {row["title"]: (row.get("languages") or [""])[0]}
        for other in row.get("titles") or ():
            names.setdefault(other["title"], other["lang"])
        called = tuple(Named(text, language) for text, language in names.items() if text)
        yield EpisodeDocument(int(row["id"]), series, called, popularity=titles[series - 1].popularity)
