"""Reads of the outbox, for staff and commands."""

from allostream.outbox.models import OutboxRow
from allostream.outbox.rules import State


def failed(limit: int = 100) -> list[OutboxRow]:
    """Rows that had their last try, the latest first. One SQL query."""
    return list(OutboxRow.objects.filter(state=State.FAILED).order_by("-done_at", "-id")[:limit])


def counts() -> dict[State, int]:
    """How many rows are in each state. One SQL query per state, so that the partial indexes serve."""
    return {state: OutboxRow.objects.filter(state=state).count() for state in State}
