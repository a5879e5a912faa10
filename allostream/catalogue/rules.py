"""Pure rules of the catalogue: how things are called, sorted and addressed."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

EPISODE_CODE = re.compile(r"s(\d{1,4})(?:e(\d{1,5}))?", re.IGNORECASE)


class Sort(StrEnum):
    """In which order a list of titles stands."""

    POPULAR = "popular"
    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    NEWLY_FREE = "newly-free"
    SHORTEST = "shortest"
    FIT = "fit"  # how well the words of a search fit: the order of its results, and of no other list
    ADDED = "added"  # the last that the catalogue was told of first: the order of feeds, and of no page


# The orders of lists that nobody searched for.
LIST_SORTS = tuple(sort for sort in Sort if sort not in (Sort.FIT, Sort.ADDED))
# Those of a search: what is not free has no day on which it became so, and would be left out of what was found.
SEARCH_SORTS = (Sort.FIT, *(sort for sort in LIST_SORTS if sort is not Sort.NEWLY_FREE))


class KnownName(NamedTuple):  # made, compared and looked up by the million
    """One name of a work."""

    text: str
    language: str
    kind: str


@lru_cache(maxsize=4096)  # asked for each episode of a page, and few numbers make up nearly all
def episode_code(season: int | None, episode: int | None = None) -> str:
    """The end of an episode's address, `s01e02`, or a season's, `s01`; "" when the season has no number."""
    if season is None:
        return ""
    return f"s{season:02d}" if episode is None else f"s{season:02d}e{episode:02d}"


def read_episode_code(code: str) -> tuple[int, int | None] | None:
    """Season and episode number of `s01e02` or `s01`; None for any other text."""
    found = EPISODE_CODE.fullmatch(code)
    if not found:
        return None
    season, episode = found.groups()
    return int(season), int(episode) if episode else None


def other_names(names: Iterable[KnownName], shown: str) -> list[KnownName]:
    """The names worth showing beside the one in the heading: originals first, each text once."""
    order = {"original": 0, "transliteration": 1, "release": 2, "alias": 3}
    seen = {shown}
    kept = []
    for known in sorted(names, key=lambda n: (order.get(n.kind, 9), n.language, n.text)):
        if known.text not in seen:
            seen.add(known.text)
            kept.append(known)
    return kept
