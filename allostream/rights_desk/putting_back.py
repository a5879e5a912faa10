"""What is put back after a counter notice, and what stops it (17 U.S.C. 512(g)(2) and (3)).

    counter notice ─► plan: countered, forwarded to the notifier, clock and outbox row for noon of the 12th business day
        ─► put_back at that moment ─► restored
        ─► stop, where the notifier has asked a court before ─► court_action, stays away

We do so for links, too, though the law asks for it for stored material alone.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Forbidden, Problem, gettext_noop
from allostream.outbox import actions as outbox
from allostream.rights_desk import clock_rules
from allostream.rights_desk.acting import DESK
from allostream.rights_desk.case_rules import UNDECIDED, CaseState, ClockKind, ItemState
from allostream.rights_desk.clocks import LOOKS, settle, start
from allostream.rights_desk.deciding import restore_links, rows_of
from allostream.rights_desk.letters import send_decision, send_words
from allostream.rights_desk.models import Case, Clock, Item
from allostream.rights_desk.reading.shape import Kind

PUT_BACK = "desk.put-back"
GONE = (ItemState.SUSPENDED, ItemState.REMOVED, ItemState.COUNTRY_BLOCKED)


class NothingToPutBack(Problem):
    """A message that is no counter notice on a case, or on nothing that is away."""

    code = "nothing-to-put-back"
    status = 409
    sentence = gettext_noop("This is no counter notice on links that are away: reload the page to see how they stand.")


def plan(counter: Case, *, by: User) -> Clock:
    """Accept a counter notice: plan that what it names is put back between the 10th and the 14th business day after it
    came, and send a copy of what it says to the notifier at once. Raises Forbidden and NothingToPutBack."""
    _check(counter, by)
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("about__sender").get(pk=counter.pk)
        if row.kind != Kind.COUNTER_NOTICE or row.about is None:
            raise NothingToPutBack
        first = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=row.about.pk)
        items = _named(row, first)
        if not items or _running(first) is not None:
            raise NothingToPutBack
        Item.objects.filter(pk__in=[item.pk for item in items]).update(state=ItemState.COUNTERED)
        _earliest, planned, _latest = clock_rules.put_back(row.received_at)
        if not Item.objects.filter(case=first, state__in=sorted(UNDECIDED - {ItemState.COUNTERED})).exists():
            # Somebody has looked at all of it: what is left comes by itself.
            Clock.objects.filter(case=first, kind__in=LOOKS, done_at=None).update(done_at=clock.now())
        first.state = CaseState.OPEN
        first.save(update_fields=["state"])
        start(first, planned)
        made = _running(first)
        assert made is not None  # it was started above
        outbox.post(PUT_BACK, {"clock": made.pk}, unique_key=str(made.pk), due_at=planned.at)
        send_words(first, _forwarded(row, first), by=by)
        _finish(row)
        _note("desk.plan-put-back", first, by, {"counter": row.public_id, "at": planned.at, "items": len(items)})
    return made


def _check(case: Case, by: User) -> None:
    if not may(by, Right.DESK_DECIDE, site=case.site or None):
        raise Forbidden


def _named(counter: Case, first: Case) -> list[Item]:
    """The items of a case that a counter notice names and that are away; all of them where it names none."""
    away = list(Item.objects.filter(case=first, state__in=sorted(GONE)).order_by("position"))
    said = set(counter.items.values_list("said", flat=True))
    keys = set(counter.items.exclude(content_key="").values_list("content_key", flat=True))
    if not said:
        return away
    return [item for item in away if item.said in said or item.public_id in said or item.content_key in keys]


def _running(first: Case) -> Clock | None:
    return Clock.objects.filter(case=first, kind=ClockKind.PUT_BACK, done_at=None).order_by("-pk").first()


def planned_for(case: Case) -> Clock | None:
    """When what a case has withdrawn is put back, where that is planned. One query."""
    return _running(case)


def _forwarded(counter: Case, first: Case) -> str:
    with translation.override(first.language):
        said = gettext(
            "We have received a counter notice on links that you had named. Unless we first receive notice that you "
            "have asked a court to restrain the person who proposed them, they are shown again not less than 10 and "
            "not more than 14 business days after we received it (17 U.S.C. 512(g)(2)). Send proof of court action "
            "on the page of the case. This is what the counter notice says:"
        )
    return f"{said}\n\n{counter.explanation.strip()}"


def _finish(counter: Case) -> None:
    now = clock.now()
    Clock.objects.filter(case=counter, done_at=None).update(done_at=now)
    counter.state, counter.closed_at, counter.due_at = CaseState.CLOSED, now, None
    counter.save(update_fields=["state", "closed_at", "due_at"])


def put_back(payload: Mapping[str, Any]) -> None:
    """Show again what was countered, as its moment has come; nothing where a court was asked meanwhile."""
    with transaction.atomic():
        one = Clock.objects.filter(pk=payload["clock"]).select_related("case").first()
        if one is None:
            return
        case = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=one.case_id)
        if not Clock.objects.filter(pk=one.pk, done_at=None, due_at__lte=clock.now()).update(done_at=clock.now()):
            return
        items = list(Item.objects.filter(case=case, state=ItemState.COUNTERED).select_related("mark"))
        with translation.override(case.language):
            why = gettext("A counter notice was received, and no court was asked in the time that the law gives.")
        restored = restore_links(case, items, rows_of(items, None), by=None, why=why)
        now = clock.now()
        for item in items:
            item.state, item.decided_at, item.mark = ItemState.RESTORED, now, None
            item.decision, item.why = restored.get(item.pk) or item.decision, why
        Item.objects.bulk_update(items, ["state", "decided_at", "mark", "decision", "why"], batch_size=500)
        settle(case)
        send_decision(case, items)
        _note("desk.put-back", case, None, {"items": len(items)})


def stop(first: Case, *, by: User | None, why: str = "") -> None:
    """Note that a court was asked before the links came back: they stay away. By a person, or by whoever sent the
    notice, with proof. Raises Forbidden and NothingToPutBack where nothing is planned."""
    if by is not None:
        _check(first, by)
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=first.pk)
        now = clock.now()
        if not Clock.objects.filter(case=row, kind=ClockKind.PUT_BACK, done_at=None).update(done_at=now):
            raise NothingToPutBack
        items = Item.objects.filter(case=row, state=ItemState.COUNTERED)
        count = items.update(state=ItemState.COURT_ACTION, decided_at=now)
        settle(row)
        with translation.override(row.language):
            said = gettext("Proof of court action was received: the links stay away until the court has decided.")
        send_words(row, said, by=by)
        _note("desk.stop-put-back", row, by, {"items": count}, why)


def _note(action: str, case: Case, by: User | None, after: Mapping[str, Any], why: str = "") -> None:
    actor = Actor.person(by.public_id) if by else DESK
    audit.record(
        action, by=actor, subject_kind="case", subject_id=case.public_id, site=case.site, after=dict(after), why=why
    )
