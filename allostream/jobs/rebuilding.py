"""When an index that could not be built is tried again: later each time, and not at the same moment everywhere.

What went wrong is noted beside the index, for `manage.py search status`. The note is for people; who feeds the index
keeps its own count.
"""

import json
import logging
import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allostream.lib import clock

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
LEAST_SHARE = 0.5  # of the pause, by chance up to all of it
FAILURES = (OSError, sqlite3.Error)  # a full disk, a folder that must not be written to


@dataclass(frozen=True, slots=True)
class Failed:
    """A build that failed: how many have in a row, why the last one did, and when the next one begins."""

    tries: int
    why: str
    again_at: datetime


class Patience:
    """Keeps builds of one index apart that fail."""

    def __init__(self, path: Path, chance: Callable[[], float] = random.random) -> None:
        self._note, self._chance = note_of(path), chance
        self._failed: Failed | None = None
        self._may_be_noted = True  # by an earlier process

    @property
    def is_over(self) -> bool:
        """Whether it is time to build."""
        return self._failed is None or clock.now() >= self._failed.again_at

    def failed(self, error: Exception) -> None:
        """A build failed at this moment."""
        tries = self._failed.tries + 1 if self._failed else 1
        pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)
        pause *= LEAST_SHARE + (1 - LEAST_SHARE) * self._chance()
        why = " ".join(str(error).split()) or type(error).__name__
        self._failed = Failed(tries, why, clock.now() + pause)
        log.error("search.build_failed tries=%s why=%s: again in %.0f s", tries, why, pause.total_seconds())
        self._may_be_noted = True
        told = {"tries": tries, "why": why, "again_at": self._failed.again_at.isoformat()}
        with suppress(OSError):  # on a full disk there may be no room for the note either
            self._note.write_text(json.dumps(told))

    def ended(self) -> None:
        """There is an index that can be fed."""
        self._failed = None
        if self._may_be_noted:
            self._may_be_noted = False
            with suppress(OSError):
                self._note.unlink(missing_ok=True)


def note_of(path: Path) -> Path:
    """The file with the note; its name is none of the files of the index, which are swept."""
    return path.with_name(f"{path.name}-failed")


def last_failure(path: Path) -> Failed | None:
    """What the note says; None where there is none that can be read."""
    try:
        told = json.loads(note_of(path).read_text())
        return Failed(int(told["tries"]), str(told["why"]), datetime.fromisoformat(told["again_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
