"""Videos of Dailymotion, by its API: https://developers.dailymotion.com/api/."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from allostream.checks.probes import page
from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Pace, Purpose, Reply
from allostream.rights.origin.readers import dailymotion

BATCH = 1
PACE = Pace(per_second=2, burst=4)
FIELDS = "id,title,allow_embed,private,status,published"


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a video, two where the answer is not the interface's."""
    (target,) = targets
    url = f"https://api.dailymotion.com/video/{quote(target.item, safe='')}?fields={FIELDS}"
    reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, tries=2))
    body = json_of(reply)
    if reply.status in {200, 404, 410} and not isinstance(body, dict):
        return await page.look(targets, ask)
    return {target.link_id: of_status(reply) or of_facts(dailymotion.read(body, target.item, NO_KEY))}
