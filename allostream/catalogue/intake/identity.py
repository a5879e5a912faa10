"""Which titles the records of a batch are about, where nothing but what they say can tell."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from allostream.catalogue.identity_rules import UNKNOWN, Ground, Outcome, Reason, Verdict, for_merging
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Clash, Thing
from allostream.catalogue.intake.resolving import described_record, resolve
from allostream.catalogue.models import Joining, Likeness, Source, Title
from allostream.lib import clock, exchange

CHANGES_KEPT = 200


@dataclass(slots=True)
class Recognised:
    """The verdicts on the records of a batch, by their keys. No title is given away twice: a source has a work once."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def of(self, key: str) -> Verdict:
        """What was found for a record; a title that another record of the batch has taken is only doubtful."""
        verdict = self.verdicts.get(key, UNKNOWN)
        if verdict.outcome is Outcome.SAME and verdict.title is not None:
            if verdict.title in self.taken:
                return Verdict(Outcome.DOUBTFUL, verdict.title, verdict.score, verdict.grounds)
            self.taken.add(verdict.title)
        return verdict

    def titles(self) -> set[int]:
        """The titles that records may be about."""
        return {verdict.title for verdict in self.verdicts.values() if verdict.title is not None}


def recognised(batch: Batch, records: Sequence[exchange.Title]) -> Recognised:
    """What records are about whose keys are not known yet. Eleven queries or more, two where no other source has told
    of any title: what a source has itself it never has twice."""
    if not records or not _others_have_titles(batch):
        return Recognised()
    asked = [record for record in records if record.key not in batch.apart]
    verdicts = map(for_merging, resolve([described_record(record) for record in asked]))
    return Recognised({record.key: verdict for record, verdict in zip(asked, verdicts, strict=True)})


def _others_have_titles(batch: Batch) -> bool:
    """Asked of each source, by an index: to look for a title of another one would be to read all of this one's."""
    titles = Title.objects.filter(source=OuterRef("pk"))
    of_others = Source.objects.exclude(pk=batch.source.pk).filter(Exists(titles))
    return of_others.exists() or Title.objects.filter(source__isnull=True).exists()


@dataclass(frozen=True, slots=True)
class Told:
    """A record with the title that it was taken for or that was made of it, and the verdict that led there if any."""

    record: exchange.Title
    thing: Thing
    verdict: Verdict | None
    is_new: bool


def note_joinings(batch: Batch, told: Iterable[Told]) -> None:
    """Remember which records were taken for titles of other sources, with what they have changed there. Two queries
    or more; one statement for each 5,000."""
    joined = {one.record.key: one for one in told if not one.is_new}
    known = dict(_joinings(batch, joined))
    changes: dict[str, list[Any]] = {key: list(known.get(key, ())) for key in joined}
    for difference in batch.differences:
        if difference.key in changes:
            changes[difference.key].append([difference.column, str(difference.after)])
    rows.insert(
        Joining,
        ("source_id", "key", "title_id", "score", "grounds", "record", "changes", "joined_at"),
        (
            (
                batch.source.pk, key, one.thing.id, one.verdict.score if one.verdict else 1.0,
                _json(plain_grounds(one.verdict.grounds if one.verdict else ())),
                exchange.write_line(one.record).decode(), _json(changes[key][:CHANGES_KEPT]), clock.now(),
            )
            for key, one in joined.items()
        ),
        conflict="(source_id, key) DO UPDATE SET title_id = excluded.title_id, record = excluded.record, "
        "changes = excluded.changes",
    )  # fmt: skip


def note_likenesses(batch: Batch, told: Iterable[Told]) -> None:
    """Let a person look at what is doubtful, unless that pair has been decided. One statement."""
    doubtful = [
        (one.thing.id, one.verdict.title, one.verdict.score, one.verdict.grounds)
        for one in told
        if one.is_new and one.verdict and one.verdict.outcome is Outcome.DOUBTFUL
    ]
    doubtful += [(*pair, 0.5, grounds) for pair, grounds in _clashes(batch.clashes).items()]
    rows.insert(
        Likeness,
        ("public_id", "made_id", "like_id", "source_id", "score", "grounds", "state", "opened_at"),
        (
            (
                Likeness._meta.get_field("public_id").get_default(), made, like, batch.source.pk, score,
                _json(plain_grounds(grounds)), Likeness.State.OPEN.value, clock.now(),
            )
            for made, like, score, grounds in doubtful
            if made != like
        ),
    )  # fmt: skip


def _clashes(clashes: Iterable[Clash]) -> dict[tuple[int, int], tuple[Ground, ...]]:
    """Pairs of titles that two sources give one identifier, with the identifiers."""
    found: dict[tuple[int, int], tuple[Ground, ...]] = {}
    for clash in clashes:
        pair = (clash.thing.id, clash.there.id)
        ground = Ground(Reason.SAME_ID, 9.0, {"scheme": clash.scheme, "value": clash.value})
        found[pair] = (*found.get(pair, ()), ground)
    return found


def _joinings(batch: Batch, keys: Iterable[str]) -> Iterable[tuple[str, list[Any]]]:
    return rows.values_in(Joining.objects.filter(source=batch.source), "key", list(keys), "key", "changes")


def plain_grounds(grounds: Iterable[Ground]) -> list[dict[str, Any]]:
    """Grounds as a column holds them."""
    return [{"reason": one.reason.value, "weight": one.weight, "values": dict(one.values)} for one in grounds]


def read_grounds(held: Iterable[dict[str, Any]]) -> tuple[Ground, ...]:
    """Grounds as a column has held them."""
    return tuple(Ground(Reason(one["reason"]), one["weight"], one["values"]) for one in held)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
