"""Pages of services that Wikidata knows for a title: neither country, nor terms, nor that they still work is known.

They are no links: nothing of them is checked, counted, played or offered to machines. The numbers are those that the
title has anyway (property P1630 of Wikidata tells the addresses), so nothing is kept for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from allostream.catalogue.queries import TitleHead
from allostream.connectors.wikidata.properties import BY_SCHEME, address_at
from allostream.hosts.identity import BUILTIN, NotAnAddress, identify
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links.queries.service_pages import services_without_links
from allostream.web.addresses import href

MOST = 12  # pages of a title; who has more is not served by them


@dataclass(slots=True)
class ServicePage:
    """A page as it is told: the service and the address."""

    name: str
    address: SafeString


def has_numbers(identifiers: Iterable[tuple[str, str]]) -> bool:
    """Whether Wikidata knows the title and a number of it at a service."""
    schemes = {scheme for scheme, _ in identifiers}
    return "wikidata" in schemes and not schemes.isdisjoint(BY_SCHEME)


def service_pages(title: TitleHead, identifiers: Iterable[tuple[str, str]], visitor: Visitor) -> list[ServicePage]:
    """The pages at listed services that serve a country of the visitor, by name. One query, none without numbers."""
    identifiers = tuple(identifiers)
    if not has_numbers(identifiers):
        return []
    known = dict(_addresses(identifiers, is_film=title.kind == "film"))
    services = services_without_links(title.id, set(known.values())) if known else {}
    reached = {WORLD, *visitor.own_countries}
    pages = [
        ServicePage(services[host].name, href(address))
        for address, host in known.items()
        if host in services and not reached.isdisjoint(services[host].countries)
    ]
    return sorted(pages, key=lambda page: (page.name, page.address))[:MOST]


def _addresses(identifiers: Iterable[tuple[str, str]], *, is_film: bool) -> Iterator[tuple[str, str]]:
    """The addresses, each with its host."""
    for scheme, value in identifiers:
        if scheme in BY_SCHEME and (found := _address(scheme, value, is_film=is_film)):
            yield found


@lru_cache(maxsize=4096)
def _address(scheme: str, value: str, *, is_film: bool) -> tuple[str, str] | None:
    """Address and host of a number at a service; None where it is at no host that is known."""
    address = address_at(BY_SCHEME[scheme], value, is_film=is_film)
    try:
        found = identify(address, BUILTIN) if address else None
    except NotAnAddress:
        return None
    return (address, found.host) if found and found.host else None
