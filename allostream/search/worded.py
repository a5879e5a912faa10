"""How well each word of a query is found among those of a name: for names that have words the query lacks, or another
order. No clock, no network; docs/search.md explains the numbers."""

from collections.abc import Sequence
from itertools import chain
from operator import mul
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from allostream.search.normal import STOP_WORDS
from allostream.search.ranking import REORDERED, Wanted
from allostream.search.sounds import beginnings, sound_alike

MIXED = 2.0  # some of the words are of people
EXTRA_WORD, EXTRA_STOP_WORD, MOST_EXTRA = 1.5, 0.3, 12.0
LIKE = 0.58  # words less alike have nothing to do with each other
SAME_SOUND = 0.85  # of words that sound alike
UNFINISHED = 0.01  # a word that goes on after what was typed
MOST_WORDED = 16  # words that are compared one by one


class _Compared(NamedTuple):
    """A word that is compared with those of names, and by which letters a word of its sound may begin."""

    word: str
    is_open: bool
    firsts: str


class Worded:
    """The words of a query, for comparing them with those of names. The words of many names are compared with one of
    the query at once, and each only the first time: the same words come again in many names."""

    def __init__(self, wanted: Wanted) -> None:
        self._words = [
            _Compared(word, wanted.is_open and place == len(wanted.words) - 1, beginnings(word))
            for place, word in enumerate(wanted.words[:MOST_WORDED])
        ]
        self._sizes = [len(one.word) for one in self._words]
        self._letters = max(sum(self._sizes), 1)
        # Of each word of a name: which words of the query are like it, and how much. Most are like none.
        self._alike: dict[str, list[tuple[int, float]]] = {}
        self._known: set[str] = set()

    def fits(self, forms: Sequence[str], people: Sequence[str] = ()) -> list[float]:
        """How well each form of a name fits, 0 to 97; `people` has words beside those of each, if there are any."""
        named, beside = [form.split() for form in forms], [one.split() for one in people] or [[]] * len(forms)
        self._learn(set(chain.from_iterable(named)).union(*beside))
        return [self._fit(*both) for both in zip(named, beside, strict=True)]

    def _fit(self, named: list[str], beside: list[str]) -> float:
        alike = self._alike
        best, which, is_mixed = [0.0] * len(self._words), [""] * len(self._words), False
        for word in named:
            if word in alike:
                for place, like in alike[word]:
                    if like > best[place]:
                        best[place], which[place] = like, word
        for word in beside:
            if word in alike:
                for place, like in alike[word]:
                    if like > best[place]:
                        best[place], which[place], is_mixed = like, "", True
        reached: float = sum(map(mul, best, self._sizes)) / self._letters
        if reached <= REORDERED:
            return 0.0  # most names that were guessed at: what else they have does not matter
        extra = 0.0
        for word in named:
            if word not in which:
                extra += EXTRA_STOP_WORD if word in STOP_WORDS else EXTRA_WORD
        lost = REORDERED + min(extra, MOST_EXTRA) + (MIXED if is_mixed else 0.0)
        return max(0.0, reached - lost)

    def _learn(self, words: set[str]) -> None:
        """Compare the words of the query with those that were not seen before."""
        new = list(words - self._known)
        self._known.update(new)
        for place, one in enumerate(self._words):
            for word, like in _likenesses(one, new).items():
                self._alike.setdefault(word, []).append((place, like))


def _likenesses(one: _Compared, words: Sequence[str]) -> dict[str, float]:
    """How alike those of the words are that are like this one at all."""
    found: dict[str, float] = {}
    _raise(found, one.word, words, words, 0.0)
    if one.is_open:
        _go_on(found, one.word, [word for word in words if len(word) > len(one.word)])
    if one.firsts:
        _hear(found, one, words)
    return found


def _raise(found: dict[str, float], own: str, words: Sequence[str], parts: Sequence[str], less: float) -> None:
    """Note of each word how alike that part of it is, if that is more than was known."""
    for _, like, place in process.extract(
        own, parts, scorer=OSA.normalized_similarity, processor=None, limit=None, score_cutoff=LIKE
    ):
        found[words[place]] = max(found.get(words[place], 0.0), 100 * (like - less))


def _go_on(found: dict[str, float], own: str, longer: Sequence[str]) -> None:
    """Compare an unfinished word with the beginnings about as long as it. A number that goes on is another number."""
    for end in range(len(own) - 1, len(own) + 2):
        _raise(found, own, longer, [word[:end] for word in longer], UNFINISHED)
    for word in longer:
        if word.startswith(own):
            found[word] = 0.0 if own.isdecimal() and word.isdecimal() else 100 * (1.0 - UNFINISHED)


def _hear(found: dict[str, float], one: _Compared, words: Sequence[str]) -> None:
    """Words of one sound are alike however they are spelt."""
    for word in words:
        if word[0] in one.firsts and found.get(word, 0.0) < 100 * SAME_SOUND and sound_alike(one.word, word):
            found[word] = 100 * SAME_SOUND
