"""Seasons and episodes: which row a record is about, and what changes in it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from allostream.catalogue import identity_rules, merge_rules
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Entry, Thing, own_id
from allostream.catalogue.intake.names import Named, write_names
from allostream.catalogue.intake.numbers import told_by_records
from allostream.catalogue.models import Episode, Identifier, Season
from allostream.catalogue.numbering_rules import OF_SOURCE, Order, Spot
from allostream.catalogue.rules import KnownName
from allostream.lib import exchange
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.names import folded

Row = TypeVar("Row", Season, Episode)
Record = TypeVar("Record", exchange.Season, exchange.Episode)

SEASON_COLUMNS = ("number", "number_is_derived", "name", "name_language", "aired_on", "aired_precision")
EPISODE_COLUMNS = (*SEASON_COLUMNS, "kind", "absolute_number", "runtime_min")


@dataclass(slots=True)
class Matched(Generic[Record, Row]):
    """A record with the season or episode it is about."""

    entry: Entry
    record: Record
    row: Row
    thing: Thing
    is_new: bool
    owns: bool


@dataclass(frozen=True)
class Sort(Generic[Record, Row]):
    """What differs between seasons and episodes."""

    kind: str
    record: type[Record]
    model: type[Row]
    columns: Sequence[str]
    parent_kind: str
    parent_field: str
    parent_key: Callable[[Any], str]
    derived_is_enough: bool


SEASONS = Sort("season", exchange.Season, Season, SEASON_COLUMNS, "title", "series", lambda r: r.series, True)
EPISODES = Sort("episode", exchange.Episode, Episode, EPISODE_COLUMNS, "season", "season", lambda r: r.season, False)


def take_in_seasons(batch: Batch) -> None:
    """Write the seasons of a batch with their names and identifiers."""
    _take_in(batch, SEASONS)


def take_in_episodes(batch: Batch) -> list[Matched[exchange.Episode, Episode]]:
    """Write the episodes of a batch with their names and identifiers."""
    matched = _take_in(batch, EPISODES)
    told_by_records(_numbered_otherwise(batch, matched))
    return matched


def _numbered_otherwise(
    batch: Batch, matched: Iterable[Matched[exchange.Episode, Episode]]
) -> list[tuple[int, int, Order, int, Spot | None]]:
    """Where this source numbers episodes of others otherwise than they are here. One query where it may."""
    order = OF_SOURCE.get(batch.source.slug)
    told = [
        (found, parent)
        for found in matched
        if order and not (found.owns or found.is_new) and found.record.number is not None
        and not found.record.number_is_derived and (parent := batch.find(found.record.season))
    ]  # fmt: skip
    if not told or order is None:
        return []
    seasons = {parent.id for _, parent in told} | {found.row.season_id for found, _ in told}
    numbers = dict(rows.values_in(Season.objects.all(), "pk", list(seasons), "pk", "number"))
    kept = []
    for found, parent in told:
        season, number = numbers.get(parent.id), found.record.number
        here = (numbers.get(found.row.season_id), found.row.number)
        spot = Spot(season, number) if season is not None and number is not None and (season, number) != here else None
        kept.append((found.row.title_id, found.row.pk, order, batch.source.pk, spot))
    return kept


def _take_in(batch: Batch, sort: Sort[Record, Row]) -> list[Matched[Record, Row]]:
    entries = [
        (entry, record, parent)
        for entry, record in batch.of(sort.record)
        if (parent := _parent(batch, sort, entry, record))
    ]
    present = _present(batch, sort, [(record, parent) for _, record, parent in entries])
    matched = [
        found for entry, record, parent in entries if (found := _match(batch, sort, present, entry, record, parent))
    ]
    _write(batch, sort, matched)
    write_names(
        batch,
        sort.kind,
        [
            Named(
                found.entry, found.thing.id,
                [KnownName(name.text, name.language, name.kind) for name in found.record.names],
                owns=found.owns, is_new=found.is_new,
            )
            for found in matched
        ],
    )  # fmt: skip
    return matched


def _parent(batch: Batch, sort: Sort[Record, Row], entry: Entry, record: Record) -> Thing | None:
    key = sort.parent_key(record)
    parent = batch.find(key)
    if parent and parent.kind == sort.parent_kind and parent.title_kind in ("", "series"):
        return parent
    if parent:
        batch.refuse(
            entry,
            f"{sort.parent_field}: “{key}” is a {parent.title_kind or parent.kind}: "
            f"give the key of a {sort.parent_field}",
        )
    elif not batch.supposes(entry, key):
        batch.refuse(
            entry, f"{sort.parent_field}: “{key}” is not known: put its record before this one, or import it first"
        )
    return None


@dataclass(frozen=True)
class Present(Generic[Row]):
    """The rows that a batch may be about."""

    by_id: Mapping[int, Row]
    by_public_id: Mapping[str, Row]
    # Rows of the same parents that the source does not know yet, by parent.
    strangers: Mapping[int, list[Row]]


def _present(batch: Batch, sort: Sort[Record, Row], wanted: Sequence[tuple[Record, Thing]]) -> Present[Row]:
    pairs = {thing.id for record, _ in wanted for thing in _held(batch, sort, record)}
    parents = {parent.id for _, parent in wanted if parent.id}
    public_ids = [own_id(record.key) for record, _ in wanted]
    found: dict[int, Row] = {}
    for field, values in (("pk", pairs), ("public_id", public_ids), (f"{sort.parent_kind}_id", parents)):
        for portion in rows.portions(values):
            # What became one with another is found by what led to it, which leads to the other now.
            query = sort.model._default_manager.filter(**{f"{field}__in": portion}, merged_into=None).order_by("pk")
            found.update({row.pk: row for row in query})
    batch.learn_kept(sort.kind, found)
    own = Identifier.objects.filter(scheme=batch.source.slug)
    known = {pk for (pk,) in rows.values_in(own, sort.kind, found, f"{sort.kind}_id")}
    strangers: dict[int, list[Row]] = defaultdict(list)
    for row in found.values():
        if row.pk not in known:
            strangers[_parent_id(sort, row)].append(row)
    return Present(found, {row.public_id: row for row in found.values()}, strangers)


def _held(batch: Batch, sort: Sort[Record, Row], record: Record) -> Iterable[Thing]:
    """What the key and the strong identifiers of a record lead to, as far as it is of the right kind."""
    own = batch.find(record.key)
    if own and own.kind == sort.kind and own.id:
        yield own
    for scheme in identity_rules.STRONG_SCHEMES:
        for value in record.identifiers.get(scheme, ()):
            thing = batch.things.get((scheme, value))
            if thing and thing.kind == sort.kind and thing.id:
                yield thing


def _match(
    batch: Batch, sort: Sort[Record, Row], present: Present[Row], entry: Entry, record: Record, parent: Thing
) -> Matched[Record, Row] | None:
    own = batch.find(record.key)
    if own and own.kind != sort.kind:
        batch.refuse(entry, f"key: it belongs to a {own.kind} already: give another key")
        return None
    row = present.by_id[own.id] if own else _known_elsewhere(batch, sort, present, record, parent)
    if row is None:
        return _new(batch, sort, entry, record, parent)
    if _parent_id(sort, row) != parent.id and row.placed_at is None:
        batch.refuse(
            entry,
            f"{sort.parent_field}: this {sort.kind} stands under another {sort.parent_field} here: correct the record, "
            "or move it by hand first, for links hang on it",
        )
        return None
    thing = own or Thing(sort.kind, row.pk, row.title_id, parent.season_id)
    batch.claim(entry, record.key, record.identifiers, thing)
    owns = row.public_id == own_id(record.key)
    return Matched(entry, record, row, thing, is_new=False, owns=owns)


def _known_elsewhere(
    batch: Batch, sort: Sort[Record, Row], present: Present[Row], record: Record, parent: Thing
) -> Row | None:
    if row := present.by_public_id.get(own_id(record.key)):
        return row
    strangers = {row.pk: row for row in present.strangers.get(parent.id, ())}
    given = (record.number, record.number_is_derived, folded(record.name)) if strangers else (None, False, "")
    for thing in _held(batch, sort, record):
        if thing.id in strangers:
            return _taken(present, parent, strangers[thing.id])
    for row in strangers.values():
        there = (row.number, row.number_is_derived, folded(row.name))
        if merge_rules.same_part(given, there, derived_is_enough=sort.derived_is_enough):
            return _taken(present, parent, row)
    return None


def _taken(present: Present[Row], parent: Thing, row: Row) -> Row:
    """The row, which no other record of the batch can be about any more."""
    present.strangers[parent.id].remove(row)
    return row


def _new(batch: Batch, sort: Sort[Record, Row], entry: Entry, record: Record, parent: Thing) -> Matched[Record, Row]:
    row = sort.model(public_id=own_id(record.key), title_id=parent.title_id)
    if isinstance(row, Episode):
        row.season_id = parent.id
    _set(row, _given(record))
    thing = Thing(sort.kind, title_id=parent.title_id, season_id=parent.season_id)
    batch.made(entry)
    batch.claim(entry, record.key, record.identifiers, thing)
    return Matched(entry, record, row, thing, is_new=True, owns=True)


def _write(batch: Batch, sort: Sort[Record, Row], matched: Sequence[Matched[Record, Row]]) -> None:
    new, changed = [found for found in matched if found.is_new], []
    for found in matched:
        if found.is_new:
            continue
        before = _columns(found.row)
        given = merge_rules.settled(before, _given(found.record), owns=found.owns)
        after = {
            column: value
            for column, value in given.items()
            if batch.may_set(found.entry, sort.kind, found.row.pk, column)
        }
        for column, value in after.items():
            batch.changes(found.entry, column, before[column], value)
        if after:
            _set(found.row, after)
            changed.append(found.row)
    rows.create(sort.model, [found.row for found in new])
    for found in new:
        found.thing.id = found.row.pk
        if sort.kind == "season":
            found.thing.season_id = found.row.pk
    rows.update(sort.model, sort.columns, changed)


def _given(record: exchange.Season | exchange.Episode) -> dict[str, Any]:
    """What a record says; values that mean something only together stand together."""
    values: dict[str, Any] = {
        "number": None if record.number is None else (record.number, record.number_is_derived),
        "name": (record.name, record.language) if record.name else None,
        "aired": PartialDate.parse(record.aired) if record.aired else None,
    }
    if isinstance(record, exchange.Episode):
        values |= {
            "kind": record.kind, "absolute_number": record.absolute_number, "runtime_min": record.runtime_min
        }  # fmt: skip
    return values


def _columns(row: Season | Episode) -> dict[str, Any]:
    """The same of a row."""
    values: dict[str, Any] = {
        "number": None if row.number is None else (row.number, row.number_is_derived),
        "name": (row.name, row.name_language) if row.name else None,
        "aired": PartialDate(row.aired_on, Precision(row.aired_precision)) if row.aired_on else None,
    }
    if isinstance(row, Episode):
        values |= {"kind": row.kind, "absolute_number": row.absolute_number, "runtime_min": row.runtime_min}
    return values


def _set(row: Season | Episode, values: Mapping[str, Any]) -> None:
    for column, value in values.items():
        match column:
            case "number":
                row.number, row.number_is_derived = value or (None, False)
            case "name":
                row.name, row.name_language = value or ("", "")
            case "aired":
                row.aired_on = value.on if value else None
                row.aired_precision = value.precision if value else Precision.UNKNOWN
            case _:
                setattr(row, column, value)


def _parent_id(sort: Sort[Record, Row], row: Season | Episode) -> int:
    return row.season_id if isinstance(row, Episode) else row.title_id
