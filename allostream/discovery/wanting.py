"""Walks for single titles by themselves: those that people want first, then the best known that may be free."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings

from allostream.connectors.candidates import Wish
from allostream.discovery import actions, queries, walking
from allostream.discovery.sources import SOURCES

ACCOUNT = "wanted"  # under which the day's plans are counted
AGAIN = timedelta(days=90)  # a title that has no link yet is looked for again


def asked_for_titles() -> list[str]:
    """The sources that can be asked for one title, the search engine only where the operator has chosen one."""
    return [
        slug
        for slug, one in SOURCES.items()
        if "work" in one.WISHES and (slug != "web-search" or settings.WEB_SEARCH != "none")
    ]


def plan_wanted(first: Sequence[int] = ()) -> int:
    """Plan walks for the day's titles at every source that can be asked for one; returns for how many titles.

    `first`: titles that people want, the most wanted first. One that has a link here already, or was asked for before,
    is passed over. Nothing is planned where the operator wants none (ALLOSTREAM_WANTED_A_DAY) or no discovery.
    """
    left = settings.WANTED_A_DAY - queries.spent().get(ACCOUNT, 0)
    sources = asked_for_titles()
    if left <= 0 or not sources or not (settings.DISCOVERY and settings.BOT_SITE and settings.BOT_CONTACT):
        return 0
    titles = queries.wanted(left, sources[0], first)
    for title in titles:
        for source in sources:
            walking.plan(source, Wish(kind="work"), every=AGAIN, title=title, by=actions.FINDER, why="wanted")
    # Where there are no more, tomorrow is soon enough to look again.
    actions.spend(ACCOUNT, len(titles) if len(titles) == left else left)
    return len(titles)
