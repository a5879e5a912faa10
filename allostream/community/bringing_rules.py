"""How a link that somebody brings stands, and what its host has told. No Django, no clock, no network."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How what somebody brought stands."""

    ASKED = "asked"  # its host has not answered yet
    QUEUED = "queued"  # a person has to look
    ACCEPTED = "accepted"  # it has become a link, which has its own state
    REFUSED = "refused"
    WITNESS = "witness"  # it was here already: whoever brought it is one more witness
    PROPOSED = "proposed"  # its host is proposed first
    TAKEN_BACK = "taken-back"  # by whoever brought it


WAITING = frozenset({State.ASKED, State.QUEUED})


class Told(StrEnum):
    """What became of the question to a host about one copy."""

    ASKED = "asked"
    TOLD = "told"
    SILENT = "silent"  # asked again and again without an answer
    MUTE = "mute"  # there is no interface that could be asked


class Kind(StrEnum):
    """How several links were brought at once."""

    PASTE = "paste"
    FILE = "file"
    COLLECTION = "collection"  # a playlist or collection that a host keeps


class Recognised(StrEnum):
    """What an address is here, before anything is asked of its host."""

    NEW = "new"
    HERE = "here"  # a link to it is there, shown or not
    WITHDRAWN = "withdrawn"  # on legal grounds: it stays down
    REMOVED = "removed"
    BARRED = "barred"  # its origin was refused
    BROUGHT = "brought"  # somebody has brought it, and it waits
    HOST_UNKNOWN = "host-unknown"
    HOST_PROPOSED = "host-proposed"
    HOST_REFUSED = "host-refused"
    INSTANCE_UNKNOWN = "instance-unknown"  # of a federated network
    INSTANCE_REFUSED = "instance-refused"
    A_LIST = "a-list"  # a playlist, channel or collection


# What ends it: nothing else is asked.
STAYS_DOWN = frozenset({Recognised.WITHDRAWN, Recognised.REMOVED, Recognised.BARRED})
NOT_ALLOWED = frozenset({Recognised.HOST_REFUSED, Recognised.INSTANCE_REFUSED})
TO_PROPOSE = frozenset({Recognised.HOST_UNKNOWN, Recognised.HOST_PROPOSED, Recognised.INSTANCE_UNKNOWN})
MOST_DAYS = 60
LEAST_DECIDED = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """How long what is brought now will wait for a person, honestly: `days` is None where nobody can tell yet.

    before: how many wait already; decided: how many people have decided in the last four weeks; oldest_days: how long
    the one that waits longest has waited.
    """

    before: int
    decided: int
    days: float | None
    oldest_days: float = 0.0


def expected_wait(before: int, decided: int, in_days: float, usual_days: float | None, oldest_days: float) -> Wait:
    """How long something that joins a queue waits, from what the queue has really done.

    At the rate of the last days everything before it has to be decided first; and nothing goes quicker than it usually
    does. Under five decisions say nothing. What waits already longer than that says that the queue stands: then it
    takes at least as long.
    """
    if decided < LEAST_DECIDED or in_days <= 0:
        return Wait(before, decided, None, oldest_days)
    rate = decided / in_days
    days = max((before + 1) / rate, usual_days or 0.0, oldest_days)
    return Wait(before, decided, min(days, float(MOST_DAYS)), oldest_days)
