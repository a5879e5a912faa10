"""Bans given, lifted and ended: what they reach is hidden in the same transaction, and shown again by the worker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.models import Title
from allostream.hosts.models import Channel, Host
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.links.actions import PORTION, changed
from allostream.links.ban_models import Ban
from allostream.links.ban_rules import Reach, Scope, path_of
from allostream.links.ending_rules import Cause
from allostream.links.endings import hide
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.bans import links_reached
from allostream.outbox import actions as outbox

ENDS, RELEASE = "links.ban-ends", "links.ban-release"


class BannedAlready(Problem):
    """There is such a ban, and it holds."""

    code = "banned-already"
    status = 409
    sentence = gettext_noop("There is such a ban already.")


class NoReason(Problem):
    """A ban without a reason that everybody may read, or one that has ended before it began."""

    code = "no-reason"
    status = 422
    sentence = gettext_noop("A ban needs a reason that everybody may read, and an end that is still to come.")


class NotEverywhere(Problem):
    """A ban of what is shown, for one site alone."""

    code = "not-everywhere"
    status = 422
    sentence = gettext_noop(
        "What is shown is common to all sites: a ban for one site can only keep new links from being brought there."
    )


@dataclass(frozen=True, slots=True)
class Against:
    """What is banned: one of these. A path needs its host, too."""

    host: Host | None = None
    channel: Channel | None = None
    title: Title | None = None
    person: User | None = None
    uploader: str = ""
    path: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of the ban. Raises NotFound where nothing is named."""
        if self.path and self.host:
            return {"reach": Reach.PATH, "host": self.host, "text": path_of(self.path)}
        for reach in (Reach.CHANNEL, Reach.TITLE, Reach.PERSON, Reach.HOST):
            if row := getattr(self, reach.value):
                return {"reach": reach, reach.value: row}
        if self.uploader:
            return {"reach": Reach.UPLOADER, "text": self.uploader}
        raise NotFound


def give_ban(
    against: Against, *, by: Actor, reason: str, until: datetime | None = None, scope: Scope = Scope.SHOWN,
    site: str = "",
) -> Ban:  # fmt: skip
    """Ban what is named, past and future: links that it reaches go off every page in the same transaction.

    Raises NotFound, NoReason, NotEverywhere, BannedAlready.
    """
    now = clock.now()
    if not reason.strip() or (until is not None and until <= now):
        raise NoReason
    if site and scope is Scope.SHOWN:
        raise NotEverywhere
    columns = against.columns()
    with transaction.atomic():
        _lock(against)
        if Ban.objects.filter(lifted_at__isnull=True, scope=scope, site=site, **columns).exists():
            raise BannedAlready
        ban = Ban.objects.create(
            **columns, scope=scope, site=site, since=now, until=until, reason=reason.strip(),
            given_by=f"{by.kind}:{by.id}",
        )  # fmt: skip
        reached = _hide(ban) if scope is Scope.SHOWN else 0
        if until:
            outbox.post(ENDS, {"ban": ban.public_id}, unique_key=ban.public_id, due_at=until)
        _note("link.ban", ban, by, reason, {"until": until, "scope": scope, "links": reached})
    return ban


def _lock(against: Against) -> None:
    """Have a second ban on the same thing wait until the first one is there. What links point to is locked so that
    links can still be added; an uploader, of whom there is no row, by the first of their links."""
    for row in (against.host, against.channel, against.title, against.person):
        if row is not None:
            type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if against.uploader:
        WatchLink.objects.select_for_update(no_key=True).filter(uploader_hash=against.uploader).order_by("pk").first()


def _hide(ban: Ban) -> int:
    """Take what a ban reaches off every page, however much it is; how many links."""
    links = links_reached(ban)
    # First: it locks the titles, so that nobody shows one of the links meanwhile.
    catalogue_actions.raise_versions_of(Title.objects.filter(pk__in=links.values("title")))
    reached = links.filter(ban__isnull=True).update(ban=ban)
    hide(ShownLink.objects.filter(link__ban=ban), Cause.BANNED)
    catalogue_actions.ask_for_count()
    return reached


def lift_ban(public_id: str, *, by: Actor, why: str) -> Ban:
    """End a ban at once; what no other ban reaches is shown again, portion by portion. Raises NotFound."""
    with transaction.atomic():
        ban = Ban.objects.select_for_update().filter(public_id=public_id, lifted_at__isnull=True).first()
        if ban is None:
            raise NotFound
        ban.lifted_at = clock.now()
        ban.save(update_fields=["lifted_at"])
        release(public_id)
        _note("link.lift-ban", ban, by, why, {"lifted_at": ban.lifted_at})
    return ban


def end_ban(public_id: str) -> None:
    """Lift a ban whose time is over; nothing where it was lifted before."""
    now = clock.now()
    if Ban.objects.filter(public_id=public_id, lifted_at__isnull=True, until__lte=now).exists():
        lift_ban(public_id, by=Actor.system("bans"), why="")


def release(public_id: str, after: int = 0) -> None:
    """Show what may be shown of the links that a lifted ban held, for the next portion of titles behind a row id.

    Posts the rest to the outbox.
    """
    with transaction.atomic():
        links = WatchLink.objects.filter(ban__public_id=public_id, title__gt=after).order_by("title_id")
        ids = list(links.values_list("title_id", flat=True).distinct()[:PORTION])
        changed(ids)
        if len(ids) == PORTION:
            outbox.post(RELEASE, {"ban": public_id, "after": ids[-1]})


def _note(action: str, ban: Ban, by: Actor, why: str, after: dict[str, Any]) -> None:
    audit.record(
        action, by=by, subject_kind="ban", subject_id=ban.public_id, site=ban.site,
        after={"reach": ban.reach, **after}, why=why,
    )  # fmt: skip
