"""Which sources of links there are, and which hosts can be asked about one copy."""

from collections.abc import Mapping

from django.conf import settings

from allostream.connectors.archive import ARCHIVE
from allostream.connectors.broadcasters import BroadcasterPages, Home
from allostream.connectors.candidates import HostOfCopies, SourceOfLinks
from allostream.connectors.commons import COMMONS
from allostream.connectors.mediaccc import MEDIACCC
from allostream.connectors.peertube import PEERTUBE
from allostream.connectors.platforms import DAILYMOTION, VIMEO, YouTube
from allostream.connectors.sepia import SEPIA
from allostream.connectors.videofeeds import VIDEO_FEEDS
from allostream.connectors.watchaction import PROVIDER_FEEDS
from allostream.connectors.web_search import Engine, WebSearch
from allostream.hosts.queries import listed_domains, provider_of
from allostream.lib.exchange import Source


def engine() -> Engine:
    """The search engine that the operator has chosen."""
    return Engine(
        settings.WEB_SEARCH, settings.WEB_SEARCH_KEY, settings.WEB_SEARCH_URL, settings.WEB_SEARCH_ENGINE
    )  # fmt: skip


def home_of(address: str) -> Home | None:
    """The provider to whose host an address leads. Two queries."""
    host = provider_of(address)
    return Home(host.slug, tuple(host.countries)) if host else None


BROADCASTERS = BroadcasterPages(home_of)
SEARCH = WebSearch(engine, listed_domains)
YOUTUBE = YouTube(lambda: settings.YOUTUBE_KEY)
SOURCES: Mapping[str, SourceOfLinks] = {
    one.SOURCE.slug: one
    for one in (
        ARCHIVE, BROADCASTERS, COMMONS, MEDIACCC, PEERTUBE, SEPIA, SEARCH, PROVIDER_FEEDS, VIDEO_FEEDS, YOUTUBE,
    )
}  # fmt: skip
# By the slug of the host (allostream.hosts).
HOSTS: Mapping[str, HostOfCopies] = {
    "internet-archive": ARCHIVE, "peertube": PEERTUBE, "wikimedia-commons": COMMONS,
    "media-ccc": MEDIACCC, "youtube": YOUTUBE, "vimeo": VIMEO, "dailymotion": DAILYMOTION,
}  # fmt: skip

# Whose files of links can be taken in.
LISTS: Mapping[str, Source] = {
    one.slug: one
    for one in (
        Source(
            slug="wikidata-links", name="Links in Wikidata", licence="CC0-1.0", credit="Wikidata",
            licence_url="https://creativecommons.org/publicdomain/zero/1.0/", address="https://www.wikidata.org/",
        ),
        Source(
            slug="free-film-lists", name="Lists of free films", licence="facts",
            credit="Who gathered each list is named with its links",
        ),
        Source(slug="own-list", name="Our own list", licence="CC0-1.0", credit="Gathered by this site"),
    )
}  # fmt: skip


def daily(slug: str, budgets: Mapping[str, int]) -> int:
    """How many requests a source or host may cost a day: as the operator says, else as its connector does."""
    connector = SOURCES.get(slug) or HOSTS.get(slug)
    return budgets.get(slug, connector.DAILY if connector else 0)
