"""Taking a batch of records in: one transaction with all their rows, the audit entry and outbox rows."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor, digest_rows
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue import intake
from allostream.catalogue.intake import Batch, Difference, Entry, Outcome, Remark
from allostream.catalogue.intake.batch import counted, nothing_assumed
from allostream.catalogue.models import Source, Title
from allostream.freshness.actions import note_changes
from allostream.freshness.rules import Indexed
from allostream.lib import exchange
from allostream.links.deciding import decide
from allostream.links.intake_channels import take_in_channels
from allostream.links.intake_links import take_in_links
from allostream.links.models import AnswerClaim, RightsAnswer
from allostream.links.showing import refresh_shown
from allostream.rights.deciding_rules import Kind
from allostream.rights.intake import take_in_facts

TRIES = 3
ANSWER_COLUMNS = (
    "status", "play", "rule", "free_since", "protected_until", "confidence", "deciding_name", "deciding_year",
    "published_year", "missing", "licence", "licence_url", "noncommercial", "reason", "authority", "must_check",
    "evaluated_on",
)  # fmt: skip


@dataclass
class Result:
    """What a batch did: how many records of each kind met which outcome, what to tell, what changed."""

    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def take_in_source(record: exchange.Source, *, by: Actor, why: str = "", trial: bool = False) -> tuple[Source, Outcome]:
    """Make or change the row of a source, with its audit entry. A trial writes nothing: the row may have no id."""
    if trial:
        return intake.source_row(record)
    with transaction.atomic():
        source, outcome = intake.source_row(record)
        if outcome is not Outcome.UNCHANGED:
            source.save()
            # Pages name the sources of their facts: everything that the source knows has a key in its scheme.
            catalogue_actions.raise_versions_of(Title.objects.filter(identifiers__scheme=source.slug))
            after = {name: getattr(record, name) for name in record.__struct_fields__}
            audit.record(
                f"source.{'add' if outcome is Outcome.NEW else 'change'}", by=by, subject_kind="source",
                subject_id=source.slug, after=after, why=why,
            )  # fmt: skip
    return source, outcome


def take_in(
    entries: Sequence[Entry],
    *,
    source: Source,
    by: Actor,
    why: str = "",
    again: bool = False,
    trial: bool = False,
    assumed: Callable[[Collection[str]], set[str]] = nothing_assumed,
) -> Result:
    """Take a batch of records of one source in. A batch that was taken in before writes nothing.

    `again` looks at records anew although their digests are known; `trial` undoes everything at the end, with
    `assumed` telling which keys its earlier batches would have made. A clash with another writer is tried again.
    """
    for left in reversed(range(TRIES)):
        for entry in entries:
            entry.outcome = Outcome.UNCHANGED
        batch = _unseen(entries, source, again=again, assumed=assumed)
        try:
            if batch.entries:
                _write(batch, by, why, trial=trial)
            break
        except IntegrityError:
            if not left:
                raise
    return Result(counted(entries), batch.remarks, batch.differences)


def _unseen(
    entries: Sequence[Entry], source: Source, *, again: bool, assumed: Callable[[Collection[str]], set[str]]
) -> Batch:
    """A batch of those entries that are not known already in the same state; the second of two alike is refused."""
    batch = Batch(source, [], assumed)
    known = {} if again or source.pk is None else intake.known_digests(source, [entry.read.name for entry in entries])
    seen = set()
    for entry in entries:
        if entry.read.name in seen:
            batch.refuse(entry, "the same record stands a few lines before: leave one of them out")
        elif known.get(entry.read.name) != entry.read.digest:
            batch.entries.append(entry)
        seen.add(entry.read.name)
    return batch


def _write(batch: Batch, by: Actor, why: str, *, trial: bool) -> None:
    is_new = batch.source.pk is None
    with transaction.atomic():
        if is_new:  # only in a trial: the row of a source is otherwise written before its records
            batch.source.save()
        # Two imports of one source take turns, so that neither works with what the other is changing. Whoever else
        # names the source in a row of theirs need not wait.
        Source.objects.select_for_update(no_key=True).get(pk=batch.source.pk)
        intake.take_in_catalogue(batch)
        renamed, carried_no_more = take_in_channels(batch)
        stated = take_in_facts(batch, by=by, why=why)
        shown = stated | carried_no_more | _take_in_answers(batch) | take_in_links(batch)
        shown |= decide(shown | batch.touched(), by=by, why=why).titles
        if shown:
            refresh_shown(sorted(shown))
        if trial:
            transaction.set_rollback(True)
        else:
            intake.note_digests(batch)
            _follow_up(batch, shown, renamed | stated)
            _record(batch, by, why)
    if is_new:
        batch.source.pk, batch.source._state.adding = None, True


def _follow_up(batch: Batch, shown: Collection[int], renamed: set[int]) -> None:
    note_changes(Indexed.TITLE, batch.titles())
    note_changes(Indexed.PERSON, batch.people_written)
    if shown or renamed or any(entry.outcome in (Outcome.NEW, Outcome.CHANGED) for entry in batch.entries):
        catalogue_actions.raise_versions(batch.touched() | renamed)
    if shown or batch.renamed or batch.created:
        catalogue_actions.ask_for_count()


def _record(batch: Batch, by: Actor, why: str) -> None:
    taken = [entry for entry in batch.entries if entry.outcome is not Outcome.REFUSED]
    if not taken:
        return
    counts = {f"{kind} {outcome}": number for (kind, outcome), number in sorted(batch.counts().items())}
    audit.record_batch(
        "catalogue.import", by=by, subject_kind="import", count=len(taken), why=why,
        digest=digest_rows({"record": entry.read.name, "digest": entry.read.digest} for entry in taken),
        summary={"source": batch.source.slug, "first": taken[0].place, "last": taken[-1].place, "records": counts},
    )  # fmt: skip


def _take_in_answers(batch: Batch) -> set[int]:
    """Write what the source answers on protection; returns the titles of which it says something else than before."""
    wanted = [
        (entry, record, thing)
        for entry, record in batch.of(exchange.Rights)
        if (thing := batch.place_of(entry, record.on, ("title",)))
    ]
    present: dict[tuple[int, str], AnswerClaim] = {}
    judged: set[tuple[int, str]] = set()
    for portion in intake.rows.portions({thing.id for *_, thing in wanted}):
        present.update({(a.title_id, a.country): a for a in AnswerClaim.objects.filter(title__in=portion)})
        by_people = RightsAnswer.objects.filter(title__in=portion, kind__in=(Kind.REVIEW, Kind.OVERRIDE))
        judged.update(by_people.values_list("title_id", "country"))
    new, changed, shown = [], [], set()
    for entry, record, thing in wanted:
        values = {column: intake.plain(getattr(record, column)) for column in ANSWER_COLUMNS}
        claim = present.get((thing.id, record.country))
        if (thing.id, record.country) in judged or (claim and claim.source_id != batch.source.pk):
            batch.remark(entry, "another source, or a person, has answered this already: that answer stands")
        elif claim is None:
            new.append(AnswerClaim(title_id=thing.id, country=record.country, source=batch.source, **values))
            batch.made(entry)
            shown.add(thing.id)
        elif batch.set_values(entry, claim, values):
            changed.append(claim)
            shown.add(thing.id)
    AnswerClaim.objects.bulk_create(new)
    intake.rows.update(AnswerClaim, ANSWER_COLUMNS, changed)
    return shown
