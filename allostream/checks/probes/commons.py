"""Files of Wikimedia Commons, fifty a question: https://www.mediawiki.org/wiki/API:Imageinfo."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Purpose, Reply
from allostream.rights.origin.readers import commons
from allostream.rights.origin.tolerant import mapping, mappings, text, within

BATCH = 50
PACE = Pace(per_second=1, burst=5)
LIMITS = Limits(size=8 * 1024 * 1024, seconds=60)
LONGEST = 6000  # characters of names in one address
ASKED = {
    "action": "query", "prop": "imageinfo", "iiprop": "url|size|mime|mediatype|timestamp|user|extmetadata",
    "format": "json", "formatversion": "2", "maxlag": "5",
}  # fmt: skip


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question for all, or a few where their names are long."""
    titles = {target.link_id: f"File:{target.item}" for target in targets}
    found: dict[str, Finding] = {}
    for names in _portions(list(dict.fromkeys(titles.values()))):
        words = urlencode(ASKED | {"titles": "|".join(names)})
        url = f"https://commons.wikimedia.org/w/api.php?{words}"
        reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, limits=LIMITS, tries=2))
        told, body = of_status(reply), json_of(reply)
        found |= {name: told or read(body, name) for name in names}
    return {link_id: found[title] for link_id, title in titles.items()}


def _portions(names: Sequence[str]) -> Iterator[list[str]]:
    """The names in groups that an address can hold: most of those in other letters take nine characters a letter."""
    group: list[str] = []
    length = 0
    for name in names:
        length += len(quote(name)) + len("%7C")
        if group and length > LONGEST:
            yield group
            group, length = [], len(quote(name))
        group.append(name)
    if group:
        yield group


def read(body: Any, title: str) -> Finding:
    """What a reply says of one of the files asked for. A file that was renamed is found under its new name."""
    query = mapping(mapping(body).get("query"))
    if not query:
        return Finding(Seen.TROUBLE, "host-says-error")
    renamed = {text(row.get("from")): text(row.get("to")) for row in mappings(query.get("normalized"))}
    wanted = renamed.get(title, title)
    page = next((page for page in mappings(query.get("pages")) if text(page.get("title")) == wanted), None)
    if page is None or page.get("invalid") or not (page.get("missing") or page.get("imageinfo")):
        return Finding(Seen.ODD, "not-told")
    extra = mapping(within(page, "imageinfo", "extmetadata")) if not page.get("missing") else {}
    if extra.get("DeletionReason"):
        return Finding(Seen.ODD, "proposed-for-deletion")
    return of_facts(commons.read({"query": {"pages": [page]}}, title, NO_KEY))
