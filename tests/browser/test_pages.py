"""What only a browser shows: small screens, keyboard, the policy at work, pages read by a machine for people."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

Opener = Callable[..., Page]


@pytest.fixture
def demo_password(site_server: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo people sign in with: `./dev run` keeps it beside its database."""
    kept = next(tmp_path_factory.getbasetemp().glob("site*/demo-people.txt"))
    return kept.read_text().split()[-1]


def test_a_film_is_found_read_about_and_played(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search", exact=True).fill("the general")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The General", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "The General"
    page.get_by_role("link", name="Watch here").first.click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.locator("iframe").count() == 0
    page.get_by_role("link", name="Play from Internet Archive").click()
    page.locator("iframe").wait_for(state="attached")
    assert any(address.startswith("https://archive.org/embed/") for address in asked)


def test_nothing_leaves_the_site_before_play_is_pressed(new_page: Opener) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/movie/the-general-1926")
    page.get_by_role("link", name="Watch here").first.click()
    page.wait_for_load_state("networkidle")
    assert asked
    assert {address.split("/")[2].split(":")[0] for address in asked} == {"localhost"}


def test_the_country_is_chosen_in_one_click_and_kept(page: Page) -> None:
    page.goto("/movie/his-girl-friday-1940")
    assert page.get_by_role("heading", name="Where to watch in the United States").is_visible()
    page.get_by_text("Country and language:").locator("..").click()
    page.locator("header").get_by_role("button", name="France").click()
    assert page.url.endswith("/movie/his-girl-friday-1940")
    assert page.get_by_role("heading", name="Where to watch in France").is_visible()
    assert page.get_by_text("No lawful link in France yet").is_visible()
    page.get_by_role("group", name="Free in one other country").get_by_role("button", name="United States").click()
    assert page.get_by_role("link", name="Watch here").first.is_visible()


def test_the_switch_changes_lists_at_once(page: Page) -> None:
    page.goto("/movies")
    before = page.locator("#results .num").inner_text()
    page.get_by_role("button", name="Only what I can watch").click()
    assert page.get_by_role("button", name="Only what I can watch").get_attribute("aria-pressed") == "true"
    assert page.locator("#results .num").inner_text() != before
    page.get_by_role("button", name="Show all").click()
    assert page.locator("#results .num").inner_text() == before


def test_everything_works_without_scripts(new_page: Opener) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/movie/the-general-1926")
    page.get_by_text("Country and language:").locator("..").click()
    page.locator("header").get_by_role("button", name="France").click()
    assert page.get_by_role("heading", name="Where to watch in France").is_visible()
    page.get_by_text("Evidence and history").first.click()
    assert page.get_by_text("This copy").first.is_visible()


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/movie/the-general-1926")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_filters_open_in_place_on_a_phone(new_page: Opener) -> None:
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto("/movies")
    panel = page.locator("#filters")
    assert not panel.is_visible()
    page.get_by_role("link", name="Filters", exact=True).click()
    panel.get_by_role("group", name="1920s").get_by_role("radio", name="Only").check()
    panel.locator(".send button").click()
    page.wait_for_url("**/movies?decade=1920")


def test_a_moderator_signs_in_and_sees_what_is_held_back(page: Page, demo_password: str) -> None:
    page.goto("/movie/nosferatu-1922")
    assert page.get_by_text("Held back: for moderators").count() == 0
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill("basile@example.org")
    page.get_by_label("Password").fill(demo_password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", name="Held back: for moderators").is_visible()
    page.goto("/settings")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/movie/nosferatu-1922")
    assert page.get_by_text("Held back: for moderators").count() == 0
