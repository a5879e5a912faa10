"""Pages completed with what machines read of them: description, Open Graph, linked data, picture.

Each function takes a page and the rows that it shows, and gives back the page with the words for machines.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from allostream.catalogue.models import Person
from allostream.catalogue.queries import EpisodeRow, PersonRow, SeasonRow, TitleHead
from allostream.catalogue.title_queries import TitleRecord
from allostream.lib.countries import WORLD
from allostream.links.queries import PAGE_SIZE, Card, LinkRow
from allostream.web import linked_data, pictures
from allostream.web.addresses import Place, address, title_address
from allostream.web.formats import joined
from allostream.web.http import PageRequest
from allostream.web.linked_data import Ground, ground_of
from allostream.web.page import Page
from allostream.web.player import Player
from allostream.web.spoken import gettext

Credits = Sequence[tuple[str, Sequence[PersonRow]]]
Facts = list[tuple[str, str]]
MOST_ACTORS, MOST_TAGS = 6, 6
PLAYER_SIZE = 1280, 720


def film(request: PageRequest, page: Page, title: TitleHead, record: TitleRecord, shown: Sequence[LinkRow]) -> Page:
    """The page of a film with the links that it shows."""
    ground = ground_of(request)
    names = joined([person.name for person in title.directors], ground.language)
    directed = gettext(
        "%(title)s, directed by %(names)s: where to watch it lawfully, free or paid, country by country."
    )
    return replace(
        pictured(page, title, ground),
        description=directed % {"title": page.title, "names": names} if names else page.description,
        kind="video.movie",
        facts=[
            *people_facts(ground, title.directors, record.credits),
            *time_facts(title.runtime_min, title.released or str(title.year or "")),
            *(("video:tag", name) for _slug, name in record.genres[:MOST_TAGS]),
        ],
        data=linked_data.film(ground, title, record, shown),
    )


def series(
    request: PageRequest,
    page: Page,
    title: TitleHead,
    record: TitleRecord,
    seasons: Sequence[SeasonRow],
    shown: Sequence[LinkRow],
) -> Page:
    """The page of a series with the links to all of it."""
    ground = ground_of(request)
    return replace(
        pictured(page, title, ground),
        description=gettext(
            "%(title)s: every season and episode, and where to watch each lawfully, country by country."
        )
        % {"title": page.title},
        kind="video.tv_show",
        facts=[
            *people_facts(ground, title.directors, record.credits),
            *(("video:tag", name) for _slug, name in record.genres[:MOST_TAGS]),
        ],
        data=linked_data.series(ground, title, record, seasons, shown),
    )


def season(
    request: PageRequest, page: Page, title: TitleHead, row: SeasonRow, heading: str, shown: Sequence[LinkRow]
) -> Page:
    """The page of a season with the links to all of it."""
    ground = ground_of(request)
    return replace(
        pictured(page, title, ground),
        description=gettext("The episodes of %(part)s of %(title)s, and where to watch each lawfully.")
        % {"part": heading, "title": title.name},
        kind="video.tv_show",
        data=linked_data.season(ground, title, row, heading, shown),
    )


def episode(
    request: PageRequest,
    page: Page,
    title: TitleHead,
    row: EpisodeRow,
    heading: str,
    credits: Credits,
    shown: Sequence[LinkRow],
) -> Page:
    """The page of an episode with the links on which it can be watched."""
    ground = ground_of(request)
    values = {"title": title.name, "season": row.season_number, "number": row.number, "name": heading}
    numbered = row.season_number is not None and row.number is not None
    described = (
        gettext("%(name)s, season %(season)s, episode %(number)s of %(title)s: where to watch it lawfully.")
        if numbered
        else gettext("%(name)s, an episode of %(title)s: where to watch it lawfully.")
    )
    return replace(
        pictured(page, title, ground),
        description=described % values,
        kind="video.episode",
        facts=[
            ("video:series", ground.full(title_address(ground.site_language, title.kind, title.slug))),
            *people_facts(ground, (), credits),
            *time_facts(row.runtime_min, row.aired),
        ],
        data=linked_data.episode(ground, title, row, heading, credits, shown),
    )


def watch(
    request: PageRequest,
    page: Page,
    link: LinkRow,
    player: Player | None,
    title: TitleHead,
    row: EpisodeRow | None,
    countries: Sequence[str],
) -> Page:
    """The page on which a copy plays; one that only leads to its host's own page is nothing for search engines.

    `countries` are those in which the link may be shown. Messengers show a player to readers of every country, so it is
    named to them only where it may be shown in all.
    """
    ground = ground_of(request)
    page = replace(pictured(page, title, ground), kind="video.episode" if row else "video.movie")
    if player is None:
        return replace(page, is_indexed=False)
    facts = player_facts(player) if WORLD in countries and not player.is_file else []
    words = (page.title, page.description)
    return replace(page, facts=facts, data=linked_data.video(ground, words, link, player, title, row, countries))


def watch_words(named: str, host: str) -> tuple[str, str]:
    """The title and the description of the page of a copy; `named` is its work, with its series for an episode."""
    about = gettext("%(name)s at %(host)s, and why it is lawful.") % {"name": named, "host": host}
    return gettext("Watch %(name)s at %(host)s") % {"name": named, "host": host}, about


def person(request: PageRequest, page: Page, who: Person, identifiers: Sequence[tuple[str, str]]) -> Page:
    """The page of a person."""
    return replace(page, kind="profile", data=linked_data.person(ground_of(request), who, identifiers))


def listing(
    request: PageRequest, page: Page, cards: Sequence[Card], *way: tuple[str, Place, Mapping[str, str]]
) -> Page:
    """A page of a list, with the way to it as (words, place, the values of its address)."""
    ground = ground_of(request)
    steps = [(words, address(ground.site_language, place, **values)) for words, place, values in way]
    first = (page.number - 1) * PAGE_SIZE + 1
    return replace(page, data=linked_data.listing(ground, steps, cards, first))


def home(request: PageRequest, page: Page) -> Page:
    """The home page."""
    return replace(page, data=linked_data.home(ground_of(request)))


def pictured(page: Page, title: TitleHead, ground: Ground) -> Page:
    """The page with the wide picture of a title."""
    facts = pictures.facts_of(title, ground.language)
    return replace(page, picture=facts.preview_address, picture_words=facts.preview_words)


def time_facts(length: int | None, released: str) -> Iterator[tuple[str, str]]:
    """Length in seconds and day of release, as far as they are known."""
    if length:
        yield "video:duration", str(length * 60)
    if released:
        yield "video:release_date", released


def people_facts(ground: Ground, directors: Sequence[PersonRow], credits: Credits) -> Facts:
    """The pages of those who directed and played: Open Graph names people by address."""
    cast = next((rows for role, rows in credits if role == "cast"), ())
    directing = directors or [row for role, rows in credits if role == "principal_director" for row in rows]
    return [
        *(("video:director", ground.person(row.slug)) for row in directing),
        *(("video:actor", ground.person(row.slug)) for row in cast[:MOST_ACTORS]),
    ]


def player_facts(player: Player) -> Facts:
    """The player that others may show in a frame."""
    width, height = PLAYER_SIZE
    return [
        ("og:video:url", player.address), ("og:video:secure_url", player.address), ("og:video:type", "text/html"),
        ("og:video:width", str(width)), ("og:video:height", str(height)),
    ]  # fmt: skip
