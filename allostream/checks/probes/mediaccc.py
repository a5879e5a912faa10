"""Recordings of media.ccc.de, by its API: https://github.com/voc/voctoweb."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from allostream.checks.probes import page
from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Pace, Purpose, Reply
from allostream.rights.origin.readers import mediaccc

BATCH = 1
PACE = Pace(per_second=1)


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a recording, two where the answer is not the interface's."""
    (target,) = targets
    url = f"https://api.media.ccc.de/public/events/{quote(target.item, safe='')}"
    reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, tries=2))
    body = json_of(reply)
    if reply.status == 200 and not isinstance(body, dict):
        return await page.look(targets, ask)
    return {target.link_id: of_status(reply) or of_facts(mediaccc.read(body, target.item, NO_KEY))}
