"""What of the catalogue is given to the index, and that each change of it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.rules import Actor
from allostream.catalogue import actions
from allostream.catalogue.documents import all_documents, documents_of, how_many
from allostream.catalogue.models import Credit, Identifier, Name, Title
from allostream.freshness.queries import changes_after, place_now
from allostream.freshness.rules import Indexed
from allostream.lib.dates import PartialDate
from allostream.search.documents import EpisodeDocument, Named, PersonDocument, TitleDocument
from tests import factories
from tests.actions.imports import film, take_in

BY = Actor.system("test")
pytestmark = pytest.mark.django_db


def test_a_title_is_given_with_all_its_names_and_people_directors_and_cast_first() -> None:
    title = factories.make_title("The General", french="Le Mécano de la General", directors=["Buster Keaton"])
    factories.make_credit(title, "Al Boasberg", "screenplay")
    factories.make_credit(title, "Marion Mack", "cast", character="Annabelle Lee")
    factories.make_credit(title, "Buster Keaton", "cast", character="Johnnie Gray")
    Name.objects.create(title=title, text="Генерал", language="ru", kind="alias", folded="генерал")
    (found,) = documents_of([title.pk], []).titles
    assert found == TitleDocument(
        title.pk, "film", (Named("The General", "en"), Named("Le Mécano de la General", "fr"), Named("Генерал", "ru")),
        1926, None, 2, ("Buster Keaton", "Marion Mack", "Al Boasberg"),
    )  # fmt: skip


def test_a_series_is_given_with_its_named_episodes() -> None:
    series = factories.make_title("The Mentalist", kind="series", year=2008, popularity=50)
    season = factories.make_season(series, 2)
    episode = factories.make_episode(season, 5, "Red Scare")
    factories.make_episode_name(episode, "L'Ombre rouge", "fr")
    found = documents_of([series.pk], [])
    names = (Named("Red Scare", "en"), Named("L'Ombre rouge", "fr"))
    assert found.episodes == [EpisodeDocument(episode.pk, series.pk, names, 2, 5, 50)]


def test_a_person_is_as_well_known_as_their_parts_are_many() -> None:
    title = factories.make_title("Sherlock Jr.", directors=["Buster Keaton"])
    factories.make_credit(title, "Buster Keaton", "cast")
    factories.make_person("Nobody at All")
    person = Credit.objects.filter(title=title).first().person_id
    found = documents_of([], [person, factories.make_person("Nobody at All").pk])
    assert found.people == [PersonDocument(person, (Named("Buster Keaton"),), 2)]


def test_what_was_removed_or_merged_is_not_given() -> None:
    gone, kept = factories.make_title("Le Mécano"), factories.make_title("The General")
    removed = factories.make_title("No such film")
    actions.merge_titles(gone.public_id, kept.public_id, by=BY, why="one film")
    actions.remove_title(removed.public_id, by=BY, why="no such film")
    found = documents_of([gone.pk, kept.pk, removed.pk], [])
    assert [title.id for title in found.titles] == [kept.pk]
    assert {name.text for name in found.titles[0].names} == {"Le Mécano", "The General"}
    assert how_many() == {Indexed.TITLE: 1, Indexed.PERSON: 0}


def test_the_whole_is_what_all_its_parts_are() -> None:
    titles = [factories.make_title(f"Film {n}", directors=[f"Director {n}"]).pk for n in range(5)]
    people = list(Credit.objects.order_by("person").values_list("person", flat=True))
    whole, parts = list(all_documents()), documents_of(titles, people)
    assert [one for portion in whole for one in portion.titles] == parts.titles
    assert [one for portion in whole for one in portion.people] == parts.people


@pytest.mark.parametrize("number", [1, 12])
def test_documents_take_nine_queries_however_many(number: int) -> None:
    titles = [factories.make_title(f"Series {n}", kind="series", directors=["Ida Lupino"]) for n in range(number)]
    for title in titles:
        factories.make_episode(factories.make_season(title), 1, "Pilot")
    people = [Credit.objects.values_list("person", flat=True)[0]]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        documents_of([title.pk for title in titles], people)
    assert len(asked) == 9


def changed_by(act: Callable[[], object]) -> set[tuple[Indexed, int]]:
    begin = place_now()
    act()
    return {(row.kind, row.id) for row in changes_after(begin, 100)}


@pytest.mark.django_db(transaction=True)
class TestWhatChangesAName:
    def test_an_import_tells_its_new_titles_and_people_and_later_the_changed_ones(self, tmp_path: Path) -> None:
        keaton = {"role": "principal_director", "name": "Buster Keaton"}
        records = [film("1", credits=[keaton]), film("2", name="Sherlock Jr.", year=1924, credits=[keaton])]
        told = changed_by(lambda: take_in(tmp_path, *records))
        one, other = Title.objects.order_by("name").values_list("pk", flat=True)[:2][::-1]
        person = Credit.objects.first().person_id
        assert told == {(Indexed.TITLE, one), (Indexed.TITLE, other), (Indexed.PERSON, person)}
        assert changed_by(lambda: take_in(tmp_path, *records)) == set()
        renamed = [film("1", name="The General (1926)", credits=[keaton]), records[1]]
        changed = Title.objects.get(name="The General").pk
        assert changed_by(lambda: take_in(tmp_path, *renamed)) == {(Indexed.TITLE, changed)}

    def test_a_removal_a_merger_a_new_year_and_a_credit_are_told(self) -> None:
        one, other, third = (factories.make_title(name) for name in ("One", "Other", "Third"))
        person = factories.make_person("Ida Lupino")
        Identifier.objects.create(scheme="imdb", value="tt0000001", title=one)
        assert changed_by(lambda: actions.remove_title(third.public_id, by=BY, why="x")) == {(Indexed.TITLE, third.pk)}
        told = changed_by(lambda: actions.merge_titles(one.public_id, other.public_id, by=BY, why="x"))
        assert told == {(Indexed.TITLE, one.pk), (Indexed.TITLE, other.pk)}
        told = changed_by(lambda: actions.show_release(other.pk, PartialDate.parse("1927"), by=BY, why="x"))
        assert told == {(Indexed.TITLE, other.pk)}
        told = changed_by(lambda: actions.show_credit(other.pk, None, person.pk, "cast", holds=True, by=BY, why="x"))
        assert told == {(Indexed.TITLE, other.pk), (Indexed.PERSON, person.pk)}
