"""Two ways to look at the made-up hosts: ours, and bare aiohttp that judges nothing."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from msgspec import structs

from allostream.checks.probes import look_at
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Reply
from allostream.net.book import Memory
from allostream.net.door import Door, Road
from bench.hosts.plan import AT_HOST, AT_ONCE, HOSTS, PORT, SECONDS, Place

PACE = Pace(per_second=1_000_000, burst=1_000_000, at_once=AT_HOST)
READ = 65_536


class Names(AbstractResolver):
    """Gives each made-up host a public address, as the door wants it."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The address of a host."""
        number = int(host.split(".")[0].removeprefix("host-"))
        return [ResolveResult(hostname=host, host=f"93.184.1.{number + 1}", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


class Rerouted(socket.socket):
    """Connects to the made-up host instead of the public address."""

    def connect(self, address: Any) -> None:
        """Connect to the server on this machine, to the address that ends as the public one."""
        super().connect((f"127.0.1.{address[0].rpartition('.')[2]}", PORT))


def connector(resolver: AbstractResolver) -> aiohttp.TCPConnector:
    """Connections that end on this machine."""
    return aiohttp.TCPConnector(
        resolver=resolver, limit=0, keepalive_timeout=15, ttl_dns_cache=600,
        socket_factory=lambda info: Rerouted(info[0], info[1], info[2]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What one way of looking took: seconds by the wall clock and of this process, and what it saw."""

    wall: float
    processor: float
    seen: dict[int, str]


def timed(looks: Callable[[], Coroutine[Any, Any, dict[int, str]]]) -> Run:
    """Run a coroutine function that returns what was seen."""
    wall, processor = time.monotonic(), time.process_time()
    seen = asyncio.run(looks())
    return Run(time.monotonic() - wall, time.process_time() - processor, seen)


def address(place: Place) -> str:
    """The address that a link has."""
    return f"http://host-{place.host}.video.example{place.path}"


@cache
def within_seconds(limits: Limits) -> Limits:
    """The limits of a question, with the time that everything here takes."""
    return replace(limits, seconds=SECONDS)


def ours(places: Sequence[Place]) -> Run:
    """What the checker sees."""
    road = Road(resolver=Names, connector=connector, book=Memory)
    targets = [
        Target(number, f"url:{address(place)}", address(place), is_file=place.is_file)
        for number, place in enumerate(places)
    ]

    async def looks() -> dict[int, str]:
        async with Door(road, at_once=AT_ONCE) as door:

            async def ask(question: Ask) -> Reply:
                limits = within_seconds(question.limits)
                return await door.ask(structs.replace(question, pace=PACE, patience=3600, limits=limits))

            found = await look_at(targets, ask)
        return {number: finding.seen.value for number, finding in found.items()}

    return timed(looks)


def bare(places: Sequence[Place]) -> Run:
    """Bare aiohttp: the same addresses, at most as many at once, the same bytes read, nothing judged."""

    async def looks() -> dict[int, str]:
        slots, hosts = asyncio.Semaphore(AT_ONCE), [asyncio.Semaphore(AT_HOST) for _ in range(HOSTS)]
        limit = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(connector=connector(Names()), timeout=limit) as session:

            async def look(place: Place) -> str:
                async with hosts[place.host], slots:
                    with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                        async with session.get(address(place)) as reply:
                            await reply.content.read(READ)
                            return str(reply.status)
                return "trouble"

            statuses = await asyncio.gather(*map(look, places))
        return dict(enumerate(statuses))

    return timed(looks)
