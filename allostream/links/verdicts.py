"""What people decide on a work in a country: written as decisions that stand until what they rested on changes.

In the transaction of the caller, who asks first whether these people may decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.links.models import RightsAnswer
from allostream.rights.deciding_rules import CaseKind, Kind, grounds
from allostream.rights.engine import VERSION, Confidence, evaluate
from allostream.rights.engine.answers import Answer
from allostream.rights.models import Case, Decision, Evidence, WorkInputs
from allostream.rights.queries.works import works_of
from allostream.rights.snapshots import digest_of, facts_of, missing_of, path_of


@dataclass(frozen=True, slots=True)
class Given:
    """A person's decision: whose it is and why. `answers` are those to the questions of a review."""

    kind: Kind
    by: Actor
    reviewers: Sequence[str] = ()
    reason: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()


def rule_on(title_id: int, country: str) -> tuple[Answer | None, WorkInputs | None]:
    """What the rules say of a title in a country today, with what they were told, kept. Nine queries."""
    work = works_of([title_id]).get(title_id)
    if work is None:
        return None, None
    digest = digest_of(work)
    inputs, _made = WorkInputs.objects.get_or_create(
        title_id=title_id, digest=digest, defaults={"facts": facts_of(work), "taken_at": clock.now()}
    )
    return evaluate(work, country, clock.now().date()), inputs


def write_verdict(title_id: int, country: str, given: Given, columns: Mapping[str, Any]) -> RightsAnswer:
    """Write a decision of people and the answer that it gives; takes the columns of RightsAnswer that it sets."""
    answer, inputs = rule_on(title_id, country)
    present = RightsAnswer.objects.filter(title=title_id, country=country).select_related("decision").first()
    row = present or RightsAnswer(title_id=title_id, country=country, confidence=Confidence.HIGH, rule="person")
    for name, value in {"evaluated_on": clock.now().date(), **columns, "kind": given.kind.value}.items():
        setattr(row, name, value)
    row.source, row.changes_on, row.becomes = None, answer.changes_on if answer else None, ""
    row.decision = _decision(row, given, answer, inputs)
    row.save()
    close_cases(title_id, country, row.decision)
    return row


def _decision(row: RightsAnswer, given: Given, answer: Answer | None, inputs: WorkInputs | None) -> Decision:
    decision = Decision.objects.create(
        title_id=row.title_id, country=row.country, kind=given.kind, status=row.status, play=row.play,
        confidence=row.confidence, basis=row.basis, since=row.free_since, until=row.protected_until,
        changes_on=row.changes_on, rule=row.rule, engine_version=VERSION if answer else 0,
        sentence_key=row.sentence_key, sentence_values=row.sentence_values, doubts=row.doubts,
        missing=missing_of(answer.missing) if answer else [], path=path_of(answer.steps) if answer else [],
        inputs=inputs, grounds=grounds(answer) if answer else "", actor_kind=given.by.kind, actor_id=given.by.id,
        reviewers=list(given.reviewers), reason=given.reason, answers=dict(given.answers),
        supersedes=row.decision, decided_at=clock.now(),
    )  # fmt: skip
    decision.evidence.add(*given.evidence)
    return decision


SETTLED_BY_PEOPLE = (CaseKind.MEDIUM, CaseKind.CONTRADICTION, CaseKind.WORSENED, CaseKind.SECOND_REVIEWER)


def close_cases(title_id: int, country: str, decision: Decision, kinds: Iterable[str] = SETTLED_BY_PEOPLE) -> None:
    """Close what waited for this decision."""
    waiting = Case.objects.filter(title=title_id, country=country, kind__in=list(kinds), closed_at__isnull=True)
    waiting.update(closed_at=clock.now(), decision=decision)
