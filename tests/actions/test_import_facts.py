"""Facts that come with a file: in force at once, corrected by their own record, never over what people protect."""

from pathlib import Path
from typing import Any

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue.models import Person, Title
from allostream.links import facts
from allostream.rights.actions.facts import Statement
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Fact, FactEvent
from allostream.rights.queries.facts import About
from tests.actions.imports import OTHER, SOURCE, edition, episode, film, season, series, take_in

pytestmark = pytest.mark.django_db
KEATON = {"record": "person", "key": "lists:60", "name": "Buster Keaton", "died": "1966"}
FILM = film(credits=[{"role": "principal_director", "person": "lists:60"}, {"role": "composer", "name": "Carl Davis"}])


def told(key: str, name: str, value: dict[str, Any], on: str = "lists:60", **more: Any) -> dict[str, Any]:
    record = {"record": "fact", "key": key if ":" in key else f"lists:{key}", "on": on, "property": name}
    return {**record, "value": value, "source": "Register", **more}


def bring(folder: Path, *records: dict[str, Any]) -> Any:
    run = take_in(folder, SOURCE, KEATON, FILM, *records)
    assert run.code == 0, run.errors
    return run


def of_keaton() -> About:
    return About(Subject.PERSON, Person.objects.get(name="Buster Keaton").pk)


def states() -> list[tuple[str, str]]:
    return [(str(fact.value.get("date")), fact.state) for fact in Fact.objects.order_by("pk")]


def test_a_fact_is_in_force_at_once_and_the_catalogue_follows_it(tmp_path: Path) -> None:
    run = bring(tmp_path, told("died", "died", {"date": "1966-02-01"}, weight="authority", quote="1 February 1966"))
    assert run.count("fact") == (1, 0, 0, 0)
    fact = Fact.objects.get()
    assert (fact.state, fact.stated_by, fact.source.slug if fact.source else "") == ("in_force", "lists:died", "lists")
    assert str(Person.objects.get(name="Buster Keaton").died) == "1966-02-01"
    assert list(FactEvent.objects.values_list("kind", flat=True)) == ["in_force"]
    assert bring(tmp_path, told("died", "died", {"date": "1966-02-01"}, weight="authority", quote="1 February 1966"))
    assert Fact.objects.count() == 1


def test_a_changed_record_takes_the_place_of_what_it_said(tmp_path: Path) -> None:
    bring(tmp_path, told("died", "died", {"date": "1966"}))
    run = bring(tmp_path, told("died", "died", {"date": "1967"}))
    assert run.count("fact") == (0, 1, 0, 0)
    assert states() == [("1966", "superseded"), ("1967", "in_force")]
    run = bring(tmp_path, told("died", "died", {"date": "1966"}))
    assert states() == [("1966", "superseded"), ("1967", "superseded"), ("1966", "in_force")]


def test_facts_of_two_sources_stand_beside_each_other(tmp_path: Path) -> None:
    bring(tmp_path, told("died", "died", {"date": "1966"}))
    run = take_in(tmp_path, OTHER, told("films:died", "died", {"date": "1968"}))
    assert run.code == 0, run.errors
    assert states() == [("1966", "in_force"), ("1968", "in_force")]
    assert str(Person.objects.get(name="Buster Keaton").died) == "1968"


def test_a_file_does_not_undo_what_people_settled(tmp_path: Path) -> None:
    bring(tmp_path, told("died", "died", {"date": "1966"}))
    said = Statement(Property.DIED, read(Property.DIED, {"date": "1969"}), GivenSource("Grave"), replaces=True)
    facts.state_fact(of_keaton(), said, by=Actor.command("test"))
    take_in(tmp_path, SOURCE, {**KEATON, "died": "1970"}, FILM)
    assert str(Person.objects.get(name="Buster Keaton").died) == "1969"
    facts.protect_property(of_keaton(), Property.DIED, by=Actor.command("test"), why="settled")
    bring(tmp_path, told("died", "died", {"date": "1971"}))
    assert states() == [("1966", "superseded"), ("1969", "in_force"), ("1971", "proposed")]


def test_a_film_that_comes_again_keeps_the_corrected_death_of_whom_it_credits(tmp_path: Path) -> None:
    vigo = {"role": "screenplay", "name": "Jean Vigo", "died": "1934"}
    take_in(tmp_path, SOURCE, film(credits=[vigo]))
    about = About(Subject.PERSON, Person.objects.get().pk)
    said = Statement(Property.DIED, read(Property.DIED, {"date": "1964"}), GivenSource("Grave"), replaces=True)
    facts.state_fact(about, said, by=Actor.command("test"))
    run = take_in(tmp_path, SOURCE, film(credits=[vigo], runtime_min=80))
    assert run.code == 0, run.errors
    person = Person.objects.get()
    assert (str(person.died), person.credits.count()) == ("1964", 1)


def test_a_person_is_named_by_the_credit_of_a_work(tmp_path: Path) -> None:
    bring(tmp_path, told("davis", "died", {"precision": "none"}, on="lists:1", of="Carl Davis"))
    assert Person.objects.get(name="Carl Davis").died_precision == "none"


def test_works_parts_and_editions_have_facts(tmp_path: Path) -> None:
    bring(
        tmp_path, series(), season(), episode(), edition(),
        told("a", "published", {"date": "1926-12-31"}, on="lists:1"),
        told("b", "nobody", {"code": "composer"}, on="lists:30"),
        told("c", "layer", {"code": "new_score"}, on="lists:40"),
        told("d", "credit", {"person": "lists:60", "role": "producer"}, on="lists:1"),
    )  # fmt: skip
    found = {fact.property: fact for fact in Fact.objects.all()}
    assert found["nobody"].episode
    assert found["layer"].edition
    film_row = Title.objects.get(kind="film")
    assert str(film_row.released) == "1926-12-31"
    assert film_row.credits.filter(role="producer", person__name="Buster Keaton").exists()


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (told("x", "died", {"date": "19"}), "value.date: “19” is no date"),
        (told("x", "died", {"date": "2999"}), "value.date: This date has yet to come"),
        (told("x", "colour", {"code": "red"}), "property: “colour” is not known: take one of died, born"),
        (told("x", "died", {"date": "1966"}, on="lists:1"), "property: “died” is not stated of a title"),
        (told("x", "died", {"date": "1966"}, on="lists:99"), "on: “lists:99” is not known"),
        (told("x", "died", {"date": "1966"}, on="lists:1", of="Nemo"), "of: nobody called “Nemo” is credited there"),
        (told("x", "credit", {"person": "lists:99", "role": "cast"}, on="lists:1"), "value.person: “lists:99” is not"),
        (told("x", "died", {"date": "1966"}, weight="authority"), "A reference must be one to follow up"),
        (told("x", "died", {"date": "1966"}, source=" "), "source: it is empty"),
        (told("x", "died", {"day": "1966"}), "value: “day” is no key of this record"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_its_place_and_the_rest_is_taken(
    tmp_path: Path, record: dict[str, Any], what: str
) -> None:
    run = take_in(tmp_path, SOURCE, KEATON, FILM, record, told("good", "born", {"date": "1895"}))
    assert run.code == 1
    assert what in run.errors
    assert [fact.property for fact in Fact.objects.all()] == ["born"]


def test_a_trial_tells_what_would_come_in_and_writes_nothing(tmp_path: Path) -> None:
    records = (SOURCE, KEATON, FILM, edition(), told("a", "died", {"date": "1966"}))
    layer = told("b", "layer", {"code": "dubbed"}, on="lists:40")
    run = take_in(tmp_path, *records, layer, dry_run=True, batch=2)
    assert (run.code, run.count("fact")) == (0, (2, 0, 0, 0)), run.errors
    assert not Fact.objects.exists()
