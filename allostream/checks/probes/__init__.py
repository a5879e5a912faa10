"""How to look at a link: each host's own interface first, then its page, then the film itself.

A probe takes targets and a function that asks, and says what it found of each. It knows no database.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Protocol

from allostream.checks.probes import archive, commons, dailymotion, media, mediaccc, page, peertube, vimeo, youtube
from allostream.checks.probes.told import OVERLOADED, of_error
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Reply
from allostream.net.errors import NetError, NotSetUp

log = logging.getLogger(__name__)

Asker = Callable[[Ask], Awaitable[Reply]]
LONGEST = 420  # seconds that one look may take, waits among them: less than a lease
UNREAD = Finding(Seen.ODD, "unread")
OURS = 6 * 3600.0  # seconds after which it is worth asking again where our own program failed


class Probe(Protocol):
    """One way to look. `BATCH` is how many targets one question takes."""

    BATCH: int

    async def look(self, targets: Sequence[Target], ask: Asker) -> dict[int, Finding]:
        """What is found of each target, by its id. Raises a NetError where nothing can be told."""


# By the first part of a content key, which names the host (allostream.hosts.identity).
BY_KEY: dict[str, Probe] = {
    "ia": archive, "commons": commons, "dm": dailymotion, "mediaccc": mediaccc, "pt": peertube, "vimeo": vimeo,
    "yt": youtube,
}  # fmt: skip
# Interfaces tell of single videos. Playlists, channels, events and what is sold have keys of other shapes.
SINGLE: dict[str, re.Pattern[str]] = {
    "ia": re.compile(r"[A-Za-z0-9][^@/]*(?:/.+)?"), "dm": re.compile(r"[A-Za-z0-9]+"),
    "pt": re.compile(r"[A-Za-z0-9-]{20,36}"), "vimeo": re.compile(r"\d+"), "yt": re.compile(r"[A-Za-z0-9_-]{11}"),
    "mediaccc": re.compile(r"[^:]+"),
}  # fmt: skip


def probe_of(target: Target) -> Probe:
    """The probe for a target."""
    single = SINGLE.get(target.key_kind)
    if single is None or single.fullmatch(target.item):
        found = BY_KEY.get(target.key_kind)
        if found:
            return found
    return media if target.is_file else page


def batches(targets: Sequence[Target]) -> list[tuple[Probe, list[Target]]]:
    """The targets in groups that one look takes, in the order in which they came."""
    by_probe: dict[int, tuple[Probe, list[Target]]] = {}
    for target in targets:
        probe = probe_of(target)
        by_probe.setdefault(id(probe), (probe, []))[1].append(target)
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
        except Exception:
            # Whatever one host sends must not keep the others of the portion from being written down, again and again.
            log.exception("checks.look_failed: %s", ", ".join(one.url for one in some)[:300])
            seen = dict.fromkeys((one.link_id for one in some), Finding(Seen.NOT_ASKED, "fault-here", again=OURS))
        found.update((one.link_id, _as_shown(seen.get(one.link_id, UNREAD), one)) for one in some)

    await _all_within(LONGEST, [look(probe, some) for probe, some in batches(targets)])
    for one in targets:
        found.setdefault(one.link_id, Finding(Seen.NOT_ASKED, "too-long", again=OVERLOADED))
    return found


async def _all_within(seconds: float, looks: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Have all looks done at once; those that take longer are given up. They begin together, so one clock is enough.

    Raises what one of them raises, when the others have been given up.
    """
    tasks = [asyncio.ensure_future(look) for look in looks]
    if not tasks:
        return
    try:
        done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _as_shown(finding: Finding, target: Target) -> Finding:
    """A link that only leads to the host's page works where the host wants no frame."""
    if finding.seen is Seen.NO_FRAME and not target.in_frame:
        return Finding(Seen.WORKS, finding.reason)
    return finding
