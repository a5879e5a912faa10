"""What looks at many links found, written to the links at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue import actions as catalogue_actions
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


def record_looks(looks: Sequence[Look], *, by: Actor) -> int:
    """Write states and times of looks in one transaction, with one audit entry that names each change of a state.

    Links that exist no more are passed over. Returns how many states changed. Six queries and a few for each state;
    where states change, what `links.actions.changed` takes for their titles.
    """
    by_link = {look.link_id: look for look in looks}
    with transaction.atomic():
        links = WatchLink.objects.select_for_update(no_key=True).filter(pk__in=by_link).order_by("pk")
        rows = list(links.values_list("pk", "public_id", "title_id", "health"))
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
