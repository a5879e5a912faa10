"""Rows of the lists of American films as records of the exchange format. Only facts are taken, never their text."""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from allostream.connectors import genres
from allostream.connectors.articles import english
from allostream.connectors.rows import LONGEST_KEY, Row, json_lines, one_line, opened
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.lib.names import folded, slug

SOURCE = exchange.Source(
    slug="wikipedia",
    name="Wikipedia, lists of American films",
    licence="CC-BY-SA-4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    credit="Wikipedia contributors, “Lists of American films”, CC BY-SA 4.0; converted, facts only. Shared alike",
    address="https://en.wikipedia.org/wiki/Lists_of_American_films",
)
YEARS = range(1870, 2201)
MOST_CAST = 30
# What a film's article says of itself; the article of a song or a novel of the same name does not.
FILM = re.compile(r"\b(?:film|movie|serial|motion picture|silent|cartoon|documentary|short)\b", re.IGNORECASE)


class Film(Struct, frozen=True):
    """A row: `href` is the name of the article in its address, `extract` the article's beginning."""

    title: str
    year: int
    cast: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    href: str | None = None
    extract: str = ""


def records(path: Path) -> Iterator[Row]:
    """All records of a file: the source, genres, films. Raises SourceProblem when it is not there."""
    opened(path).close()
    yield Row(path.name, SOURCE)
    yield from (Row(path.name, genre) for genre in genres.records(genres.GENRES))
    films = [film for _, film in json_lines(path, Film) if isinstance(film, Film)]
    articles = Counter(film.href for film in films)
    seen: Counter[str] = Counter()
    for place, film in json_lines(path, Film):
        if isinstance(film, BadLine):
            yield Row(place, film)
            continue
        is_own = articles[film.href] == 1 and speaks_of(film)
        key = key_of(film, is_own=is_own)
        seen[key] += 1
        yield Row(place, _tried(film, key if seen[key] == 1 else f"{key}/{seen[key]}", is_own=is_own))


def speaks_of(film: Film) -> bool:
    """Whether the article is that of the film, and not of what else has its name."""
    if not film.href or not film.extract:
        return False
    name, article = folded(film.title), folded(unquote(film.href).replace("_", " "))
    return FILM.search(film.extract) is not None and article.startswith(name)


def key_of(film: Film, *, is_own: bool) -> str:
    """The key of a film: by its article, where that is its own, else by year and name."""
    own = unquote(film.href or "") if is_own else f"{film.year}/{slug(film.title)}"
    if len(own) > LONGEST_KEY - 4 or any(sign.isspace() or not sign.isprintable() for sign in own):
        own = blake2b(own.encode(), digest_size=10).hexdigest()
    return f"{SOURCE.slug}:{own}"


def _tried(film: Film, key: str, *, is_own: bool) -> exchange.Title | BadLine:
    name = one_line(film.title)
    if not name:
        return BadLine(key, "title: it is empty: leave the row out")
    if film.year not in YEARS:
        return BadLine(key, f"year: {film.year} is no year of a film: correct it")
    cast = dict.fromkeys(one_line(person)[:200] for person in film.cast[:MOST_CAST])
    return exchange.Title(
        key=key,
        kind="film",
        form="short" if "Short" in film.genres else "",
        name=name,
        language="en",
        names=(exchange.Name(text=name, language="en"),),
        year=film.year,
        countries=("US",),
        genres=genres.found(film.genres),
        identifiers={"enwiki": (article,)} if is_own and (article := english(film.href or "")) else {},
        credits=tuple(exchange.Credit(role="cast", name=person) for person in cast if len(person) > 1),
    )
