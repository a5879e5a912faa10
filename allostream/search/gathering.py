"""The order in which the stages are gone through, and when it is enough."""

from collections.abc import Sequence

from allostream.search.asked import Reading, Words
from allostream.search.file import Shelf
from allostream.search.normal import squashed
from allostream.search.ranking import Wanted
from allostream.search.scoring import Scored, Scorer, has_whole
from allostream.search.stages import Places, Stage, content, quoted, variants, year_marks

MOST_WORDS = 12
LONGEST_WORD = 40
ENOUGH = 10  # hits of which the best is what was typed
NEAR_IS_FOUND = 86.0  # a score of the text from which no word need be left out
OPEN_IS_FOUND = 88.0
MOST_LEFT_OUT = 4
SHORTEST_PART = 2
NAMES, ALL = "{name}", "{name others people}"


def gather(places: Places, reading: Reading) -> list[Scored]:
    """All that was found, the best first."""
    words = _bounded(reading.words)
    if not words.tokens:
        return []
    search = _Search(places, reading, words)
    return search.run()


def _bounded(words: Words) -> Words:
    """The words that are looked for, those of phrases with them; of very many the first."""
    tokens = list(words.tokens)
    for phrase in words.phrases:
        if f" {' '.join(phrase)} " not in f" {' '.join(tokens)} ":
            tokens.extend(phrase)
    is_open = words.is_open and bool(words.tokens) and len(tokens) == len(words.tokens)
    cut = tuple(word[:LONGEST_WORD] for word in tokens[:MOST_WORDS])
    return Words(cut, is_open and len(tokens) <= MOST_WORDS, words.phrases, words.excluded)


class _Search:
    """One search."""

    def __init__(self, places: Places, reading: Reading, words: Words) -> None:
        self._places, self._hint = places, reading.year_hint
        self._words, self._is_open = words.tokens, words.is_open
        self._wanted = Wanted(self._words, self._is_open)
        self._scorer = Scorer(places, reading, self._wanted)
        self._columns = ALL if places.shelf is Shelf.TITLE else NAMES
        self._near: dict[str, list[str]] = {}

    def run(self) -> list[Scored]:
        self._literal()
        best = self._scorer.best()
        if self._is_enough(best):
            return best
        self._mixed()
        best = self._scorer.best()
        if best and has_whole(best[0], self._wanted) and len(best) >= ENOUGH:
            return best
        self._misspelt()
        best = self._scorer.best()
        if len(self._words) > 1 and _text(best) < NEAR_IS_FOUND:
            self._one_left_out()
            best = self._scorer.best()
        if self._is_open and _text(best) < OPEN_IS_FOUND:
            self._unfinished()
            best = self._scorer.best()
        return best

    def _is_enough(self, best: Sequence[Scored]) -> bool:
        """Ten hits, and the best begins with what was typed."""
        if len(best) < ENOUGH:
            return False
        key = squashed(best[0].why.form)
        return key.startswith(self._wanted.squashed) or has_whole(best[0], self._wanted)

    def _literal(self) -> None:
        """What was typed, as it was typed."""
        for words in variants(self._words):
            self._places.equal(words)
            self._places.beginning(words, self._is_open)
        for words in variants(self._words):
            match = self._all_of(words)
            if match and self._hint is not None:
                marked = f"{NAMES} : ({match}) AND {{marks}} : {year_marks(self._hint)}"
                self._places.text(marked, Stage.WORDS)
            if match:
                self._places.text(f"{NAMES} : ({match})", Stage.WORDS)

    def _all_of(self, words: Sequence[str]) -> str:
        """All words that tell something, the last one unfinished if it may be."""
        told = content(words)
        open_word = words[-1] if self._is_open and words[-1] in told else ""
        parts = [quoted(word) for word in dict.fromkeys(told) if _is_word(word) and word != open_word]
        if open_word and _is_word(open_word):
            parts.append(f"{quoted(open_word)} *")
        return " AND ".join(parts)

    def _mixed(self) -> None:
        """Words of names and of people in one query, then words that are glued or split otherwise."""
        if self._columns == ALL and len(self._words) > 1 and (match := self._all_of(self._words)):
            self._places.text(f"{ALL} : ({match})", Stage.PEOPLE)

    def _misspelt(self) -> None:
        """Each word or one that is spelt almost so."""
        told = [word for word in content(self._words) if _is_word(word)]
        for words in self._respaced(told):
            self._places.text(f"{self._columns} : ({self._all_of(words)})", Stage.GLUED)
        alternatives = [self._alternatives(word, place == len(told) - 1) for place, word in enumerate(told)]
        if alternatives:
            self._places.text(f"{self._columns} : ({' AND '.join(alternatives)})", Stage.NEAR)

    def _alternatives(self, word: str, is_last: bool) -> str:
        """A word or those that are spelt almost so, as the full-text table is asked for them."""
        if word not in self._near:
            self._near[word] = self._places.near(word)
        mark = " *" if is_last and self._is_open and word == self._words[-1] else ""
        return "({})".format(" OR ".join([quoted(word) + mark, *map(quoted, self._near[word])]))

    def _respaced(self, told: list[str]) -> list[list[str]]:
        """The words with two neighbours glued, or one split, where that gives words that there are."""
        glued = [(place, told[place] + told[place + 1]) for place in range(len(told) - 1)]
        splits = [
            (place, word[:cut], word[cut:])
            for place, word in enumerate(told)
            for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        ]
        there = self._places.counts([word for _, word in glued] + [part for _, *parts in splits for part in parts])
        found = [[*told[:place], word, *told[place + 2 :]] for place, word in glued if word in there]
        likeliest: dict[int, tuple[int, list[str]]] = {}
        for place, left, right in splits:
            weight = min(there.get(left, 0), there.get(right, 0))
            if weight > likeliest.get(place, (0, []))[0]:
                likeliest[place] = weight, [*told[:place], left, right, *told[place + 1 :]]
        return found + [words for _, words in likeliest.values()]

    def _one_left_out(self) -> None:
        """One of the words is not in the name at all."""
        told = [word for word in content(self._words) if _is_word(word)]
        if len(told) < 2:
            return
        parts = [self._alternatives(word, place == len(told) - 1) for place, word in enumerate(told)]
        for left_out in range(min(len(parts), MOST_LEFT_OUT)):
            rest = parts[:left_out] + parts[left_out + 1 :]
            self._places.text(f"{self._columns} : ({' AND '.join(rest)})", Stage.LEFT_OUT)

    def _unfinished(self) -> None:
        """The last word is unfinished and has a letter wrong."""
        last = self._words[-1]
        beginnings = self._places.near_beginnings(last) if _is_word(last) else []
        if not beginnings:
            return
        told = [word for word in content(self._words[:-1]) if _is_word(word)] if len(self._words) > 1 else []
        parts = [self._alternatives(word, is_last=False) for word in told]
        parts.append("({})".format(" OR ".join(f"{quoted(one)} *" for one in beginnings)))
        self._places.text(f"{self._columns} : ({' AND '.join(parts)})", Stage.OPEN)


def _text(best: Sequence[Scored]) -> float:
    return best[0].why.text if best else 0.0


def _is_word(word: str) -> bool:
    """Whether the full-text table knows it as a word: not signs alone."""
    return any(map(str.isalnum, word))
