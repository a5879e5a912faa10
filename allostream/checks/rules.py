"""From what one look at a link saw to the state of the link. Pure: no Django, no clock, no network.

A link is called dead only after two looks, at least three days apart, that both missed it, with none between them that
found it. Who keeps us out says nothing about the copy: that state is "unknown". Nothing here deletes or hides a link:
that follows from its state (allostream.links.rules).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from allostream.links.rules import Health

APART = timedelta(days=3)


class Seen(StrEnum):
    """What one look at a link saw."""

    WORKS = "works"
    ODD = "odd"  # an answer, but not that of a copy: another page, another kind of file
    MISSING = "missing"  # the host says that there is no such thing, by its status or in words
    TAKEN_DOWN = "taken-down"  # the host says that it took the copy down for reasons of rights
    NOT_HERE = "not-here"  # the host does not serve it where we ask from
    ACCOUNT = "account"  # the host wants an account, a subscription or a payment first
    NO_FRAME = "no-frame"  # it works at the host, but not in a page of others
    KEPT_OUT = "kept-out"  # a wall against programs, or a ban: nobody can tell from here
    TROUBLE = "trouble"  # no answer in time, none at all, or a fault of the host
    NOT_ASKED = "not-asked"  # we did not ask: robots.txt, a pause, our own overload


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen, the code of the reason, and for NOT_ASKED after how many seconds it is worth asking again."""

    seen: Seen
    reason: str = ""
    again: float = 0.0


@dataclass(frozen=True, slots=True)
class History:
    """What the looks at a link have come to.

    `missed_since` is the first of the looks that missed it in a row, `trouble_since` the same for looks that got no
    word of it; `looks` counts the looks of that row.
    """

    health: Health = Health.UNKNOWN
    missed_since: datetime | None = None
    trouble_since: datetime | None = None
    looks: int = 0


# States for which one look is enough: the host has told of this copy.
AT_ONCE = {
    Seen.WORKS: Health.OK,
    Seen.TAKEN_DOWN: Health.REMOVED_BY_RIGHTS,
    Seen.NOT_HERE: Health.GEO,
    Seen.ACCOUNT: Health.LOGIN,
    Seen.NO_FRAME: Health.EMBED_REFUSED,
}


def after(history: History, seen: Seen, at: datetime) -> History:
    """The history with one more look.

    What a host took down for reasons of rights stays so until a person says otherwise: a copy that comes back under
    the same address is for a reviewer. What was dead is dead until a look finds it.
    """
    if history.health is Health.REMOVED_BY_RIGHTS or seen is Seen.NOT_ASKED:
        return history
    if seen in AT_ONCE:
        return History(AT_ONCE[seen])
    if seen is Seen.ODD:
        # It may be the copy under a new guise or none at all: a person can tell, so it never counts as missed.
        return History(_unless_dead(history, Health.SOFT), missed_since=history.missed_since, looks=history.looks)
    if seen is Seen.MISSING:
        return _missed(history, at)
    return _without_word(history, at, at_once=seen is Seen.KEPT_OUT)


def _unless_dead(history: History, health: Health) -> Health:
    return Health.DEAD if history.health is Health.DEAD else health


def _missed(history: History, at: datetime) -> History:
    since = history.missed_since or at
    is_dead = history.health is Health.DEAD or at - since >= APART
    looks = history.looks + 1 if history.missed_since else 1
    return History(Health.DEAD if is_dead else Health.SOFT, missed_since=since, looks=looks)


def _without_word(history: History, at: datetime, *, at_once: bool) -> History:
    """A look that says nothing of the copy. What was known of it fades: at once before a wall, else after a while."""
    since = history.trouble_since or at
    looks = history.looks + 1 if history.trouble_since else 1
    fades = at_once or at - since >= APART
    health = _unless_dead(history, Health.UNKNOWN) if fades else history.health
    return replace(history, health=health, trouble_since=since, looks=looks)
