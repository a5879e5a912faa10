"""Objects of TVmaze as records of the exchange format."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from babel import Locale

from allostream.connectors import genres
from allostream.connectors.rows import Row, json_lines, one_line, opened
from allostream.connectors.tvmaze.client import Client
from allostream.connectors.tvmaze.shapes import Episode, Season, Show, Thing
from allostream.lib import exchange
from allostream.lib.countries import is_country
from allostream.lib.exchange import BadLine
from allostream.lib.languages import is_tag
from allostream.lib.names import folded

SOURCE = exchange.Source(
    slug="tvmaze",
    name="TVmaze",
    licence="CC-BY-SA-4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    credit="TVmaze.com, licensed under CC BY-SA 4.0; converted. Whatever is made from these facts is shared alike",
    address="https://www.tvmaze.com/",
)
DAY = re.compile(r"(?:18[7-9]\d|19\d\d|2[01]\d\d)-\d\d-\d\d")
IMDB = re.compile(r"tt\d{7,8}")
# An episode's address begins with that of its show: /episodes/4952/game-of-thrones-1x01-winter-is-coming
EPISODE_OF = re.compile(r"/episodes/\d+/(?P<show>.+?)-(?:\d+x\d+|s\d+-special)")
SHOW_AT = re.compile(r"/shows/(?P<id>\d+)(?:/(?P<slug>[^/?#]+))?")
KIND_GENRES = {
    "Animation": "animation", "Documentary": "documentary", "Reality": "reality-tv", "Talk Show": "talk-show",
    "Game Show": "game-show", "News": "news", "Variety": "variety", "Sports": "sport", "Panel Show": "talk-show",
}  # fmt: skip
# What TVmaze calls otherwise than the Unicode tables do.
TONGUES = {"scottish gaelic": "gd", "chinese": "zh", "tagalog": "tl", "panjabi": "pa", "norwegian": "no"}
MOST_CAST = 60


def records(paths: Iterable[Path]) -> Iterator[Row]:
    """The records of files of JSON lines with objects of shows and episodes, in any order. Raises SourceProblem.

    Of a show that stands in several files, the last one holds; episodes find theirs by the link or the address.
    """
    paths = list(paths)
    for path in paths:
        opened(path).close()
    yield Row("tvmaze", SOURCE)
    yield from (Row("tvmaze", genre) for genre in genres.records(genres.GENRES))
    shows: dict[int, tuple[str, Show]] = {}
    episodes: list[tuple[str, Episode]] = []
    for path in paths:
        for place, raw in json_lines(path, msgspec.Raw):
            found = raw if isinstance(raw, BadLine) else _object(raw)
            if isinstance(found, BadLine):
                yield Row(place, found)
            elif isinstance(found, Show):
                shows[found.id] = (place, _fuller(shows[found.id][1], found) if found.id in shows else found)
            else:
                episodes.append((place, found))
    for place, show in shows.values():
        yield from show_rows(place, show)
    yield from _episode_rows({id_: show for id_, (_, show) in shows.items()}, episodes)


def from_api(client: Client, ids: Iterable[int]) -> Iterator[Row]:
    """The records of shows by their ids, with seasons, episodes and cast. Raises SourceProblem, also half-way."""
    yield Row("tvmaze", SOURCE)
    yield from (Row("tvmaze", genre) for genre in genres.records(genres.GENRES))
    for id_ in ids:
        show = client.show(id_)
        place = f"shows/{id_}"
        if show is None:
            yield Row(place, BadLine(f"{SOURCE.slug}:{id_}", "TVmaze has no such show any more: nothing is changed"))
            continue
        yield from show_rows(place, show)
        yield from _episode_rows({show.id: show}, [(f"{place}/episodes", e) for e in show.embedded.episodes], show)


def from_index(client: Client, first: int = 0, told: Callable[[int], None] = lambda _: None) -> Iterator[Row]:
    """The records of all shows, without their episodes, from a page of the index on. Raises SourceProblem.

    `told` hears the number of each page once all records before it were taken.
    """
    yield Row("tvmaze", SOURCE)
    yield from (Row("tvmaze", genre) for genre in genres.records(genres.GENRES))
    for page, shows in enumerate(client.index(first), first):
        told(page)
        for show in shows:
            yield from show_rows(f"shows?page={page}", show)


def _object(raw: msgspec.Raw) -> Show | Episode | BadLine:
    try:
        thing = _things.decode(raw)
        is_episode = thing.airdate is not None or thing.season is not None
        return _episodes.decode(raw) if is_episode else _shows.decode(raw)
    except msgspec.DecodeError as error:
        return BadLine("", f"the object cannot be read: {error}: correct it, or fetch it again")


_things = msgspec.json.Decoder(Thing)
_shows = msgspec.json.Decoder(Show)
_episodes = msgspec.json.Decoder(Episode)


def _fuller(first: Show, second: Show) -> Show:
    """Of two states of a show, the one that tells more; the later one where both tell as much."""
    return first if _told(first) > _told(second) else second


def _told(show: Show) -> tuple[bool, int]:
    return bool(show.externals.imdb or show.network or show.web_channel), show.updated or 0


def show_rows(place: str, show: Show) -> Iterator[Row]:
    """The record of a show and those of its seasons."""
    try:
        yield Row(place, title(show))
    except BadLine as error:
        yield Row(place, error)
        return
    for season in show.embedded.seasons:
        if season.number is not None:
            yield Row(place, season_record(show, season))


def title(show: Show) -> exchange.Title:
    """The record of a show. Raises BadLine for one without a name."""
    name = one_line(show.name or "")
    if not name:
        raise BadLine(f"{SOURCE.slug}:{show.id}", "name: it is empty: correct it at TVmaze")
    language = language_of(show.language or "")
    began, ended = day(show.premiered or show.premiere_date), day(show.ended)
    runtime = show.runtime or show.average_runtime
    kinds = [KIND_GENRES[show.type]] if show.type in KIND_GENRES else []
    shown_by = show.network or show.web_channel
    country = shown_by.country.code if shown_by and shown_by.country else ""
    return exchange.Title(
        key=f"{SOURCE.slug}:{show.id}",
        kind="series",
        form="documentary_series" if show.type == "Documentary" else "tv_series",
        name=name,
        language=language,
        names=(exchange.Name(text=name, language=language),),
        year=int(began[:4]) if began else None,
        released=began,
        end_year=int(ended[:4]) if ended and began and ended[:4] >= began[:4] else None,
        runtime_min=round(runtime) if runtime and 1 <= runtime <= 30_000 else None,
        runtime_is_approximate=bool(runtime) and not show.runtime,
        countries=(country,) if is_country(country) else (),
        languages=(language,) if language else (),
        genres=tuple(dict.fromkeys((*genres.found(show.genres), *kinds))),
        identifiers=identifiers(show),
        credits=tuple(_cast(show)),
        flags=("content_warning",) if "Adult" in show.genres else (),
    )


def identifiers(show: Show) -> dict[str, tuple[str, ...]]:
    """What other catalogues call a show."""
    found: dict[str, tuple[str, ...]] = {}
    if show.externals.imdb and IMDB.fullmatch(show.externals.imdb):
        found["imdb"] = (show.externals.imdb,)
    if show.externals.thetvdb:
        found["tvdb"] = (str(show.externals.thetvdb),)
    return found


def _cast(show: Show) -> Iterator[exchange.Credit]:
    seen = set()
    for member in show.embedded.cast[:MOST_CAST]:
        name = one_line(member.person.name)[:200]
        character = "" if member.is_self or member.character is None else one_line(member.character.name or "")[:200]
        if name and (name, character) not in seen:
            seen.add((name, character))
            born, died = day(member.person.birthday), day(member.person.deathday)
            yield exchange.Credit(role="cast", name=name, character=character, born=born, died=died)


def season_record(show: Show, season: Season) -> exchange.Season:
    """The record of a season. Its key is made of its number, so that episodes without their season find it."""
    return exchange.Season(
        key=season_key(show.id, season.number),
        series=f"{SOURCE.slug}:{show.id}",
        number=season.number,
        name=one_line(season.name or "")[:300],
        language=language_of(show.language or ""),
        aired=day(season.premiere),
        identifiers={"tvmaze_season": (str(season.id),)},
    )


def season_key(show: int, number: int | None) -> str:
    """The key of a season of a show; specials without a season stand in one of their own."""
    return f"{SOURCE.slug}:{show}/{'specials' if number is None else f's{number}'}"


def _episode_rows(shows: dict[int, Show], episodes: list[tuple[str, Episode]], of: Show | None = None) -> Iterator[Row]:
    """Seasons that no object of their own has told of, and episodes."""
    by_slug = {found["slug"]: show.id for show in shows.values() if (found := SHOW_AT.search(show.url))}
    seasons = {season_key(show.id, season.number) for show in shows.values() for season in show.embedded.seasons}
    for place, episode in episodes:
        show = of or shows.get(_show_of(episode, by_slug))
        if show is None:
            what = "show: neither its link nor its address names a show of these files: give the show's object too"
            yield Row(place, BadLine(f"{SOURCE.slug}:episode/{episode.id}", what))
            continue
        key = season_key(show.id, episode.season)
        if key not in seasons:
            seasons.add(key)
            yield Row(place, exchange.Season(key=key, series=f"{SOURCE.slug}:{show.id}", number=episode.season))
        yield Row(place, episode_record(episode, show, key))


def _show_of(episode: Episode, by_slug: dict[str, int]) -> int:
    if episode.links.show and (found := SHOW_AT.search(episode.links.show.href)):
        return int(found["id"])
    found = EPISODE_OF.search(episode.url)
    return by_slug.get(found["show"], 0) if found else 0


def episode_record(episode: Episode, show: Show, season: str) -> exchange.Episode:
    """The record of an episode."""
    return exchange.Episode(
        key=f"{SOURCE.slug}:episode/{episode.id}",
        season=season,
        kind="regular" if episode.type == "regular" else "special",
        number=episode.number,
        name=one_line(episode.name or ""),
        language=language_of(show.language or ""),
        aired=aired(episode, show.zone),
        runtime_min=round(episode.runtime) if episode.runtime and 1 <= episode.runtime <= 30_000 else None,
        identifiers={"tvmaze_episode": (str(episode.id),)},
    )


def aired(episode: Episode, zone: str) -> str | None:
    """The day on which an episode was first shown.

    It is the day of the moment that TVmaze gives, in the time zone of whoever showed it, else in UTC: what is called
    its date is, for shows after midnight, that of the evening before.
    """
    try:
        moment = datetime.fromisoformat(episode.airstamp or "")
    except ValueError:
        return day(episode.airdate)
    there = _zone(zone)
    return day((moment if moment.tzinfo is None else moment.astimezone(there)).date().isoformat())


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def day(text: str | None) -> str | None:
    """A day that can be that of a film or series; others say nothing."""
    if not text or not DAY.fullmatch(text):
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


@cache
def language_of(name: str) -> str:
    """The tag of a language that is named in English, "" when none has that name."""
    known = TONGUES.get(folded(name)) or _tongues().get(folded(name), "")
    return known if is_tag(known) else ""


@cache
def _tongues() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, name in Locale("en").languages.items():
        names.setdefault(folded(str(name)), str(code))
    return names
