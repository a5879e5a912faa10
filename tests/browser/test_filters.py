"""Filters by keyboard, on a phone, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.sites import Site

Opener = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False])
def test_filters_are_set_by_keyboard_on_a_phone_and_lead_to_one_short_address(
    new_page: Opener, site_server: Site, script: bool
) -> None:
    page = new_page(base_url=site_server.english, viewport={"width": 360, "height": 780}, java_script_enabled=script)
    page.goto("/movies")
    panel = page.get_by_role("complementary", name="Filters")
    assert not panel.is_visible()
    page.get_by_role("link", name="Filters", exact=True).press("Enter")
    assert panel.is_visible()
    panel.get_by_role("group", name="1920s").get_by_role("radio", name="Any").focus()
    page.keyboard.press("ArrowRight")
    panel.get_by_role("group", name="Open licence").get_by_role("radio", name="Any").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/movies?*")
    assert page.url.endswith("/movies?basis=-open-licence&decade=1920")
    assert page.get_by_role("link", name="Filters (2)").is_visible()
    chip = page.get_by_role("link", name="1920s (remove this filter)")
    chip.press("Enter")
    page.wait_for_url("**/movies?basis=-open-licence")


def test_an_answer_is_drawn_as_it_is_set(new_page: Opener, site_server: Site) -> None:
    page = new_page(base_url=site_server.english, viewport={"width": 1280, "height": 900})
    page.goto("/movies?decade=-1920")
    group = page.get_by_role("group", name="1920s")
    colour = "radio => getComputedStyle(radio).backgroundColor"
    colours = [group.get_by_role("radio", name=name).evaluate(colour) for name in ("Any", "Only", "Not")]
    assert len(set(colours[:2])) == 1
    assert colours[2] != colours[0]
    assert group.get_by_role("radio", name="Not").is_checked()
