"""Clocks of cases: what runs out first is when a case is due; what has run out is closed, or rings."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Min, Q

from allostream.accounts.models import RoleGrant, User
from allostream.accounts.permission_rules import Role
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.mail import actions as mail
from allostream.mail.rules import Kind, is_address
from allostream.rights_desk.case_rules import UNDECIDED, CaseState, ClockKind, ItemState, Lane
from allostream.rights_desk.clock_rules import WARNED, Due, warns_at
from allostream.rights_desk.letters import head_of
from allostream.rights_desk.models import Case, Clock, Item

RINGS = Kind("desk_rings", is_urgent=True, good_for=timedelta(hours=12))
AT_ONCE = 100
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
    running = Clock.objects.filter(case=case, done_at=None).exclude(kind=ClockKind.CONTEST_ENDS)
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


def ring() -> int:
    """Close what nobody completed in time, and write to those who answer for the desk before a clock runs out, once for
    each clock. Returns how many clocks it has looked at; one query where nothing is near."""
    now = clock.now()
    near = Clock.objects.filter(done_at=None, ran_out=False, due_at__lte=now + WARNED).select_related("case__sender")
    # What was written about already must not stand before what was not.
    near = near.filter(Q(due_at__lte=now) | (Q(warned_at=None) & ~Q(kind=ClockKind.ASKED)))
    count = 0
    for one in near.order_by("due_at", "pk")[:AT_ONCE]:
        if one.due_at <= now:
            count += 1
            _run_out(one)
        elif one.kind == ClockKind.ORDER or now >= one.due_at - warns_at(one.due_at - one.began_at):
            count += 1
            _warn(one)  # of an order at once: nobody waits for the end of its hour
    return count


def _run_out(one: Clock) -> None:
    """What happens when a clock has run out."""
    now = clock.now()
    with transaction.atomic():
        if not Clock.objects.filter(pk=one.pk, done_at=None, ran_out=False).update(ran_out=True):
            return
        if one.kind == ClockKind.ASKED:
            _close_defective(one.case)
        elif one.warned_at is None:
            _warn(one)
        audit.record(
            "desk.clock-ran-out", by=Actor.system("rights-desk"), subject_kind="case", subject_id=one.case.public_id,
            site=one.case.site, after={"clock": one.kind, "due_at": one.due_at, "rule": one.rule, "at": now},
        )  # fmt: skip


def _close_defective(case: Case) -> None:
    """Close a case that nobody has completed. It is kept, and a reply opens it again."""
    now = clock.now()
    if Case.objects.filter(pk=case.pk, state=CaseState.ASKED).update(
        state=CaseState.DEFECTIVE, closed_at=now, due_at=None
    ):
        Clock.objects.filter(case=case, done_at=None).update(done_at=now)


def _warn(one: Clock) -> None:
    """Write to those who lead or operate that a clock runs out, once."""
    with transaction.atomic():
        if not Clock.objects.filter(pk=one.pk, warned_at=None).update(warned_at=clock.now()):
            return
        case, head = one.case, head_of(one.case.site)
        if head is None:
            return
        values = {
            "number": case.public_id, "due_at": one.due_at, "is_order": case.lane == Lane.ORDER,
            "address": f"{head.origin}/bench/desk/{case.public_id}",
        }  # fmt: skip
        for person in on_call(case.site):
            if is_address(person.email):
                mail.post(to=person, kind=RINGS, values=values, head=head)


def on_call(site: str) -> list[User]:
    """Those who answer for the desk of a site: its lead moderators and operators. One query."""
    now = clock.now()
    rows = RoleGrant.objects.filter(role__in=(Role.LEAD, Role.OPERATOR), site__in=("", site)).order_by("pk")
    held = [row for row in rows.select_related("account") if row.held.holds_at(now)]
    return list({row.account_id: row.account for row in held}.values())
