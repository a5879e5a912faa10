"""What lists found, remembered in the process until anything that lists show changes.

Which titles are horror films of the thirties is the same for every reader: with another country, other services or
another language the page is another, but its titles are not, nor how many there are. To find them takes tens of
milliseconds among a million titles, and everything else of the page a few. The stamp of lists is read first, as for
kept pages (docs/decisions/0011): what is found after that is of that state, or of a later one, whose stamp no later
reader will find to be the same.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from allostream.catalogue.state import State, Unreadable, state_of
from allostream.freshness.rules import Subject

Found = TypeVar("Found")


class Remembered:
    """Answers by their questions, the longest unused forgotten first. For one process; its threads may share it."""

    def __init__(self, most: int) -> None:
        """`most` is how many answers there is room for."""
        self._most = most
        self._stamp: State = (None,)
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def ask(self, question: Hashable, find: Callable[[], Found]) -> Found:
        """The answer to a question, found now unless it is known. One query, more where it must be found.

        A site whose lists never changed has no stamp yet, and nothing is remembered there.
        """
        stamp = self._now()
        if stamp is None:
            return find()
        with self._lock:
            known: Found | None = self._answers.get(question) if stamp == self._stamp else None
            if known is not None:
                self._answers.move_to_end(question)
                return known
        found = find()
        with self._lock:
            if stamp != self._stamp:
                self._answers.clear()
                self._stamp = stamp
            self._answers[question] = found
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()

    @staticmethod
    def _now() -> State | None:
        try:
            stamp = state_of(None, (Subject.LISTS,))
        except Unreadable:
            return None  # the query that follows says what is wrong
        return None if stamp[1] is None else stamp
