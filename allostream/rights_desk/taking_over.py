"""When the sender of a notice takes it back, the next notice on the same copies takes effect: it was answered that they
were down already."""

from collections import defaultdict
from collections.abc import Collection

from allostream.lib import clock
from allostream.rights_desk.acting import suspend
from allostream.rights_desk.case_rules import CaseState, ItemState, Lane
from allostream.rights_desk.clock_rules import to_look
from allostream.rights_desk.clocks import start
from allostream.rights_desk.models import Case, Item, ItemLink, ReadRecord
from allostream.rights_desk.reading.shape import Kind
from allostream.rights_desk.reading.written import reading_of
from allostream.rights_desk.sender_rules import Record, Sign, is_plausible
from allostream.rights_desk.validity_rules import COMPLETE, must_be_looked_at


def take_over(first: Case, link_ids: Collection[int]) -> None:
    """Suspend links anew for the notices, beside the first, that name them and could be acted on, in the caller's
    transaction. One query where there is none."""
    rows = ItemLink.objects.filter(
        link__in=list(link_ids), link__withdrawn_at=None, state=ItemState.ALREADY_REMOVED, dropped_at=None,
        item__state=ItemState.ALREADY_REMOVED, item__case__kind=Kind.NOTICE, item__case__level__in=sorted(COMPLETE),
    ).exclude(item__case=first)  # fmt: skip
    found: dict[Case, list[ItemLink]] = defaultdict(list)
    of_link = ("link__title", "link__host", "link__channel", "link__submitted_by")
    for row in rows.select_related("item__case__sender", *of_link).order_by("item__case", "item", "pk"):
        found[row.item.case].append(row)
    taken: set[int] = set()
    for case, theirs in found.items():
        chosen = [row for row in theirs if row.link_id not in taken]
        if chosen and _may_act(case):
            _suspend(case, chosen)
            taken.update(row.link_id for row in chosen)


def _may_act(case: Case) -> bool:
    """Whether it would have been acted on when it came."""
    record = ReadRecord.objects.filter(case=case).first()
    if (
        record is None
        or case.lane == Lane.SUSPENDED
        or must_be_looked_at(reading_of({**record.content, "addresses": []}))
    ):
        return False
    return is_plausible(
        [Sign(one) for one in case.signs], Record(is_verified=case.lane in (Lane.VERIFIED, Lane.FLAGGER))
    )


def _suspend(case: Case, rows: list[ItemLink]) -> None:
    items: dict[int, Item] = {}
    of_item: dict[int, list[ItemLink]] = defaultdict(list)
    for row in rows:
        row.item = items.setdefault(row.item_id, row.item)
        row.item.case = case
        row.state = row.item.state = ItemState.RECEIVED
        of_item[row.item_id].append(row)
    Item.objects.filter(pk__in=items).update(state=ItemState.RECEIVED)
    ItemLink.objects.filter(pk__in=[row.pk for row in rows]).update(state=ItemState.RECEIVED)
    suspend(case, [(items[pk], several) for pk, several in of_item.items()])
    case.state, case.closed_at, case.decided_at = CaseState.OPEN, None, None
    case.save(update_fields=["state", "closed_at", "decided_at"])
    start(case, to_look(Lane(case.lane), clock.now(), is_complete=True))
