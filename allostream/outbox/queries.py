"""Reads of the outbox, for staff and commands."""

from django.db.models import Count

from allostream.outbox.models import OutboxRow
from allostream.outbox.rules import State


def failed(limit: int = 100) -> list[OutboxRow]:
    """Rows that had their last try, the latest first. One SQL query."""
    return list(OutboxRow.objects.filter(state=State.FAILED, done_at__isnull=False).order_by("-done_at", "-id")[:limit])


def counts() -> dict[State, int]:
    """How many rows are in each state. One SQL query."""
    found = dict(OutboxRow.objects.order_by().values_list("state").annotate(Count("id")))
    return {state: found.get(state.value, 0) for state in State}
