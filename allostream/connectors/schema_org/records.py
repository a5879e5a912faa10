"""Movie, TVSeries, TVSeason and TVEpisode as records. Only what names the work: offers are the business of links."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from allostream.connectors import genres
from allostream.connectors.rows import LONGEST_KEY, Row, one_line
from allostream.connectors.schema_org.reading import Thing, listed, text, texts, things_in, types_of
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.lib.languages import is_tag

DURATION = re.compile(
    r"P(?:0*Y)?(?:0*M)?(?:(?P<days>\d)D)?"
    r"T(?:(?P<hours>\d{1,3})H)?(?:(?P<minutes>\d{1,4})M)?(?:(?P<seconds>\d{1,6}(?:\.\d+)?)S)?"
)
DAY = re.compile(r"((?:18[7-9]\d|19\d\d|2[01]\d\d)(?:-\d\d(?:-\d\d)?)?)")
IMDB = re.compile(r"imdb\.com/title/(tt\d{7,8})")
WIKIDATA = re.compile(r"wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)")
ROLES = {"director": "principal_director", "author": "screenplay", "musicBy": "composer", "actor": "cast"}
FILM, SERIES, SEASON, EPISODE = "Movie", "TVSeries", "TVSeason", "TVEpisode"
ORDER = (SERIES, FILM, SEASON, EPISODE)
MOST_CREDITS = 60


def source(slug: str, name: str, licence: str, credit: str, address: str = "") -> exchange.Source:
    """The source that a site's descriptions are: whoever imports them says under which terms."""
    return exchange.Source(slug=slug, name=name, licence=licence, credit=credit, address=address)


def records(of: exchange.Source, pages: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """The records of pages and feeds, each with its place and text. Things are kept until all are read."""
    yield Row(of.slug, of)
    yield from (Row(of.slug, genre) for genre in genres.records(genres.GENRES))
    found: dict[str, list[tuple[str, Thing]]] = {type_: [] for type_ in ORDER}
    for place, content in pages:
        try:
            for thing in things_in(content):
                for type_ in types_of(thing) & found.keys():
                    found[type_].append((place, thing))
        except (ValueError, RecursionError) as error:
            yield Row(place, BadLine("", f"the page or feed cannot be read: {error}: give one with JSON-LD"))
    known: set[str] = set()
    for type_ in ORDER:
        for place, thing in found[type_]:
            yield from _rows(of, place, type_, thing, known)


def _rows(of: exchange.Source, place: str, type_: str, thing: Thing, known: set[str]) -> Iterator[Row]:
    """The record of a thing, and before it what it belongs to where nothing else told of that."""
    try:
        for made in _made(of, type_, thing, known):
            if made.key not in known:  # type: ignore[union-attr]  # none is of a kind without a key
                known.add(made.key)  # type: ignore[union-attr]
                yield Row(place, made)
    except BadLine as error:
        yield Row(place, error)


def _made(of: exchange.Source, type_: str, thing: Thing, known: set[str]) -> Iterator[exchange.AnyRecord]:
    if type_ in (FILM, SERIES):
        yield title(of, type_, thing)
        return
    series = _one(thing.get("partOfSeries") or _one(thing.get("partOfSeason")).get("partOfSeries"))
    series_key = key(of, series)
    if series_key not in known:
        yield title(of, SERIES, series)
    if type_ == SEASON:
        yield season(of, thing, series_key)
        return
    within = _one(thing.get("partOfSeason"))
    whole = season(of, within, series_key)
    if whole.key not in known:
        yield whole
    yield episode(of, thing, whole.key)


def title(of: exchange.Source, type_: str, thing: Thing) -> exchange.Title:
    """The record of a film or series. Raises BadLine for one without a name or address."""
    called = [(one_line(name), tag if is_tag(tag) else "") for name, tag in texts(thing.get("name"))]
    called = [(name, tag) for name, tag in called if name]
    if not called:
        raise BadLine(key(of, thing), "name: it is empty: give one")
    begun = thing.get("datePublished") or thing.get("startDate") or _one(thing.get("releasedEvent")).get("startDate")
    released = day(begun)
    alias = [(one_line(name), "") for name, _ in texts(thing.get("alternateName"))]
    kinds: list[Any] = ["release"] * len(called) + ["alias"] * len(alias)
    names = [
        exchange.Name(text=name, language=tag, kind=kind)
        for (name, tag), kind in zip((*called, *alias), kinds, strict=True)
        if name
    ]
    return exchange.Title(
        key=key(of, thing),
        kind="film" if type_ == FILM else "series",
        name=called[0][0],
        language=called[0][1],
        names=tuple(dict.fromkeys(names)),
        year=int(released[:4]) if released else None,
        released=released,
        runtime_min=minutes(thing.get("duration")) if type_ == FILM else None,
        languages=tuple(dict.fromkeys(tag for tag, _ in texts(thing.get("inLanguage")) if is_tag(tag))),
        genres=genres.found(word for word, _ in texts(thing.get("genre"))),
        identifiers=identifiers(thing),
        credits=tuple(credits_of(thing)),
    )


def season(of: exchange.Source, thing: Thing, series: str) -> exchange.Season:
    """The record of a season; where nothing is said of it, the one season of what has no others."""
    number = _number(thing.get("seasonNumber"))
    own = key(of, thing) if _address(thing) else f"{series}/{'episodes' if number is None else f's{number}'}"
    name = one_line(text(thing.get("name")))[:300]
    return exchange.Season(key=own, series=series, number=number, name=name, aired=day(thing.get("datePublished")))


def episode(of: exchange.Source, thing: Thing, season_key: str) -> exchange.Episode:
    """The record of an episode. Raises BadLine for one without an address."""
    number = _number(thing.get("episodeNumber"))
    return exchange.Episode(
        key=key(of, thing),
        season=season_key,
        number=number,
        name=one_line(text(thing.get("name"))),
        aired=day(thing.get("datePublished")),
        runtime_min=minutes(thing.get("duration")),
        identifiers=identifiers(thing),
    )


def key(of: exchange.Source, thing: Thing) -> str:
    """The key of a thing: its address, shortened where it is too long for one. Raises BadLine without any."""
    address = _address(thing)
    if not address:
        raise BadLine(
            "", f"@id or url: “{text(thing.get('name'))[:80]}” has none, so it cannot be found again: add one"
        )
    short = re.sub(r"^https?://[^/]+/", "", address).strip("/")
    is_fit = bool(short) and len(short) <= LONGEST_KEY - 20 and not re.search(r"[\s?#]", short)
    return f"{of.slug}:{short if is_fit else blake2b(address.encode(), digest_size=10).hexdigest()}"


def _address(thing: Thing) -> str:
    return next((v.strip() for v in (thing.get("@id"), thing.get("url")) if isinstance(v, str) and v.strip()), "")


def identifiers(thing: Thing) -> dict[str, tuple[str, ...]]:
    """What other catalogues call a work, by the addresses that it is said to be the same as."""
    found: dict[str, tuple[str, ...]] = {}
    same = " ".join(text(one) for one in listed(thing.get("sameAs")))
    for scheme, shape in (("imdb", IMDB), ("wikidata", WIKIDATA)):
        if values := tuple(dict.fromkeys(shape.findall(same))):
            found[scheme] = values
    if eidr := text(thing.get("titleEIDR")):
        found["eidr"] = (eidr[:100],)
    return found


def credits_of(thing: Thing) -> Iterator[exchange.Credit]:
    """The people of a work."""
    seen: set[tuple[str, str]] = set()
    for name, role in ROLES.items():
        for person, _ in texts(thing.get(name)):
            named = one_line(person)[:200]
            if named and (role, named) not in seen and len(seen) < MOST_CREDITS:
                seen.add((role, named))
                yield exchange.Credit(role=role, name=named)  # type: ignore[arg-type]  # the table holds roles


def minutes(value: Any) -> int | None:
    """A duration of ISO 8601 in minutes."""
    total = int((seconds(value) or 0) // 60)
    return total if 1 <= total <= 30_000 else None


def seconds(value: Any) -> float | None:
    """A duration of ISO 8601 in seconds; None where it is none or not known."""
    found = DURATION.fullmatch(text(value))
    if found is None:
        return None
    hours = int(found["days"] or 0) * 24 + int(found["hours"] or 0)
    return hours * 3600 + int(found["minutes"] or 0) * 60 + float(found["seconds"] or 0) or None


def day(value: Any) -> str | None:
    """A date as exactly as it is given, without the time."""
    found = DAY.match(text(value))
    return found[1] if found else None


def _number(value: Any) -> int | None:
    said = text(value)
    return int(said) if said.isascii() and said.isdecimal() and int(said) <= 30_000 else None


def _one(value: Any) -> Thing:
    return next((one for one in listed(value) if isinstance(one, dict)), {})
