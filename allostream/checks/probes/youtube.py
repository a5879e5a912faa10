"""Videos of YouTube, by its oEmbed, which needs no key: https://oembed.com/ names it.

It answers 404 or 400 for what is not there, 401 for what may not be shown in pages of others, 403 for what is private.
"""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from allostream.checks.probes.told import of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Pace, Purpose, Reply

BATCH = 1
PACE = Pace(per_second=2, burst=4, group="youtube.com")


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a video."""
    (target,) = targets
    watch = quote(f"https://www.youtube.com/watch?v={target.item}", safe="")
    url = f"https://www.youtube.com/oembed?url={watch}&format=json"
    return {target.link_id: read(await ask(Ask(url, purpose=Purpose.API, pace=PACE, tries=2)))}


def read(reply: Reply) -> Finding:
    """What the status of a reply says."""
    match reply.status:
        case 401:
            return Finding(Seen.NO_FRAME, "status-401")
        case 403:
            return Finding(Seen.ACCOUNT, "status-403")
        case 400:
            return Finding(Seen.MISSING, "status-400")
    return of_status(reply) or Finding(Seen.WORKS, "host-says-there")
