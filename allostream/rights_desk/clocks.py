"""Clocks of cases: what runs out first is when a case is due. What follows then stands in ringing.py."""

from django.db.models import Min

from allostream.lib import clock
from allostream.rights_desk.case_rules import UNDECIDED, CaseState, ClockKind, ItemState
from allostream.rights_desk.clock_rules import Due
from allostream.rights_desk.models import Case, Clock, Item

# What nobody has to do anything for: it comes by itself.
BY_ITSELF = (ClockKind.CONTEST_ENDS, ClockKind.ORDER_ENDS, ClockKind.PUT_BACK)
LOOKS = (ClockKind.REVIEW, ClockKind.DECIDE, ClockKind.PROTECTED, ClockKind.FLAGGER, ClockKind.ORDER, ClockKind.ASKED)


def start(case: Case, *several: Due) -> None:
    """Start clocks in the caller's transaction; the case is due no later than they are."""
    now = clock.now()
    Clock.objects.bulk_create(
        [Clock(case=case, kind=one.kind, began_at=now, due_at=one.at, zone=one.zone, rule=one.rule) for one in several]
    )
    set_due(case)


def set_due(case: Case) -> None:
    """When a case is due: when the first of its clocks runs out. Two statements."""
    running = Clock.objects.filter(case=case, done_at=None).exclude(kind__in=BY_ITSELF)
    case.due_at = running.aggregate(first=Min("due_at"))["first"]
    Case.objects.filter(pk=case.pk).update(due_at=case.due_at)


def settle(case: Case) -> None:
    """Bring a case in line with its items, in the caller's transaction: what is decided waits for nobody any more."""
    now = clock.now()
    states = set(Item.objects.filter(case=case).values_list("state", flat=True).distinct())
    Clock.objects.filter(case=case, item__isnull=False, done_at=None).exclude(item__state__in=sorted(UNDECIDED)).update(
        done_at=now
    )
    if ItemState.PROTECTED not in states:
        Clock.objects.filter(case=case, kind=ClockKind.PROTECTED, done_at=None).update(done_at=now)
    if states & UNDECIDED or case.taken < case.said:
        set_due(case)
        return
    Clock.objects.filter(case=case, kind__in=LOOKS, done_at=None).update(done_at=now)
    case.state, case.decided_at = CaseState.DECIDED, case.decided_at or now
    case.save(update_fields=["state", "decided_at"])
    set_due(case)
