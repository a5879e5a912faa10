"""What happens when clocks of cases run out, and who is written to before: the people on call.

An order has one hour: everybody on call is written to in the transaction that opens its case, again when half of the
time is gone, and once more when all of it is. Every other clock rings once before it runs out. What comes by itself,
as the end of an order, rings nobody.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.mail import actions as mail
from allostream.mail.rules import Kind, is_address
from allostream.rights_desk import orders, putting_back
from allostream.rights_desk.case_rules import CaseState, ClockKind, Lane
from allostream.rights_desk.clock_rules import WARNED, half_of, warns_at
from allostream.rights_desk.clocks import BY_ITSELF
from allostream.rights_desk.letters import head_of
from allostream.rights_desk.models import Case, Clock
from allostream.rights_desk.on_call import on_call

RINGS = Kind("desk_rings", is_urgent=True, good_for=timedelta(hours=12))
AT_ONCE = 100


def call_at_once(case: Case) -> None:
    """Write to everybody on call that an order has come, in the transaction that opens its case."""
    for one in Clock.objects.filter(case=case, kind=ClockKind.ORDER, done_at=None).select_related("case"):
        _warn(one)


def ring() -> int:
    """Close what nobody completed in time, do what comes by itself, and write to those who answer for the desk before a
    clock runs out. Returns how many clocks it has looked at; one query where nothing is near."""
    now = clock.now()
    near = Clock.objects.filter(done_at=None, ran_out=False, due_at__lte=now + WARNED).select_related("case__sender")
    # What was written about already must not stand before what was not.
    first = Q(warned_at=None) & ~Q(kind__in=[ClockKind.ASKED, *BY_ITSELF])
    again = Q(kind=ClockKind.ORDER, again_at=None)
    near = near.filter(Q(due_at__lte=now) | first | again)
    count = 0
    for one in near.order_by("due_at", "pk")[:AT_ONCE]:
        if one.due_at <= now:
            count += 1
            _run_out(one)
        elif one.warned_at is None and (
            one.kind == ClockKind.ORDER or now >= one.due_at - warns_at(one.due_at - one.began_at)
        ):
            count += 1
            _warn(one)
        elif one.warned_at and one.kind == ClockKind.ORDER and now >= half_of(one.began_at, one.due_at):
            count += 1
            _warn_again(one)
    return count


def _run_out(one: Clock) -> None:
    """What happens when a clock has run out."""
    now = clock.now()
    with transaction.atomic():
        if not Clock.objects.filter(pk=one.pk, done_at=None, ran_out=False).update(ran_out=True):
            return
        if one.kind == ClockKind.ASKED:
            _close_defective(one.case)
        elif one.kind == ClockKind.ORDER_ENDS:
            orders.end(one.case)
        elif one.kind == ClockKind.PUT_BACK:
            putting_back.put_back({"clock": one.pk})
        elif one.kind in BY_ITSELF:
            Clock.objects.filter(pk=one.pk).update(done_at=now)
        elif one.kind == ClockKind.ORDER:
            _write(one)
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
        if Clock.objects.filter(pk=one.pk, warned_at=None).update(warned_at=clock.now()):
            _write(one)


def _warn_again(one: Clock) -> None:
    """Write to them once more of an order, as half of its time is gone."""
    with transaction.atomic():
        if Clock.objects.filter(pk=one.pk, again_at=None).update(again_at=clock.now()):
            _write(one)


def _write(one: Clock) -> None:
    case, head = one.case, head_of(one.case.site)
    if head is None:
        return
    values = {
        "number": case.public_id, "due_at": one.due_at, "is_order": case.lane == Lane.ORDER,
        "minutes": max(0, int((one.due_at - clock.now()).total_seconds() // 60)),
        "is_over": one.due_at <= clock.now(), "address": f"{head.origin}/bench/desk/{case.public_id}",
    }  # fmt: skip
    for person in on_call(case.site):
        if is_address(person.email):
            mail.post(to=person, kind=RINGS, values=values, head=head)
