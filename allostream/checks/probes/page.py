"""Any other host: the page of the video, as a person opens it. A HEAD is never trusted, so none is asked for."""

from collections.abc import Awaitable, Callable, Sequence

from allostream.checks.page_rules import Answer, read_page
from allostream.checks.rules import Finding
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Reply

BATCH = 1
# A silence may last as long as the whole: so little is read that one clock is enough.
LIMITS = Limits(size=65_536, cut=True, seconds=20, silence=20)
ACCEPT = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", "Accept-Language": "en;q=0.9,fr;q=0.8,*;q=0.5"}


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a page."""
    (target,) = targets
    return {target.link_id: read_page(answer_of(target, await ask(question(target))))}


def question(target: Target, pace: Pace | None = None) -> Ask:
    """The question for the first bytes of a page."""
    return Ask(target.url, headers=ACCEPT, limits=LIMITS, pace=pace)


def answer_of(target: Target, reply: Reply) -> Answer:
    """A reply as the rules read it."""
    return Answer(reply.status, target.url, reply.url, reply.headers, reply.text, reply.body, target.names)
