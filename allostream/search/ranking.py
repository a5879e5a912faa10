"""How well a name fits what was asked. No clock, no network; docs/search.md explains the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log10
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from allostream.search.normal import ARTICLES, STOP_WORDS, squashed, without_article
from allostream.search.numerals import ROMAN, in_one_form, joined
from allostream.search.sounds import beginnings, sound_alike

WHOLE = 100.0
ALMOST_WHOLE = 99.0  # but for spaces or an article that was left out
OTHER_ARTICLE = 98.0  # but for an article that is typed and is not there, or of few letters that may go on
FEW_LETTERS = 5
BEGINNING = 3.0  # what a name loses that goes on after what was typed
OTHERWISE = 1.0  # it begins so but for spaces, an article, or how a numeral is written
NUMBER_GOES_ON = 92.0  # at most, where the number at the end is the beginning of another number
REORDERED = 3.0
MIXED = 2.0  # some of the words are of people
EXTRA_WORD, EXTRA_STOP_WORD, MOST_EXTRA = 1.5, 0.3, 12.0
WITHIN, ALL_WITHIN, AT_BEGINNING = 56.0, 20.0, 4.0  # a name that stands in the query, beside other words
LIKE = 0.58  # words less alike have nothing to do with each other
SAME_SOUND = 0.85  # of words that sound alike
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
        """The same with numerals in figures and “and” between names, None if there is nothing of it in words."""
        words = in_one_form(joined(self.words))
        return Wanted(words, self.is_open) if words != self.words else None

    @cached_property
    def ends_in_number(self) -> bool:
        """Whether it may be another number when the last word goes on: “Godfather II” is not “Godfather III”."""
        return self.is_open and bool(self.words) and (self.words[-1].isdecimal() or self.words[-1] in ROMAN)


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
    if is_rough:
        _raise_some(fits, wanted.bare, forms, bares)
        _raise_some(fits, wanted.squashed, forms, squashes)
    for query, names, less in (
        (wanted.text, forms, BEGINNING),
        (wanted.bare, bares, BEGINNING + OTHERWISE),
        (wanted.squashed, squashes, BEGINNING + OTHERWISE),
    ):
        for size in range(len(query) - is_rough, len(query) + is_rough + 1):
            _raise(fits, query, _heads(size, names, is_open=wanted.is_open), less)
    if wanted.ends_in_number:
        _hold_numbers(fits, wanted, forms, bares)
    almost = OTHER_ARTICLE if wanted.is_open and len(wanted.squashed) <= FEW_LETTERS else ALMOST_WHOLE
    for place, form in enumerate(forms):
        if form == wanted.text:
            fits[place] = WHOLE
        elif squashes[place] == wanted.squashed or bares[place] == wanted.text:
            fits[place] = almost
        elif bares[place] == wanted.bare:
            fits[place] = OTHER_ARTICLE
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


def _raise_some(fits: list[float], query: str, forms: Sequence[str], names: Sequence[str]) -> None:
    """The same for the names that differ from their forms (by an article or spaces), as wholes."""
    places = [place for place, form in enumerate(forms) if len(names[place]) != len(form)]
    if not places:
        return
    others = [0.0] * len(places)
    _raise(others, query, [names[place] for place in places], OTHERWISE)
    for place, fit in zip(places, others, strict=True):
        fits[place] = max(fits[place], fit)


def _hold_numbers(fits: list[float], wanted: Wanted, forms: Sequence[str], bares: Sequence[str]) -> None:
    """Hold back the names in which the number that was typed goes on as another number."""
    for query, names in ((wanted.text, forms), (wanted.bare, bares)):
        size = len(query)
        for place, name in enumerate(names):
            if name.startswith(query) and len(name) > size and name[size] in "ivx0123456789":
                fits[place] = min(fits[place], NUMBER_GOES_ON)


def _raise_sorted(fits: list[float], query: str, names: Sequence[str]) -> None:
    """The same for the words in the order of the alphabet."""
    for _, like, place in process.extract(
        query, names, scorer=fuzz.token_sort_ratio, processor=None, limit=None, score_cutoff=100 * LEAST_ALIKE
    ):
        fits[place] = max(fits[place], like - REORDERED)


def within(wanted: Wanted, form: str) -> float:
    """How well a name fits that stands in the query with other words beside it: “Schitt’s Creek Smoke Signals”. The
    more of the query it is, the better, and at its beginning; 0 for one that does not stand there."""
    name = squashed(form)
    if not name or name not in wanted.squashed:
        return 0.0
    share = len(name) / len(wanted.squashed)
    return WITHIN + ALL_WITHIN * share + AT_BEGINNING * wanted.squashed.startswith(name)


class _Compared(NamedTuple):
    """A word that is compared with those of names: by which letters a word of its sound may begin, and how alike the
    words are that it was compared with."""

    word: str
    is_open: bool
    firsts: str
    known: dict[str, float]


class Worded:
    """How well each word of a query is found among those of a name: for names that have words the query lacks, or
    another order. Remembers how alike words are, for the same words come again in many names."""

    def __init__(self, wanted: Wanted) -> None:
        self._words = [
            _Compared(word, wanted.is_open and place == len(wanted.words) - 1, beginnings(word), {})
            for place, word in enumerate(wanted.words[:MOST_WORDED])
        ]
        self._letters = sum(len(one.word) for one in self._words)

    def fit(self, form: str, people: str = "") -> float:
        """0 to 97, `people` being words beside those of the name. Some microseconds."""
        named, beside = form.split(), people.split()
        reached, met, is_mixed = 0.0, set(), False
        for one in self._words:
            best, which = _best(one, named)
            if best < WHOLE and beside and (other := _best(one, beside)[0]) > best:
                best, which, is_mixed = other, "", True
            met.add(which)
            reached += best * len(one.word)
        extra = sum(EXTRA_STOP_WORD if word in STOP_WORDS else EXTRA_WORD for word in named if word not in met)
        lost = REORDERED + min(extra, MOST_EXTRA) + (MIXED if is_mixed else 0.0)
        return max(0.0, reached / max(self._letters, 1) - lost)


def _best(one: _Compared, among: list[str]) -> tuple[float, str]:
    """The likeness of the most similar of some words, and which it is."""
    if one.word in among:
        return WHOLE, one.word
    best, which = 0.0, ""
    for other in among:
        like = one.known.get(other)
        if like is None:
            like = one.known[other] = _likeness(one.word, other, one.is_open, one.firsts)
        if like > best:
            best, which = like, other
    return best, which


def _likeness(word: str, other: str, is_open: bool, firsts: str) -> float:
    """How alike two words are; an unfinished one is compared with the beginnings about as long as it, too. Words of one
    sound are alike however they are spelt; a number that goes on is another number."""
    size, length = len(word), len(other)
    if is_open and length > size and other.startswith(word):
        return 0.0 if word.isdecimal() and other.isdecimal() else 100 * (1.0 - UNFINISHED)
    like = 0.0
    if abs(size - length) <= (1 - LIKE) * max(size, length):
        like = OSA.normalized_similarity(word, other, score_cutoff=LIKE)
    if is_open and length > size:
        for end in (size - 1, size, size + 1):
            like = max(like, OSA.normalized_similarity(word, other[:end], score_cutoff=LIKE) - UNFINISHED)
    if like < SAME_SOUND and other[0] in firsts and sound_alike(word, other):
        like = SAME_SOUND
    return 100 * like


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
