"""The order in which the stages are gone through, and when it is enough."""

import re
from collections.abc import Mapping, Sequence
from math import prod
from typing import NamedTuple

from allostream.search.asked import Reading, Words
from allostream.search.file import Shelf
from allostream.search.normal import STOP_WORDS, squashed
from allostream.search.ranking import Wanted
from allostream.search.scoring import Scored, Scorer
from allostream.search.stages import GUESSING, Places, Stage, any_year, content, quoted, variants

MOST_WORDS, MOST_TOLD = 40, 12  # that are compared as a whole, and that are looked up one by one
LONGEST_WORD = 40
MOST_ASKED = 5  # words that the full-text table is asked for at once, the rarest: each costs as much as the first
FORMS = 1_000_000  # names, roughly: how many there are only tells how many are expected to have several words
LONGEST_STUB = 2
MANY_BEGIN_SO = 3
VERY_MANY = 20_000  # of them
FEW, FEW_OF_A_PAGE = 10.0, 60.0  # names that are expected, so that asking for more words is not worth the time
MOST_NEAR = 10  # words that one may be
ENOUGH = 10  # hits with a single word that was typed
LITERAL_IS_FOUND = 92.0
NEAR_IS_FOUND = 86.0  # a score of the text from which no word need be left out
OPEN_IS_FOUND = 94.0  # of the tenth hit with a single word
MANY_ARE_FOUND = 93.0  # of the first with several
MOST_LEFT_OUT = 4
SHORTEST_PART, SHORTEST_WITHIN = 2, 5
ELIDED = re.compile("[ldjnsmtc](?=[aeiouyh])")  # one word with what follows: “lavventura”, “damour”
# Without a filter of columns the full-text table need not look where a word stands; no word is equal to a mark.
NAMES, ALL = "{name} : ", ""


class Group(NamedTuple):
    """Words of which a name must have one, as the full-text table is asked for them, and how often they are about."""

    frequency: int
    match: str
    is_stub: bool = False  # one or two letters with which very many words begin


def _expected(groups: Sequence[Group]) -> float:
    """How many names may have one word of each group, if words had nothing to do with each other."""
    return FORMS * prod(group.frequency / FORMS for group in groups)


def _rarest_groups(groups: Sequence[Group]) -> list[Group]:
    """The rarest groups, as many as it takes until few names are expected to have words of all; a page of names before
    a word that is in very many names, for it would leave out few of them and cost as much as all others."""
    rarest = sorted(groups, key=lambda group: group.frequency)
    sizes = (
        size
        for size, further in enumerate(rarest[1:], 1)
        if _expected(rarest[:size]) <= (FEW_OF_A_PAGE if further.frequency >= VERY_MANY else FEW)
    )
    return rarest[: next(sizes, len(rarest))]


def _without_stub(groups: Sequence[Group]) -> list[Group]:
    """All groups but for a stub, where few names are expected without it."""
    told = [group for group in groups if not group.is_stub]
    return told if told and _expected(told) <= FEW_OF_A_PAGE else list(groups)


def _match(columns: str, groups: Sequence[Group]) -> str:
    """How the full-text table is asked for what has one word of each."""
    return f"{columns}({' AND '.join(group.match for group in groups)})"


def gather(places: Places, reading: Reading, *, may_guess: bool = True) -> list[Scored]:
    """All that was found, the best first; without guesses only what has the words as they were typed."""
    words = _bounded(reading.words)
    if not words.tokens:
        return []
    search = _Search(places, reading, words)
    return search.run(may_guess=may_guess)


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
        self._told = [word for word in content(self._words) if _is_word(word)][:MOST_TOLD]
        # What is asked for besides, other names may have rather than those that are called just so.
        more = (reading.year_hint, reading.season, reading.episode)
        self._asks_for_names_alone = more == (None,) * 3 and not (words.phrases or words.excluded)
        self._is_there = self._is_settled = False
        self._near: dict[str, list[tuple[int, str]]] = {}
        self._chosen: dict[tuple[str, int], list[str]] = {}
        self._counts = places.counts(self._told)

    def run(self, *, may_guess: bool) -> list[Scored]:
        """Go on until what was typed is found, or nothing is left to try."""
        for stage in (self._literal, self._mixed):
            stage()
            if self._is_enough(best := self._scorer.best()):
                return best
        if not may_guess:
            return best
        self._respaced()
        self._misspelt(1)
        best = self._scorer.best(is_rough=True)
        if _text(best) < NEAR_IS_FOUND:
            self._misspelt(2)
            best = self._scorer.best(is_rough=True)
        if len(self._told) > 1 and _text(best) < NEAR_IS_FOUND:
            self._some_left_out()
            best = self._scorer.best(is_rough=True)
        if self._is_open and (
            _text(best) < MANY_ARE_FOUND if len(self._told) > 1 else _tenth_text(best) < OPEN_IS_FOUND
        ):
            self._unfinished()
            best = self._scorer.best(is_rough=True)
        if self._columns == ALL and len(self._words) > 1 and _text(best) < NEAR_IS_FOUND:
            self._places.any_of(keys_within(self._words[:MOST_TOLD]), Stage.WITHIN)
            best = self._scorer.best(is_rough=True)
        return best

    def _is_enough(self, best: Sequence[Scored]) -> bool:
        """Whether looking for misspelt names is of no use: two words or more are all there, or one is in ten names."""
        if self._is_settled:
            return True
        if _text(best) < LITERAL_IS_FOUND:
            return False
        return len(self._told) > 1 or len(best) >= ENOUGH

    def _literal(self) -> None:
        """What was typed, as it was typed."""
        for words in variants(self._words):
            self._places.equal(words)
            self._places.beginning(words, self._is_open)
        self._is_settled = self._asks_for_names_alone and self._places.has_enough_equal()
        if self._is_settled:
            return
        self._is_there = self._are_there(self._told, self._counts)
        for words in variants(self._words):
            groups = self._all_of(words) if self._is_there or words != self._words else []
            if self._many_begin_so():
                groups = [group for group in groups if not group.is_stub] or groups
            if self._ask(NAMES, groups, Stage.WORDS) and self._hint is not None:
                # The popular ones are of any year.
                marks = any_year((self._hint, self._hint - 1, self._hint + 1))
                self._places.text(f"{_match(NAMES, groups)} AND {{marks}} : {marks}", Stage.WORDS)

    def _many_begin_so(self) -> bool:
        """Whether enough names begin with all that was typed: of others, one or two letters tell nothing worth the
        time that looking for so many words takes."""
        return sum(stage is Stage.BEGINNING for stage in self._places.found.values()) >= MANY_BEGIN_SO

    def _ask(self, columns: str, groups: Sequence[Group], stage: Stage) -> bool:
        """Names that have one word of each group; whether there may be more.

        The full-text table takes longer for each group. So it is asked for some alone where by them few names are
        expected, which have to be compared anyway, and for all where that was wrong.
        """
        if not groups:
            return False
        few = _rarest_groups(groups) if stage in GUESSING else _without_stub(groups)
        are_more = self._places.text(_match(columns, few), stage)
        return self._places.text(_match(columns, groups), stage) if are_more and len(few) < len(groups) else are_more

    def _are_there(self, words: Sequence[str], counts: Mapping[str, int]) -> bool:
        """Whether there are such words at all: if one is nowhere, no name has all of them."""
        return all(word in counts or self._is_known(word) for word in words)

    def _all_of(self, words: Sequence[str]) -> list[Group]:
        """All words that tell something, the last one unfinished if it may be."""
        told = content(words)[:MOST_TOLD]
        open_word = words[-1] if self._is_open and words[-1] in told else ""
        groups = [Group(self._count(word), quoted(word)) for word in self._rarest(told) if word != open_word]
        if open_word and _is_word(open_word):
            is_stub = len(open_word) <= LONGEST_STUB
            groups.append(Group(self._count_open(open_word), f"{quoted(open_word)} *", is_stub))
        return groups

    def _count(self, word: str) -> int:
        """How often there is a word, as far as it was looked up: a word that is not known may be frequent."""
        return self._counts.get(word, FORMS)

    def _count_open(self, word: str) -> int:
        """How often words may begin so: the fewer the more letters there are."""
        return max(self._counts.get(word, 0), FORMS >> 2 * len(word))

    def _rarest(self, words: Sequence[str]) -> list[str]:
        """The words of which there are fewest names. What is found has to be compared anyway."""
        every = [word for word in dict.fromkeys(words) if _is_word(word)]
        kept = sorted(every, key=lambda word: self._counts.get(word, 0))[:MOST_ASKED]
        return [word for word in every if word in kept]

    def _mixed(self) -> None:
        """Words of names and of people in one query."""
        if self._columns == ALL and self._is_there and len(self._words) > 1:
            self._ask(ALL, self._all_of(self._words), Stage.PEOPLE)

    def _misspelt(self, errors: int) -> None:
        """Each word or one that is spelt almost so; words that are like none are left out. Where some words are not
        known, it is in these that letters are wrong, and a letter less in the others."""
        told = self._rarest(_telling(self._told))
        unknown = {word for word in self._told if not self._is_known(word)}
        wrong = {word: errors if not unknown or word in unknown else errors - 1 for word in self._told}
        self._ask(
            self._columns, [group for word in told if (group := self._alternatives(word, wrong[word]))], Stage.NEAR
        )
        keys = {
            squashed("".join((*self._words[:place], other, *self._words[place + 1 :])))
            for place, word in enumerate(self._words)
            if word not in STOP_WORDS
            for other in self._near_words(word, wrong.get(word, errors))
        }
        self._places.any_of(sorted(keys), Stage.NEAR)

    def _is_known(self, word: str) -> bool:
        """Whether there is such a word, or such a beginning of the last one."""
        return word in self._counts or (self._is_last(word) and self._places.begins_any(word))

    def _near_words(self, word: str, errors: int) -> list[str]:
        """Words that are spelt almost so: of those with fewest letters wrong the most frequent."""
        known = self._chosen.get((word, errors))
        if known is None:
            if word not in self._near:
                self._near[word] = self._places.near(word)
            known = self._chosen[word, errors] = self._nearest(self._near[word], errors)
        return known

    def _nearest(self, near: Sequence[tuple[int, str]], errors: int) -> list[str]:
        chosen: list[str] = []
        for distance in range(1, errors + 1):
            alike = [other for wrong, other in near if wrong == distance]
            if alike and (left := MOST_NEAR - len(chosen)):
                self._counts.update(self._places.counts(alike))
                chosen += sorted(alike, key=lambda word: (-self._counts.get(word, 0), word))[:left]
        return chosen

    def _is_last(self, word: str) -> bool:
        return self._is_open and word == self._words[-1]

    def _alternatives(self, word: str, errors: int) -> Group | None:
        """A word or those that are spelt almost so; None if there is none."""
        near = self._near_words(word, errors)
        if not near and not self._is_last(word) and word not in self._counts:
            return None
        own = self._count_open(word) if self._is_last(word) else self._counts.get(word, 0)
        any_of = " OR ".join([quoted(word) + " *" * self._is_last(word), *map(quoted, near)])
        return Group(own + sum(map(self._count, near)), f"({any_of})")

    def _respaced(self) -> None:
        """The words with two neighbours glued, or one split, where that gives words that there are."""
        told = self._told
        glued = [(place, told[place] + told[place + 1]) for place in range(len(told) - 1)]
        splits = [
            (place, word[:cut], word[cut:])
            for place, word in enumerate(told)
            for cut in range(1 if ELIDED.match(word) else SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        ]
        parts = [part for _, *both in splits for part in both]
        there = self._places.counts([*(word for _, word in glued), *parts])
        self._counts.update(there)
        found = [[*told[:place], word, *told[place + 2 :]] for place, word in glued if word in there]
        likeliest: dict[int, tuple[int, list[str]]] = {}
        for place, left, right in splits:
            weight = min(there.get(left, 0), there.get(right, 0))
            if weight > likeliest.get(place, (0, []))[0]:
                likeliest[place] = weight, [*told[:place], left, right, *told[place + 1 :]]
        for words in found + [words for _, words in likeliest.values()]:
            if self._are_there(words, self._counts):
                self._ask(self._columns, self._all_of(words), Stage.GLUED)

    def _some_left_out(self) -> None:
        """One of a few words is not in the name at all; of many words one third is as it was typed."""
        told = _telling(self._told)
        if len(told) > MOST_LEFT_OUT:
            third = -(-len(told) // 3)
            kept = [told[start : start + third] for start in range(0, len(told), third)]
        else:
            kept = [told[:place] + told[place + 1 :] for place in range(len(told) if len(told) > 1 else 0)]
        for words in kept:
            groups = [group for word in words if (group := self._likeliest(word))]
            self._ask(self._columns, groups, Stage.LEFT_OUT)

    def _likeliest(self, word: str) -> Group | None:
        """The word itself if there is such a one, else those that are nearest to it."""
        if word in self._counts:
            count = self._count_open(word) if self._is_last(word) else self._count(word)
            return Group(count, quoted(word) + " *" * self._is_last(word))
        return self._alternatives(word, 1 if self._near_words(word, 1) else 2)

    def _unfinished(self) -> None:
        """The last word is unfinished and has a letter wrong."""
        last = self._words[-1]
        beginnings = self._places.near_beginnings(last) if _is_word(last) else {}
        if not beginnings:
            return
        before = "".join(self._words[:-1])
        self._places.beginnings([squashed(before + one) for one in beginnings], Stage.OPEN)
        told = _telling(self._told)
        groups = [group for word in told if word != last and (group := self._likeliest(word))]
        any_of = " OR ".join(f"{quoted(one)} *" for one in beginnings)
        groups.append(Group(sum(beginnings.values()), f"({any_of})"))
        self._ask(self._columns, groups, Stage.OPEN)


def keys_within(words: Sequence[str]) -> list[str]:
    """The keys of names that may stand in the query with other words beside them: some words at its beginning, or two
    and more elsewhere."""
    found = {
        squashed("".join(words[start:end])): None
        for start in range(len(words))
        for end in range(start + 1, len(words) + (start > 0))
        if end - start > 1 or start == 0
    }
    return [key for key in found if len(key) >= SHORTEST_WITHIN]


def _telling(words: list[str]) -> list[str]:
    """The words without those of one or two letters, which are mistyped for any other; all if no other is there."""
    return [word for word in words if len(word) > 2 or not (word.isascii() and word.isalpha())] or words


def _text(best: Sequence[Scored]) -> float:
    return best[0].text if best else 0.0


def _tenth_text(best: Sequence[Scored]) -> float:
    return best[ENOUGH - 1].text if len(best) >= ENOUGH else 0.0


def _is_word(word: str) -> bool:
    """Whether the full-text table knows it as a word: not signs alone."""
    return any(map(str.isalnum, word))
