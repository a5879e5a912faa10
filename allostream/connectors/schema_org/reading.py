"""The things that a page or a feed describes in JSON-LD, however they are wrapped (https://schema.org/docs/jsonld)."""

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

TYPE = "application/ld+json"
DEEPEST = 12
# A mark of UTF-8, which some editors put first, is no space for `strip`.
BEFORE = "\ufeff \t\r\n"
REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
WRAPPED_IN = re.compile(r"\s*(?://|/\*)?\s*<!(?:--|\[CDATA\[)\s*(?:\*/)?")
WRAPPED = ("@graph", "dataFeedElement", "item", "itemListElement", "mainEntity")
Thing = dict[str, Any]


def things_in(text: str) -> Iterator[Thing]:
    """All things of a page in HTML or a feed in JSON, outer ones first. Raises ValueError where it can read none."""
    bare = text.lstrip(BEFORE)
    if bare[:1] in ("{", "["):
        yield from _things(_read(bare), DEEPEST)
        return
    page = _Page()
    page.feed(text)
    page.close()
    if not page.found:
        raise ValueError("the page holds no script of the type application/ld+json")
    yield from _things_of(page.found)


def _things_of(scripts: list[str]) -> Iterator[Thing]:
    """Those of every script that can be read: a page is made by several programs, of which one may have slipped."""
    wrong: ValueError | None = None
    is_any_read = False
    for script in scripts:
        try:
            value = _read(_unwrapped(script))
        except ValueError as error:
            wrong = wrong or error
        else:
            is_any_read = True
            yield from _things(value, DEEPEST)
    if wrong and not is_any_read:
        raise wrong


def _read(text: str) -> Any:
    """A value in JSON, in which texts may hold breaks of lines as they are: many templates put them there."""
    return json.loads(text, strict=False)


def _unwrapped(script: str) -> str:
    """The JSON of a script without the comments that keep old browsers and readers of XHTML away from it."""
    begin = WRAPPED_IN.match(script)
    if begin is None:
        return script.rstrip().removesuffix(";")
    inside = script[begin.end() :].rstrip().removesuffix("*/").rstrip()
    inside = inside.removesuffix(">").removesuffix("--").removesuffix("]]").rstrip()
    return inside.removesuffix("//").removesuffix("/*")


class _Page(HTMLParser):
    """Finds the scripts of a page that hold JSON-LD."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").partition(";")[0]
        self._inside = tag == "script" and kind.strip().lower() == TYPE
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _things(value: Any, deep: int) -> Iterator[Thing]:
    if isinstance(value, list):
        for one in value if deep else ():
            yield from _things(one, deep - 1)
    elif isinstance(value, dict):
        if value.get("@type"):
            yield value
        for name in WRAPPED if deep else ():
            if name in value:
                yield from _things(value[name], deep - 1)


def types_of(thing: Thing) -> set[str]:
    """The types of a thing, without the address of the vocabulary."""
    return {str(one).rpartition("/")[2].rpartition(":")[2] for one in listed(thing.get("@type"))}


def listed(value: Any) -> list[Any]:
    """A value that may be alone, in a list, or missing, as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """The texts of a value with their languages: “X”, {"@value": "X", "@language": "fr"}, a named thing, or several."""
    for one in listed(value):
        if isinstance(one, (str, int, float)) and not isinstance(one, bool):
            yield plain(str(one)).strip(), ""
        elif isinstance(one, dict) and isinstance(one.get("@value"), str):
            yield plain(one["@value"]).strip(), str(one.get("@language") or "")
        elif isinstance(one, dict) and "name" in one:
            yield from texts(one["name"])


def plain(said: str) -> str:
    """A text in which a template has written characters as HTML does, though nobody reads HTML there."""
    return REFERENCE.sub(lambda found: unescape(found[0]), said) if "&" in said else said


def text(value: Any) -> str:
    """The first text of a value, "" when it has none."""
    return next((found for found, _ in texts(value) if found), "")
