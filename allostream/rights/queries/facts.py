"""Reads of facts: what is in force for many works at once, and all that was ever said of one thing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from allostream.catalogue.models import Credit
from allostream.rights.engine.facts import Source, Weight
from allostream.rights.fact_reading import read
from allostream.rights.fact_values import Property, Value
from allostream.rights.models import Fact

UNCREDITED_ROLES = (Credit.Role.CAST,)  # no term of protection hangs on them
PORTION = 500  # ids in one statement: SQLite takes few parameters


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact in force with its typed value and its source as the rules of protection take it."""

    public_id: str
    property: Property
    key: str
    value: Value
    source: Source
    stated_at: datetime


Known = Mapping[int, tuple[Stated, ...]]


@dataclass(frozen=True, slots=True)
class FactsInForce:
    """Facts in force by the row ids of what they are about; who has none is missing."""

    titles: Known = field(default_factory=dict)
    episodes: Known = field(default_factory=dict)
    editions: Known = field(default_factory=dict)
    people: Known = field(default_factory=dict)


def facts_in_force(title_ids: Collection[int]) -> FactsInForce:
    """What is in force for titles, their episodes and editions, and the people credited with more than acting.

    Four queries for every 500 titles.
    """
    found: dict[str, dict[int, tuple[Stated, ...]]] = {"title": {}, "episode": {}, "edition": {}, "person": {}}
    ids = sorted(set(title_ids))
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        credited = Credit.objects.filter(title__in=portion).exclude(role__in=UNCREDITED_ROLES).values("person")
        for subject, chosen in (
            ("title", {"title__in": portion}),
            ("episode", {"episode__title__in": portion}),
            ("edition", {"edition__title__in": portion}),
            ("person", {"person__in": credited}),
        ):
            facts = Fact.objects.filter(state=Fact.State.IN_FORCE, **chosen)
            found[subject] |= _by(subject, facts.select_related("source").order_by("pk"))
    return FactsInForce(found["title"], found["episode"], found["edition"], found["person"])


def _by(subject: str, facts: Iterable[Fact]) -> dict[int, tuple[Stated, ...]]:
    known: dict[int, list[Stated]] = defaultdict(list)
    for fact in facts:
        known[getattr(fact, f"{subject}_id")].append(stated(fact))
    return {pk: tuple(rows) for pk, rows in known.items()}


def stated(fact: Fact) -> Stated:
    """A row with its typed value. No query if the source was fetched with it."""
    name = Property(fact.property)
    return Stated(fact.public_id, name, fact.key, read(name, fact.value), source_of(fact), fact.stated_at)


def source_of(fact: Fact) -> Source:
    """Where a fact was read, as the rules of protection take it; the origin of a known source is its slug."""
    origin = fact.source_origin or (fact.source.slug if fact.source else "")
    return Source(fact.source_name, Weight(fact.source_weight), fact.source_address, fact.seen_on, origin)
