"""What can go wrong when something is asked for.

    NetError
    ├── Refused         our own rules do not let us ask there
    │   ├── Closed      the host's robots.txt closes this address to us
    │   ├── OptedOut    the host does not want to be asked at all
    │   └── NotSetUp    the operator has not said who asks
    ├── TooLarge        the answer is larger than the caller allows
    ├── BadReply        the host answered, but not in a way that can be read
    │   └── TooManyRedirects
    ├── Uncertain       the host's robots.txt cannot be had: until it is known, everything is closed
    ├── TimedOut        the host did not answer, or not to the end, in time
    ├── Unreachable     no connection: nobody listens, or it breaks off at once
    │   ├── NoSuchName  the name is not known
    │   └── Untrusted   the certificate is not trusted: expired, of another name, of an unknown issuer
    └── Busy            our turn would come too late: its pace, its pause, or another process asks it
        └── Resting     the host failed so often that it is left alone for a while

`permanent` tells whether trying again later is pointless, `kind` names the error for counters and records. Addresses
are named without their query, which may hold keys.
"""

import re
from typing import ClassVar

from yarl import URL

PRIVATE = re.compile(r"(?<=//)[^/?#]*@|[?#].*", re.DOTALL)


class NetError(Exception):
    """`url` is the place, `reason` what happened, `remedy` what the caller or operator can do."""

    kind: ClassVar[str] = "error"
    permanent: ClassVar[bool] = False
    remedy: ClassVar[str] = "Try again later."

    def __init__(self, url: URL | str, reason: str) -> None:
        self.url = shown(url)
        self.reason = reason
        super().__init__(f"{self.url}: {reason} {self.remedy}")


class Refused(NetError):
    kind = "refused"
    permanent = True
    remedy = "Give a public http or https address."


class Closed(Refused):
    kind = "closed"
    remedy = "Ask the host's owner to let the robot Allostream in, or use an interface that the host offers."


class OptedOut(Refused):
    kind = "opted-out"
    remedy = "It is named in ALLOSTREAM_NEVER_ASK."


class NotSetUp(Refused):
    kind = "not-set-up"
    remedy = "Set ALLOSTREAM_BOT_SITE and ALLOSTREAM_BOT_CONTACT (docs/settings.md)."


class TooLarge(NetError):
    kind = "too-large"
    remedy = "Raise the limit of this request if such an answer is right here."


class BadReply(NetError):
    kind = "bad-reply"
    remedy = "Look at the address in a browser; try again later."


class TooManyRedirects(BadReply):
    kind = "redirects"


class Uncertain(NetError):
    kind = "robots-unknown"


class TimedOut(NetError):
    """`overloaded` tells that this process was late itself, so that the host must not be blamed."""

    kind = "timed-out"
    remedy = "Try again later, or raise the limit of this request."

    def __init__(self, url: URL | str, reason: str, *, overloaded: bool = False) -> None:
        self.overloaded = overloaded
        super().__init__(url, reason)


class Unreachable(NetError):
    kind = "unreachable"
    remedy = "Check the name; try again later."


class NoSuchName(Unreachable):
    kind = "no-such-name"


class Untrusted(Unreachable):
    kind = "untrusted"
    remedy = "Tell the host's owner; try again later."


class Busy(NetError):
    """`seconds` is how long to wait before it is worth asking again."""

    kind = "busy"
    remedy = "Ask again when its turn has come."

    def __init__(self, url: URL | str, reason: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(url, reason)


class Resting(Busy):
    kind = "resting"


def shown(url: URL | str) -> str:
    """The address without its query, fragment, user and password, cut to a readable length."""
    return PRIVATE.sub("", str(url))[:200]
