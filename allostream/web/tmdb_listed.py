"""Where TMDB lists a title, told as its claim: nothing of it is checked, counted, played or offered to machines.

TMDB asks that it and JustWatch are named, and that a use without trade is all that is made of it: so only sites
without trade show this, and none does without the operator's own token (allostream.connectors.tmdb).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from allostream.discovery.listings import kept_for
from allostream.discovery.queries import tmdb_listing
from allostream.lib import clock
from allostream.lib.visitor import Visitor
from allostream.links.rules import Offer
from allostream.web.addresses import href
from allostream.web.formats import day
from allostream.web.places import within
from allostream.web.wording import offer_text

ORDER = (Offer.FREE_OPEN, Offer.ADS, Offer.SUBSCRIPTION, Offer.RENT, Offer.BUY)


@dataclass(slots=True)
class ListedServices:
    """The services of one kind of offer, in words."""

    kind: str
    names: str


@dataclass(slots=True)
class TmdbListed:
    """What TMDB says of a title in the visitor's country."""

    words: str
    rows: list[ListedServices]
    address: SafeString


def tmdb_listed(title_id: int, visitor: Visitor) -> TmdbListed | None:
    """The block of a title's page; None where it may not be shown or nothing is listed. One query, none without a
    token.
    """
    if not (settings.TMDB_TOKEN and visitor.site_is_noncommercial):
        return None
    found = tmdb_listing(title_id, visitor.country, clock.now() - kept_for())
    if found is None:
        return None
    values = {"in_country": within(visitor.country, visitor.language), "day": day(found.asked_at, visitor.language)}
    words = gettext(
        "On %(day)s, TMDB listed this title at these services %(in_country)s, with data from JustWatch. Nobody here "
        "has checked them, and they are not counted as places to watch."
    )
    return TmdbListed(words % values, _rows(found.services), href(found.page) if found.page else SafeString(""))


def _rows(services: Mapping[str, object]) -> list[ListedServices]:
    told = ((offer, services.get(offer.value)) for offer in ORDER)
    return [
        ListedServices(offer_text(offer), ", ".join(map(str, names)))
        for offer, names in told
        if isinstance(names, (list, tuple)) and names
    ]
