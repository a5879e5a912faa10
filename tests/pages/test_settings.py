"""Country, language and the switch: how they are guessed, chosen, kept, and changed by nobody else."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, page

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def country_of(client: Client, **headers: str) -> str:
    text = page(client.get("/about" if client.defaults["SERVER_NAME"] == "localhost" else "/a-propos", **headers))
    return text.split('<summary><i class="i i-globe"')[1].split("<span>")[1].split("<")[0]


@pytest.mark.parametrize(
    ("accept", "country"),
    [
        ("", "United States"),
        ("fr", "United States"),
        ("fr-FR,fr;q=0.9", "France"),
        ("en;q=0.9,de-AT;q=0.8", "Austria"),
        ("en-GB;q=0.5,fr-BE", "Belgium"),
        ("en-ZZ", "United States"),
        ("x" * 900, "United States"),
    ],
)
def test_the_country_is_guessed_from_the_browsers_languages_else_the_sites(
    english: Client, accept: str, country: str
) -> None:
    assert country_of(english, HTTP_ACCEPT_LANGUAGE=accept) == country


def test_a_chosen_country_goes_before_the_guess(from_country: Any) -> None:
    assert country_of(from_country("JP"), HTTP_ACCEPT_LANGUAGE="fr-FR") == "Japan"


@pytest.mark.parametrize("cookie", ["XX", "", "fr", "<b>", "FRA"])
def test_a_cookie_that_names_no_country_is_passed_over(english: Client, cookie: str) -> None:
    english.cookies["country"] = cookie
    assert country_of(english) == "United States"


def test_the_french_site_begins_in_french_and_in_france(french: Client) -> None:
    answer = french.get("/a-propos")
    assert answer.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in page(answer)
    assert country_of(french) == "France"


def test_a_site_under_another_name_is_the_default_one(sites: Any, client: Client) -> None:
    assert client.get("/about", SERVER_NAME="other.localhost").headers["Content-Language"] == "en"


def test_one_click_keeps_the_country_for_a_year_and_leads_back(english: Client) -> None:
    answer = english.post("/settings", {"country": "FR", "back": "/movies?decade=1920"}, **OWN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/movies?decade=1920")
    cookie = answer.cookies["country"]
    assert cookie.value == "FR"
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]
    assert country_of(english) == "France"


def test_a_form_changes_only_what_it_names(english: Client) -> None:
    answer = english.post("/settings", {"language": "fr", "back": "/"}, **OWN)
    assert set(answer.cookies) == {"language"}
    assert english.get("/about").headers["Content-Language"] == "fr"


def test_cookies_are_for_https_only_where_the_site_has_it(english: Client, settings: Any) -> None:
    assert not english.post("/settings", {"country": "FR"}, **OWN).cookies["country"]["secure"]
    settings.HTTPS = True
    assert english.post("/settings", {"country": "FR"}, **OWN).cookies["country"]["secure"]


def test_the_switch_goes_on_and_off(english: Client) -> None:
    english.post("/settings", {"watchable": "1"}, **OWN)
    assert 'aria-pressed="true">Only what I can watch' in page(english.get("/movies"))
    english.post("/settings", {"watchable": "0"}, **OWN)
    assert 'aria-pressed="false">Only what I can watch' in page(english.get("/movies"))


@pytest.mark.parametrize("form", [{"country": "XX"}, {"country": "*"}, {"language": "de"}, {"watchable": "yes"}])
def test_a_value_that_does_not_exist_is_refused_and_nothing_kept(english: Client, form: dict[str, str]) -> None:
    answer = english.post("/settings", {**form, "back": "/"}, **OWN)
    assert answer.status_code == 400
    assert not answer.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "http://fr.localhost"},
        {"HTTP_REFERER": "https://evil.example/"},
    ],
)
def test_a_form_from_another_site_changes_nothing(english: Client, headers: dict[str, str]) -> None:
    answer = english.post("/settings", {"country": "FR"}, **headers)
    assert answer.status_code == 403
    assert not answer.cookies
    assert "was not sent from a page of this site" in main_of(answer)


@pytest.mark.parametrize("headers", [OWN, {"HTTP_ORIGIN": "http://localhost"}, {"HTTP_REFERER": "http://localhost/x"}])
def test_a_form_from_our_own_page_is_taken(english: Client, headers: dict[str, str]) -> None:
    assert english.post("/settings", {"country": "FR"}, **headers).status_code == 302


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "", "javascript:x"])
def test_a_form_never_leads_to_another_site(english: Client, back: str) -> None:
    assert english.post("/settings", {"country": "FR", "back": back}, **OWN).headers["Location"] == "/"


def test_pages_say_what_they_depend_on_and_set_no_cookie(english: Client) -> None:
    factories.make_free_film()
    answer = english.get("/movie/the-general-1926")
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert not answer.cookies
    assert "csrf" not in page(answer)


def test_french_forms_go_to_the_french_address(french: Client) -> None:
    assert 'action="/reglages"' in page(french.get("/"))
    assert french.post("/reglages", {"country": "BE"}, **OWN).cookies["country"].value == "BE"


def test_a_form_with_the_other_sites_words_is_taken_too(french: Client) -> None:
    assert french.post("/settings", {"country": "BE"}, **OWN).cookies["country"].value == "BE"
