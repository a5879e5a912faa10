"""When a link is looked at next. Pure: no Django, no clock, no network.

Popular links daily, all others within seven days, spread evenly: each look moves the next by a share of its interval
that depends on the link and on the day, so that what was taken in together does not stay together.
"""

from datetime import datetime, timedelta
from hashlib import blake2b

from allostream.checks.rules import APART, Finding, History, Seen
from allostream.links.rules import Health

DAILY = timedelta(days=1)
WEEKLY = timedelta(days=7)
DEAD = timedelta(days=30)
TAKEN_DOWN = timedelta(days=180)
# Where an address is closed to us (robots.txt, an opt-out), the host may think otherwise some day.
CLOSED = timedelta(days=28)
FIRST_TROUBLE = timedelta(hours=6)
SOONEST = timedelta(minutes=10)
SPREAD = 0.15  # how much earlier than its interval a look may come


def first_look(at: datetime, link_id: int, *, at_once: bool) -> datetime:
    """When a link is looked at that nobody has looked at: at once, or within the week with the others of its list."""
    return at if at_once else at + WEEKLY * share(link_id, at)


def next_look(history: History, finding: Finding, at: datetime, link_id: int, *, is_popular: bool) -> datetime:
    """When to look again after a finding at a moment; `history` is what it has come to."""
    if finding.seen is Seen.NOT_ASKED and finding.again:
        return at + max(SOONEST, timedelta(seconds=finding.again)) * (1 + share(link_id, at))
    return at + _interval(history, finding, is_popular) * (1 - SPREAD * share(link_id, at))


def _interval(history: History, finding: Finding, is_popular: bool) -> timedelta:
    if finding.seen is Seen.NOT_ASKED:
        return CLOSED
    if history.health is Health.REMOVED_BY_RIGHTS:
        return TAKEN_DOWN
    if history.health is Health.DEAD:
        return DEAD
    if finding.seen is Seen.MISSING:
        # A little more, so that the second look is the one that can tell.
        return APART / (1 - SPREAD)
    usual = DAILY if is_popular else WEEKLY
    if finding.seen in {Seen.TROUBLE, Seen.KEPT_OUT}:
        longer: timedelta = FIRST_TROUBLE * 2 ** min(history.looks - 1, 6) if history.looks else FIRST_TROUBLE
        return min(usual, longer)
    return usual


def share(link_id: int, at: datetime) -> float:
    """A number from 0 to below 1, the same for the same link and day, and even over many links."""
    seed = f"{link_id}:{at.date().toordinal()}".encode()
    return int.from_bytes(blake2b(seed, digest_size=4).digest()) / 2**32
