"""Every write of discovery: what was found, how each candidate stands, which are taken up again, what people say."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connection, transaction
from django.db.models import F, QuerySet

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.models import Source, Title
from allostream.connectors import candidates as told
from allostream.connectors.candidates import Found
from allostream.discovery.judging import Item, settle, written
from allostream.discovery.keeping import keep_told
from allostream.discovery.models import Candidate, Spent, Walk
from allostream.discovery.rules import Outcome, Reason, State, because, try_again_at
from allostream.lib import clock
from allostream.lib.problems import NotFound

FINDER = Actor.system("discovery")
LEASE = timedelta(minutes=10)
RESTATED = {State.REVIEW: timedelta(days=1), State.LIVE: timedelta(days=7)}
WRITTEN = (
    "told", "digest", "content_key", "host_slug", "state", "reason", "detail", "title", "link", "last_seen_at",
    "changed_at", "walk", "missed", "attempts", "try_again_at", "told_at",
)  # fmt: skip


def take_in_found(
    source: Source, found: Sequence[Found], *, by: Actor = FINDER, walk: Walk | None = None, trial: bool = False
) -> Counter[tuple[str, str]]:
    """Judge what a source has found and write down how each stands; what is as before is only noted as seen.

    Returns how many came to which state and reason. One transaction with one audit entry; a trial writes nothing. The
    same batch again changes nothing.
    """
    latest = {one.candidate.item: one for one in found}
    now = clock.now()
    with transaction.atomic():
        present = _present(source, latest)
        digests = {item: digest_of(one.candidate) for item, one in latest.items()}
        same = {
            item: row
            for item, row in present.items()
            if row.digest == digests[item] and latest[item].told is None and row.state != State.GONE
        }
        fresh = [one for item, one in latest.items() if item not in same]
        _note_seen([row.pk for row in same.values()], walk, now)
        chosen = {
            spot: row.title_id
            for spot, one in enumerate(fresh)
            if (row := present.get(one.candidate.item)) and row.chosen_by and row.title_id
        }
        items = settle(source, fresh, by=by, chosen=chosen)
        _write(source, items, present, digests, walk, now)
        counted = Counter((row.state, row.reason) for row in same.values())
        counted.update((item.outcome.state.value, item.outcome.reason) for item in items if item.outcome)
        if items:
            _record(source, items, by)
        if trial:
            transaction.set_rollback(True)
    return counted


def _present(source: Source, items: Collection[str]) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    for portion in portions(items):
        rows = Candidate.objects.select_for_update(no_key=True, of=("self",)).filter(source=source, item__in=portion)
        found.update({row.item: row for row in rows})
    return found


def digest_of(candidate: told.Candidate) -> str:
    """A short digest of what a source tells: the same is not judged again."""
    return hashlib.blake2b(msgspec.json.encode(candidate, order="deterministic"), digest_size=16).hexdigest()


def _note_seen(ids: Sequence[int], walk: Walk | None, now: datetime) -> None:
    for portion in portions(ids):
        Candidate.objects.filter(pk__in=portion).update(last_seen_at=now, missed=0, walk=walk)


def note_unchanged(walk: Walk) -> None:
    """A source that has not been written anew since the last walk holds what it held then, and lacks what it lacked."""
    Candidate.objects.filter(walk=walk, missed=0).exclude(state=State.GONE).update(last_seen_at=clock.now())


def _write(
    source: Source, items: Sequence[Item], present: dict[str, Candidate], digests: dict[str, str],
    walk: Walk | None, now: datetime,
) -> None:  # fmt: skip
    rows = []
    for item in items:
        one, outcome = item.candidate, item.outcome or because(Reason.BAD_RECORD)
        row = present.get(one.item) or Candidate(source=source, item=one.item, first_seen_at=now)
        row.told, row.digest, row.walk, row.missed, row.last_seen_at = written(one), digests[one.item], walk, 0, now
        stand(row, item, outcome, now)
        rows.append(row)
    Candidate.objects.bulk_create([row for row in rows if row.pk is None], batch_size=500)
    Candidate.objects.bulk_update([row for row in rows if row.pk is not None], WRITTEN, batch_size=200)
    keep_told(rows, items, now)


def stand(row: Candidate, item: Item, outcome: Outcome, now: datetime) -> None:
    """Let a row stand as its outcome says; nothing is saved."""
    if (row.state, row.reason) != (outcome.state.value, outcome.reason):
        row.changed_at = now
    row.state, row.reason, row.detail = outcome.state.value, outcome.reason, outcome.detail[:300]
    row.content_key = item.identity.content_key if item.identity else ""
    row.host_slug = item.identity.host if item.identity else ""
    row.title_id, row.link = item.may_be, item.link
    row.told_at = now if item.found.told is not None else row.told_at
    row.attempts = row.attempts if outcome.reason in {Reason.AWAITS_REPLY, Reason.HOST_SILENT} else 0
    again = RESTATED.get(outcome.state) if item.link else None
    row.try_again_at = now + again if again else try_again_at(outcome, row.attempts, now)


def _record(source: Source, items: Sequence[Item], by: Actor) -> None:
    told_of = [(item.candidate.item, item.outcome) for item in items if item.outcome]
    counts = Counter(f"{outcome.state} {outcome.reason}" for _, outcome in told_of)
    audit.record_batch(
        "discovery.judge", by=by, subject_kind="source", count=len(items),
        digest=digest_rows({"item": item, "reason": outcome.reason} for item, outcome in told_of),
        summary={"source": source.slug, "outcomes": dict(sorted(counts.items()))},
    )  # fmt: skip


def take(limit: int, *, source: str = "") -> list[Candidate]:
    """Take candidates that are due to be looked at again, the longest due first, and move them on, so that no other
    worker takes them meanwhile. Two queries and a write.
    """
    now = clock.now()
    with transaction.atomic():
        due: QuerySet[Candidate] = Candidate.objects.filter(try_again_at__lte=now).order_by("try_again_at")
        if source:
            due = due.filter(source__slug=source)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:limit])
        Candidate.objects.filter(pk__in=ids).update(try_again_at=now + LEASE)
        return list(Candidate.objects.filter(pk__in=ids).select_related("source").order_by("pk"))


def judge_again(
    rows: Sequence[Candidate], answers: Mapping[int, Found], silent: Collection[int] = (), *, by: Actor = FINDER
) -> Counter[tuple[str, str]]:
    """Judge candidates anew; `answers`: with what their hosts told meanwhile, by row id; `silent`: gave no answer.

    Returns how many came to which state and reason. One transaction and audit entry for each source.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for source in {row.source_id: row.source for row in rows}.values():
        with transaction.atomic():
            mine = Candidate.objects.select_for_update(no_key=True, of=("self",)).filter(
                pk__in=[row.pk for row in rows if row.source_id == source.pk]
            )
            counted += _judge_rows(source, list(mine.order_by("pk")), answers, silent, by)
    return counted


def _judge_rows(
    source: Source, rows: Sequence[Candidate], answers: Mapping[int, Found], silent: Collection[int], by: Actor
) -> Counter[tuple[str, str]]:
    now = clock.now()
    found = [answers.get(row.pk) or Found(candidate_of(row)) for row in rows]
    chosen = {spot: row.title_id for spot, row in enumerate(rows) if row.chosen_by and row.title_id}
    items = settle(source, found, by=by, chosen=chosen)
    for row, item in zip(rows, items, strict=True):
        outcome = item.outcome or because(Reason.BAD_RECORD)
        if row.pk in silent and outcome.reason == Reason.AWAITS_REPLY:
            row.attempts += 1
            outcome = because(Reason.HOST_SILENT)
        row.told = written(item.candidate)
        stand(row, item, outcome, now)
    Candidate.objects.bulk_update(rows, WRITTEN, batch_size=200)
    keep_told(rows, items, now)
    if items:
        _record(source, items, by)
    return Counter((row.state, row.reason) for row in rows)


def put_off(rows: Sequence[Candidate], until: datetime) -> None:
    """Let candidates that were taken wait until a later time."""
    Candidate.objects.filter(pk__in=[row.pk for row in rows]).update(try_again_at=until)


def candidate_of(row: Candidate) -> told.Candidate:
    """What a source told, as it is kept."""
    return msgspec.convert(row.told, told.Candidate)


def name_work(public_id: str, title_id: str, *, by: Actor, why: str = "") -> Candidate:
    """A person says which title a candidate is about: it is judged with that from now on. Raises NotFound."""
    title = Title.objects.filter(public_id=title_id, removed_at__isnull=True, merged_into__isnull=True).first()
    if title is None:
        raise NotFound
    with transaction.atomic():
        row = _one(public_id)
        row.title, row.chosen_by = title, f"{by.kind}:{by.id}"[:100]
        row.save(update_fields=["title", "chosen_by"])
        _judge_rows(row.source, [row], {}, (), by)
        audit.record(
            "candidate.name-work", by=by, subject_kind="candidate", subject_id=public_id, why=why,
            after={"title": title_id, "state": row.state, "reason": row.reason},
        )  # fmt: skip
    return row


def confirm_work(public_id: str, *, by: Actor, why: str = "") -> Candidate:
    """A person says that a doubtful candidate is the work it may be. Raises NotFound."""
    row = Candidate.objects.filter(public_id=public_id, reason=Reason.WORK_DOUBTFUL, title__isnull=False)
    title = row.values_list("title__public_id", flat=True).first()
    if title is None:
        raise NotFound
    return name_work(public_id, title, by=by, why=why)


def refuse(public_id: str, *, by: Actor, why: str = "") -> Candidate:
    """A person says that a candidate is none: it is not looked at again. Raises NotFound."""
    with transaction.atomic():
        row = _one(public_id)
        before = {"state": row.state, "reason": row.reason}
        row.state, row.reason, row.detail = State.REFUSED.value, Reason.PERSON_SAID_NO.value, why[:300]
        row.changed_at, row.try_again_at = clock.now(), None
        row.save(update_fields=["state", "reason", "detail", "changed_at", "try_again_at"])
        audit.record(
            "candidate.refuse", by=by, subject_kind="candidate", subject_id=public_id, before=before, why=why,
            after={"state": row.state, "reason": row.reason},
        )  # fmt: skip
    return row


def _one(public_id: str) -> Candidate:
    rows = Candidate.objects.select_for_update(no_key=True, of=("self",)).select_related("source")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def spend(source: str, requests: int) -> int:
    """Note requests that a source has cost today; returns how many it has cost today in all. Two or three queries."""
    day = clock.now().date()
    with transaction.atomic():
        Spent.objects.bulk_create([Spent(source_slug=source, day=day)], ignore_conflicts=True)
        Spent.objects.filter(source_slug=source, day=day).update(requests=F("requests") + requests)
        return Spent.objects.values_list("requests", flat=True).get(source_slug=source, day=day)
