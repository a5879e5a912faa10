"""Copies that are gone and whose title has no other that is shown: what somebody should look for anew."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from allostream.catalogue.models import Title
from allostream.links.models import GONE, ShownLink, WatchLink
from allostream.links.queries.bounds import PAGE_SIZE, last_page
from allostream.links.rules import Health

LOOKED_AT = 500  # the best known titles with nothing left


@dataclass(frozen=True, slots=True)
class GoneCopy:
    """A copy that is gone: its title, its host, since when it is missed, and whether for reasons of rights."""

    public_id: str
    title_id: int
    host: str
    address: str
    since: datetime
    by_rights: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """One page of them."""

    total: int
    pages: int
    page: int
    copies: tuple[GoneCopy, ...]


def gone_copies(page: int = 1) -> Gone:
    """One page of copies that are gone, of titles of which nothing is shown, the best known first. Three queries, one
    without any. Raises NotFound for a page beyond the last.
    """
    titles = Title.objects.filter(
        ~Exists(ShownLink.objects.filter(title=OuterRef("pk"))), pk__in=_gone().values("title"),
        removed_at__isnull=True, merged_into__isnull=True,
    )  # fmt: skip
    wanted = list(titles.order_by("-popularity", "pk").values_list("pk", flat=True)[:LOOKED_AT])
    places = {pk: place for place, pk in enumerate(wanted)}
    found = _gone().filter(title__in=wanted).order_by("pk").values_list("pk", "title") if places else ()
    ordered = [pk for pk, title in sorted(found, key=lambda row: places[row[1]])]
    pages = last_page(len(ordered), page)
    ids = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = WatchLink.objects.select_related("host", "look").in_bulk(ids) if ids else {}
    return Gone(len(ordered), pages, page, tuple(_copy(rows[pk]) for pk in ids))


def _gone() -> QuerySet[WatchLink]:
    return WatchLink.objects.filter(
        GONE, removed_at__isnull=True, withdrawn_at__isnull=True, health_checked_at__isnull=False
    )


def _copy(link: WatchLink) -> GoneCopy:
    look = getattr(link, "look", None)
    since = (look.missed_since if look else None) or link.health_checked_at or link.changed_at
    by_rights = link.health == Health.REMOVED_BY_RIGHTS
    return GoneCopy(link.public_id, link.title_id, link.host.name, link.canonical_url, since, by_rights)
