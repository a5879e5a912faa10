"""Small parts of sentences and lists: words that may lead somewhere, or be in another language than the page."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from allostream.catalogue.queries import PersonRow
from allostream.lib.languages import SILENT
from allostream.web.addresses import Place, address, href

OUTWARD = "nofollow noopener external"
OUTWARD_LICENCE = "license nofollow noopener external"


@dataclass(slots=True)
class Piece:
    """Some words; `before` and `after` stand outside their link."""

    text: str
    address: SafeString | None = None
    lang: str = ""
    rel: str = ""
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Fact:
    """One line of a list of facts: a term, a note on it, and what is known, its pieces parted by `between`."""

    term: str
    pieces: tuple[Piece, ...]
    note: str = ""
    between: str = ", "


def fact(term: str, text: str, *, note: str = "", lang: str = "") -> Fact:
    """A line of one piece without an address."""
    return Fact(term, (Piece(text, lang=lang),), note)


def lang_of(language: str, reader: str) -> str:
    """The value of the attribute `lang` of words in a language; "" when it is the page's own or not known."""
    return "" if language in ("", SILENT, reader) else language


def person_piece(person: PersonRow, site_language: str) -> Piece:
    """A person with the address of their page, and whom they play."""
    after = f" ({person.character})" if person.character else ""
    return Piece(person.name, href(address(site_language, Place.PERSON, slug=person.slug)), after=after)
