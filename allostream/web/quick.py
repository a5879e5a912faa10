"""Components of pages in minijinja: the parts that stand on a page many times over, rendered in microseconds.

The templates are in `templates/quick/`. Everything that a component shows comes to it as plain values; it reads nothing
and works nothing out. Rows come as dataclasses, since minijinja knows no names in tuples: with slots and not frozen,
for a page makes hundreds of them. Sentences are put in when a component is loaded, once for each language, so that
showing them costs nothing: `{{ _("Evidence and history") }}`, and with values that are filled in at each showing
`{{ _("Play from %(host)s")|put(host=row.host) }}`. Django templates show one by `{% quick "offer.html" row=row %}`.

Values are escaped, except addresses, which come as safe strings or through the filter `href`: minijinja would write
their slashes as `&#x2f;`.
"""

import re
from ast import literal_eval
from functools import cache
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


def render(name: str, /, **context: Any) -> SafeString:
    """A component with these values, in the active language.

    Raises minijinja.TemplateError when there is no such component or a value that it names is missing.
    """
    return SafeString(environment(get_language() or settings.LANGUAGE_CODE).render_template(name, **context))


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
