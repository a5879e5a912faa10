"""Every read of the desk. Who may see what is asked by whoever shows it: the secret of a case, or the right of a
person."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count

from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.rights_desk.case_rules import Door, ItemState
from allostream.rights_desk.clock_rules import order_ends
from allostream.rights_desk.models import Case, Item, Message, Order
from allostream.rights_desk.secrets import has_seal, opens

PER_PAGE = 200


class NotWaiting(Problem):
    """A step of the form whose first step is not there, is somebody else's, or was too long ago."""

    code = "form-not-waiting"
    status = 404
    sentence = gettext_noop(
        "The first step of this form was too long ago, or is not yours: fill in the form and choose the file again."
    )


def message_sealed(number: str, seal: str, *, site: str, within: timedelta) -> Message:
    """What a form sent in its first step, for whoever has its seal, at the same site and within a time. One query.
    Raises NotWaiting."""
    rows = Message.objects.filter(door=Door.FORM, site=site, received_at__gt=clock.now() - within)
    message = rows.filter(public_id=number if is_id(number) else "").first()
    if message is None or not has_seal(message, seal):
        raise NotWaiting
    return message


def silenced(cases: Collection[str]) -> frozenset[str]:
    """Those of these cases that are orders of which nobody may be told yet (DSA, articles 9(5) and 10(5)). One query,
    none without a case."""
    wanted = [case for case in cases if case]
    if not wanted:
        return frozenset()
    rows = Order.objects.filter(case__public_id__in=wanted, silent_until__isnull=False)
    now = clock.now()
    return frozenset(
        case for case, until in rows.values_list("case__public_id", "silent_until") if until and order_ends(until) > now
    )


def case_with_secret(number: str, secret: str) -> Case:
    """The case that a secret address opens. One query. Raises NotFound, for a wrong secret too."""
    case = case_with_number(number)
    if not opens(case, secret):
        raise NotFound
    return case


def case_with_number(number: str) -> Case:
    """A case by its number, for those who work at the desk. One query. Raises NotFound."""
    rows = Case.objects.select_related("sender", "message", "claimed_by", "about")
    case = rows.filter(public_id=number if is_id(number) else "").first()
    if case is None:
        raise NotFound
    return case


def items_of(case: Case, start: int = 0, *, state: ItemState | None = None, limit: int = PER_PAGE) -> list[Item]:
    """The items of a case from a position on, each with its links (`found`) and their titles. Two queries."""
    rows = Item.objects.filter(case=case, position__gte=start).select_related("work", "title", "decision")
    if state is not None:
        rows = rows.filter(state=state)
    return list(rows.order_by("position").prefetch_related("found__link__title", "found__link__host")[:limit])


def states_of(case: Case) -> dict[ItemState, int]:
    """How many items of a case stand how. One query."""
    rows = Item.objects.filter(case=case).values_list("state").annotate(Count("pk")).order_by("state")
    return {ItemState(state): number for state, number in rows}


def unread_messages(limit: int = 100) -> list[Message]:
    """What was kept and not read, the oldest first, without its bytes. One query."""
    return list(Message.objects.filter(read_at=None).defer("content").order_by("received_at")[:limit])
