"""One video that two things list which become one: one link stays, with what people said of both."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allostream.catalogue.attached import move_all
from allostream.catalogue.journal import Journal, Pairs, Step
from allostream.lib import clock
from allostream.links.models import WatchLink
from allostream.links.rules import Origin
from allostream.rights.models import LinkEvidence, Objection, RightsBasis

# Tables that name a link by its public id.
BY_PUBLIC_ID = (LinkEvidence, Objection, RightsBasis)


def join_links(pairs: Pairs, journal: Journal) -> None:
    """Let the second link of each pair stand for both; what was decided against either stays. In the caller's
    transaction, which settles what may be shown."""
    rows = WatchLink.objects.in_bulk([pk for pair in pairs for pk in pair])
    for gone, kept in pairs:
        _join(rows[gone], rows[kept], journal)


def _join(twin: WatchLink, link: WatchLink, journal: Journal) -> None:
    now = clock.now()
    move_all(WatchLink, {twin.pk: link.pk}, journal)
    for model in BY_PUBLIC_ID:
        rows = model._default_manager.filter(link_id=twin.public_id).values_list("pk", flat=True)
        journal.move(model, "link_id", twin.public_id, link.public_id, rows)
    if twin.withdrawn_at and not link.withdrawn_at:
        # With the mark that withdrew it, if one did: it comes back when that is lifted.
        columns = ("withdrawn_at", "withdrawn_why", "mark_id")
        journal.change(link, {column: getattr(twin, column) for column in columns})
        if twin.mark_id:  # by which the mark knows the copy
            known = ("channel_id", "uploader_hash")
            journal.change(link, {column: getattr(twin, column) for column in known if not getattr(link, column)})
    if twin.origin == Origin.REFUSED:
        journal.change(link, {"origin": Origin.REFUSED.value, "origin_ground": "", "origin_on": now})
    earlier = WatchLink.objects.filter(merged_into=twin).values_list("pk", flat=True)
    journal.move(WatchLink, "merged_into", twin.pk, link.pk, earlier)
    journal.change(link, {"changed_at": now})
    journal.change(twin, {"merged_into_id": link.pk, "removed_at": twin.removed_at or now, "changed_at": now})


def part_twins(steps: Iterable[Step], since: datetime) -> None:
    """After steps are taken back: what has been decided against the one link since then holds against the other too,
    which leads to the same video. In the caller's transaction, which settles what may be shown."""
    pairs = {
        step["row"]: step["after"]["merged_into_id"]
        for step in steps
        if step["do"] == "change" and step["table"] == WatchLink._meta.label_lower and "merged_into_id" in step["after"]
    }
    rows = WatchLink.objects.in_bulk([*pairs, *pairs.values()])
    for twin, link in ((rows[one], rows[other]) for one, other in pairs.items() if one in rows and other in rows):
        columns: dict[str, Any] = {}
        # What a mark withdrew the mark withdraws again, as long as it holds.
        if link.withdrawn_at and link.withdrawn_at >= since and not link.mark_id and not twin.withdrawn_at:
            columns |= {"withdrawn_at": link.withdrawn_at, "withdrawn_why": link.withdrawn_why}
        if link.origin == Origin.REFUSED and link.origin_on and link.origin_on >= since:
            columns |= {"origin": Origin.REFUSED.value, "origin_ground": "", "origin_on": link.origin_on}
        if columns:
            WatchLink.objects.filter(pk=twin.pk).update(**columns)
