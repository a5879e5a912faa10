"""What the rules are told of many works at once: the catalogue's own columns, and the facts in force over them.

What the catalogue says counts as one reference, the source that gave it; facts bring their own sources. A property of
which a fact is in force is no longer read from the columns: they follow the facts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from allostream.catalogue.intake.rows import values_in
from allostream.catalogue.models import Credit, Edition, Episode, Settled, Title, TitleCountry
from allostream.catalogue.models import Person as PersonRow
from allostream.catalogue.models import Source as SourceRow
from allostream.lib.dates import PartialDate, Precision
from allostream.rights import combining
from allostream.rights.engine.facts import NEVER, UNKNOWN, Layer, Person, Role, Source, Weight, When, Work
from allostream.rights.fact_values import last_day
from allostream.rights.queries.facts import FactsInForce, Stated, facts_in_force

PERSON = (
    "pk", "name", "born_on", "born_precision", "died_on", "died_precision", "nationalities", "source_id",
)  # fmt: skip
# What an edition adds by its kind; a cut takes away and adds nothing.
LAYERS_OF_EDITIONS: Mapping[str, frozenset[Layer]] = {
    Edition.Kind.RESTORATION: frozenset({Layer.RESTORED}),
    Edition.Kind.SCORE: frozenset({Layer.NEW_SCORE}),
    Edition.Kind.COLOUR: frozenset({Layer.COLOURED}),
    Edition.Kind.LANGUAGE: frozenset({Layer.DUBBED}),
}
# Flags of a title that are layers of the bare film; others speak of editions, or of who may have an author's right.
FLAGGED = (Layer.CHARACTER, Layer.TRADEMARK, Layer.THIRD_PARTY_FOOTAGE, Layer.MUSIC)
# Whose word a year, a country or a day is that readers have settled: it weighs less than the catalogue's own source.
READERS = Source("Readers of this site", Weight.CLAIM, origin="people")
BASED_ON_OTHERS = "underlying_work"  # the flag of a title that somebody adapted something


@dataclass(frozen=True)
class _Read:
    """Everything that was fetched for a set of titles."""

    facts: FactsInForce
    sources: Mapping[int, Source]
    countries: Mapping[int, tuple[str, ...]]
    credits: Mapping[tuple[int, int | None], tuple[tuple[str, int], ...]]
    people: Mapping[int, Mapping[str, Any]]


def works_of(title_ids: Collection[int]) -> dict[int, Work]:
    """What the rules are told of each title; an unknown or removed one is missing. Eight queries for 500 titles."""
    ids = sorted(set(title_ids))
    read = _read(ids)
    columns = ("pk", "name", "kind", "year", "end_year", "released_on", "released_precision", "flags", "source_id")
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    present = present.annotate(ends=_by_readers("title", "end_year"), comes_from=_by_readers("title", "countries"))
    asked = (*columns, "ends", "comes_from")
    rows = (dict(zip(asked, row, strict=True)) for row in values_in(present, "pk", ids, *asked))
    return {row["pk"]: _title_work(row, read) for row in rows}


def _by_readers(column: str, name: str) -> Exists:
    """Whether a field of a row is one that readers have settled: it rests on their word, not on the row's source."""
    return Exists(Settled.objects.filter(**{column: OuterRef("pk")}, field=name))


def works_of_episodes(works: Mapping[int, Work], episode_ids: Collection[int]) -> dict[int, Work]:
    """What the rules are told of episodes: what is said of the series, unless something is said of the episode itself.

    Takes the works of their titles. An episode of which nothing of its own is known is missing. Nine queries for 500.
    """
    columns = ("pk", "title_id", "name", "number", "aired_on", "aired_precision", "title__source_id", "by_readers")
    present = Episode.objects.filter(removed_at__isnull=True).annotate(by_readers=_by_readers("episode", "aired"))
    rows = [dict(zip(columns, row, strict=True)) for row in values_in(present, "pk", sorted(episode_ids), *columns)]
    rows = [row for row in rows if row["title_id"] in works]
    read = _read(sorted({row["title_id"] for row in rows}))
    made = ((row["pk"], _episode_work(row, works[row["title_id"]], read)) for row in rows)
    return {pk: work for pk, work in made if work}


def works_of_editions(works: Mapping[int, Work], edition_ids: Collection[int]) -> dict[int, Work]:
    """What the rules are told of editions: their work with the layers that the edition has by its kind and facts.

    Takes the works of their titles; an edition that adds nothing is missing. Five queries for 500.
    """
    found = values_in(
        Edition.objects.filter(removed_at__isnull=True), "pk", sorted(edition_ids), "pk", "title_id", "kind"
    )
    rows = [(pk, title, kind) for pk, title, kind in found if title in works]
    facts = facts_in_force({title for _, title, _ in rows}).editions
    made = ((pk, works[title], _edition_work(works[title], kind, facts.get(pk, ()))) for pk, title, kind in rows)
    return {pk: work for pk, whole, work in made if work != whole}


def _edition_work(work: Work, kind: str, facts: Sequence[Stated]) -> Work:
    layered = replace(work, layers=work.layers | LAYERS_OF_EDITIONS.get(kind, frozenset()))
    return combining.overlaid(layered, facts)


def _read(ids: Sequence[int]) -> _Read:
    credited = _credits(ids)
    wanted = {person for rows in credited.values() for _, person in rows}
    people = {
        row[0]: dict(zip(PERSON, row, strict=True)) for row in values_in(PersonRow.objects.all(), "pk", wanted, *PERSON)
    }
    return _Read(facts_in_force(ids), _sources(), _countries(ids), credited, people)


def _sources() -> dict[int, Source]:
    rows = SourceRow.objects.values_list("pk", "name", "address", "slug")
    return {pk: Source(name, Weight.REFERENCE, address, origin=slug) for pk, name, address, slug in rows}


def _countries(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = values_in(TitleCountry.objects.order_by("title_id", "place"), "title", ids, "title_id", "code")
    for title, code in rows:
        found[title] += (code,)
    return found


def _credits(ids: Sequence[int]) -> dict[tuple[int, int | None], tuple[tuple[str, int], ...]]:
    found: dict[tuple[int, int | None], tuple[tuple[str, int], ...]] = defaultdict(tuple)
    rows = Credit.objects.exclude(role=Credit.Role.CAST).order_by("title_id", "role", "place", "pk")
    for title, episode, role, person in values_in(rows, "title", ids, "title_id", "episode_id", "role", "person_id"):
        found[title, episode] += ((role, person),)
    return found


def _title_work(row: Mapping[str, Any], read: _Read) -> Work:
    source = read.sources.get(row["source_id"])
    sources = (source,) if source else ()
    flags = set(row["flags"])
    countries = read.countries.get(row["pk"], ())
    from_there = (READERS,) if row["comes_from"] else sources
    work = Work(
        name=row["name"], published=_released(row, sources), origin=countries,
        origin_sources=from_there if countries else (), people=_authors(read.credits.get((row["pk"], None), ()), read),
        layers=frozenset(layer for layer in FLAGGED if layer in flags),
        is_based_on_nothing=False if BASED_ON_OTHERS in flags else None,
    )  # fmt: skip
    return combining.overlaid(work, read.facts.titles.get(row["pk"], ()))


def _episode_work(row: Mapping[str, Any], whole: Work, read: _Read) -> Work | None:
    """An episode with what is known of itself; without a word of its own about it, None."""
    title, facts = row["title_id"], read.facts.episodes.get(row["pk"], ())
    own = read.credits.get((title, row["pk"]), ())
    if not (own or facts or row["aired_on"]):
        return None
    source = READERS if row["by_readers"] else read.sources.get(row["title__source_id"])
    aired = PartialDate(row["aired_on"], Precision(row["aired_precision"])) if row["aired_on"] else None
    work = replace(
        whole, name=row["name"] or whole.name, people=(*whole.people, *_authors(own, read)),
        published=_when(aired, (source,) if source else ()) if aired else whole.published,
    )  # fmt: skip
    return combining.overlaid(work, facts)


def _released(row: Mapping[str, Any], sources: tuple[Source, ...]) -> When:
    """The first publication; a series is published from its first year to its last, and terms count from that."""
    if row["kind"] == Title.Kind.SERIES:
        if row["year"] is None or row["end_year"] is None:
            return UNKNOWN
        said = (READERS,) if row["ends"] else sources
        return When(date(row["year"], 1, 1), date(row["end_year"], 12, 31), sources=said)
    if row["released_on"]:
        return _when(PartialDate(row["released_on"], Precision(row["released_precision"])), sources)
    if row["year"] is None:
        return UNKNOWN
    return When(date(row["year"], 1, 1), date(row["year"], 12, 31), sources=sources)


def _when(day: PartialDate, sources: tuple[Source, ...]) -> When:
    first = None if day.precision is Precision.BEFORE else day.on
    return When(first, last_day(day), sources=sources)


def _authors(credits: Iterable[tuple[str, int]], read: _Read) -> tuple[Person, ...]:
    return tuple(_person(person, Role(role), read) for role, person in credits)


def _person(pk: int, role: Role, read: _Read) -> Person:
    row = read.people[pk]
    source = read.sources.get(row["source_id"])
    sources = (source,) if source else ()
    known = row["nationalities"]
    person = Person(
        name=row["name"], role=role, died=_life(row, "died", sources), born=_life(row, "born", sources),
        nationalities=frozenset(known) if known else None,
    )  # fmt: skip
    return combining.person_overlaid(person, read.facts.people.get(pk, ()))


def _life(row: Mapping[str, Any], name: str, sources: tuple[Source, ...]) -> When:
    if row[f"{name}_precision"] == Precision.NONE:
        return replace(NEVER, sources=sources)
    if row[f"{name}_on"] is None:
        return UNKNOWN
    return _when(PartialDate(row[f"{name}_on"], Precision(row[f"{name}_precision"])), sources)
