"""The facts of a batch of records: a source's own statements, in force at once beside those of others.

A record that says something else than before takes the place of what the same record said. What people stated stays:
where both are in force they contradict each other, and the rules take whatever protects longer. A property that is
protected takes a file's word as a suggestion only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec import to_builtins

from allostream.audit.rules import Actor
from allostream.catalogue.intake import Batch, Entry, rows
from allostream.catalogue.intake.editions import editions_named
from allostream.catalogue.models import Credit as CreditRow
from allostream.catalogue.models import Person
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject as Stamped
from allostream.lib import clock, exchange
from allostream.lib.ids import id_for, new_id
from allostream.rights import fact_rules
from allostream.rights.actions.fact_columns import SHOWN, show_in_columns
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import BadValue, read, write
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import KINDS, Property, Subject, Value, key_of, span_of
from allostream.rights.models import Fact, FactEvent, ProtectedProperty
from allostream.rights.queries.facts import About, titles_of

State, Kind = Fact.State, FactEvent.Kind
IMPORT = "system"  # the kind of actor under which a record states a fact; the actor is the key of the record


@dataclass(frozen=True, slots=True)
class Told:
    """A record with what it is about and its typed value."""

    entry: Entry
    record: exchange.Fact
    about: About
    name: Property
    value: Value

    @property
    def slot(self) -> tuple[About, Property, str]:
        """What it would stand beside or contradict."""
        return self.about, self.name, key_of(self.value)


def take_in_facts(batch: Batch, *, by: Actor, why: str) -> set[int]:
    """Write the facts of a batch; returns the titles that they concern. People and works must be written already."""
    told = list(_told(batch))
    present, protected = _present(told), _protected(told)
    new: list[Fact] = []
    ended: list[Fact] = []
    for one in told:
        before = present.get((one.about, one.record.key))
        fact = _fact(batch, one, is_open=(one.about, one.name) in protected)
        if before and _same(before, fact):
            continue
        if before and fact.state == State.IN_FORCE:
            before.state, before.ended_at, before.superseded_by = State.SUPERSEDED, fact.stated_at, fact
            ended.append(before)
            batch.changes(one.entry, one.name, before.value, fact.value)
        elif before:
            batch.changes(one.entry, one.name, before.value, fact.value)
        else:
            batch.made(one.entry)
        new.append(fact)
    if new:
        _write(new, ended)
        raise_stamp(Stamped.FACTS)
    stated = [(About.of(fact), Property(fact.property), fact.key) for fact in new if fact.property in SHOWN]
    for about, name, key in dict.fromkeys([*stated, *_kept(batch)]):
        show_in_columns(about, name, key, by=by, why=why)
    return titles_of({About.of(fact) for fact in new})


def _told(batch: Batch) -> Iterable[Told]:
    people = _people(batch)
    editions = editions_named([record.on for _entry, record in batch.of(exchange.Fact)])
    for entry, record in batch.of(exchange.Fact):
        if record.value.person and record.value.person not in people.ids:
            batch.refuse(entry, f"value.person: “{record.value.person}” is not known: put its record before this one")
            continue
        try:
            name = Property(record.property)
            value = read(name, _raw(record, people))
            fact_rules.check_value(value, clock.now().date())
            fact_rules.check_source(_source(record), clock.now().date())
        except ValueError as error:
            batch.refuse(entry, _words(record, error))
            continue
        held = editions.get(record.on)
        about = About(Subject.EDITION, held.edition.pk) if held else _about(batch, entry, record, people)
        if about is None:
            continue
        if about.subject not in KINDS[name].subjects:
            batch.refuse(entry, f"property: “{name}” is not stated of a {about.subject}: see docs/import.md")
        else:
            yield Told(entry, record, about, name, value)


def _words(record: exchange.Fact, error: ValueError) -> str:
    if isinstance(error, BadValue):
        return f"value.{error}" if error.field in exchange.FactValue.__struct_fields__ else str(error)
    return f"property: “{record.property}” is not known: take one of {', '.join(Property)}"


def _raw(record: exchange.Fact, people: "_People") -> dict[str, object]:
    raw: dict[str, object] = to_builtins(record.value)
    if record.value.person:
        raw["person"] = people.ids.get(record.value.person, "")
    return raw


def _source(record: exchange.Fact) -> GivenSource:
    return GivenSource(
        record.source, Weight[record.weight.upper()], record.address, record.origin, record.seen, record.quote
    )


@dataclass(frozen=True, slots=True)
class _People:
    """The people that the records of a batch name: public ids by key, row ids by title and name."""

    ids: dict[str, str]
    credited: dict[tuple[int, str], int]


def _people(batch: Batch) -> _People:
    keys, titles = {}, set()
    for _entry, record in batch.of(exchange.Fact):
        if record.value.person and (thing := batch.find(record.value.person)):
            keys[record.value.person] = thing.id
        if record.of and (thing := batch.find(record.on)):
            titles.add(thing.title_id)
    public = dict(rows.values_in(Person.objects.all(), "pk", sorted(set(keys.values())), "pk", "public_id"))
    credited = rows.values_in(
        CreditRow.objects.order_by("pk"), "title", sorted(titles), "title_id", "person__name", "person_id"
    )
    return _People(
        {key: public[pk] for key, pk in keys.items() if pk in public},
        {(title, name): person for title, name, person in credited},
    )


def _about(batch: Batch, entry: Entry, record: exchange.Fact, people: _People) -> About | None:
    if batch.assumed({f"edition:{record.on}"}):
        batch.made(entry)
        return None
    thing = batch.place_of(entry, record.on, ("title", "episode", "person"))
    if thing is None:
        return None
    if not record.of:
        return About(Subject(thing.kind), thing.id)
    person = people.credited.get((thing.title_id, record.of))
    if person is None:
        batch.refuse(entry, f"of: nobody called “{record.of}” is credited there: give the name as the credit has it")
        return None
    return About(Subject.PERSON, person)


def _present(told: Sequence[Told]) -> dict[tuple[About, str], Fact]:
    """The latest fact in force, or suggested, of each record on its subject."""
    found = {}
    for subject, ids in _ids({one.about for one in told}).items():
        for portion in rows.portions(ids):
            facts = Fact.objects.filter(
                **{f"{subject}__in": portion}, state__in=[State.IN_FORCE, State.PROPOSED], stated_kind=IMPORT
            )
            found.update({(About.of(fact), fact.stated_by): fact for fact in facts.order_by("pk")})
    return found


def _protected(told: Sequence[Told]) -> set[tuple[About, Property]]:
    found = set()
    for subject, ids in _ids({one.about for one in told}).items():
        for portion in rows.portions(ids):
            rows_there = ProtectedProperty.objects.filter(**{f"{subject}__in": portion})
            found |= {(About(subject, getattr(row, f"{subject}_id")), Property(row.property)) for row in rows_there}
    return found


def _ids(abouts: Iterable[About]) -> dict[Subject, list[int]]:
    ids: dict[Subject, list[int]] = defaultdict(list)
    for about in abouts:
        ids[about.subject].append(about.pk)
    return ids


def _fact(batch: Batch, one: Told, *, is_open: bool) -> Fact:
    record, now = one.record, clock.now()
    earliest, latest = span_of(one.value)
    return Fact(
        **one.about.columns, public_id=id_for(f"fact:{record.key}"), property=one.name, key=key_of(one.value),
        value=write(one.value), earliest=earliest, latest=latest, source=batch.source, source_name=record.source,
        source_address=record.address, source_weight=Weight[record.weight.upper()], source_origin=record.origin,
        seen_on=record.seen, quote=record.quote, stated_kind=IMPORT, stated_by=record.key, stated_at=now,
        state=State.PROPOSED if is_open else State.IN_FORCE, in_force_since=None if is_open else now,
    )  # fmt: skip


SAID = ("property", "value", "source_name", "source_address", "source_weight", "source_origin", "seen_on", "quote")


def _same(one: Fact, other: Fact) -> bool:
    return all(getattr(one, column) == getattr(other, column) for column in SAID)


def _write(new: Sequence[Fact], ended: Sequence[Fact]) -> None:
    """Four statements for each few thousand facts."""
    taken = {pk for (pk,) in rows.values_in(Fact.objects.all(), "public_id", [f.public_id for f in new], "public_id")}
    for fact in new:
        if fact.public_id in taken:
            fact.public_id = new_id()
    Fact.objects.bulk_create(new, batch_size=500)
    for fact in ended:
        fact.superseded_by_id = fact.superseded_by.pk if fact.superseded_by else None
    rows.update(Fact, ("state", "ended_at", "superseded_by"), ended)
    FactEvent.objects.bulk_create(
        [
            FactEvent(fact=fact, kind=fact.state, by_kind=fact.stated_kind, by=fact.stated_by, at=clock.now())
            for fact in (*new, *ended)
        ],
        batch_size=500,
    )


def _kept(batch: Batch) -> Iterator[tuple[About, Property, str]]:
    """What the catalogue shows by facts in force, of works and people whose own records have just come in. Of titles
    that these have made nobody can have stated any before."""
    for subject in (Subject.TITLE, Subject.PERSON):
        kind = subject.value
        ids = {thing.id for thing in batch.things.values() if thing.kind == kind and thing.id}
        ids = ids | batch.people if subject is Subject.PERSON else ids - batch.created
        facts = Fact.objects.filter(state=State.IN_FORCE, property__in=SHOWN)
        for pk, name, key in rows.values_in(facts, subject, sorted(ids), f"{subject}_id", "property", "key"):
            yield About(subject, pk), Property(name), key
