"""What can go wrong when something is fetched.

    NetError
    ├── Refused       our own rules do not let us ask there
    ├── TooLarge      the answer is larger than the caller allows
    ├── BadReply      the host answered, but not in a way that can be read
    ├── TimedOut      the host did not answer, or not to the end, in time
    └── Unreachable   no connection: no such name, nobody listens, certificate not trusted

`permanent` tells whether trying again later is pointless. Addresses are named without their query, which may
hold keys.
"""

import re
from typing import ClassVar

from yarl import URL

PRIVATE = re.compile(r"(?<=//)[^/?#]*@|[?#].*", re.DOTALL)


class NetError(Exception):
    """`url` is the place, `reason` what happened, `remedy` what the caller or operator can do."""

    permanent: ClassVar[bool] = False
    remedy: ClassVar[str] = "Try again later."

    def __init__(self, url: URL | str, reason: str) -> None:
        self.url = shown(url)
        self.reason = reason
        super().__init__(f"{self.url}: {reason} {self.remedy}")


class Refused(NetError):
    permanent = True
    remedy = "Give a public http or https address."


class TooLarge(NetError):
    permanent = True
    remedy = "Raise the limit of this request if such an answer is right here."


class BadReply(NetError):
    remedy = "Look at the address in a browser; try again later."


class TimedOut(NetError):
    remedy = "Try again later, or raise the limit of this request."


class Unreachable(NetError):
    remedy = "Check the name; try again later."


def shown(url: URL | str) -> str:
    """The address without its query, fragment, user and password, cut to a readable length."""
    return PRIVATE.sub("", str(url))[:200]
