"""Titles: which row a record is about, what changes in it, and everything that hangs on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from allostream.catalogue import merge_rules
from allostream.catalogue.identity_rules import UNKNOWN, Outcome, Verdict
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Entry, Thing
from allostream.catalogue.intake.fresh import New, names_of, write_new, year_of
from allostream.catalogue.intake.identity import Recognised, Told, note_joinings, note_likenesses, recognised
from allostream.catalogue.intake.names import Named, write_names
from allostream.catalogue.models import Genre, Title, TitleCountry, TitleGenre, TitleLanguage
from allostream.lib import exchange
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.ids import id_for

COLUMNS = (
    "form", "name", "name_language", "year", "end_year", "released_on", "released_precision", "runtime_min",
    "runtime_is_approximate", "flags",
)  # fmt: skip


@dataclass(slots=True)
class Matched:
    """A record with the title it is about."""

    entry: Entry
    record: exchange.Title
    title: Title | None  # none yet where the record makes one
    thing: Thing
    is_new: bool
    owns: bool
    verdict: Verdict | None = None


def take_in_titles(batch: Batch, present: "Present") -> list[Matched]:
    """Write the titles of a batch with their names, countries, languages, genres and identifiers.

    Returns those of which there is more to say: all that met a title, and the new ones with credits or a likeness.
    `present`: those that the batch may be about, which the caller holds (allostream.catalogue.intake.holding).
    """
    genres = dict(Genre.objects.values_list("slug", "pk"))
    new, there, told = list[New](), list[Matched](), list[Matched]()
    for one in present.asked:
        entry, record = one.entry, one.record
        unknown = [slug for slug in record.genres if slug not in genres] if record.genres else ()
        if unknown:
            if not batch.supposes(entry, f"genre:{unknown[0]}"):
                batch.refuse(entry, f"genres: “{unknown[0]}” is not known: put its genre record before this one")
        elif isinstance(found := _match(batch, present, one), Matched):
            there.append(found)
            told.append(found)
        elif found:
            new.append(found)
            if found.verdict or record.credits:
                told.append(Matched(entry, record, None, found.thing, is_new=True, owns=True, verdict=found.verdict))
    write_new(batch, new, genres)
    if there:
        _write_there(batch, there, genres)
    return told


def _write_there(batch: Batch, matched: list[Matched], genres: Mapping[str, int]) -> None:
    """What the records change in titles that are there."""
    _write(batch, matched)
    _write_names(batch, matched)
    _write_list(batch, matched, TitleCountry, "countries", with_place=True)
    _write_list(batch, matched, TitleLanguage, "languages", with_place=False)
    _write_genres(batch, matched, genres)


def note_identity(batch: Batch, matched: Iterable[Matched]) -> None:
    """Remember why records of this source are on titles of others, and what a person has to look at. Last of all: what
    every record has changed is known by then."""
    told = [
        Told(found.record, found.thing, found.verdict, found.is_new)
        for found in matched
        if found.verdict or not (found.is_new or found.owns)
    ]
    note_joinings(batch, told)
    note_likenesses(batch, told)


@dataclass(frozen=True)
class Present:
    """The titles that a batch may be about: those with a key or a permanent id of a record, and those recognised."""

    asked: Sequence["Asked"]
    titles: Mapping[int, Title]
    by_public_id: Mapping[str, int]
    into: Mapping[int, int]  # where those lead that have become one with others
    recognised: Recognised


class Asked(NamedTuple):
    """A record, what its key leads to, and the permanent id that a title made of it has."""

    entry: Entry
    record: exchange.Title
    thing: Thing | None
    public_id: str


def _asked(batch: Batch) -> list[Asked]:
    find = batch.find if batch.things else _nothing
    return [
        Asked(entry, record, find(record.key), id_for(record.key)) for entry, record in batch.of(exchange.Title)
    ]  # fmt: skip


def _nothing(_key: str) -> None:
    return None


@dataclass(frozen=True)
class Wanted:
    """The ids of the titles that the records of a batch may be about, and why."""

    asked: Sequence[Asked]
    ids: frozenset[int]
    by_public_id: Mapping[str, int]
    into: Mapping[int, int]
    recognised: Recognised


def wanted_titles(batch: Batch) -> Wanted:
    """Which titles the records of a batch may be about, by keys, by permanent ids, and by what they tell."""
    asked = _asked(batch)
    columns = ("public_id", "pk", "merged_into_id")
    made = list(rows.values_in(Title.objects.all(), "public_id", [one.public_id for one in asked], *columns))
    by_public_id, into = {one: pk for one, pk, _ in made}, {pk: led for _, pk, led in made if led}
    unknown = [one.record for one in asked if one.thing is None and one.public_id not in by_public_id]
    found = recognised(batch, unknown)
    known = {one.thing.id for one in asked if one.thing and one.thing.kind == "title"}
    ids = known | found.titles() | set(by_public_id.values()) | set(into.values())
    return Wanted(asked, frozenset(ids), by_public_id, into, found)


def present_titles(batch: Batch, wanted: Wanted) -> Present:
    """The rows of those titles, with what people have settled of them."""
    titles: dict[int, Title] = {}
    for portion in rows.portions(wanted.ids):
        titles.update(Title.objects.in_bulk(portion))
    batch.learn_kept("title", titles)
    return Present(wanted.asked, titles, wanted.by_public_id, wanted.into, wanted.recognised)


def _match(batch: Batch, present: Present, asked: Asked) -> Matched | New | None:
    """The title that a record is about, or the one that is to be made; None where it is refused."""
    entry, record, _, public_id = asked
    # Asked for anew: an earlier record of the batch may have made what this one names.
    thing = batch.find(record.key)
    if thing and thing.kind != "title":
        batch.refuse(entry, f"key: it belongs to a {thing.kind} already: give another key")
        return None
    if thing and thing.title_kind != record.kind:
        batch.refuse(entry, f"kind: this key belongs to a {thing.title_kind}: correct the kind, or give another key")
        return None
    if thing is None and (pk := present.by_public_id.get(public_id)):
        pk = present.into.get(pk, pk)
        thing = Thing("title", pk, pk, title_kind=record.kind)
    verdict = None if thing else present.recognised.of(record.key)
    if verdict and verdict.title is not None and verdict.outcome is Outcome.SAME and verdict.title in present.titles:
        thing = Thing("title", verdict.title, verdict.title, title_kind=record.kind)
    if thing is None:
        thing = Thing("title", title_kind=record.kind)
        batch.made(entry)
        batch.claim_new(entry, record, thing)
        return New(entry, record, thing, public_id, None if verdict is UNKNOWN else verdict)
    title = present.titles[thing.id]
    # Of two records of one source whose titles a person made one, the one that made the title goes on to decide.
    owns = title.source_id == batch.source.pk and present.by_public_id.get(public_id, title.pk) == title.pk
    batch.claim(entry, record.key, record.identifiers, thing)
    return Matched(entry, record, title, thing, is_new=False, owns=owns, verdict=verdict)


def _write(batch: Batch, matched: Iterable[Matched]) -> None:
    changed = []
    for found in matched:
        if found.title is None:
            continue
        before = columns_of(found.title)
        after = merge_rules.settled(before, _given(found.record), owns=found.owns)
        after = {
            column: value
            for column, value in after.items()
            if batch.may_set(found.entry, "title", found.thing.id, column)
        }
        for column, value in after.items():
            batch.changes(found.entry, column, before[column], value)
        if after:
            set_columns(found.title, after)
            changed.append(found.title)
            if "name" in after or "year" in after:
                batch.renamed.add(found.title.pk)
    rows.update(Title, COLUMNS, changed)


def _given(record: exchange.Title) -> dict[str, Any]:
    """What a record says of a title; values that mean something only together stand together."""
    released = PartialDate.parse(record.released) if record.released else None
    return {
        "form": record.form,
        "name": (record.name, record.language),
        "year": year_of(record),
        "end_year": record.end_year,
        "released": released,
        "runtime": (record.runtime_min, record.runtime_is_approximate) if record.runtime_min else None,
        "flags": list(record.flags),
    }


def columns_of(title: Title) -> dict[str, Any]:
    """What a row says, in the columns in which a record says it."""
    return {
        "form": title.form,
        "name": (title.name, title.name_language),
        "year": title.year,
        "end_year": title.end_year,
        "released": title.released,
        "runtime": (title.runtime_min, title.runtime_is_approximate) if title.runtime_min else None,
        "flags": title.flags,
    }


def set_columns(title: Title, values: Mapping[str, Any]) -> None:
    """Set such columns on a row."""
    for column, value in values.items():
        match column:
            case "name":
                title.name, title.name_language = value
            case "released":
                title.released_on = value.on if value else None
                title.released_precision = value.precision if value else Precision.UNKNOWN
            case "runtime":
                title.runtime_min, title.runtime_is_approximate = value or (None, False)
            case _:
                setattr(title, column, value)


def _write_names(batch: Batch, matched: Iterable[Matched]) -> None:
    named = [
        Named(found.entry, found.thing.id, names_of(found.record), owns=found.owns, is_new=False) for found in matched
    ]
    batch.renamed |= write_names(batch, "title", named)


def _write_list(
    batch: Batch,
    matched: Iterable[Matched],
    model: type[TitleCountry] | type[TitleLanguage],
    field: str,
    *,
    with_place: bool,
) -> None:
    """Countries or languages: the owner's list replaces the one that is there, another's only fills an empty one."""
    giving = [found for found in matched if getattr(found.record, field)]
    there = _lists(model, [found.thing.id for found in giving], with_place=with_place)
    stale, fresh = [], []
    for found in giving:
        given, present = getattr(found.record, field), there.get(found.thing.id, ())
        same = present == given if with_place else set(present) == set(given)
        if same or (present and not found.owns):
            continue
        if not batch.may_set(found.entry, "title", found.thing.id, field):
            continue
        batch.changes(found.entry, field, list(present), list(given))
        if present:
            stale.append(found.thing.id)
        fresh += [(found.thing.id, code, place) for place, code in enumerate(given)]
    for portion in rows.portions(stale):
        model.objects.filter(title__in=portion).delete()
    columns = ("title_id", "code", "place") if with_place else ("title_id", "code")
    rows.insert(model, columns, (row[: len(columns)] for row in fresh))


def _lists(
    model: type[TitleCountry] | type[TitleLanguage], title_ids: list[int], *, with_place: bool
) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    order = ("title", "place", "id") if with_place else ("title", "id")
    for title_id, code in rows.values_in(model.objects.order_by(*order), "title", title_ids, "title_id", "code"):
        found[title_id].append(code)
    return {title_id: tuple(codes) for title_id, codes in found.items()}


def _write_genres(batch: Batch, matched: Iterable[Matched], genres: Mapping[str, int]) -> None:
    giving = [found for found in matched if found.record.genres]
    old = [found.thing.id for found in giving]
    there = set(rows.values_in(TitleGenre.objects.all(), "title", old, "title_id", "genre_id"))
    fresh = []
    for found in giving:
        for slug in found.record.genres:
            is_taken = batch.kept("title", found.thing.id).takes("genres", slug)
            if is_taken and (found.thing.id, genres[slug]) not in there:
                fresh.append((found.thing.id, genres[slug]))
                batch.changes(found.entry, "genres", None, slug)
    rows.insert(TitleGenre, ("title_id", "genre_id"), fresh)
