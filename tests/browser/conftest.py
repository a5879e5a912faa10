"""A real site in a real browser: `./dev run` on a free port with data of its own, and Debian's Chromium.

Every test in this folder is marked `browser` and may open sockets; `./dev test --browser` runs them.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import films
from tests.browser.sites import Site, chromium, keep_local, running_site

AXE = Axe()
# What axe says of rules that are broken, and no more: its whole answer is long, and has to come over from the browser.
CHECK = """options => axe.run(options).then(({violations}) => violations.map(
  ({id, help, nodes}) => [id, help, nodes.map(({html}) => html.slice(0, 200))]))"""
expect.set_options(timeout=20_000)  # milliseconds: what a page comes to is proved here, not how soon on a busy machine
ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(tryfirst=True)  # before pytest picks by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            item.add_marker("enable_socket")


@pytest.fixture(scope="session")
def site_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as `./dev run` starts it, once for all tests, which therefore share its database."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture
def new_page(browser: Browser, site_server: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages; takes the options of a browser context (`java_script_enabled`, `viewport`, `locale`, …).

    Addresses are relative to the English site unless `base_url` says otherwise. A script that fails, or anything that
    the content security policy stops, fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"base_url": site_server.english, **options})
        contexts.append(context)
        context.route("**/*", keep_local)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh page on the English site."""
    return new_page()


@pytest.fixture(scope="session")
def checked() -> Callable[..., list[str]]:
    """A check of the page as it stands by axe: WCAG 2.0 to 2.2, levels A and AA, and axe's good practice.

    Returns what it finds, a line for each rule that is broken. Only some rules when those are named.
    """

    def check(page: Page, rules: Sequence[str] = ()) -> list[str]:
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": ACCESSIBILITY_RULES}
        page.wait_for_load_state()  # after a click there may be no sheet yet, which the size of everything depends on
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.axe_script)
        found = page.evaluate(CHECK, {"resultTypes": ["violations"], "runOnly": only, "elementRef": False})
        return [f"{rule}: {help_text}\n    " + "\n    ".join(nodes) for rule, help_text, nodes in found]

    return check


@pytest.fixture
def assert_accessible(checked: Callable[..., list[str]]) -> Callable[[Page], None]:
    """The same check, which fails the test when something is found."""

    def check(page: Page) -> None:
        told = checked(page)
        assert not told, f"{page.url}\n" + "\n".join(told)

    return check


@pytest.fixture(scope="session")
def series(site_server: Any, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> films.Series:
    """A series with two files, a player of YouTube and an episode without any link."""
    data = next(tmp_path_factory.getbasetemp().glob("site*"))
    films.take_in(data, tmp_path_factory.mktemp("films"))
    page = browser.new_page(base_url=site_server.english)
    found = []
    for number in (1, 2, 3):
        page.goto(f"/show/night-train/s01e0{number}")
        found += [row.get_attribute("id") or "" for row in page.locator(".offer").all()]
    page.close()
    return films.Series(*(f"/watch/{name.removeprefix('l-')}" for name in found))


@pytest.fixture
def watching(new_page: Callable[..., Page]) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Opens a page as `new_page` does, with films behind it, and says which addresses outside the site were asked for.

    An error in the console fails the test.
    """
    errors: list[str] = []

    def open_page(**options: Any) -> tuple[Page, list[str]]:
        page = new_page(**options)
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        return page, films.serve(page)

    yield open_page
    assert errors == []
