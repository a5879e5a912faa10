"""Signing in and out, and what moderators see."""

from typing import Any

import pytest
from django.test import Client

from tests import factories, people
from tests.pages.reading import main_of, page


def sign_in(client: Client, name: str, password: str = people.PASSWORD, **form: str) -> Any:
    address = "/sign-in" if client.defaults["SERVER_NAME"] == "localhost" else "/connexion"
    return client.post(address, {"login": f"{name}@example.org", "password": password, **form})


def test_somebody_signs_in_and_is_named_in_the_header(english: Client) -> None:
    people.ada()
    answer = sign_in(english, "ada", next="/movies")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/movies")
    answer = english.get("/movies")
    assert '<span class="lbl-l">Ada</span>' in page(answer)
    assert "private" in answer.headers["Cache-Control"]


def test_an_address_is_compared_without_regard_to_case(english: Client) -> None:
    people.ada()
    assert sign_in(english, "ADA").status_code == 302


def test_a_wrong_password_is_refused_in_one_sentence_that_says_what_to_do(french: Client) -> None:
    people.ada()
    text = main_of(sign_in(french, "ada", "something else"))
    assert "Aucun compte n’a cette adresse électronique et ce mot de passe. Vérifiez les deux." in text


def test_signing_in_never_leads_to_another_site(english: Client) -> None:
    people.ada()
    assert sign_in(english, "ada", next="//evil.example/").headers["Location"] == "/"


def test_signing_out_needs_the_form_and_its_token(english: Client) -> None:
    people.ada()
    sign_in(english, "ada")
    assert "csrfmiddlewaretoken" in page(english.get("/settings"))
    assert english.get("/sign-out").status_code == 405
    assert english.post("/sign-out").status_code == 302
    assert "Ada" not in page(english.get("/movies"))


def test_signing_in_without_the_token_is_refused(sites: Any) -> None:
    people.ada()
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = sign_in(strict, "ada")
    assert "This form has expired" in page(answer, 403)


@pytest.fixture
def held(db: None) -> Any:
    film = factories.make_title("Nosferatu", year=1922)
    factories.make_answer(film, "US", reason="Published 1922.", must_check="look at the print")
    return factories.make_link(
        film, origin_flags=["possible_rip_or_commercial_restoration"], must_check="uploader and collection"
    )


def test_a_moderator_sees_what_is_held_back_and_what_to_check(english: Client, sites: Any, held: Any) -> None:
    people.basile(sites[0])
    sign_in(english, "basile")
    text = page(english.get("/movie/nosferatu-1922"))
    assert "Held back: for moderators" in text
    assert "Its name suggests a copied or restored edition, or a programme about the film." in text
    assert "uploader and collection" in text
    assert held.canonical_url not in text


def test_a_moderator_of_another_site_is_a_reader_like_others(english: Client, sites: Any, held: Any) -> None:
    people.basile(sites[1])
    sign_in(english, "basile")
    assert "Held back" not in page(english.get("/movie/nosferatu-1922"))


@pytest.mark.parametrize("somebody", [people.ada, people.chiara, people.dinu, people.eve])
def test_nobody_else_sees_it(english: Client, held: Any, somebody: Any) -> None:
    sign_in(english, somebody().name.lower())
    text = page(english.get("/movie/nosferatu-1922"))
    assert "Held back" not in text
    assert "uploader and collection" not in text


def test_a_moderators_page_in_french_marks_what_is_english(french: Client, sites: Any, held: Any) -> None:
    people.basile(sites[1])
    sign_in(french, "basile")
    french.cookies["country"] = "US"
    assert '<td lang="en">uploader and collection' in page(french.get("/film/nosferatu-1922"))
