"""Orders of authorities and courts: effect is given to them, reported, and over with their last day (DSA, articles 9
and 10; CPI, articles L331-27 and L336-2).

    received ─► give_effect (a person; by itself where it is whole and identified) ─► reported ─► end, by the clock

Hosts that an order names are blocked with all that lies under them, where the order says and until it ends; the mark is
that of everything that must stay down (allostream.links.marking).
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.hosts.queries import open_hosts_at
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import Forbidden, Problem, gettext_noop
from allostream.lib.suffixes import is_shared
from allostream.links.mark_rules import Known, Sign
from allostream.links.marking import Hold, hold_down, lift_marks
from allostream.links.models import StayDown
from allostream.links.queries.marks import links_reached, marks_of_case
from allostream.moderation.acting import role_of
from allostream.moderation.actions import About, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing
from allostream.moderation.models import Decision
from allostream.rights_desk import clock_rules
from allostream.rights_desk.acting import DESK, end_of, law_of, ordered_in, silent_until, tell_submitters
from allostream.rights_desk.blocked import tell_blocked, tell_unblocked
from allostream.rights_desk.case_rules import DOWN, CaseState, ClockKind, ItemState, Match, Refused
from allostream.rights_desk.clock_rules import Due
from allostream.rights_desk.clocks import set_due, settle, start
from allostream.rights_desk.deciding import UPHOLD, decide_items, restore_links, rows_of
from allostream.rights_desk.letters import send_effect
from allostream.rights_desk.models import Case, Clock, Item, Order
from allostream.rights_desk.order_rules import INFORM, domain_of, is_whole_host
from allostream.rights_desk.wording import public_notifier, wide_words

MEANT = (ItemState.RECEIVED, ItemState.SUSPENDED, ItemState.PROTECTED)
UNREAD = (ItemState.AMBIGUOUS, ItemState.NOT_OURS, ItemState.INVALID_URL)  # lines that may name a host


class NothingToHide(Problem):
    """An order to give information, or one that is over: there is nothing to give effect to."""

    code = "nothing-to-hide"
    status = 409
    sentence = gettext_noop("This order asks to hide nothing, or is over: answer it with a letter.")


class TooWide(Problem):
    """An order that names, as a whole, what belongs to nobody alone."""

    code = "order-too-wide"
    status = 409
    sentence = gettext_noop(
        "%(hosts)s: many others have their sites or offers there, and none of these is blocked as a whole. The order "
        "must name the site under it, as site.%(first)s, or the exact addresses: ask the authority for them, or give "
        "effect to the rest."
    )


def too_wide(hosts: Sequence[str]) -> list[str]:
    """Those of the domains that an order names that are no site of somebody's own: suffixes under which anybody
    registers names, hosts of everybody's pages, and listed hosts at which anybody may put something. An order must
    enable us to identify and locate the content it means (DSA, article 9(2)(a)(iv)). Two queries at most."""
    named = list(dict.fromkeys(filter(None, map(domain_of, hosts))))
    shared = {domain for domain in named if is_shared(domain)}
    return [domain for domain in named if domain in shared | set(open_hosts_at(named))]


def give_effect(case: Case, *, by: User, rest: bool = False) -> None:
    """Do what an order asks: block its hosts, withdraw the links it names, tell those concerned, and report to the
    authority what was done and when (DSA, article 9(1) and (5)). With `rest` what it names too widely is refused, line
    by line, and the rest is done.

    Raises Forbidden, NothingToHide for an order that is over or asks for information, and TooWide where it names
    domains that many share, or, with `rest`, nothing else.
    """
    if not may(by, Right.DESK_DECIDE, site=case.site or None):
        raise Forbidden
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=case.pk)
        order = Order.objects.select_for_update().filter(case=row).first()
        over = end_of(row)
        if order is None or order.article == INFORM or (over is not None and over <= clock.now()):
            raise NothingToHide
        wide = too_wide(order.hosts)
        if wide and not (rest and names_more(row, order, wide)):
            raise TooWide(hosts=", ".join(wide), first=wide[0])
        _refuse_lines(row, wide)
        blocked = _block(row, order, by, without=wide)
        items = list(Item.objects.filter(case=row, state__in=MEANT).order_by("position"))
        if items:
            decide_items(row, items, UPHOLD, by=by, writes=False)
            row.refresh_from_db()
        tell_blocked(row, blocked, by=by)
        _done(row, order, by, wide)
        settle(row)


def names_more(case: Case, order: Order, wide: Sequence[str]) -> bool:
    """Whether an order names anything to be hidden beside these domains. One query at most."""
    if any(host not in wide for host in filter(None, map(domain_of, order.hosts))):
        return True
    return Item.objects.filter(case=case, state__in=MEANT).exists()


def _refuse_lines(case: Case, wide: Sequence[str]) -> None:
    """The lines of an order that name such a domain are refused, with what would be needed."""
    if not wide:
        return
    refused = []
    with translation.override(case.language):
        for item in Item.objects.filter(case=case, state__in=UNREAD):
            if (domain := domain_of(item.said)) in wide and is_whole_host(item.said):
                item.state, item.refused, item.decided_at = ItemState.REFUSED, Refused.INSUFFICIENT, clock.now()
                item.why = wide_words(domain)
                refused.append(item)
    Item.objects.bulk_update(refused, ["state", "refused", "decided_at", "why"], batch_size=500)


def give_effect_at_once(case: Case) -> None:
    """The same in the transaction of an order that was just received, whole and identified: its links are hidden
    already, its hosts are blocked here. A person looks at it within a working day."""
    order = Order.objects.select_for_update().get(case=case)
    tell_blocked(case, _block(case, order, None), by=None)
    _done(case, order, None)
    start(case, clock_rules.in_workdays(ClockKind.REVIEW, clock.now(), clock_rules.REVIEW_DAYS))


def _block(case: Case, order: Order, by: User | None, *, without: Sequence[str] = ()) -> list[str]:
    """Lay a mark for each host but some, write the decision that everybody can read, and note it on the lines of the
    order. Returns those that were not blocked before."""
    hosts = [one for one in dict.fromkeys(filter(None, map(domain_of, order.hosts))) if one not in without]
    if not hosts:
        return []
    territory = ordered_in(case)
    until = end_of(case)
    laid = set(marks_of_case(case.public_id))
    holds = [Hold(Sign(Known.HOST, host), territory, until=until) for host in hosts]
    marks = hold_down(holds, by=DESK, case=case.public_id, why=public_notifier(case))
    by_host = dict(zip(hosts, marks, strict=True))
    new = [host for host, mark in by_host.items() if mark not in laid]
    made = [_decide(case, host, territory, by) for host in new]
    tell_submitters(case, made)  # they are nobody's: under a silence, they are made public when it ends
    _note_places(case, by_host, is_narrow=territory != (WORLD,))
    return new


def _decide(case: Case, host: str, territory: Sequence[str], by: User | None) -> Decision:
    with translation.override(case.language):
        grounds = Grounds(
            Rule.LAWFUL, facts=gettext("An order names this host (case %(case)s).") % {"case": case.public_id},
            why=gettext("An authority or court has ordered that this is not shown."), law=law_of(case),
            source=Source.NOTICE, territory=territory, until=end_of(case),
        )  # fmt: skip
    return decide(
        About(Thing.HOST, host[:100], site=case.site), Measure.HIDDEN, grounds, by=by,
        role=role_of(by) if by else Role.RULE, writes=False, is_public=silent_until(case) is None,
    )  # fmt: skip


def _note_places(case: Case, marks: dict[str, StayDown], *, is_narrow: bool) -> None:
    """The lines of an order that name a host are done with its block."""
    state = ItemState.COUNTRY_BLOCKED if is_narrow else ItemState.REMOVED
    items = list(Item.objects.filter(case=case, match=Match.PLACE, state=ItemState.AMBIGUOUS))
    items += Item.objects.filter(case=case, match="", state__in=[ItemState.NOT_OURS, ItemState.INVALID_URL])
    done = []
    for item in items:
        if mark := marks.get(domain_of(item.said)):
            item.state, item.mark, item.decided_at = state, mark, clock.now()
            done.append(item)
    Item.objects.bulk_update(done, ["state", "mark", "decided_at"], batch_size=500)


def _done(case: Case, order: Order, by: User | None, wide: Sequence[str] = ()) -> None:
    """Note when effect was given, report it and what was not done, and start the clock of its end."""
    now = clock.now()
    is_first = order.effect_at is None
    order.effect_at = order.effect_at or now
    Clock.objects.filter(case=case, kind=ClockKind.ORDER, done_at=None).update(done_at=now)
    until = end_of(case)
    if until is not None and is_first:
        start(case, Due(ClockKind.ORDER_ENDS, until, "order-ends.v1", clock_rules.PARIS))
    else:
        set_due(case)
    if send_effect(case, order, reached(case), not_done=wide):
        order.effect_reported_at = now
    order.save(update_fields=["effect_at", "effect_reported_at"])
    audit.record(
        "desk.give-effect", by=Actor.person(by.public_id) if by else DESK, subject_kind="case",
        subject_id=case.public_id, site=case.site,
        after={
            "hosts": list(order.hosts), "not_done": list(wide), "reported": order.effect_reported_at is not None,
            "until": until,
        },
    )  # fmt: skip


def reached(case: Case) -> dict[str, int]:
    """The hosts that a case has blocked, each with how many links of ours lead there. One query, and one for each."""
    blocked = [mark.text for mark in marks_of_case(case.public_id) if mark.known == Known.HOST]
    return {host: len(links_reached(Known.HOST, host)) for host in blocked}


def report(case: Case, words: str, *, by: User) -> None:
    """Answer an authority in words, as to an order to give information (DSA, article 10), and note that it is done.
    Raises Forbidden and NothingToHide for what is no order."""
    if not may(by, Right.DESK_DECIDE, site=case.site or None):
        raise Forbidden
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=case.pk)
        order = Order.objects.select_for_update().filter(case=row).first()
        if order is None:
            raise NothingToHide
        now = clock.now()
        order.effect_at = order.effect_at or now
        if send_effect(row, order, reached(row), words=words, by=by):
            order.effect_reported_at = now
        order.save(update_fields=["effect_at", "effect_reported_at"])
        Clock.objects.filter(case=row, kind=ClockKind.ORDER, done_at=None).update(done_at=now)
        settle(row)
        audit.record(
            "desk.report-effect", by=Actor.person(by.public_id), subject_kind="case", subject_id=row.public_id,
            site=row.site, after={"reported": order.effect_reported_at is not None},
        )  # fmt: skip


def end(case: Case, *, by: User | None = None, why: str = "") -> None:
    """Show again what an order had hidden: by the clock as its last day is over, or by a person where it was lifted.
    Raises Forbidden, and NothingToHide where nothing of it holds."""
    if by is not None and not may(by, Right.DESK_DECIDE, site=case.site or None):
        raise Forbidden
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=case.pk)
        items = list(Item.objects.filter(case=row, state__in=sorted(DOWN)).select_related("mark").order_by("position"))
        marks = [mark.public_id for mark in marks_of_case(row.public_id)]
        if by is not None and not marks and not items:
            raise NothingToHide
        with translation.override(row.language):
            said = why.strip() or gettext("The order has ended.")
        actor = Actor.person(by.public_id) if by else DESK
        restored = restore_links(row, items, rows_of(items, None), by=by, why=said) if items else {}
        lift_marks(marks, by=actor, why=said)
        tell_unblocked(row, by=by, why=said)
        now = clock.now()
        for item in items:
            item.state, item.decided_at, item.mark = ItemState.RESTORED, now, None
            item.decision = restored.get(item.pk) or item.decision
        Item.objects.bulk_update(items, ["state", "decided_at", "mark", "decision"], batch_size=500)
        Clock.objects.filter(case=row, kind=ClockKind.ORDER_ENDS, done_at=None).update(done_at=now)
        settle(row)
        row.state, row.closed_at, row.due_at = CaseState.CLOSED, now, None
        row.save(update_fields=["state", "closed_at", "due_at"])
        audit.record(
            "desk.end-order", by=actor, subject_kind="case", subject_id=row.public_id, site=row.site,
            after={"marks": len(marks), "items": len(items)}, why=said,
        )  # fmt: skip
