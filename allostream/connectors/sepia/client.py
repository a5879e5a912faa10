"""The search of Sepia Search: the API of PeerTube over many instances."""

from collections.abc import Mapping
from typing import Any

from allostream.connectors.candidates import Candidate, Found, Page, SourceTrouble, Wish
from allostream.connectors.link_asking import address, told
from allostream.connectors.peertube.client import HOST, UUID, rows_of
from allostream.lib.exchange import Source
from allostream.lib.web_parts import parts_of
from allostream.net.asking import Asker, Pace

HOME = "https://sepiasearch.org"
PACE = Pace(per_second=1)
COUNT, FURTHEST = 50, 200


class SepiaSearch:
    """Sepia Search as a source of links."""

    SOURCE = Source(
        slug="sepia-search", name="Sepia Search", licence="facts", credit="Sepia Search, Framasoft", address=HOME
    )
    WISHES = frozenset({"query", "work"})
    DAILY = 200

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The next videos that fit words, or the name of a work. Raises SourceTrouble."""
        words = wish.what or next((name.text for name in wish.work.names), "")
        if not words:
            raise SourceTrouble("Sepia Search is asked with words: give some.", permanent=True)
        start = int(cursor) if cursor.isdecimal() else 0
        url = address(
            f"{HOME}/api/v1/search/videos", search=words, start=start, count=COUNT, nsfw=False, isLive=False,
            durationMin=_shortest(wish),
        )  # fmt: skip
        rows, total = rows_of(told(url, ask, name="Sepia Search", pace=PACE).reply, "sepiasearch.org")
        found = tuple(Found(one) for row in rows if (one := _candidate(row)))
        more = bool(rows) and start + len(rows) < min(total, FURTHEST)
        return Page(found, str(start + len(rows)) if more else "", total, is_whole=False)


SEPIA = SepiaSearch()


def _shortest(wish: Wish) -> int | None:
    """Sixty hundredths of the length of the work, in seconds: what is shorter is a part of it at most."""
    return int(wish.work.minutes * 60 * 0.6) if wish.work.minutes else None


def _candidate(row: Mapping[str, Any]) -> Candidate | None:
    """Which video a result is, and where it comes from; nothing else of it is kept."""
    uuid, url = row.get("uuid"), row.get("url")
    channel = row.get("channel")
    if not isinstance(uuid, str) or not UUID.fullmatch(uuid) or not isinstance(url, str):
        return None
    host = parts_of(url).netloc.lower()
    home = str(channel.get("host") or host).lower() if isinstance(channel, dict) else host
    if not url.startswith("https://") or not HOST.fullmatch(host) or home != host:
        return None
    name = channel.get("name") if isinstance(channel, dict) else ""
    own = f"{name}@{host}" if isinstance(name, str) and name else host
    return Candidate(
        item=f"{uuid.lower()}@{host}", address=f"https://{host}/videos/watch/{uuid}", channels=tuple({own: 0, host: 0})
    )
