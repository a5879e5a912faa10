"""How to look at a link: each host's own interface first, then its page, then the film itself.

A probe takes targets and a function that asks, and says what it found of each. It knows no database.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from allostream.checks.probes import archive, commons, dailymotion, media, page, peertube, vimeo, youtube
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Reply
from allostream.net.errors import Busy, Closed, NetError, NotSetUp, OptedOut, Refused, TimedOut, Uncertain

Asker = Callable[[Ask], Awaitable[Reply]]
OVERLOADED = 900.0  # seconds after which it is worth asking again where we were late ourselves


class Probe(Protocol):
    """One way to look. `BATCH` is how many targets one question takes."""

    BATCH: int

    async def look(self, targets: Sequence[Target], ask: Asker) -> dict[int, Finding]:
        """What is found of each target, by its id. Raises a NetError where nothing can be told."""


# By the first part of a content key, which names the host (allostream.hosts.identity).
BY_KEY: dict[str, Probe] = {
    "ia": archive, "commons": commons, "dm": dailymotion, "pt": peertube, "vimeo": vimeo, "yt": youtube,
}  # fmt: skip


def probe_of(target: Target) -> Probe:
    """The probe for a target."""
    return BY_KEY.get(target.key_kind) or (media if target.is_file else page)


def batches(targets: Sequence[Target]) -> list[tuple[Probe, list[Target]]]:
    """The targets in groups that one look takes, in the order in which they came."""
    by_probe: dict[str, tuple[Probe, list[Target]]] = {}
    for target in targets:
        probe = probe_of(target)
        by_probe.setdefault(repr(probe), (probe, []))[1].append(target)
    return [
        (probe, found[start : start + probe.BATCH])
        for probe, found in by_probe.values()
        for start in range(0, len(found), probe.BATCH)
    ]


async def look_at(targets: Sequence[Target], ask: Asker) -> dict[int, Finding]:
    """What is found of each target, all hosts at once; each is in the answer, whatever happens.

    Raises NotSetUp where the operator has not said who asks.
    """
    found: dict[int, Finding] = {}

    async def look(probe: Probe, some: list[Target]) -> None:
        try:
            seen = await probe.look(some, ask)
        except NotSetUp:
            raise
        except NetError as error:
            seen = dict.fromkeys((one.link_id for one in some), of_error(error))
        found.update((one.link_id, _as_shown(seen.get(one.link_id, Finding(Seen.ODD, "unread")), one)) for one in some)

    await asyncio.gather(*(look(probe, some) for probe, some in batches(targets)))
    return found


def of_error(error: NetError) -> Finding:
    """What it says of a link that it could not be asked for. Our own faults are never the host's."""
    if isinstance(error, Busy):
        return Finding(Seen.NOT_ASKED, error.kind, again=max(error.seconds, 1.0))
    if isinstance(error, TimedOut) and error.overloaded:
        return Finding(Seen.NOT_ASKED, "overloaded", again=OVERLOADED)
    if isinstance(error, Uncertain):
        return Finding(Seen.TROUBLE, error.kind)
    if isinstance(error, (Closed, OptedOut)):
        return Finding(Seen.NOT_ASKED, error.kind)
    if isinstance(error, Refused):
        # A name that leads to no public address any more, or an address that no host can have.
        return Finding(Seen.MISSING, error.kind)
    return Finding(Seen.MISSING if error.kind == "no-such-name" else Seen.TROUBLE, error.kind)


def _as_shown(finding: Finding, target: Target) -> Finding:
    """A link that only leads to the host's page works where the host wants no frame."""
    if finding.seen is Seen.NO_FRAME and not target.in_frame:
        return Finding(Seen.WORKS, finding.reason)
    return finding
