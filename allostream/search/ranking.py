"""How well a name fits what was asked. No clock, no network; docs/search.md explains the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log10

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from allostream.search.normal import ARTICLES, STOP_WORDS, figured, squashed, without_article

WHOLE = 100.0
ALMOST_WHOLE = 99.0  # but for spaces or an article
BEGINNING = 3.0  # what a name loses that goes on after what was typed
OTHERWISE = 1.0  # it begins so but for spaces, an article, or how a numeral is written
REORDERED = 3.0
MIXED = 2.0  # some of the words are of people
EXTRA_WORD, EXTRA_STOP_WORD, MOST_EXTRA = 1.5, 0.3, 12.0
LIKE = 0.58  # words less alike have nothing to do with each other
UNFINISHED = 0.01  # a word that goes on after what was typed
MOST_WORDED = 16  # words that are compared one by one
LEAST_ALIKE = 0.4
SAME_YEAR, NEXT_YEAR, OTHER_YEAR = 4.0, 1.5, -4.0
SAME_EPISODE = 4.0
TEN_TIMES_AS_POPULAR = 0.9


@dataclass(frozen=True, slots=True)
class Why:
    """How a hit came to its score, for people who have to explain it: `score` is the sum of the other numbers."""

    stage: str
    form: str
    text: float
    year: float
    popularity: float

    @property
    def score(self) -> float:
        return round(self.text + self.year + self.popularity, 3)


@dataclass(frozen=True)
class Wanted:
    """The words that were asked for."""

    words: tuple[str, ...]
    is_open: bool

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    @cached_property
    def bare(self) -> str:
        """Without the article at the beginning."""
        return " ".join(without_article(self.words))

    @cached_property
    def squashed(self) -> str:
        return squashed(self.text)

    @cached_property
    def in_figures(self) -> "Wanted | None":
        """The same with numerals in figures, None if there are none in words."""
        words = figured(self.words)
        return Wanted(words, self.is_open) if words != self.words else None


def quick_fits(wanted: Wanted, forms: Sequence[str], *, is_rough: bool = False) -> list[float]:
    """How alike the whole query and each form of a name are, 0 to 100. Some microseconds a form.

    `is_rough`: letters of a beginning may be left out or too many, so that it is as long as the query only nearly.
    """
    bares = [_bare(form) for form in forms]
    squashes = [squashed(form) for form in forms]
    fits = [0.0] * len(forms)
    _raise(fits, wanted.text, forms, 0.0)
    if len(wanted.words) > 1:
        _raise_sorted(fits, wanted.text, forms)
    for query, names, less in (
        (wanted.text, forms, BEGINNING),
        (wanted.bare, bares, BEGINNING + OTHERWISE),
        (wanted.squashed, squashes, BEGINNING + OTHERWISE),
    ):
        for size in range(len(query) - is_rough, len(query) + is_rough + 1):
            _raise(fits, query, _heads(size, names, is_open=wanted.is_open), less)
    for place, form in enumerate(forms):
        if form == wanted.text:
            fits[place] = WHOLE
        elif bares[place] == wanted.bare or squashes[place] == wanted.squashed:
            fits[place] = ALMOST_WHOLE
    return fits


def _bare(form: str) -> str:
    """The form without its article."""
    first, _, rest = form.partition(" ")
    return rest if rest and first in ARTICLES else form


def _heads(size: int, names: Sequence[str], *, is_open: bool) -> list[str]:
    """The beginnings of this length of the names that go on; a word that is finished has to end there."""
    return [name[:size] if len(name) > size and (is_open or name[size] == " ") else "" for name in names]


def _raise(fits: list[float], query: str, names: Sequence[str], less: float) -> None:
    """Give each the likeness of its name to the query if that is more than it has: a letter wrong, left out, too many
    or exchanged with its neighbour counts the same."""
    for _, like, place in process.extract(
        query, names, scorer=OSA.normalized_similarity, processor=None, limit=None, score_cutoff=LEAST_ALIKE
    ):
        fits[place] = max(fits[place], 100 * like - less)


def _raise_sorted(fits: list[float], query: str, names: Sequence[str]) -> None:
    """The same for the words in the order of the alphabet."""
    for _, like, place in process.extract(
        query, names, scorer=fuzz.token_sort_ratio, processor=None, limit=None, score_cutoff=100 * LEAST_ALIKE
    ):
        fits[place] = max(fits[place], like - REORDERED)


class Worded:
    """How well each word of a query is found among those of a name: for names that have words the query lacks, or
    another order. Remembers how alike words are, for the same words come again in many names."""

    def __init__(self, wanted: Wanted) -> None:
        self._words = [
            (word, wanted.is_open and place == len(wanted.words) - 1)
            for place, word in enumerate(wanted.words[:MOST_WORDED])
        ]
        self._letters = sum(len(word) for word, _ in self._words)
        self._known: dict[tuple[str, bool, str], float] = {}

    def fit(self, form: str, people: str = "") -> float:
        """0 to 97, `people` being words beside those of the name. Some microseconds."""
        named, beside = form.split(), people.split()
        reached, met, is_mixed = 0.0, set(), False
        for word, is_open in self._words:
            best, which = self._best(word, is_open, named)
            if best < WHOLE and beside and (other := self._best(word, is_open, beside)[0]) > best:
                best, which, is_mixed = other, "", True
            met.add(which)
            reached += best * len(word)
        extra = sum(EXTRA_STOP_WORD if word in STOP_WORDS else EXTRA_WORD for word in named if word not in met)
        lost = REORDERED + min(extra, MOST_EXTRA) + (MIXED if is_mixed else 0.0)
        return max(0.0, reached / max(self._letters, 1) - lost)

    def _best(self, word: str, is_open: bool, among: list[str]) -> tuple[float, str]:
        """The likeness of the most similar of some words, and which it is."""
        if word in among:
            return WHOLE, word
        best, which = 0.0, ""
        for other in among:
            like = self._known.get((word, is_open, other))
            if like is None:
                like = self._known[word, is_open, other] = _likeness(word, other, is_open)
            if like > best:
                best, which = like, other
        return best, which


def _likeness(word: str, other: str, is_open: bool) -> float:
    """How alike two words are; an unfinished one is compared with the beginnings about as long as it, too."""
    like = OSA.normalized_similarity(word, other, score_cutoff=LIKE)
    if is_open and len(other) > len(word):
        heads = (other[:size] for size in range(len(word) - 1, len(word) + 2))
        like = max(like, *(OSA.normalized_similarity(word, head, score_cutoff=LIKE) - UNFINISHED for head in heads))
    return max(100 * like, 0.0)


def year_fit(hint: int | None, first: int | None, last: int | None) -> float:
    """What it adds that the year is the one that was typed; a series fits in each of its years."""
    if hint is None or first is None:
        return 0.0
    if first <= hint <= (last if last is not None else first):
        return SAME_YEAR
    return NEXT_YEAR if abs(hint - first) == 1 else OTHER_YEAR


def popularity_part(popularity: int) -> float:
    """What it adds to be well known: among names that fit alike, the better known one is meant."""
    return round(TEN_TIMES_AS_POPULAR * log10(popularity + 1), 3)
