"""Pages of people, hosts and the site itself."""

from datetime import date
from typing import Any

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
    assert names_of_cards(answer) == ["The General", "The General"]
    assert "wikidata.org/wiki/Q103949" in page(answer)


@pytest.mark.parametrize(
    ("precision", "told"), [("year", "Mort : 1966"), ("before", "Mort : avant 1966"), ("month", "Mort : février 1966")]
)
def test_a_death_is_told_no_more_exactly_than_it_is_known(french: Client, precision: str, told: str) -> None:
    factories.make_person("Buster Keaton", died_on=date(1966, 2, 1), died_precision=precision)
    assert told in main_of(french.get("/personne/buster-keaton"))


def test_somebody_unknown_is_not_found(english: Client) -> None:
    page(english.get("/person/nobody"), 404)


def test_a_host_tells_its_facts_and_what_can_be_watched_there(from_country: Any) -> None:
    factories.make_free_film()
    text = main_of(from_country("US").get("/host/internet-archive"))
    assert "What can be watched there in the United States" in text
    assert "1 title" in text
    assert "Anybody: each copy is judged by itself." in text
    assert "No link to this host is shown in Germany yet." in main_of(from_country("DE").get("/host/internet-archive"))
    page(from_country("US").get("/host/nowhere"), 404)


def test_only_listed_hosts_are_in_the_list(french: Client) -> None:
    factories.make_host("arte", name="Arte", kind="public_broadcaster", countries=["FR", "DE"])
    factories.make_host("shady", name="Shady", stands="refused")
    text = main_of(french.get("/hebergeurs"))
    assert "Télévision publique · France et Allemagne" in text
    assert "Shady" not in text


def test_the_operators_words_stand_on_about_and_legal(english: Client, sites: Any) -> None:
    factories.make_text(sites[0], "about", "en", "We are four people.\n\nWe like films.")
    factories.make_text(sites[0], "legal", "en", "Published by <b>nobody</b>.")
    assert "<p>We are four people.</p>" in page(english.get("/about"))
    assert "<p>We like films.</p>" in page(english.get("/about"))
    assert "Published by &lt;b&gt;nobody&lt;/b&gt;." in page(english.get("/legal"))
    assert "mailto:desk@example.org" in page(english.get("/legal"))


def test_a_text_in_another_language_stands_in_for_a_missing_one(english: Client, sites: Any) -> None:
    factories.make_text(sites[0], "legal", "en", "Published by nobody.")
    english.cookies["language"] = "fr"
    assert "Published by nobody." in page(english.get("/legal"))


def test_sources_are_named_with_licence_and_credit(english: Client) -> None:
    factories.make_source(
        "omdb", name="Open Media Database", licence="CC-BY-4.0", credit="omdb.org", licence_url="https://example.org/by"
    )
    text = page(english.get("/about"))
    assert "omdb.org" in text
    assert '<a href="https://example.org/by" rel="license nofollow noopener external">CC-BY-4.0</a>' in text


def test_the_site_tells_whether_it_runs(english: Client) -> None:
    answer = english.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_robots_are_told_what_to_leave_alone(english: Client) -> None:
    text = page(english.get("/robots.txt"))
    assert "Disallow: /settings" in text
    assert "Disallow: /movie" not in text


def test_the_switch_works_on_the_page_of_a_person(english: Client) -> None:
    factories.make_free_film(directors=["Buster Keaton"])
    factories.make_title("The Navigator", year=1924, directors=["Buster Keaton"])
    english.cookies["watchable"] = "1"
    answer = english.get("/person/buster-keaton")
    assert names_of_cards(answer) == ["The General"]
    assert "hides 1 title." in main_of(answer)
