"""Films, series, seasons and episodes."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from allostream.catalogue.queries import EpisodeRow, PersonRow, SeasonRow, TitleHead
from allostream.catalogue.title_queries import TitleRecord
from allostream.lib.languages import SILENT
from allostream.links.queries import LinkRow
from allostream.web import pictures, wording
from allostream.web.addresses import Place, address, part_address, title_address
from allostream.web.linked_data.ground import Ground, Thing, breadcrumbs, country, minutes, script, thing
from allostream.web.linked_data.offers import licence, watch_actions
from allostream.web.spoken import gettext

MOST_PEOPLE, MOST_NAMES, MOST_SEASONS = 10, 10, 60
# The roles that schema.org has a word for.
ROLES = {
    "screenplay": "author",
    "composer": "musicBy",
    "producer": "producer",
    "cast": "actor",
}

Credits = Sequence[tuple[str, Sequence[PersonRow]]]


def film(ground: Ground, title: TitleHead, record: TitleRecord, shown: Sequence[LinkRow]) -> str:
    """A film with the links that its page shows."""
    facts = common(ground, title, record)
    whole = thing(
        "Movie",
        **facts,
        datePublished=title.released or str(title.year or ""),
        duration=minutes(title.runtime_min),
        **watching(ground, shown),
    )
    return script(whole, way_to(ground, title))


def series(
    ground: Ground, title: TitleHead, record: TitleRecord, seasons: Sequence[SeasonRow], shown: Sequence[LinkRow]
) -> str:
    """A series: its seasons by name, and the links that hold all of it. Links to episodes stand on their own pages."""
    whole = thing(
        "TVSeries",
        **common(ground, title, record),
        startDate=title.released or str(title.year or ""),
        endDate=str(title.end_year or ""),
        numberOfSeasons=len(seasons),
        numberOfEpisodes=sum(season.episode_count for season in seasons),
        containsSeason=[season_facts(ground, title, season) for season in seasons[:MOST_SEASONS]],
        **watching(ground, shown),
    )
    return script(whole, way_to(ground, title))


def season(ground: Ground, title: TitleHead, season: SeasonRow, heading: str, shown: Sequence[LinkRow]) -> str:
    """A season of a series; `heading` is its name or its number in words."""
    path = part_address(ground.site_language, title.slug, season)
    whole = season_facts(ground, title, season) | thing(
        "TVSeason", name=heading, datePublished=season.aired, partOfSeries=part_of(ground, title),
        image=picture(ground, title), **watching(ground, shown),
    )  # fmt: skip
    return script(whole, way_to(ground, title, (heading, path)))


def episode(
    ground: Ground, title: TitleHead, row: EpisodeRow, heading: str, credits: Credits, shown: Sequence[LinkRow]
) -> str:
    """An episode of a series; `heading` is its name or its number in words."""
    path = part_address(ground.site_language, title.slug, row)
    season = thing("TVSeason", seasonNumber=row.season_number) if row.season_number is not None else None
    whole = thing(
        "TVEpisode",
        id_=ground.permanent("e", row.public_id),
        url=ground.full(path),
        name=heading,
        episodeNumber=row.number,
        partOfSeason=season,
        partOfSeries=part_of(ground, title),
        datePublished=row.aired,
        duration=minutes(row.runtime_min),
        image=picture(ground, title),
        **people(ground, credits),
        **watching(ground, shown),
    )
    return script(whole, way_to(ground, title, (heading, path)))


def common(ground: Ground, title: TitleHead, record: TitleRecord) -> dict[str, Any]:
    """What is said of films and series alike."""
    known = (wording.identifier(*pair)["address"] for pair in record.identifiers)
    return {
        "id_": ground.permanent("w", title.public_id),
        "url": ground.full(title_address(ground.site_language, title.kind, title.slug)),
        "name": title.name,
        "alternateName": list(dict.fromkeys(name.text for name in islice(record.names, MOST_NAMES))),
        "sameAs": [address for address in known if address],
        "inLanguage": [code for code in record.languages if code != SILENT],
        "countryOfOrigin": [country(ground, code) for code in title.countries],
        "genre": [name for _slug, name in record.genres],
        "image": picture(ground, title),
        "director": [person(ground, row) for row in title.directors],
        **people(ground, record.credits),
    }


def people(ground: Ground, credits: Credits) -> dict[str, list[Thing]]:
    """Those who made or played in a work, by the words of schema.org."""
    found: dict[str, list[Thing]] = {}
    for role, rows in credits:
        if role in ROLES:
            found[ROLES[role]] = [person(ground, row) for row in rows[:MOST_PEOPLE]]
    directing = [row for role, rows in credits if role in ("principal_director", "co_director") for row in rows]
    if directing:
        found["director"] = [person(ground, row) for row in directing]
    return found


def person(ground: Ground, row: PersonRow) -> Thing:
    """Somebody by name and page."""
    return {"@type": "Person", "name": row.name, "url": ground.person(row.slug)}


def watching(ground: Ground, shown: Sequence[LinkRow]) -> dict[str, Any]:
    """The links of a page, whether one of them is free, and the open licence that it rests on."""
    return {
        "isAccessibleForFree": True if any(link.is_free for link in shown) else None,
        "license": licence(shown),
        "potentialAction": watch_actions(ground, shown),
    }


def season_facts(ground: Ground, title: TitleHead, season: SeasonRow) -> Thing:
    """A season in the list of its series."""
    return thing(
        "TVSeason",
        url=ground.full(part_address(ground.site_language, title.slug, season)),
        name=season.name,
        seasonNumber=season.number,
        numberOfEpisodes=season.episode_count,
    )


def part_of(ground: Ground, title: TitleHead) -> Thing:
    """The series that something is a part of."""
    path = title_address(ground.site_language, title.kind, title.slug)
    return {
        "@type": "TVSeries", "@id": ground.permanent("w", title.public_id), "name": title.name,
        "url": ground.full(path),
    }  # fmt: skip


def picture(ground: Ground, title: TitleHead) -> str:
    """The full address of the poster as PNG: search engines take no SVG."""
    return ground.full(pictures.facts_of(title, ground.language).png_address)


def way_to(ground: Ground, title: TitleHead, *part: tuple[str, str]) -> Thing:
    """Home, the list of films or series, the title, and a part of it."""
    is_film = title.kind == "film"
    words = gettext("Films") if is_film else gettext("Series")
    shelf = (words, address(ground.site_language, Place.FILMS if is_film else Place.SHOWS))
    return breadcrumbs(
        ground, [shelf, (title.name, title_address(ground.site_language, title.kind, title.slug)), *part]
    )
