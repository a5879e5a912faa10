"""Who gives a voice, as far as counting each person once needs it. What it rests on is hashed and never kept."""

from allostream.audit.rules import Actor
from allostream.community.voters import READER, of_account
from allostream.web.http import PageRequest
from allostream.web.limits import client


def who_speaks(request: PageRequest) -> str:
    """What tells this person from others: the account, else the network that they come from.

    Where that is not known, behind a proxy that the settings do not tell of, what the browser says of itself has to
    do: rather two people count as one than one as many.

    Whoever speaks signed in and again signed out counts twice. To know that, the network of everybody who is signed in
    would have to be kept beside their account, and no voice hides anything.
    """
    if request.user.is_authenticated:
        return of_account(request.user.public_id)
    if known := client(request):
        return f"network {known}"
    told = (request.META.get(name, "") for name in ("REMOTE_ADDR", "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE"))
    return "\0".join(("browser", *told))


def actor_of(request: PageRequest) -> Actor:
    """Who writes, for the audit: somebody signed in, else nobody whom we know."""
    if request.user.is_authenticated:
        return Actor.person(request.user.public_id)
    return READER
