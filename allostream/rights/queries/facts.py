"""Reads of facts: what is in force for many works at once, and all that was ever said of one thing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from allostream.catalogue.models import Credit, Edition, Episode, Person, Title
from allostream.lib.problems import NotFound
from allostream.rights.engine.facts import Source, Weight
from allostream.rights.fact_reading import read
from allostream.rights.fact_values import Property, Subject, Value
from allostream.rights.models import Fact

Thing = Title | Episode | Edition | Person
MODELS: Mapping[Subject, type[Thing]] = {
    Subject.TITLE: Title, Subject.EPISODE: Episode, Subject.EDITION: Edition, Subject.PERSON: Person,
}  # fmt: skip
MERGED = (Subject.TITLE, Subject.PERSON)
UNCREDITED_ROLES = (Credit.Role.CAST,)  # no term of protection hangs on them
PORTION = 500  # ids in one statement: SQLite takes few parameters


@dataclass(frozen=True, slots=True)
class About:
    """What facts are about: a work, an edition or a person, by row id."""

    subject: Subject
    pk: int

    @classmethod
    def of(cls, fact: Fact) -> "About":
        """What a fact is about."""
        return next(cls(name, pk) for name in Subject if (pk := getattr(fact, f"{name}_id")) is not None)

    @property
    def columns(self) -> dict[str, int]:
        """The column of the tables of facts that holds it."""
        return {f"{self.subject}_id": self.pk}

    @property
    def named(self) -> str:
        """The thing in the audit."""
        return f"{self.subject}:{self.pk}"

    def facts(self) -> QuerySet[Fact]:
        """All that was ever stated of it."""
        return Fact.objects.filter(**self.columns)

    def locked(self) -> Thing:
        """The row, locked in the caller's transaction. Raises NotFound when it is removed or merged. One query."""
        present = {"removed_at": None} | ({"merged_into": None} if self.subject in MERGED else {})
        rows: QuerySet[Any] = MODELS[self.subject]._default_manager.select_for_update()
        found: Thing | None = rows.filter(pk=self.pk, **present).first()
        if found is None:
            raise NotFound
        return found

    def title_ids(self) -> list[int]:
        """The titles that facts of it concern, sorted: those of a person are all with a credit. One query."""
        if self.subject is Subject.TITLE:
            return [self.pk]
        if self.subject is Subject.PERSON:
            titles = Credit.objects.filter(person=self.pk).values_list("title_id", flat=True)
            return sorted(set(titles))
        model = Episode if self.subject is Subject.EPISODE else Edition
        return list(model.objects.filter(pk=self.pk).values_list("title_id", flat=True))


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
            # As a set of their own: joined, a database without figures would go through all facts.
            ("episode", {"episode__in": Episode.objects.filter(title__in=portion).values("pk")}),
            ("edition", {"edition__in": Edition.objects.filter(title__in=portion).values("pk")}),
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


def about_of_fact(public_id: str) -> About:
    """What a fact is about. Raises NotFound. One query."""
    fact = Fact.objects.filter(public_id=public_id).first()
    if fact is None:
        raise NotFound
    return About.of(fact)


def titles_of(abouts: Iterable[About]) -> set[int]:
    """The titles that facts of these things concern. One query for each kind of thing and 500 of them."""
    ids: dict[Subject, list[int]] = defaultdict(list)
    for about in abouts:
        ids[about.subject].append(about.pk)
    found = set(ids.pop(Subject.TITLE, []))
    for subject, things in ids.items():
        model: Any = Credit if subject is Subject.PERSON else MODELS[subject]
        field = "person" if subject is Subject.PERSON else "pk"
        for start in range(0, len(things), PORTION):
            rows = model._default_manager.filter(**{f"{field}__in": things[start : start + PORTION]})
            found.update(rows.values_list("title_id", flat=True))
    return found


def rows_in_force(about: About, name: Property, key: str) -> list[Fact]:
    """The facts in force of one property and key, the oldest first. One query."""
    return list(about.facts().filter(state=Fact.State.IN_FORCE, property=name, key=key).order_by("pk"))


def value_of(fact: Fact) -> Value:
    """The typed value of a row. No query."""
    return read(Property(fact.property), fact.value)


def in_force_mark(facts: Iterable[Fact]) -> str:
    """A short mark of what is in force, by which a form tells what its reader saw. No query."""
    seen = sorted(json.dumps([fact.source_name, fact.value], sort_keys=True) for fact in facts)
    return hashlib.blake2b("\n".join(seen).encode(), digest_size=8).hexdigest()


def source_of(fact: Fact) -> Source:
    """Where a fact was read, as the rules of protection take it; the origin of a known source is its slug."""
    origin = fact.source_origin or (fact.source.slug if fact.source else "")
    return Source(fact.source_name, Weight(fact.source_weight), fact.source_address, fact.seen_on, origin)
