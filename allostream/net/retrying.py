"""Whether a question is worth asking again, and when. Pure.

Sources: RFC 9110, section 10.2.3 (Retry-After), 15.5.9 (408), 15.6 (5xx); RFC 6585, section 4 (429).
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from allostream.net.errors import Busy, NetError, TooLarge

MOST_TRIES = 5
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600.0  # a host that names a later time is not believed to mean it
NEVER_AGAIN_5XX = frozenset({501, 505, 508, 510})  # of the request, not of the moment


def passes(status: int) -> bool:
    """Whether a status speaks of the moment: asking later may bring another answer."""
    return status in {408, 425, 429} or (500 <= status <= 599 and status not in NEVER_AGAIN_5XX)


def is_worth_again(error: NetError) -> bool:
    """Whether an error may pass within minutes. A turn that did not come was waited for already."""
    return not (error.permanent or isinstance(error, Busy | TooLarge))


def pause(tries: int, chance: float) -> float:
    """Seconds to wait after so many tries: 1, 2, 4 … 60, and up to a half more by chance (0 to 1).

    Chance keeps those who failed together from coming back together.
    """
    return min(LONGEST_PAUSE, 2.0 ** (tries - 1)) * (1 + chance / 2)


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After names, as a number or as a date; None where it cannot be read.

    Never negative, and never above LONGEST_RETRY_AFTER.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_RETRY_AFTER)
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    seconds = ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
