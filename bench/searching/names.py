"""Documents to search in, as many as wanted: real names where the reference data is there, words of ours otherwise.

Further ones are put together from the words of two real ones, so that the words are as frequent as in real names.
"""

import gzip
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allostream.search.documents import Named, TitleDocument
from bench.seeding import words

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ALLOSTREAM_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
MOST_NAMES = 6
MOST_POPULAR = 10_000_000
SERIES_SHARE = 0.22
ALIAS_SHARE = 0.5
MOST_ALIKE = 25  # works of one main name

Work = tuple[tuple[str, ...], int | None, str, tuple[str, ...]]  # names, year, kind, people


def real_works() -> list[Work]:
    """The works of the reference data, [] without it."""
    folder = DATA / "catalogue"
    if not folder.exists():
        return []
    return [*_omdb(folder / "omdb"), *_wikipedia(folder), *_anime(folder)]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _omdb(folder: Path) -> Iterator[Work]:
    for kind, name in (("film", "films"), ("series", "series")):
        for row in _rows(folder / f"{name}.jsonl.gz"):
            names = [row["title"], *(other["title"] for other in row.get("titles") or ())]
            yield _names(names), _year(row.get("date")), kind, ()


def _wikipedia(folder: Path) -> Iterator[Work]:
    for row in _rows(folder / "wikipedia_us_films.jsonl.gz"):
        yield _names([row["title"]]), row["year"], "film", tuple(row["cast"][:6])


def _anime(folder: Path) -> Iterator[Work]:
    for row in _rows(folder / "bangumi_data_anime.jsonl.gz"):
        others = [name for names in (row.get("titleTranslate") or {}).values() for name in names]
        yield _names([row["title"], *others]), _year(row.get("begin")), "series", ()


def _names(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_NAMES]


def _year(date: str | None) -> int | None:
    year = (date or "")[:4]
    return int(year) if year.isdigit() and year != "0000" else None


def made_works(count: int, rng: random.Random) -> list[Work]:
    """Works whose names are of our own words."""
    nouns = [pair.split("=") for pair in words.NOUNS.replace("\n", " ").split(" ") if "=" in pair]
    places = [pair.partition("=")[0] for pair in words.PLACES.split()]
    given = words.GIVEN.split()
    found = []
    for _ in range(count):
        noun, place, who = rng.choice(nouns)[0], rng.choice(places), rng.choice(given)
        ending = rng.choice(words.FAMILY_STARTS.split()) + rng.choice(words.FAMILY_ENDS.split())
        name = rng.choice(
            [f"The {noun} of {place}", f"{who} and the {noun}", f"{who} {ending}", f"{place}: {ending} II"]
        )
        found.append(((name,), rng.randint(1900, 2026), "film", (f"{rng.choice(given)} {ending}",)))
    return found


def documents(count: int, seed: int) -> list[TitleDocument]:
    """So many documents, the same ones for the same seed. Popularity falls with the rank as in real catalogues."""
    rng = random.Random(seed)
    works = real_works() or made_works(80_000, rng)
    rng.shuffle(works)
    seen: dict[str, int] = {}
    kept = [work for work in works if work[0] and _is_new(work[0][0], seen)][:count]
    real = len(kept)
    while len(kept) < count:
        work = _mixed(kept[rng.randrange(real)], kept[rng.randrange(real)], rng)
        if work[0] and _is_new(work[0][0], seen):
            kept.append(work)
    ranks = list(range(1, count + 1))
    rng.shuffle(ranks)
    return [
        TitleDocument(one, kind, tuple(map(Named, names)), year, None, MOST_POPULAR // rank, people)
        for one, ((names, year, kind, people), rank) in enumerate(zip(kept, ranks, strict=True), 1)
    ]


def _is_new(name: str, seen: dict[str, int]) -> bool:
    seen[name] = seen.get(name, 0) + 1
    return seen[name] <= MOST_ALIKE


def _mixed(one: Work, other: Work, rng: random.Random) -> Work:
    """A work with names of the beginning of one and the end of the other."""
    names = [_joined(one[0][0], other[0][0], rng)]
    if rng.random() < ALIAS_SHARE:
        names.append(_joined(rng.choice(one[0]), rng.choice(other[0]), rng))
    kind = "series" if rng.random() < SERIES_SHARE else "film"
    return _names(names), rng.randint(1895, 2026), kind, one[3][:2] + other[3][:2]


def _joined(one: str, other: str, rng: random.Random) -> str:
    head, tail = one.split(), other.split()
    return " ".join(head[: rng.randint(1, min(3, len(head)))] + tail[-rng.randint(1, min(3, len(tail))) :])
