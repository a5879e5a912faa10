"""What is known of hosts from one request to the next, and which process may ask a host now.

A host belongs to one process at a time. It takes the host in the book, asks it at the host's pace without looking at
the book again, and gives it back with what it learnt. So any number of processes keep one pace together, at the cost of
two short writes a host and minute, not of one a request. One that waits for a host is let in before the process that
has it may take it again. After a crash a host rests until the lease is over.

The interface is `Book`; `Memory` is the twin for tests and for one process without a database. The true one is
`kept.Database`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Protocol

from msgspec import Struct

from allostream.net.breaker import WHOLE, Circuit
from allostream.net.pace import Bucket

LEASE = 90.0  # seconds; renewed while a request is under way
STILL_HOLDS = 30 * 24 * 3600.0  # how long a robots.txt holds that cannot be had again
WANTED = 5.0  # how long a process that waits for a host is remembered: it asks again within a second


class Counts(Struct, frozen=True):  # two are made for each request
    """What was done at a host: requests, bytes received, errors, answers “unchanged”, seconds waited for turns."""

    requests: int = 0
    bytes: int = 0
    errors: int = 0
    unchanged: int = 0
    waited: float = 0.0
    last_error: str = ""  # the kind of a NetError, or a status

    def __add__(self, more: "Counts") -> "Counts":
        return Counts(
            self.requests + more.requests,
            self.bytes + more.bytes,
            self.errors + more.errors,
            self.unchanged + more.unchanged,
            self.waited + more.waited,
            more.last_error or self.last_error,
        )


NONE = Counts()


@dataclass(frozen=True, slots=True)
class HostState:
    """The pace and the circuit of a host; no bucket where it was never asked."""

    bucket: Bucket | None = None
    circuit: Circuit = WHOLE


@dataclass(frozen=True, slots=True)
class Returned:
    """A host that is given back, with what was learnt and counted."""

    host: str
    state: HostState
    counts: Counts = NONE


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """The robots.txt of an origin. `text` is None where it was never had; times are seconds since 1970.

    `read_at` is when the text was had, `tried_at` when it was last asked for, `status` what the last answer was, 0 for
    none.
    """

    text: bytes | None
    read_at: float
    tried_at: float
    status: int


class Book(Protocol):
    """Where hosts are noted."""

    async def take(self, host: str, holder: str, now: float) -> HostState | None:
        """Take a host for LEASE seconds; None where another has it or waited for it first."""

    async def renew(self, hosts: Iterable[str], holder: str, now: float) -> None:
        """Keep hosts for another LEASE."""

    async def give_back(self, hosts: Iterable[Returned], holder: str, now: float) -> None:
        """Note what was learnt, and let others take the hosts."""

    async def robots(self, origin: str) -> KeptRobots | None:
        """The robots.txt of an origin as last asked for."""

    async def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        """Note a robots.txt."""

    async def close(self) -> None:
        """Nothing more is asked."""


@dataclass
class _Row:
    state: HostState = HostState()
    counts: Counts = NONE
    held_by: str = ""
    held_until: float = 0.0
    wanted_by: str = ""
    wanted_until: float = 0.0


@dataclass
class Memory:
    """A book in this process."""

    rows: dict[str, _Row] = field(default_factory=dict)
    texts: dict[str, KeptRobots] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    async def take(self, host: str, holder: str, now: float) -> HostState | None:
        with self._lock:
            row = self.rows.setdefault(host, _Row())
            held = row.held_by not in ("", holder) and now < row.held_until
            wanted = row.wanted_by not in ("", holder) and now < row.wanted_until
            if held or wanted:
                if not wanted:
                    row.wanted_by, row.wanted_until = holder, now + WANTED
                return None
            row.held_by, row.held_until, row.wanted_by = holder, now + LEASE, ""
            return row.state

    async def renew(self, hosts: Iterable[str], holder: str, now: float) -> None:
        with self._lock:
            for host in hosts:
                if self.rows[host].held_by == holder:
                    self.rows[host].held_until = now + LEASE

    async def give_back(self, hosts: Iterable[Returned], holder: str, now: float) -> None:
        with self._lock:
            for back in hosts:
                row = self.rows.setdefault(back.host, _Row())
                row.counts += back.counts
                if row.held_by == holder:
                    row.held_by, row.state = "", back.state

    async def robots(self, origin: str) -> KeptRobots | None:
        return self.texts.get(origin)

    async def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        self.texts[origin] = kept

    async def close(self) -> None:
        pass


def renewed(kept: KeptRobots | None, now: float, status: int, text: bytes | None) -> KeptRobots:
    """The note after robots.txt was asked for again: a new text takes the place of the old one, none leaves it."""
    if text is not None:
        return KeptRobots(text, now, now, status)
    return replace(kept, tried_at=now, status=status) if kept else KeptRobots(None, 0.0, now, status)
