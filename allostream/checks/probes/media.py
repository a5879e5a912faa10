"""Files that we play ourselves: the first bytes of a film, or of a list of parts and then of its first part."""

from collections.abc import Awaitable, Callable, Sequence

from allostream.checks.media_rules import Container, first_of_dash, next_of_hls
from allostream.checks.page_rules import Answer, read_file
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Reply

BATCH = 1
START = {"Range": "bytes=0-1023", "Accept": "*/*"}
FILE = Limits(size=65_536, cut=True, seconds=20)
LIST = Limits(size=2_000_000, cut=True, seconds=20)
STEPS = 4  # a list of lists, a list of parts, a part; and one more


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question a file, up to four for a list of parts."""
    (target,) = targets
    return {target.link_id: await _follow(target, ask)}


async def _follow(target: Target, ask: Callable[[Ask], Awaitable[Reply]]) -> Finding:
    url = target.url
    for step in range(STEPS):
        answer = _answer(target, url, await ask(Ask(url, headers=START, limits=FILE)))
        finding = read_file(answer)
        if finding.seen is not Seen.WORKS or finding.reason not in {Container.HLS, Container.DASH}:
            return _of_part(finding, answer) if step else finding
        whole = await ask(Ask(url, limits=LIST))
        if whole.status not in {200, 203, 206}:
            return Finding(Seen.TROUBLE, f"status-{whole.status}")
        led = _next(Container(finding.reason), whole)
        if led is None:
            return Finding(Seen.ODD, "empty-list")
        url = led
    return Finding(Seen.ODD, "lists-of-lists")


def _next(kind: Container, reply: Reply) -> str | None:
    if kind is Container.DASH:
        return first_of_dash(reply.text, reply.url)
    found = next_of_hls(reply.text, reply.url)
    return found[0] if found else None


def _of_part(finding: Finding, answer: Answer) -> Finding:
    """A part may be encrypted or of a kind without a sign of its own: that it comes is enough."""
    if finding.seen is Seen.ODD and answer.body and not answer.kind.startswith("text/"):
        return Finding(Seen.WORKS, "part")
    if finding.seen is Seen.MISSING:
        return Finding(Seen.ODD, "part-missing")
    return finding


def _answer(target: Target, url: str, reply: Reply) -> Answer:
    return Answer(reply.status, url, reply.url, reply.headers, reply.text, reply.body, target.names)
