"""Copies of which nobody has looked at who put them there: how many, and which, the most wanted first."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from allostream.hosts.models import Standing
from allostream.links.models import WatchLink
from allostream.links.rules import DEAD_HEALTH, Basis, Origin


@dataclass(frozen=True, slots=True)
class CopiesWaiting:
    """How many copies wait, and how many of them have a warning sign."""

    copies: int
    flagged: int


def waiting() -> QuerySet[WatchLink]:
    """The links that a look at who put the copy there would help: those that rest on the work alone, on hosts where
    anybody may upload, or with a warning sign, and not in a channel that carries them or is refused.
    """
    carried = Q(channel__carries=True, channel__stands=Standing.LISTED, origin_flags=[])
    links = WatchLink.objects.filter(
        Q(host__item_level=True) | ~Q(origin_flags=[]), origin=Origin.UNCHECKED, basis=Basis.WORK,
        removed_at__isnull=True, withdrawn_at__isnull=True, host__stands=Standing.LISTED,
    )  # fmt: skip
    return links.exclude(health__in=DEAD_HEALTH).exclude(channel__stands=Standing.REFUSED).exclude(carried)


def copies_waiting(sources: Collection[str]) -> CopiesWaiting:
    """How many copies of these sources wait. One query."""
    counted = waiting().filter(source__slug__in=list(sources)).aggregate(
        copies=Count("pk"), flagged=Count("pk", filter=~Q(origin_flags=[]))
    )  # fmt: skip
    return CopiesWaiting(counted["copies"], counted["flagged"])
