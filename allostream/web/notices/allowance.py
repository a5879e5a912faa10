"""How many notices one network may send, over all processes. No proof of work is asked for: the way must be easy (DSA,
article 16(1))."""

from allostream.rights_desk import allowances
from allostream.web.http import PageRequest
from allostream.web.limits import TooMuchSent, client

PER_MINUTE, BY_ALL = 8, 120  # of one network; of all that cannot be told from others
LETTERS_PER_HOUR, HOUR = 3, 3600.0  # to one address: nobody fills another’s mailbox through us


def take_notice(request: PageRequest) -> None:
    """Count a notice, or what is written in a case. Raises TooMuchSent."""
    who = client(request)
    if wait := allowances.take("notice", who, 1.0, PER_MINUTE if who else BY_ALL):
        raise TooMuchSent(wait)


def take_letter(email: str) -> None:
    """Count a letter that somebody asks for to an address. Raises TooMuchSent."""
    if wait := allowances.take("letter", email, 1.0, LETTERS_PER_HOUR, period=HOUR):
        raise TooMuchSent(wait)
