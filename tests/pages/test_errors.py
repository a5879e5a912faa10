"""Refusals and failures as pages."""

import logging
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, page, parsed


def test_an_address_of_nothing_offers_a_search_for_its_words(english: Client) -> None:
    text = page(english.get("/movie/the-genral-1926"), 404)
    assert "There is nothing at this address" in text
    assert 'name="q" type="search" value="the genral"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_it_is_told_in_french_too(french: Client) -> None:
    assert "Il n’y a rien à cette adresse" in page(french.get("/nulle-part"), 404)


def test_words_of_an_address_are_shown_as_text_only(english: Client) -> None:
    text = page(english.get("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"), 404)
    assert "<script>" not in text


def test_what_was_removed_is_said_to_be_gone(english: Client) -> None:
    factories.make_title(removed_at=factories.SEEN)
    text = main_of(english.get("/movie/the-general-1926"))
    assert "has been removed for good" in text
    assert "All films" in text


def test_a_host_name_that_is_not_ours_gets_a_plain_page(sites: Any, client: Client) -> None:
    answer = client.get("/", SERVER_NAME="evil.example")
    assert "This address asks for something that does not exist" in page(answer, 400)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    parsed(answer)


def test_a_failure_needs_no_database_and_names_its_number(
    english: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*args: Any) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("allostream.links.queries.home_shelves", break_down)
    english.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        answer = english.get("/")
    text = page(answer, 500)
    parsed(answer)
    assert "Something broke on our side" in text
    assert "the disk is on fire" not in text
    incident = next(record.message for record in caplog.records if "page-failed" in record.message)
    assert incident.split("incident=")[1].split()[0] in text


def test_a_method_that_a_page_does_not_know_is_refused(english: Client) -> None:
    assert english.post("/movies").status_code == 405
    assert english.delete("/settings").status_code == 405
