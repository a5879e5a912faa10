"""Components of pages in minijinja: the parts that stand on a page many times over, rendered in microseconds.

The templates are in `templates/quick/`. Everything that a component shows comes to it as plain values; it reads nothing
and works nothing out. Rows come as dataclasses, since minijinja knows no names in tuples: with slots and not frozen,
for a page makes hundreds of them. Sentences are put in when a component is loaded, once for each language, so that
showing them costs nothing: `{{ _("Evidence and history") }}`, and with values that are filled in at each showing
`{{ _("Play from %(host)s")|put(host=row.host) }}`. Django templates show one by `{% quick "offer.html" row=row %}`.

What stands on a page a hundred times in nearly the same words is made as a form: rendered once for what is the same,
with places for what is not, which costs a hundredth of rendering it each time (`form`).

Values are escaped, except addresses, which come as safe strings or through the filter `href`: minijinja would write
their slashes as `&#x2f;`.
"""

import re
from ast import literal_eval
from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from minijinja import Environment

from allostream.web.addresses import href

FOLDER = Path(__file__).parent / "templates" / "quick"
SENTENCE = re.compile(
    r"""\{\{-?\s*_\((?P<said>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)(?:\s*\|\s*put\((?P<values>[^{}]*?)\))?\s*-?\}\}"""
)
VALUE = re.compile(r"(\w+)\s*=\s*([\w.]+)")
PLACE = re.compile(r"%\((\w+)\)s")
# Open places of a form while it is made: between two signs that no text of a page has.
MARK = re.compile("\2(\\w+)\3")
# HTML of more characters is put in when the rest is rendered: on its way through the renderer it is copied four times.
LARGE = 4096
FORMS = 4096  # of some hundred bytes to a kilobyte each
UNSAFE = re.compile(r"[&<>\"'/]").search


def render(name: str, /, **context: Any) -> SafeString:
    """A component with these values, in the active language.

    Raises minijinja.TemplateError when there is no such component or a value that it names is missing.
    """
    return SafeString("".join(render_parts(name, **context)))


def render_parts(name: str, /, **context: Any) -> list[str]:
    """The same in parts, for whoever puts it together with more: long HTML among the values is a part of its own."""
    large = {key: value for key, value in context.items() if isinstance(value, SafeString) and len(value) > LARGE}
    marks = {key: SafeString(f"\2{key}\3") for key in large}
    language = get_language() or settings.LANGUAGE_CODE
    parts = MARK.split(environment(language).render_template(name, **{**context, **marks}))
    parts[1::2] = [large[key] for key in parts[1::2]]
    return parts


class Form:
    """A component that was rendered once, cut at its places. One may stand in it several times, or not at all."""

    def __init__(self, cut: Sequence[str], places: Sequence[str]) -> None:
        """`cut` has the name of a place between any two texts; values are given in the order of `places`."""
        self._parts = list(cut)
        self._values = itemgetter(*[places.index(place) for place in cut[1::2]])

    def filled(self, *values: str) -> str:
        """The component with these texts in its places. They are put in as they are: whoever fills a form in escapes
        them (`escaped`, or `href` for addresses).
        """
        # Every second part is a value. Filling in by `%` takes three times as long.
        parts = self._parts.copy()
        parts[1::2] = self._values(values)
        return "".join(parts)


def form(name: str, /, *places: str, **same: Any) -> Form:
    """A component in the active language with open places, at least two of which stand in it. `same` are the values
    that it is rendered with, codes and words that can be remembered.
    """
    return _form(get_language() or settings.LANGUAGE_CODE, name, places, tuple(same.items()))


@lru_cache(maxsize=FORMS)
def _form(language: str, name: str, places: tuple[str, ...], same: tuple[tuple[str, Any], ...]) -> Form:
    return Form(_cut(language, name, places, same), places)


@lru_cache(maxsize=FORMS)
def pieces(language: str, name: str, places: tuple[str, ...], same: tuple[tuple[str, Any], ...]) -> tuple[str, ...]:
    """A form of few words for very many rows: what stands between its places, which the component must have in the
    order that is given, each once.
    """
    cut = _cut(language, name, places, same)
    if cut[1::2] != list(places):
        raise ValueError(f"{name} has not the places {', '.join(places)} in that order.")
    return tuple(cut[::2])


def _cut(language: str, name: str, places: tuple[str, ...], same: tuple[tuple[str, Any], ...]) -> list[str]:
    """The component cut at its places: text, name of a place, text, and so on."""
    marks = {place: SafeString(f"\2{place}\3") for place in places}
    return MARK.split(environment(language).render_template(name, **marks, **dict(same)))


def escaped(text: str) -> str:
    """A text as components write it."""
    return escape(text).replace("/", "&#x2f;") if UNSAFE(text) else text


@cache
def environment(language: str) -> Environment:
    """The components in a language."""
    return Environment(
        loader=lambda name: load(name, language),
        globals={"reader": language},
        filters={"href": href},
        undefined_behavior="strict",  # a name that nobody gave is a mistake, not an empty place
        trim_blocks=True,
        lstrip_blocks=True,
        reload_before_render=settings.DEBUG,
    )


def load(name: str, language: str) -> str | None:
    """The text of a component with its sentences in a language, None when there is none of that name."""
    path = FOLDER / name
    if not path.is_file():
        return None
    with override(language):
        return SENTENCE.sub(spoken, path.read_text())


def spoken(found: re.Match[str]) -> str:
    """A marked sentence in the active language, its places turned into those of the template."""
    said = gettext(literal_eval(found["said"]))
    if found["values"] is None:
        return said
    values = dict(VALUE.findall(found["values"]))
    return PLACE.sub(lambda place: "{{ " + values[place[1]] + " }}", said).replace("%%", "%")
