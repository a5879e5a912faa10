"""How many notices one network may send. No proof of work is asked for: the way must be easy (DSA, article 16(1))."""

import time

from allostream.web.allowances import Allowances
from allostream.web.http import PageRequest
from allostream.web.limits import TooMuchSent, client

NOTICES = Allowances()
PER_MINUTE, BY_ALL = 8, 120  # of one network; of all that cannot be told from others


def take_notice(request: PageRequest) -> None:
    """Count a notice, or what is written in a case. Raises TooMuchSent."""
    who = client(request)
    if wait := NOTICES.take(who, 1.0, PER_MINUTE if who else BY_ALL, time.monotonic()):
        raise TooMuchSent(wait)
