"""Which collections of the Internet Archive somebody curates, and which anybody may put things into.

Only collections whose keeper is known stand here; an operator lists more as channels of the host. A collection that is
in neither list tells nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

# Kept by an archive, an agency or a named curator, who alone adds items.
CURATED = frozenset({
    "prelinger", "prelingerhomemovies",  # Prelinger Archives
    "fedflix",  # films of agencies of the United States, digitised with the National Technical Information Service
    "usnationalarchives",  # National Archives and Records Administration
    "universal_newsreels",  # given to the United States by Universal, held by the National Archives
    "nasa",
    "avgeeks",  # A/V Geeks
    "academic_films",  # Academic Film Archive of North America
})  # fmt: skip
# Chosen by whoever uploads, or filled by whoever asks.
OPEN = frozenset({
    "opensource_movies", "opensource_video", "opensource", "opensource_media", "community", "community_media",
    "feature_films", "moviesandfilms", "movies", "short_films", "silent_films", "film_noir", "scifi_horror",
    "comedy_films", "classic_cartoons", "vintage_cartoons", "animationandcartoons", "animation_unsorted",
    "more_animation", "classic_tv", "television", "television_inbox", "ephemera", "home_movies", "artsandmusicvideos",
    "vhsvault", "vhsvault_inbox", "vlogs", "culturalandacademicfilms", "newsandpublicaffairs", "world_cinema",
})  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The collections that a judgement knows, in small letters."""

    curated: Collection[str] = CURATED
    open: Collection[str] = OPEN

    def curated_among(self, names: Iterable[str]) -> str:
        """The first curated collection an item is in, "" when it is in none."""
        return next((name for name in names if name.lower() in self.curated), "")

    def open_among(self, names: Iterable[str]) -> str:
        """The first open collection an item is in, "" when it is in none."""
        return next((name for name in names if name.lower() in self.open), "")


BUILT_IN = Known()
