"""Where a work can be watched, as actions: the links that the page shows, and no other."""

from collections.abc import Iterable
from itertools import islice

from allostream.links.queries import LinkRow
from allostream.links.rules import Offer, Status
from allostream.web.addresses import Place
from allostream.web.linked_data.ground import Ground, Thing, thing

# A page may show more; who reads machines' words has the page's own address for the rest.
MOST_ACTIONS = 20
PLATFORMS = ["https://schema.org/DesktopWebPlatform", "https://schema.org/MobileWebPlatform"]
# The words of Google's media actions, which readers of WatchAction know. What may need an account is not called open.
CATEGORIES = {
    Offer.FREE_OPEN: "nologinrequired",
    Offer.FREE_ACCOUNT: "free",
    Offer.ADS: "free",
    Offer.CATCH_UP: "free",
    Offer.LIBRARY_CARD: "externalSubscription",
    Offer.SUBSCRIPTION: "subscription",
    Offer.RENT: "rental",
    Offer.BUY: "purchase",
}


def watch_actions(ground: Ground, shown: Iterable[LinkRow]) -> list[Thing]:
    """The shown links as actions, in the order of the page."""
    return [watch_action(ground, link) for link in islice(shown, MOST_ACTIONS)]


def watch_action(ground: Ground, link: LinkRow) -> Thing:
    """One link: where it is watched, what that takes, and in which country of the reader's; no other is spoken of."""
    where = ground.at(Place.WATCH, id=link.public_id) if link.can_play_here else link.address
    return {
        "@type": "WatchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": where, "actionPlatform": PLATFORMS},
        "actionAccessibilityRequirement": thing(
            "ActionAccessSpecification",
            category=CATEGORIES[link.offer],
            eligibleRegion={"@type": "Country", "name": link.country or ground.country},
            availabilityStarts=link.opens_at.isoformat() if link.opens_at else "",
            availabilityEnds=link.closes_at.isoformat() if link.closes_at else "",
            requiresSubscription=subscription(link),
            expectsAcceptanceOf=cost(link),
        ),
    }


def subscription(link: LinkRow) -> Thing | None:
    """What somebody must hold to watch, or None."""
    if link.offer in (Offer.SUBSCRIPTION, Offer.LIBRARY_CARD):
        return {"@type": "MediaSubscription", "name": link.host_name}
    return None


def cost(link: LinkRow) -> Thing | None:
    """The price as it was last seen, or None."""
    if link.price is None or not link.currency:
        return None
    return {"@type": "Offer", "price": str(link.price), "priceCurrency": link.currency}


def licence(shown: Iterable[LinkRow]) -> str:
    """The address of the open licence under which a shown copy may be passed on, or ""."""
    answers = (link.answer for link in shown if link.is_open_licence)
    return next((a.licence_url for a in answers if a and a.status is Status.OPEN_LICENCE and a.licence_url), "")
