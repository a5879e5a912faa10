"""How well a name fits what was asked. No clock, no network; docs/search.md explains the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log10
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from allostream.search.normal import ARTICLES, squashed, without_article
from allostream.search.numerals import ROMAN, in_one_form, joined

WHOLE = 100.0
ALMOST_WHOLE = 99.0  # but for spaces or an article that was left out
OTHER_ARTICLE = 98.0  # but for an article that is typed and is not there, or of few letters that may go on
FEW_LETTERS = 5
BEGINNING = 3.0  # what a name loses that goes on after what was typed
OTHERWISE = 1.0  # it begins so but for spaces, an article, or how a numeral is written
NUMBER_GOES_ON = 92.0  # at most, where the number at the end is the beginning of another number
REORDERED = 3.0
WITHIN, ALL_WITHIN, AT_BEGINNING = 56.0, 20.0, 4.0  # a name that stands in the query, beside other words
LEAST_ALIKE, CLOSE = 0.4, 45.0
SAME_YEAR, NEXT_YEAR, OTHER_YEAR = 4.0, 1.5, -4.0
SAME_EPISODE = 4.0
TEN_TIMES_AS_POPULAR = 0.9


class Why(NamedTuple):
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
    one = _Fits(wanted, forms)
    one.compare()
    if is_rough:
        one.compare_roughly()
    one.hold_numbers()
    one.recognise()
    return one.fits


class _Fits:
    """The fits of some forms while they are worked out: each look raises those that it finds to fit better."""

    def __init__(self, wanted: Wanted, forms: Sequence[str]) -> None:
        self.wanted, self.forms = wanted, forms
        # Here, and where beginnings are cut, calls of functions for each of hundreds of names would cost most.
        self.bares = [
            rest if rest and first in ARTICLES else form for form in forms for first, _, rest in (form.partition(" "),)
        ]
        self.squashes = [form.replace(" ", "") for form in forms]
        self.fits = [0.0] * len(forms)

    def compare(self) -> None:
        """Whole names, their words in order, their beginnings."""
        wanted, every = self.wanted, range(len(self.forms))
        self._raise(wanted.text, self.forms, every, 0.0)
        if len(wanted.words) > 1:
            self._raise_sorted()
        self._raise_beginnings(wanted.text, self.forms, every, BEGINNING)
        with_article = wanted.bare != wanted.text
        others: Sequence[int] = every
        if not with_article:
            others = [place for place in every if self.bares[place] is not self.forms[place]]
        self._raise_beginnings(wanted.bare, self.bares, others, BEGINNING + OTHERWISE)
        self._raise_beginnings(wanted.squashed, self.squashes, self._close(), BEGINNING + OTHERWISE)

    def compare_roughly(self) -> None:
        """Names but for their article or spaces, and beginnings that are a letter longer or shorter."""
        wanted, close = self.wanted, self._close()
        for query, names in ((wanted.bare, self.bares), (wanted.squashed, self.squashes)):
            others = [place for place in close if len(names[place]) != len(self.forms[place])]
            self._raise(query, [names[place] for place in others], others, OTHERWISE)
        for more in (-1, 1):
            self._raise_beginnings(wanted.text, self.forms, close, BEGINNING, more)
            self._raise_beginnings(wanted.squashed, self.squashes, close, BEGINNING + OTHERWISE, more)
            if wanted.bare != wanted.text:
                self._raise_beginnings(wanted.bare, self.bares, close, BEGINNING + OTHERWISE, more)

    def hold_numbers(self) -> None:
        """Hold back the names in which the number that was typed goes on as another number."""
        if not self.wanted.ends_in_number:
            return
        for query, names in ((self.wanted.text, self.forms), (self.wanted.bare, self.bares)):
            size = len(query)
            for place, name in enumerate(names):
                if name.startswith(query) and len(name) > size and name[size] in "ivx0123456789":
                    self.fits[place] = min(self.fits[place], NUMBER_GOES_ON)

    def recognise(self) -> None:
        """Names that are what was asked for, and those that are it but for spaces or an article."""
        wanted = self.wanted
        almost = OTHER_ARTICLE if wanted.is_open and len(wanted.squashed) <= FEW_LETTERS else ALMOST_WHOLE
        for place, form in enumerate(self.forms):
            if form == wanted.text:
                self.fits[place] = WHOLE
            elif self.squashes[place] == wanted.squashed or self.bares[place] == wanted.text:
                self.fits[place] = almost
            elif self.bares[place] == wanted.bare:
                self.fits[place] = OTHER_ARTICLE

    def _close(self) -> list[int]:
        """Which are alike so far: the others differ by more than spaces and a letter."""
        return [place for place, fit in enumerate(self.fits) if fit >= CLOSE]

    def _raise(self, query: str, names: Sequence[str], places: Sequence[int], less: float) -> None:
        """Give each place the likeness of its name to the query if that is more than it has: a letter wrong, left out,
        too many or exchanged with its neighbour counts the same."""
        for _, like, which in process.extract(
            query, names, scorer=OSA.normalized_similarity, processor=None, limit=None, score_cutoff=LEAST_ALIKE
        ):
            place = places[which]
            if (fit := 100 * like - less) > self.fits[place]:
                self.fits[place] = fit

    def _raise_sorted(self) -> None:
        """The same for the words in the order of the alphabet."""
        for _, like, place in process.extract(
            self.wanted.text, self.forms, scorer=fuzz.token_sort_ratio, processor=None, limit=None,
            score_cutoff=100 * LEAST_ALIKE,
        ):  # fmt: skip
            self.fits[place] = max(self.fits[place], like - REORDERED)

    def _raise_beginnings(
        self, query: str, names: Sequence[str], places: Sequence[int], less: float, more: int = 0
    ) -> None:
        """The same for beginnings of the names that go on, as long as the query or so many letters longer; a word that
        is finished has to end there."""
        size = len(query) + more
        longer = [place for place in places if len(names[place]) > size]
        if not self.wanted.is_open:
            longer = [place for place in longer if names[place][size] == " "]
        self._raise(query, [names[place][:size] for place in longer], longer, less)


def within(wanted: Wanted, form: str) -> float:
    """How well a name fits that stands in the query with other words beside it: “Schitt’s Creek Smoke Signals”. The
    more of the query it is, the better, and at its beginning; 0 for one that does not stand there."""
    name = squashed(form)
    if not name or name not in wanted.squashed:
        return 0.0
    share = len(name) / len(wanted.squashed)
    return WITHIN + ALL_WITHIN * share + AT_BEGINNING * wanted.squashed.startswith(name)


def year_fit(hint: int | None, first: int | None, last: int | None) -> float:
    """What it adds that the year is the one that was typed; a series fits in each of its years."""
    if hint is None or first is None:
        return 0.0
    if first <= hint <= (last if last is not None else first):
        return SAME_YEAR
    return NEXT_YEAR if abs(hint - first) == 1 else OTHER_YEAR


@lru_cache(maxsize=4096)
def popularity_part(popularity: int) -> float:
    """What it adds to be well known: among names that fit alike, the better known one is meant."""
    return round(TEN_TIMES_AS_POPULAR * log10(popularity + 1), 3)
