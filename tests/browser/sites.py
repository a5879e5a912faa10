"""A real site and a real browser: `./dev run` on a free port with data of its own, and Debian's Chromium."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright

from tests.ports import free_port

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


class NotRunning(Exception):
    """The site or the browser did not start, or did not end well; the text says why."""


@dataclass(frozen=True)
class Site:
    """The addresses of a running site, without a slash at the end, and the folder of its data."""

    english: str
    french: str
    data: Path

    def of(self, language: str) -> str:
        """The site in a language."""
        return self.french if language == "fr" else self.english


@contextmanager
def running_site(data: Path) -> Iterator[Site]:
    """The site as `./dev run` starts it, with its database in that folder. Raises NotRunning."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALLOSTREAM_")}
    command = [sys.executable, str(ROOT / "dev"), "run", f"--port={port}", f"--data={data}"]
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
            raise NotRunning("./dev run ended instead of starting the site:\n" + "".join(lines))
        drain = threading.Thread(target=process.stdout.read, daemon=True)  # a full pipe would stop the site
        drain.start()
        try:
            yield Site(f"http://localhost:{port}", f"http://fr.localhost:{port}", data)
        finally:
            process.terminate()
            drain.join()
    if process.returncode:
        raise NotRunning("./dev run did not end well")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window. Raises NotRunning when it is not installed."""
    found = shutil.which("chromium")
    if not found:
        raise NotRunning("The browser is missing: run `apt install chromium`, then this again.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


def keep_local(route: Route) -> None:
    """Let a request through to the site itself only: the players of other hosts stay empty."""
    host = route.request.url.split("/")[2].split(":")[0]
    if host == "localhost" or host.endswith(".localhost"):
        route.continue_()
    else:
        route.abort()
