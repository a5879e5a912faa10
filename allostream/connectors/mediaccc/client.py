"""The public API of media.ccc.de (voctoweb)."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from allostream.connectors.candidates import Candidate, Found, Page, SourceTrouble, Wish, Work
from allostream.connectors.link_asking import told
from allostream.connectors.spoken import tags_of
from allostream.lib.exchange import Name, Source
from allostream.net.asking import Asker, Pace

HOME = "https://api.media.ccc.de/public/conferences"
PAGE = "https://media.ccc.de/v/"
PACE = Pace(per_second=1)
NAME = "media.ccc.de"


class MediaCcc:
    """media.ccc.de as a source of links."""

    SOURCE = Source(
        slug="media-ccc", name=NAME, licence="facts", credit="Chaos Computer Club", address="https://media.ccc.de/"
    )
    WISHES = frozenset({"all", "channel"})
    DAILY = 500

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The events of the next conference, or of the one that is wished for. Raises SourceTrouble."""
        if wish.kind == "channel":
            return Page(self._events(wish.what, ask))
        names = self._conferences(ask)
        # In the order of their names, so that a new one never moves the others of a walk under way far.
        left = [name for name in names if name > cursor]
        if not left:
            return Page((), total=None)
        more = left[0] if len(left) > 1 else ""
        return Page(self._events(left[0], ask), more, requests=2)

    def _conferences(self, ask: Asker) -> list[str]:
        reply = told(HOME, ask, name=NAME, pace=PACE).reply
        rows = reply.get("conferences") if isinstance(reply, dict) else None
        if not isinstance(rows, list):
            raise SourceTrouble("media.ccc.de gave no list of conferences.")
        return sorted({str(row["acronym"]) for row in rows if isinstance(row, dict) and row.get("acronym")})

    def _events(self, acronym: str, ask: Asker) -> tuple[Found, ...]:
        if not acronym:
            raise SourceTrouble("Name a conference by its acronym, such as 36c3.", permanent=True)
        reply = told(f"{HOME}/{quote(acronym, safe='')}", ask, name=NAME, pace=PACE).reply
        rows = reply.get("events") if isinstance(reply, dict) else None
        found = (_candidate(row, acronym) for row in rows or () if isinstance(row, dict))
        return tuple(Found(one) for one in found if one)


MEDIACCC = MediaCcc()


def _candidate(row: Mapping[str, Any], acronym: str) -> Candidate | None:
    """A recorded talk as a candidate; None for one that is not out yet."""
    guid, title, page = (str(row.get(name) or "") for name in ("guid", "title", "frontend_link"))
    length = row.get("length")
    if not guid or not page.startswith(PAGE) or not isinstance(length, int) or not row.get("release_date"):
        return None
    spoken = tags_of([str(row.get("original_language") or "").replace("-", ",")])
    year = re.match(r"(?:19|20)\d\d", str(row.get("date") or ""))
    return Candidate(
        item=guid, address=page, title=title[:500], seconds=float(length), channels=(acronym,), audio=spoken or None,
        work=Work(
            kind="film", names=(Name(text=title[:500]),) if title else (), year=int(year[0]) if year else None,
            minutes=round(length / 60, 1), languages=spoken,
        ),
    )  # fmt: skip
