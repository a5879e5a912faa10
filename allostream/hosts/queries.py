"""Reads of hosts and channels."""

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from allostream.hosts.identity import BUILTIN, NotAnAddress, Table, identify
from allostream.hosts.models import Channel, ChannelKey, Host, Standing


def address_table() -> Table:
    """The rules of address identity: the built-in ones and those that operators added. One query."""
    added = [rule for rules in Host.objects.exclude(url_rules=[]).values_list("url_rules", flat=True) for rule in rules]
    return BUILTIN.extended(added) if added else BUILTIN


def host_rows() -> list[Host]:
    """All hosts by slug, for writing them down. One query."""
    return list(Host.objects.order_by("slug"))


def host_names(slugs: Iterable[str]) -> dict[str, str]:
    """The names of hosts by slug; none for "". One query, none for no host."""
    wanted = {slug for slug in slugs if slug}
    return dict(Host.objects.filter(slug__in=wanted).values_list("slug", "name")) if wanted else {}


def services(kinds: Collection[str]) -> list[Host]:
    """The listed hosts of these kinds by name. One query."""
    return list(Host.objects.filter(stands=Standing.LISTED, kind__in=kinds).order_by("name"))


def channels_by_key(keys: Collection[str]) -> dict[str, Channel]:
    """The channels that sources call by these keys. One query."""
    rows = ChannelKey.objects.filter(key__in=keys).select_related("channel")
    return {row.key: row.channel for row in rows}


def channels_at_hosts(own_ids: Collection[str]) -> dict[tuple[int, str], Channel]:
    """The channels that some host calls by these ids of its own, by host and id. One query."""
    return {(channel.host_id, channel.key): channel for channel in Channel.objects.filter(key__in=own_ids)}


def listed_domains() -> list[str]:
    """The domains of the listed hosts, by the address of each one's own page, sorted. One query."""
    pages = Host.objects.filter(stands=Standing.LISTED).values_list("official_page", flat=True)
    names = (urlsplit(page).hostname or "" for page in pages)
    return sorted({name.removeprefix("www.") for name in names if name})


def open_hosts_at(domains: Collection[str]) -> dict[str, str]:
    """Those of these domains that belong to a listed host at which anybody may put something, each with its name. Two
    queries, none without a domain."""
    if not domains:
        return {}
    table = address_table()
    slugs = {domain: {found.thing.slug for found in table.at(domain)} for domain in domains}
    wanted = set().union(*slugs.values())
    rows = Host.objects.filter(slug__in=wanted, stands=Standing.LISTED, item_level=True)
    names = dict(rows.values_list("slug", "name")) if wanted else {}
    return {domain: names[slug] for domain, own in slugs.items() for slug in sorted(own) if slug in names}


def provider_of(address: str) -> Host | None:
    """The listed host that an address leads to, where nobody but its provider puts anything; None for any other.

    Two queries; one for an address that no host is known for.
    """
    try:
        slug = identify(address, address_table()).host
    except NotAnAddress:
        return None
    return Host.objects.filter(slug=slug, stands=Standing.LISTED, item_level=False).first() if slug else None
