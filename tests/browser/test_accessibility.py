"""Every kind of page for everybody: read by a checker, by keyboard alone, small, large, spaced out, turned round.

The pages are those of tests/browser/kinds.py. Loading a page and reading it with the checker cost most, so each page is
loaded once in a language and then looked at in one way after the other; the checker reads it whole once, and then only
for what another theme or width may change. What is found is collected, and told of all pages at once.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import Kind, every_kind
from tests.browser.sites import Site

Opener = Callable[..., Page]
PARTS = 5  # all kinds of page in one test take minutes, while the other processes of the tests have nothing left to do
IN_PARTS = pytest.mark.parametrize("part", range(PARTS))
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 800}
NARROWEST = {"width": 320, "height": 256}  # WCAG 2.2, 1.4.10: a window of 1280 by 1024 at 400 %
# The rules of the checker whose answer hangs on the theme, and those whose answer hangs on where things stand.
OF_THEME = ("color-contrast",)
OF_WIDTH = (
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "region",
    "heading-order",
    "landmark-unique",
)

# WCAG 2.2, 1.4.12: the spacing that readers may ask for; as a sheet of the document, which its policy lets stand.
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    + " word-spacing: .16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [sheet] }"""
NOT_SPACED = "document.adoptedStyleSheets = []"
OPEN_DRAWERS = "document.querySelectorAll('main details').forEach(drawer => { drawer.open = true })"

FOCUSABLE = """within => [...document.querySelector(within).querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0)"""
# Of radio buttons with one name the keyboard stops at one; the others are reached by the arrow keys.
STOPS = f"""within => {{ const seen = new Set(); return ({FOCUSABLE})(within).filter(one => {{
  const group = one.type === 'radio' && one.form ? [...document.forms].indexOf(one.form) + one.name : one;
  if (seen.has(group)) return false; seen.add(group); return true }}).length }}"""
# A field for a day or a moment is one field with stops of its own: day, month, year, hour, minute, half, calendar.
MOMENTS, STOPS_IN_A_MOMENT = "input[type=date], input[type=datetime-local]", 7
# Write down each stop of the focus: whether one sees that it is there, and whether something lies over it.
WATCH_FOCUS = """() => { window.stops = new Map();
  document.addEventListener('focusin', ({target: one}) => {
    if (window.stops.has(one)) return;
    const near = [one, one.closest('.card, label, form, li')].filter(Boolean);
    const ringed = [...near, ...near.flatMap(box => [...box.querySelectorAll('.pic')])]
      .map(box => getComputedStyle(box)).some(has => has.outlineStyle !== 'none' && parseFloat(has.outlineWidth) >= 2);
    const box = one.getBoundingClientRect();
    const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]]
      .map(([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
    const seen = spots.some(spot => spot && (spot === one || one.contains(spot) || spot.contains(one)
      || spot.closest('label')?.contains(one) || spot.closest('.card')?.contains(one)));
    const html = one.outerHTML.slice(0, 160);
    const wrong = [!ringed && `no ring around ${html}`, !seen && `something lies over ${html}`];
    window.stops.set(one, wrong.filter(Boolean));
  }) }"""
TOLD_STOPS = """within => [
  [...window.stops.keys()].filter(one => one.closest(within)).length, [...window.stops.values()].flat()]"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that its own box cuts off, but for what is cut on purpose: names of cards after two lines, words for readers.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
  const style = getComputedStyle(one);
  const cuts = [style.overflowX, style.overflowY].some(how => how === 'hidden' || how === 'clip');
  return cuts && style.webkitLineClamp === 'none' && style.clipPath === 'none' && one.innerText?.trim()
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) && one.checkVisibility()
}).map(one => one.outerHTML.slice(0, 120))"""


# What cannot be seen when the reader's system sets all colours.
PALE = """() => { const ground = getComputedStyle(document.body).backgroundColor;
  const icons = [...document.querySelectorAll('i.i')].filter(one => one.checkVisibility())
    .filter(one => getComputedStyle(one).backgroundColor === ground);
  const buttons = [...document.querySelectorAll('.btn')].filter(one => one.checkVisibility())
    .filter(one => getComputedStyle(one).borderTopStyle === 'none');
  return [...icons, ...buttons].map(one => one.outerHTML.slice(0, 120)) }"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => { const style = getComputedStyle(one);
  return [style.transitionDuration, style.animationDuration].some(
    all => all.split(',').some(one => parseFloat(one) > 0)) }).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def kinds(site_server: Site) -> tuple[Kind, ...]:
    return every_kind(site_server)


@pytest.fixture
def every_page(new_page: Opener, site_server: Site, kinds: tuple[Kind, ...]) -> Callable[..., Iterator[Page]]:
    """Opens each kind of page of a part in a language, one after the other in one page of the browser."""

    def pages(language: str, part: int, **options: Any) -> Iterator[Page]:
        page = new_page(base_url=site_server.of(language), locale="fr-FR" if language == "fr" else "en-US", **options)
        for kind in kinds[part::PARTS]:
            kind.open(page, site_server, language)
            yield page

    return pages


def too_wide(page: Page) -> list[str]:
    """Whether something makes the page scroll sideways."""
    pixels = page.evaluate(TOO_WIDE)
    return [f"{pixels} px too wide"] if pixels > 0 else []


def turned_round(page: Page) -> list[str]:
    """What is wrong when the page is written from right to left."""
    page.evaluate("document.documentElement.dir = 'rtl'")
    brand = page.locator(".brand").bounding_box()
    wrong = too_wide(page)
    if brand is None or brand["x"] <= (page.viewport_size or DESK)["width"] / 2:
        wrong.append("the name of the site stays at the left")
    page.evaluate("document.documentElement.dir = 'ltr'")
    return wrong


def spaced_out(page: Page) -> list[str]:
    """What does not fit when the reader wants space between lines, words and letters."""
    page.evaluate(SPACED)
    wrong = [*too_wide(page), *page.evaluate(CUT_OFF)]
    page.evaluate(NOT_SPACED)
    return wrong


@IN_PARTS
@pytest.mark.parametrize(("language", "window", "other"), [("en", DESK, PHONE), ("fr", PHONE, DESK)])
def test_every_kind_of_page_is_for_everybody(
    every_page: Any, checked: Callable[..., list[str]], language: str, window: Any, other: Any, part: int
) -> None:
    """Light, dark, on a desk, on a phone, at fourfold zoom, spaced out, from right to left, in the reader's colours."""
    faults: list[str] = []
    for page in every_page(language, part, viewport=window, color_scheme="light", reduced_motion="reduce"):

        def note(view: str, found: Sequence[str], url: str = page.url) -> None:
            faults.extend(f"{url} ({view}): {fault}" for fault in found)

        note("spaced out", spaced_out(page))
        page.evaluate(OPEN_DRAWERS)  # what is in them is looked at too
        note("light", checked(page))
        note("light", too_wide(page))
        note("without motion", page.evaluate(MOVING))
        page.emulate_media(color_scheme="dark")
        note("dark", checked(page, OF_THEME))
        page.set_viewport_size(other)
        note("the other width, dark", checked(page, OF_WIDTH))
        note("the other width, spaced out", spaced_out(page))
        note("from right to left", turned_round(page))
        page.set_viewport_size(NARROWEST)
        note("at fourfold zoom", too_wide(page))
        note("at fourfold zoom", page.evaluate(CUT_OFF))
        page.emulate_media(forced_colors="active")
        note("forced colours", page.evaluate(PALE))
        page.emulate_media(forced_colors="none", color_scheme="light")
        page.set_viewport_size(window)
    assert faults == []


@IN_PARTS
@pytest.mark.parametrize(("language", "window"), [("en", DESK), ("fr", PHONE)])
def test_the_keyboard_reaches_everything_and_is_seen_and_never_trapped(
    every_page: Any, language: str, window: Any, part: int
) -> None:
    """Above and below the content all pages are alike: after the first one, the link to the content is taken."""
    faults: list[str] = []
    within = "body"
    for page in every_page(language, part, viewport=window, reduced_motion="reduce"):
        if within == "main":
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        page.evaluate(WATCH_FOCUS)
        expected = page.evaluate(STOPS, within)
        moments = page.locator(within).locator(MOMENTS).count()
        for _press in range(expected + 2 + STOPS_IN_A_MOMENT * moments):
            page.keyboard.press("Tab")
        reached, wrong = page.evaluate(TOLD_STOPS, within)
        if reached < expected:
            wrong.append(f"the keyboard reaches {reached} of {expected}")
        faults.extend(f"{page.url}: {fault}" for fault in wrong)
        within = "main"
    assert faults == []
