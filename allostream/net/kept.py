"""The book of hosts in the database, shared by all processes of all machines. Their clocks must agree to a second.

The door is asynchronous and the database is not: it is asked in one thread of its own, with a connection of its own.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import F, Q

from allostream.net.book import LEASE, STILL_HOLDS, WANTED, HostState, KeptRobots, Returned
from allostream.net.breaker import Circuit
from allostream.net.models import AskedHost, RobotsFile
from allostream.net.pace import Bucket

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """The book that is kept. Raises RuntimeError when made inside a transaction."""

    def __init__(self) -> None:
        if connection.in_atomic_block:
            raise RuntimeError("Nothing is asked of the network inside a transaction: others would wait for it.")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="book")

    async def take(self, host: str, holder: str, now: float) -> HostState | None:
        return await self._do(take, host, holder, now)

    async def renew(self, hosts: Iterable[str], holder: str, now: float) -> None:
        await self._do(renew, list(hosts), holder, now)

    async def give_back(self, hosts: Iterable[Returned], holder: str, now: float) -> None:
        await self._do(give_back, list(hosts), holder, now)

    async def robots(self, origin: str) -> KeptRobots | None:
        return await self._do(robots, origin)

    async def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        await self._do(keep_robots, origin, kept)

    async def close(self) -> None:
        await self._do(leave)
        self._thread.shutdown()

    async def _do(self, work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **more))


def leave() -> None:
    """Close the connection of this thread."""
    connection.close()


def take(host: str, holder: str, now: float) -> HostState | None:
    """Take a host unless another has it, or waits for it; else note that this one waits. One to three statements."""
    rows = AskedHost.objects.filter(name=host)
    free = Q(held_by__in=("", holder)) | Q(held_until__lte=now)
    let = Q(wanted_by__in=("", holder)) | Q(wanted_until__lte=now)
    taken = {"held_by": holder, "held_until": now + LEASE, "wanted_by": ""}
    if not rows.filter(free, let).update(**taken):
        _, is_new = AskedHost.objects.get_or_create(name=host, defaults=taken)
        if not is_new:
            rows.filter(let).update(wanted_by=holder, wanted_until=now + WANTED)
            return None
    found = rows.get()
    bucket = None if found.turns is None else Bucket(found.turns, found.turns_at)
    return HostState(bucket, Circuit(found.failures, found.rests_until))


def renew(hosts: list[str], holder: str, now: float) -> None:
    """Keep hosts for another lease. One statement."""
    if hosts:
        AskedHost.objects.filter(name__in=hosts, held_by=holder).update(held_until=now + LEASE)


def give_back(hosts: list[Returned], holder: str, now: float) -> None:
    """Note what was learnt and counted. One transaction, two statements a host."""
    with transaction.atomic():
        for back in sorted(hosts, key=lambda one: one.host):
            counts, rows = back.counts, AskedHost.objects.filter(name=back.host)
            if counts.requests:
                rows.update(
                    requests=F("requests") + counts.requests,
                    bytes=F("bytes") + counts.bytes,
                    errors=F("errors") + counts.errors,
                    unchanged=F("unchanged") + counts.unchanged,
                    waited=F("waited") + counts.waited,
                    last_at=datetime.fromtimestamp(now, UTC),
                    **({"last_error": counts.last_error} if counts.last_error else {}),
                )
            bucket = {"turns": back.state.bucket.turns, "turns_at": back.state.bucket.at} if back.state.bucket else {}
            circuit = back.state.circuit
            rows.filter(held_by=holder).update(
                held_by="", failures=circuit.failures, rests_until=circuit.rests_until, **bucket
            )


def forget_robots(now: float) -> int:
    """Remove the texts that were not asked for since they stopped to hold; how many there were. One statement."""
    return RobotsFile.objects.filter(tried_at__lt=now - 2 * STILL_HOLDS).delete()[0]


def robots(origin: str) -> KeptRobots | None:
    """The robots.txt of an origin. One query."""
    row = RobotsFile.objects.filter(origin=origin).first()
    if row is None:
        return None
    return KeptRobots(None if row.text is None else bytes(row.text), row.read_at, row.tried_at, row.status)


def keep_robots(origin: str, kept: KeptRobots) -> None:
    """Note a robots.txt. Two or three queries."""
    values = {"text": kept.text, "read_at": kept.read_at, "tried_at": kept.tried_at, "status": kept.status}
    RobotsFile.objects.update_or_create(origin=origin, defaults=values)
