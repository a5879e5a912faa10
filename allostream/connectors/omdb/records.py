"""A folder of omdb.org tables as records of the exchange format, a row at a time."""

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from isal import igzip
from msgspec import Struct

from allostream.connectors.articles import english
from allostream.connectors.genres import GENRES
from allostream.connectors.omdb.order import Order
from allostream.connectors.rows import Row, SourceProblem
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.lib.names import slug

SOURCE = exchange.Source(
    slug="omdb",
    name="Open Media Database (omdb.org)",
    licence="CC-BY-2.0-DE",
    licence_url="https://creativecommons.org/licenses/by/2.0/de/",
    credit="omdb.org, licensed under CC BY 2.0 DE; converted, numbers of seasons and episodes worked out from dates",
    address="https://www.omdb.org/",
)
GENRE_ROOT = "1"
# Its genres, by the slug of their English names, that other sources have too.
SHARED = {
    "komodie": "comedy", "historie": "history", "documentation": "documentary", "parodie": "parody",
    "mysterie": "mystery", "katastrophe": "disaster", "war-film": "war", "romance-film": "romance",
    "biographical-picture": "biography", "japanese-animation-film": "anime", "concert-film": "concert",
    "dance-film": "dance", "slasher-film": "slasher", "justice-drama": "legal", "secret-agent": "spy",
}  # fmt: skip
SILENT = {"xx": "zxx"}  # omdb.org's sign for "no language"
WELL_FORMED = {"imdb": re.compile(r"tt\d{5,10}"), "wikidata": re.compile(r"Q[1-9]\d{0,11}")}
DAY = re.compile(r"(?:18[89]\d|19\d\d|20\d\d|21\d\d)-\d\d-\d\d")
LONGEST = 500


Number = Annotated[str, msgspec.Meta(pattern=r"^\d{1,9}$")]


class OtherTitle(Struct, frozen=True):
    title: str
    lang: str | None = None
    official: str = "0"


class Article(Struct, frozen=True):
    lang: str | None = None
    key: str = ""


class Links(Struct, frozen=True):
    imdbmovie: tuple[str, ...] = ()
    imdbepisode: tuple[str, ...] = ()
    wikidata: tuple[str, ...] = ()
    wikipedia: tuple[Article, ...] = ()


class Item(Struct, frozen=True):
    """A row of the tables of films, series, seasons and episodes, as far as it is used."""

    id: Number
    title: str | None
    parent_id: Number | None = None
    series_id: Number | None = None
    date: str | None = None
    runtime: str | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str | None, ...] = ()
    category_ids: tuple[str, ...] = ()
    titles: tuple[OtherTitle, ...] = ()
    links: Links = Links()


class Category(Struct, frozen=True):
    id: Number
    root_id: str | None
    names: dict[str, str]


def records(folder: Path, snapshot: str = "") -> Iterator[Row]:
    """All records of a folder: the source, genres, films, series, seasons, episodes.

    `snapshot` (such as 2025-07) takes films, series and seasons from the files of that state, which carry fewer facts;
    episodes and categories stay those of the folder. Raises SourceProblem when a file is missing.
    """
    tables = _Tables(folder, snapshot)
    yield Row(f"{folder.name}/", SOURCE)
    genres: dict[str, str] = {}
    for place, category in tables.rows("categories", Category):
        yield from _genre(place, category, genres)
    with tempfile.TemporaryDirectory(prefix="allostream-omdb-") as scratch, Order(Path(scratch)) as order:
        _fill(order, tables)
        makers: tuple[tuple[str, Callable[[Item], exchange.AnyRecord]], ...] = (
            ("films", lambda item: _film(item, genres)),
            ("series", lambda item: _series(item, genres, order)),
            ("seasons", lambda item: _season(item, order)),
            ("episodes", lambda item: _episode(item, order)),
        )
        for table, make in makers:
            if table == "episodes":
                yield from _seasons_of_loose(order)
            for place, item in tables.rows(table, Item):
                yield Row(place, item if isinstance(item, BadLine) else _made(make, item))


class _Tables:
    """The files of a folder."""

    def __init__(self, folder: Path, snapshot: str) -> None:
        self._paths = {"categories": folder / "categories.jsonl.gz", "episodes": folder / "episodes.jsonl.gz"}
        prefix = f"snapshot_{snapshot}_" if snapshot else ""
        for table in ("films", "series", "seasons"):
            self._paths[table] = folder / f"{prefix}{table}.jsonl.gz"
        for path in self._paths.values():
            if not path.is_file():
                raise SourceProblem(f"{path} is missing: give a folder with the tables of omdb.org.")

    def rows(self, table: str, shape: type[Any]) -> Iterator[tuple[str, Any]]:
        """The rows of a table with their places; a row that cannot be read comes as a BadLine."""
        path = self._paths[table]
        decoder = msgspec.json.Decoder(shape)
        with igzip.open(path, "rb") as lines:  # type: ignore[no-untyped-call]  # isal has no types for it
            for number, line in enumerate(lines, 1):
                try:
                    yield f"{path.name}:{number}", decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    yield f"{path.name}:{number}", BadLine("", f"the row cannot be read: {error}")


def _made(make: Callable[[Item], exchange.AnyRecord], item: Item) -> exchange.AnyRecord | BadLine:
    try:
        return make(item)
    except BadLine as error:
        return error


def _fill(order: Order, tables: _Tables) -> None:
    order.add_series(int(item.id) for _, item in tables.rows("series", Item) if isinstance(item, Item))
    order.add_seasons(
        (int(item.id), _int(item.parent_id), item.title or "")
        for _, item in tables.rows("seasons", Item)
        if isinstance(item, Item)
    )
    order.add_episodes(
        (int(item.id), _int(item.parent_id), _int(item.series_id), _day(item.date))
        for _, item in tables.rows("episodes", Item)
        if isinstance(item, Item)
    )
    order.settle()


def _genre(place: str, category: Category | BadLine, genres: dict[str, str]) -> Iterator[Row]:
    """The genre that a category is, if it is one; its address is noted in `genres`."""
    if isinstance(category, BadLine):
        yield Row(place, category)
    elif category.root_id == GENRE_ROOT and category.id != GENRE_ROOT and category.names:
        name = category.names.get("en") or next(iter(category.names.values()))
        words = slug(name)[:50].strip("-") or f"omdb-{category.id}"
        shared = SHARED.get(words, words)
        if shared in GENRES:
            words, is_new = shared, shared not in genres.values()
        else:
            words, is_new = f"{words}-{category.id}" if words in genres.values() else words, True
        genres[category.id] = words
        names = {language: text.strip() for language, text in category.names.items() if text.strip()}
        if words in GENRES:
            # Some of its English names are German ones.
            names |= dict(zip(("en", "fr"), GENRES[words], strict=True))
        if is_new:
            yield Row(place, exchange.Genre(slug=words, names=names))


def _film(item: Item, genres: dict[str, str]) -> exchange.Title:
    minutes = int(item.runtime) if item.runtime and item.runtime.isdecimal() else 0
    return _title(item, "film", genres, released=_day(item.date), runtime_min=minutes or None)


def _series(item: Item, genres: dict[str, str], order: Order) -> exchange.Title:
    # The date of a series is often that of its latest change: only a first episode says when it began.
    return _title(item, "series", genres, released=order.first_day(int(item.id)), runtime_min=None)


def _title(
    item: Item, kind: Any, genres: dict[str, str], *, released: str | None, runtime_min: int | None
) -> exchange.Title:
    languages = _languages(item)
    return exchange.Title(
        key=_key(item.id),
        kind=kind,
        name=_name(item),
        language=languages[0] if len(languages) == 1 and languages[0] != "zxx" else "",
        names=_names(item, languages),
        year=int(released[:4]) if released else None,
        released=released,
        runtime_min=runtime_min,
        countries=tuple(dict.fromkeys(item.countries)),
        languages=languages,
        genres=tuple(dict.fromkeys(genres[id_] for id_ in item.category_ids if id_ in genres)),
        identifiers={**_identifiers(item, item.links.imdbmovie), **_article(item)},
    )


def _season(item: Item, order: Order) -> exchange.Season:
    number, aired = order.season(int(item.id))
    return exchange.Season(
        key=_key(item.id),
        series=_parent(item, "series"),
        number=number,
        number_is_derived=number is not None,
        name=_one_line(item.title or "")[:300],
        names=_names(item, (), with_original=False),
        aired=aired,
        identifiers=_identifiers(item, ()),
    )


def _seasons_of_loose(order: Order) -> Iterator[Row]:
    """A season for the episodes that stand directly under their series: the first, where the series has no other."""
    for series, has_seasons, aired in order.loose_series():
        record = exchange.Season(
            key=_loose_key(str(series)), series=_key(str(series)), number=None if has_seasons else 1,
            number_is_derived=not has_seasons, aired=aired,
        )  # fmt: skip
        yield Row("series", record)


def _loose_key(series: str) -> str:
    return f"{_key(series)}/episodes"


def _episode(item: Item, order: Order) -> exchange.Episode:
    languages = _languages(item)
    number = order.episode_number(int(item.id))
    season = _parent(item, "season")
    if order.is_series(int(item.parent_id or 0)):
        season = _loose_key(item.parent_id or "")
    return exchange.Episode(
        key=_key(item.id),
        season=season,
        kind="special" if item.parent_id and order.is_special(int(item.parent_id)) else "regular",
        number=number,
        number_is_derived=number is not None,
        name=_one_line(item.title or "")[:LONGEST],
        language=languages[0] if len(languages) == 1 and languages[0] != "zxx" else "",
        names=_names(item, languages, with_original=False),
        aired=_day(item.date),
        identifiers=_identifiers(item, item.links.imdbepisode),
    )


def _key(id_: str) -> str:
    return f"{SOURCE.slug}:{id_}"


def _parent(item: Item, what: str) -> str:
    if item.parent_id is None:
        raise BadLine(_key(item.id), f"parent_id: it is empty, so the {what} is not known: the row is left out")
    return _key(item.parent_id)


def _name(item: Item) -> str:
    name = _one_line(item.title or "")
    if not name:
        raise BadLine(_key(item.id), "title: it is empty: the row is left out")
    return name[:LONGEST]


def _one_line(text: str) -> str:
    """A name without the tabs and line ends that some rows hold."""
    return " ".join(text.split())


def _languages(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(SILENT.get(tag, tag) for tag in item.languages if tag))


def _names(item: Item, languages: tuple[str, ...], *, with_original: bool = True) -> tuple[exchange.Name, ...]:
    """Names by language; omdb.org marks those under which a work was released as official."""
    names = []
    if with_original:
        own = languages[0] if len(languages) == 1 and languages[0] != "zxx" else ""
        names.append(exchange.Name(text=_name(item), language=own, kind="original"))
    for other in item.titles:
        text = _one_line(other.title)[:LONGEST]
        language = "" if other.lang in SILENT else other.lang or ""
        if text:
            kind: Any = "release" if other.official == "1" and language else "alias"
            names.append(exchange.Name(text=text, language=language, kind=kind))
    return tuple(dict.fromkeys(names))


def _identifiers(item: Item, imdb: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Identifiers in the form their scheme has; what is not in it (there are mistyped ones) says nothing."""
    found = {"imdb": imdb, "wikidata": item.links.wikidata}
    kept = {
        scheme: tuple(dict.fromkeys(value for value in values if WELL_FORMED[scheme].fullmatch(value)))
        for scheme, values in found.items()
    }
    return {scheme: values for scheme, values in kept.items() if values}


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _day(text: str | None) -> str | None:
    """A date that can be that of a film; others, such as 0000-00-00, say nothing."""
    return text if text and DAY.fullmatch(text) else None


def _article(item: Item) -> dict[str, tuple[str, ...]]:
    """The article of the English Wikipedia on a work, by the scheme it has with us. Of two or more nothing is known."""
    found = {name for one in item.links.wikipedia if one.lang == "en" and (name := english(one.key))}
    return {"enwiki": tuple(found)} if len(found) == 1 else {}
