"""What the catalogue itself says, as facts of its sources: dates and nationalities, releases, credits."""

from collections.abc import Iterator
from typing import Any

from allostream.catalogue.models import Credit as CreditRow
from allostream.catalogue.models import Person, Source, Title
from allostream.lib.dates import PartialDate, Precision
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import write
from allostream.rights.fact_values import Countries, Credit, Dated, Property, Subject, Value, key_of, span_of
from allostream.rights.models import Fact
from allostream.rights.queries.facts import About


def catalogue_facts(about: About) -> list[Fact]:
    """Facts as they would be stated from the columns of a thing; none of them is written. One to three queries."""
    match about.subject:
        case Subject.PERSON:
            person = Person.objects.select_related("source").get(pk=about.pk)
            return [_fact(about, person.source, *said) for said in person_values(person)]
        case Subject.TITLE:
            title = Title.objects.select_related("source").get(pk=about.pk)
            credits = CreditRow.objects.filter(title=title, episode=None)
            return [_fact(about, title.source, *said) for said in (*_release(title), *_credits(credits))]
        case Subject.EPISODE:
            credits = CreditRow.objects.filter(episode=about.pk)
            source = Source.objects.filter(titles__episodes=about.pk).first()
            return [_fact(about, source, *said) for said in _credits(credits)]
    return []


def person_values(person: Person) -> Iterator[tuple[Property, Value]]:
    """What the columns of a person say. No query."""
    if person.died_precision == Precision.NONE:
        yield Property.DIED, Dated(Precision.NONE)
    for name, day in ((Property.DIED, person.died), (Property.BORN, person.born)):
        if day:
            yield name, _dated(day)
    if person.nationalities:
        yield Property.NATIONALITY, Countries(tuple(sorted(person.nationalities)))


def _release(title: Title) -> Iterator[tuple[Property, Value]]:
    if title.released:
        yield Property.PUBLISHED, _dated(title.released)
    elif title.year:
        yield Property.PUBLISHED, _dated(PartialDate.parse(f"{title.year:04d}"))


def _dated(day: PartialDate) -> Dated:
    if day.precision is Precision.BEFORE:
        return Dated(Precision.BEFORE, PartialDate(day.on, Precision.DAY))
    return Dated(day.precision, day)


def _credits(rows: Any) -> Iterator[tuple[Property, Value]]:
    pairs = rows.order_by("role", "place", "pk").values_list("person__public_id", "role")
    for person, role in dict.fromkeys(pairs):
        yield Property.CREDIT, Credit(person, role)


def _fact(about: About, source: Source | None, name: Property, value: Value) -> Fact:
    earliest, latest = span_of(value)
    return Fact(
        **about.columns, property=name, key=key_of(value), value=write(value), earliest=earliest, latest=latest,
        source=source, source_name=source.name if source else "Allostream",
        source_weight=Weight.REFERENCE if source else Weight.CLAIM, source_address=source.address if source else "",
        stated_kind="system", stated_by="catalogue", state=Fact.State.IN_FORCE,
    )  # fmt: skip
