"""Keeping this machine's index of names up to date: built from the catalogue, then fed from the feed of changes.

Each machine that answers searches has an index of its own, whatever database they share. An index that is missing, of
an older format or damaged is built anew; one that missed rows of the feed is, too.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from django.conf import settings

from allostream.catalogue.documents import all_documents, documents_of
from allostream.freshness.queries import Changed, changes_after, place_now
from allostream.freshness.rules import Indexed, Place, has_missed
from allostream.jobs.rebuilding import FAILURES, Patience
from allostream.lib import clock
from allostream.search.building import BeingBuilt, build
from allostream.search.file import Shelf, Unusable
from allostream.search.rows import Document, shelf_of, version_of
from allostream.search.writing import Drift, Exchanged, Writer, check

log = logging.getLogger(__name__)

# Rows of the feed in one step: a change is found half a second after it was made, an import of thousands in portions.
AT_ONCE = 500


def rebuild(path: Path | None = None, progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew beside the one in use and exchange them; how many names are in it. Raises BeingBuilt."""
    place = place_now()  # before anything is read: what changes meanwhile is in the feed behind it
    return build(path or settings.SEARCH_INDEX, every_document(), cursor=str(place), progress=progress)


def every_document() -> Iterator[Document]:
    """All that is indexed."""
    for portion in all_documents():
        yield from portion.titles
        yield from portion.episodes
        yield from portion.people


def drift(path: Path | None = None) -> Iterator[Drift]:
    """Where the index differs from the catalogue. What changed in the last second may be named though it is on its way.

    Raises Unusable.
    """
    return check(path or settings.SEARCH_INDEX, _versions())


def _versions() -> Iterator[tuple[Shelf, int, int]]:
    return ((shelf_of(document), document.id, version_of(document)) for document in every_document())


class Follower:
    """Feeds one index. Of several on one machine one works and the others wait for its end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer: Writer | None = None
        self._lock: IO[str] | None = None
        self._patience = Patience(path)

    def step(self) -> bool:
        """Take in the next changes, or build what cannot be used; whether there was anything to do."""
        if not self._is_alone():
            return False
        try:
            return self._follow()
        except Exchanged:  # somebody built it anew: go on with that one
            self._forget_writer()
            return True
        except Unusable as why:
            self._forget_writer()
            return self._rebuild(why.fault)

    def close(self) -> None:
        """Let index and lock go."""
        self._forget_writer()
        if self._lock:
            self._lock.close()
            self._lock = None

    def _is_alone(self) -> bool:
        """Whether this is the one that feeds the index; the system lets go of the lock of one that was killed."""
        if self._lock:
            return True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = (self.path.parent / f"{self.path.name}-fed").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _follow(self) -> bool:
        if self._writer is None:
            self._writer = Writer(self.path)
            if Place.read(self._writer.cursor) > place_now():  # the database was put back, or is another one
                self._forget_writer()
                return self._rebuild("ahead")
        rows = changes_after(Place.read(self._writer.cursor), AT_ONCE)
        if rows and has_missed(rows[0].at, clock.now()):
            self._forget_writer()
            return self._rebuild("missed")
        self._patience.ended()
        if not rows:
            return False
        titles, people = _ids(rows, Indexed.TITLE), _ids(rows, Indexed.PERSON)
        found = documents_of(titles, people)
        documents: list[Document] = [*found.titles, *found.episodes, *found.people]
        self._writer.apply(documents, titles=titles, people=people, cursor=str(rows[-1].place))
        return True

    def _rebuild(self, why: str) -> bool:
        """Build it anew; one that failed is tried again later each time."""
        if not self._patience.is_over:
            return False
        log.warning("search.building why=%s", why)
        try:
            rebuild(self.path)
        except BeingBuilt:
            return False
        except FAILURES as error:
            self._patience.failed(error)
            return False
        self._patience.ended()
        return True

    def _forget_writer(self) -> None:
        if self._writer:
            self._writer.close()
            self._writer = None


def _ids(rows: Sequence[Changed], kind: Indexed) -> list[int]:
    return sorted({row.id for row in rows if row.kind is kind})
