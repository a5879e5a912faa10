"""What a person at the desk decides on the addresses of a case, and what its sender takes back.

    received, protected, ambiguous ─► suspend ─► suspended
    received, protected, ambiguous ─► uphold ─► removed
    suspended ─► uphold ─► removed            suspended, removed ─► restore ─► restored
    anything undecided ─► refuse ─► refused   (what was suspended is shown again)

Each link has a decision of its own (allostream.moderation.actions.decide), from which the letters to whoever had
proposed it and to whoever sent the notice are made.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.hosts.identity import compare_key
from allostream.hosts.queries import address_table
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import Forbidden, Problem, gettext_noop
from allostream.links.actions import changed
from allostream.links.mark_rules import Known, Sign
from allostream.links.marking import Hold, hold_down, lift_marks
from allostream.links.models import WatchLink
from allostream.links.queries.marks import is_open, near_marks
from allostream.moderation.acting import role_of
from allostream.moderation.actions import NOBODY, About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing
from allostream.moderation.models import Decision
from allostream.rights_desk import wording
from allostream.rights_desk.acting import decide_links, hold_links, silent_until, tell_submitters, territory_of
from allostream.rights_desk.case_rules import DOWN, UNDECIDED, CaseState, ItemState, Refused
from allostream.rights_desk.clocks import settle
from allostream.rights_desk.letters import send_decision
from allostream.rights_desk.misuse import note_unfounded
from allostream.rights_desk.models import Case, Item, ItemLink
from allostream.rights_desk.senders import count_items
from allostream.rights_desk.taking_over import take_over

SUSPEND, UPHOLD, REFUSE, RESTORE = "suspend", "uphold", "refuse", "restore"
ACTS = frozenset({SUSPEND, UPHOLD, REFUSE, RESTORE})
NEEDS_REASON = frozenset({REFUSE, RESTORE})
GONE_ALREADY = frozenset({ItemState.RETRACTED, ItemState.ALREADY_REMOVED, ItemState.DUPLICATE})
FROM = {
    SUSPEND: frozenset({ItemState.RECEIVED, ItemState.PROTECTED, ItemState.AMBIGUOUS}),
    UPHOLD: UNDECIDED | {ItemState.REFUSED, ItemState.RESTORED},
    REFUSE: UNDECIDED,
    RESTORE: DOWN,
}  # fmt: skip


class NotDecidable(Problem):
    """None of the addresses stands so that this can be decided on it."""

    code = "not-decidable"
    status = 409
    sentence = gettext_noop("None of these can be decided on so: reload the page to see how they stand now.")


class ReasonNeeded(Problem):
    """A refusal or a return without a reason that its sender may read."""

    code = "reason-needed"
    status = 422
    sentence = gettext_noop("This needs a reason that whoever sent it may read.")


def decide_items(
    case: Case, items: Sequence[Item], what: str, *, by: User, why: str = "", refusal: str = "",
    links: Collection[int] | None = None, writes: bool = True,
) -> list[Item]:  # fmt: skip
    """Decide on items of a case: `what` is one of ACTS. Returns those that were decided; the others stood otherwise.

    refusal: a value of Refused, with `refuse`. links: row ids of the links that are meant, where not all are. writes:
    whether the sender is written to here. Letters go out in the same transaction. Raises Forbidden, NotDecidable,
    ReasonNeeded.
    """
    if not may(by, Right.DESK_DECIDE, site=case.site or None):
        raise Forbidden
    if what in NEEDS_REASON and not why.strip() and not refusal:
        raise ReasonNeeded
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=case.pk)
        chosen = _locked(row, [item.pk for item in items], FROM[what])
        if not chosen:
            raise NotDecidable
        rows = rows_of(chosen, links)
        if what == SUSPEND:  # of what means no link nothing can be hidden
            meant = {one.item_id for one in rows if one.link.removed_at is None}
            chosen = [item for item in chosen if item.pk in meant]
            rows = [one for one in rows if one.item_id in meant and one.link.removed_at is None]
            if not chosen:
                raise NotDecidable
        was_unfounded = Item.objects.filter(case=row, refused=Refused.ABUSIVE).exists()  # each message counts once
        if what == UPHOLD:
            _uphold(row, chosen, rows, by, why)
        elif what == SUSPEND:
            _suspend(row, chosen, rows, by, why)
        else:
            _let_up(row, chosen, rows, by, why, Refused(refusal) if what == REFUSE and refusal else None, what)
        count_items(row.sender_id, chosen)
        if what == REFUSE and refusal == Refused.ABUSIVE and not was_unfounded:
            note_unfounded(row)
        settle(row)
        if writes:
            send_decision(row, chosen)
        audit.record(
            f"desk.{what}", by=Actor.person(by.public_id), subject_kind="case", subject_id=row.public_id, site=row.site,
            after={"items": [item.public_id for item in chosen[:1000]], "count": len(chosen), "refusal": refusal},
            why=why,
        )  # fmt: skip
    return chosen


def _locked(case: Case, ids: Sequence[int], states: Collection[ItemState]) -> list[Item]:
    rows = Item.objects.filter(case=case, pk__in=ids, state__in=sorted(states)).order_by("position")
    return list(rows.select_related("case", "mark"))


def rows_of(items: Sequence[Item], links: Collection[int] | None) -> list[ItemLink]:
    """The links of items, those alone that are meant; each has its item at hand."""
    found = ItemLink.objects.filter(item__in=items, dropped_at=None).order_by("pk")
    if links is not None:
        found = found.filter(link__in=list(links))
    by_pk = {item.pk: item for item in items}
    rows = list(found.select_related("link__title", "link__host", "link__channel", "link__submitted_by", "mark"))
    for row in rows:
        row.item = by_pk[row.item_id]
    return rows


def _uphold(case: Case, items: Sequence[Item], rows: Sequence[ItemLink], by: User, why: str) -> None:
    """Remove what the items mean for good, whether it was suspended before or not."""
    now = clock.now()
    standing = [row for row in rows if row.link.removed_at is None]
    if standing:
        hold_links(case, standing)
        if case.wants_stay_down:
            hold_near(case, standing)
        decisions = decide_links(case, standing, Measure.REMOVED, by=by, role=role_of(by), why=why)
        for one in standing:
            one.state, one.decision = ItemState.REMOVED, decisions[one.link_id]
            one.suspended_at = one.suspended_at or now
        ItemLink.objects.bulk_update(standing, ["state", "decision", "suspended_at", "mark"], batch_size=500)
        tell_submitters(case, decisions.values())
    first: dict[int, ItemLink] = {one.item_id: one for one in reversed(standing)}
    for item in items:
        row, is_narrow = first.get(item.pk), territory_of(case, item) != (WORLD,)
        item.state = (
            ItemState.COUNTRY_BLOCKED if row and is_narrow else ItemState.REMOVED if row else ItemState.NOT_OURS
        )
        item.refused, item.why, item.decided_at = "", why.strip(), now
        item.decision, item.mark = (row.decision, row.mark) if row else (item.decision, item.mark)
    _save(items)


def _suspend(case: Case, items: Sequence[Item], rows: Sequence[ItemLink], by: User, why: str) -> None:
    """Hide what the items mean until somebody has decided."""
    now = clock.now()
    hold_links(case, rows)
    decisions = decide_links(case, rows, Measure.HELD, by=by, role=role_of(by), why=why)
    for one in rows:
        one.state, one.decision, one.suspended_at = ItemState.SUSPENDED, decisions[one.link_id], now
    ItemLink.objects.bulk_update(rows, ["state", "decision", "suspended_at", "mark"], batch_size=500)
    tell_submitters(case, decisions.values())
    first: dict[int, ItemLink] = {one.item_id: one for one in reversed(rows)}
    for item in items:
        item.state, item.why = ItemState.SUSPENDED, why.strip()
        item.decision, item.mark = first[item.pk].decision, first[item.pk].mark
    _save(items)
    case.acted_at = case.acted_at or now
    case.save(update_fields=["acted_at"])


def hold_near(case: Case, rows: Sequence[ItemLink]) -> None:
    """Hold other copies of these works at these hosts for a person's look, as the sender wishes."""
    holds = [
        Hold(Sign(Known.TITLE_AT_HOST, f"{row.link.title_id}@{row.link.host.slug}"), territory_of(case, row.item))
        for row in rows
        if is_open(row.link)
    ]
    hold_down(holds, by=Actor.system("rights-desk"), case=case.public_id, why=wording.public_notifier(case))


def _let_up(
    case: Case, items: Sequence[Item], rows: Sequence[ItemLink], by: User, why: str, refusal: Refused | None, what: str
) -> None:
    """Show again what items mean, as far as nothing else keeps it away; with a refusal the notice was not right."""
    now = clock.now()
    state = ItemState.RESTORED if what == RESTORE else ItemState.REFUSED
    restored = restore_links(case, items, rows, by=by, why=why)
    for item in items:
        item.state, item.refused, item.why, item.decided_at = state, refusal or "", why.strip(), now
        item.decision = restored.get(item.pk) or refused_decision(case, item, by, why)
        item.mark = None
    _save(items)


def restore_links(
    case: Case, items: Sequence[Item], rows: Sequence[ItemLink], *, by: User | None, why: str
) -> dict[int, Decision]:
    """Lift the marks of items in the caller's transaction, write the decision on each link, and tell who had proposed
    it. Returns the decision of each item that had a link, by row id."""
    now = clock.now()
    marks = {row.mark.public_id for row in rows if row.mark} | {item.mark.public_id for item in items if item.mark}
    still = set(
        Item.objects.filter(mark__public_id__in=marks, state__in=sorted(DOWN))
        .exclude(pk__in=[item.pk for item in items])
        .values_list("mark__public_id", flat=True)
    )
    near = near_marks(case.public_id, [row.link for row in rows if row.state in DOWN])
    lift_marks(sorted({*marks - still, *near}), by=_actor(by), why=why)
    made: dict[int, Decision] = {}
    down = [row for row in rows if row.state in DOWN]
    for row in down:
        made.setdefault(row.item_id, _restored(case, row, by, why))
        row.state, row.restored_at = ItemState.RESTORED, now
    ItemLink.objects.bulk_update(down, ["state", "restored_at"], batch_size=500)
    tell_submitters(case, made.values(), is_return=True)
    return made


def _actor(by: User | None) -> Actor:
    return Actor.person(by.public_id) if by else Actor.system("rights-desk")


def _restored(case: Case, row: ItemLink, by: User | None, why: str) -> Decision:
    """The decision that shows a link again; it undoes the one that withdrew it."""
    link: WatchLink = row.link
    made = decide(
        About(Thing.LINK, link.public_id, link.title_id, link.host.slug, case.site), Measure.RESTORED,
        Grounds(Rule.IN_ORDER, why=why, source=Source.NOTICE), by=by, role=role_of(by) if by else Role.RULE,
        author=Author(link.submitted_by) if link.submitted_by else NOBODY, writes=False,
        is_public=silent_until(case) is None,  # an order that is over may still forbid to tell of it
    )  # fmt: skip
    if row.decision_id:
        Decision.objects.filter(pk=row.decision_id, undone_by=None).update(undone_by=made)
    return made


def refused_decision(case: Case, item: Item, by: User, why: str) -> Decision:
    """The decision that what a notice asks for is not done, which its sender can contest (DSA, article 20(1))."""
    with translation.override(case.language):
        said = why.strip() or gettext("The notice was found not to be right.")
    return decide(
        About(Thing.NOTICE, item.public_id, site=case.site), Measure.DISMISSED,
        Grounds(Rule.IN_ORDER, why=said, source=Source.NOTICE), by=by, role=role_of(by), writes=False,
    )  # fmt: skip


def _save(items: Iterable[Item]) -> None:
    columns = ["state", "refused", "why", "decided_at", "decision", "mark"]
    Item.objects.bulk_update(list(items), columns, batch_size=500)


def retract(case: Case, items: Sequence[Item], *, why: str = "") -> list[Item]:
    """Take back what the sender of a notice takes back, in the caller's transaction: the links are shown again as far
    as nothing else keeps them away. Who asks for it must have been found to be that sender. Returns what was taken
    back."""
    states = UNDECIDED | DOWN | {ItemState.NOT_OURS, ItemState.ALREADY_REMOVED}
    chosen = _locked(case, [item.pk for item in items], states)
    if not chosen:
        return []
    rows = rows_of(chosen, None)
    restored = restore_links(case, chosen, rows, by=None, why=why or _taken_back(case))
    now = clock.now()
    for item in chosen:
        item.state, item.decided_at, item.mark = ItemState.RETRACTED, now, None
        item.decision = restored.get(item.pk) or item.decision
    _save(chosen)
    take_over(case, [row.link_id for row in rows])
    settle(case)
    audit.record(
        "desk.retract", by=Actor.system("rights-desk"), subject_kind="case", subject_id=case.public_id, site=case.site,
        after={"items": [item.public_id for item in chosen[:1000]], "count": len(chosen)}, why=why,
    )  # fmt: skip
    return chosen


def _taken_back(case: Case) -> str:
    with translation.override(case.language):
        return gettext("Whoever had sent the notice has taken it back.")


def drop_line(case: Case, item_link: int) -> None:
    """Note that the sender of a notice does not mean a link that was found for it: what they see beside it may be
    right. It is shown again at once. Nothing where it is dropped already."""
    with transaction.atomic():
        row = ItemLink.objects.select_for_update(of=("self", "item"))
        row = row.filter(item__case=case, pk=item_link, dropped_at=None)
        found = row.select_related("item", "mark", "link__host", "link__title", "link__submitted_by").first()
        if found is None:
            return
        others = ItemLink.objects.filter(item=found.item, dropped_at=None).exclude(pk=found.pk)
        if others.exists():  # the copy stays down for the other links: this one alone is let go
            _hold_others(case, found, list(others.select_related("link", "mark")))
        else:
            retract(case, [found.item])
        ItemLink.objects.filter(pk=found.pk).update(dropped_at=clock.now())
        audit.record(
            "desk.drop-line", by=Actor.system("rights-desk"), subject_kind="case", subject_id=case.public_id,
            site=case.site, after={"item": found.item.public_id, "link": found.link.public_id},
        )  # fmt: skip


def _hold_others(case: Case, dropped: ItemLink, others: Sequence[ItemLink]) -> None:
    """Let one link go while others of the same item stay down: the mark of a copy stands while another has the same.
    Whoever proposed it hears that it is shown again."""
    table = address_table()
    key = compare_key(dropped.link.content_key, table)
    same = any(compare_key(one.link.content_key, table) == key for one in others)
    if dropped.mark is not None and not same:
        lift_marks([dropped.mark.public_id], by=Actor.system("rights-desk"), why=_taken_back(case))
        tell_submitters(case, [_restored(case, dropped, None, _taken_back(case))], is_return=True)
        dropped.restored_at = clock.now()
    dropped.state = ItemState.RETRACTED
    dropped.save(update_fields=["state", "restored_at"])
    _stand_without(dropped.item, others)
    changed([dropped.link.title_id])


def _stand_without(item: Item, others: Sequence[ItemLink]) -> None:
    """How an address stands by the links that are left: it waits for no look at evidence that was on the one let go."""
    down = next((one for one in others if one.state in DOWN), None)
    if down is None or any(one.state == ItemState.RECEIVED and one.protection for one in others):
        return
    if item.state == ItemState.PROTECTED:
        item.state = ItemState(down.state)
    item.decision_id, item.mark = down.decision_id, down.mark
    item.save(update_fields=["state", "decision", "mark"])


def close(case: Case, *, by: User, why: str) -> None:
    """Close a case on which nothing is left to decide. Raises Forbidden and NotDecidable."""
    if not may(by, Right.DESK_DECIDE, site=case.site or None):
        raise Forbidden
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if Item.objects.filter(case=row, state__in=sorted(UNDECIDED)).exists():
            raise NotDecidable
        row.state, row.closed_at, row.due_at = CaseState.CLOSED, clock.now(), None
        row.save(update_fields=["state", "closed_at", "due_at"])
        row.clocks.filter(done_at=None).update(done_at=clock.now())
        audit.record(
            "desk.close", by=Actor.person(by.public_id), subject_kind="case", subject_id=row.public_id, site=row.site,
            why=why,
        )  # fmt: skip
