"""The one door to the network: `Door.ask` for programs that ask for much, `fetch` and `download` for one thing.

Every request, and every hop of a redirect, passes the same checks: scheme, port, no credentials in the address,
only public addresses after the name is resolved, robots.txt where a robot looks. Time, size (also once decompressed)
and redirects are capped, each host has its pace, and we say who we are.
"""

import asyncio
import logging
import random
import secrets
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import BinaryIO, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from django.conf import settings
from django.db import DatabaseError
from yarl import URL

from allostream.lib import clock
from allostream.net import pace as paces
from allostream.net import retrying
from allostream.net.asking import LIMITS, NOTHING, PACE, Ask, Asker, Limits, Pace, Purpose, Reply, charset_in
from allostream.net.book import Book
from allostream.net.checking import callers_headers, checked, followed, headers_after
from allostream.net.errors import BadReply, NetError, OptedOut, TooManyRedirects
from allostream.net.hop import Hop, Message, Watch
from allostream.net.identity import user_agent
from allostream.net.kept import Database
from allostream.net.permission import Permissions
from allostream.net.resolver import PublicResolver, SystemNames
from allostream.net.slots import Slots
from allostream.net.turns import Turn, Turns

log = logging.getLogger(__name__)

AT_ONCE = 64
LOOK_AFTER = 1.0  # seconds
NAMES_KEPT = 30  # seconds for which the checked addresses of a name hold


def internet(resolver: AbstractResolver, trust: ssl.SSLContext | None = None) -> aiohttp.BaseConnector:
    """Connections to the addresses that the resolver gives. Who asks in which number is decided before."""
    return aiohttp.TCPConnector(
        resolver=resolver, ssl=trust or True, ttl_dns_cache=NAMES_KEPT, limit=0, keepalive_timeout=15
    )


@dataclass(frozen=True, slots=True)
class Road:
    """How requests travel. Tests give their own names, connections, book, clock, wait and chance."""

    resolver: Callable[[], AbstractResolver] = SystemNames
    connector: Callable[[AbstractResolver], aiohttp.BaseConnector] = internet
    book: Callable[[], Book] = Database
    now: Callable[[], float] = clock.seconds
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


ROAD = Road()


class Door:
    """Asks hosts. One for each batch of work, used as `async with Door() as door: await door.ask(...)`.

    Callers may ask for as much at once as they like: hosts are kept apart, each has its pace, and no more than
    `at_once` requests are under way. Their time begins when they are.
    """

    def __init__(self, road: Road = ROAD, at_once: int = AT_ONCE) -> None:
        self._road = road
        self._slots = Slots(at_once)
        self._watch = Watch()
        self._name = ""
        # Read once: the settings are asked through a layer that takes longer than the look.
        self._never, self._paces = settings.NEVER_ASK, settings.PACES
        self._book = road.book()
        self._turns = Turns(self._book, secrets.token_hex(8), now=road.now, sleep=road.sleep, chance=road.chance)
        self._permissions = Permissions(self._book, self.ask, road.now)

    async def __aenter__(self) -> Self:
        self._resolver = PublicResolver(self._road.resolver())
        self._session = aiohttp.ClientSession(
            connector=self._road.connector(self._resolver), cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
        )
        self._watch.start()
        self._keeper = asyncio.get_running_loop().create_task(self._look_after())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keeper.cancel()
        await asyncio.gather(self._keeper, return_exceptions=True)
        await self._watch.stop()
        try:
            await self._turns.close()
        finally:
            await self._session.close()
            await self._resolver.close()
            await self._book.close()

    async def ask(self, ask: Ask) -> Reply:
        """Ask, follow redirects, and ask again where `tries` lets us; the last answer, whatever its status.

        Raises a NetError (see `errors`); ValueError for headers that are not the caller's to set.
        """
        url, headers = checked(ask.url, ask.limits.ports), callers_headers(ask.headers)
        start = ask.to.tell() if ask.to is not None and ask.tries > 1 else 0
        for tries in range(1, min(max(1, ask.tries), retrying.MOST_TRIES) + 1):
            is_last = tries >= ask.tries or tries == retrying.MOST_TRIES
            seconds = 0.0 if is_last else retrying.pause(tries, self._road.chance())
            try:
                reply = await _Visit(self, ask, url, headers, tries).reply()
            except NetError as error:
                if is_last or not retrying.is_worth_again(error):
                    raise
            else:
                if is_last or not retrying.passes(reply.status):
                    return reply
                seconds = max(seconds, self.retry_after(reply.headers) or 0.0)
                if seconds > ask.patience:
                    return reply
            await self._road.sleep(seconds)
            if ask.to is not None:
                ask.to.seek(start)
                ask.to.truncate()
        raise AssertionError("the last try has returned or raised")

    def name(self, url: str) -> str:
        """The User-Agent, the same as long as this door is open. Raises NotSetUp."""
        self._name = self._name or user_agent(url)
        return self._name

    async def hop(self, hop: Hop, ask: Ask) -> Message:
        """Send one request when its turn has come."""
        host = (hop.url.raw_host or "").rstrip(".").lower()
        if self._never and _is_under(host, self._never):
            raise OptedOut(hop.url, "The owner of the host does not want to be asked.")
        limits = _pace_of(host, ask.pace, self._paces)
        if ask.purpose is Purpose.PAGE:
            limits = paces.with_crawl_delay(limits, await self._permissions.check(hop.url, ask))
        async with self._turns.turn(hop.url, limits.group or host, limits, ask.patience) as turn, self._slots:
            return await self._counted(hop, turn)

    async def _counted(self, hop: Hop, turn: Turn) -> Message:
        try:
            message = await hop.send(self._session, self._watch)
        except NetError as error:
            turn.count(0, error)
            raise
        turn.count(message.size, message.status)
        if message.status in {429, 503} and (seconds := self.retry_after(message.headers)):
            turn.rest(seconds)
        return message

    def retry_after(self, headers: Mapping[str, str]) -> float | None:
        """The pause that an answer asks for, in seconds."""
        return retrying.retry_after(headers["retry-after"], clock.now()) if "retry-after" in headers else None

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AFTER)
            try:
                await self._turns.look_after()
            except DatabaseError:  # it is away for a moment: the leases last longer than that
                log.warning("net.book_away: trying again", exc_info=True)


class _Visit:
    """One try of a question, with its redirects."""

    def __init__(self, door: Door, ask: Ask, url: URL, headers: Mapping[str, str], tries: int) -> None:
        self.door, self.ask, self.url, self.tries = door, ask, url, tries
        self.headers = {**headers, **_conditions(ask), "User-Agent": door.name(ask.url)}
        self.left = ask.limits.seconds
        self.hops: list[tuple[str, int]] = []

    async def reply(self) -> Reply:
        for _ in range(self.ask.limits.redirects + 1):
            message = await self.door.hop(self._hop(), self.ask)
            self.left -= message.seconds
            if not message.leads_on:
                return self._reply(message)
            self._follow(message)
        raise TooManyRedirects(self.url, f"There were more than {self.ask.limits.redirects} redirects.")

    def _hop(self) -> Hop:
        ask = self.ask
        return Hop(self.url, ask.method, self.headers, ask.body, ask.limits, max(self.left, 0.0), ask.to)

    def _follow(self, message: Message) -> None:
        if self.ask.method not in {"GET", "HEAD"}:
            raise BadReply(self.url, f"A {self.ask.method} is not sent on to where a redirect leads.")
        goal = followed(self.url, message.headers["location"], self.ask.limits.ports)
        self.headers = headers_after(self.url, goal, self.headers)
        self.hops.append((str(self.url), message.status))
        self.url = goal

    def _reply(self, message: Message) -> Reply:
        return Reply(
            url=str(self.url),
            status=message.status,
            headers=message.headers,
            body=message.body,
            size=message.size,
            charset=charset_in(message.headers.get("content-type", ""), message.body),
            hops=tuple(url for url, _ in self.hops),
            statuses=tuple(status for _, status in self.hops),
            cut=message.cut,
            tries=self.tries,
            seconds=self.ask.limits.seconds - self.left,
        )


@contextmanager
def open_door(road: Road = ROAD) -> Iterator[Asker]:
    """An `Asker` for programs that are not asynchronous and ask much, one after another: connections are kept.

    Not for use inside a running event loop, nor inside a transaction: the network takes long, and others wait.
    """
    door = Door(road)  # outside the loop, where it can be seen whether this is inside a transaction
    with asyncio.Runner() as runner:
        runner.run(door.__aenter__())
        try:
            yield lambda ask: runner.run(door.ask(ask))
        finally:
            runner.run(door.__aexit__(None, None, None))


def ask_now(ask: Ask, *, road: Road = ROAD) -> Reply:
    """Ask one thing and wait for the answer, as `open_door` does for more. Raises as `Door.ask`."""
    checked(ask.url, ask.limits.ports)
    user_agent(ask.url)
    with open_door(road) as asker:
        return asker(ask)


def fetch(url: str, *, limits: Limits = LIMITS, headers: Mapping[str, str] = NOTHING, road: Road = ROAD) -> Reply:
    """GET a small answer that a person wants, and return it, whatever its status. Raises a NetError (see `errors`)."""
    return ask_now(Ask(url, purpose=Purpose.ERRAND, limits=limits, headers=headers), road=road)


def download(
    url: str, to: BinaryIO, *, limits: Limits = LIMITS, headers: Mapping[str, str] = NOTHING, road: Road = ROAD
) -> Reply:
    """GET an answer that a person wants, and write its body to `to`, a piece at a time. Raises a NetError.

    Nothing is written unless the status is 200, 203 or 206: look at it in the reply. After an error `to` may hold
    a part of the body: give a temporary file and rename it.
    """
    return ask_now(Ask(url, purpose=Purpose.ERRAND, limits=limits, headers=headers, to=to), road=road)


def _conditions(ask: Ask) -> dict[str, str]:
    known = ask.known
    if known is None:
        return {}
    found = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in found.items() if value}


def _pace_of(host: str, asked: Pace | None, by_host: Mapping[str, float]) -> Pace:
    """The pace of a host: the operator's word, else the caller's, else the usual one."""
    limits = asked or PACE
    for name, per_second in by_host.items():
        if _is_under(host, (name,)):
            return replace(limits, per_second=per_second, burst=1)
    return limits


def _is_under(host: str, names: Collection[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
