"""Which services may be named beside a title of which only the number at the service is known."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from allostream.catalogue.prepared import ListedTexts, Prepared, listed_texts
from allostream.hosts.models import Host, Standing
from allostream.links.models import WatchLink


class NamedService(NamedTuple):
    """A listed host of which nothing but the address of a title's page is known, and the countries that it serves."""

    slug: str
    name: str
    countries: tuple[str, ...]


def _without_links(title: int, slugs: str) -> QuerySet[Host, Any]:
    links = WatchLink.objects.filter(title=title, host=OuterRef("pk"))
    hosts = Host.objects.filter(~Exists(links), slug__in=ListedTexts(slugs), stands=Standing.LISTED)
    return hosts.values_list(*NamedService._fields)


WITHOUT_LINKS = Prepared(_without_links, {"title": int, "slugs": str}, NamedService)


def services_without_links(title_id: int, slugs: Collection[str]) -> dict[str, NamedService]:
    """Those of the hosts that are on the list and at which the title has no link, by slug. One query.

    Where it has one, shown or not, more is known than that a page exists: in which countries, or that it is gone.
    """
    rows = WITHOUT_LINKS.rows(title=title_id, slugs=listed_texts(slugs))
    return {service.slug: service for service in rows}
