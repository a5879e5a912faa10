"""One batch of records on its way into the tables: what it refers to, what became of each record."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, cast

from django.db import models
from msgspec import Struct, to_builtins

from allostream.catalogue.identity_signs import STRONG_SCHEMES
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.settled import FREE, Kept, is_anything_kept, kept_of
from allostream.catalogue.models import Episode, Identifier, Person, Season, Source, Title
from allostream.lib import exchange
from allostream.lib.ids import id_for

# A record's id is asked for several times while its batch is worked on, and working it out is slow.
own_id = lru_cache(maxsize=10_000)(id_for)

AnyRecord = TypeVar("AnyRecord", bound=exchange.Record)
Pair = tuple[str, str]
# The scheme of keys of our own rows, for records that the site makes itself: no source may be called so.
HERE = "here"
# What people settle under another name than that of the column.
SETTLED_AS = {"runtime_min": "runtime"}
# Neither works nor people: their keys are counted apart.
OWN_KEYS = (exchange.Edition, exchange.Channel, exchange.Fact)


class Outcome(StrEnum):
    """What became of a record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Thing:
    """A row that a key or an identifier leads to. The id is 0 until the row is written."""

    kind: str
    id: int = 0
    title_id: int = 0
    season_id: int = 0
    title_kind: str = ""

    def is_same(self, other: "Thing") -> bool:
        """Whether both are one row; rows that are not written yet are told apart as objects."""
        return self is other or (self.id != 0 and (self.kind, self.id) == (other.kind, other.id))


@dataclass(slots=True)
class Entry:
    """A record and where it stands."""

    place: str
    read: exchange.Read
    outcome: Outcome = Outcome.UNCHANGED


@dataclass(frozen=True)
class Remark:
    """Something to tell about a record: where it stands, its key, what is wrong and what to do."""

    place: str
    key: str
    what: str
    refused: bool

    def __str__(self) -> str:
        return " ".join(part for part in (self.place, f"{self.key}:" if self.key else "", self.what) if part)


@dataclass(frozen=True)
class Difference:
    """That a record changes a column."""

    key: str
    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """That a title was given a strong identifier which another one has."""

    thing: Thing
    there: Thing
    scheme: str
    value: str


def nothing_assumed(_keys: Collection[str]) -> set[str]:
    """The answer of a real import: only what is in the tables exists."""
    return set()


@dataclass
class Batch:
    """The records of one transaction, all of one source."""

    source: Source
    entries: list[Entry]
    # A trial run writes nothing, so what its earlier batches would have made has to be remembered outside.
    assumed: Callable[[Collection[str]], set[str]] = nothing_assumed
    # Keys of records that are titles of their own, whatever they resemble.
    apart: frozenset[str] = frozenset()
    remarks: list[Remark] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    things: dict[Pair, Thing] = field(default_factory=dict)
    claims: list[tuple[Pair, Thing]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    renamed: set[int] = field(default_factory=set)
    # The titles that records have made.
    created: set[int] = field(default_factory=set)
    # Titles that show a person or a genre of which something has changed.
    showing: set[int] = field(default_factory=set)
    # People of whom a record has said something else than their row.
    people: set[int] = field(default_factory=set)
    # These, the new ones, and those who have other credits than before.
    people_written: set[int] = field(default_factory=set)
    _kinds: dict[type, list[Entry]] | None = None
    _keeps_anything: bool | None = None
    _kept: dict[tuple[str, int], Kept] = field(default_factory=dict)

    def of(self, kind: type[AnyRecord]) -> Iterator[tuple[Entry, AnyRecord]]:
        """The entries of one kind that have not been refused, with their records."""
        for entry in self._by_kind().get(kind, ()):
            if entry.outcome is not Outcome.REFUSED:
                yield entry, cast(AnyRecord, entry.read.record)

    def _by_kind(self) -> dict[type, list[Entry]]:
        """The entries by the kind of their records; sorted once, for every step asks for its own."""
        if self._kinds is None:
            self._kinds = {}
            for entry in self.entries:
                self._kinds.setdefault(type(entry.read.record), []).append(entry)
        return self._kinds

    def refuse(self, entry: Entry, what: str) -> None:
        """Leave a record out and say why."""
        entry.outcome = Outcome.REFUSED
        self.remarks.append(Remark(entry.place, exchange.key_of(entry.read.record), what, refused=True))

    def remark(self, entry: Entry, what: str) -> None:
        """Say something about a record that is taken in."""
        self.remarks.append(Remark(entry.place, exchange.key_of(entry.read.record), what, refused=False))

    def made(self, entry: Entry) -> None:
        """The record has made something new."""
        entry.outcome = Outcome.NEW

    def changes(self, entry: Entry, column: str, before: Any, after: Any) -> None:
        """The record changes something that was there."""
        if entry.outcome is Outcome.UNCHANGED:
            entry.outcome = Outcome.CHANGED
        if entry.outcome is Outcome.CHANGED:
            self.differences.append(Difference(exchange.key_of(entry.read.record), column, before, after))

    def set_values(self, entry: Entry, row: models.Model, values: Mapping[str, Any]) -> bool:
        """Set what differs on a row of which its source decides everything; says whether anything did."""
        differing = [column for column, value in values.items() if getattr(row, column) != value]
        for column in differing:
            self.changes(entry, column, getattr(row, column), values[column])
            setattr(row, column, values[column])
        return bool(differing)

    def learn_kept(self, kind: str, ids: Collection[int]) -> None:
        """Find out what people have settled of these things. Two or three queries, none where nothing ever was."""
        if self._keeps_anything is None:
            self._keeps_anything = is_anything_kept()
        if self._keeps_anything:
            self._kept.update({(kind, pk): kept for pk, kept in kept_of(kind, ids).items()})

    def kept(self, kind: str, pk: int) -> Kept:
        """What of a thing this source may not change."""
        return self._kept.get((kind, pk), FREE)

    def may_set(self, entry: Entry, kind: str, pk: int, column: str) -> bool:
        """Whether a record may change a column of a thing; where not, that is said."""
        kept = self.kept(kind, pk)
        name = SETTLED_AS.get(column, column)
        if not kept.keeps(name):
            return True
        self.remark(entry, f"{column}: {kept.why}")
        return False

    @property
    def keeps_anything(self) -> bool:
        """Whether anything was found to be settled or protected when it was asked for."""
        return bool(self._keeps_anything)

    def load_things(self) -> None:
        """Find out what every key and identifier in the batch leads to. Queries by the number of schemes."""
        self.things.clear()
        by_scheme: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.entries:
            record = entry.read.record
            if type(record) is exchange.Title and not record.credits:  # nearly all of a catalogue
                scheme, _, value = record.key.partition(":")
                by_scheme[scheme].add(value)
                for scheme, values in record.identifiers.items():
                    by_scheme[scheme].update(values)
                continue
            for scheme, value in _pairs(record):
                by_scheme[scheme].add(value)
        for scheme, wanted in by_scheme.items():
            self.things.update(_things(scheme, wanted))
        self._follow_merges()

    def learn_what_is_kept(self) -> None:
        """Find out what people have settled of the things that were found. Queries as of `learn_kept`."""
        for kind in ("title", "season", "episode", "person"):
            self.learn_kept(kind, {thing.id for thing in self.things.values() if thing.kind == kind})

    def find(self, key: str) -> Thing | None:
        """What a key leads to."""
        return self.things.get(pair_of(key))

    def place_of(self, entry: Entry, key: str, kinds: Collection[str]) -> Thing | None:
        """The work of one of these kinds that a record is on; without it the record is refused (or supposed)."""
        thing = self.find(key)
        if thing and thing.kind in kinds:
            return thing
        if thing:
            self.refuse(entry, f"on: “{key}” is a {thing.kind}: give the key of a {' or '.join(kinds)}")
        elif not self.supposes(entry, key):
            self.refuse(entry, f"on: “{key}” is not known: put its record before this one, or import it first")
        return None

    def supposes(self, entry: Entry, name: str) -> bool:
        """Whether a trial run has seen what the record refers to; such a record would be new."""
        if self.assumed({name}):
            self.made(entry)
            return True
        return False

    def claim(self, entry: Entry, key: str, identifiers: exchange.Identifiers, thing: Thing) -> None:
        """Give a thing its key and identifiers."""
        self._claim(entry, pair_of(key), thing)
        self.claim_identifiers(entry, identifiers, thing)

    def claim_new(self, entry: Entry, record: exchange.Title, thing: Thing) -> None:
        """Give what a record has just made its key and identifiers: nobody can have kept anything of it."""
        pairs = [pair_of(record.key)]
        if record.identifiers:
            pairs += pairs_of(record.identifiers)
        for pair in pairs:
            if pair in self.things:
                self._claim(entry, pair, thing)
            else:
                self.things[pair] = thing
                self.claims.append((pair, thing))

    def claim_identifiers(self, entry: Entry, identifiers: exchange.Identifiers, thing: Thing) -> None:
        """Give a thing identifiers; one that belongs to another thing stays there and is reported."""
        for scheme, values in identifiers.items():
            for value in values:
                self._claim(entry, (scheme, value), thing)

    def _claim(self, entry: Entry, pair: Pair, thing: Thing) -> None:
        there = self.things.get(pair)
        # A thing that a record has just made has an id of 0, and nobody can have kept anything of it.
        if there is None and thing.id and not self.kept(thing.kind, thing.id).takes("identifiers", list(pair)):
            self.remark(entry, f"identifier {pair[0]}: {self.kept(thing.kind, thing.id).why}")
        elif there is None:
            self.things[pair] = thing
            self.claims.append((pair, thing))
            if entry.outcome is not Outcome.NEW:
                self.changes(entry, f"identifier {pair[0]}", None, pair[1])
        elif not there.is_same(thing):
            self.remark(entry, f"the identifier {pair[0]}:{pair[1]} belongs to another {there.kind}: it stays there")
            if pair[0] in STRONG_SCHEMES and thing.kind == there.kind == "title":
                self.clashes.append(Clash(thing, there, *pair))

    def write_claims(self) -> None:
        """Write the identifiers that were claimed. A statement for each kind of thing."""
        claimed: dict[str, list[tuple[str, str, int]]] = {}
        for (scheme, value), thing in self.claims:
            claimed.setdefault(thing.kind, []).append((scheme, value, thing.id))
        for kind, found in claimed.items():
            rows.insert(Identifier, ("scheme", "value", f"{kind}_id"), found)

    def touched(self) -> set[int]:
        """The titles of which something has changed, but for those that are new: nobody can have kept their pages."""
        changed, new = self._titles()
        return changed - new

    def titles(self) -> set[int]:
        """The titles of which something has changed and those that are new."""
        changed, new = self._titles()
        return changed | new

    def _titles(self) -> tuple[set[int], set[int]]:
        changed, new = set(self.showing), set(self.created)
        if len(new) == len(self.entries):  # a first import: each has made a title
            return changed - {0}, new
        for entry in self.entries:
            outcome, record = entry.outcome, entry.read.record
            if outcome is Outcome.NEW and type(record) is exchange.Title:
                continue  # one of those created
            if outcome is not Outcome.NEW and outcome is not Outcome.CHANGED:
                continue
            if isinstance(record, exchange.Channel):
                continue  # it belongs to no work; those with links of the channel are found through the links
            thing = self.find(str(getattr(record, "on", None) or getattr(record, "key", "")))
            changed.add(thing.title_id if thing else 0)
        return changed - {0}, new - {0}

    def counts(self) -> Counter[tuple[str, Outcome]]:
        """How many records of each kind met which outcome."""
        return counted(self.entries)

    def _follow_merges(self) -> None:
        for kind, model in (("title", Title), ("person", Person)):
            ids = {thing.id for thing in self.things.values() if thing.kind == kind}
            merged = model.objects.filter(merged_into__isnull=False)
            into = dict(rows.values_in(merged, "pk", ids, "pk", "merged_into_id"))
            for thing in self.things.values() if into else ():
                if thing.kind == kind and thing.id in into:
                    thing.id = into[thing.id]
                    thing.title_id = thing.id if kind == "title" else 0


def plain(value: Any) -> Any:
    """A value of a record as a column holds it."""
    if not isinstance(value, tuple):
        return value
    return [to_builtins(part) for part in value] if value and isinstance(value[0], Struct) else list(value)


def pair_of(key: str) -> Pair:
    """A key as an identifier: a source's own id of a thing is one in the scheme of the source."""
    scheme, _, value = key.partition(":")
    return scheme, value


def counted(entries: Iterable[Entry]) -> Counter[tuple[str, Outcome]]:
    """How many records of each kind met which outcome."""
    kinds: defaultdict[type, list[Outcome]] = defaultdict(list)
    for entry in entries:
        kinds[type(entry.read.record)].append(entry.outcome)
    return Counter(
        {
            (kind.__name__.lower(), outcome): number
            for kind, outcomes in kinds.items()
            for outcome in Outcome  # each is one object: to count those takes less than to hash a word an entry
            if (number := outcomes.count(outcome))
        }
    )


def pairs_of(identifiers: exchange.Identifiers) -> Iterator[Pair]:
    """Identifiers one by one."""
    for scheme, values in identifiers.items():
        for value in values:
            yield scheme, value


def _pairs(record: exchange.AnyRecord) -> Iterator[Pair]:
    """The keys and identifiers that a record names, its own among them."""
    own = None if isinstance(record, OWN_KEYS) else getattr(record, "key", None)
    for key in (own, *_references(record)):
        if key:
            yield pair_of(key)
    yield from pairs_of(getattr(record, "identifiers", {}))
    for credit in getattr(record, "credits", ()):
        yield from pairs_of(credit.identifiers)


def _references(record: exchange.AnyRecord) -> Iterable[str]:
    """The keys of other records that a record names."""
    match record:
        case exchange.Season():
            return (record.series,)
        case exchange.Edition() | exchange.Rights() | exchange.Link():
            return (record.on,)
        case exchange.Fact():
            return (record.on, record.value.person) if record.value.person else (record.on,)
        case exchange.Title():
            return tuple(credit.person for credit in record.credits if credit.person)
        case exchange.Episode():
            return (record.season, *(credit.person for credit in record.credits if credit.person))
    return ()


COLUMNS = (
    "value", "title_id", "title__kind", "season_id", "season__title_id", "episode_id", "episode__title_id",
    "episode__season_id", "person_id",
)  # fmt: skip


def key_here(kind: str, pk: int) -> str:
    """The key of a title, season or episode of ours by its row id, such as here:title-12."""
    return f"{HERE}:{kind}-{pk}"


def _things_here(values: Collection[str]) -> Iterator[tuple[Pair, Thing]]:
    """Works by our own keys; what has become one with another leads there. A query for each kind, two for parts."""
    ids: dict[str, set[int]] = {"title": set(), "season": set(), "episode": set()}
    for value in values:
        kind, _, number = value.partition("-")
        if kind in ids and number.isdecimal():
            ids[kind].add(int(number))
    for pk, kind in rows.values_in(Title.objects.filter(removed_at__isnull=True), "pk", ids["title"], "pk", "kind"):
        yield (HERE, f"title-{pk}"), Thing("title", pk, pk, title_kind=kind)
    for pk, (now, title) in _parts_here(Season, ids["season"], "title_id"):
        yield (HERE, f"season-{pk}"), Thing("season", now, title, now)
    for pk, (now, title, season) in _parts_here(Episode, ids["episode"], "title_id", "season_id"):
        yield (HERE, f"episode-{pk}"), Thing("episode", now, title, season)


def _parts_here(
    model: type[Season] | type[Episode], ids: Collection[int], *columns: str
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    parts: Any = model._default_manager
    into = dict(rows.values_in(parts.filter(merged_into__isnull=False), "pk", ids, "pk", "merged_into_id"))
    present = parts.filter(removed_at__isnull=True)
    wanted = {into.get(pk, pk) for pk in ids}
    there = {row[0]: row for row in rows.values_in(present, "pk", wanted, "pk", *columns)}
    yield from ((pk, there[now]) for pk in ids if (now := into.get(pk, pk)) in there)


def _things(scheme: str, values: Collection[str]) -> Iterator[tuple[Pair, Thing]]:
    if scheme == HERE:
        yield from _things_here(values)
        return
    found = rows.values_in(Identifier.objects.filter(scheme=scheme), "value", values, *COLUMNS)
    for value, title, kind, season, season_title, episode, episode_title, episode_season, person in found:
        if title:
            yield (scheme, value), Thing("title", title, title, title_kind=kind)
        elif season:
            yield (scheme, value), Thing("season", season, season_title, season)
        elif episode:
            yield (scheme, value), Thing("episode", episode, episode_title, episode_season)
        else:
            yield (scheme, value), Thing("person", person)
