"""A pace per host: requests to one host are kept apart, in this process."""

import time
from collections.abc import Callable
from threading import Lock

MANY_HOSTS = 10_000


class Pace:
    """Gives each request to a host its turn, at least `seconds` after the one before it."""

    def __init__(self, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._next: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, host: str) -> float:
        """Take the next turn at this host and return how many seconds to wait for it."""
        with self._lock:
            now = self._clock()
            turn = max(self._next.get(host, now), now)
            self._next[host] = turn + self._seconds
            if len(self._next) > MANY_HOSTS:
                self._next = {name: at for name, at in self._next.items() if at > now}
        return turn - now
