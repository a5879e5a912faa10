"""Lists of videos as one source of links: each is a channel, told by its address."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

import msgspec

from allostream.connectors.candidates import Found, Page, SourceTrouble, Wish
from allostream.connectors.link_asking import GONE, answer
from allostream.connectors.videofeeds import pages, sitemaps, syndication
from allostream.connectors.videofeeds.videos import Video, candidate, is_open
from allostream.connectors.watchaction.feed import NoFeed, unpacked
from allostream.lib.exchange import Source
from allostream.lib.web_parts import parts_of
from allostream.lib.xml import NotXml, as_text, mended, parsed
from allostream.net.asking import Asker, Limits, Pace, Purpose, Reply

LIMITS = Limits(seconds=120, size=50 * 1024 * 1024)
PACE = Pace(per_second=0.5)
TRIES = 3
MOST_FILES = 500  # of an index
BEGINNING = 2000
LIST = re.compile(
    r"[\ufeff\s]*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:\w+:)?(?:rss|feed|urlset|sitemapindex)[\s>]", re.DOTALL
)


class VideoFeeds:
    """Reads video sitemaps and their indexes, RSS with media, Atom, and pages with JSON-LD; robots.txt is obeyed.

    Whatever of it leads to another site than the list itself is left out.
    """

    SOURCE = Source(
        slug="video-feeds", name="Lists of videos", licence="facts", credit="The site that each list comes from"
    )
    WISHES = frozenset({"channel"})
    DAILY = 2000

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The videos of the next file of a list. Raises SourceTrouble."""
        if not wish.what.startswith("https://"):
            raise SourceTrouble("a list of videos is named by its address with https://", permanent=True)
        left: list[str] = msgspec.json.decode(cursor, type=list[str]) if cursor else [wish.what]
        reply = answer(left[0], ask, name="the site", pace=PACE, limits=LIMITS, purpose=Purpose.PAGE, tries=TRIES)
        if reply.status in GONE:
            raise SourceTrouble(f"the site answered with status {reply.status}", permanent=True)
        try:
            videos, further, is_whole = _read(unpacked(reply.body), reply)
        except (NoFeed, NotXml, ValueError, RecursionError) as error:
            raise SourceTrouble(f"the list of videos cannot be read: {error}") from error
        known = {*left, wish.what}
        left = [*left[1:], *(one for one in dict.fromkeys(further) if one not in known and _is_of(one, wish.what))]
        mine = (video for video in videos if is_open(video) and _is_of(video.address, wish.what))
        found = tuple(Found(candidate(video, wish.what)) for video in mine)
        return Page(found, msgspec.json.encode(left).decode() if left else "", is_whole=is_whole)


VIDEO_FEEDS = VideoFeeds()


def _read(body: bytes, reply: Reply) -> tuple[Iterable[Video], list[str], bool]:
    """The videos of a file, the files that it names, and whether it holds all that there is: RSS and Atom hold the
    latest. Raises ValueError for what is neither list nor page, and for an index of too much.
    """
    # Many servers send lists under the type of pages.
    if reply.kind in ("text/html", "application/xhtml+xml") and not LIST.match(as_text(body[:BEGINNING])):
        return list(pages.videos_in(body.decode(reply.charset, "replace"), reply.url)), [], True
    root = _document(body, reply)
    sitemaps.spell(root)
    if root.tag == sitemaps.LIST:
        return sitemaps.videos_in(root), [], True
    syndication.spell(root)
    if root.tag in ("rss", f"{syndication.ATOM}feed"):
        return syndication.videos_in(root, reply.url), [], False
    if root.tag != sitemaps.INDEX:
        raise ValueError(f"its root is “{root.tag[:80]}”: give a sitemap, RSS or Atom")
    named = sitemaps.sitemaps_in(root)
    if len(named) > MOST_FILES:
        raise ValueError(f"it names {len(named):,} sitemaps: give those of videos one by one")
    return [], named, True


def _document(body: bytes, reply: Reply) -> Element:
    """The root of a list. One with a slip that nobody can misread is read all the same: the site cannot be asked to
    mend it. Raises NotXml.
    """
    try:
        return parsed(body)
    except NotXml:
        said = reply.headers.get("content-type", "")
        text = as_text(body, reply.charset if "charset" in said.lower() else "")
        return parsed(mended(text))


def _is_of(address: str, home: str) -> bool:
    """Whether an address is of the site of a list: of the same host, or one below or above it."""
    try:
        one, other = (_host(found) for found in (address, home))
    except ValueError:
        return False
    return bool(one) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def _host(address: str) -> str:
    parts = parts_of(address)
    # An address with a name and a password in it is nobody's to pass on.
    is_plain = parts.scheme == "https" and "@" not in parts.netloc
    return (parts.hostname or "").removeprefix("www.") if is_plain else ""
