"""The fields of the query language and the words for them and for their values. No Django, no clock, no network.

Search itself knows names, people, years, minutes, kinds of thing and identifiers. What else a list can be narrowed by,
and by which values, is given by the caller: its Vocabulary has those fields as data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from allostream.search.cleaning import shadow

# The conditions that one value stands for, each a facet and its value: `basis:svod` asks for an offer, `is:short` for
# a film and for a length.
Meant = tuple[tuple[str, str], ...]


class Reads(StrEnum):
    """How the value of a field is read."""

    NAMES = "names"  # words of a name of the title
    PEOPLE = "people"  # words of a person's name
    YEARS = "years"  # a range of years
    MINUTES = "minutes"  # a value, or a range of minutes
    KIND = "kind"  # a value, or a kind of thing that is no title
    VALUES = "values"  # one of the values
    IDENTIFIER = "identifier"  # a number of another catalogue
    NOTHING = "nothing"  # known by name, but nothing can be narrowed by it here


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its own name, by which canonical queries call it, other words for it by language, and its values by the
    words for them in small letters without accents (`spelled`)."""

    name: str
    reads: Reads = Reads.VALUES
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Meant] = field(default_factory=dict)


def spelled(word: str) -> str:
    """A word as fields and values are looked up: small letters, no accents, hyphens for spaces and underscores."""
    return "-".join(shadow(word).replace("_", " ").replace("-", " ").split())


def near_value(word: str, known: Iterable[str]) -> str:
    """The nearest of the known values; "" only when there are none."""
    choices = list(known)
    found = process.extractOne(spelled(word)[:80], choices, scorer=OSA.normalized_similarity) if choices else None
    if found and found[1] > 0:
        return found[0]
    return choices[0] if choices else ""


# What the number of each catalogue is called in queries; longer schemes are taken as they are.
SCHEMES = (
    "imdb", "imdb-name", "tmdb", "tmdb-movie", "tmdb-tv", "tmdb-person", "tvdb", "tvdb-movie", "tvdb-episode",
    "wikidata", "eidr", "trakt-movie", "trakt-show", "tvmaze", "tvmaze-episode", "tvmaze-person", "allocine-film",
    "allocine-series", "allocine-person", "senscritique", "senscritique-person", "filmaffinity", "omdb", "ofdb", "csfd",
    "kinopoisk", "douban", "mal", "anilist", "anidb", "tcm", "simkl", "betaseries-film",
)  # fmt: skip

# The fields that search itself reads, in the order in which canonical queries name them.
OWN_FIELDS = (
    Field(
        "title",
        Reads.NAMES,
        {"en": ("title",), "fr": ("titre",), "de": ("Titel",), "es": ("título",)},
    ),
    Field(
        "person",
        Reads.PEOPLE,
        {
            "en": (
                "person", "director", "actor", "actress", "writer", "author", "cast", "starring", "composer",
                "producer",
            ),
            "fr": (
                "personne", "réalisateur", "réalisatrice", "acteur", "actrice", "scénariste", "auteur", "autrice",
                "compositeur", "compositrice", "producteur", "productrice", "interprète",
            ),
            "de": ("Regie", "Darsteller"),
            "es": ("persona", "actriz"),
            "it": ("regista", "attore", "attrice"),
        },
    ),
    Field("year", Reads.YEARS, {"en": ("year", "years"), "fr": ("année", "années"), "de": ("Jahr",)}),
    *(Field(scheme, Reads.IDENTIFIER) for scheme in SCHEMES),
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """All fields that a query may name: those of search and, in `fields`, what else lists can be narrowed by.

    Fields that read kinds and minutes are called `kind` and `runtime`, and each field takes the values of its facet.
    """

    fields: tuple[Field, ...] = ()

    def field(self, word: str) -> Field | None:
        """The field that the word names, None when none is called so."""
        return self._by_word.get(spelled(word))

    @cached_property
    def _by_word(self) -> Mapping[str, Field]:
        """Every field by every word for it; of two with the same word the first has it."""
        found: dict[str, Field] = {}
        for one in (*OWN_FIELDS, *self.fields):
            for word in (one.name, *(word for words in one.words.values() for word in words)):
                found.setdefault(spelled(word), one)
        return found

    def near(self, name: str, language: str) -> str:
        """The word for a field that the name was probably meant to be, "" when it is near to none.

        One slip in names of four to six letters, two in longer ones; shorter names and figures are never near to any.
        The reader's own words for fields go before those of other languages.
        """
        word = spelled(name)
        if len(word) < 4:
            return ""
        most = 1 if len(word) < 7 else 2
        for known in (self._long_words.get(language, {}), self._long_words[""]):
            found = process.extractOne(word, list(known), scorer=OSA.distance, score_cutoff=most)
            if found:
                return known[found[0]]
        return ""

    @cached_property
    def _long_words(self) -> Mapping[str, Mapping[str, str]]:
        """The words of each language that are long enough to be mistyped, as spelled and as shown; under "" all."""
        found: dict[str, dict[str, str]] = {"": {}}
        for one in (*OWN_FIELDS, *self.fields):
            if one.reads is Reads.IDENTIFIER:
                continue
            for language, words in (("", (one.name,)), *one.words.items()):
                for word in words:
                    if len(word) > 3:
                        found.setdefault(language, {})[spelled(word)] = word
                        found[""].setdefault(spelled(word), word)
        return found
