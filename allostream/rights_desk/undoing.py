"""How addresses of a case stood before something was done to many of them, and how that is put back.

Only what still stands as it was left is put back. Decisions are never deleted: one that is undone is followed by the
one that undoes it, from which whoever had proposed the link is told (DSA, article 17), and the sender is written to.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.links.mark_rules import Known
from allostream.links.marking import clear_again, cleared_near, lift_marks
from allostream.links.models import StayDown
from allostream.links.queries.marks import near_marks
from allostream.moderation.acting import role_of
from allostream.moderation.actions import About, Grounds, decide
from allostream.moderation.decision_rules import Measure, Rule, Source, Thing
from allostream.moderation.models import Decision
from allostream.rights_desk.acting import decide_links, hold_links, tell_submitters
from allostream.rights_desk.bulk_models import BulkRow
from allostream.rights_desk.case_rules import DOWN, UNDECIDED, CaseState, ItemState
from allostream.rights_desk.clocks import set_due, settle
from allostream.rights_desk.deciding import hold_near, restore_links, rows_of
from allostream.rights_desk.letters import send_decision
from allostream.rights_desk.models import Case, Clock, Item, ItemLink
from allostream.rights_desk.senders import count_back

Rows = Sequence[ItemLink]


class Left(StrEnum):
    """Why something is not undone."""

    CHANGED = "changed-since"


def snapshot(case: Case, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """How addresses of a case stand now, by their row ids, as JSON. Five queries."""
    pks = [item.pk for item in items]
    links: dict[int, dict[str, Any]] = {}
    rows = list(ItemLink.objects.filter(item__in=pks, dropped_at=None).select_related("link").order_by("pk"))
    for row in rows:
        links.setdefault(row.item_id, {})[str(row.pk)] = {
            "state": row.state, "decision": row.decision_id, "mark": row.mark_id,
            "suspended_at": _iso(row.suspended_at), "restored_at": _iso(row.restored_at),
        }  # fmt: skip
    one = Case.objects.get(pk=case.pk)
    whole = {
        "state": one.state, "decided_at": _iso(one.decided_at), "closed_at": _iso(one.closed_at),
        "clocks": list(Clock.objects.filter(case=one, done_at=None).order_by("pk").values_list("pk", flat=True)),
        "near": list(
            StayDown.objects.filter(case=one.public_id, known=Known.TITLE_AT_HOST, lifted_at=None)
            .order_by("pk").values_list("pk", flat=True)
        ),
        "cleared": cleared_near([row.link for row in rows]) if one.wants_stay_down else {},
    }  # fmt: skip
    return {
        item.pk: {
            "state": item.state, "refused": item.refused, "why": item.why, "decided_at": _iso(item.decided_at),
            "decision": item.decision_id, "mark": item.mark_id, "links": links.get(item.pk, {}), "case": whole,
        }
        for item in Item.objects.filter(pk__in=pks)
    }  # fmt: skip


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _time(said: str) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def put_back(case: Case, rows: Sequence[BulkRow], *, by: User, why: str) -> set[int]:
    """Put addresses of a case back as they stood before an act, in the caller's transaction, with the case locked.

    Returns the row ids of those that were; the others were changed since, and stay. Letters go out.
    """
    why = why.strip() or words_of_undoing(case)
    now_stands = snapshot(case, [row.item for row in rows])
    same = [row for row in rows if _is_as_left(now_stands.get(row.item_id, {}), row.after)]
    if not same:
        return set()
    items = list(Item.objects.filter(pk__in=[row.item_id for row in same]).select_related("case", "mark"))
    before = {row.item_id: row.before for row in same}
    links = rows_of(items, None)
    was = {one.pk: before[one.item_id]["links"].get(str(one.pk)) for one in links}
    links = [one for one in links if was[one.pk] is not None]
    _hide_again(case, [one for one in links if _went(was, one, down=False)], was, by, why, _near_of(same))
    _show_again(case, items, [one for one in links if _went(was, one, down=True)], by, why)
    _reopen(case, [one for one in links if _was_only_hidden(was, one)], by, why, _near_laid(same, now_stands))
    clear_again({pk: one for row in same for pk, one in row.before["case"]["cleared"].items()})
    _columns_back(links, was)
    _items_back(items, before, links, by)
    count_back(case.sender_id, [str(row.after["state"]) for row in same])
    _case_back(case, same)
    send_decision(case, items)
    return {row.pk for row in same}


def _is_as_left(stands: Mapping[str, Any], left: Mapping[str, Any]) -> bool:
    """Whether an address stands as the act left it; the case around it may have moved on."""
    return bool(stands) and all(stands[name] == left[name] for name in ("state", "decision", "mark", "links"))


def _went(was: Mapping[int, Any], one: ItemLink, *, down: bool) -> bool:
    """Whether the act took a link away, or showed it again."""
    before = was[one.pk]["state"] in DOWN
    return (one.state in DOWN) is down and before is not down


def _was_only_hidden(was: Mapping[int, Any], one: ItemLink) -> bool:
    """Whether a link was hidden before, and is withdrawn for good by the act."""
    return one.state == ItemState.REMOVED and was[one.pk]["state"] == ItemState.SUSPENDED


def _hide_again(case: Case, rows: Rows, was: Mapping[int, Any], by: User, why: str, near: set[int]) -> None:
    """Take away again what the act had shown."""
    if not rows:
        return
    hold_links(case, rows)
    if near:
        hold_near(case, rows)
    made: list[Decision] = []
    for state, measure in ((ItemState.SUSPENDED, Measure.HELD), (ItemState.REMOVED, Measure.REMOVED)):
        some = [one for one in rows if (was[one.pk]["state"] == ItemState.SUSPENDED) is (state is ItemState.SUSPENDED)]
        if some:
            decisions = decide_links(case, some, measure, by=by, role=role_of(by), why=why)
            _undone(some, decisions)
            made += decisions.values()
    tell_submitters(case, made)


def _undone(rows: Rows, decisions: Mapping[int, Decision]) -> None:
    """Note that these decisions undo those before on the same links."""
    for one in rows:
        made = decisions[one.link_id]
        if one.decision_id and one.decision_id != made.pk and not Decision.objects.filter(undone_by=made).exists():
            Decision.objects.filter(pk=one.decision_id, undone_by=None).update(undone_by=made)
        one.decision = made


def _show_again(case: Case, items: Sequence[Item], rows: Rows, by: User, why: str) -> None:
    """Show again what the act had taken away."""
    if not rows:
        return
    meant = {one.item_id for one in rows}
    restore_links(case, [item for item in items if item.pk in meant], rows, by=by, why=why)
    for one in rows:
        one.decision = None


def _reopen(case: Case, rows: Rows, by: User, why: str, near: set[int]) -> None:
    """What was hidden before is hidden again, and no more."""
    if not rows:
        return
    decisions = decide_links(case, rows, Measure.HELD, by=by, role=role_of(by), why=why)
    _undone(rows, decisions)
    tell_submitters(case, decisions.values())
    laid = StayDown.objects.filter(pk__in=near, lifted_at=None).values_list("public_id", flat=True)
    gone = set(laid) & set(near_marks(case.public_id, [one.link for one in rows]))
    lift_marks(sorted(gone), by=Actor.person(by.public_id), why=why)


def _near_of(rows: Iterable[BulkRow]) -> set[int]:
    """The marks on other copies at a host that stood before an act, and that it has lifted."""
    return {pk for row in rows for pk in set(row.before["case"]["near"]) - set(row.after["case"]["near"])}


def _near_laid(rows: Iterable[BulkRow], stands: Mapping[int, Any]) -> set[int]:
    """Those that an act has laid and that still stand."""
    return {
        pk
        for row in rows
        for pk in set(row.after["case"]["near"]) & set(stands[row.item_id]["case"]["near"])
        if pk not in row.before["case"]["near"]
    }


def _columns_back(rows: Rows, was: Mapping[int, Any]) -> None:
    for one in rows:
        old = was[one.pk]
        one.state, one.suspended_at, one.restored_at = (
            old["state"],
            _time(old["suspended_at"]),
            _time(old["restored_at"]),
        )
        if one.decision is None:
            one.decision_id = old["decision"]
        if one.state not in DOWN:
            one.mark_id = old["mark"]
    columns = ["state", "suspended_at", "restored_at", "decision", "mark"]
    ItemLink.objects.bulk_update(rows, columns, batch_size=500)


def _items_back(items: Sequence[Item], before: Mapping[int, Any], rows: Rows, by: User) -> None:
    down = {one.item_id: one for one in reversed(rows) if one.state in DOWN}
    for item in items:
        old, row = before[item.pk], down.get(item.pk)
        _dismissal_undone(item, by)
        item.state, item.refused, item.why, item.decided_at = (
            old["state"],
            old["refused"],
            old["why"],
            _time(old["decided_at"]),
        )
        item.decision_id = row.decision_id if row else old["decision"]
        item.mark_id = row.mark_id if row else old["mark"]
    columns = ["state", "refused", "why", "decided_at", "decision", "mark"]
    Item.objects.bulk_update(items, columns, batch_size=500)


def _dismissal_undone(item: Item, by: User) -> None:
    """The refusal of what an address asks for stands no more."""
    found = item.decision
    if found is not None and found.kind == Thing.NOTICE and found.undone_by_id is None:
        about = About(Thing.NOTICE, item.public_id, site=item.case.site)
        grounds = Grounds(Rule.IN_ORDER, why=words_of_undoing(item.case), source=Source.NOTICE)
        made = decide(about, Measure.RESTORED, grounds, by=by, role=role_of(by), writes=False)
        Decision.objects.filter(pk=found.pk).update(undone_by=made)


def _case_back(case: Case, rows: Sequence[BulkRow]) -> None:
    """A case on which something is undecided again waits as before, with the clocks that the act had stopped."""
    states = set(Item.objects.filter(case=case).values_list("state", flat=True).distinct())
    if not states & UNDECIDED:
        settle(case)
        return
    old, left = rows[0].before["case"], rows[0].after["case"]
    if case.state in (CaseState.DECIDED, CaseState.CLOSED):
        case.state, case.decided_at, case.closed_at = old["state"], _time(old["decided_at"]), _time(old["closed_at"])
        case.save(update_fields=["state", "decided_at", "closed_at"])
    stopped = set(old["clocks"]) - set(left["clocks"])
    Clock.objects.filter(pk__in=stopped).update(done_at=None)
    set_due(case)


def words_of_undoing(case: Case) -> str:
    """Why, where whoever asked for the act had said nothing."""
    with translation.override(case.language):
        return gettext("A decision on many links at once was undone.")
