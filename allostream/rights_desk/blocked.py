"""What an order that blocks whole hosts tells those who had proposed links there: one letter to each, with one
statement of reasons and a list of their links (Digital Services Act, articles 9(5) and 17).

Each has a decision of their own, which nobody else reads, so that they can contest it as any other; the decision that
everybody reads stands beside it (allostream.rights_desk.orders).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.links.queries.marks import proposed_at
from allostream.moderation.acting import role_of
from allostream.moderation.actions import About, Author, Grounds, decide
from allostream.moderation.decision_rules import Measure, Role, Rule, Source, Thing
from allostream.moderation.models import Decision
from allostream.outbox import actions as outbox
from allostream.rights_desk.acting import end_of, law_of, ordered_in, silent_until
from allostream.rights_desk.case_rules import CaseState
from allostream.rights_desk.letters import LISTED_LINKS, send_blocked
from allostream.rights_desk.models import Case, ItemLink

TELL_BLOCKED = "desk.tell-blocked"


@dataclass
class Theirs:
    """The links of somebody at blocked hosts: those that a letter lists, and how many there are; the hosts of them."""

    listed: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0
    hosts: set[str] = field(default_factory=set)


def tell_blocked(case: Case, hosts: Sequence[str], *, by: User | None) -> None:
    """Write to each of those who had proposed links at hosts that an order has just blocked, in the caller's
    transaction; of an order that forbids it on the day on which it no longer does."""
    until = silent_until(case)
    if not hosts:
        return
    if until is None:
        _tell(case, hosts, by)
        return
    outbox.post(
        TELL_BLOCKED, {"case": case.public_id, "hosts": list(hosts), "by": by.public_id if by else ""},
        unique_key=f"{case.public_id}:{hosts[0]}", due_at=until,
    )  # fmt: skip


def tell_blocked_later(payload: Mapping[str, Any]) -> None:
    """Tell them as the silence of an order is over; where the order is over, too, that it is."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(public_id=payload["case"])
        by = User.objects.filter(public_id=payload["by"]).first() if payload["by"] else None
        _tell(case, payload["hosts"], by)
        if case.state == CaseState.CLOSED:
            tell_unblocked(case, by=None, why=_ended(case))


def tell_unblocked(case: Case, *, by: User | None, why: str) -> None:
    """Write to those who were told that their links are shown again, in the caller's transaction, and undo the
    decision that each of them has. Nobody while an order forbids it: they are told of both then."""
    if silent_until(case) is not None:
        return
    told = Decision.objects.filter(kind=Thing.HOST, before__case=case.public_id, undone_by=None)
    for decision in told.select_related("author").order_by("pk"):
        person, hosts = decision.author, decision.before["hosts"]
        if person is None:  # their account has ended
            continue
        made = decide(
            About(Thing.HOST, decision.subject_id, site=case.site), Measure.RESTORED,
            Grounds(Rule.IN_ORDER, why=why, source=Source.NOTICE), by=by, role=role_of(by) if by else Role.RULE,
            author=Author(person), writes=False, is_public=False,
        )  # fmt: skip
        Decision.objects.filter(pk=decision.pk).update(undone_by=made)
        theirs = _of_people(case, hosts, only=person).get(person.pk, Theirs())
        send_blocked(case, person, made, hosts, theirs.listed, theirs.count, is_return=True)


def _tell(case: Case, hosts: Sequence[str], by: User | None) -> None:
    found = _of_people(case, hosts)
    people = User.objects.in_bulk(list(found))
    known = set(Decision.objects.filter(before__case=case.public_id, kind=Thing.HOST).values_list("author", flat=True))
    for pk, theirs in found.items():
        if pk in people and pk not in known:
            named = sorted(theirs.hosts)
            send_blocked(case, people[pk], _decided(case, people[pk], named, by), named, theirs.listed, theirs.count)


def _of_people(case: Case, hosts: Sequence[str], only: User | None = None) -> dict[int, Theirs]:
    """The links at hosts by the row id of whoever had proposed them, but for those of which the order has told them
    one by one. A query for each host."""
    own = ItemLink.objects.filter(item__case=case, dropped_at=None, decision__isnull=False).values("link")
    found: dict[int, Theirs] = {}
    for host in hosts:
        _add(found, host, proposed_at(host, without=own, only=only))
    return found


def _add(found: dict[int, Theirs], host: str, rows: Iterable[tuple[int, str, str]]) -> None:
    for person, link_id, name in rows:
        theirs = found.setdefault(person, Theirs())
        theirs.count += 1
        theirs.hosts.add(host)
        if len(theirs.listed) < LISTED_LINKS:
            theirs.listed.append((name, link_id))


def _decided(case: Case, person: User, hosts: Sequence[str], by: User | None) -> Decision:
    """The decision that concerns this person, in their language."""
    with translation.override(person.language or case.language):
        grounds = Grounds(
            Rule.LAWFUL,
            facts=gettext("An order names the hosts to which these links lead (case %(case)s).")
            % {"case": case.public_id},
            why=gettext("An authority or court has ordered that this is not shown."), law=law_of(case),
            source=Source.NOTICE, territory=ordered_in(case),
            until=end_of(case),
        )  # fmt: skip
    return decide(
        About(Thing.HOST, hosts[0][:100], site=case.site), Measure.HIDDEN, grounds, by=by,
        role=role_of(by) if by else Role.RULE, author=Author(person), writes=False, is_public=False,
        before={"case": case.public_id, "hosts": list(hosts)},
    )  # fmt: skip


def _ended(case: Case) -> str:
    with translation.override(case.language):
        return gettext("The order has ended.")
