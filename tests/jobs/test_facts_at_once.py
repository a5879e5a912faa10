"""Two people at once, in two processes, with transactions that are really committed."""

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue.models import Person
from allostream.links import facts
from allostream.rights.actions.facts import Statement
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.queries.facts import About
from tests import factories, people

CONFIRM = """
import sys
from allostream.audit.rules import Actor
from allostream.lib.problems import Problem
from allostream.links import facts
print("ready", flush=True)
input()
try:
    print(facts.confirm_fact({fact!r}, by=Actor.person({who!r})).state)
except Problem as problem:
    print(problem.code)
"""
LOOK = """
from allostream.audit.models import AuditEntry
from allostream.rights.models import Fact, FactEvent
print(*Fact.objects.order_by("pk").values_list("state", flat=True))
print(FactEvent.objects.filter(kind="in_force").count(), AuditEntry.objects.filter(action="fact.in-force").count())
"""


def suggestion(person, year, by):
    said = Statement(Property.DIED, read(Property.DIED, {"date": year}), GivenSource(f"Grave, {year}"), replaces=True)
    return facts.state_fact(About(Subject.PERSON, person.pk), said, by=Actor.person(by.public_id))


@pytest.fixture
def at_once(transactional_db):
    """A suggestion that was made before the other processes get their copy of the database."""
    film = factories.make_free_film("The General", directors=["Buster Keaton"])
    Person.objects.update(source=film.source, died_on="1966-01-01", died_precision="year")
    ada, dinu, eve = people.known(people.ada()), people.dinu(), people.eve()
    keaton = Person.objects.get()
    return suggestion(keaton, "1968", ada), suggestion(keaton, "1969", ada), dinu, eve


def together(*processes):
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    done = [process.communicate(timeout=30) for process in processes]
    assert [err for _out, err in done] == [""] * len(processes)
    return sorted(out.strip() for out, _err in done)


def test_two_who_confirm_one_suggestion_bring_it_into_force_once(at_once, start, run):
    fact, _other, dinu, eve = at_once
    told = together(*(start(CONFIRM.format(fact=fact.public_id, who=who.public_id)) for who in (dinu, eve)))
    assert told == ["fact-closed", "in_force"]
    states, counts = run(LOOK).splitlines()
    assert sorted(states.split()) == ["in_force", "proposed", "superseded"]
    assert counts == "2 1"  # the catalogue's own value was one before


def test_two_suggestions_confirmed_at_once_follow_each_other(at_once, start, run):
    first, second, dinu, eve = at_once
    told = together(
        start(CONFIRM.format(fact=first.public_id, who=dinu.public_id)),
        start(CONFIRM.format(fact=second.public_id, who=eve.public_id)),
    )
    assert told == ["in_force", "in_force"]
    states, _counts = run(LOOK).splitlines()
    assert sorted(states.split()) == ["in_force", "superseded", "superseded"]
