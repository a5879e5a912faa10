"""Country, language and the switch: how they are guessed, chosen, kept, and changed by nobody else."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from allostream.lib import languages
from allostream.web.choices import COOKIES
from tests import factories
from tests.pages.reading import main_of, page, parsed

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


SETTINGS = "/settings"
WHOLE = {
    "countries": ["CH", "BE"], "services": ["mubi"], "understood": ["fr", "en"],
    "lists": ["countries", "services", "understood"],
}  # fmt: skip


def ticked(client: Client, path: str = SETTINGS) -> set[str]:
    """The names and values of the boxes that are ticked."""
    tree = parsed(client.get(path))
    return {f"{box.get('name')}={box.get('value')}" for box in tree.iter("input") if box.get("checked") is not None}


def test_several_countries_services_and_languages_are_kept_in_short_cookies(english: Client) -> None:
    factories.make_host("mubi", kind="svod")
    answer = english.post(SETTINGS, {**WHOLE, "back": "/settings?kept=place"}, **OWN)
    kept = {name: cookie.value for name, cookie in answer.cookies.items()}
    assert kept == {"countries": "BE.CH", "services": "mubi", "understood": "en.fr"}
    assert ticked(english) == {
        "countries=BE", "countries=CH", "services=mubi", "understood=en", "understood=fr",
    }  # fmt: skip


def test_a_form_says_what_it_has_kept(english: Client, french: Client) -> None:
    answer = english.post(SETTINGS, {"theme": "dark", "back": "/settings?kept=looks"}, follow=True, **OWN)
    assert '<p class="note air" role="status">' in page(answer)
    assert "Theme, motion and keys are kept." in main_of(answer)
    assert "Vos pays et la langue des pages sont enregistrés." in main_of(french.get("/reglages?kept=place"))
    assert english.get("/settings?kept=nothing").status_code == 400


def test_a_list_with_every_box_empty_is_forgotten_and_one_that_no_form_holds_stays(english: Client) -> None:
    english.cookies["countries"], english.cookies["understood"] = "BE", "fr"
    answer = english.post(SETTINGS, {"lists": ["countries"]}, **OWN)
    assert set(answer.cookies) == {"countries"}
    assert answer.cookies["countries"]["max-age"] == 0
    assert ticked(english) == {"understood=fr"}


@pytest.mark.parametrize("looks", [{"theme": "dark"}, {"theme": "light"}, {"motion": "less"}])
def test_looks_are_told_to_the_sheet_on_every_page(english: Client, looks: dict[str, str]) -> None:
    assert " data-" not in page(english.get("/about")).split("<head>")[0]
    english.post(SETTINGS, looks, **OWN)
    name, value = next(iter(looks.items()))
    assert f'<html lang="en" dir="ltr" data-{name}="{value}">' in page(english.get("/about"))
    english.post(SETTINGS, {name: ""}, **OWN)
    assert '<html lang="en" dir="ltr">' in page(english.get("/about"))


def test_single_letter_keys_can_be_turned_off_and_on(english: Client) -> None:
    english.post(SETTINGS, {"keys": "0"}, **OWN)
    assert 'data-keys="off"' in page(english.get("/about"))
    english.post(SETTINGS, {"keys": "1"}, **OWN)
    assert "data-keys" not in page(english.get("/about"))


def test_all_choices_can_be_forgotten_at_once(english: Client) -> None:
    for name, value in (("country", "FR"), ("countries", "BE"), ("theme", "dark"), ("watchable", "1")):
        english.cookies[name] = value
    answer = english.post(SETTINGS, {"forget": "1"}, follow=True, **OWN)
    assert "Your choices are forgotten" in main_of(answer)
    assert country_of(english) == "United States"
    assert "data-theme" not in page(answer)
    assert ticked(english) == set()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"countries": ["FR", "XX"], "lists": ["countries"]}, "“XX” is not a known value of “Further countries”."),
        ({"services": ["internet-archive"], "lists": ["services"]}, "is not a known value of “Services I have”."),
        ({"understood": ["klingon"], "lists": ["understood"]}, "is not a known value of “Languages I understand”."),
        ({"theme": "sepia"}, "“sepia” is not a known value of “Theme”."),
        ({"keys": ""}, "is not a known value of “Keys of a single letter”."),
        (
            {"understood": [code for code, _name in languages.choices("en")[:13]], "lists": ["understood"]},
            "“Languages I understand” holds at most 12, and 13 were ticked: take some away.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_field_and_remedy(english: Client, form: dict[str, Any], told: str) -> None:
    factories.make_host("internet-archive")
    answer = english.post(SETTINGS, form, **OWN)
    assert answer.status_code == 400
    assert told in main_of(answer)
    assert 'href="/settings"' in page(answer, 400)
    assert not answer.cookies


def test_services_are_the_listed_hosts_that_take_payment_those_of_ones_countries_at_hand(english: Client) -> None:
    factories.make_host("mubi", kind="svod", countries=["*"])
    factories.make_host("kanopy", kind="library_card", countries=["US"])
    factories.make_host("canal-vod", kind="tvod", countries=["FR"])
    factories.make_host("refused", kind="svod", stands="refused")
    factories.make_host("free", kind="avod")
    text = page(english.get(SETTINGS))
    assert [part.split('"')[0] for part in text.split('name="services" value="')[1:]] == ["mubi", "kanopy", "canal-vod"]
    assert text.index("In other countries") < text.index('value="canal-vod"')
    english.cookies["countries"] = "FR"
    assert "In other countries" not in page(english.get(SETTINGS))


def test_every_cookie_is_told_with_its_purpose(english: Client) -> None:
    text = page(english.get(SETTINGS))
    for name in (*COOKIES.values(), settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert f'<th scope="row">{name}</th>' in text


def test_no_page_but_the_settings_lists_all_countries(english: Client) -> None:
    assert page(english.get(SETTINGS)).count('<option value="') > 200
    assert "<option" not in page(english.get("/about"))


def test_the_header_offers_the_countries_that_one_has_chosen_by_one_click(from_country: Any) -> None:
    client = from_country("JP")
    client.cookies["countries"] = "BE"
    text = page(client.get("/about"))
    assert [part.split('"')[0] for part in text.split('name="country" value="')[1:]] == ["US", "GB", "FR", "JP", "BE"]
