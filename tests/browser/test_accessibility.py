"""Every kind of page for everybody: read by a checker, by keyboard alone, small, large, spaced out, turned round.

The pages are those of tests/browser/kinds.py. One browser context looks at all of them, one after the other.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import Kind, every_kind
from tests.browser.sites import Site

Opener = Callable[..., Page]
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 800}
NARROWEST = {"width": 320, "height": 256}  # WCAG 2.2, 1.4.10: a window of 1280 by 1024 at 400 %
# WCAG 2.2, 1.4.12: the spacing that readers may ask for.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
SPACED += " p { margin-block-end: 2em !important }"

FOCUSABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0)"""
# Of radio buttons with one name the keyboard stops at one; the others are reached by the arrow keys.
STOPS = f"""() => {{ const seen = new Set(); return ({FOCUSABLE})().filter(one => {{
  const group = one.type === 'radio' && one.form ? [...document.forms].indexOf(one.form) + one.name : one;
  if (seen.has(group)) return false; seen.add(group); return true }}).length }}"""
# What the focus stands on, whether one sees that, and whether something lies over it.
AT_FOCUS = """() => { const one = document.activeElement;
  if (!one || one === document.body) return null;
  if (!window.reached) window.reached = new Set();
  const first = !window.reached.has(one); window.reached.add(one);
  const near = [one, one.closest('.card, label, form, li')].filter(Boolean);
  const ringed = [...near, ...near.flatMap(box => [...box.querySelectorAll('.pic')])]
    .some(box => getComputedStyle(box).outlineStyle !== 'none' && parseFloat(getComputedStyle(box).outlineWidth) >= 2);
  const box = one.getBoundingClientRect();
  const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]]
    .map(([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  const seen = spots.some(spot => spot && (spot === one || one.contains(spot) || spot.contains(one)
    || spot.closest('label')?.contains(one) || spot.closest('.card')?.contains(one)));
  return {first, ringed, seen, html: one.outerHTML.slice(0, 160)} }"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that its own box cuts off, but for what is cut on purpose: names of cards after two lines, words for readers.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
  const style = getComputedStyle(one);
  const cuts = [style.overflowX, style.overflowY].some(how => how === 'hidden' || how === 'clip');
  return cuts && style.webkitLineClamp === 'none' && style.clipPath === 'none' && one.innerText?.trim()
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) && one.checkVisibility()
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def kinds(site_server: Site) -> tuple[Kind, ...]:
    return every_kind(site_server)


@pytest.fixture
def look_at(new_page: Opener, site_server: Site, kinds: tuple[Kind, ...]) -> Callable[..., Any]:
    """Opens every kind of page in a language and hands each to a check."""

    def look(check: Callable[[Page], None], language: str = "en", **options: Any) -> None:
        page = new_page(base_url=site_server.of(language), locale="fr-FR" if language == "fr" else "en-US", **options)
        for kind in kinds:
            kind.open(page, site_server, language)
            check(page)

    return look


def open_drawers(page: Page) -> None:
    """Open what a reader may open, so that what is in it is looked at too."""
    page.evaluate("document.querySelectorAll('main details').forEach(drawer => { drawer.open = true })")


def fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    too_wide = page.evaluate(TOO_WIDE)
    assert too_wide <= 0, f"{page.url} is {too_wide} px too wide for {page.viewport_size}"


@pytest.mark.parametrize(
    ("language", "scheme", "window"),
    [
        ("en", "light", DESK), ("en", "dark", DESK), ("fr", "light", DESK), ("fr", "dark", DESK), ("en", "dark", PHONE),
        ("fr", "light", PHONE),
    ],
)  # fmt: skip
def test_a_checker_finds_nothing_on_any_kind_of_page(
    look_at: Any, assert_accessible: Any, language: str, scheme: str, window: Any
) -> None:
    def check(page: Page) -> None:
        open_drawers(page)
        assert_accessible(page)
        fits(page)

    look_at(check, language, viewport=window, color_scheme=scheme)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_at_fourfold_zoom_nothing_scrolls_sideways_or_is_cut_off(look_at: Any, language: str) -> None:
    def check(page: Page) -> None:
        open_drawers(page)
        fits(page)
        assert page.evaluate(CUT_OFF) == [], page.url

    look_at(check, language, viewport=NARROWEST)


@pytest.mark.parametrize(("language", "window"), [("en", PHONE), ("fr", PHONE), ("fr", DESK)])
def test_text_may_be_spaced_out(look_at: Any, language: str, window: Any) -> None:
    def check(page: Page) -> None:
        page.add_style_tag(content=SPACED)
        fits(page)
        assert page.evaluate(CUT_OFF) == [], page.url

    look_at(check, language, viewport=window, bypass_csp=True)


@pytest.mark.parametrize(("language", "window"), [("en", DESK), ("fr", PHONE)])
def test_the_keyboard_reaches_everything_and_is_seen_and_never_trapped(
    look_at: Any, language: str, window: Any
) -> None:
    def check(page: Page) -> None:
        expected = page.evaluate(STOPS)
        reached = 0
        for _press in range(expected + 20):
            page.keyboard.press("Tab")
            stop = page.evaluate(AT_FOCUS)
            if stop is None or not stop["first"]:
                break
            reached += 1
            assert stop["ringed"], f"{page.url}: no ring around {stop['html']}"
            assert stop["seen"], f"{page.url}: something lies over {stop['html']}"
        assert reached >= expected, f"{page.url}: the keyboard reaches {reached} of {expected}"

    look_at(check, language, viewport=window, reduced_motion="reduce")


@pytest.mark.parametrize(("language", "window"), [("en", DESK), ("fr", PHONE)])
def test_pages_may_be_turned_round(look_at: Any, language: str, window: Any) -> None:
    def check(page: Page) -> None:
        page.evaluate("document.documentElement.dir = 'rtl'")
        fits(page)
        brand = page.locator(".brand").bounding_box()
        assert brand is not None
        assert brand["x"] > window["width"] / 2, f"{page.url}: the name of the site stays at the left"

    look_at(check, language, viewport=window)


def test_forced_colours_leave_everything_to_be_seen(look_at: Any) -> None:
    def check(page: Page) -> None:
        pale = page.evaluate(
            """() => { const ground = getComputedStyle(document.body).backgroundColor;
              const icons = [...document.querySelectorAll('i.i')].filter(one => one.checkVisibility())
                .filter(one => getComputedStyle(one).backgroundColor === ground);
              const buttons = [...document.querySelectorAll('.btn')].filter(one => one.checkVisibility())
                .filter(one => getComputedStyle(one).borderTopStyle === 'none');
              return [...icons, ...buttons].map(one => one.outerHTML.slice(0, 120)) }"""
        )
        assert pale == [], page.url

    look_at(check, "fr", forced_colors="active")


def test_nothing_moves_for_who_wants_no_motion(look_at: Any) -> None:
    def check(page: Page) -> None:
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(one => { const style = getComputedStyle(one);
              return [style.transitionDuration, style.animationDuration].some(
                all => all.split(',').some(one => parseFloat(one) > 0)) }).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert moving == [], page.url

    look_at(check, reduced_motion="reduce")
