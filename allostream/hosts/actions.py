"""Every write of hosts and channels.

Use allostream.links.actions.load_hosts where links may exist already: it also shows or hides them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.hosts.models import Channel, ChannelKey, Host
from allostream.hosts.rules import FIELDS, HostRow, check

CHANNEL_COLUMNS = ("name", "kind", "address", "holder", "proof")
COLUMNS = tuple(name for name in FIELDS if name != "slug")


@dataclass(frozen=True)
class Loaded:
    """What a host list did, as slugs."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def load_hosts(rows: Sequence[HostRow], *, by: Actor, why: str = "") -> Loaded:
    """Add hosts and change those already there; hosts that the list leaves out stay as they are.

    Raises BadHost, naming host and field, before anything is written.
    """
    checked = [_checked(row) for row in rows]
    with transaction.atomic():
        present = {host.slug: host for host in Host.objects.select_for_update()}
        groups: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
        for host in checked:
            groups[_save(host, present.get(host.slug), by, why)].append(host.slug)
        if groups["added"] or groups["changed"]:
            raise_stamp(Subject.HOSTS)
    return Loaded(**{name: tuple(slugs) for name, slugs in groups.items()})


def write_channels(new: Collection[Channel], changed: Collection[Channel], keys: Mapping[str, Channel]) -> None:
    """Write channels that an import has put together, and the keys by which its source names them.

    Runs in the caller's transaction, under the audit entry of its batch. Three statements, and two for the stamp.
    """
    Channel.objects.bulk_create(new)
    for channel in changed:
        channel.version += 1
    Channel.objects.bulk_update(changed, [*CHANNEL_COLUMNS, "named_on", "carries", "version"])
    ChannelKey.objects.bulk_create([ChannelKey(key=key, channel=channel) for key, channel in keys.items()])
    if new or changed:
        raise_stamp(Subject.HOSTS)


def _checked(row: HostRow) -> Host:
    check(row)
    return Host(**{name: list(value) if isinstance(value, tuple) else value for name, value in vars(row).items()})


def _save(new: Host, old: Host | None, by: Actor, why: str) -> str:
    after = _values(new)
    if old is None:
        new.save()
        audit.record("host.add", by=by, subject_kind="host", subject_id=new.public_id, after=after, why=why)
        return "added"
    before = _values(old)
    differing = [name for name in COLUMNS if before[name] != after[name]]
    if not differing:
        return "unchanged"
    for name in differing:
        setattr(old, name, after[name])
    old.version += 1
    old.save(update_fields=[*differing, "version"])
    audit.record(
        "host.change", by=by, subject_kind="host", subject_id=old.public_id, why=why,
        before=_only(before, differing), after=_only(after, differing),
    )  # fmt: skip
    return "changed"


def _values(host: Host) -> dict[str, Any]:
    return {name: getattr(host, name) for name in COLUMNS}


def _only(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}
