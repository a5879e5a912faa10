"""Whether the robots.txt of a host lets us in: fetched once a day for each origin, kept in the book.

RFC 9309, section 2.3.1: an answer of 4xx closes nothing; where the file cannot be had, everything is closed, unless it
was had in the last 30 days: then that one still holds.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from msgspec import structs
from yarl import URL

from allostream.net.asking import Ask, Limits, Purpose, Reply
from allostream.net.book import STILL_HOLDS, Book, KeptRobots, renewed
from allostream.net.errors import BadReply, Closed, NetError, TooManyRedirects, Uncertain
from allostream.net.robots import LARGEST, PRODUCT, Robots, parsed

FRESH = 24 * 3600.0
ASK_AGAIN_AFTER = 1800.0  # a host whose robots.txt could not be had
IN_MEMORY = 16 * 1024 * 1024  # bytes of text whose rules are kept at hand
LIMITS = Limits(seconds=15, size=LARGEST, redirects=5, cut=True)
ROBOTS = Ask("", purpose=Purpose.ERRAND, headers={"Accept": "text/plain, */*;q=0.1"})


def has_to_be_asked(kept: KeptRobots | None, now: float) -> bool:
    """Whether robots.txt is due to be asked for (again)."""
    if kept is None:
        return True
    is_fresh = kept.text is not None and now - kept.read_at < FRESH
    return not is_fresh and now - kept.tried_at >= (ASK_AGAIN_AFTER if kept.tried_at > kept.read_at else FRESH)


def holds(kept: KeptRobots, now: float) -> bytes | None:
    """The text that holds now; None where nothing is known and so everything is closed."""
    return kept.text if kept.text is not None and now - kept.read_at < STILL_HOLDS else None


def text_of(status: int, body: bytes) -> bytes | None:
    """The text that an answer stands for: its body, an empty one where there is no such file, None where unknown."""
    if 200 <= status <= 299:
        return body
    return b"" if 300 <= status <= 499 and status not in {408, 425, 429} else None


@dataclass
class Permissions:
    """Asks for robots.txt through the door itself, and knows the last ones."""

    book: Book
    ask: Callable[[Ask], Awaitable[Reply]]
    now: Callable[[], float]
    _known: OrderedDict[str, tuple[KeptRobots, Robots | None]] = field(default_factory=OrderedDict)
    _asking: dict[str, asyncio.Lock] = field(default_factory=dict)
    _size: int = 0

    async def check(self, url: URL, ask: Ask) -> float:
        """The pause between requests that the host asks for, 0 where it asks for none.

        Raises Closed where its robots.txt closes this address to us, and Uncertain, or the error of the connection,
        where it cannot be had.
        """
        rules = await self.rules(url, ask)
        if rules is None:
            raise Uncertain(url, "Its robots.txt cannot be had, so nothing is asked.")
        if not rules.allows(url.raw_path_qs, PRODUCT):
            raise Closed(url, "The host's robots.txt closes this address to robots.")
        return rules.crawl_delay(PRODUCT) or 0.0

    async def rules(self, url: URL, ask: Ask) -> Robots | None:
        """The rules of the origin of an address that is asked for; None where they are not known."""
        # The origin, of which a default port is no part; put together here it takes a third of the time.
        origin = f"{url.scheme}://{url.host_port_subcomponent}"
        if (known := self._at_hand(origin)) is not None:
            return known[1]
        async with self._asking.setdefault(origin, asyncio.Lock()):
            try:
                # Whoever waited here finds what the one before has learnt: it is not read anew for each of them.
                if (known := self._at_hand(origin)) is not None:
                    return known[1]
                kept = self._known[origin][0] if origin in self._known else await self.book.robots(origin)
                if kept is None or has_to_be_asked(kept, self.now()):
                    kept = await self._renewed(origin, kept, ask)
                return self._remember(origin, kept)
            finally:
                self._asking.pop(origin, None)

    def _at_hand(self, origin: str) -> tuple[KeptRobots, Robots | None] | None:
        """What is known of an origin that need not be asked now."""
        known = self._known.get(origin)
        if known is None or has_to_be_asked(known[0], self.now()):
            return None
        self._known.move_to_end(origin)
        return known

    async def _renewed(self, origin: str, kept: KeptRobots | None, ask: Ask) -> KeptRobots:
        limits = replace(LIMITS, ports=ask.limits.ports)
        first = structs.replace(ROBOTS, url=f"{origin}/robots.txt", limits=limits, pace=ask.pace, patience=ask.patience)
        status, text, trouble = 0, None, None
        try:
            reply = await self.ask(first)
            status, text = reply.status, text_of(reply.status, reply.body)
        except TooManyRedirects:
            text = b""  # “MAY assume that the robots.txt file is unavailable” (section 2.3.1.2)
        except BadReply:
            pass
        except NetError as error:
            trouble = error
        fresh = renewed(kept, self.now(), status, text)
        if trouble is not None and holds(fresh, self.now()) is None:
            raise trouble  # the address itself would fare no better, and this says more
        await self.book.keep_robots(origin, fresh)
        return fresh

    def _remember(self, origin: str, kept: KeptRobots) -> Robots | None:
        text = holds(kept, self.now())
        rules = None if text is None else parsed(text)
        self._forget(origin)
        self._known[origin] = kept, rules
        self._size += _size(kept)
        while self._size > IN_MEMORY and len(self._known) > 1:
            self._forget(next(iter(self._known)))
        return rules

    def _forget(self, origin: str) -> None:
        if origin in self._known:
            self._size -= _size(self._known.pop(origin)[0])


def _size(kept: KeptRobots) -> int:
    return len(kept.text or b"") + 500  # and something for each, however short
