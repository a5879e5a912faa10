"""The starter catalogue as its readers meet it in two countries: what is shown, what is not, and what is said of it."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from allostream.audit.rules import Actor
from allostream.cli.start_hosts import add_start_hosts
from tests.actions.imports import LOOKED
from tests.pages.reading import main_of, page


@pytest.fixture(scope="module")
def start(db_of_module: None) -> None:
    add_start_hosts(by=Actor.command("test"))
    call_command("import", "starter", vouch=LOOKED, verbosity=0)


@pytest.fixture
def starter(start: None, sites: Any) -> None:
    """The starter catalogue and both sites."""


def read(client: Client, country: str, path: str) -> str:
    client.cookies["country"] = country
    return main_of(client.get(path))


def test_the_first_films_are_as_promised_in_france_and_in_the_united_states(english: Client, starter: None) -> None:
    for film in ("the-general-1926", "fantasmagorie-1908"):
        for country, told in (("US", "Public domain in the United States"), ("FR", "Public domain in France")):
            text = read(english, country, f"/movie/{film}")
            assert told in text
            assert "Watch here" in text

    assert "Watch here" in read(english, "US", "/movie/his-girl-friday-1940")
    friday = read(english, "FR", "/movie/his-girl-friday-1940")
    assert "Watch here" not in friday
    assert "only because a formality was missed; France ignores that" in friday

    for country in ("US", "FR", "DE"):
        assert "Published under CC BY 3.0." in read(english, country, "/movie/big-buck-bunny-2008")

    for country in ("US", "FR"):
        nosferatu = read(english, country, "/movie/nosferatu-1922")
        assert "The work is free here, but the only copy we know shows signs of a commercial edition" in nosferatu
        assert "Watch here" not in nosferatu
    assert "archive.org" not in page(english.get("/movie/nosferatu-1922"))

    fantomas = read(english, "US", "/show/fantomas")
    assert "Juve contre Fantômas" in fantomas
    assert "US copyright ended on 31 December 1989" in fantomas  # counted from the last part
    assert "not settled: the rights in the work it is based on" in read(english, "FR", "/show/fantomas")

    metropolis = read(english, "FR", "/movie/metropolis-1927")
    assert "Watch here" not in metropolis
    assert "(Fritz Lang) died in 1976: protected for 70 years, until 31 December 2046" in metropolis


def test_the_word_for_a_copy_is_marked_as_english_where_the_page_is_not(french: Client, starter: None) -> None:
    shown = page(french.get("/film/fantasmagorie-1908"))
    assert f'<dd lang="en">{LOOKED}</dd>' in shown


def test_the_home_page_has_its_shelves(french: Client, starter: None) -> None:
    text = read(french, "FR", "/")
    for heading in ("Libres depuis peu", "Cent ans de muet", "Séries à voir gratuitement", "Cinéma ouvert"):
        assert heading in text
