"""What is kept about people here: decisions on what is theirs, and what they contested.

Decisions stay when an account ends, without its name: the public log and the law's reports rest on them (Digital
Services Act, articles 15 and 24). What somebody wrote to contest one goes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from allostream.accounts.holdings import Holding
from allostream.accounts.models import User
from allostream.moderation.models import Appeal, Decision

TOLD = (
    "public_id", "at", "role", "is_automated", "found_by_machine", "source", "kind", "subject_id", "site", "measure",
    "rule", "law", "facts", "why", "territory", "until", "contest_until",
)  # fmt: skip


def _decisions(person: User) -> Iterable[Mapping[str, Any]]:
    yield from Decision.objects.filter(author=person).order_by("pk").values(*TOLD)


def _forget_decisions(person: User) -> None:
    """Take the words away that tell of somebody, and which account it was; what, by which rule and when stays."""
    found = Decision.objects.filter(author=person)
    found.filter(kind="person").update(subject_id="gone")
    found.update(author=None, facts="", why="", key_hash="")


def _appeals(person: User) -> Iterable[Mapping[str, Any]]:
    columns = ("public_id", "decision__public_id", "text", "made_at", "answer_by", "state", "answer", "answered_at")
    yield from Appeal.objects.filter(made_by=person).order_by("pk").values(*columns)


def _forget_appeals(person: User) -> None:
    Appeal.objects.filter(made_by=person).update(made_by=None, text="", answer="", email="")


DECISIONS = Holding("decisions", "What was decided on things of yours, and why.", _decisions, _forget_decisions)
APPEALS = Holding("appeals", "Decisions that you contested, and the answers.", _appeals, _forget_appeals)
