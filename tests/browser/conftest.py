"""A real site in a real browser: `./dev run` on a free port with data of its own, and Debian's Chromium.

Every test in this folder is marked `browser` and may open sockets; `./dev test --browser` runs them.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser import films

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, whom build machines often are
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(tryfirst=True)  # before pytest picks by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            item.add_marker("enable_socket")


@dataclass(frozen=True)
class Site:
    """The addresses of a running site, without a slash at the end."""

    english: str
    french: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as `./dev run` starts it, once for all tests, which therefore share its database."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALLOSTREAM_")}
    command = [sys.executable, str(ROOT / "dev"), "run", f"--port={port}", f"--data={tmp_path_factory.mktemp('site')}"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ready"):
                break
        else:
            pytest.fail("./dev run ended instead of starting the site:\n" + "".join(lines))
        drain = threading.Thread(target=process.stdout.read, daemon=True)  # a full pipe would stop the site
        drain.start()
        yield Site(f"http://localhost:{port}", f"http://fr.localhost:{port}")
        process.terminate()
        drain.join()
    assert process.returncode == 0, "./dev run did not end well"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.fail("The browser tests need Chromium: run `apt install chromium`.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


def keep_local(route: Route) -> None:
    """Let a request through to the site under test only: the players of other hosts stay empty."""
    host = route.request.url.split("/")[2].split(":")[0]
    if host == "localhost" or host.endswith(".localhost"):
        route.continue_()
    else:
        route.abort()


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


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """A check of the page as it stands by axe: WCAG 2.0 to 2.2, levels A and AA, and axe's good practice."""

    def check(page: Page) -> None:
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ACCESSIBILITY_RULES}}
        found = Axe().run(page, options=options).response["violations"]
        told = [
            f"{rule['id']}: {rule['help']}\n" + "\n".join(f"    {node['html'][:200]}" for node in rule["nodes"])
            for rule in found
        ]
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
