"""What scripts add to every page, by keyboard alone: search, keys, pop-overs, drawers, filters."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

Opener = Callable[..., Page]
BOTH = pytest.mark.parametrize("language", ["english", "french"])
FOCUSED = "document.activeElement.textContent.trim()"


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


@BOTH
def test_the_sheet_of_keys_is_a_dialog_and_gives_the_focus_back(
    new_page: Opener, site_server: Any, assert_accessible: Callable[[Page], None], language: str
) -> None:
    page = new_page(base_url=getattr(site_server, language))
    page.goto("/hosts")
    page.locator("main a").first.focus()
    before = focused(page)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys" if language == "english" else "Touches")
    expect(sheet).to_be_visible()
    assert "Picture in picture" not in sheet.inner_text()
    assert ("Play, pause" if language == "english" else "Lecture, pause") in sheet.inner_text()
    assert_accessible(page)
    page.keyboard.press("j")  # nothing behind the sheet listens
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert focused(page) == before
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Enter")  # on the button that has the focus: close
    expect(sheet).to_be_hidden()


def test_the_sheet_is_a_page_without_scripts(new_page: Opener) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Keys").click()
    assert page.url.endswith("/keys")
    assert page.get_by_role("heading", level=1).inner_text() == "Keys"
    assert page.get_by_role("button", name="Close").count() == 0


@BOTH
def test_digits_lead_to_the_sections(new_page: Opener, site_server: Any, language: str) -> None:
    page = new_page(base_url=getattr(site_server, language))
    page.goto("/")
    for place, link in enumerate(page.locator(".top nav a").all()[:2], 1):
        address = link.get_attribute("href")
        page.keyboard.press(str(place))
        page.wait_for_url(f"**{address}")
    page.keyboard.press("0")
    page.wait_for_url(f"{getattr(site_server, language)}/")


@BOTH
def test_j_k_and_arrows_go_through_titles(new_page: Opener, site_server: Any, language: str) -> None:
    page = new_page(base_url=getattr(site_server, language), viewport={"width": 1280, "height": 900})
    page.goto("/movies")
    names = [card.inner_text() for card in page.locator(".card a").all()[:12]]
    tops = page.evaluate("[...document.querySelectorAll('.card')].map((card) => card.offsetTop)")
    columns = next(place for place, top in enumerate(tops) if top > tops[0])
    page.keyboard.press("j")
    assert focused(page) == names[0]
    page.keyboard.press("j")
    assert focused(page) == names[1]
    page.keyboard.press("k")
    assert focused(page) == names[0]
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[columns]
    page.keyboard.press("ArrowRight")
    assert focused(page) == names[columns + 1]
    page.keyboard.press("ArrowUp")
    assert focused(page) == names[1]
    page.keyboard.press("ArrowLeft")
    assert focused(page) == names[0]
    ring = page.evaluate("getComputedStyle(document.activeElement.closest('.card').querySelector('.pic')).outlineStyle")
    assert ring == "solid"


def test_arrows_scroll_where_no_title_has_the_focus(page: Page) -> None:
    page.goto("/movies")
    page.keyboard.press("ArrowDown")
    assert focused(page) == page.evaluate("document.body.textContent.trim()")


def test_keys_of_one_character_can_be_switched_off(new_page: Opener, site_server: Any) -> None:
    page = new_page()
    page.context.add_cookies([{"name": "keys", "value": "0", "url": site_server.english}])
    page.goto("/movies")
    for key in ("/", "?", "j", "1"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/movies")
    assert page.locator("dialog").count() == 0
    assert page.evaluate("document.activeElement === document.body")
    # The sheet stays within reach by its link.
    page.get_by_role("contentinfo").get_by_role("link", name="Keys").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_nothing_listens_while_one_types(page: Page) -> None:
    page.goto("/movies")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j/k? 12")
    assert page.input_value("#q") == "j/k? 12"
    page.locator("#q").blur()
    page.keyboard.press("Control+k")
    page.keyboard.press("Alt+1")
    assert page.url.endswith("/movies")


@BOTH
def test_suggestions_by_keyboard(
    new_page: Opener, site_server: Any, assert_accessible: Callable[[Page], None], language: str
) -> None:
    page = new_page(base_url=getattr(site_server, language))
    page.goto("/about")
    page.keyboard.press("/")
    page.keyboard.type("metropolis")
    field = page.get_by_role("combobox").first
    option = page.get_by_role("option").first
    expect(option.locator("mark")).to_have_text(["Metropolis"])  # the answer to the whole word
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator(".find [role=status]").inner_text().strip()
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == "q"
    assert_accessible(page)
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == ""
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    assert page.input_value("#q") == "metropolis"
    page.keyboard.press("ArrowDown")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/metropolis-1927")


def test_enter_without_a_choice_searches_and_a_press_chooses(new_page: Opener) -> None:
    page = new_page(has_touch=True, viewport={"width": 360, "height": 800})
    page.goto("/about")
    page.locator("#q").fill("metropolis")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=metropolis")
    page.locator("#q").fill("metropol")
    page.get_by_role("option", name="Metropolis").first.tap()
    page.wait_for_url("**/metropolis-1927")


def test_fast_typing_asks_once(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    page.goto("/about")
    page.locator("#q").focus()
    page.evaluate(
        """() => {
            const field = document.activeElement;
            for (const letter of "metropolis") {
                field.value += letter;
                field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            }
        }"""
    )
    expect(page.get_by_role("option", name="Metropolis").first).to_be_visible()
    assert [address.partition("?")[2] for address in asked] == ["languages=1&q=metropolis"]


def test_an_answer_that_comes_late_takes_no_choice_away(page: Page) -> None:
    held: list[Route] = []
    page.goto("/about")
    page.locator("#q").fill("metropol")
    expect(page.get_by_role("option").first).to_be_visible()
    page.evaluate("document.querySelector('[role=option]').dataset.earlier = ''")
    page.route("**/suggest*", lambda route: held.append(route))  # a built-in function is refused as one
    with page.expect_request("**/suggest*"):
        page.locator("#q").press("i")
    page.keyboard.press("ArrowDown")
    with page.expect_response("**/suggest*"):
        held[0].continue_()
    expect(page.locator("[data-earlier]")).to_have_count(0)
    expect(page.get_by_role("option", name="Metropolis").first).to_have_attribute("aria-selected", "true")


def test_pop_overs_close_by_themselves(page: Page) -> None:
    page.goto("/movies")
    pop, summary = page.locator(".pop"), page.locator(".pop summary")
    summary.click()
    page.locator("h1").click()
    assert pop.get_attribute("open") is None
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert pop.get_attribute("open") is None
    assert page.evaluate("document.activeElement.matches('.pop summary')")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert pop.get_attribute("open") is None


def test_the_address_of_a_link_opens_its_drawer_and_escape_closes_it(page: Page) -> None:
    page.goto("/movie/the-general-1926")
    row = page.locator(".offer").first.get_attribute("id")
    page.goto(f"/movie/the-general-1926#{row}")
    drawer = page.locator(f"#{row} .drawer")
    expect(drawer).to_have_attribute("open", "")
    drawer.locator("summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert drawer.get_attribute("open") is None
    assert page.evaluate(f"document.activeElement === document.querySelector('#{row} .drawer summary')")


def test_the_panel_of_filters_takes_the_focus_on_a_phone_and_gives_it_back(new_page: Opener) -> None:
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto("/movies")
    page.locator('a[href="#filters"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#filters")
    expect(page.locator("#filters :focus")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_url("**#results")
    expect(page.locator('a[href="#filters"]')).to_be_focused()


def test_a_choice_in_the_header_leaves_the_reader_where_he_was(page: Page) -> None:
    page.goto("/movie/the-general-1926")
    page.locator("#rights").evaluate("heading => heading.scrollIntoView()")
    before = page.locator("#rights").evaluate("heading => Math.round(heading.getBoundingClientRect().top)")
    page.evaluate("document.querySelector('.switch').click()")
    expect(page.locator(".switch[aria-pressed=true]")).to_be_focused()
    after = page.locator("#rights").evaluate("heading => Math.round(heading.getBoundingClientRect().top)")
    assert abs(after - before) <= 2
