"""How much a reader who comes for the first time is sent: page, sheets, scripts and fonts, as they are on the wire."""

import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import parsed

STATIC = Path(__file__).resolve().parents[2] / "allostream" / "web" / "static"
MOST_BYTES = 60_000


def files_of(response: Any) -> set[str]:
    """The sheets and scripts that a page names, and the fonts that the sheets name."""
    tree = parsed(response)
    named = {node.get("href") for node in tree.iter("link") if node.get("rel") == "stylesheet"}
    named |= {node.get("src") for node in tree.iter("script") if node.get("src")}
    files = {name.removeprefix("/static/") for name in named}
    sheets = "".join((STATIC / name).read_text("utf-8") for name in files if name.endswith(".css"))
    return files | set(re.findall(r"url\((fonts/[^)]*)\)", sheets))


def sent(data: bytes, name: str = "") -> int:
    return len(data if name.endswith("woff2") else brotli.compress(data))


@pytest.mark.parametrize("path", ["/", "/movies", "/movie/the-general-1926", "/show/judex", "WATCH", "/keys"])
def test_the_first_page_is_light(english: Client, path: str) -> None:
    film = factories.make_free_film("The General", directors=["Buster Keaton"])
    for number in range(40):
        factories.make_free_film(f"Film {number}")
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    season = factories.make_season(series)
    for number in range(12):
        factories.make_link(series, season=season, episode=factories.make_episode(season, number))
    factories.count_again()
    answer = english.get(path.replace("WATCH", f"/watch/{film.links.get().public_id}"))
    files = files_of(answer)
    assert {"app.css", "site.js"} <= files
    assert len([name for name in files if name.endswith("woff2")]) == 3
    total = sent(answer.content) + sum(sent((STATIC / name).read_bytes(), name) for name in files)
    assert total < MOST_BYTES
