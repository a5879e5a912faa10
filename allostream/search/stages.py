"""Where hits may be: each stage names forms of names, the popular first, and reads no more than it needs.

The stages and why they are in this order: docs/search.md.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from time import perf_counter, thread_time
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from allostream.search.asked import Years
from allostream.search.file import LONGEST_KEY, Shelf, owner
from allostream.search.normal import ARTICLES, STOP_WORDS, squashed
from allostream.search.numerals import in_one_form, joined
from allostream.search.rows import errors_allowed, near_hashes, sound_hash, year_mark

MOST_EQUAL = 40
MOST_BEGINNING = 60
LONGEST_RANGE = 1200  # so many names with one beginning are read and sorted; more are found by their first words
SHORT_RANGE, MOST_OF_EACH = 200, 12  # the same for beginnings that may be meant
MOST_WITH_WORDS = 100
MOST_GUESSED = 70  # the same for words that may be meant
# Who asks for few hits has fewer names compared, but so many of each stage; of what stands beside titles fewer.
FEWEST_READ, FEWEST_BESIDE = 40, 20
MOST_SIFTED = 3000  # names with one beginning of which those are taken that a search is narrowed to
MOST_MARKS = 30
MOST_OF_HASH = 400  # words that have a rest in common, the most frequent when the index was built
MOST_PREFIXES = 32
SHORTEST_OPEN = 4  # letters of an unfinished word in which one may be wrong
RANGE_SAMPLE = 40
MOST_WAITING = 8  # times the work that is allowed may pass by the clock: a busy machine, a slow disk
STEPS_BETWEEN_LOOKS = 2000  # of SQLite, some hundred microseconds
LAST_LETTER = "\U0010ffff"
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщъыьэюя", "αβγδεζηθικλμνξοπρστυφχψω",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "אבגדהוזחטיכלמנסעפצקרשת",
)  # fmt: skip
BIT = f"rowid >> 6 & {(1 << 42) - 1}"


class Stage(StrEnum):
    """By what a hit was found."""

    EQUAL = "equal"
    BEGINNING = "beginning"
    WORDS = "words"
    PEOPLE = "people"
    GLUED = "glued"
    NEAR = "near"
    LEFT_OUT = "left-out"
    OPEN = "unfinished"
    WITHIN = "within"


GUESSING = (Stage.GLUED, Stage.NEAR, Stage.LEFT_OUT, Stage.OPEN, Stage.WITHIN)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a hit must be besides."""

    kinds: tuple[str, ...] = ()
    years: Years | None = None
    parents: tuple[int, ...] = ()

    def marks(self) -> str:
        """The marks of the years, if they are few: with them what is narrowed to is found at once."""
        if not self.years or self.years.first is None or self.years.last is None:
            return ""
        years = range(self.years.first, self.years.last + 1)
        return any_year(years) if 0 < len(years) <= MOST_MARKS else ""

    def sql(self) -> tuple[str, list[str | int]]:
        """A condition on the row `t` of a shelf, "" for none."""
        parts: list[str] = []
        values: list[str | int] = []
        for column, wanted in (("kind", self.kinds), ("parent", self.parents)):
            if wanted:
                parts.append(f"t.{column} IN ({','.join('?' * len(wanted))})")
                values += wanted
        if self.years and self.years.first is not None:
            parts.append("coalesce(t.last, t.first) >= ?")
            values.append(self.years.first)
        if self.years and self.years.last is not None:
            parts.append("t.first <= ?")
            values.append(self.years.last)
        return " AND ".join(parts), values


class Allowed(NamedTuple):
    """How long searches may take: until a moment of their thread's own work, and until one of the clock.

    Work counts, so that what is found does not depend on how busy the machine is; the clock ends what waits for long.
    """

    work: float
    clock: float

    @classmethod
    def within(cls, seconds: float) -> "Allowed":
        """So many seconds of work from now on, in this thread."""
        return cls(thread_time() + seconds, perf_counter() + MOST_WAITING * seconds)

    def both(self, other: "Allowed") -> "Allowed":
        """What ends when the first of the two does."""
        return Allowed(min(self.work, other.work), min(self.clock, other.clock))

    def is_over(self) -> bool:
        """Whether there is no time left. To be asked in the thread that works."""
        return thread_time() > self.work or perf_counter() > self.clock


@dataclass
class Places:
    """The candidates of one search: numbers of forms, each with the stage that found it first."""

    connection: sqlite3.Connection
    shelf: Shelf
    narrowed: Narrowed
    allowed: Allowed
    limit: int  # how many hits are asked for
    found: dict[int, Stage] = field(default_factory=dict)
    is_cut_short: bool = False
    _matched: dict[tuple[str, int], bool] = field(default_factory=dict)

    def _rows(self, sql: str, values: Iterable[str | int]) -> list[tuple[int, ...]]:
        """What the query gives until the time is over."""
        rows: list[tuple[int, ...]] = []
        if self.is_cut_short or self.allowed.is_over():
            self.is_cut_short = True
            return rows
        # Only meanwhile: what has been found by then is read to its end.
        self.connection.set_progress_handler(self.allowed.is_over, STEPS_BETWEEN_LOOKS)
        try:
            rows.extend(self.connection.execute(sql, tuple(values)))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_INTERRUPT":
                raise
            self.is_cut_short = True
        finally:
            self.connection.set_progress_handler(None, 0)
        return rows

    def _most(self, usual: int) -> int:
        """How many names a stage reads: the popular come first, and of few hits the rest would be none."""
        fewest = FEWEST_READ if self.shelf is Shelf.TITLE else FEWEST_BESIDE
        return min(usual, max(fewest, 2 * self.limit))

    def _add(self, rows: Iterable[tuple[int, ...]], stage: Stage) -> None:
        for (number,) in rows:
            self.found.setdefault(number, stage)

    def _keyed(self, condition: str, values: Sequence[str], limit: int) -> list[tuple[int, ...]]:
        narrowing, more = self.narrowed.sql()
        if not narrowing:
            sql = f"SELECT number FROM {self.shelf}_key WHERE {condition} LIMIT {limit}"
            return self._rows(sql, values)
        return self._rows(
            f"SELECT number FROM (SELECT number FROM {self.shelf}_key WHERE {condition} LIMIT {MOST_SIFTED}) "
            f"CROSS JOIN {self.shelf} t ON t.id = ({BIT.replace('rowid', 'number')}) WHERE {narrowing} LIMIT {limit}",
            [*values, *more],
        )

    def equal(self, words: Sequence[str]) -> None:
        """Names that are this and no more, whatever the spaces; then those with an article before it, or without."""
        key = squashed("".join(words))[:LONGEST_KEY]
        self._add(self._keyed("key = ? ORDER BY number", [key], MOST_EQUAL), Stage.EQUAL)
        if self.shelf is not Shelf.PERSON:
            self.any_of(with_articles(words, key), Stage.EQUAL)

    def has_enough_equal(self) -> bool:
        """Whether as many are called just so as are asked for: nothing else stands before them."""
        equal = {owner(number) for number, stage in self.found.items() if stage is Stage.EQUAL}
        return len(equal) >= self.limit

    def any_of(self, keys: Sequence[str], stage: Stage) -> None:
        """Names that are one of these."""
        if keys:
            marks = ",".join("?" * len(keys))
            self._add(self._keyed(f"key IN ({marks})", keys, MOST_EQUAL), stage)

    def beginning(self, words: Sequence[str], is_open: bool) -> None:
        """Names that begin so. Of very many the popular ones are found by their first words."""
        key = squashed("".join(words))[:LONGEST_KEY]
        rows = []
        if len(key) > 2 and not self.narrowed.sql()[0]:
            rows = self._keyed("key >= ? AND key < ?", [key, key + LAST_LETTER], LONGEST_RANGE)
        if 0 < len(rows) < LONGEST_RANGE:
            self._add(sorted(rows)[: self._most(MOST_BEGINNING)], Stage.BEGINNING)
        elif len(key) <= 2 or rows or self.narrowed.sql()[0]:
            if is_open and len(words) > 1 and len(words[-1]) == 1:
                # So many words begin with one letter that looking for them takes long.
                words, is_open = words[:-1], False
            phrase = quoted(" ".join(words)) + (" *" if is_open else "")
            self.text(f"{{name}} : ^ {phrase}", Stage.BEGINNING, self._most(MOST_BEGINNING))

    def beginnings(self, keys: Iterable[str], stage: Stage) -> None:
        """Names that begin in one of these ways, the popular ones of each."""
        for key in keys:
            rows = self._keyed("key >= ? AND key < ?", [key, key + LAST_LETTER], SHORT_RANGE)
            self._add(sorted(rows)[:MOST_OF_EACH], stage)

    def text(self, match: str, stage: Stage, limit: int = 0) -> bool:
        """Forms that match in the full-text table, the popular first; whether there may be more. None is looked for
        twice."""
        # Of guesses none is known to fit: among few the one that is meant might be missed.
        limit = limit or (MOST_GUESSED if stage in GUESSING else self._most(MOST_WITH_WORDS))
        asked = match, limit
        if asked in self._matched:
            return self._matched[asked]
        narrowing, more = self.narrowed.sql()
        if marks := self.narrowed.marks():
            match = f"({match}) AND ({{marks}} : {marks})"
        sql = f"SELECT f.rowid FROM {self.shelf}_text f "
        if narrowing:
            sql += f"CROSS JOIN {self.shelf} t ON t.id = (f.{BIT}) "
        condition = f"AND {narrowing} " if narrowing else ""
        sql += f"WHERE f.{self.shelf}_text MATCH ? {condition}ORDER BY f.rowid LIMIT {limit}"
        rows = self._rows(sql, [match, *more])
        self._add(rows, stage)
        self._matched[asked] = len(rows) == limit
        return self._matched[asked]

    def counts(self, words: Iterable[str]) -> dict[str, int]:
        """How many times there are these words; those that are nowhere are left out."""
        wanted = list(dict.fromkeys(words))
        rows = self._rows(
            f"SELECT word, count FROM {self.shelf}_word WHERE word IN (SELECT value FROM json_each(?))",
            [json.dumps(wanted, ensure_ascii=False)],
        )
        return {str(word): count for word, count in rows}

    def begins_any(self, beginning: str) -> bool:
        """Whether any word begins so."""
        sql = f"SELECT 1 FROM {self.shelf}_word WHERE word >= ? AND word < ? LIMIT 1"
        return bool(self._rows(sql, [beginning, beginning + LAST_LETTER]))

    def near(self, word: str) -> list[tuple[int, str]]:
        """Words of the index that are spelt almost so or sound the same, each with how many letters are wrong, those of
        fewest first."""
        hashes = near_hashes(word)
        if not hashes:
            return []
        rows = self._rows(
            f"SELECT hash, words FROM {self.shelf}_near WHERE hash IN ({','.join('?' * len(hashes))})", hashes
        )
        allowed, heard = errors_allowed(word), sound_hash(word)
        words = {near: str(words).split(" ", MOST_OF_HASH)[:MOST_OF_HASH] for near, words in rows}
        # All at once: of hundreds of words some ten are near.
        told = list(dict.fromkeys(chain.from_iterable(words.values())))
        close = process.extract(word, told, scorer=OSA.distance, processor=None, limit=None, score_cutoff=allowed)
        found = {str(other): int(distance) for other, distance, _ in close if distance}
        sound = {other: found.get(other, allowed) for other in words.get(heard, ()) if other != word}
        return sorted((distance, other) for other, distance in (sound | found).items())

    def near_beginnings(self, word: str) -> dict[str, int]:
        """Beginnings of words of the index that are this one with one letter wrong, left out, doubled or exchanged,
        each with how often there are some words with it."""
        alphabet = next((letters for letters in ALPHABETS if word[-1] in letters), "")
        if len(word) < SHORTEST_OPEN or not alphabet:
            return {}
        edits = json.dumps(sorted(one_edit(word, alphabet)), ensure_ascii=False)
        rows = self._rows(
            f"SELECT e.value, (SELECT sum(count) FROM (SELECT count FROM {self.shelf}_word "
            f"WHERE word >= e.value AND word < e.value || '{LAST_LETTER}' LIMIT {RANGE_SAMPLE})) AS weight "
            "FROM json_each(?) e WHERE weight IS NOT NULL ORDER BY weight DESC LIMIT ?",
            [edits, MOST_PREFIXES],
        )
        return {str(one): weight for one, weight in rows}


def one_edit(word: str, alphabet: str) -> set[str]:
    """All words at one edit of this one, but for those that are longer by their last letter."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in halves if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in halves if right for letter in alphabet}
    found |= {left + letter + right for left, right in halves[:-1] for letter in alphabet}
    return found - {word, word[:-1]}


def quoted(words: str) -> str:
    """Words as the full-text table takes them literally."""
    return '"{}"'.format(words.replace('"', '""'))


def content(words: Sequence[str]) -> list[str]:
    """The words that tell something; all if none does."""
    return [word for word in words if word not in STOP_WORDS] or list(words)


def with_articles(words: Sequence[str], key: str) -> list[str]:
    """The keys of the name that has these words but for the article before them."""
    bare = "".join(words[1:]) if len(words) > 1 and words[0] in ARTICLES else key
    found = [bare, *(article + bare for article in sorted(ARTICLES))]
    if len(words) > 1 and words[-1] in ARTICLES:
        found.append("".join((words[-1], *words[:-1])))  # “Matrix, The”
    return [other[:LONGEST_KEY] for other in found if other != key]


def variants(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words as typed, and with numerals in figures and “and” between names if that is different."""
    return list(dict.fromkeys((words, in_one_form(joined(words)))))


def any_year(years: Iterable[int]) -> str:
    """The marks of these years, as the full-text table is asked for them."""
    return "({})".format(" OR ".join(quoted(year_mark(year)) for year in years))
