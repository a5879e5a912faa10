"""Feeds of providers as one source of links: each is a channel, told by its addresses and the provider's hosts."""

import logging
from urllib.parse import urlsplit

from allostream.connectors import link_asking
from allostream.connectors.candidates import Found, Page, SourceTrouble, Wish
from allostream.connectors.watchaction.feed import LARGEST, NoFeed, read
from allostream.lib.exchange import Source
from allostream.net.asking import Asker, Limits, Pace

log = logging.getLogger(__name__)
LIMITS = Limits(seconds=600, size=LARGEST)
PACE = Pace(per_second=0.5)


class ProviderFeeds:
    """Reads feeds whose addresses the operator has agreed on with their providers.

    What a wish names: the addresses of the files of a feed, then the domains that its offers may lead to; without any
    domain, those of the addresses. `https://feeds.tv.example/1.json.gz https://feeds.tv.example/2.json.gz tv.example`
    """

    SOURCE = Source(
        slug="provider-feeds", name="Feeds of providers", licence="facts", credit="Told by the providers themselves"
    )
    WISHES = frozenset({"channel"})
    DAILY = 2000

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The offers of the next file of a feed. Raises SourceTrouble."""
        addresses = [word for word in wish.what.split() if word.startswith("https://")]
        hosts = [word.lower() for word in wish.what.split() if not word.startswith("https://")]
        place = int(cursor or 0)
        if not addresses or place >= len(addresses):
            raise SourceTrouble("a feed needs its address with https://, then the provider's domains", permanent=True)
        reply = link_asking.answer(addresses[place], ask, name="the feed", pace=PACE, limits=LIMITS)
        if reply.status != 200:
            raise SourceTrouble(f"the feed answered with status {reply.status}")
        try:
            feed = read(reply.body, hosts or [urlsplit(one).hostname or "" for one in addresses], wish.what.split()[0])
        except NoFeed as error:
            raise SourceTrouble(f"the feed cannot be read: {error}") from error
        if feed.mistakes:
            log.warning("feed.mistakes count=%s first=%s", len(feed.mistakes), feed.mistakes[0].what)
        following = str(place + 1) if place + 1 < len(addresses) else ""
        # Of several files each is written at its own time, so that only one alone tells whether the whole has changed.
        modified = feed.modified.isoformat() if feed.modified and len(addresses) == 1 else ""
        if modified and wish.modified and modified <= wish.modified:
            return Page((), modified=modified, is_unchanged=True)
        return Page(tuple(Found(one) for one in feed.found), following, modified=modified)


PROVIDER_FEEDS = ProviderFeeds()
