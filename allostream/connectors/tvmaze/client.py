"""The API of TVmaze: https://www.tvmaze.com/api. No key; at least 20 calls in 10 seconds are allowed, 429 beyond."""

import time
from collections.abc import Callable, Iterator
from typing import Literal

from allostream.connectors.asking import Service
from allostream.connectors.tvmaze.shapes import Show
from allostream.net.asking import Asker, Pace

HOME = "https://api.tvmaze.com"
EMBEDDED = "embed[]=episodes&embed[]=seasons&embed[]=cast"
# Half of what is allowed: other programs behind the same address may ask too.
PACE = Pace(per_second=1.0, burst=5)
Since = Literal["day", "week", "month"]


class Client:
    """What TVmaze is asked for. Raises SourceProblem when it cannot answer."""

    def __init__(self, ask: Asker, sleep: Callable[[float], None] = time.sleep) -> None:
        self._service = Service("TVmaze", ask, PACE, sleep)

    def index(self, first: int = 0) -> Iterator[tuple[Show, ...]]:
        """All shows, 250 ids a page, from a page on; the end is where there is no page any more."""
        page = first
        while (shows := self._service.read(f"{HOME}/shows?page={page}", tuple[Show, ...])) is not None:
            yield shows
            page += 1

    def show(self, id_: int) -> Show | None:
        """A show with its episodes (specials too), seasons and cast; None when there is none."""
        found: Show | None = self._service.read(f"{HOME}/shows/{id_}?{EMBEDDED}", Show)
        return found

    def updated(self, since: Since) -> dict[int, int]:
        """The shows that were changed in the last day, week or month: id → second of the change."""
        said = self._service.read(f"{HOME}/updates/shows?since={since}", dict[str, int]) or {}
        return {int(id_): second for id_, second in said.items() if id_.isdecimal()}

    def look_up(self, catalogue: Literal["imdb", "thetvdb", "tvrage"], value: str) -> Show | None:
        """The show that another catalogue numbers so; the answer is a redirect, which is followed."""
        found: Show | None = self._service.read(f"{HOME}/lookup/shows?{catalogue}={value}", Show)
        return found
