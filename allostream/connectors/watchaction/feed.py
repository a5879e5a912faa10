"""One file of a feed: envelope, entities, and what is wrong with them, each with its place and a remedy."""

import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from allostream.connectors.candidates import Candidate, Part, Work
from allostream.connectors.schema_org.reading import Thing, listed, text, texts, types_of
from allostream.connectors.schema_org.records import day, identifiers, minutes
from allostream.connectors.watchaction.actions import Entity, offers
from allostream.connectors.watchaction.values import Unfit, moment
from allostream.lib.exchange import Name
from allostream.lib.languages import is_tag

LARGEST = 256 * 1024 * 1024  # bytes of one file, unpacked
GZIP = b"\x1f\x8b"
SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/?")
FILM, SERIES, SEASON, EPISODE = "Movie", "TVSeries", "TVSeason", "TVEpisode"
KINDS = (FILM, SERIES, SEASON, EPISODE)
SCHEMES = {"imdb_id": ("imdb", re.compile(r"tt\d{7,8}")), "wikidata_id": ("wikidata", re.compile(r"Q[1-9]\d*"))}
MOST_REPORTED = 1000


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a feed that is not as it should be: where, and what to do about it."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass
class Feed:
    """What a file of a feed says. `ignored`: how many entities of each type are of no use here."""

    found: list[Candidate] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    modified: datetime | None = None
    entities: int = 0

    def report(self, place: str, what: str) -> None:
        """Note a mistake, once; of very many only the first."""
        one = Mistake(place, what)
        if len(self.mistakes) < MOST_REPORTED and (not self.mistakes or self.mistakes[-1] != one):
            self.mistakes.append(one)


class NoFeed(ValueError):
    """A file of which nothing can be read; the message says why and what to do."""


def read(content: bytes, hosts: Collection[str], found_in: str = "") -> Feed:
    """The offers of a file, plain or packed with gzip. `hosts`: the domains that are the provider's. Raises NoFeed."""
    try:
        document = msgspec.json.decode(unpacked(content))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NoFeed(f"it is no JSON ({error}): give the feed as JSON in UTF-8") from error
    feed = Feed()
    things = list(_envelope(document, feed))
    index = {name: thing for thing in things if (name := _id(thing))}
    for place, thing in enumerate(things):
        kind = next((kind for kind in KINDS if kind in types_of(thing)), "")
        if not kind:
            feed.ignored[", ".join(sorted(types_of(thing))) or "without @type"] += 1
            continue
        feed.entities += 1
        _take(
            kind,
            thing,
            f"dataFeedElement {place + 1}, {_id(thing) or 'without @id'}"[:300],
            index,
            feed,
            hosts,
            found_in,
        )
    return feed


def unpacked(content: bytes) -> bytes:
    """The bytes of a file, unpacked where it is packed with gzip. Raises NoFeed for one that is broken or too large."""
    if not content.startswith(GZIP):
        return content
    parts: list[bytes] = []
    left = LARGEST
    try:
        while content.startswith(GZIP):  # a file may have several members
            unpacking = zlib.decompressobj(wbits=31)
            parts.append(unpacking.decompress(content, left + 1))
            left -= len(parts[-1])
            if left < 0:
                raise NoFeed(f"unpacked it is larger than {LARGEST:,} bytes: give it in several files")
            if not unpacking.eof:
                raise NoFeed("it ends before its gzip data does: give the whole file")
            content = unpacking.unused_data
    except zlib.error as error:
        raise NoFeed("it is no whole gzip file: pack it anew") from error
    return b"".join(parts)


def _envelope(document: Any, feed: Feed) -> Iterator[Thing]:
    """The entities of a document: of a DataFeed, a graph, a list, or one alone."""
    for outer in listed(document):
        if not isinstance(outer, dict):
            feed.report("the file", "it holds something that is no object: give a DataFeed")
            continue
        if "DataFeed" in types_of(outer) or "dataFeedElement" in outer:
            _check_envelope(outer, feed)
            yield from _elements(outer.get("dataFeedElement"))
        elif "@graph" in outer:
            yield from _envelope_of_graph(outer["@graph"], feed)
        else:
            yield outer


def _envelope_of_graph(graph: Any, feed: Feed) -> Iterator[Thing]:
    for one in _elements(graph):
        if "DataFeed" in types_of(one):
            _check_envelope(one, feed)
            yield from _elements(one.get("dataFeedElement"))
        else:
            yield one


def _elements(value: Any) -> Iterator[Thing]:
    """The entities of a list, those inside a DataFeedItem or a graph too."""
    for one in listed(value):
        if isinstance(one, dict):
            inner = one.get("item") if "DataFeedItem" in types_of(one) else one.get("@graph")
            yield from (each for each in listed(inner) if isinstance(each, dict)) if inner else (one,)


def _check_envelope(outer: Thing, feed: Feed) -> None:
    context = " ".join(one for one in listed(outer.get("@context")) if isinstance(one, str))
    if not SCHEMA.match(context):
        feed.report("the feed", "@context: it is not schema.org: give “http://schema.org”")
    if "DataFeed" not in types_of(outer):
        feed.report("the feed", "@type: it is not DataFeed: give it")
    try:
        feed.modified, _ = moment("dateModified", outer.get("dateModified"))
        if feed.modified is None:
            raise Unfit("dateModified: it is missing: say when the feed was written")
    except Unfit as error:
        feed.report("the feed", str(error))
    if not listed(outer.get("dataFeedElement")):
        feed.report("the feed", "dataFeedElement: it is empty: list the works")


def _take(
    kind: str, thing: Thing, place: str, index: Mapping[str, Thing], feed: Feed, hosts: Collection[str], found_in: str
) -> None:
    if not thing.get("potentialAction"):
        return  # a root entity that only says what its parts belong to
    try:
        if not _id(thing):
            raise Unfit("@id: it is missing: give one that never changes")
        root, part = root_of(kind, thing, index)
        work = work_of(FILM if kind == FILM else SERIES, root)
    except Unfit as error:
        feed.report(place, str(error))
        return
    entity = Entity(_id(thing), work, part, feed.modified, found_in)
    feed.found += offers(thing, entity, hosts, lambda what: feed.report(place, what))


def root_of(kind: str, thing: Thing, index: Mapping[str, Thing]) -> tuple[Thing, Part | None]:
    """The film or series that an entity is or belongs to, and which part of it. Raises Unfit."""
    if kind in (FILM, SERIES):
        return thing, None
    season = thing if kind == SEASON else _known(thing.get("partOfSeason"), index)
    series = _known(thing.get("partOfSeries") or season.get("partOfSeries"), index)
    if not series:
        raise Unfit("partOfSeries: it is missing: name the series with its @id")
    number = _number("seasonNumber", season)
    if kind == SEASON:
        return series, Part(season=number)
    return series, Part(
        season=number, episode=_number("episodeNumber", thing), identifiers=_identifiers(EPISODE, thing)
    )


def _known(value: Any, index: Mapping[str, Thing]) -> Thing:
    """A thing that is told inside another, with what its own entity says of it."""
    told = next((one for one in listed(value) if isinstance(one, (dict, str))), {})
    named: Thing = {"@id": told} if isinstance(told, str) else told
    return {**index.get(_id(named), {}), **{name: said for name, said in named.items() if said not in (None, "")}}


def _number(name: str, thing: Thing) -> int:
    said = text(thing.get(name))
    if not (said.isascii() and said.isdecimal() and int(said[:6]) <= 30_000 and len(said) <= 6):
        raise Unfit(f"{name}: “{said[:40]}” is no number: give it as 1, 2, 3")
    return int(said)


def _id(thing: Thing) -> str:
    return next(
        (said.strip() for name in ("@id", "url") if isinstance(said := thing.get(name), str) and said.strip()), ""
    )


def work_of(kind: str, root: Thing) -> Work:
    """What is said of a film or series. Raises Unfit for one without a name."""
    language = _language(root)
    names = [
        Name(text=" ".join(said.split())[:500], language=tag if is_tag(tag) else language)
        for said, tag in texts(root.get("name"))
        if said
    ]
    if not names:
        raise Unfit("name: it is missing: give the name of the film or series")
    begun = next((one for one in listed(root.get("releasedEvent")) if isinstance(one, dict)), {}).get("startDate")
    released = day(root.get("datePublished") or begun) or ""
    return Work(
        kind="film" if kind == FILM else "series", names=tuple(names), released=released,
        year=int(released[:4]) if released else None,
        minutes=minutes(root.get("duration")) if kind == FILM else None,
        identifiers=_identifiers(kind, root),
        makers=tuple(dict.fromkeys(maker for maker, _ in texts(root.get("director")) if maker))[:20],
    )  # fmt: skip


def _language(thing: Thing) -> str:
    context = (one.get("@language") for one in listed(thing.get("@context")) if isinstance(one, dict))
    return next((one for one in context if isinstance(one, str) and is_tag(one)), "")


def _identifiers(kind: str, thing: Thing) -> dict[str, tuple[str, ...]]:
    """What other catalogues call a thing: by `sameAs`, `titleEIDR` and `identifier`."""
    found = identifiers(thing)
    for one in listed(thing.get("identifier")):
        name = text(one.get("propertyID")).lower() if isinstance(one, dict) else ""
        value = text(one.get("value")) if isinstance(one, dict) else ""
        if name in SCHEMES and SCHEMES[name][1].fullmatch(value):
            scheme = SCHEMES[name][0]
            found[scheme] = tuple(dict.fromkeys((*found.get(scheme, ()), value)))
        if name == "tmdb_id" and kind in (FILM, SERIES) and re.fullmatch(r"\d{1,9}", value):
            found["tmdb_movie" if kind == FILM else "tmdb_tv"] = (value,)
    return found
