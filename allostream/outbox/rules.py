"""When a failed row is tried again. No Django, no clock, no network."""

from datetime import datetime, timedelta
from enum import StrEnum

MOST_TRIES = 12
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
# The priority of work that nobody waits for: what else is due goes first.
BEHIND_OTHERS = -10


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a row that has been tried `tries` times is due again, or None when it has had its last try.

    The pause doubles from 15 seconds up to an hour: a short outage costs little time, a long one little work. The
    last try comes some four hours after the first.
    """
    if tries >= MOST_TRIES:
        return None
    return now + min(FIRST_PAUSE * (1 << max(tries - 1, 0)), LONGEST_PAUSE)
