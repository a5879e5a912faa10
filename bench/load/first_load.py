"""What a browser must fetch before a page stands as it was designed: HTML, sheets, scripts and fonts."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

FONT = re.compile(r"@font-face\s*\{[^}]*\}")
ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+\.woff2)[\"']?\s*\)")
RANGE = re.compile(r"unicode-range\s*:\s*([^;}]+)")
LETTER_A = 0x61


class Part(NamedTuple):
    """One thing that is fetched, and its size as sent."""

    kind: str
    address: str
    size: int


class _Named(HTMLParser):
    """Collects what the head of a page makes a browser fetch at once."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and "stylesheet" in values.get("rel", "").split():
            self.found.append(("css", values["href"]))
        if tag == "link" and values.get("rel") == "preload" and values.get("as") == "font":
            self.found.append(("font", values["href"]))
        if tag == "script" and values.get("src"):
            self.found.append(("js", values["src"]))


def fonts_of(sheet: str) -> list[str]:
    """The addresses of the fonts that Latin text needs, as they stand in a style sheet."""
    needed = (block for block in FONT.findall(sheet) if _is_for_latin(block))
    return [found[1] for block in needed if (found := ADDRESS.search(block))]


def _is_for_latin(block: str) -> bool:
    given = RANGE.search(block)
    if not given:
        return True
    bounds = (part.strip().removeprefix("U+").partition("-") for part in given[1].split(","))
    return any(_first(start) <= LETTER_A <= _last(end or start) for start, _, end in bounds)


def _first(text: str) -> int:
    return int(text.replace("?", "0"), 16)


def _last(text: str) -> int:
    return int(text.replace("?", "F"), 16)


def first_load(page: str, fetch: Callable[[str], tuple[int, bytes]]) -> list[Part]:
    """All that the page at an address needs, each thing once.

    `fetch(address)` gives the size of an answer as it is sent, and its body in plain.
    """
    size, body = fetch(page)
    parts = [Part("html", page, size)]
    named = _Named()
    named.feed(body.decode())
    wanted = [(kind, urljoin(page, address)) for kind, address in named.found]
    seen: set[str] = set()
    while wanted:
        kind, address = wanted.pop(0)
        if address in seen:
            continue
        seen.add(address)
        size, body = fetch(address)
        parts.append(Part(kind, address, size))
        if kind == "css":
            wanted += [("font", urljoin(address, font)) for font in fonts_of(body.decode())]
    return parts
