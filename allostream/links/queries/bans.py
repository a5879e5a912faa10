"""Which bans hold, and what they are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.links.ban_models import Ban
from allostream.links.ban_rules import Banned, Reach, Seen, refused_by
from allostream.links.models import WatchLink

COLUMN = {
    Reach.HOST: "host", Reach.CHANNEL: "channel", Reach.TITLE: "title", Reach.PERSON: "submitted_by",
    Reach.UPLOADER: "uploader_hash",
}  # fmt: skip

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of bans, and whether another one follows."""

    bans: Sequence[Ban]
    has_more: bool


def in_force() -> list[Ban]:
    """The bans that hold now, the oldest first. One query."""
    rows = Ban.objects.filter(lifted_at__isnull=True).filter(Q(until=None) | Q(until__gt=clock.now()))
    return list(rows.order_by("since", "pk"))


def bare_in_force() -> list[Banned]:
    """The same as the rules know them. One query."""
    return [ban.bare() for ban in in_force()]


def ban_against(seen: Seen, site: str = "") -> Ban | None:
    """The ban for which such a link is not taken on a site, or None. One query."""
    found = in_force()
    refused = refused_by((ban.bare() for ban in found), seen, clock.now(), site)
    return next((ban for ban in found if refused and ban.pk == refused.id), None)


def ban_with_id(public_id: str) -> Ban:
    """One ban, in force or not. One query. Raises NotFound."""
    found = Ban.objects.filter(public_id=public_id if is_id(public_id) else "")
    ban = found.select_related("host", "channel__host", "title").first()
    if ban is None:
        raise NotFound
    return ban


def bans(number: int = 1) -> Listed:
    """A page of the bans with what they are for, those in force first. One query. Raises NotFound beyond the last."""
    rows = Ban.objects.select_related("host", "channel", "title", "person")
    start = (number - 1) * A_PAGE
    found = list(rows.order_by(F("lifted_at").desc(nulls_first=True), "-since", "-pk")[start : start + A_PAGE + 1])
    if number > 1 and not found:
        raise NotFound
    return Listed(found[:A_PAGE], len(found) > A_PAGE)


def seen_of(link: WatchLink) -> Seen:
    """What of a link bans ask for. No query."""
    return Seen(
        link.canonical_url, link.host_id, link.channel_id, link.title_id, link.submitted_by_id, link.uploader_hash
    )


def links_reached(ban: Ban) -> QuerySet[WatchLink]:
    """The links that a ban is for, those that are gone too. No query by itself.

    Of a path the host is asked for as well: the address alone has no index.
    """
    reach = Reach(ban.reach)
    if reach is not Reach.PATH:
        found = WatchLink.objects.filter(**{COLUMN[reach]: ban.on})
        return found.exclude(uploader_hash="") if reach is Reach.UPLOADER else found
    whole = f"https://{ban.text}"
    under = Q(canonical_url__in=[whole, f"{whole}/"])
    under |= Q(canonical_url__startswith=f"{whole}/") | Q(canonical_url__startswith=f"{whole}?")
    return WatchLink.objects.filter(under, host=ban.host)
