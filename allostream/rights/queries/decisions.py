"""What was decided on a title in a country, on what evidence, and what was objected: for everybody to read.

The public sees who decided by their part, moderators by their account; evidence that is for moderators, the text of an
objection and who wrote it are theirs alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from allostream.accounts.queries import people_with_ids
from allostream.lib.countries import WORLD
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.rights.deciding_rules import Kind, Play
from allostream.rights.engine.answers import Confidence, Input, Missing, Sentence, Status, Step
from allostream.rights.engine.facts import Source
from allostream.rights.models import Capture, Decision, Evidence, Objection, OverrideProposal

MOST_DECISIONS, MOST_OBJECTIONS = 50, 50
DAYS = frozenset({"since", "end", "date"})  # values of sentences that are days


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One item of evidence; `value` are the words quoted, `field` says where they stand."""

    public_id: str
    kind: str
    address: str
    captured_at: datetime
    sha256: str
    field: str
    value: str
    is_public: bool
    has_capture: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision with its evidence; `reviewers` are names, for moderators alone."""

    public_id: str
    country: str
    kind: Kind
    status: Status
    play: Play
    confidence: Confidence
    basis: str
    since: date | None
    until: date | None
    changes_on: date | None
    rule: str
    engine_version: int
    sentence: Sentence | None
    doubts: tuple[str, ...]
    missing: tuple[Missing, ...]
    steps: tuple[Step, ...]
    actor_kind: str
    reviewers: tuple[str, ...]
    reason: str
    decided_at: datetime
    is_superseded: bool
    link_id: str
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """That somebody said an answer or a link is wrong, and what came of it; `text`, `email`: for moderators alone."""

    public_id: str
    country: str
    link_id: str
    made_at: datetime
    state: str
    outcome: str
    answered_at: datetime | None
    text: str
    email: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A decision against the rules that waits for another reviewer; `made_by` is a name, `made_by_id` their id."""

    public_id: str
    status: Status
    reason: str
    answers: Mapping[str, str]
    made_by: str
    made_by_id: str
    made_at: datetime
    evidence: tuple[EvidenceRow, ...]


def open_proposal(title_id: int, country: str) -> ProposalRow | None:
    """What one reviewer proposed against the rules and another has to look at. Three queries, one where nothing is.

    For moderators alone; whoever shows it checks that.
    """
    found = OverrideProposal.objects.filter(title=title_id, country=country, state=OverrideProposal.State.OPEN)
    row = found.first()
    if row is None:
        return None
    captures = Exists(Capture.objects.filter(evidence=OuterRef("pk")))
    items = row.evidence.annotate(has_capture=captures).order_by("pk")
    return ProposalRow(
        row.public_id, Status(row.status), row.reason, dict(row.answers),
        _names([row.made_by]).get(row.made_by, ""), row.made_by, row.made_at, tuple(map(_evidence, items)),
    )  # fmt: skip


def history(visitor: Visitor, title_id: int, country: str) -> tuple[DecisionRow, ...]:
    """The latest decisions on a title for a country and for the world, newest first.

    Two queries, three for moderators.
    """
    found = Decision.objects.filter(
        title=title_id, country__in=[country, WORLD], episode=None, edition=None, link_id=""
    )
    rows = list(found.select_related("superseded_by").order_by("-pk")[:MOST_DECISIONS])
    return _decisions(visitor, rows)


def decision_with_id(visitor: Visitor, title_id: int, public_id: str) -> DecisionRow:
    """One decision on a title, superseded or not. Two queries, three for moderators. Raises NotFound."""
    known = public_id if is_id(public_id) else ""
    rows = Decision.objects.filter(title=title_id, public_id=known).select_related("superseded_by")
    made = _decisions(visitor, list(rows))
    if not made:
        raise NotFound
    return made[0]


def objections_to(visitor: Visitor, title_id: int) -> tuple[ObjectionRow, ...]:
    """The latest objections to the answers and links of a title, newest first. One query."""
    rows = Objection.objects.filter(title=title_id).order_by("-pk")[:MOST_OBJECTIONS]
    return tuple(
        ObjectionRow(
            row.public_id, row.country, row.link_id, row.made_at, row.state, row.outcome, row.answered_at,
            *((row.text, row.email) if visitor.may_moderate else ("", "")),
        )
        for row in rows
    )  # fmt: skip


def capture_of(visitor: Visitor, public_id: str) -> tuple[str, bytes]:
    """What was seen, as its type and bytes. One query. Raises NotFound, also for what is for moderators alone."""
    found = Capture.objects.filter(evidence__public_id=public_id if is_id(public_id) else "")
    row = found.filter(_seen_by(visitor, "evidence__")).values_list("media_type", "content").first()
    if row is None:
        raise NotFound
    return row[0], bytes(row[1])


def _seen_by(visitor: Visitor, path: str = "") -> Q:
    return Q() if visitor.may_moderate else Q(**{f"{path}visible_to": Evidence.Eyes.PUBLIC})


def _decisions(visitor: Visitor, rows: Sequence[Decision]) -> tuple[DecisionRow, ...]:
    evidence = evidence_of(visitor, [row.pk for row in rows])
    names = _names({person for row in rows for person in row.reviewers}) if visitor.may_moderate else {}
    return tuple(_row(row, evidence[row.pk], names) for row in rows)


def evidence_of(visitor: Visitor, decision_ids: Collection[int]) -> Mapping[int, tuple[EvidenceRow, ...]]:
    """The evidence of decisions that a reader may see. One query."""
    found: dict[int, tuple[EvidenceRow, ...]] = defaultdict(tuple)
    items: QuerySet[Evidence] = Evidence.objects.filter(_seen_by(visitor), decisions__in=list(decision_ids))
    captures = Exists(Capture.objects.filter(evidence=OuterRef("pk")))
    for item in items.annotate(has_capture=captures, decision=F("decisions")).order_by("pk"):
        found[item.decision] += (_evidence(item),)
    return found


def evidence_of_links(visitor: Visitor, link_ids: Collection[str]) -> Mapping[str, tuple[EvidenceRow, ...]]:
    """What was seen of the copies of links, as far as a reader may see it, by public id; oldest first. One query."""
    found: dict[str, tuple[EvidenceRow, ...]] = defaultdict(tuple)
    items = Evidence.objects.filter(_seen_by(visitor), of_link__link_id__in=list(link_ids))
    captures = Exists(Capture.objects.filter(evidence=OuterRef("pk")))
    for item in items.annotate(has_capture=captures, link=F("of_link__link_id")).order_by("pk"):
        found[item.link] += (_evidence(item),)
    return found


def _evidence(item: Any) -> EvidenceRow:
    return EvidenceRow(
        item.public_id, item.kind, item.address, item.captured_at, item.sha256, item.field, item.value,
        item.visible_to == Evidence.Eyes.PUBLIC, item.has_capture,
    )  # fmt: skip


def _names(public_ids: Collection[str]) -> dict[str, str]:
    return {public_id: person.name for public_id, person in people_with_ids(public_ids).items()}


def sentence_of(key: str, values: Iterable[tuple[str, Any]]) -> Sentence | None:
    """The sentence that was kept with an answer; its days are kept in ISO form. None for an answer without one."""
    if not key:
        return None
    told = (
        (name, date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value)
        for name, value in values
    )
    return Sentence(key, tuple(told))


def _step(kept: Mapping[str, Any]) -> Step:
    """A step of a path as it was kept (allostream.rights.snapshots.path_of)."""
    sentence = sentence_of(kept["sentence"]["key"], (tuple(pair) for pair in kept["sentence"]["values"]))
    inputs = tuple(
        Input(one["fact"], one["value"], one["of"], msgspec.convert(one["sources"], tuple[Source, ...], strict=False))
        for one in kept["inputs"]
    )
    return Step(kept["rule"], kept["outcome"], sentence or Sentence(""), inputs)


def _row(row: Decision, evidence: tuple[EvidenceRow, ...], names: Mapping[str, str]) -> DecisionRow:
    return DecisionRow(
        public_id=row.public_id, country=row.country, kind=Kind(row.kind), status=Status(row.status),
        play=Play(row.play), confidence=Confidence(row.confidence), basis=row.basis, since=row.since, until=row.until,
        changes_on=row.changes_on, rule=row.rule, engine_version=row.engine_version,
        sentence=sentence_of(row.sentence_key, row.sentence_values.items()), doubts=tuple(row.doubts),
        missing=tuple(Missing(one["fact"], one.get("of", "")) for one in row.missing),
        steps=tuple(map(_step, row.path)),
        actor_kind=row.actor_kind, reviewers=tuple(names[one] for one in row.reviewers if one in names),
        reason=row.reason, decided_at=row.decided_at, is_superseded=hasattr(row, "superseded_by"),
        link_id=row.link_id, evidence=evidence,
    )  # fmt: skip
