"""Pages of hosts and channels: what they are, how they stand with us, what can be watched there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.freshness.rules import Subject
from allostream.hosts.models import Channel, Host
from allostream.hosts.proposal_queries import open_proposal_of
from allostream.lib.countries import WORLD
from allostream.lib.names import folded
from allostream.links import queries as links
from allostream.web import described
from allostream.web.addresses import Place, address, with_query
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.proposal_words import next_sentence
from allostream.web.views.lists import after_first, page_links, read_page
from allostream.web.wording import host_cost, host_group, host_health

SHOWN = (Subject.HOSTS, Subject.LISTS)
# Free first, as everywhere; kinds that one looks for together stand together.
KINDS = (
    Host.Kind.ARCHIVE, Host.Kind.REPOSITORY, Host.Kind.HERITAGE, Host.Kind.GOVERNMENT, Host.Kind.PUBLIC_BROADCASTER,
    Host.Kind.VIDEO_PLATFORM, Host.Kind.FEDERATED, Host.Kind.AVOD, Host.Kind.LIBRARY_CARD, Host.Kind.SVOD,
    Host.Kind.TVOD,
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The hosts of one kind, those that serve the reader's country first."""

    code: str
    heading: str
    cost: str
    hosts: Sequence[tuple[Host, bool]]


@require_safe
def host(request: PageRequest, slug: str) -> HttpResponse:
    """One host. Nine queries, one more when some of its links are in channels, three more when it is proposed."""
    found = links.host_at(slug)
    titles = links.titles_at_host(request.visitor, found, read_page(request.GET))
    showing = links.host_showing(request.visitor, found)
    place = {"slug": slug}
    page = Page(
        title=found.name,
        description=gettext("What can be watched lawfully at %(host)s, and how we list it.") % {"host": found.name},
        section="hosts",
        number=titles.page,
        addresses=_addresses(Place.HOST, titles, place) if found.stands != "refused" else {},
    )
    context = {
        "host": found,
        "serves": serves(found, request.visitor.country),
        "showing": showing,
        "health": host_health(showing),
        "cost": host_cost(found.kind),
        "found": titles,
        "pages": page_links(titles, address(request.site.language, Place.HOST, **place), {}),
        **(proposed := _proposed(request, found)),
    }
    page = described.listing(request, page, titles.cards, *way_to_hosts(), (found.name, Place.HOST, place))
    # A check that finds what the last one found changes no list, but this page names the day of the latest.
    fresh = Fresh(stamps=(*SHOWN, Subject.TITLES), query=("page",), until=_window_ends(request, proposed))
    return write(request, "pages/host.html", page, context, fresh=fresh)


@require_safe
def channel(request: PageRequest, slug: str, channel: str) -> HttpResponse:
    """One channel at a host. Eight queries, three more when it is proposed."""
    found = links.channel_at(slug, channel)
    titles = links.titles_at_host(request.visitor, found.host, read_page(request.GET), found)
    names = {"channel": found.name, "host": found.host.name}
    place = {"slug": slug, "channel": channel}
    page = Page(
        title=gettext("%(channel)s at %(host)s") % names,
        description=gettext("What can be watched lawfully in the channel “%(channel)s” at %(host)s.") % names,
        section="hosts",
        number=titles.page,
        addresses=_addresses(Place.CHANNEL, titles, place),
    )
    way = (found.host.name, Place.HOST, {"slug": slug}), (found.name, Place.CHANNEL, place)
    page = described.listing(request, page, titles.cards, *way_to_hosts(), *way)
    path = address(request.site.language, Place.CHANNEL, **place)
    proposed = _proposed(request, found)
    context = {"channel": found, "host": found.host, "found": titles, "pages": page_links(titles, path, {}), **proposed}
    fresh = Fresh(stamps=SHOWN, query=("page",), until=_window_ends(request, proposed))
    return write(request, "pages/channel.html", page, context, fresh=fresh)


def _proposed(request: PageRequest, subject: Host | Channel) -> dict[str, Any]:
    """The open proposal of a host or channel, with what happens next in words; nothing, and no query, without one."""
    found = open_proposal_of(subject, request.visitor.now)
    return {"proposed": found, "proposed_next": next_sentence(found, request.visitor.language)} if found else {}


def _window_ends(request: PageRequest, proposed: Mapping[str, Any]) -> datetime | None:
    """When the page changes because the time to object is over; None when it does not."""
    closes_at: datetime | None = proposed["proposed"].row.closes_at if proposed else None
    return closes_at if closes_at and closes_at > request.visitor.now else None


def way_to_hosts() -> tuple[tuple[str, Place, dict[str, str]]]:
    """The step before a host, for machines that show the way to a page."""
    return ((gettext("Hosts"), Place.HOSTS, {}),)


def _addresses(place: Place, titles: links.Browse, values: dict[str, str]) -> dict[str, str]:
    """The addresses of a page of the titles of a host or channel."""
    return {
        language: with_query(where, page=after_first(titles.page))
        for language, where in everywhere(place, **values).items()
    }


def serves(host: Host, country: str) -> bool:
    """Whether a host serves the country at all."""
    return WORLD in host.countries or country in host.countries


@require_safe
def hosts(request: PageRequest) -> HttpResponse:
    """All hosts that links may lead to, by kind. Two queries."""
    page = Page(
        title=gettext("Hosts"),
        description=gettext("The hosts and services that our links may lead to."),
        section="hosts",
        addresses=everywhere(Place.HOSTS),
    )
    found = links.listed_hosts()
    context = {"groups": groups(found, request.visitor.country), "count": len(found)}
    return write(request, "pages/hosts.html", page, context, fresh=Fresh(stamps=SHOWN))


def groups(hosts: Sequence[Host], country: str) -> list[Group]:
    """Hosts by kind; within a kind those that serve the country first, and then by name."""
    order = {kind: place for place, kind in enumerate(KINDS)}

    def place(host: Host) -> tuple[int, bool, str]:
        return order[Host.Kind(host.kind)], not serves(host, country), folded(host.name)

    ordered = sorted(hosts, key=place)
    return [
        Group(kind, host_group(kind), host_cost(kind), [(host, serves(host, country)) for host in of_kind])
        for kind, of_kind in groupby(ordered, key=lambda host: host.kind)
    ]
