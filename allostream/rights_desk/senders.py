"""What is known of senders, and what is counted of them when items are decided."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet, Sum

from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.flagging import is_in_force, watch
from allostream.rights_desk.identity_rules import Passed, Shown, Way, shown
from allostream.rights_desk.models import Case, Flagger, IdentityCheck, Item, Sender
from allostream.rights_desk.sender_rules import NEW, Record, unfounded_days

DAY = timedelta(days=1)
PROOF = ("way", "value", "valid_until")
COUNTED = {
    ItemState.REMOVED: "upheld", ItemState.COUNTRY_BLOCKED: "upheld", ItemState.REFUSED: "refused",
    ItemState.RESTORED: "reversed", ItemState.NOT_OURS: "not_here", ItemState.NOT_FOUND: "not_here",
}  # fmt: skip


def record_of(sender: Sender | None, now: datetime, subject: str = "") -> Record:
    """What is known of a sender, who may be a trusted flagger for some subjects alone; of somebody without an address
    nothing. Three queries at most."""
    if sender is None:
        return NEW
    lately = Case.objects.filter(sender=sender, received_at__gt=now - DAY).aggregate(said=Sum("said"))["said"] or 0
    proved = shown_of(sender, now)
    return Record(
        is_verified=bool(sender.verified_until and sender.verified_until > now),
        is_flagger=is_flagger(sender, now, subject),
        items=sender.items, upheld=sender.upheld, not_here=sender.not_here, refused=sender.refused,
        reversed=sender.reversed, unfounded=unfounded_days(sender.unfounded), today=lately,
        has_address=proved.has_address, domains=proved.domains,
    )  # fmt: skip


def shown_of(sender: Sender, now: datetime) -> Shown:
    """What a sender has shown of who they are, as far as it holds. One query."""
    rows = IdentityCheck.objects.filter(sender=sender, passed_at__isnull=False, valid_until__gt=now)
    return shown((Passed(Way(way), value, until) for way, value, until in rows.values_list(*PROOF)), now)


def checks_holding(sender: Sender, now: datetime) -> QuerySet[IdentityCheck]:
    """The checks that a sender has passed, as far as they hold."""
    rows = IdentityCheck.objects.filter(sender=sender, passed_at__isnull=False)
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now))


def void_checks(sender: Sender, now: datetime) -> None:
    """End all that a sender has shown, in the caller's transaction."""
    checks_holding(sender, now).update(valid_until=now)


def is_flagger(sender: Sender, now: datetime, subject: str = "") -> bool:
    """Whether a sender is a trusted flagger now, by a row that a person has confirmed, for a subject where one is
    given. One query at most."""
    flagger: Flagger | None = sender.flagger
    return flagger is not None and is_in_force(flagger, now.date(), subject)


def count_items(sender_id: int | None, items: Iterable[Item]) -> None:
    """Count items that were decided for their sender, and watch whether a trusted flagger errs. Two statements, none
    for somebody without an address."""
    states = [item.state for item in items]
    _count(sender_id, states, 1)
    if sender_id is not None and states:
        watch(sender_id, {ItemState(state) for state in states})


def count_back(sender_id: int | None, states: Iterable[str]) -> None:
    """Take back what was counted of items that stood so, as of an act that is undone. One statement."""
    _count(sender_id, states, -1)


def _count(sender_id: int | None, states: Iterable[str], each: int) -> None:
    numbers = Counter(column for state in states if (column := COUNTED.get(ItemState(state))))
    if sender_id is not None and numbers:
        more = {column: F(column) + each * number for column, number in numbers.items()}
        Sender.objects.filter(pk=sender_id).update(items=F("items") + each * numbers.total(), **more)
