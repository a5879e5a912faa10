"""Acts on many addresses of cases at once: shown first with exact numbers, agreed to by another person where the rules
ask for one (bulk_rules), done by the worker in portions, and undone as one act within 30 days.

The row of such an act is a sheaf, as for acts on many of the queue (allostream.moderation.sheaves); what it did to each
address is a BulkRow. Undone is what still stands as the act has left it: what anybody has decided since stays.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.moderation import sheaves
from allostream.moderation.acting import UNDO_WITHIN, OwnMatter, check_matter
from allostream.moderation.decision_rules import Rule, Thing
from allostream.moderation.models import Sheaf
from allostream.moderation.sheaves import Way
from allostream.outbox import actions as outbox
from allostream.rights_desk.bulk_models import BulkRow
from allostream.rights_desk.bulk_queries import Narrow, preview, reached
from allostream.rights_desk.bulk_rules import MOST, NOT_FOR_MANY
from allostream.rights_desk.case_rules import Refused
from allostream.rights_desk.deciding import ACTS, NEEDS_REASON, ReasonNeeded, decide_items
from allostream.rights_desk.models import Case, Item, ItemLink
from allostream.rights_desk.undoing import Left, put_back, snapshot

log = logging.getLogger(__name__)

DO, UNDO = "desk.do-bulk", "desk.undo-bulk"
PORTION = 100
State = Sheaf.State


class ChangedMeanwhile(Problem):
    """What the preview has shown is no longer what the act would be done to."""

    code = "changed-meanwhile"
    status = 409
    sentence = gettext_noop("Something has changed since this was shown: look at it again.")


class NothingToDo(Problem):
    """No address, or more than one act may reach."""

    code = "nothing-to-do"
    status = 422
    sentence = gettext_noop("This reaches no address, or more than %(most)s: choose otherwise.")


def ask(
    narrow: Narrow, act: str, *, by: User, digest: str, why: str = "", refusal: str = "", site: str = ""
) -> Sheaf:  # fmt: skip
    """Ask for an act on all addresses that a preview has shown. Where the rules need no second person it is begun at
    once, else when another agrees.

    digest: of the preview. refusal: a value of Refused, with `refuse`. Raises Forbidden, NotFound for no act,
    ReasonNeeded, NothingToDo, ChangedMeanwhile, and OwnMatter for what is one's own or at a host of interest.
    """
    if act not in ACTS or (act == "refuse" and (refusal not in set(Refused) or refusal in NOT_FOR_MANY)):
        raise NotFound
    if not may(by, Right.DESK_DECIDE, site=site or None):
        raise Forbidden
    if act in NEEDS_REASON and not why.strip():
        raise ReasonNeeded
    shown = preview(narrow, act)
    if not shown.items or shown.too_many:
        raise NothingToDo(most=MOST)
    if shown.digest != digest:
        raise ChangedMeanwhile
    things = list(
        reached(narrow, act).order_by("case__received_at", "case", "position").values_list("public_id", flat=True)
    )
    _check(things, by)
    now = clock.now()
    with transaction.atomic():
        alone = not shown.needs_second
        sheaf = Sheaf.objects.create(
            kind=Thing.NOTICE, act=act, things=things, rule=Rule.LAWFUL, facts="", why=why.strip(), site=site,
            chosen_by=narrow.written() | ({"refusal": refusal} if refusal else {}), asked_by=by, asked_at=now,
            state=State.DONE if alone else State.ASKED, undo_until=now + UNDO_WITHIN if alone else None,
        )  # fmt: skip
        if alone:
            outbox.post(DO, {"sheaf": sheaf.public_id}, unique_key=sheaf.public_id, priority=5)
        audit.record(
            "desk.ask-bulk", by=Actor.person(by.public_id), subject_kind="sheaf", subject_id=sheaf.public_id, site=site,
            after={"act": act, "addresses": shown.items, "links": shown.links, "alone": alone, **sheaf.chosen_by},
            why=why,
        )  # fmt: skip
    return sheaf


def _check(things: Sequence[str], by: User) -> None:
    """Raise OwnMatter where this person has proposed one of the links, or has an interest in a host. Two queries, and
    one for each host."""
    rows = ItemLink.objects.filter(item__public_id__in=things, dropped_at=None)
    if rows.filter(link__submitted_by=by).exists():
        raise OwnMatter
    for host in rows.order_by().values_list("link__host__slug", flat=True).distinct():
        check_matter(by, host=host)


def _check_sheaf(sheaf: Sheaf, by: User) -> None:
    _check(sheaf.things, by)


WAY = Way(frozenset({Thing.NOTICE}), Right.DESK_DECIDE, DO, UNDO, _check_sheaf)


def agree(public_id: str, *, by: User) -> Sheaf:
    """Agree to an act that somebody else has asked for. Raises NotFound, Forbidden, OwnSheaf, OwnMatter."""
    return sheaves.agree(public_id, by=by, way=WAY)


def refuse(public_id: str, *, by: User) -> Sheaf:
    """Refuse such an act, or take one's own back before it is agreed to. Raises NotFound and Forbidden."""
    return sheaves.refuse(public_id, by=by, way=WAY)


def take_back(public_id: str, *, by: User) -> Sheaf:
    """Undo an act as a whole, within 30 days. Raises NotFound, Forbidden, TooLate."""
    return sheaves.take_back(public_id, by=by, way=WAY)


def do_portion(payload: Mapping[str, Any]) -> None:
    """Do the next portion of an act; the rest is posted. What cannot be decided so any more is passed over."""
    start = int(payload.get("start", 0))
    with transaction.atomic():
        # Locked, so that who takes it back waits for the portion, and the undoing finds all that was done.
        rows = Sheaf.objects.select_for_update(of=("self",)).select_related("asked_by")
        sheaf = rows.filter(public_id=payload["sheaf"], kind=Thing.NOTICE, state=State.DONE).first()
        if sheaf is None or sheaf.asked_by is None:
            return
        things = sheaf.things[start : start + PORTION]
        waiting = Item.objects.filter(public_id__in=things).exclude(
            pk__in=BulkRow.objects.filter(sheaf=sheaf).values("item")
        )
        for case, items in _by_case(waiting):
            _do(sheaf, sheaf.asked_by, case, items)
        if start + PORTION < len(sheaf.things):
            key = f"{sheaf.public_id}:{start + PORTION}"
            outbox.post(DO, {**payload, "start": start + PORTION}, unique_key=key, priority=5)


def _by_case(rows: Iterable[Item]) -> list[tuple[Case, list[Item]]]:
    found: dict[int, list[Item]] = {}
    for item in rows:
        found.setdefault(item.case_id, []).append(item)
    cases = Case.objects.in_bulk(sorted(found))
    return [(cases[pk], found[pk]) for pk in sorted(found)]  # in order: two portions never wait for each other


def _do(sheaf: Sheaf, by: User, case: Case, items: list[Item]) -> None:
    """Do it to the addresses of one case, and keep how each stood."""
    now, left = clock.now(), ""
    done: dict[int, dict[str, Any]] = {}
    before = snapshot(case, items)
    try:
        with transaction.atomic():
            refusal = str(sheaf.chosen_by.get("refusal", ""))
            decided = decide_items(case, items, sheaf.act, by=by, why=sheaf.why, refusal=refusal)
            done = snapshot(case, decided)
    except Problem as problem:
        left = problem.code
        log.warning("desk.passed_over sheaf=%s case=%s code=%s", sheaf.public_id, case.public_id, left)
    BulkRow.objects.bulk_create(
        [
            BulkRow(
                sheaf=sheaf, item=item, at=now, before=before[item.pk], after=done.get(item.pk, {}),
                is_done=item.pk in done, left="" if item.pk in done else left or "not-decidable",
            )
            for item in items
        ],
        batch_size=500,
    )  # fmt: skip


def undo_portion(payload: Mapping[str, Any]) -> None:
    """Undo the next portion of what an act did; the rest is posted."""
    after = int(payload.get("after", 0))
    with transaction.atomic():
        by = User.objects.filter(public_id=payload["by"]).first()
        rows = Sheaf.objects.select_for_update(of=("self",))
        sheaf = rows.filter(public_id=payload["sheaf"], kind=Thing.NOTICE, state=State.UNDONE).first()
        if sheaf is None or by is None:
            return
        found = list(
            BulkRow.objects.filter(sheaf=sheaf, is_done=True, undone_at=None, pk__gt=after)
            .select_related("item")
            .order_by("pk")[:PORTION]
        )
        of_case: dict[int, list[BulkRow]] = {}
        for row in found:
            of_case.setdefault(row.item.case_id, []).append(row)
        for pk in sorted(of_case):
            _undo(sheaf, by, pk, of_case[pk])
        if len(found) == PORTION:
            last = found[-1].pk
            outbox.post(UNDO, {**payload, "after": last}, unique_key=f"{sheaf.public_id}:{last}", priority=5)


def _undo(sheaf: Sheaf, by: User, case_pk: int, rows: list[BulkRow]) -> None:
    case = Case.objects.select_for_update(of=("self",)).select_related("sender").get(pk=case_pk)
    undone = put_back(case, rows, by=by, why=sheaf.why)
    now = clock.now()
    for row in rows:
        if row.pk in undone:
            row.undone_at = now
        else:
            row.left = Left.CHANGED
    BulkRow.objects.bulk_update(rows, ["undone_at", "left"], batch_size=500)
    audit.record(
        "desk.undo-bulk", by=Actor.person(by.public_id), subject_kind="case", subject_id=case.public_id, site=case.site,
        after={"sheaf": sheaf.public_id, "undone": len(undone), "left": len(rows) - len(undone)}, why=sheaf.why,
    )  # fmt: skip
