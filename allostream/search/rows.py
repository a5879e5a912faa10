"""A document as the rows that it has in the index. No clock, no network."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from allostream.search.documents import EpisodeDocument, Named, PersonDocument, TitleDocument
from allostream.search.file import LONGEST_KEY, MARK, MOST_FORMS, Shelf, bucket, number
from allostream.search.normal import forms, normal, squashed
from allostream.search.sounds import sound

Document = TitleDocument | EpisodeDocument | PersonDocument

LONGEST_NAME = 400
# The letters at the beginning of a word in which up to two may be wrong; of short words only one.
NEAR_LETTERS = 7
LETTERS_FOR_ONE, LETTERS_FOR_TWO = 3, 5
SOUND = "~"  # begins what is not letters of a word but how it sounds
NO_SOUND = -1
LONGEST_RUN = 40  # years of a series that are marked


class Row(NamedTuple):
    """A row of a shelf, in the order of its columns."""

    id: int
    bucket: int
    popularity: int
    kind: str
    parent: int | None
    first: int | None
    last: int | None
    version: int
    names: str  # one a line
    forms: str  # those of one name a line, tabs between
    people: str  # normal forms, one a line


@dataclass(frozen=True, slots=True)
class Text:
    """What one form has in the full-text table, and its key."""

    number: int
    name: str
    others: str
    people: str
    marks: str

    @property
    def key(self) -> str:
        """The form as it is looked up whole or by its beginning."""
        return squashed(self.name)[:LONGEST_KEY]

    def words(self) -> list[str]:
        """The words that can be searched for with spelling errors."""
        return [*self.name.split(), *self.others.split(), *self.people.split()]


def shelf_of(document: Document) -> Shelf:
    """Where a document belongs."""
    if isinstance(document, TitleDocument):
        return Shelf.TITLE
    return Shelf.EPISODE if isinstance(document, EpisodeDocument) else Shelf.PERSON


def version_of(document: Document) -> int:
    """A number that changes with anything that is indexed of the document."""
    digest = hashlib.blake2b(repr(document).encode("utf-8", "replace"), digest_size=7).digest()
    return int.from_bytes(digest)


def versions(documents: Iterable[Document]) -> Iterator[tuple[Shelf, int, int]]:
    """Shelf, id and version of the documents that can be found by any name."""
    for document in documents:
        if _forms(document.names)[0]:
            yield shelf_of(document), document.id, version_of(document)


def row_of(document: Document) -> Row | None:
    """The row of a document; None if nothing of its names can be searched for."""
    names, forms_of = _forms(document.names)
    if not names:
        return None
    kind, parent, first, last, people = "", None, None, None, ""
    if isinstance(document, TitleDocument):
        kind, first, last = document.kind, document.year, document.end_year
        people = "\n".join(filter(None, (normal(name[:LONGEST_NAME]) for name in document.people)))
    elif isinstance(document, EpisodeDocument):
        parent, first, last = document.title_id, document.season, document.number
    popularity = max(document.popularity, 0)
    texts = "\n".join(names), "\n".join(forms_of), people
    return Row(document.id, bucket(popularity), popularity, kind, parent, first, last, version_of(document), *texts)


def _forms(names: tuple[Named, ...]) -> tuple[list[str], list[str]]:
    """The names that have a form that no earlier one has, and these forms."""
    kept: list[str] = []
    lines: list[str] = []
    seen: set[str] = set()
    for name in names:
        new = [form for form in forms(name.text[:LONGEST_NAME], name.language) if form not in seen]
        if new and len(seen) + len(new) <= MOST_FORMS:
            seen.update(new)
            kept.append(" ".join(name.text.split()) or name.text)
            lines.append("\t".join(new))
    return kept, lines


def texts_of(row: Row, shelf: Shelf) -> list[Text]:
    """What the forms of a row have in the full-text table. The first has the words of all others and the people beside
    it, so that a query can mix them."""
    found = row.forms.replace("\t", "\n").split("\n")
    own = set(found[0].split())
    others = " ".join(dict.fromkeys(word for form in found[1:] for word in form.split() if word not in own))
    marks = _marks(row) if shelf is Shelf.TITLE else ""
    beside = (others, row.people.replace("\n", " "))
    return [
        Text(number(row.bucket, row.id, place), form, *(beside if place == 0 else ("", "")), marks)
        for place, form in enumerate(found)
    ]


def _marks(row: Row) -> str:
    if row.first is None:
        return ""
    last = row.last if row.last is not None and row.last >= row.first else row.first
    return " ".join(year_mark(year) for year in range(row.first, min(last, row.first + LONGEST_RUN) + 1))


def year_mark(year: int) -> str:
    """The word that stands for a year."""
    return f"{MARK}{year}"


def counted(texts: list[Text]) -> Counter[str]:
    """How many times each word is in them."""
    return Counter(word for text in texts for word in text.words())


def errors_allowed(word: str) -> int:
    """How many letters of a word may be wrong. In numbers none: “2” is not “3”."""
    if len(word) < LETTERS_FOR_ONE or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) < LETTERS_FOR_TWO else 2


@lru_cache(maxsize=4096)
def near_hashes(word: str) -> tuple[int, ...]:
    """Numbers of what is left of the beginning of a word without up to two letters: two words that are near each other
    have one in common; and of its sound. () for words in which nothing may be wrong."""
    if not errors_allowed(word):
        return ()
    beginning = word[:NEAR_LETTERS]
    left = {beginning}
    for count in range(1, errors_allowed(word) + 1):
        left.update(map("".join, combinations(beginning, len(beginning) - count)))
    return tuple({crc32(rest.encode()) for rest in left} | ({sound_hash(word)} - {NO_SOUND}))


def sound_hash(word: str) -> int:
    """The number of how a word sounds, NO_SOUND for one of which that is not told."""
    heard = sound(word)
    return crc32(f"{SOUND}{heard}".encode()) if heard else NO_SOUND
