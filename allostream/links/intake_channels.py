"""The channels of a batch of records: which channel a record is about, and what changes in it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from allostream.catalogue import intake, merge_rules
from allostream.catalogue.intake import Batch, Entry
from allostream.hosts import actions as hosts
from allostream.hosts.models import Channel, Host, Standing
from allostream.hosts.queries import channels_at_hosts, channels_by_key
from allostream.lib import clock, exchange, ids
from allostream.links.models import WatchLink

# What a person went by in judging a channel.
GROUNDS = ("holder", "proof")


def take_in_channels(batch: Batch) -> tuple[set[int], set[int]]:
    """Write the channels, but never how they stand.

    Returns the titles whose pages show one that changed, and those with copies in one that carries them no more.
    """
    records = list(batch.of(exchange.Channel))
    if not records:
        return set(), set()
    at_hosts = _at_hosts([record.id for _, record in records])
    known = _Known(
        dict(Host.objects.values_list("slug", "pk")),
        channels_named([record.key for _, record in records]),
        at_hosts,
        {channel.pk for channel in at_hosts.values() if channel.carries},
    )
    new: list[Channel] = []
    changed: list[Channel] = []
    keys: dict[str, Channel] = {}
    for entry, record in records:
        host = _host(batch, entry, record, known)
        if host is None:
            continue
        channel = known.by_host_and_id.get((host, record.id))
        if channel is None:
            channel = _new(record, host)
            known.by_host_and_id[host, record.id] = channel
            new.append(channel)
            batch.made(entry)
        elif _change(batch, entry, channel, record) and channel.pk:
            changed.append(channel)
        if record.key not in known.by_key:
            keys[record.key] = channel
            batch.changes(entry, "key", None, record.key)
    hosts.write_channels(new, changed, keys)
    return _titles_with(changed), _titles_with([one for one in changed if one.pk in known.carrying and not one.carries])


def channels_named(keys: Collection[str]) -> dict[str, Channel]:
    """The channels that have these keys. One query for each 900."""
    found: dict[str, Channel] = {}
    for portion in intake.rows.portions(keys):
        found.update(channels_by_key(portion))
    return found


@dataclass(frozen=True)
class _Known:
    """What a batch finds: hosts by slug, channels by key and by what their host calls them."""

    hosts: dict[str, int]
    by_key: dict[str, Channel]
    by_host_and_id: dict[tuple[int, str], Channel]
    carrying: set[int]


def _at_hosts(host_ids: Collection[str]) -> dict[tuple[int, str], Channel]:
    found: dict[tuple[int, str], Channel] = {}
    for portion in intake.rows.portions(host_ids):
        found.update(channels_at_hosts(portion))
    return found


def _host(batch: Batch, entry: Entry, record: exchange.Channel, known: _Known) -> int | None:
    """The host that a record names, unless it is unknown or the record's key means another channel already."""
    host = known.hosts.get(record.host)
    if host is None:
        if not batch.supposes(entry, f"host:{record.host}"):
            batch.refuse(entry, f"host: “{record.host}” is not known: add it with manage.py hosts load first")
        return None
    named = known.by_key.get(record.key)
    if named and (named.host_id, named.key) != (host, record.id):
        batch.refuse(entry, "id: this key means another channel here: correct the id, or give the channel a new key")
        return None
    return host


def _new(record: exchange.Channel, host: int) -> Channel:
    return Channel(
        public_id=ids.id_for(record.key), host_id=host, key=record.id, name=record.name, kind=record.kind,
        address=record.address, holder=record.holder, proof=record.proof,
    )  # fmt: skip


def _change(batch: Batch, entry: Entry, channel: Channel, record: exchange.Channel) -> bool:
    """Set what differs: the source that made the channel decides, another fills what is blank."""
    present = {column: getattr(channel, column) for column in hosts.CHANNEL_COLUMNS}
    given: dict[str, Any] = {column: getattr(record, column) for column in hosts.CHANNEL_COLUMNS}
    after = merge_rules.settled(present, given, owns=channel.public_id == ids.id_for(record.key))
    grounds = [column for column in GROUNDS if column in after and present[column]]
    if grounds and channel.stands != Standing.UNKNOWN:
        batch.remark(entry, f"{grounds[0]}: a person has judged this channel by what it was: it stays")
        after = {column: value for column, value in after.items() if column not in grounds}
    if "name" in after:
        # What was proved of it was proved under its old name.
        channel.named_on, channel.carries = clock.now().date(), False
    for column, value in after.items():
        batch.changes(entry, column, present[column], value)
        setattr(channel, column, value)
    return bool(after)


def _titles_with(channels: Collection[Channel]) -> set[int]:
    found: set[int] = set()
    for portion in intake.rows.portions(channels):
        found.update(WatchLink.objects.filter(channel__in=portion).values_list("title_id", flat=True).distinct())
    return found
