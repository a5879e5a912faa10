"""Who we say that we are, in every request."""

import aiohttp
from django.conf import settings

from allostream import __version__
from allostream.net.errors import NotSetUp
from allostream.net.robots import PRODUCT


def bot_page() -> str:
    """The address of the page about our robot, empty where the operator has not said which site this is."""
    return f"{settings.BOT_SITE}/bot" if settings.BOT_SITE else ""


def user_agent(url: str = "") -> str:
    """The User-Agent of every request (RFC 9110, section 10.1.5).

    Raises NotSetUp, naming the address that was to be asked, where the operator has not set both site and contact.
    """
    if not (settings.BOT_SITE and settings.BOT_CONTACT):
        raise NotSetUp(url, "Nobody is asked before the operator has said which site asks and whom to write to.")
    return f"{product()} (+{bot_page()}; mailto:{settings.BOT_CONTACT}) aiohttp/{aiohttp.__version__}"


def product() -> str:
    """Our name and version, as a User-Agent begins."""
    return f"{PRODUCT}/{__version__}"
