"""Items of the Internet Archive, by its metadata: https://archive.org/developers/md-read.html."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

from allostream.checks.probes.told import NO_KEY, json_of, of_error, of_facts, of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Purpose, Reply
from allostream.net.errors import NetError, NotSetUp
from allostream.rights.origin.facts import Facts
from allostream.rights.origin.readers import archive

BATCH = 50
PACE = Pace(per_second=1, burst=5, group="archive.org")
LIMITS = Limits(size=8 * 1024 * 1024, seconds=60)  # a large item tells of thousands of files


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question an item; several links may lead to files of one item. What befalls one item is no other's."""
    items: dict[str, list[Target]] = {}
    for target in targets:
        items.setdefault(target.item.partition("/")[0], []).append(target)
    found = await asyncio.gather(*(_look_at(item, some, ask) for item, some in items.items()))
    return {link_id: finding for one in found for link_id, finding in one.items()}


async def _look_at(
    item: str, targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]
) -> dict[int, Finding]:  # fmt: skip
    url = f"https://archive.org/metadata/{quote(item, safe='')}"
    try:
        reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, limits=LIMITS, tries=2))
    except NotSetUp:
        raise
    except NetError as error:
        return dict.fromkeys((one.link_id for one in targets), of_error(error))
    body = json_of(reply)
    told = of_status(reply) or _of_body(body)
    facts = archive.read(body, item, NO_KEY)
    return {one.link_id: told or read(facts, one) for one in targets}


def _of_body(body: Any) -> Finding | None:
    """What speaks against believing a reply: a page of repairs in its place, an error, servers that are away.

    The Archive's way to say that there is no such item is an empty object, and nothing else.
    """
    if not isinstance(body, dict) or body.get("error") or body.get("servers_unavailable"):
        return Finding(Seen.TROUBLE, "host-says-error")
    if body and not body.get("metadata") and not body.get("is_dark"):
        return Finding(Seen.ODD, "not-told")
    return None


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
