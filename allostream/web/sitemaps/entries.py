"""What stands in the sitemaps of a site: only pages that answer there, as a robot without any choice sees them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, override

from allostream.hosts import queries as hosts
from allostream.hosts.identity import Table
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links import queries as links
from allostream.links.queries import sitemaps
from allostream.links.queries.sitemaps import Part, PartEntry, VideoEntry
from allostream.sites.models import Site
from allostream.web.account_shapes import ACCOUNT_SHAPES
from allostream.web.addresses import Place, address, episode_part, season_part, shapes, title_address
from allostream.web.described import watch_words
from allostream.web.episodes import episode_name
from allostream.web.head import Spot, spots, twins
from allostream.web.http import PageRequest, own_origin
from allostream.web.page import everywhere
from allostream.web.pictures import facts_of
from allostream.web.player import player_of
from allostream.web.rights.countries import TOLD, addresses_of
from allostream.web.sitemaps.writing import Url, Video

PAGES = "pages"
# Pages that depend on the reader, forms, and what tells of people’s faults, are not for search engines.
NOT_TO_BE_FOUND = frozenset(
    {
        Place.SEARCH,
        Place.FILTER,
        Place.SETTINGS,
        Place.SIGN_IN,
        Place.SIGN_OUT,
        Place.BENCH,
        Place.INTERESTS,
        Place.LIKENESSES,
        Place.SUGGESTIONS,
        Place.QUEUE,
        Place.MANY,
        Place.BANS,
        Place.APPEALS,
        Place.MODERATION_LOG,
        Place.BRING_MANY,
        Place.BROUGHT,
        Place.DESK,
        Place.DESK_MANY,
        Place.SITE_WORDS,
        Place.SENDERS,
        Place.EDITS,
        Place.NOTICE_SEND,
        Place.NOTICE_LOOK,
        Place.NOTICE_ANSWER,
        Place.NOTICE_WHO,
        *(Place(name) for name in ACCOUNT_SHAPES["en"]),
    }
)


@dataclass(frozen=True)
class Ground:
    """The site whose pages are listed, and the way its address is spelled."""

    site: Site
    visitor: Visitor
    origin: str
    sites: Sequence[Spot]

    def url(self, paths: Mapping[str, str], **more: object) -> Url | None:
        """A page with its twins by its paths in every language; None when this site has none."""
        path = paths.get(self.site.language)
        if not path:
            return None
        return Url(self.origin + path, twins(self.sites, paths), **more)  # type: ignore[arg-type]  # as Url


def robot(site: Site) -> Visitor:
    """Somebody who has chosen nothing and says nothing: the site's own language and country."""
    return Visitor(
        site=site.slug, language=site.language, country=site.default_country, now=clock.now(),
        address_language=site.language, site_is_noncommercial=site.is_noncommercial,
    )  # fmt: skip


def index(request: PageRequest) -> Iterator[str]:
    """The full addresses of the parts that hold something. One query for each."""
    origin, visitor = own_origin(request), robot(request.site)
    yield f"{origin}/sitemaps/{PAGES}-1.xml.gz"
    for part in Part:
        for number in sitemaps.ranges(visitor, part):
            yield f"{origin}/sitemaps/{part}-{number + 1}.xml.gz"


def urls(request: PageRequest, name: str, number: int) -> Iterator[Url]:
    """The pages of a part; its queries are made as they are asked for. Raises NotFound for a part that is none."""
    ground = Ground(request.site, robot(request.site), own_origin(request), spots(request))
    makers: Mapping[str, Callable[[Ground, int], Iterator[Url | None]]] = {
        PAGES: _pages, Part.TITLES: _titles, Part.SEASONS: _seasons, Part.EPISODES: _episodes, Part.PEOPLE: _people,
        Part.CHANNELS: _channels, Part.VIDEOS: _videos,
    }  # fmt: skip
    if name not in makers or not (
        number == 1 if name == PAGES else sitemaps.holds(ground.visitor, Part(name), number - 1)
    ):
        raise NotFound
    return _once(makers[name](ground, number - 1))


def _once(found: Iterator[Url | None]) -> Iterator[Url]:
    """Each address once: two episodes of one number share a page."""
    seen: set[str] = set()
    for url in found:
        if url and url.address not in seen:
            seen.add(url.address)
            yield url


def _pages(ground: Ground, _number: int) -> Iterator[Url | None]:
    for place, shape in shapes(ground.site.language).items():
        if "{" not in shape and place not in NOT_TO_BE_FOUND:
            yield ground.url(everywhere(place))
    for country in TOLD:
        yield ground.url(addresses_of(country))
    for host in links.listed_hosts():
        yield ground.url(everywhere(Place.HOST, slug=host.slug))


def _titles(ground: Ground, number: int) -> Iterator[Url | None]:
    for title in sitemaps.titles(ground.visitor, number):
        paths = {language: title_address(language, title.kind, slug) for language, slug in title.slugs.items()}
        yield ground.url(paths, changed_at=title.changed_at)


def _seasons(ground: Ground, number: int) -> Iterator[Url | None]:
    return (_part(ground, entry) for entry in sitemaps.seasons(ground.visitor, number))


def _episodes(ground: Ground, number: int) -> Iterator[Url | None]:
    return (_part(ground, entry) for entry in sitemaps.episodes(ground.visitor, number))


def _part(ground: Ground, entry: PartEntry) -> Url | None:
    end = season_part(entry.season_number, entry.public_id)
    if entry.is_episode:
        end = episode_part(entry.season_number, entry.number, entry.public_id, special=entry.is_special)
    paths = {language: address(language, Place.PART, slug=slug, part=end) for language, slug in entry.slugs.items()}
    return ground.url(paths, changed_at=entry.changed_at)


def _people(ground: Ground, number: int) -> Iterator[Url | None]:
    return (ground.url(everywhere(Place.PERSON, slug=slug)) for slug in sitemaps.people(ground.visitor, number))


def _channels(ground: Ground, number: int) -> Iterator[Url | None]:
    for host, channel in sitemaps.channels(ground.visitor, number):
        yield ground.url(everywhere(Place.CHANNEL, slug=host, channel=channel))


def _videos(ground: Ground, number: int) -> Iterator[Url | None]:
    table = hosts.address_table()
    for entry in sitemaps.videos(ground.visitor, number):
        # Between two steps of a generator other code runs, which may speak another language.
        with override(ground.site.language):
            video = _video(ground, entry, table)
        if video:
            yield ground.url(everywhere(Place.WATCH, id=entry.link.public_id), video=video)


def _video(ground: Ground, entry: VideoEntry, table: Table) -> Video | None:
    """What a search engine may know of a copy, None when it does not play in our page after all."""
    player = player_of(entry.link, table, ground.site.language)
    if player is None:
        return None
    episode = entry.episode
    named = entry.card.name
    if episode:
        named = gettext("%(part)s · %(title)s") % {"part": episode_name(episode), "title": named}
    name, description = watch_words(named, entry.link.host_name)
    about = episode.runtime_min if episode else entry.card.runtime_min
    return Video(
        thumbnail=ground.origin + facts_of(entry.card, ground.site.language).preview_address,
        title=name,
        description=description,
        player=player.address,
        is_file=player.is_file,
        seconds=(about or 0) * 60,
        ends_at=entry.link.closes_at,
        countries=() if WORLD in entry.countries else entry.countries,
    )
