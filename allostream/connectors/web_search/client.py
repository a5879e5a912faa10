"""Three engines behind one source: SearXNG, Brave (api.search.brave.com) and Google's Custom Search JSON API."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from allostream.connectors.candidates import Candidate, Found, Page, SourceTrouble, Wish, Work
from allostream.connectors.link_asking import address, told
from allostream.lib import clock
from allostream.lib.exchange import Source
from allostream.net.asking import Asker, Pace

PACE = Pace(per_second=1)
SITES_AT_ONCE = 8  # engines cut long queries
GOOGLE_ENDS = datetime(2027, 1, 1, tzinfo=UTC)
LONGEST_ITEM = 480
# Those of docs/searxng-settings.yml: engines that understand “site:”, and none that lists what nobody may list. The
# stock set of SearXNG holds shadow libraries and indexes of torrents.
ENGINES = ("brave", "duckduckgo", "mojeek", "qwant", "startpage")


@dataclass(frozen=True, slots=True)
class Engine:
    """Which engine is asked; the key is left out of its text."""

    driver: str = "none"
    key: str = field(default="", repr=False)
    url: str = ""
    cx: str = ""


class WebSearch:
    """Web search as a source of links. `sites` tells the domains of listed hosts."""

    SOURCE = Source(slug="web-search", name="Web search", licence="facts", credit="The search engine that was asked")
    WISHES = frozenset({"work"})
    DAILY = 100

    def __init__(self, engine: Callable[[], Engine], sites: Callable[[], Sequence[str]]) -> None:
        self._engine, self._sites = engine, sites

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """Results for the next few hosts. Raises SourceTrouble, in whose words no key stands."""
        engine = self._engine()
        driver = DRIVERS.get(engine.driver)
        if driver is None:
            raise SourceTrouble("No search engine is chosen: set ALLOSTREAM_WEB_SEARCH.", permanent=True)
        sites, start = list(self._sites()), int(cursor) if cursor.isdecimal() else 0
        some = sites[start : start + SITES_AT_ONCE]
        words = query_for(wish.work, some)
        if not words:
            raise SourceTrouble("Nothing is known of the work that could be searched for.", permanent=True)
        following = start + SITES_AT_ONCE
        addresses = (one for one in driver(engine, words, ask) if is_at(one, some))
        found = tuple(Found(_candidate(one)) for one in dict.fromkeys(addresses))
        return Page(found, str(following) if following < len(sites) else "", is_whole=False)


def query_for(work: Work, sites: Sequence[str]) -> str:
    """`"The General" 1926 site:archive.org OR site:…`; "" where there is no name, or nowhere to look."""
    name = next((name.text for name in work.names), "").replace('"', " ").strip()
    if not name or not sites:
        return ""
    year = f" {work.year}" if work.year else ""
    return f'"{name}"{year} ' + " OR ".join(f"site:{site}" for site in sites)


def is_at(url: str, sites: Sequence[str]) -> bool:
    """Whether an address is at one of these domains, or under one."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and any(host == site or host.endswith(f".{site}") for site in sites)


def _candidate(url: str) -> Candidate:
    """A result as a candidate. Which work it shows, its host has to tell: that it was searched for says nothing."""
    return Candidate(item=url[:LONGEST_ITEM], address=url)


def _searxng(engine: Engine, words: str, ask: Asker) -> Iterator[str]:
    """`GET /search?format=json` of an instance of one's own."""
    if not engine.url.startswith(("https://", "http://")):
        raise SourceTrouble("Give the address of your own instance: ALLOSTREAM_WEB_SEARCH_URL.", permanent=True)
    url = address(f"{engine.url.rstrip('/')}/search", q=words, engines=",".join(ENGINES), safesearch=2, format="json")
    yield from _rows(told(url, ask, name="SearXNG", pace=PACE).reply, "results", "url")


def _brave(engine: Engine, words: str, ask: Asker) -> Iterator[str]:
    """`GET /res/v1/web/search`, the key in a header."""
    url = address("https://api.search.brave.com/res/v1/web/search", q=words, count=20, safesearch="strict")
    headers = {"X-Subscription-Token": engine.key, "Accept": "application/json"}
    reply = told(url, ask, name="Brave Search", pace=PACE, headers=headers).reply
    yield from _rows(reply.get("web") if isinstance(reply, dict) else None, "results", "url")


def _google(engine: Engine, words: str, ask: Asker) -> Iterator[str]:
    """`GET /customsearch/v1`; no `items` are no results."""
    if clock.now() >= GOOGLE_ENDS:
        raise SourceTrouble("Google's Custom Search ended on 1 January 2027: choose another engine.", permanent=True)
    url = address(
        "https://customsearch.googleapis.com/customsearch/v1", key=engine.key, cx=engine.cx, q=words, num=10,
        safe="active",
    )  # fmt: skip
    yield from _rows(told(url, ask, name="Google Custom Search", pace=PACE).reply, "items", "link")


def _rows(reply: Any, name: str, field: str) -> Iterator[str]:
    rows = reply.get(name) if isinstance(reply, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get(field), str):
            yield row[field]


DRIVERS: Mapping[str, Callable[[Engine, str, Asker], Iterator[str]]] = {
    "searxng": _searxng, "brave": _brave, "google_cse": _google,
}  # fmt: skip
