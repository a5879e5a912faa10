"""Reads of hosts and channels as places to watch: what is shown there, of what kind, and how its links answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from allostream.hosts.models import Channel, Host, Standing
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.queries.shown import shown_here
from allostream.links.rules import RANK, Health, Offer

# A host may have a million links: its page tells of so many of them and says so.
LINKS_LOOKED_AT = 1000
MOST_CHANNELS = 24
ANSWERED = frozenset({Health.OK, Health.SOFT, Health.GEO, Health.LOGIN})


@dataclass(frozen=True)
class HostShowing:
    """What is shown of a host in the visitor's country, as far as its links were looked at.

    `is_cut` says that there are more links than `links`. `answered` of them answered when last checked and `unchecked`
    were never checked; `checked_at` is the latest check.
    """

    links: int
    is_cut: bool
    offers: tuple[Offer, ...]
    channels: tuple[Channel, ...]
    answered: int
    unchecked: int
    checked_at: datetime | None


class _Row(NamedTuple):
    offer: str
    health: str
    checked_at: datetime | None
    channel: int | None


def host_showing(visitor: Visitor, host: Host) -> HostShowing:
    """What a host offers the visitor. One query, another one when some of its links are in channels."""
    shown = shown_here(visitor).filter(host=host)
    columns = ("link__offer", "link__health", "link__health_checked_at", "link__channel_id")
    rows = [_Row(*values) for values in shown.values_list(*columns)[: LINKS_LOOKED_AT + 1]]
    seen = rows[:LINKS_LOOKED_AT]
    return HostShowing(
        links=len(seen),
        is_cut=len(rows) > LINKS_LOOKED_AT,
        offers=tuple(sorted({Offer(row.offer) for row in seen}, key=RANK.__getitem__)),
        channels=_channels(row.channel for row in seen if row.channel),
        answered=sum(row.health in ANSWERED for row in seen),
        unchecked=sum(row.health == Health.UNKNOWN for row in seen),
        checked_at=max((row.checked_at for row in seen if row.checked_at), default=None),
    )


def _channels(ids: Iterable[int]) -> tuple[Channel, ...]:
    """The channels named most often, by name. One query unless there are none."""
    most = [id_ for id_, _count in Counter(ids).most_common(MOST_CHANNELS)]
    return tuple(Channel.objects.filter(pk__in=most).order_by("name", "pk")) if most else ()


def channel_at(host_slug: str, public_id: str) -> Channel:
    """A channel with its host. One query.

    Raises NotFound, also for one that was refused or is at a refused host: nothing of it is ever shown, and a page
    about it would only lead there.
    """
    channel = Channel.objects.select_related("host").filter(host__slug=host_slug, public_id=public_id).first()
    if channel is None or Standing.REFUSED in (channel.stands, channel.host.stands):
        raise NotFound
    return channel
