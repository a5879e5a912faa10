"""Which services may be named beside a title of which only the number at the service is known."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from allostream.hosts.models import Host, Standing
from allostream.links.models import WatchLink


class NamedService(NamedTuple):
    """A listed host of which nothing but the address of a title's page is known, and the countries that it serves."""

    slug: str
    name: str
    countries: tuple[str, ...]


def services_without_links(title_id: int, slugs: Collection[str]) -> dict[str, NamedService]:
    """Those of the hosts that are on the list and at which the title has no link, by slug. One query.

    Where it has one, shown or not, more is known than that a page exists: in which countries, or that it is gone.
    """
    links = WatchLink.objects.filter(title=title_id, host=OuterRef("pk"))
    hosts = Host.objects.filter(~Exists(links), slug__in=slugs, stands=Standing.LISTED)
    rows = hosts.values_list("slug", "name", "countries")
    return {slug: NamedService(slug, name, tuple(countries)) for slug, name, countries in rows}
