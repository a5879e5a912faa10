"""How much there is to watch, and the hosts where it is."""

from datetime import datetime

from allostream.catalogue.rules import Sort
from allostream.hosts.models import Channel, Host, Standing
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import KINDS
from allostream.links.models import CountryFigures
from allostream.links.queries import bounds
from allostream.links.queries.bounds import Browse
from allostream.links.queries.browse import page_of_ids
from allostream.links.queries.cards import cards
from allostream.links.queries.narrowing import Lead, Narrowing, find
from allostream.links.queries.shown import shown_here
from allostream.links.tally_rules import rest_after_count


def figures(visitor: Visitor) -> CountryFigures | None:
    """How much there is to watch in the visitor's country, as last counted. One query.

    A country that no link names has what the whole world has. None before the first count.
    """
    rows = {row.country: row for row in CountryFigures.objects.filter(country__in=[visitor.country, WORLD])}
    return rows.get(visitor.country) or rows.get(WORLD)


def next_count_from() -> datetime | None:
    """From when on the figures may be counted anew; None before the first count. One query."""
    last = CountryFigures.objects.filter(country=WORLD).first()
    return last.counted_at + rest_after_count(last.titles) if last else None


def host_at(slug: str) -> Host:
    """A host by its slug. One query. Raises NotFound."""
    host = Host.objects.filter(slug=slug).first()
    if host is None:
        raise NotFound
    return host


def listed_hosts() -> list[Host]:
    """All hosts that links may lead to, in alphabetical order. One query."""
    return list(Host.objects.filter(stands=Standing.LISTED).order_by("name"))


def titles_at_host(visitor: Visitor, host: Host, page: int = 1, channel: Channel | None = None) -> Browse:
    """One page of the titles that can be watched at a host, or in one of its channels. Four to six queries.

    Raises NotFound for a page beyond the last, BeyondLists for one that no list reaches.
    """
    shown = shown_here(visitor)
    there = shown.filter(link__channel=channel) if channel else shown.filter(host=host)
    narrowed = Narrowing(KINDS, [Lead(there)])
    found = find(narrowed)
    pages = bounds.last_page(found.total, page)
    ids = page_of_ids(narrowed, found, Sort.POPULAR, visitor, page)
    return Browse(found.total, 0, pages, page, tuple(cards(visitor, ids)), is_cut=found.is_cut)
