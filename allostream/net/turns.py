"""Turns at hosts: who may ask when. Nothing is asked here.

A turn needs, in this order: the host itself (see `book`), one of its places in flight, a circuit that is not open, and
the next turn of its pace. All this is waited for before the time of the request begins to run, and only as long as the
caller has patience.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from yarl import URL

from allostream.net import breaker, pace
from allostream.net.asking import Pace
from allostream.net.book import LEASE, NONE, Book, Counts, HostState, Returned
from allostream.net.errors import Busy, NetError, Resting

HOLD = 60.0  # seconds after which a host is given back to whoever waits for it
IDLE = 2.0  # seconds without a request after which it is given back
LOOK = 3.0  # seconds that a look into the book may take, also for those who have no patience
POLL = 0.5  # seconds between two looks at a host that another process has, and up to as much again by chance


@dataclass
class Held:
    """A host that this process has. `waiting` are those who wait for a place in flight, first come first."""

    host: str
    since: float
    bucket: pace.Bucket
    circuit: breaker.Circuit
    used: float
    renewed: float
    counts: Counts = NONE
    in_flight: int = 0
    waiting: deque[tuple[int, asyncio.Future[bool]]] = field(default_factory=deque)
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    def note_idle(self) -> None:
        """Tell who waits for it whether nobody has or wants a place."""
        if self.in_flight or self.waiting:
            self.idle.clear()
        else:
            self.idle.set()


class Turn:
    """A turn at a host, to be waited for and had as `async with`; who has it tells about the request."""

    def __init__(self, turns: "Turns", url: URL | str, host: str, limits: Pace, patience: float) -> None:
        self._turns, self._url, self._host, self._pace, self._now = turns, url, host, limits, turns.now
        self._until = self._now() + patience

    async def __aenter__(self) -> Self:
        # Where nobody has to be waited for, nothing is begun that could wait.
        held = self._turns.place_at_once(self._host, self._pace, self._now())
        self._held = held or await self._turns.place(self._url, self._host, self._pace, self._until)
        try:
            seconds = self._turns.next_turn(self._url, self._held, self._pace, self._until)
            if seconds:
                await self._turns.sleep(seconds)
        except BaseException:
            self._turns.leave(self._held)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.leave(self._held)

    def count(self, size: int, outcome: int | NetError) -> None:
        """Note how a request ended: with a status, or with an error."""
        held, now = self._held, self._now()
        held.circuit = breaker.after(held.circuit, outcome, now)
        error = outcome.kind if isinstance(outcome, NetError) else str(outcome) if breaker.blames_host(outcome) else ""
        so_far = held.counts
        held.counts = Counts(
            so_far.requests + 1, so_far.bytes + size, so_far.errors + bool(error), so_far.unchanged + (outcome == 304),
            so_far.waited, error or so_far.last_error,
        )  # fmt: skip

    def rest(self, seconds: float) -> None:
        """The host asked for a pause: nobody's turn comes before it is over."""
        self._held.bucket = pace.rested(self._held.bucket, self._pace, self._now(), seconds)


def _end(place: asyncio.Future[bool]) -> None:
    """Wait no longer for a place that has not been given."""
    if not place.done():
        place.set_result(False)


class Turns:
    """The hosts that this process has, and those who wait for a turn."""

    def __init__(
        self,
        book: Book,
        holder: str,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float],
    ) -> None:
        self._book, self._holder = book, holder
        self.now, self.sleep, self._chance = now, sleep, chance
        self._held: dict[str, Held] = {}
        self._taking: dict[str, asyncio.Lock] = {}

    def turn(self, url: URL | str, host: str, limits: Pace, patience: float) -> Turn:
        """A turn at a host. To enter it raises Busy, or Resting, where it would come too late."""
        return Turn(self, url, host, limits, patience)

    def leave(self, held: Held) -> None:
        """Give a place at a host to the next."""
        held.used = self.now()
        held.in_flight -= 1
        self._let_in(held)
        held.note_idle()

    def place_at_once(self, host: str, limits: Pace, now: float) -> Held | None:
        """A place in flight at a host, None where it has to be waited for or the host to be taken first."""
        held = self._held.get(host)
        if held is None or now >= held.since + HOLD or held.waiting:
            return None
        if held.in_flight >= self._at_once(held, limits.at_once):
            return None
        held.in_flight += 1
        held.idle.clear()
        return held

    async def place(self, url: URL | str, host: str, limits: Pace, until: float) -> Held:
        """A place in flight at a host that this process has."""
        held = self._held.get(host)
        if held is None or self.now() >= held.since + HOLD:
            try:
                async with asyncio.timeout(max(0.0, until - self.now()) + LOOK):
                    held = await self._have(url, host, limits, until)
            except TimeoutError as error:
                raise Busy(url, "Another process asks this host.", POLL) from error
        if held.waiting or held.in_flight >= self._at_once(held, limits.at_once):
            await self._wait_for_place(url, held, limits, until)
        else:
            held.in_flight += 1
        held.note_idle()
        return held

    async def _wait_for_place(self, url: URL | str, held: Held, limits: Pace, until: float) -> None:
        place: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        entry = (limits.at_once, place)
        held.waiting.append(entry)
        held.note_idle()
        patience = asyncio.get_running_loop().call_later(max(0.0, until - self.now()), _end, place)
        try:
            is_given = await place
        except BaseException:
            self._leave(held, entry)
            raise
        finally:
            patience.cancel()
        if not is_given:
            self._leave(held, entry)
            raise Busy(url, "Too many others ask this host.", 1 / limits.per_second)

    def _leave(self, held: Held, entry: tuple[int, asyncio.Future[bool]]) -> None:
        """Stop waiting; a place that was given at the same moment is handed on."""
        if entry in held.waiting:
            held.waiting.remove(entry)
        elif entry[1].done() and not entry[1].cancelled() and entry[1].result():
            held.in_flight -= 1
        self._let_in(held)
        held.note_idle()

    def _let_in(self, held: Held) -> None:
        while held.waiting and held.in_flight < self._at_once(held, held.waiting[0][0]):
            _, place = held.waiting.popleft()
            if not place.done():
                held.in_flight += 1
                place.set_result(True)

    def _at_once(self, held: Held, most: int) -> int:
        return 1 if breaker.is_half_open(held.circuit, self.now()) else max(1, most)

    def next_turn(self, url: URL | str, held: Held, limits: Pace, until: float) -> float:
        """Take the next turn of the pace of a host at which there is a place: how many seconds it is away."""
        now = self.now()
        left = breaker.rest_left(held.circuit, now)
        if left:
            raise Resting(url, f"The host failed {held.circuit.failures} times in a row.", left)
        seconds = pace.wait(held.bucket, limits, now)
        if now + seconds > until:
            raise Busy(url, f"Its turn comes in {math.ceil(seconds)} seconds.", seconds)
        held.bucket = pace.taken(held.bucket, limits, now)
        if seconds:
            held.counts += Counts(waited=seconds)
        return seconds

    async def _have(self, url: URL | str, host: str, limits: Pace, until: float) -> Held:
        """The host, taken in the book where this process does not have it, or has had it for long.

        Before it is given back, all who have or wait for a place are let through, and nobody else is.
        """
        async with self._taking.setdefault(host, asyncio.Lock()):
            held = self._held.get(host)
            if held and self.now() >= held.since + HOLD:
                await held.idle.wait()
                await self._give_back([held])
                held = None
            return held or await self._take(url, host, limits, until)

    async def _take(self, url: URL | str, host: str, limits: Pace, until: float) -> Held:
        while (state := await self._book.take(host, self._holder, self.now())) is None:
            if self.now() >= until:
                raise Busy(url, "Another process asks this host.", POLL)
            await self.sleep(POLL * (1 + self._chance()))
        now = self.now()
        held = Held(host, now, state.bucket or pace.full(limits, now), state.circuit, used=now, renewed=now)
        self._held[host] = held
        return held

    async def look_after(self) -> None:
        """Give back the hosts that are not used and renew the leases of the others; to be called every second."""
        now = self.now()
        await self._give_back([one for one in self._held.values() if one.idle.is_set() and now >= one.used + IDLE])
        due = [one for one in self._held.values() if now >= one.renewed + LEASE / 3]
        for held in due:
            held.renewed = now
        if due:
            await self._book.renew([one.host for one in due], self._holder, now)

    async def close(self) -> None:
        """Give everything back."""
        await self._give_back(list(self._held.values()))

    async def _give_back(self, hosts: list[Held]) -> None:
        ours = [one for one in hosts if self._held.get(one.host) is one]  # each is given back once
        for held in ours:
            del self._held[held.host]
        back = [Returned(one.host, HostState(one.bucket, one.circuit), one.counts) for one in ours]
        if back:
            await self._book.give_back(back, self._holder, self.now())
