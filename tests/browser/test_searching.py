"""Search by keyboard and by touch in both languages, with slips of the finger, as people type it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import films
from tests.browser.sites import Site

Opener = Callable[..., Page]
BOTH = pytest.mark.parametrize("language", ["en", "fr"])
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


def asked_for(address: str) -> list[str]:
    """What suggestions an address asks for, none where it asks for none."""
    parts = urlsplit(address)
    return parse_qs(parts.query).get("q", []) if parts.path.endswith("/suggest") else []


def typed(page: Page, words: str) -> Any:
    """The first suggestion for words that are typed, once the answer to all of them is there."""
    with page.expect_response(lambda answer: asked_for(answer.url) == [words]):
        page.locator("#q").press_sequentially(words)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    return option


@BOTH
def test_a_name_with_letters_changed_about_is_suggested_and_chosen_with_the_arrows(
    new_page: Opener, site_server: Site, language: str
) -> None:
    page = new_page(base_url=site_server.of(language))
    page.goto("/")
    field = page.get_by_role("combobox").first
    assert field.get_attribute("aria-expanded") == "false"
    option = typed(page, "nosfreatu")
    expect(option).to_contain_text("Nosferatu")
    expect(option.locator("mark")).to_have_text(["Nosferatu"])
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    expect(page.locator(".find [role=status]")).to_contain_text("uggestion")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Home")  # the caret is in the text again
    assert field.get_attribute("aria-activedescendant") == ""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nosferatu**1922")


@BOTH
def test_escape_closes_and_then_clears(new_page: Opener, site_server: Site, language: str) -> None:
    page = new_page(base_url=site_server.of(language))
    page.goto("/")
    option = typed(page, "metropolis")
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    assert page.input_value("#q") == "metropolis"
    page.keyboard.press("Escape")
    assert page.input_value("#q") == ""
    typed(page, "metropolis")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") != "q"


def test_what_was_chosen_is_forgotten_with_the_next_letter(page: Page) -> None:
    page.goto("/")
    typed(page, "metropol")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("is")
    assert page.locator("#q").get_attribute("aria-activedescendant") == ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=metropolis")


@BOTH
def test_with_the_switch_only_what_can_be_watched_is_suggested_at_once(
    new_page: Opener, site_server: Site, language: str
) -> None:
    page = new_page(base_url=site_server.of(language))
    page.goto("/")
    expect(typed(page, "nosferatu")).to_contain_text("Nosferatu")
    page.keyboard.press("Escape")
    page.locator(".switch").click()  # Nosferatu has no lawful link in either country
    page.wait_for_load_state()
    page.locator("#q").press_sequentially("nosferatu")
    expect(page.locator(".find [role=status]")).to_have_text(
        "No suggestion" if language == "en" else "Aucune suggestion"
    )
    expect(page.get_by_role("option")).to_have_count(0)


@BOTH
def test_an_episode_is_found_by_its_numbers(
    new_page: Opener, site_server: Site, series: films.Series, language: str
) -> None:
    page = new_page(base_url=site_server.of(language))
    page.goto("/")
    option = typed(page, "nigth train s01e02" if language == "en" else "night train saison 1 épisode 2")
    expect(option).to_contain_text("episode 2" if language == "en" else "épisode 2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/night-train/s01e02")


@BOTH
@pytest.mark.parametrize(("window", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_a_checker_finds_nothing_on_suggestions(
    new_page: Opener, site_server: Site, assert_accessible: Callable[[Page], None], language: str, scheme: str,
    window: dict[str, int],
) -> None:  # fmt: skip
    """The pages of results, faults and nothing found are kinds of page: test_accessibility.py looks at them."""
    page = new_page(base_url=site_server.of(language), color_scheme=scheme, viewport=window)
    page.goto("/about" if language == "en" else "/a-propos")
    typed(page, "buster")
    assert_accessible(page)
