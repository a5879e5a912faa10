"""Copies of which nobody has looked at who put them there: how many, and which, the most wanted first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from allostream.catalogue.models import Title
from allostream.hosts.identity import identify, key_hash
from allostream.hosts.models import Standing
from allostream.hosts.queries import address_table
from allostream.links.models import WatchLink
from allostream.links.queries.bounds import PAGE_SIZE, last_page
from allostream.links.rules import DEAD_HEALTH, Basis, Origin

LOOKED_AT = 500  # the best known titles with a copy that waits: some hundred copies are work for days


@dataclass(frozen=True, slots=True)
class CopiesWaiting:
    """How many copies wait, and how many of them have a warning sign."""

    copies: int
    flagged: int


def waiting() -> QuerySet[WatchLink]:
    """The links that a look at who put the copy there would help: those that rest on the work alone on hosts where
    anybody may upload, and any with a warning sign, but for those in a channel that carries them or is refused.
    """
    carried = Q(channel__carries=True, channel__stands=Standing.LISTED, origin_flags=[])
    links = WatchLink.objects.filter(
        Q(host__item_level=True, basis=Basis.WORK) | ~Q(origin_flags=[]), origin=Origin.UNCHECKED,
        removed_at__isnull=True, withdrawn_at__isnull=True, host__stands=Standing.LISTED,
    )  # fmt: skip
    return links.exclude(health__in=DEAD_HEALTH).exclude(channel__stands=Standing.REFUSED).exclude(carried)


@dataclass(frozen=True, slots=True)
class WaitingCopy:
    """A copy that somebody has to look at, with what is known of it; minutes are those of the work."""

    public_id: str
    title_id: int
    host: str
    item: str
    uploader: str
    channel: str
    address: str
    flags: tuple[str, ...]
    reasons: tuple[str, ...]  # why whoever proposed it may be its uploader
    must_check: str
    minutes: int | None
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Copies:
    """One page of copies that wait; `is_cut`: those of more titles wait than are looked at."""

    total: int
    is_cut: bool
    pages: int
    page: int
    copies: tuple[WaitingCopy, ...]


def waiting_copies(page: int = 1) -> Copies:
    """One page of the copies that wait, those of the best known titles first. Three queries, two without any.

    Raises NotFound for a page beyond the last.
    """
    titles = Title.objects.filter(
        Exists(waiting().filter(title=OuterRef("pk"))), removed_at__isnull=True, merged_into__isnull=True
    ).order_by("-popularity", "pk")
    wanted = list(titles.values_list("pk", flat=True)[: LOOKED_AT + 1])
    places = {pk: place for place, pk in enumerate(wanted[:LOOKED_AT])}
    found = waiting().filter(title__in=list(places)).order_by("pk").values_list("pk", "title") if places else ()
    ordered = [pk for pk, title in sorted(found, key=lambda row: places[row[1]])]
    pages = last_page(len(ordered), page)
    ids = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = WatchLink.objects.select_related("host", "channel", "title").in_bulk(ids) if ids else {}
    return Copies(len(ordered), len(wanted) > LOOKED_AT, pages, page, tuple(_copy(rows[pk]) for pk in ids))


def _copy(link: WatchLink) -> WaitingCopy:
    whole = link.episode_id is None and link.season_id is None
    return WaitingCopy(
        link.public_id, link.title_id, link.host.name, link.content_key.partition(":")[2],
        link.uploader_told or link.uploader,
        link.channel.name if link.channel else "", link.canonical_url, tuple(link.origin_flags),
        tuple(link.relation_reasons), link.must_check, link.title.runtime_min if whole else None, link.submitted_at,
    )  # fmt: skip


def links_to(address: str) -> list[str]:
    """The ids of all links to the copy at an address, removed ones left out. Two queries. Raises NotAnAddress."""
    key = identify(address, address_table()).content_key
    links = WatchLink.objects.filter(content_key_hash=key_hash(key), content_key=key, removed_at__isnull=True)
    return list(links.order_by("pk").values_list("public_id", flat=True))


def copies_waiting(sources: Collection[str]) -> CopiesWaiting:
    """How many copies of these sources wait. One query."""
    counted = waiting().filter(source__slug__in=list(sources)).aggregate(
        copies=Count("pk"), flagged=Count("pk", filter=~Q(origin_flags=[]))
    )  # fmt: skip
    return CopiesWaiting(counted["copies"], counted["flagged"])
