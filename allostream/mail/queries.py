"""Reads of letters, for the operator."""

from django.db.models import Count

from allostream.mail.models import Letter
from allostream.mail.rules import State


def open_letters(limit: int = 100) -> list[Letter]:
    """Letters that were not sent, the oldest first. One query."""
    return list(Letter.objects.exclude(state=State.SENT).order_by("written_at", "pk")[:limit])


def letter_with_id(public_id: str) -> Letter | None:
    """One letter. One query."""
    return Letter.objects.filter(public_id=public_id).first()


def counts() -> dict[State, int]:
    """How many letters are in each state. One query."""
    found = dict(Letter.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state.value, 0) for state in State}
