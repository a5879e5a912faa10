"""What the catalogue shows follows the facts in force: dates and nationalities of people, releases, credits.

A value that the catalogue had before anybody stated a fact becomes a fact of its source the moment somebody touches
it. So it stands in the history, and comes back when a correction is taken back.
"""

from collections.abc import Sequence
from typing import Any

from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Credit as CreditRow
from allostream.catalogue.models import Episode, Person
from allostream.lib import clock
from allostream.lib.dates import PartialDate, Precision
from allostream.rights.fact_rules import longest_protecting
from allostream.rights.fact_values import Countries, Credit, Dated, Property, Subject, Value, key_of, last_day
from allostream.rights.models import FactEvent
from allostream.rights.queries.catalogue_facts import catalogue_facts
from allostream.rights.queries.facts import About, rows_in_force, value_of

SHOWN = frozenset({Property.DIED, Property.BORN, Property.NATIONALITY, Property.PUBLISHED, Property.CREDIT})
CATALOGUE = Actor.system("catalogue")
ROLES = frozenset(CreditRow.Role.values)


def adopt(about: About, name: Property, value: Value) -> None:
    """Make a fact of what the catalogue says of a property, unless facts of it were stated before. In force at once."""
    key = key_of(value)
    if about.facts().filter(property=name, key=key).exists():
        return
    for fact in catalogue_facts(about):
        if (fact.property, fact.key) == (name, key):
            fact.stated_at = fact.in_force_since = clock.now()
            fact.save()
            FactEvent.objects.create(
                fact=fact, kind=FactEvent.Kind.IN_FORCE, by_kind=CATALOGUE.kind, by=CATALOGUE.id, at=fact.stated_at
            )


def follow(about: About, name: Property, key: str, *, by: Actor, why: str) -> None:
    """Have the catalogue show what is in force now, and renew the pages that tell of the facts."""
    show_in_columns(about, name, key, by=by, why=why)
    catalogue.raise_versions(about.title_ids())


def show_in_columns(about: About, name: Property, key: str, *, by: Actor, why: str) -> None:
    """Set the columns of the catalogue by what is in force now; nothing is written where they are so already."""
    values = [value_of(fact) for fact in rows_in_force(about, name, key)]
    match about.subject, name:
        case Subject.PERSON, (Property.DIED | Property.BORN | Property.NATIONALITY):
            person, columns = Person.objects.get(pk=about.pk), _columns_of_person(name, values)
            if any(getattr(person, column) != value for column, value in columns.items()):
                catalogue.show_of_person(person.public_id, columns, by=by, why=why)
        case Subject.TITLE, Property.PUBLISHED:
            dated = longest_protecting([value for value in values if isinstance(value, Dated)])
            catalogue.show_release(about.pk, shown_date(dated), by=by, why=why)
        case _, Property.CREDIT:
            _show_credit(about, key, values, by, why)


def _columns_of_person(name: Property, values: Sequence[Value]) -> dict[str, Any]:
    if name is Property.NATIONALITY:
        known = {code for value in values if isinstance(value, Countries) for code in value.codes or ()}
        return {"nationalities": sorted(known)}
    dated = longest_protecting([value for value in values if isinstance(value, Dated)])
    shown = shown_date(dated)
    never = dated is not None and dated.precision is Precision.NONE
    return {
        f"{name}_on": shown.on if shown else None,
        f"{name}_precision": shown.precision if shown else Precision.NONE if never else Precision.UNKNOWN,
    }


def shown_date(dated: Dated | None) -> PartialDate | None:
    """A date as the columns of the catalogue hold it: `before` with the last day that it allows."""
    if dated is None or dated.on is None:
        return None
    if dated.precision is Precision.BEFORE:
        return PartialDate(last_day(dated.on), Precision.BEFORE)
    return dated.on


def _show_credit(about: About, key: str, values: Sequence[Value], by: Actor, why: str) -> None:
    """Credit somebody as long as one fact in force says so: one author more never shortens a protection."""
    role, _, public_id = key.partition(":")
    person = Person.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if person is None or role not in ROLES:
        return
    holds = any(isinstance(value, Credit) and value.holds for value in values)
    title_id, episode_id = about.pk, None
    if about.subject is Subject.EPISODE:
        title_id, episode_id = Episode.objects.values_list("title_id", flat=True).get(pk=about.pk), about.pk
    catalogue.show_credit(title_id, episode_id, person, role, holds=holds, by=by, why=why)
