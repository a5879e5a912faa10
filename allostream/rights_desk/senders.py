"""What is known of senders, and what is counted of them when items are decided."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Sum

from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.models import Case, Flagger, Item, Sender
from allostream.rights_desk.sender_rules import NEW, Record, unfounded_days

DAY = timedelta(days=1)
COUNTED = {
    ItemState.REMOVED: "upheld", ItemState.COUNTRY_BLOCKED: "upheld", ItemState.REFUSED: "refused",
    ItemState.RESTORED: "reversed", ItemState.NOT_OURS: "not_here", ItemState.NOT_FOUND: "not_here",
}  # fmt: skip


def record_of(sender: Sender | None, now: datetime) -> Record:
    """What is known of a sender; of somebody without an address nothing. Two queries at most."""
    if sender is None:
        return NEW
    lately = Case.objects.filter(sender=sender, received_at__gt=now - DAY).aggregate(said=Sum("said"))["said"] or 0
    return Record(
        is_verified=bool(sender.verified_until and sender.verified_until > now), is_flagger=is_flagger(sender, now),
        items=sender.items, upheld=sender.upheld, not_here=sender.not_here, refused=sender.refused,
        reversed=sender.reversed, unfounded=unfounded_days(sender.unfounded), today=lately,
    )  # fmt: skip


def is_flagger(sender: Sender, now: datetime) -> bool:
    """Whether a sender is a trusted flagger now: on a row that an administrator has confirmed, and shown to be it. One
    query at most."""
    flagger: Flagger | None = sender.flagger
    if flagger is None or flagger.confirmed_at is None or flagger.suspended_at is not None:
        return False
    today = now.date()
    return flagger.valid_from <= today and (flagger.valid_until is None or today <= flagger.valid_until)


def count_items(sender_id: int | None, items: Iterable[Item]) -> None:
    """Count items that were decided for their sender. One statement, none for somebody without an address."""
    _count(sender_id, (item.state for item in items), 1)


def count_back(sender_id: int | None, states: Iterable[str]) -> None:
    """Take back what was counted of items that stood so, as of an act that is undone. One statement."""
    _count(sender_id, states, -1)


def _count(sender_id: int | None, states: Iterable[str], each: int) -> None:
    numbers = Counter(column for state in states if (column := COUNTED.get(ItemState(state))))
    if sender_id is not None and numbers:
        more = {column: F(column) + each * number for column, number in numbers.items()}
        Sender.objects.filter(pk=sender_id).update(items=F("items") + each * numbers.total(), **more)
