"""Whatever is typed or put into the address of a search is answered, and never with an error of ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allostream.jobs.indexing import rebuild
from allostream.web.search_index import index
from tests import factories

ODD = (
    '"',
    '""',
    "*",
    "a*",
    "NEAR(a b)",
    "a OR b",
    "NOT",
    "-a",
    "^a",
    "{name}:a",
    'title:"',
    "year:>",
    "tt" + "9" * 40,
    "year:1900..",
    "year:" + "9" * 40,
    "s99999999999999999999e1",
    "general s1e99999999999999999999",
    "minutes:>" + "9" * 40,
    "\x00",
    "a\x00b",
    'general "a\x00b"',
    "director:a\x00b",
    "year:19\x0020",
    "\ue000y1926",
    "\ud7ff",
    "\ufffe",
    "\u0301" * 50,
    "\u202egeneral",
    "a" * 10_000,
    "the " * 2_500,
    "</script><script>",
    "'; DROP TABLE",
    "%",
    "_",
    "\\",
    "imdb:\x00",
    "general -\x00a",
    "https://archive.org/details/\x00",
    "https://[",
    "//",
    "localhost/w/",
    "general\r\nSet-Cookie: a=b",
    '"' * 5_000,
    "-" * 5_000,
    "-a " * 3_000,
    '"a" ' * 2_500,
    "title:" * 1_500,
    "(" * 3_000 + ")" * 3_000,
    "genre:drama -" * 700,
    "AND OR NOT NEAR",
    "\u2066\u202e\u200f general \u2069",
    "\U0001f3ac\u200d\U0001f3a5" * 500,
    "".join(map(chr, range(1, 160))) * 60,
)
BROKEN = ("%ff%fe", "%c3", "caf%e9", "%ed%a0%80", "%f8%88%80%80%80", "%00%ff", "%", "%zz", "a=%ff&q=%ff", "q=" * 3_000)
IN_ADDRESS = ("\x00", "x" * 5000, "\u0301", "-1", "9" * 40, "'", "1.5", "\u0663")


@pytest.fixture(params=["with the index", "without it"])
def world(request: Any, db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    factories.make_sites()
    factories.make_free_film("The General")
    settings.SEARCH_INDEX = tmp_path / "names"
    if request.param == "with the index":
        rebuild()
    yield
    index().close()


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_answered(world: None, words: str) -> None:
    for path in ("/search", "/suggest"):
        response = Client().get(path, {"q": words})
        assert response.status_code in {200, 302, 400}, path
        assert "Set-Cookie" not in response.headers
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "json" in response.headers.get("Content-Type", "") or b"<script>" not in response.content


def test_what_is_no_utf_8_is_answered(world: None) -> None:
    for written in BROKEN:
        for path in ("/search", "/suggest", "/search.atom"):
            assert Client().get(f"{path}?q={written}").status_code in {200, 302, 400}, (path, written)


@pytest.mark.parametrize("value", IN_ADDRESS)
@pytest.mark.parametrize("name", ["sort", "page", "genre", "host", "decade", "kind", "language", "basis", "why"])
def test_odd_values_of_filters_are_answered(world: None, name: str, value: str) -> None:
    assert Client().get("/search", {"q": "general", name: value}).status_code in {200, 302, 400, 404}
