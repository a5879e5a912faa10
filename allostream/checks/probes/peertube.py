"""Videos of PeerTube, at the instance of origin: https://docs.joinpeertube.org/api-rest-reference.html."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote, urlsplit

from allostream.checks.probes import page
from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Purpose, Reply
from allostream.rights.origin.readers import peertube

BATCH = 1
PACE = Pace(per_second=1, burst=3)
LIMITS = Limits(seconds=30)


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a video, two where the answer is not that of an instance: then the page tells."""
    (target,) = targets
    host = urlsplit(target.url).netloc
    url = f"https://{host}/api/v1/videos/{quote(target.item, safe='')}"
    reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, limits=LIMITS, tries=2))
    if reply.status in {404, 410} and not isinstance(json_of(reply), dict):
        return await page.look(targets, ask)
    return {target.link_id: read(reply, target, host)}


def read(reply: Reply, target: Target, host: str) -> Finding:
    """What a reply says. An instance that is one no more answers with a page of something else."""
    told, body = of_status(reply), json_of(reply)
    if told or not isinstance(body, dict) or not {"uuid", "name"} & set(body):
        return told or Finding(Seen.ODD, "no-instance")
    return of_facts(peertube.read(body, target.item, NO_KEY, host))
