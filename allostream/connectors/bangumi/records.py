"""Items of bangumi-data (https://github.com/bangumi-data/bangumi-data) as records of the exchange format."""

import re
from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from allostream.connectors import genres
from allostream.connectors.rows import Row, json_lines, one_line, opened
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.lib.languages import is_tag

SOURCE = exchange.Source(
    slug="bangumi-data",
    name="bangumi-data",
    licence="CC-BY-4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    credit="bangumi-data and its contributors, licensed under CC BY 4.0; converted",
    address="https://github.com/bangumi-data/bangumi-data",
)
# Moments are given in UTC; the day is that of the country in which the work is shown first. Neither has summer time.
EAST = {"ja": timezone(timedelta(hours=9)), "zh-Hans": timezone(timedelta(hours=8))}
COUNTRY = {"ja": "JP", "zh-Hans": "CN"}
SCHEMES = {"mal": "mal", "anidb": "anidb", "aniList": "anilist"}
KEYS = (("bangumi", ""), ("anidb", "anidb-"), ("aniList", "anilist-"), ("mal", "mal-"))
KINDS: dict[str, Literal["film", "series"]] = {"tv": "series", "web": "series", "ova": "series", "movie": "film"}
# A number of TMDB that names a season is that of a whole series of which the item is a part.
TMDB = re.compile(r"(?P<kind>tv|movie)/(?P<id>\d{1,9})")
NUMBER = re.compile(r"\d{1,9}")


class Site(Struct, frozen=True):
    site: str
    id: str = ""


class Item(Struct, frozen=True):
    title: str
    type: str
    lang: str
    names: dict[str, tuple[str, ...]] = field(default={}, name="titleTranslate")
    begin: str = ""
    end: str = ""
    sites: tuple[Site, ...] = ()


def records(path: Path) -> Iterator[Row]:
    """All records of a file: the source, a genre, the works. Raises SourceProblem when it is not there."""
    opened(path).close()
    yield Row(path.name, SOURCE)
    yield from (Row(path.name, genre) for genre in genres.records(("anime",)))
    taken: set[str] = set()
    for place, item in json_lines(path, Item):
        try:
            yield Row(place, item if isinstance(item, BadLine) else title(item, taken))
        except BadLine as error:
            yield Row(place, error)


def title(item: Item, taken: set[str]) -> exchange.Title:
    """The record of a work, by a key that is not taken. Raises BadLine for one without a name, kind or identifier."""
    key, name = key_of(item, taken), one_line(item.title)
    taken.add(key)
    if not name:
        raise BadLine(key, "title: it is empty: leave the row out")
    if item.type not in KINDS:
        raise BadLine(key, f"type: “{item.type}” is none of {', '.join(KINDS)}: leave the row out")
    kind, began, ended = KINDS[item.type], day(item.begin, item.lang), day(item.end, item.lang)
    is_ended = kind == "series" and began and ended and ended[:4] >= began[:4]
    country = COUNTRY.get(item.lang)
    return exchange.Title(
        key=key,
        kind=kind,
        name=name,
        language=item.lang if is_tag(item.lang) else "",
        names=tuple(dict.fromkeys(names(item, name))),
        year=int(began[:4]) if began else None,
        released=began,
        end_year=int(ended[:4]) if is_ended and ended else None,
        countries=(country,) if country else (),
        languages=(item.lang.partition("-")[0],) if is_tag(item.lang) else (),
        genres=("anime",),
        identifiers=identifiers(item),
    )


def key_of(item: Item, taken: Container[str]) -> str:
    """The key of a work: its number at bangumi.tv, else that of another catalogue. Raises BadLine without any.

    Two parts of one work may share the number of bangumi.tv.
    """
    for site, prefix in KEYS:
        for known in item.sites:
            key = f"{SOURCE.slug}:{prefix}{known.id}"
            if known.site == site and NUMBER.fullmatch(known.id) and key not in taken:
                return key
    what = "has no number of its own at bangumi, AniDB, AniList or MyAnimeList: add one"
    raise BadLine("", f"sites: “{item.title[:80]}” {what}")


def names(item: Item, name: str) -> Iterator[exchange.Name]:
    """The original name and the translated ones: the first of a language is that of the release."""
    language = item.lang if is_tag(item.lang) else ""
    yield exchange.Name(text=name, language=language, kind="original")
    for tag, texts in item.names.items():
        kept = [text for given in texts if (text := one_line(given))]
        for place, text in enumerate(dict.fromkeys(kept)):
            if is_tag(tag):
                yield exchange.Name(text=text, language=tag, kind="alias" if place or tag == language else "release")


def identifiers(item: Item) -> dict[str, tuple[str, ...]]:
    """What other catalogues call a work."""
    found: dict[str, tuple[str, ...]] = {}
    for known in item.sites:
        scheme, value = SCHEMES.get(known.site, ""), known.id
        if known.site == "tmdb" and (parts := TMDB.fullmatch(known.id)):
            scheme, value = f"tmdb_{parts['kind']}", parts["id"]
        if scheme and NUMBER.fullmatch(value):
            found[scheme] = tuple(dict.fromkeys((*found.get(scheme, ()), value)))
    return found


def day(moment: str, language: str) -> str | None:
    """The day of a moment where the work was shown first, None where there is no moment."""
    try:
        there = datetime.fromisoformat(moment).astimezone(EAST.get(language, UTC))
    except ValueError:
        return None
    return there.date().isoformat() if 1870 <= there.year <= 2200 else None
