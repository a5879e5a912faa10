"""Components of pages in minijinja: the parts that stand on a page many times over, rendered in microseconds.

The templates are in `templates/quick/`. Everything that a component shows comes to it as plain values; it reads nothing
and works nothing out. Rows come as dataclasses, since minijinja knows no names in tuples: with slots and not frozen,
for a page makes hundreds of them. Sentences are put in when a component is loaded, once for each language, so that
showing them costs nothing: `{{ _("Evidence and history") }}`, and with values that are filled in at each showing
`{{ _("Play from %(host)s")|put(host=row.host) }}`. Django templates show one by `{% quick "offer.html" row=row %}`.

What stands on a page a hundred times in nearly the same words is made as a form: rendered once for what is the same,
with places for what is not, and filled in by `%`, which costs a fiftieth of rendering it (`form`).

Values are escaped, except addresses, which come as safe strings or through the filter `href`: minijinja would write
their slashes as `&#x2f;`.
"""

import re
from ast import literal_eval
from functools import cache, lru_cache
from html import escape
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
    large = [key for key, value in context.items() if isinstance(value, SafeString) and len(value) > LARGE]
    marks = {key: SafeString(f"\2{key}\3") for key in large}
    language = get_language() or settings.LANGUAGE_CODE
    text = environment(language).render_template(name, **{**context, **marks})
    for key in large:
        text = text.replace(marks[key], context[key])
    return SafeString(text)


def form(name: str, /, *places: str, **same: Any) -> str:
    """A component in the active language with open places: `form % {place: text, …}` is the component with the texts.

    The texts are put in as they are: whoever fills a form in escapes them (`escaped`, or `href` for addresses). `same`
    are the values that the component is rendered with, codes and words that can be remembered.
    """
    return _form(get_language() or settings.LANGUAGE_CODE, name, places, tuple(same.items()))


@lru_cache(maxsize=FORMS)
def pieces(language: str, name: str, places: tuple[str, ...], same: tuple[tuple[str, Any], ...]) -> tuple[str, ...]:
    """A form of few words for very many rows: what stands between its places, which the component must have in the
    order that is given, each once. Putting pieces together takes half the time of filling a form in.
    """
    text = _form(language, name, places, same)
    found = tuple(PLACE.split(text)[::2])
    if PLACE.findall(text) != list(places):
        raise ValueError(f"{name} has not the places {', '.join(places)} in that order.")
    return tuple([piece.replace("%%", "%") for piece in found])


@lru_cache(maxsize=FORMS)
def _form(language: str, name: str, places: tuple[str, ...], same: tuple[tuple[str, Any], ...]) -> str:
    marks = {place: SafeString(f"\2{place}\3") for place in places}
    text = environment(language).render_template(name, **marks, **dict(same))
    return MARK.sub(r"%(\1)s", text.replace("%", "%%"))


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
