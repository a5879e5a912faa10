"""Pages of providers as one source of links: each page, or list of pages, is a channel, told by its address."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from allostream.connectors.broadcasters import pages
from allostream.connectors.candidates import Found, Page, SourceTrouble, Wish
from allostream.connectors.link_asking import GONE, answer
from allostream.connectors.schema_org.reading import Thing, things_in
from allostream.connectors.videofeeds import sitemaps
from allostream.connectors.watchaction.feed import NoFeed, unpacked
from allostream.lib.exchange import Source
from allostream.lib.xml import NotXml, parsed
from allostream.net.asking import Asker, Limits, Pace, Purpose, Reply
from allostream.net.wishes import wishes_of

LIMITS = Limits(seconds=60, size=16 * 1024 * 1024)
PACE = Pace(per_second=0.5)
TRIES = 3
MOST_PAGES = 500  # of one walk: a site names its pages by the thousand, and each costs it a request
MOST_LISTED = 5000  # addresses of one page that are looked at
HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Home:
    """A listed host where nobody but the provider itself puts anything, and where it serves."""

    slug: str
    countries: tuple[str, ...]


class BroadcasterPages:
    """Reads pages with JSON-LD at listed hosts of providers, and follows those that they list; robots.txt is obeyed.

    `home` tells the provider to whose host an address leads, None for any other address.
    """

    SOURCE = Source(
        slug="broadcaster-pages",
        name="Pages of broadcasters",
        licence="facts",
        credit="Told by the broadcasters themselves",
    )
    WISHES = frozenset({"channel"})
    DAILY = 3000

    def __init__(self, home: Callable[[str], Home | None]) -> None:
        self._home = home

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The offers of the next page of a list. Raises SourceTrouble."""
        home = self._home(wish.what) if wish.what.startswith("https://") else None
        if home is None:
            raise SourceTrouble(
                "Name a page by its address with https://, at a listed host where the provider alone puts things.",
                permanent=True,
            )
        left, seen = _read_cursor(cursor, wish.what)
        reply = answer(left[0], ask, name="the site", pace=PACE, limits=LIMITS, purpose=Purpose.PAGE, tries=TRIES)
        # What stood on a page that is no more is missing then.
        found, further = ((), ()) if reply.status in GONE else self._read(reply, home, wish.what)
        more = self._fresh(further, {*seen, *left}, home, MOST_PAGES - len(seen) - len(left))
        left, seen = [*left[1:], *more], [*seen, left[0]]
        following = msgspec.json.encode((left, seen)).decode() if left else ""
        total = len(left) + len(seen)
        # Of a walk that is full nobody knows what it has left out: what it misses may well be there.
        return Page(tuple(found), following, total=total, is_whole=total < MOST_PAGES)

    def _fresh(self, further: Iterable[str], known: set[str], home: Home, room: int) -> list[str]:
        """The pages that are listed at the same host and not known yet, as many as there is room for: each is looked up
        among the hosts.
        """
        fresh = (
            one for one in islice(dict.fromkeys(further), MOST_LISTED) if one not in known and self._is_of(one, home)
        )
        return list(islice(fresh, max(0, room)))

    def _read(self, reply: Reply, home: Home, listed_in: str) -> tuple[Iterable[Found], Iterable[str]]:
        if not self._is_of(reply.url, home):
            return (), ()  # it led elsewhere
        try:
            if reply.kind not in HTML and reply.kind != "application/ld+json":
                root = parsed(unpacked(reply.body))
                return (), list(_addresses(root))
            wishes = wishes_of(reply)
            if not (wishes.index and wishes.ai and wishes.mining):
                return (), ()  # it asks programs not to keep what it says
            things: list[Thing] = list(things_in(reply.text))
        except (NoFeed, NotXml, RecursionError, ValueError):
            return (), ()  # a page that describes nothing
        offers = pages.offers_in(things, reply.url, home.countries, listed_in)
        mine = (one for one in offers if self._is_of(one.address, home))
        return [Found(one) for one in mine], pages.further_in(things, reply.url) if wishes.follow else ()

    def _is_of(self, address: str, home: Home) -> bool:
        found = self._home(address) if address.startswith("https://") else None
        return found is not None and found.slug == home.slug


def _read_cursor(cursor: str, first: str) -> tuple[list[str], list[str]]:
    """The pages that are left, and those that were read."""
    return msgspec.json.decode(cursor, type=tuple[list[str], list[str]]) if cursor else ([first], [])


def _addresses(root: Any) -> Iterator[str]:
    """The pages that a sitemap lists, or the sitemaps of an index."""
    if root.tag in (sitemaps.LIST, sitemaps.INDEX):
        yield from sitemaps.sitemaps_in(root)
