"""Comments: how far they spoil, how long they may be changed, what flags mean. No Django, no clock, no network."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = 4000
EDITABLE_FOR = timedelta(hours=6)
# As a reader would type an address, with or without its scheme; one dot at least, and no space.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"'()\[\]]*", re.IGNORECASE
)


class Spoils(StrEnum):
    """What of the plot a comment gives away."""

    NOTHING = "nothing"
    PART = "part"  # of a series: up to a season, or an episode of it
    WHOLE = "whole"  # how it ends


class Flag(StrEnum):
    """Why somebody thinks that a comment should not stand there."""

    SPAM = "spam"
    HATE = "hate"
    SPOILER = "spoiler"
    OFF_TOPIC = "off_topic"
    PRIVACY = "privacy"
    ILLEGAL_LINK = "illegal_link"
    OTHER = "other"


class State(StrEnum):
    """How a comment stands."""

    SHOWN = "shown"
    DELETED = "deleted"  # by its author: the words are gone
    HIDDEN = "hidden"  # by a moderator: the words are kept for an appeal


@dataclass(frozen=True, slots=True)
class About:
    """What a comment is on: a title, or a part or link of it (row ids)."""

    title_id: int
    season_id: int | None = None
    episode_id: int | None = None
    link_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a comment spoils: for a part of a series the season, and the episode or None for all of it."""

    spoils: Spoils
    season: int | None = None
    episode: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it makes sense: numbers where a part is meant, and nowhere else."""
        if self.spoils is not Spoils.PART:
            return self.season is None and self.episode is None
        return self.season is not None and self.season >= 0 and (self.episode is None or self.episode >= 0)


def may_edit(made_at: datetime, now: datetime) -> bool:
    """Whether its author may still change a comment: later, replies would answer what nobody reads any more."""
    return now < made_at + EDITABLE_FOR


def addresses_in(text: str) -> list[str]:
    """What looks like an address in a text, as it stands there."""
    return [found.rstrip(".,;:!?*_") for found in ADDRESS.findall(text)]
