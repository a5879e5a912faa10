"""What looks at many links found, written to the links at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.models import Title
from allostream.lib import clock
from allostream.links.actions import changed
from allostream.links.models import WatchLink
from allostream.links.rules import Health


@dataclass(frozen=True, slots=True)
class Look:
    """That a link was looked at, when, the state that followed, and the code of what was seen."""

    link_id: int
    at: datetime
    health: Health
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A link that nobody else changes until the transaction ends."""

    pk: int
    public_id: str
    title_id: int
    health: str


def held(ids: Iterable[int]) -> list[Held]:
    """Lock links for looks, but for those that somebody is changing: the titles first, in order, as all do that change
    many. Who changes one link locks it and then waits for its title: whoever waited for the link here would wait for
    ever. Two queries.
    """
    wanted = WatchLink.objects.filter(pk__in=list(ids)).order_by("pk")
    titles = Title.objects.select_for_update(no_key=True).order_by("pk")
    list(titles.filter(pk__in=wanted.order_by().values("title_id")).values_list("pk"))
    if connection.features.has_select_for_update_skip_locked:
        wanted = wanted.select_for_update(no_key=True, skip_locked=True)
    return [Held(*row) for row in wanted.values_list("pk", "public_id", "title_id", "health")]


def record_looks(looks: Sequence[Look], *, by: Actor) -> int:
    """Write states and times of looks in one transaction, with one audit entry that names each change of a state.

    Links that exist no more, or that somebody is changing, are passed over. Returns how many states changed. Seven
    queries and a few for each state; where states change, what `links.actions.changed` takes for their titles.
    """
    by_link = {look.link_id: look for look in looks}
    with transaction.atomic():
        rows = [(link.pk, link.public_id, link.title_id, link.health) for link in held(by_link)]
        turned = {pk: (public_id, health) for pk, public_id, _, health in rows if by_link[pk].health != health}
        turned_titles = {title for pk, _, title, _ in rows if pk in turned}
        _write([by_link[pk] for pk, *_ in rows], turned)
        if rows:
            # A look shows on the title's own pages; a state that turned shows in lists too.
            catalogue_actions.raise_versions({title for _, _, title, _ in rows} - turned_titles, lists=False)
        changed(sorted(turned_titles))
        summary = [
            {"link": public_id, "from": health, "to": by_link[pk].health.value, "reason": by_link[pk].reason}
            for pk, (public_id, health) in turned.items()
        ]
        audit.record_batch(
            "links.look", by=by, subject_kind="links", count=len(rows), summary={"turned": summary},
            digest=digest_rows({"link": public_id, "health": by_link[pk].health.value} for pk, public_id, *_ in rows),
        )  # fmt: skip
    return len(turned)


def _write(looks: Sequence[Look], turned: Mapping[int, object]) -> None:
    """A statement for each time and state that occurs: few, for a portion is written with one time."""
    groups: dict[tuple[datetime, Health, bool], list[int]] = {}
    for look in looks:
        groups.setdefault((look.at, look.health, look.link_id in turned), []).append(look.link_id)
    for (at, health, has_turned), ids in groups.items():
        turn = {"health": health.value, "changed_at": clock.now()} if has_turned else {}
        WatchLink.objects.filter(pk__in=ids).update(health_checked_at=at, **turn)
