"""Who may bring links, and whose go live at once where nothing speaks against them."""

from allostream.accounts.models import User
from allostream.sites.models import Site


def may_bring(person: User, site: Site) -> bool:
    """Whether somebody may bring links to a site."""
    return person.is_active


def may_go_live(person: User, site: Site) -> bool:
    """Whether what somebody brings may become a link without waiting for a person, if nothing speaks against it."""
    return person.is_active and person.is_trusted


def may_propose(person: User, site: Site) -> bool:
    """Whether somebody may open the public proposal of a host or channel."""
    return person.is_active and person.is_trusted
