"""What a page rests on, told by its view: the page may be kept until one of these things changes."""

from dataclasses import dataclass
from datetime import datetime

from allostream.freshness.rules import Subject


@dataclass(frozen=True)
class Fresh:
    """What a page shows, beside its frame (Subject.SITES), on which every page rests.

    title_id: the one title whose version covers what the page shows of it: names, credits, links, answers, hosts.
    stamps: what else it shows; Subject.LISTS for anything about other titles, for people, genres and figures.
    query: the parameters of the address that the view reads. With any other in the address the page is not kept, so
    that nobody can fill the memory with spellings of one page.
    until: a moment at which the page changes by the clock alone. The windows of links (of the title, or of all links
    for a page with Subject.LISTS), the message to all readers and the turn of the day in UTC are seen to already.
    knows_windows: that `until` comes no later than the next edge of the windows of the title's links, which the view
    read with them: so nobody has to ask for it again.

    A view says nothing of versions: allostream.web.front reads them before and after the page is made.
    """

    title_id: int | None = None
    stamps: tuple[Subject, ...] = ()
    query: tuple[str, ...] = ()
    until: datetime | None = None
    knows_windows: bool = False
