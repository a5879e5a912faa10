"""Edits of who had a part in a work, and what of a refused or an undone edit is told to whom."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.audit.rules import Actor
from allostream.catalogue.models import Credit, Genre, Identifier, Person, Title
from allostream.community.models import Edit
from allostream.links.facts import state_fact
from allostream.moderation import acting
from allostream.moderation.gathering import keep_queue
from allostream.moderation.models import Decision, Item
from allostream.rights.actions.facts import Statement
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Fact
from allostream.rights.queries.facts import About
from tests import factories, people
from tests.actions.imports import SOURCE, film, take_in
from tests.pages.reading import main_of, page
from tests.pages.test_edits import improve, say, sent, signed_in


@pytest.fixture
def film_row(sites: Any) -> Title:
    Genre.objects.create(slug="comedy", names={"en": "Comedy", "fr": "Comédie"})
    return factories.make_free_film("The General", genres=["Adventure"])


def test_what_was_refused_is_for_its_author_and_moderators(film_row: Title, sites: Any, english: Client) -> None:
    ada, moderator = signed_in(people.ada()), signed_in(people.basile(*sites))
    sent(ada, improve(film_row), name_text="Rude words", why="More rude words")
    edit = Edit.objects.get()
    for one in (people.eve(), people.dinu()):
        say(signed_in(one), edit, "oppose", why="Rude words, these.")
    paths = (f"/edit/{edit.public_id}", f"/history/w/{film_row.public_id}")
    for path in paths:
        told = page(english.get(path))
        assert "rude words" not in told.lower()
        assert "shown to its author and to moderators alone" in told
        for client in (ada, moderator):
            assert "Rude words" in page(client.get(path))


def test_an_undone_decision_is_told_in_the_readers_language(film_row: Title, sites: Any, french: Client) -> None:
    sent(signed_in(people.ada()), improve(film_row), genres=["comedy"])
    edit, basile = Edit.objects.get(), people.basile(*sites)
    Edit.objects.update(doubts=["against"])
    keep_queue()
    item, moderator = Item.objects.get(kind="change"), signed_in(basile)
    assert "Genres: Adventure → Comedy" in main_of(moderator.get(f"/bench/queue/{item.pk}"))
    moderator.post(f"/bench/queue/{item.pk}", {"act": "accept", "rule": "R0", "why": "So it is."})
    decision = Decision.objects.get()
    acting.undo(decision, by=basile, why="")
    back = edit.reverted_by.get()
    told = main_of(french.get(f"/modification/{back.public_id}"))
    assert "Une décision d’un modérateur a été annulée" in told
    assert "decision" not in told


def test_people_are_added_and_taken_out_and_new_ones_made(film_row: Title, english: Client, sites: Any) -> None:
    lang = Person.objects.create(public_id="bcdfghjkmnpq", name="Fritz Lang", folded="fritz lang", slug="fritz-lang")
    old = factories.make_title("Metropolis", directors=["Thea"]).credits.get().person
    Credit.objects.create(title=film_row, person=old, role="screenplay")
    ada, path = signed_in(people.known(people.ada())), improve(film_row)
    rows = {
        "credits_name": ["fritz lang", "Anita Loos"], "credits_role": ["composer", "title_writer"],
        "credits_born": ["", "1889"], "credits_died": ["", "1981"], "credits_out": f"screenplay:{old.public_id}",
    }  # fmt: skip
    shown = main_of(sent(ada, path, "preview", **rows))
    assert "was: Thea (author of the screenplay)" in shown
    assert "is to be: Fritz Lang (composer)" in shown
    assert "is to be: Anita Loos (1889–1981), new here (author of the intertitles)" in shown
    assert not Person.objects.filter(name="Anita Loos").exists()
    sent(ada, path, **rows)
    edit = Edit.objects.get()
    assert edit.state == "open"
    assert "Anita Loos" in main_of(english.get(f"/edit/{edit.public_id}"))
    say(signed_in(people.eve()), edit, "confirm")
    anita = Person.objects.get(name="Anita Loos")
    assert (anita.slug, str(anita.born), str(anita.died)) == ("anita-loos", "1889", "1981")
    told = set(film_row.credits.exclude(role__contains="director").values_list("role", "person__name"))
    assert told == {("composer", "Fritz Lang"), ("title_writer", "Anita Loos")}
    stated = Fact.objects.filter(stated_kind="person").exclude(state="in_force")
    assert not stated.exists()
    assert set(Fact.objects.filter(stated_kind="person").values_list("source_weight", flat=True)) == {Weight.CLAIM}
    assert "Anita Loos" in main_of(english.get("/movie/the-general-1926"))
    trusted = people.make_person("Fanny")
    people.give(trusted, Role.TRUSTED)
    say(signed_in(trusted), edit, "revert", source="the film", why="It was right.")
    told = set(film_row.credits.exclude(role__contains="director").values_list("role", "person__name"))
    assert told == {("screenplay", "Thea")}
    assert lang.credits.count() == 0


@pytest.fixture
def anita(film_row: Title) -> tuple[Edit, Person]:
    """An edit in force that credits somebody who was not here, with her years."""
    rows = {
        "credits_name": "Anita Loos", "credits_role": "title_writer", "credits_born": "1889", "credits_died": "1981",
    }  # fmt: skip
    sent(signed_in(people.known(people.ada())), improve(film_row), **rows)
    edit = Edit.objects.get()
    say(signed_in(people.eve()), edit, "confirm")
    return edit, Person.objects.get(name="Anita Loos")


def undone(edit: Edit) -> Edit:
    trusted = User.objects.filter(name="Fanny").first() or people.make_person("Fanny")
    people.give(trusted, Role.TRUSTED)
    say(signed_in(trusted), edit, "revert", source="the film", why="She had no part.")
    return edit.reverted_by.get()


def test_who_was_made_by_an_edit_goes_when_it_is_undone_and_comes_back_when_that_is(
    anita: tuple[Edit, Person], film_row: Title, english: Client
) -> None:
    edit, person = anita
    told = page(signed_in(people.dinu()).get(f"/edit/{edit.public_id}"))
    assert "unless something else names them by then: Anita Loos." in told
    back = undone(edit)
    assert page(english.get("/person/anita-loos"), 410)
    assert "Anita Loos." not in page(english.get(f"/edit/{back.public_id}"))
    undone(back)
    assert "The General" in page(english.get("/person/anita-loos"))
    assert film_row.credits.filter(person=person, role="title_writer").exists()


@pytest.mark.parametrize("what", ["credit", "fact", "edit", "open edit", "identifier"])
def test_who_is_named_elsewhere_or_was_changed_since_stays_and_the_page_says_so(
    anita: tuple[Edit, Person], english: Client, what: str
) -> None:
    edit, person = anita
    match what:
        case "credit":
            Credit.objects.create(title=factories.make_title("Red-Headed Woman"), person=person, role="screenplay")
        case "fact":
            about, said = About(Subject.PERSON, person.pk), read(Property.DIED, {"date": "1982"})
            ada = Actor.person(User.objects.get(name="Ada").public_id)
            state_fact(about, Statement(Property.DIED, said, GivenSource("A grave"), replaces=True), by=ada)
            Fact.objects.filter(state="proposed").update(stated_at=timezone.now() + timedelta(days=1))
        case "edit":
            sent(signed_in(User.objects.get(name="Ada")), f"/improve/p/{person.public_id}", name="Corinne Anita Loos")
        case "open edit":
            other = factories.make_title("Red-Headed Woman")
            rows = {"credits_name": "Anita Loos", "credits_role": "screenplay"}
            sent(signed_in(User.objects.get(name="Ada")), improve(other), **rows)
        case "identifier":
            Identifier.objects.create(person=person, scheme="wikidata", value="Q1")
    back = undone(edit)
    assert "somebody has changed them since: Anita Loos." in page(english.get(f"/edit/{back.public_id}"))
    assert page(english.get("/person/anita-loos"))


def test_of_several_people_of_a_name_one_is_meant(film_row: Title) -> None:
    for id, born in (("bcdfghjkmnpq", 1890), ("bcdfghjkmnpr", 1960)):
        Person.objects.create(public_id=id, name="Jean Roy", folded="jean roy", slug=id, born_on=date(born, 1, 1),
                              born_precision="year")  # fmt: skip
    ada, path = signed_in(people.ada()), improve(film_row)
    row = {"credits_role": "composer", "credits_name": "Jean Roy", "credits_born": "", "credits_died": ""}
    answer = sent(ada, path, **row)
    assert answer.status_code == 422
    assert "Several people are called “Jean Roy”" in main_of(answer)
    assert "/p/bcdfghjkmnpr (1960–?)" in main_of(answer)
    assert sent(ada, path, **{**row, "credits_born": "190"}).status_code == 422
    assert not Edit.objects.exists()
    assert "is to be: Jean Roy (composer)" in main_of(sent(ada, path, "preview", **{**row, "credits_born": "1960"}))
    sent(ada, path, **{**row, "credits_name": "/p/bcdfghjkmnpq"})
    assert Edit.objects.get().changes["credits"]["after"][-1] == ["composer", "bcdfghjkmnpq"]


def test_imports_leave_credits_that_people_settled(tmp_path: Path, sites: Any) -> None:
    record = film(credits=[{"role": "composer", "name": "Ann Wrong"}, {"role": "composer", "name": "Bo Right"}])
    take_in(tmp_path, SOURCE, record)
    title = Title.objects.get()
    trusted = people.eve()
    people.give(trusted, Role.TRUSTED)
    ann = Person.objects.get(name="Ann Wrong")
    row = {"credits_role": "composer", "credits_name": "Cy New", "credits_born": "", "credits_died": ""}
    sent(signed_in(trusted), improve(title), credits_out=f"composer:{ann.public_id}", **row)
    for _time in range(2):
        take_in(tmp_path, SOURCE, {**record, "form": "feature"})
        there = title.credits.order_by("person__name").values_list("person__name", flat=True)
        assert list(there) == ["Bo Right", "Cy New"]
