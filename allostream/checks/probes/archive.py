"""Items of the Internet Archive, by its metadata: https://archive.org/developers/md-read.html."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Purpose, Reply
from allostream.rights.origin.facts import Facts
from allostream.rights.origin.readers import archive

BATCH = 50
PACE = Pace(per_second=1, burst=5, group="archive.org")
LIMITS = Limits(size=8 * 1024 * 1024, seconds=60)  # a large item tells of thousands of files


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question an item; several links may lead to files of one item."""
    found: dict[int, Finding] = {}
    items: dict[str, list[Target]] = {}
    for target in targets:
        items.setdefault(target.item.partition("/")[0], []).append(target)
    for item, some in items.items():
        url = f"https://archive.org/metadata/{quote(item, safe='')}"
        reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, limits=LIMITS, tries=2))
        facts = archive.read(json_of(reply), item, NO_KEY)
        found |= {one.link_id: of_status(reply) or read(facts, one) for one in some}
    return found


def read(facts: Facts, target: Target) -> Finding:
    """What an item's metadata says of a link to it, or to one of its files."""
    finding, name = of_facts(facts), target.item.partition("/")[2]
    if finding.seen is not Seen.WORKS or facts.files is None:
        return finding
    if name and not any(file.name == name for file in facts.files):
        return Finding(Seen.MISSING, "no-such-file")
    if not name and not any(file.is_video for file in facts.files):
        return Finding(Seen.ODD, "no-film-in-item")
    return finding
