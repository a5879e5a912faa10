"""Finding titles, episodes and people in the index by what was typed, however it was typed.

A search reads some hundreds of candidates and ends at its deadline with what it has by then, whatever the input.
What is found is a copy: who shows it looks it up in the database first.
"""

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from allostream.search.asked import Reading, Words, Years
from allostream.search.file import Fault, Shelf, Unusable, cursor, identity, is_damage, open_index
from allostream.search.gathering import gather
from allostream.search.scoring import Scored as Hit
from allostream.search.stages import Allowed, Narrowed, Places

DEADLINE = 0.05  # seconds of work (Allowed)
MOST_HITS = 200
DEFAULT_HITS = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, the best first. `is_cut_short`: the time was over before everything had been tried."""

    hits: tuple[Hit, ...]
    is_cut_short: bool = False


class Searches(ABC):
    """What can be searched for. All raise Unusable when there is no index that can be used."""

    def titles(
        self, reading: Reading, *, limit: int = DEFAULT_HITS, kinds: Sequence[str] = (), years: Years | None = None,
        may_guess: bool = True,
    ) -> Found:  # fmt: skip
        """Films and series by their names, and by names mixed with those of people who had a part; without guesses only
        those that have the words as they were typed."""
        return self.find(Shelf.TITLE, reading, limit, Narrowed(kinds=tuple(kinds), years=years), may_guess=may_guess)

    def episodes(
        self, reading: Reading, *, limit: int = DEFAULT_HITS, series: Sequence[int] = (), may_guess: bool = True
    ) -> Found:
        """Episodes by their own names, of all series or of these; season and number of the reading only prefer."""
        return self.find(Shelf.EPISODE, reading, limit, Narrowed(parents=tuple(series)), may_guess=may_guess)

    def people(self, words: Words, *, limit: int = DEFAULT_HITS, may_guess: bool = True) -> Found:
        """People by their names."""
        return self.find(Shelf.PERSON, Reading(words), limit, Narrowed(), may_guess=may_guess)

    @abstractmethod
    def find(
        self, shelf: Shelf, reading: Reading, limit: int, narrowed: Narrowed, *, allowed: Allowed | None = None,
        may_guess: bool = True,
    ) -> Found:  # fmt: skip
        """What there is on a shelf. It ends at the latest when `allowed` does."""


class Index(Searches):
    """A reader of the index for one process; several threads may share it, one searches at a time.

    It looks at every search whether another file stands behind the name, and opens that one. All searches raise
    Unusable when there is none that can be used.
    """

    def __init__(self, path: Path, *, deadline: float = DEADLINE) -> None:
        self._path, self._deadline = path, deadline
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, tuple[int, int] | None] = (0, None)
        self._lock = RLock()

    @classmethod
    def open(cls, path: Path, *, deadline: float = DEADLINE) -> "Index":
        """The index at this path; the file is opened at the first search."""
        return cls(path, deadline=deadline)

    def close(self) -> None:
        """Let the file go; the next search opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def cursor(self) -> str:
        """How far the index has followed the feed of changes."""
        with self._reading() as connection:
            return cursor(connection)

    def within(self, seconds: float) -> "Together":
        """Searches that may take so long together."""
        return Together(self, Allowed.within(seconds))

    def find(
        self, shelf: Shelf, reading: Reading, limit: int, narrowed: Narrowed, *, allowed: Allowed | None = None,
        may_guess: bool = True,
    ) -> Found:  # fmt: skip
        with self._reading() as connection:
            own = Allowed.within(self._deadline)
            most = min(limit, MOST_HITS)
            places = Places(connection, shelf, narrowed, own.both(allowed) if allowed else own, most)
            return Found(tuple(gather(places, reading, may_guess=may_guess)[:most]), places.is_cut_short)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection to the file that stands behind the name now."""
        with self._lock:
            connection = self._current()
            try:
                yield connection
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self.close()
                raise Unusable(self._path, Fault.DAMAGED, str(error)) from error

    def _current(self) -> sqlite3.Connection:
        now = os.getpid(), identity(self._path)
        if self._connection is not None and self._opened == now:
            return self._connection
        if self._opened[0] == now[0]:
            self.close()  # that of a parent process is left to it
        self._connection, self._opened = None, now
        connection = open_index(self._path, mode="ro")
        connection.execute("PRAGMA query_only=1")
        self._connection = connection
        return connection


class Together(Searches):
    """Several searches of an index for one answer, which share the time that it may take."""

    def __init__(self, index: Index, allowed: Allowed) -> None:
        self._index, self._allowed = index, allowed
        self.is_cut_short = False  # whether one of them had too little of it

    def find(
        self, shelf: Shelf, reading: Reading, limit: int, narrowed: Narrowed, *, allowed: Allowed | None = None,
        may_guess: bool = True,
    ) -> Found:  # fmt: skip
        left = self._allowed.both(allowed) if allowed else self._allowed
        found = self._index.find(shelf, reading, limit, narrowed, allowed=left, may_guess=may_guess)
        self.is_cut_short = self.is_cut_short or found.is_cut_short
        return found
