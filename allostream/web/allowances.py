"""What is left to each of many who ask or send, in the memory of this process."""

from collections import OrderedDict
from threading import Lock

MINUTE = 60.0
MOST_KNOWN = 20_000  # addresses that are remembered; some 150 bytes each


class Allowances:
    """What is left to each of many: for each the moment when all of it will be back. The longest unused are forgotten,
    of whom all is back first."""

    def __init__(self, most_known: int = MOST_KNOWN) -> None:
        self._most = most_known
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def take(self, who: str, cost: float, per_minute: int, now: float) -> float:
        """Take so much of the allowance: 0.0 when it was there, else how many seconds to wait for it. `now` is of any
        steady clock."""
        with self._lock:
            full_at = max(self._full_at.get(who, now), now) + cost * MINUTE / per_minute
            wait = full_at - now - MINUTE
            if wait > 0:
                return wait
            self._full_at[who] = full_at
            self._full_at.move_to_end(who)
            if len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
            return 0.0
