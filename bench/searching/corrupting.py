"""A log of queries as people type them: real names, each changed in a way of one class.

A query is asked only when its target is one of the ten most popular among those that fit what was meant equally well,
and when a mistyped one is not by chance what ten others are called: so every target could be among the first ten.
"""

import bisect
import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from allostream.search.documents import TitleDocument
from allostream.search.normal import ARTICLES, FIGURES, NUMBERS, squashed, tokens
from allostream.search.stages import one_edit

TEN = 10
UNFINISHED = "typo, unfinished"
GUESSED_ENDS = (UNFINISHED, "exchanged, unfinished")
BY_POPULARITY = 0.6
MOST_TRIES = 400
SHORTEST_FOR_ONE, SHORTEST_FOR_TWO, SHORTEST_UNFINISHED = 5, 8, 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ACCENTS = {"a": "àâ", "e": "éèê", "i": "îï", "o": "ôö", "u": "ùûü", "c": "ç"}


class Query(NamedTuple):
    """What is typed, and what is meant."""

    kind: str
    text: str
    target: int
    year: int | None = None
    language: str = ""  # of the name that is meant


class Meant(NamedTuple):
    """What a query is a corruption of: the name or its beginning."""

    text: str
    is_whole: bool


Made = tuple[str, Meant] | None
Maker = Callable[[str, TitleDocument, random.Random], Made]


def _exact(name: str, _: TitleDocument, __: random.Random) -> Made:
    return name, Meant(name, is_whole=True)


def _prefix(name: str, _: TitleDocument, rng: random.Random) -> Made:
    cut = name[: rng.randint(1, len(name))].strip()
    return (cut, Meant(cut, is_whole=False)) if cut else None


def typo(text: str, rng: random.Random, first: int = 0, letters: str = LETTERS) -> str:
    """A letter wrong, left out, doubled or exchanged with its neighbour, from a place on."""
    places = [place for place in range(first, len(text)) if text[place].isalpha()]
    if not places:
        return text
    place = rng.choice(places)
    way = rng.randrange(4)
    if way == 0:
        return text[:place] + rng.choice(letters) + text[place + 1 :]
    if way == 1:
        return text[:place] + text[place + 1 :]
    if way == 2:
        return text[:place] + rng.choice(letters) + text[place:]
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _one_typo(name: str, _: TitleDocument, rng: random.Random) -> Made:
    return (typo(name, rng), Meant(name, is_whole=True)) if len(_key(name)) >= SHORTEST_FOR_ONE else None


def _two_typos(name: str, _: TitleDocument, rng: random.Random) -> Made:
    return (typo(typo(name, rng), rng), Meant(name, is_whole=True)) if len(_key(name)) >= SHORTEST_FOR_TWO else None


def _unfinished(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """Cut in a word, and a typo in what there is of that word."""
    words = name.split()
    which = rng.randrange(len(words))
    if len(words[which]) < SHORTEST_UNFINISHED + 1:
        return None
    letters = rng.randint(SHORTEST_UNFINISHED, len(words[which]) - 1)
    before = " ".join(words[:which])
    meant = f"{before} {words[which][:letters]}".strip()
    return typo(meant, rng, len(meant) - letters), Meant(meant, is_whole=False)


def _no_accents(name: str, _: TitleDocument, __: random.Random) -> Made:
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return (bare, Meant(name, is_whole=True)) if bare != name and name.isascii() is False and bare.isascii() else None


def _wrong_accents(name: str, _: TitleDocument, rng: random.Random) -> Made:
    places = [place for place, letter in enumerate(name) if letter in ACCENTS]
    if not places:
        return None
    place = rng.choice(places)
    return name[:place] + rng.choice(ACCENTS[name[place]]) + name[place + 1 :], Meant(name, is_whole=True)


def _order(name: str, _: TitleDocument, rng: random.Random) -> Made:
    words = name.split()
    if len(words) < 2:
        return None
    rng.shuffle(words)
    return " ".join(words), Meant(name, is_whole=True)


def _glued(name: str, _: TitleDocument, rng: random.Random) -> Made:
    words = name.split()
    if len(words) < 2:
        return None
    place = rng.randrange(len(words) - 1)
    return " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]]), Meant(name, is_whole=True)


def _split(name: str, _: TitleDocument, rng: random.Random) -> Made:
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= 7 and word.isalpha()]
    if not long:
        return None
    place = rng.choice(long)
    cut = rng.randint(3, len(words[place]) - 3)
    return " ".join([*words[:place], words[place][:cut], words[place][cut:], *words[place + 1 :]]), Meant(name, True)


def _article(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """An article left out, or one that is not in the name."""
    words = name.split()
    if words[0].lower() in ARTICLES and len(words) > 1:
        return " ".join(words[1:]), Meant(name, is_whole=True)
    return f"{rng.choice(['The', 'Le', 'La', 'Les'])} {name}", Meant(name, is_whole=True)


def _numerals(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """A numeral in another form."""
    words = name.split()
    spelt = {row[0]: row for row in NUMBERS}
    for place in range(len(words) - 1, 0, -1):
        figure = FIGURES.get(words[place].lower(), words[place])
        if figure in spelt and (others := [way for way in spelt[figure] if way != words[place].lower()]):
            return " ".join([*words[:place], rng.choice(others), *words[place + 1 :]]), Meant(name, is_whole=True)
    return None


def _person(name: str, document: TitleDocument, rng: random.Random) -> Made:
    if not document.people:
        return None
    who = rng.choice(document.people).split()[-1]
    both = [who, name] if rng.random() < 0.5 else [name, who]
    return " ".join(both), Meant(name, is_whole=True)


MAKERS: dict[str, Maker] = {
    "exact": _exact, "prefix": _prefix, "one typo": _one_typo, "two typos": _two_typos,
    UNFINISHED: _unfinished, "no accents": _no_accents, "wrong accents": _wrong_accents, "order": _order,
    "other name": _exact, "glued": _glued, "split": _split, "article": _article, "numerals": _numerals,
    "with year": _exact, "with person": _person,
}  # fmt: skip


def _key(text: str) -> str:
    return squashed(" ".join(tokens(text)))


class Names:
    """All names in order, to tell how many fit what was meant."""

    def __init__(self, documents: Sequence[TitleDocument]) -> None:
        self._documents = documents
        self._keys = sorted({(_key(name.text), one.id) for one in documents for name in one.names})
        self._fame = {one.id: one.popularity for one in documents}
        self._by_rank = sorted(documents, key=lambda one: -one.popularity)

    def is_among_ten(self, meant: Meant, target: int) -> bool:
        """Whether fewer than ten that fit as well are more popular than the target."""
        key = _key(meant.text)
        if not key:
            return False
        better: set[int] = set()
        for position in range(bisect.bisect_left(self._keys, (key, 0)), len(self._keys)):
            found, one = self._keys[position]
            if not (found == key if meant.is_whole else found.startswith(key)):
                break
            if self._fame[one] > self._fame[target]:
                better.add(one)
                if len(better) >= TEN:
                    return False
        return True

    def is_among_ten_near(self, typed: str, target: int) -> bool:
        """The same, of all names that begin with something that is one letter from what was typed."""
        key = _key(typed)
        last = len(_key(typed.split()[-1]))
        better: set[int] = set()
        for edit in {key[-last:], *one_edit(key[-last:], LETTERS)}:
            beginning = key[:-last] + edit
            for position in range(bisect.bisect_left(self._keys, (beginning, 0)), len(self._keys)):
                found, one = self._keys[position]
                if not found.startswith(beginning) or len(better) >= TEN:
                    break
                if self._fame[one] > self._fame[target]:
                    better.add(one)
        return len(better) < TEN

    def is_by_chance(self, typed: str, meant: Meant) -> bool:
        """Whether what was typed is, by mistake, right for ten others."""
        key, wanted = _key(typed), _key(meant.text)
        if key == wanted:
            return False
        first = bisect.bisect_left(self._keys, (key, 0))
        others = {one for found, one in self._keys[first : first + 3 * TEN] if found.startswith(key)}
        return len(others) >= TEN

    def target(self, rng: random.Random) -> TitleDocument:
        """Six in ten by popularity."""
        if rng.random() < BY_POPULARITY:
            return self._by_rank[int(len(self._by_rank) ** rng.random()) - 1]
        return rng.choice(self._documents)


def log(
    documents: Sequence[TitleDocument], seed: int, each: int, makers: Mapping[str, Maker] = MAKERS
) -> list[Query]:  # fmt: skip
    """So many queries of each class."""
    names = Names(documents)
    rng = random.Random(f"queries {seed}")
    return [query for kind, maker in makers.items() for query in _queries(kind, maker, names, rng, each)]


def _queries(kind: str, maker: Maker, names: Names, rng: random.Random, each: int) -> Iterator[Query]:
    found = 0
    for _ in range(each * MOST_TRIES):
        if found == each:
            return
        document = names.target(rng)
        if kind == "with year" and document.year is None:
            continue
        of = document.names[1:] if kind == "other name" else document.names
        if not of:
            continue
        name = rng.choice(of)
        made = maker(name.text, document, rng)
        if not made or not tokens(made[0]) or names.is_by_chance(*made):
            continue
        if kind in GUESSED_ENDS and not names.is_among_ten_near(made[0], document.id):
            continue
        if names.is_among_ten(made[1], document.id):
            found += 1
            yield Query(kind, made[0], document.id, document.year if kind == "with year" else None, name.language)
