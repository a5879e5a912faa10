"""What all linked data stands on: full addresses, and text that is safe inside a script element."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from django.utils.translation import get_language

from allostream.lib import countries
from allostream.web.addresses import Place, address, quoted, short_address
from allostream.web.http import PageRequest, own_origin

CONTEXT = "https://schema.org"
# Inside a script element, `</script` and `<!--` would end or change it whatever stands around them (HTML, section
# 4.12.1.3), and old readers of JSON took the two separators for line ends. All are allowed as escapes in JSON strings,
# and outside its strings none of them occurs.
UNSAFE = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
UNKNOWN: tuple[Any, ...] = (None, "", [])
_encode = msgspec.json.Encoder().encode

Thing = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """Where a page stands: the address its site was reached under, the languages of site and page, the country."""

    origin: str
    site_name: str
    site_language: str
    language: str
    country: str

    def full(self, path: str) -> str:
        """The full address of a path on this site."""
        return self.origin + path

    def at(self, place: Place, **values: str) -> str:
        """The full address of a kind of page."""
        return self.origin + address(self.site_language, place, **values)

    @cached_property
    def _people(self) -> str:
        return self.at(Place.PERSON, slug="")

    def person(self, slug: str) -> str:
        """The full address of somebody's page; a page names many, so what they share is put together once."""
        return self._people + quoted(slug)

    def permanent(self, letter: str, public_id: str) -> str:
        """The address that names a thing for ever, whatever becomes of its words."""
        return self.origin + short_address(letter, public_id)


def ground_of(request: PageRequest) -> Ground:
    """The ground of a page."""
    site = request.site
    language = get_language() or site.language
    return Ground(own_origin(request), site.name, site.language, language, request.visitor.country)


def script(*things: Thing) -> str:
    """The text of a script element that holds the things."""
    whole = {"@context": CONTEXT, **things[0]} if len(things) == 1 else {"@context": CONTEXT, "@graph": things}
    text = _encode(whole).decode()
    for character, escape in UNSAFE.items():  # four times as quick as one translation of the text
        text = text.replace(character, escape)
    return text


def thing(kind: str, /, **values: Any) -> Thing:
    """A thing of a type of schema.org, without the values that are not known; `id_` becomes its name `@id`."""
    found: Thing = {"@type": kind}
    for name, value in values.items():
        if value not in UNKNOWN:
            found["@id" if name == "id_" else name] = value
    return found


def minutes(length: int | None) -> str:
    """A length as ISO 8601 writes it; "" when not known."""
    return f"PT{length}M" if length else ""


def country(ground: Ground, code: str) -> Thing:
    """A country by its name in the language of the page."""
    return {"@type": "Country", "name": countries.name(code, ground.language)}


def breadcrumbs(ground: Ground, steps: Sequence[tuple[str, str]]) -> Thing:
    """The way to a page from the home page, as (words, path); the page itself comes last."""
    whole = [(ground.site_name, address(ground.site_language, Place.HOME)), *steps]
    entries = [
        {"@type": "ListItem", "position": place, "name": words, "item": ground.full(path)}
        for place, (words, path) in enumerate(whole, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": entries}
