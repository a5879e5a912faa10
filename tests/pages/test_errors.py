"""Refusals and failures as pages."""

import logging
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from allostream.web.front import Front, refusing
from tests import factories, people
from tests.pages.asking import Reader
from tests.pages.reading import main_of, page, parsed


def test_an_address_of_nothing_offers_a_search_for_its_words(english: Client) -> None:
    text = page(english.get("/movie/the-genral-1926"), 404)
    assert "There is nothing at this address" in text
    assert 'name="q" type="search" value="the genral"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_refusals_leave_no_line_in_the_log(english: Client, caplog: pytest.LogCaptureFixture) -> None:
    for path in ("/nowhere", "/movies?genre=no-such-genre"):
        assert english.get(path).status_code in (400, 404)
    assert english.post("/about").status_code == 405
    assert not caplog.records


def test_it_is_told_in_french_too(french: Client) -> None:
    assert "Il n’y a rien à cette adresse" in page(french.get("/nulle-part"), 404)


def test_words_of_an_address_are_shown_as_text_only(english: Client) -> None:
    text = page(english.get("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"), 404)
    assert "<script>" not in text


@pytest.mark.parametrize("path", ["/movie/%00", "/person/a%00b", "/w/%00", "/show/judex/%00", "/%00/"])
def test_an_address_with_a_character_that_no_database_looks_for_is_one_of_nothing(
    english: Client, french: Client, path: str
) -> None:
    factories.make_title("Judex", kind="series", year=1916)
    assert "There is nothing at this address" in page(english.get(path), 404)
    french.force_login(people.eve())
    answer = french.get(path)
    assert "Il n’y a rien à cette adresse" in page(answer, 404)
    assert answer.headers["Content-Language"] == "fr"


def test_too_many_parameters_are_refused_before_a_page_can_be_made_too(sites: Any) -> None:
    address = "/about?" + "&".join(["a"] * 300)
    django = refusing(WSGIHandler())
    for application in (django, Front(django, 1024)):
        answer = Reader(application, {"CONTENT_TYPE": "text/plain; charset=utf-16"}).get(address)
        assert (answer.status, answer.body) == ("400 Bad Request", b"")


def test_what_was_removed_is_said_to_be_gone(english: Client) -> None:
    factories.make_title(removed_at=factories.SEEN)
    answer = english.get("/movie/the-general-1926")
    assert answer.status_code == 410
    text = main_of(answer)
    assert "has been removed for good" in text
    assert "A film was here: The General (1926)" in text
    assert "It was taken out of the catalogue on 20 November 2026" in text
    assert 'href="/search?q=The%20General"' in page(answer, 410)


def test_a_removed_link_leads_to_its_title(french: Client) -> None:
    film = factories.make_free_film(french="Le Mécano")
    link = factories.make_link(film, removed_at=factories.SEEN)
    answer = french.get(f"/voir/{link.public_id}")
    assert "Un lien se trouvait ici." in main_of(answer)
    assert 'href="/film/le-mecano-1926"' in page(answer, 410)


def test_somebody_who_was_removed_is_not_named(english: Client) -> None:
    factories.make_person("Buster Keaton", removed_at=factories.SEEN)
    answer = english.get("/person/buster-keaton")
    assert "The page of a person was here." in main_of(answer)
    assert "Buster" not in page(answer, 410)


def test_a_withdrawn_link_says_when_on_whose_word_and_what_is_lawful(english: Client) -> None:
    film = factories.make_free_film()
    lawful = film.links.get()
    link = factories.make_link(film, withdrawn_at=factories.SEEN, withdrawn_why="Notice of <b>a studio</b>")
    answer = english.get(f"/watch/{link.public_id}")
    text = main_of(answer)
    assert "Withdrawn on 20 November 2026" in text
    assert "On whose wordNotice of <b>a studio</b>" in text
    assert "Where to watch in the United States" in text
    whole = page(answer, 451)
    assert f"/watch/{lawful.public_id}" in whole
    assert link.canonical_url not in whole
    assert answer.headers["Link"] == '<http://localhost/legal>; rel="blocked-by"'


def test_a_form_without_its_token_is_refused_in_the_frame(english: Client, sites: Any) -> None:
    strict = Client(SERVER_NAME="fr.localhost", enforce_csrf_checks=True)
    answer = strict.post("/connexion", {"username": "a", "password": "b"})
    assert "Ce formulaire a expiré" in page(answer, 403)
    assert len(list(parsed(answer).iter("header"))) == 1
    assert "search" in page(answer, 403)


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

    monkeypatch.setattr("allostream.links.queries.home", break_down)
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
