"""How a link that somebody brings stands, and what its host has told. No Django, no clock, no network."""

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
