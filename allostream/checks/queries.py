"""What is known of looks at links: what is due when, and how fresh what we show is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Min, Q

from allostream.checks.models import HostFreshness, LinkCheck
from allostream.hosts.models import Host
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.links.models import WatchLink


def asks() -> bool:
    """Whether links are looked at: the operator has said who asks and wants it."""
    return bool(settings.LINK_CHECKS and settings.BOT_SITE and settings.BOT_CONTACT)


@dataclass(frozen=True, slots=True)
class Row:
    """One host's links: how many there are, how many are due now and within a day, and the oldest look."""

    slug: str
    links: int
    due: int
    within_a_day: int
    never: int
    oldest: datetime | None


def timetable() -> list[Row]:
    """The looks that are to come at each host with links, the host with the most due first. One query."""
    now = clock.now()
    rows = (
        LinkCheck.objects.order_by()
        .values(slug=F("host__slug"))
        .annotate(
            links=Count("pk"),
            due=Count("pk", filter=Q(due_at__lte=now)),
            within_a_day=Count("pk", filter=Q(due_at__gt=now, due_at__lte=now + timedelta(days=1))),
            never=Count("pk", filter=Q(asked_at__isnull=True)),
            oldest=Min("asked_at"),
        )
    )
    found = (Row(**row) for row in rows)
    return sorted(found, key=lambda row: (-row.due, row.slug))


@dataclass(frozen=True, slots=True)
class Freshness:
    """How the links that are shown at a host (or at all) stand: shown, working, asked within seven days, unsure."""

    host: Host | None
    shown: int
    working: int
    asked: int
    unsure: int
    counted_at: datetime

    @property
    def known(self) -> int:
        """How many of them somebody could tell of."""
        return self.shown - self.unsure


def freshness_in(country: str) -> list[Freshness]:
    """How the links shown in a country stand, host by host, the host with the most first. One query.

    What is shown everywhere is shown there too.
    """
    rows = HostFreshness.objects.filter(country__in=[country, WORLD]).select_related("host").order_by("host")
    by_host: dict[int, list[HostFreshness]] = {}
    for row in rows:
        by_host.setdefault(row.host_id, []).append(row)
    found = [_added(some, some[0].host) for some in by_host.values()]
    return sorted(found, key=lambda row: (-row.shown, row.host.name if row.host else ""))


def all_of(rows: Sequence[Freshness]) -> Freshness | None:
    """The same of all hosts together; None where there is none."""
    return _added(rows, None) if rows else None


def _added(rows: Sequence[Freshness] | Sequence[HostFreshness], host: Host | None) -> Freshness:
    return Freshness(
        host, sum(row.shown for row in rows), sum(row.working for row in rows), sum(row.asked for row in rows),
        sum(row.unsure for row in rows), min(row.counted_at for row in rows),
    )  # fmt: skip


def links_named(ids: Sequence[str]) -> list[WatchLink]:
    """The links with these permanent ids, with what a look at them must know. One query."""
    return list(WatchLink.objects.filter(public_id__in=ids).select_related("title", "host").order_by("pk"))
