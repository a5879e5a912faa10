"""Taking records of the exchange format into the tables of the catalogue.

Called by allostream.links.intake, whose action wraps a batch in one transaction with its audit entry. Everything is
set-based: the number of statements depends on the kinds of records in a batch, not on how many there are.
"""

from collections.abc import Collection, Iterator

from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Difference, Entry, Outcome, Remark, Thing, key_here, plain
from allostream.catalogue.intake.editions import Held, editions_named, take_in_editions
from allostream.catalogue.intake.faces import refresh_faces
from allostream.catalogue.intake.holding import find_and_hold
from allostream.catalogue.intake.parts import take_in_episodes, take_in_seasons
from allostream.catalogue.intake.people import Role, take_in_credits, take_in_people
from allostream.catalogue.intake.titles import note_identity, take_in_titles
from allostream.catalogue.models import Genre, ImportedRecord, Source
from allostream.lib import exchange

__all__ = [
    "Batch", "Difference", "Entry", "Held", "Outcome", "Remark", "Thing", "editions_named", "key_here",
    "known_digests", "note_digests", "plain", "refresh_faces", "rows", "source_row", "take_in_catalogue",
]  # fmt: skip


def source_row(record: exchange.Source) -> tuple[Source, Outcome]:
    """The row of a source with the values of its record, to be saved unless it is unchanged. One query."""
    values = {name: getattr(record, name) for name in ("name", "licence", "licence_url", "credit", "address")}
    source = Source.objects.filter(slug=record.slug).first()
    if source is None:
        return Source(slug=record.slug, **values), Outcome.NEW
    differing = [name for name, value in values.items() if getattr(source, name) != value]
    for name in differing:
        setattr(source, name, values[name])
    return source, Outcome.CHANGED if differing else Outcome.UNCHANGED


def known_digests(source: Source, names: Collection[str]) -> dict[str, str]:
    """The digests of those records of a source that were taken in before."""
    known = ImportedRecord.objects.filter(source=source, gone_at=None)
    return dict(rows.values_in(known, "key", names, "key", "digest"))


def note_digests(batch: Batch) -> None:
    """Remember which records were taken in, so that the next run passes them over."""
    rows.insert(
        ImportedRecord,
        ("source_id", "key", "digest"),
        (
            (batch.source.pk, entry.read.name, entry.read.digest)
            for entry in batch.entries
            if entry.outcome is not Outcome.REFUSED
        ),
        conflict="(source_id, key) DO UPDATE SET digest = excluded.digest, gone_at = NULL",
    )


def take_in_catalogue(batch: Batch) -> None:
    """Write genres, people, titles, seasons, episodes, editions, credits, identifiers and faces of a batch.

    Runs in the caller's transaction. What is refused and why stands in the batch afterwards.
    """
    present = find_and_hold(batch)
    _take_in_genres(batch)
    take_in_people(batch)
    titles = take_in_titles(batch, present)
    take_in_seasons(batch)
    episodes = take_in_episodes(batch)
    take_in_editions(batch)
    roles = [Role(t.entry, credit, t.thing.id, None, t.owns, t.is_new) for t in titles for credit in t.record.credits]
    roles += [
        Role(e.entry, credit, e.row.title_id, e.thing.id, e.owns, e.is_new)
        for e in episodes
        for credit in e.record.credits
    ]
    if roles:
        take_in_credits(batch, roles)
    batch.write_claims()
    note_identity(batch, titles)
    refresh_faces(batch.renamed)


def _take_in_genres(batch: Batch) -> None:
    records = dict(_genre_records(batch))
    if not records:
        return
    present = {genre.slug: genre for genre in Genre.objects.filter(slug__in=records)}
    for slug, (entry, record) in records.items():
        genre = present.get(slug)
        names = dict(record.names)
        if genre is None:
            Genre.objects.create(slug=slug, names=names)
            batch.made(entry)
        elif names != {language: genre.names.get(language) for language in names}:
            batch.changes(entry, "names", genre.names, {**genre.names, **names})
            genre.names = {**genre.names, **names}
            genre.save(update_fields=["names"])
            batch.showing.update(genre.title_rows.values_list("title_id", flat=True))


def _genre_records(batch: Batch) -> Iterator[tuple[str, tuple[Entry, exchange.Genre]]]:
    for entry, record in batch.of(exchange.Genre):
        yield record.slug, (entry, record)
