"""Files of Wikimedia Commons, fifty a question: https://www.mediawiki.org/wiki/API:Imageinfo."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from allostream.checks.probes.told import NO_KEY, json_of, of_facts, of_status
from allostream.checks.rules import Finding, Seen
from allostream.checks.targets import Target
from allostream.net.asking import Ask, Limits, Pace, Purpose, Reply
from allostream.rights.origin.readers import commons
from allostream.rights.origin.tolerant import mapping, mappings, text, within

BATCH = 50
PACE = Pace(per_second=1, burst=5)
LIMITS = Limits(size=8 * 1024 * 1024, seconds=60)
ASKED = {
    "action": "query", "prop": "imageinfo", "iiprop": "url|size|mime|mediatype|timestamp|user|extmetadata",
    "format": "json", "formatversion": "2", "maxlag": "5",
}  # fmt: skip


async def look(targets: Sequence[Target], ask: Callable[[Ask], Awaitable[Reply]]) -> dict[int, Finding]:
    """One question for all."""
    titles = {target.link_id: f"File:{target.item}" for target in targets}
    words = urlencode(ASKED | {"titles": "|".join(dict.fromkeys(titles.values()))})
    url = f"https://commons.wikimedia.org/w/api.php?{words}"
    reply = await ask(Ask(url, purpose=Purpose.API, pace=PACE, limits=LIMITS, tries=2))
    told, body = of_status(reply), json_of(reply)
    return {link_id: told or read(body, title) for link_id, title in titles.items()}


def read(body: Any, title: str) -> Finding:
    """What a reply says of one of the files asked for. A file that was renamed is found under its new name."""
    query = mapping(mapping(body).get("query"))
    if not query:
        return Finding(Seen.TROUBLE, "host-says-error")
    renamed = {text(row.get("from")): text(row.get("to")) for row in mappings(query.get("normalized"))}
    wanted = renamed.get(title, title)
    page = next((page for page in mappings(query.get("pages")) if text(page.get("title")) == wanted), None)
    if page is None:
        return Finding(Seen.ODD, "not-told")
    extra = mapping(within(page, "imageinfo", "extmetadata")) if not page.get("missing") else {}
    if extra.get("DeletionReason"):
        return Finding(Seen.ODD, "proposed-for-deletion")
    return of_facts(commons.read({"query": {"pages": [page]}}, title, NO_KEY))
