"""Titles that nobody had: a statement for each table, without an object for any row.

Most records of a first import are such titles. What they say is put straight into the rows of titles, names, countries,
languages, genres and faces; a record that meets a title that is there goes the longer way (`titles`, `names`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import DateTimeField

from allostream.catalogue.identity_rules import Verdict
from allostream.catalogue.intake import faces, rows
from allostream.catalogue.intake.batch import Batch, Entry, Thing
from allostream.catalogue.intake.names import name_row
from allostream.catalogue.models import Name, Title, TitleCountry, TitleGenre, TitleLanguage
from allostream.catalogue.rules import KnownName
from allostream.lib import clock, exchange
from allostream.lib.dates import PartialDate, Precision

COLUMNS = (
    "id", "public_id", "kind", "source_id", "form", "name", "name_language", "year", "end_year", "released_on",
    "released_precision", "runtime_min", "runtime_is_approximate", "flags", "popularity", "version", "created_at",
    "changed_at",
)  # fmt: skip


class New(NamedTuple):
    """A record of a title that is to be made, with what it may be like. Its thing gets the id of the row."""

    entry: Entry
    record: exchange.Title
    thing: Thing
    public_id: str
    verdict: Verdict | None = None


def names_of(record: exchange.Title) -> list[KnownName]:
    """All names that a record gives; its main name counts as the original unless the list says otherwise."""
    if not record.names:
        return [KnownName(record.name, record.language, "original")]
    listed = [KnownName(name.text, name.language, name.kind) for name in record.names]
    if any(name.text == record.name for name in record.names):
        return listed
    return [KnownName(record.name, record.language, "original"), *listed]


def year_of(record: exchange.Title) -> int | None:
    """The year that a record gives, or that of the day on which the work was released."""
    return record.year or (int(record.released[:4]) if record.released else None)


def write_new(batch: Batch, new: Sequence[New], genres: Mapping[str, int]) -> None:
    """Make the titles, with their names, countries, languages, genres and faces. Eight statements for each 5,000, and
    two or three queries for the addresses."""
    if not new:
        return
    for pk, one in zip(rows.next_ids(Title, len(new)), new, strict=True):
        one.thing.id = one.thing.title_id = pk
        batch.created.add(pk)
    rows.insert(Title, COLUMNS, _titles(batch, new), conflict="")
    named = [names_of(one.record) for one in new]
    columns = ("title_id", "text", "language", "kind", "folded", "match_key")
    rows.insert(
        Name, columns,
        (name_row("title", one.thing.id, name, name.kind) for one, names in zip(new, named, strict=True)
         for name in (dict.fromkeys(names) if len(names) > 1 else names)),
        conflict="",
    )  # fmt: skip
    _write_lists(new, genres)
    faces.write_new(
        (faces.Shown(one.thing.id, one.public_id, one.record.kind, one.record.name, one.record.language,
                     year_of(one.record)), names)
        for one, names in zip(new, named, strict=True)
    )  # fmt: skip


def _titles(batch: Batch, new: Sequence[New]) -> Iterator[tuple[Any, ...]]:
    now = DateTimeField().get_db_prep_save(clock.now(), connection)
    source = batch.source.pk
    for _, record, thing, public_id, _ in new:
        released, precision = None, Precision.UNKNOWN.value
        if record.released:
            date = PartialDate.parse(record.released)
            released, precision = date.on.isoformat(), date.precision.value
        yield (
            thing.id, public_id, record.kind, source, record.form, record.name, record.language, year_of(record),
            record.end_year, released, precision, record.runtime_min,
            record.runtime_is_approximate if record.runtime_min else False,
            json.dumps(record.flags) if record.flags else "[]", 0, 1, now, now,
        )  # fmt: skip


def _write_lists(new: Sequence[New], genres: Mapping[str, int]) -> None:
    rows.insert(
        TitleCountry, ("title_id", "code", "place"),
        [(one.thing.id, code, place) for one in new for place, code in enumerate(one.record.countries)], conflict="",
    )  # fmt: skip
    rows.insert(
        TitleLanguage, ("title_id", "code"),
        [(one.thing.id, code) for one in new for code in one.record.languages], conflict="",
    )  # fmt: skip
    rows.insert(
        TitleGenre, ("title_id", "genre_id"),
        [(one.thing.id, genres[slug]) for one in new for slug in one.record.genres], conflict="",
    )  # fmt: skip
