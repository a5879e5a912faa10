"""Reads for people who look at facts: all of one thing, how they came about, what differs between two moments."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from allostream.catalogue.models import Credit as CreditRow
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.rights.fact_values import KINDS, Property, Shape, properties_of
from allostream.rights.models import Fact, FactEvent, FactVoice, ProtectedProperty
from allostream.rights.queries.catalogue_facts import catalogue_facts
from allostream.rights.queries.facts import About

MOST_EVENTS = 500  # of one thing, on one page
SUGGESTIONS_A_PAGE = 50
BEGINS = frozenset({FactEvent.Kind.IN_FORCE, FactEvent.Kind.RESTORED})
ENDS = frozenset({FactEvent.Kind.SUPERSEDED, FactEvent.Kind.REVERTED})


@dataclass(frozen=True)
class Slot:
    """What was stated of one property and key: in force, suggested, and what no longer holds. The oldest first."""

    name: Property
    key: str
    in_force: Sequence[Fact] = ()
    proposed: Sequence[Fact] = ()
    past: Sequence[Fact] = ()
    protection: ProtectedProperty | None = None

    @property
    def is_contradictory(self) -> bool:
        """Whether sources disagree."""
        return any(fact.value != self.in_force[0].value for fact in self.in_force[1:])


def slots(about: About) -> list[Slot]:
    """Everything stated of a thing, and what the catalogue says where nobody has stated anything; actors' parts only
    where facts speak of them. In the order of forms. Four to six queries.
    """
    rows = list(about.facts().select_related("source", "superseded_by").order_by("pk"))
    said = {(fact.property, fact.key) for fact in rows}
    rows += [
        fact
        for fact in catalogue_facts(about)
        if (fact.property, fact.key) not in said and not fact.key.startswith(f"{CreditRow.Role.CAST}:")
    ]
    protections = {row.property: row for row in ProtectedProperty.objects.filter(**about.columns)}
    grouped: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in rows:
        grouped[fact.property, fact.key].append(fact)
    order = {name.value: place for place, name in enumerate(properties_of(about.subject))}
    found = [_slot(Property(name), key, facts, protections.get(name)) for (name, key), facts in grouped.items()]
    return sorted(found, key=lambda slot: order.get(slot.name, len(order)))


def _slot(name: Property, key: str, facts: Sequence[Fact], protection: ProtectedProperty | None) -> Slot:
    by_state: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_state[fact.state].append(fact)
    in_force, proposed = by_state.pop(Fact.State.IN_FORCE, []), by_state.pop(Fact.State.PROPOSED, [])
    past = sorted((fact for rows in by_state.values() for fact in rows), key=lambda fact: fact.pk)
    return Slot(name, key, in_force, proposed, past, protection)


def can_repeat(name: Property) -> bool:
    """Whether a thing can have several facts of a property that do not contradict each other, told apart by key."""
    return KINDS[name].shape in (Shape.LISTED, Shape.UNDERLYING, Shape.LICENCE, Shape.CREDIT)


def fact_with_id(public_id: str) -> Fact:
    """A fact by its public id, with its source. Raises NotFound. One query."""
    if not is_id(public_id):
        raise NotFound
    fact = Fact.objects.select_related("source", "superseded_by").filter(public_id=public_id).first()
    if fact is None:
        raise NotFound
    return fact


def events_of_fact(fact: Fact) -> list[FactEvent]:
    """What became of one fact, the first first. One query."""
    return list(fact.events.order_by("pk"))


def voices_of(fact: Fact) -> list[FactVoice]:
    """Who spoke for and against a fact, the first first. One query."""
    return list(fact.voices.order_by("at", "pk"))


def events(about: About) -> list[FactEvent]:
    """What became of all facts of a thing, the latest first, with the facts; at most 500. One query."""
    of_thing = FactEvent.objects.filter(**{f"fact__{about.subject}": about.pk})
    return list(of_thing.select_related("fact").order_by("-pk")[:MOST_EVENTS])


@dataclass(frozen=True)
class Change:
    """What was in force of one property and key at two moments."""

    name: Property
    key: str
    before: Sequence[Fact]
    after: Sequence[Fact]


def changes(about: About, earlier: int, later: int) -> list[Change]:
    """What differs between the states after two events, by row id; 0 is the state before the first. Three queries."""
    before, after = (_in_force_after(about, event) for event in sorted((earlier, later)))
    facts = list(about.facts().filter(pk__in=before | after).order_by("pk"))
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.property, fact.key].append(fact)
    return [
        Change(Property(name), key, [f for f in rows if f.pk in before], [f for f in rows if f.pk in after])
        for (name, key), rows in found.items()
        if any((fact.pk in before) != (fact.pk in after) for fact in rows)
    ]


def _in_force_after(about: About, event: int) -> set[int]:
    """The row ids of the facts in force after an event: later rows of events are later events. One query."""
    told = FactEvent.objects.filter(**{f"fact__{about.subject}": about.pk}, pk__lte=event).order_by("pk")
    in_force: set[int] = set()
    for fact, kind in told.values_list("fact_id", "kind"):
        if kind in BEGINS:
            in_force.add(fact)
        elif kind in ENDS:
            in_force.discard(fact)
    return in_force


def open_suggestions(number: int) -> tuple[list[Fact], int]:
    """A page of open suggestions, those first on which most links hang, and how many pages there are. Two queries."""
    rows = Fact.objects.filter(state=Fact.State.PROPOSED)
    count = rows.count()
    start = (number - 1) * SUGGESTIONS_A_PAGE
    found = rows.select_related("title", "episode__title", "edition__title", "person").order_by("-demand", "pk")
    return list(found[start : start + SUGGESTIONS_A_PAGE]), -(-count // SUGGESTIONS_A_PAGE)
