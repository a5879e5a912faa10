"""One video that two things list which become one: one link stays, with what people said of both."""

from allostream.catalogue.attached import Pairs, move_all
from allostream.catalogue.journal import Journal
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
    move_all(WatchLink, twin.pk, link.pk, journal)
    for model in BY_PUBLIC_ID:
        rows = model._default_manager.filter(link_id=twin.public_id).values_list("pk", flat=True)
        journal.move(model, "link_id", twin.public_id, link.public_id, rows)
    if twin.withdrawn_at and not link.withdrawn_at:
        journal.change(link, {"withdrawn_at": twin.withdrawn_at, "withdrawn_why": twin.withdrawn_why})
    if twin.origin == Origin.REFUSED:
        journal.change(link, {"origin": Origin.REFUSED.value, "origin_ground": "", "origin_on": now})
    earlier = WatchLink.objects.filter(merged_into=twin).values_list("pk", flat=True)
    journal.move(WatchLink, "merged_into", twin.pk, link.pk, earlier)
    journal.change(link, {"changed_at": now})
    journal.change(twin, {"merged_into_id": link.pk, "removed_at": twin.removed_at or now, "changed_at": now})
