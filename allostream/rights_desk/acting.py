"""What is done with what items mean: suspended, kept off, removed, refused, restored. Each in the caller's transaction.

Of each link one decision is written (allostream.moderation.actions.decide): from it come the statement of reasons to
whoever had proposed the link, the line of the public log, and the answer to the sender of the notice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.catalogue.name_keys import spelt
from allostream.hosts.identity import compare_key
from allostream.hosts.queries import address_table
from allostream.lib import clock
from allostream.lib.countries import WORLD, spelled_out
from allostream.links.actions import changed
from allostream.links.mark_rules import Known, Sign, name_text
from allostream.links.marking import Hold, hold_down
from allostream.links.models import WatchLink
from allostream.links.queries.marks import PAGE, is_open, links_reached
from allostream.moderation.actions import NOBODY, About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing
from allostream.moderation.kinds.links import BY_NOTICE
from allostream.moderation.models import Decision
from allostream.outbox import actions as outbox
from allostream.rights_desk.case_rules import EXACT, ItemState, Match
from allostream.rights_desk.clock_rules import order_ends
from allostream.rights_desk.letters import send_reasons
from allostream.rights_desk.models import Case, Item, ItemLink, Order
from allostream.rights_desk.reading.shape import Kind
from allostream.rights_desk.wording import public_notifier

LAW = "Directive 2001/29/EC, art. 3; CPI, art. L122-4; 17 U.S.C. 106, 512(c)–(d)"
TELL_LATER = "desk.tell-later"
DESK = Actor.system("rights-desk")
Pairs = Sequence[tuple[Item, Sequence[ItemLink]]]


def suspend(case: Case, pairs: Pairs) -> None:
    """Take the links that items mean off every page at once: those named exactly, and that no right with evidence
    protects. The others wait for a person. Whoever proposed one is written to in this transaction."""
    chosen = [row for item, rows in pairs for row in rows if _is_exact(item, row)]
    if chosen:
        hold_links(case, chosen)
        decisions = decide_links(case, chosen, Measure.HELD, by=None, role=Role.RULE)
        now = clock.now()
        for row in chosen:
            row.state, row.suspended_at, row.decision = ItemState.SUSPENDED, now, decisions[row.link_id]
        ItemLink.objects.bulk_update(chosen, ["state", "suspended_at", "decision", "mark"], batch_size=500)
        case.acted_at = case.acted_at or now
        Case.objects.filter(pk=case.pk).update(acted_at=case.acted_at)
        tell_submitters(case, decisions.values())
    _set_states(pairs)


def _is_exact(item: Item, row: ItemLink) -> bool:
    return (
        item.state == ItemState.RECEIVED
        and row.state == ItemState.RECEIVED
        and not row.protection
        and Match(row.match) in EXACT | {Match.OWN_PAGE}
    )


def _set_states(pairs: Pairs) -> None:
    """The state of each item, from its links: what is done counts before what waits."""
    changed = []
    for item, rows in pairs:
        if item.state != ItemState.RECEIVED or not rows:
            continue
        states = {row.state for row in rows}
        if any(row.state == ItemState.RECEIVED and row.protection for row in rows):
            item.state = ItemState.PROTECTED
        elif ItemState.SUSPENDED in states:
            item.state = ItemState.SUSPENDED
        else:
            continue
        first = next((row for row in rows if row.decision_id), None)
        item.decision, item.mark = (first.decision, first.mark) if first else (None, None)
        changed.append(item)
    Item.objects.bulk_update(changed, ["state", "decision", "mark"], batch_size=500)


def hold_links(case: Case, rows: Sequence[ItemLink]) -> None:
    """Lay the marks that keep these links away and refuse their return; each row has its mark then, unsaved."""
    table, until = address_table(), end_of(case)
    holds = [
        Hold(Sign(Known.COPY, compare_key(row.link.content_key, table)), territory_of(case, row.item), until=until)
        for row in rows
    ]
    names = [hold for row in rows if (hold := _by_name(row.link, territory_of(case, row.item), until))]
    marks = hold_down([*holds, *names], by=DESK, case=case.public_id, why=public_notifier(case))
    for row, mark in zip(rows, marks, strict=False):  # the marks by name come after those of the rows
        row.mark = mark


def _by_name(link: WatchLink, territory: tuple[str, ...], until: datetime | None) -> Hold | None:
    """The mark by name for a link whose address holds no id, so that the same under another address waits for a
    person."""
    if not link.content_key.startswith(PAGE) or not is_open(link):
        return None
    season = link.episode.season.number if link.episode else link.season.number if link.season else None
    text = name_text(link.host.slug, spelt(link.title.name), season, link.episode.number if link.episode else None)
    return Hold(Sign(Known.NAME, text), territory, until=until) if text else None


def end_of(case: Case) -> datetime | None:
    """When the order that a case is ends; None for one without an end, and for what is no order. One query at most."""
    order = Order.objects.filter(case=case).first() if case.kind == Kind.ORDER else None
    return order_ends(order.ends_on) if order and order.ends_on else None


def ordered_in(case: Case) -> tuple[str, ...]:
    """Where what an order names is to be hidden: everywhere, unless it names countries. One query."""
    order = Order.objects.filter(case=case).first()
    return spelled_out((order.territory if order else []) or case.territory) or (WORLD,)


def territory_of(case: Case, item: Item) -> tuple[str, ...]:
    """Where an item is to be kept away: everywhere, unless the message names countries. What is no country, as words
    of a table may be, narrows nothing."""
    return spelled_out(item.territory or case.territory) or (WORLD,)


def hold_off(case: Case, items: Sequence[Item]) -> None:
    """Keep what a complete notice names and nobody has listed from being listed."""
    absent = [item for item in items if item.state == ItemState.NOT_OURS and item.content_key]
    if not absent:
        return
    table, until = address_table(), end_of(case)
    holds = [
        Hold(
            Sign(Known.COPY, compare_key(item.content_key, table)),
            territory_of(case, item),
            is_preventive=True,
            until=until,
        )
        for item in absent
    ]
    marks = hold_down(holds, by=DESK, case=case.public_id, why=public_notifier(case))
    for item, mark in zip(absent, marks, strict=True):
        item.mark = mark
    Item.objects.bulk_update(absent, ["mark"], batch_size=500)


def decide_links(
    case: Case, rows: Sequence[ItemLink], measure: Measure, *, by: User | None, role: Role, why: str = ""
) -> dict[int, Decision]:
    """One decision for each link of rows that are held down, by its row id, in the caller's transaction."""
    made: dict[int, Decision] = {}
    law = law_of(case)
    is_silent = silent_until(case) is not None
    for row in rows:
        if row.link_id in made:
            continue
        link = row.link
        with translation.override(link.submitted_by.language if link.submitted_by else case.language):
            grounds = Grounds(
                Rule.LAWFUL, facts=_facts(case), why=why.strip() or _why(case, measure), law=law, source=Source.NOTICE,
                territory=territory_of(case, row.item),
            )  # fmt: skip
        about = About(Thing.LINK, link.public_id, link.title_id, link.host.slug, case.site)
        author = Author(link.submitted_by) if link.submitted_by else NOBODY
        before = {"act": BY_NOTICE.name, "case": case.public_id, "mark": row.mark.public_id if row.mark else ""}
        made[row.link_id] = decide(
            about,
            measure,
            grounds,
            by=by,
            role=role,
            author=author,
            before=before,
            writes=False,
            is_public=not is_silent,
        )
    return made


def law_of(case: Case) -> str:
    """The law by which a case takes something away: of an order its own. One query at most."""
    order = Order.objects.filter(case=case).first() if case.kind == Kind.ORDER else None
    return (order.legal_basis.strip()[:200] if order else "") or LAW


def silent_until(case: Case) -> datetime | None:
    """Until when an order forbids to tell whom it concerns (DSA, article 9(5)); None where it does not, or no longer.
    One query at most."""
    order = Order.objects.filter(case=case).first() if case.kind == Kind.ORDER else None
    until = order_ends(order.silent_until) if order and order.silent_until else None
    return until if until and until > clock.now() else None


def _facts(case: Case) -> str:
    if case.kind == Kind.ORDER:
        return gettext("An order of an authority or court names the copy to which this link leads (case %(case)s).") % {
            "case": case.public_id
        }
    return gettext("A complete notice names the copy to which this link leads (case %(case)s).") % {
        "case": case.public_id
    }


def _why(case: Case, measure: Measure) -> str:
    if case.kind == Kind.ORDER:
        return gettext("An authority or court has ordered that this is not shown.")
    if measure is Measure.HELD:
        return gettext(
            "Whoever says that they hold the rights in the work, or act for who does, says that this copy was made "
            "available without their permission. Until this is looked at, the link is not shown."
        )
    return gettext("Somebody has looked at the notice, and found that this copy infringes rights as it says.")


def tell_submitters(case: Case, decisions: Iterable[Decision], *, is_return: bool = False) -> None:
    """Write to each of those who had proposed links, once for all of theirs; of an order that forbids it on the day on
    which it no longer does."""
    decisions = list(decisions)
    until = silent_until(case)
    if until is not None:
        ids = sorted(one.pk for one in decisions)
        if ids:
            outbox.post(
                TELL_LATER, {"case": case.public_id, "decisions": ids, "is_return": is_return},
                unique_key=f"{case.public_id}:{ids[0]}", due_at=until,
            )  # fmt: skip
        return
    of_person: dict[int, list[Decision]] = defaultdict(list)
    people: dict[int, User] = {}
    for decision in decisions:
        if decision.author is not None:
            of_person[decision.author.pk].append(decision)
            people[decision.author.pk] = decision.author
    for pk, theirs in of_person.items():
        send_reasons(case, people[pk], theirs, is_return=is_return)


def tell_later(payload: Mapping[str, Any]) -> None:
    """Tell those whom an order had forbidden to tell, and everybody, as its silence is over."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(public_id=payload["case"])
        rows = Decision.objects.filter(pk__in=payload["decisions"], is_public=False).select_related("author")
        told = list(rows.order_by("pk"))
        Decision.objects.filter(pk__in=[one.pk for one in told]).update(is_public=True)
        hosts = [one.subject_id for one in told if one.kind == Thing.HOST]
        reached = {pk for host in hosts for pk in links_reached(Known.HOST, host)}
        titles = set(WatchLink.objects.filter(pk__in=reached).values_list("title", flat=True))
        changed(sorted(titles | {one.title_id for one in told if one.title_id}))  # their pages say on whose word
        tell_submitters(case, told, is_return=bool(payload.get("is_return")))
