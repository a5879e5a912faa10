"""Acts on many addresses of cases: which there are, and when a second person must agree. No Django, no clock, no
network."""

from collections.abc import Iterable
from hashlib import sha256

from allostream.rights_desk.case_rules import Refused

ALONE = 20  # links: as many one person takes away alone; beyond, and whatever is shown again, another agrees
MOST = 5_000  # addresses of one act
SHOWS = frozenset({"restore", "refuse"})
# What follows for the sender of an abusive notice is not undone with the links: it is decided case by case.
NOT_FOR_MANY = frozenset({Refused.ABUSIVE})


def needs_second(act: str, links: int, *, is_shown_again: bool) -> bool:
    """Whether another person must agree: whatever shows again what is kept away, and all that reaches many links."""
    return links > ALONE or (act in SHOWS and is_shown_again)


def digest_of(act: str, ids: Iterable[str]) -> str:
    """What stands for exactly these addresses: an act is done on what its preview has shown, or not at all."""
    return sha256("\n".join([act, *sorted(ids)]).encode()).hexdigest()[:32]
