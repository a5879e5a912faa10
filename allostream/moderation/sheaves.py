"""Acts on many things at once: one moderator asks, another agrees, the worker does it in portions; undone likewise."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.moderation.acting import UNDO_WITHIN, OwnMatter, TooLate, act_on, check_matter, undo
from allostream.moderation.actions import Grounds, ReasonsMissing
from allostream.moderation.decision_rules import Rule, Said, Thing, lacks
from allostream.moderation.kinds import kind_of
from allostream.moderation.models import Decision, Item, Sheaf
from allostream.moderation.queue_queries import MOST_IN_BULK, Filters, chosen
from allostream.outbox import actions as outbox

log = logging.getLogger(__name__)

DO, UNDO = "moderation.do-sheaf", "moderation.undo-sheaf"
PORTION = 25
State = Sheaf.State


class NothingChosen(Problem):
    """No thing of that kind waits under these filters, or more than fit in one act."""

    code = "nothing-chosen"
    status = 422
    sentence = gettext_noop("Nothing that waits is chosen, or more than %(most)s things: narrow it down.")


class OwnSheaf(Problem):
    """Whoever asked for an act on many things cannot agree to it."""

    code = "own-sheaf"
    status = 403
    sentence = gettext_noop("You asked for this: another moderator must look at it.")


@dataclass(frozen=True, slots=True)
class Way:
    """How acts on many of some kinds are answered: who may, what is asked of them, and which topics do the work."""

    kinds: frozenset[Thing]
    approves: Right
    do: str
    undo: str
    check: Callable[[Sheaf, User], None]


def ask(filters: Filters, kind: Thing, name: str, grounds: Grounds, *, by: User, site: str = "") -> Sheaf:
    """Ask for an act on all that waits under filters; nothing is done before another moderator agrees.

    Raises Forbidden, NotFound for an act that is not done to many, ReasonsMissing, NothingChosen.
    """
    act = kind_of(kind).act(name)
    if act is None or not act.in_bulk:
        raise NotFound
    if not may(by, Right.BULK_ASK) or not may(by, act.right):
        raise Forbidden
    missing = lacks(Said(act.measure, grounds.rule, grounds.facts, grounds.why, None), clock.now())
    if missing:
        raise ReasonsMissing(missing=", ".join(missing))
    rows = chosen(filters, by).filter(kind=kind).exclude(person=by)
    things = list(rows.values_list("subject_id", flat=True)[: MOST_IN_BULK + 1])
    if not things or len(things) > MOST_IN_BULK:
        raise NothingChosen(most=MOST_IN_BULK)
    with transaction.atomic():
        sheaf = Sheaf.objects.create(
            kind=kind, act=name, things=things, chosen_by=filters.written(), rule=grounds.rule, facts=grounds.facts,
            why=grounds.why, site=site, asked_by=by, asked_at=clock.now(),
        )  # fmt: skip
        _note("moderation.ask-bulk", sheaf, by, {"things": len(things), "act": name})
    return sheaf


def agree(public_id: str, *, by: User, way: Way | None = None) -> Sheaf:
    """Agree to an act on many things; the worker does it. `way` is that of the queue unless another is given.

    Raises NotFound, Forbidden, OwnSheaf, and OwnMatter for who brought one of them or has an interest in its host.
    """
    way = way or QUEUE
    with transaction.atomic():
        sheaf = _locked(public_id, State.ASKED, by, way)
        way.check(sheaf, by)
        sheaf.undo_until = clock.now() + UNDO_WITHIN
        _answer(sheaf, State.DONE, by)
        outbox.post(way.do, {"sheaf": public_id}, unique_key=public_id, priority=5)
    return sheaf


def refuse(public_id: str, *, by: User, way: Way | None = None) -> Sheaf:
    """Refuse an act on many things, or take back one's own. Raises NotFound and Forbidden."""
    with transaction.atomic():
        sheaf = _locked(public_id, State.ASKED, by, way or QUEUE, own=True)
        _answer(sheaf, State.REFUSED, by)
    return sheaf


def take_back(public_id: str, *, by: User, way: Way | None = None) -> Sheaf:
    """Undo all of an act on many things, within 30 days; the worker does it. Raises NotFound, Forbidden, TooLate.

    No second person is asked: whoever asked for it, or may agree to such acts, puts back alone.
    """
    way = way or QUEUE
    with transaction.atomic():
        sheaf = _locked(public_id, State.DONE, by, way, own=True)
        if sheaf.undo_until is None or clock.now() >= sheaf.undo_until:
            raise TooLate
        sheaf.state = State.UNDONE
        sheaf.save(update_fields=["state"])
        outbox.post(way.undo, {"sheaf": public_id, "by": by.public_id}, unique_key=public_id, priority=5)
        _note("moderation.undo-bulk", sheaf, by, {})
    return sheaf


def do_portion(payload: Mapping[str, Any]) -> None:
    """Do the next portion of an act that was agreed to; the rest is posted. What waits no longer is passed over."""
    start = int(payload.get("start", 0))
    with transaction.atomic():
        # Locked, so that who takes it back waits for the portion, and the undoing finds all that was done.
        agreed = Sheaf.objects.select_for_update(of=("self",)).select_related("asked_by")
        sheaf = agreed.filter(public_id=payload["sheaf"], state=State.DONE).first()
        if sheaf is None or sheaf.asked_by is None:
            return
        things = sheaf.things[start : start + PORTION]
        grounds = Grounds(Rule(sheaf.rule), sheaf.facts, sheaf.why)
        rows = Item.objects.filter(kind=sheaf.kind, subject_id__in=things).select_related("person", "claimed_by")
        for item in rows:
            _do(item, sheaf, grounds)
        if start + PORTION < len(sheaf.things):
            outbox.post(DO, {**payload, "start": start + PORTION}, unique_key=f"{sheaf.public_id}:{start + PORTION}")


def _do(item: Item, sheaf: Sheaf, grounds: Grounds) -> None:
    """One thing of an act on many. What its own package refuses, because it was decided meanwhile, stays as it is."""
    assert sheaf.asked_by is not None  # the caller has looked
    try:
        with transaction.atomic():
            act_on(item, sheaf.act, grounds, by=sheaf.asked_by, sheaf=sheaf)
    except Problem as problem:
        _passed_over(sheaf, item.subject_id, problem)


def undo_portion(payload: Mapping[str, Any]) -> None:
    """Undo the next portion of what an act on many things did; the rest is posted."""
    by = User.objects.filter(public_id=payload["by"]).first()
    sheaf = Sheaf.objects.filter(public_id=payload["sheaf"], state=State.UNDONE).first()
    if sheaf is None or by is None:
        return
    after = int(payload.get("after", 0))
    with transaction.atomic():
        found = Decision.objects.filter(sheaf=sheaf, undone_by__isnull=True, pk__gt=after).order_by("pk")[:PORTION]
        last = after
        for decision in found:
            last = decision.pk
            _undo(decision, by, sheaf)
        if last > after:
            outbox.post(UNDO, {**payload, "after": last}, unique_key=f"{sheaf.public_id}:{last}")


def _undo(decision: Decision, by: User, sheaf: Sheaf) -> None:
    try:
        with transaction.atomic():
            undo(decision, by=by, why=sheaf.why)
    except Problem as problem:
        _passed_over(sheaf, decision.subject_id, problem)


def _passed_over(sheaf: Sheaf, subject_id: str, problem: Problem) -> None:
    """Tell the operator which thing of many stays as it was, and why; the rest goes on."""
    log.warning("moderation.passed_over sheaf=%s thing=%s code=%s", sheaf.public_id, subject_id, problem.code)


def _locked(public_id: str, state: State, by: User, way: Way, *, own: bool = False) -> Sheaf:
    """An act in a state, locked, which this person may answer; their own only where `own` is allowed."""
    rows = Sheaf.objects.select_for_update(of=("self",)).filter(public_id=public_id, state=state)
    sheaf = rows.filter(kind__in=sorted(way.kinds)).first()
    if sheaf is None:
        raise NotFound
    if sheaf.asked_by_id == by.pk:
        if not own:
            raise OwnSheaf
    elif not may(by, way.approves):
        raise Forbidden
    return sheaf


def _check_matters(sheaf: Sheaf, by: User) -> None:
    """Raise OwnMatter where one of the things is this person's, or is at a host of interest to them. Three queries."""
    rows = Item.objects.filter(kind=sheaf.kind, subject_id__in=sheaf.things)
    if rows.filter(person=by).exists():
        raise OwnMatter
    for host in rows.exclude(host="").order_by().values_list("host", flat=True).distinct():
        check_matter(by, host=host)


# The desk answers its own (allostream.rights_desk.bulk).
QUEUE = Way(frozenset(Thing) - {Thing.NOTICE}, Right.BULK_APPROVE, DO, UNDO, _check_matters)


def _answer(sheaf: Sheaf, state: State, by: User) -> None:
    sheaf.state, sheaf.answered_by, sheaf.answered_at = state, by, clock.now()
    sheaf.save(update_fields=["state", "answered_by", "answered_at", "undo_until"])
    _note("moderation.agree-bulk" if state is State.DONE else "moderation.refuse-bulk", sheaf, by, {})


def _note(action: str, sheaf: Sheaf, by: User, after: Mapping[str, Sequence[Any] | Any]) -> None:
    audit.record(
        action, by=Actor.person(by.public_id), subject_kind="sheaf", subject_id=sheaf.public_id, site=sheaf.site,
        after=dict(after), why=sheaf.why,
    )  # fmt: skip
