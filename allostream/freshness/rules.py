"""The subjects whose changes are counted. No Django, no clock, no network."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

# An index that was not fed for longer is built anew: the rows that it lacks are gone.
KEPT_FOR = timedelta(days=14)


class Indexed(StrEnum):
    """What a row of the feed of changes is about."""

    TITLE = "title"  # with its episodes
    PERSON = "person"


class Place(NamedTuple):
    """How far the feed has been read: up to this row of this transaction, it included."""

    transaction: int
    id: int

    def __str__(self) -> str:
        return f"{self.transaction}.{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that is written so. Raises ValueError."""
        transaction, _, row = text.partition(".")
        return cls(int(transaction), int(row))


def has_missed(next_row: datetime, now: datetime) -> bool:
    """Whether rows before the next one to be read may have been removed unread, by the moment it was written."""
    return next_row < now - KEPT_FOR


class Subject(StrEnum):
    """Something that pages show and that is more than one title; its stamp rises with every change of it."""

    # What lists, cards, home and pages of people and hosts show: links, answers, names, credits, genres, sources,
    # figures. Rises with nearly every change of a title too, since its card stands in lists.
    LISTS = "lists"
    # Any change of any title's pages: tells whether a title can have changed while its page was being made.
    TITLES = "titles"
    # Hosts and channels: who they are and how they stand.
    HOSTS = "hosts"
    # What was stated of works and people, with its history: suggestions come and go without any title changing.
    FACTS = "facts"
    # The sites and the texts of their operators; every page shows some of it.
    SITES = "sites"
