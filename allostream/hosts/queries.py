"""Reads of hosts and channels."""

from allostream.hosts.identity import BUILTIN, Table
from allostream.hosts.models import Channel, Host
from allostream.lib.problems import NotFound


def address_table() -> Table:
    """The rules of address identity: the built-in ones and those that operators added. One query."""
    added = [rule for rules in Host.objects.exclude(url_rules=[]).values_list("url_rules", flat=True) for rule in rules]
    return BUILTIN.extended(added) if added else BUILTIN


def host_rows() -> list[Host]:
    """All hosts by slug, for writing them down. One query."""
    return list(Host.objects.order_by("slug"))


def channel_with_id(public_id: str) -> Channel:
    """A channel by its permanent id, its host loaded with it. One query. Raises NotFound."""
    channel = Channel.objects.select_related("host").filter(public_id=public_id).first()
    if channel is None:
        raise NotFound
    return channel
