"""From what a host tells of a copy (allostream.rights.origin) to what a look at it saw. Pure."""

from typing import Any

import msgspec

from allostream.checks.rules import Finding, Seen
from allostream.net.asking import Reply
from allostream.net.errors import Busy, Closed, NetError, NoSuchName, OptedOut, Refused, TimedOut
from allostream.rights.origin.facts import Facts, Presence, Trait

ABSENT = {
    Presence.GONE: Finding(Seen.MISSING, "host-says-gone"),
    Presence.DARK: Finding(Seen.MISSING, "host-says-dark"),
    Presence.REMOVED_FOR_CLAIM: Finding(Seen.TAKEN_DOWN, "host-says-claim"),
}
OVERLOADED = 900.0  # seconds after which it is worth asking again where we were late ourselves
NO_NAME = "no-such-name"
NO_KEY = b"Accounts are neither compared nor kept."


def of_error(error: NetError) -> Finding:
    """What it says of a link that it could not be asked for: never that it is gone.

    Our own faults are never the host's. A name that leads to no public address is what many networks make of a host
    that they block. A name that is not known is for `portion_rules`: only who got answers elsewhere can tell.
    """
    if isinstance(error, Busy):
        return Finding(Seen.NOT_ASKED, error.kind, again=max(error.seconds, 1.0))
    if isinstance(error, TimedOut) and error.overloaded:
        return Finding(Seen.NOT_ASKED, "overloaded", again=OVERLOADED)
    if isinstance(error, (Closed, OptedOut)):
        return Finding(Seen.NOT_ASKED, error.kind)
    if isinstance(error, Refused):
        return Finding(Seen.KEPT_OUT, error.kind)
    return Finding(Seen.TROUBLE, NO_NAME if isinstance(error, NoSuchName) else error.kind)


def of_facts(facts: Facts) -> Finding:
    """What a host's own words say of a copy."""
    if facts.presence in ABSENT:
        return ABSENT[facts.presence]
    if facts.has(Trait.NOT_PUBLIC) or facts.has(Trait.RESTRICTED) or facts.has(Trait.PAID):
        return Finding(Seen.ACCOUNT, "not-public")
    if facts.may_embed is False or facts.has(Trait.EMBED_REFUSED):
        return Finding(Seen.NO_FRAME, "host-says-no-frame")
    return Finding(Seen.WORKS, "host-says-there")


def of_status(reply: Reply) -> Finding | None:
    """What the status of an interface's reply says of the copy; None where its body tells."""
    if reply.status in {404, 410}:
        return Finding(Seen.MISSING, f"status-{reply.status}")
    if reply.status in {401, 402}:
        return Finding(Seen.ACCOUNT, f"status-{reply.status}")
    if reply.status in {403, 429}:
        return Finding(Seen.KEPT_OUT, f"status-{reply.status}")
    if reply.status != 200:
        return Finding(Seen.TROUBLE, f"status-{reply.status}")
    return None


def json_of(reply: Reply) -> Any:
    """The body of a reply, None where it is no JSON."""
    try:
        return msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
