"""Videos of Vimeo, by its oEmbed, and by their page where that keeps silent: https://developer.vimeo.com/api/oembed.

Vimeo's oEmbed knows nothing of videos that may be shown on named sites alone, and it turns away many addresses of
machines: only together with the page is a 404 a sign that a video is gone.
"""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from allostream.checks.page_rules import read_page
from allostream.checks.probes.page import answer_of, question
from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Pace, Purpose, Reply
from allostream.rights.origin.readers import vimeo

BATCH = 1
PACE = Pace(per_second=1, burst=3, group="vimeo.com")


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a video, two where oEmbed does not know it."""
    (target,) = targets
    url = f"https://vimeo.com/api/oembed.json?url={quote(target.url, safe='')}"
    reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, tries=2))
    found = of_status(reply) or of_facts(vimeo.read(json_of(reply), target.item, NO_KEY))
    if found.seen in {Seen.MISSING, Seen.KEPT_OUT}:
        page = read_page(answer_of(target, await ask(question(target, PACE))))
        found = Finding(Seen.NO_FRAME, "page-alone") if page.seen is Seen.WORKS else page
    return {target.link_id: found}
