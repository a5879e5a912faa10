"""Pages of people."""

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, names_of_cards, page


def test_a_person_has_dates_titles_by_part_and_numbers(english: Client) -> None:
    film = factories.make_free_film(directors=["Buster Keaton"])
    factories.make_credit(film, "Buster Keaton", role="cast")
    person = factories.make_person("Buster Keaton")
    person.died_on, person.died_precision = factories.SEEN.date().replace(year=1966, month=2, day=1), "day"
    person.save()
    person.identifiers.create(scheme="wikidata", value="Q103949")
    answer = english.get("/person/buster-keaton")
    text = main_of(answer)
    assert "Died 1 February 1966" in text
    assert "As director" in text
    assert "As actor" in text
    assert names_of_cards(answer) == ["The General"]
    assert "wikidata.org/wiki/Q103949" in page(answer)


@pytest.mark.parametrize(
    ("precision", "told"), [("year", "Mort : 1966"), ("before", "Mort : avant 1966"), ("month", "Mort : février 1966")]
)
def test_a_death_is_told_no_more_exactly_than_it_is_known(french: Client, precision: str, told: str) -> None:
    factories.make_person("Buster Keaton", died_on=date(1966, 2, 1), died_precision=precision)
    assert told in main_of(french.get("/personne/buster-keaton"))


def test_somebody_unknown_is_not_found(english: Client) -> None:
    page(english.get("/person/nobody"), 404)


def test_the_switch_works_on_the_page_of_a_person(english: Client) -> None:
    factories.make_free_film(directors=["Buster Keaton"])
    factories.make_title("The Navigator", year=1924, directors=["Buster Keaton"])
    english.cookies["watchable"] = "1"
    answer = english.get("/person/buster-keaton")
    assert names_of_cards(answer) == ["The General"]
    assert "hides 1 title." in main_of(answer)


def test_what_can_be_watched_here_comes_before_all_that_somebody_did(english: Client) -> None:
    factories.make_title("Charade", year=1963, directors=["Buster Keaton"])
    factories.make_free_film("Sherlock Jr.", year=1924, directors=["Buster Keaton"])
    factories.make_free_film("The General", year=1926, directors=["Buster Keaton"])
    answer = english.get("/person/buster-keaton")
    assert names_of_cards(answer) == ["The General", "Sherlock Jr."]
    text = main_of(answer)
    assert text.index("To watch in the United States") < text.index("As director")
    assert "As director3 titles 1960s 1963CharadeNo lawful link yet1920s 1926The GeneralFree" in text


def test_decades_are_named_in_french(french: Client) -> None:
    factories.make_free_film("The General", directors=["Buster Keaton"])
    assert "Années 1920" in main_of(french.get("/personne/buster-keaton"))


def test_a_page_without_anything_to_watch_says_so_and_lists_the_rest(english: Client) -> None:
    factories.make_title("Charade", year=None, directors=["Buster Keaton"])
    text = main_of(english.get("/person/buster-keaton"))
    assert "Nothing of this person can be watched lawfully in the United States yet" in text
    assert "Without year Charade" in text


def test_somebody_without_any_title_has_a_page_that_says_so(english: Client) -> None:
    factories.make_person("Buster Keaton")
    assert "No title of this person is in the catalogue." in main_of(english.get("/person/buster-keaton"))
