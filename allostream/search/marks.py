"""Seasons and episodes in a reader's words: where they stand, which they are, how sure that is. No Django, no clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain, islice

from rapidfuzz.distance import OSA

from allostream.search.part_words import (
    CARDINALS,
    COUNTED_BEFORE,
    EPISODES,
    HAN,
    HINTS,
    LOOSE_EPISODES,
    LOOSE_SEASONS,
    MENDED_EPISODES,
    MENDED_SEASONS,
    ORDINALS,
    ROMAN,
    SEASONS,
    TRUE_WORDS,
)  # fmt: skip


class Surety(IntEnum):
    """How sure it is that a mark is one, and no part of a name."""

    HINT = 1  # “part 2”, “chapter 3”: a name first of all
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A season, an episode, or both, told from `start` to `end` of the words."""

    start: int
    end: int
    season: int | None
    episode: int | None
    surety: Surety


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str


_B, _E = r"(?<![^\W_])", r"(?![^\W_])"  # where a word begins and ends; an underscore parts words
_MORE = r"(?:[\s._]?[-&+e][\s._]?(?:ep?)?\d{1,4})*"  # “s02e05-e06”: an episode of double length goes by its first
_BOTH = re.compile(rf"{_B}s\s?(\d{{1,4}})[\s._,:;/-]{{0,3}}(?:e|ep|eps|x)[\s._:#-]{{0,2}}(\d{{1,4}}){_MORE}{_E}")
_SPANISH = re.compile(rf"{_B}t(\d{{1,2}})[\s._-]?(?:e|ep|c|cap)[\s._]?(\d{{1,3}}){_E}")
_CROSS = re.compile(rf"{_B}(\d{{1,2}})\s?x\s?(\d{{1,3}}){_E}")
_UNFINISHED = re.compile(rf"{_B}s\s?(\d{{1,3}})[\s._-]?ep?\.?$")
_NUMERAL = r"(\d{1,4}|[一二三四五六七八九十]{1,4})"
_HAN_SEASON = re.compile(
    rf"(?:第\s?{_NUMERAL}\s?(?:期|季|シーズン|シリーズ|部|기)|(?:シーズン|시즌)\s?(\d{{1,3}})|(?<!\d)(\d{{1,2}})\s?(?:期|季))"
)
_HAN_EPISODE = re.compile(rf"(?:第\s?{_NUMERAL}\s?(?:話|话|回|集|화|회)|(?<!\d)(\d{{1,4}})\s?(?:話|话|集|화|회))")
_HASH = re.compile(r"(?<![\w#])#\s?(\d{1,4})(?!\w)")
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?")
_CLOSE = re.compile(r"[\s.:,#°º_-]{0,3}")
_ORDINAL_END = re.compile(r"(?:(?:st|nd|rd|th|er|ere|re|e|eme|ieme|de|da|a|o|ª|º|°|te|ste)\.?|\.)\s?")
_NUMBERING = frozenset(("n", "no", "nr", "num", "numero", "number"))


MOST = 40  # marks that are looked at
MOST_SEASONS = 20  # “24x36” is rather a size


def marks(text: str) -> list[Mark]:
    """Every mark of the text (as `cleaning.shadow` gives it), in order and apart from one another."""
    found: list[Mark] = []
    for mark in islice(chain(_of_both(text), _in_han(text), _by_words(text), _by_signs(text)), MOST):
        if all(mark.end <= other.start or other.end <= mark.start for other in found):
            found.append(mark)
    return sorted(found, key=lambda mark: mark.start)


def _of_both(text: str) -> Iterator[Mark]:
    for match in _BOTH.finditer(text):
        yield Mark(match.start(), match.end(), int(match[1]), int(match[2]), Surety.SURE)
    for match in _SPANISH.finditer(text):
        yield Mark(match.start(), match.end(), int(match[1]), int(match[2]), Surety.SURE)
    for match in _CROSS.finditer(text):
        is_usual = len(match[2]) > 1 and 0 < int(match[1]) <= MOST_SEASONS and " " not in match[0]
        is_size = match.start() == 0 and match[2][0] != "0" and match.end() < len(text)  # “8x10 Tasveer”
        surety = Surety.SURE if is_usual and not is_size else Surety.LIKELY
        yield Mark(match.start(), match.end(), int(match[1]), int(match[2]), surety)
    if unfinished := _UNFINISHED.search(text):
        yield Mark(unfinished.start(), unfinished.end(), int(unfinished[1]), None, Surety.SURE)


def _in_han(text: str) -> Iterator[Mark]:
    """Counted as in Japanese, Chinese and Korean: 第2期 第5話."""
    if text.isascii():
        return
    for match in _HAN_SEASON.finditer(text):
        yield Mark(match.start(), match.end(), _han_number(match[1] or match[2] or match[3]), None, Surety.SURE)
    for match in _HAN_EPISODE.finditer(text):
        yield Mark(match.start(), match.end(), None, _han_number(match[1] or match[2]), Surety.SURE)


def _han_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return HAN[text[-1]]
    return HAN.get(tens[-1:], 1) * 10 + HAN.get(ones[:1], 0)


def _by_signs(text: str) -> Iterator[Mark]:
    for match in _HASH.finditer(text):
        yield Mark(match.start(), match.end(), None, int(match[1]), Surety.HINT)


def _by_words(text: str) -> Iterator[Mark]:
    """“season 2”, “épisode 12”, “2nd season”, “deuxième saison”, “season two”, “12. Staffel”."""
    tokens = [_Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    told = 0
    for at, token in enumerate(tokens):
        sort = _sort_of(token.text) if token.text[0].isalpha() else None
        if sort is None:
            continue
        mark = _counted_before(text, tokens, at, sort)
        if mark is None or mark.start < told:  # in “sezon 2 odcinek 5” the first number is the season's alone
            mark = _counted_after(text, tokens, at, sort)
        if mark:
            told = mark.end
            yield mark


def _sort_of(word: str) -> tuple[str, Surety] | None:
    """What a word counts and how surely, None for any other word."""
    if word in SEASONS:
        return "season", Surety.SURE
    if word in EPISODES:
        return "episode", Surety.SURE
    if word in LOOSE_SEASONS:
        return "season", Surety.LIKELY
    if word in LOOSE_EPISODES:
        return "episode", Surety.LIKELY
    if word in HINTS:
        return "episode", Surety.HINT
    return ("mended", Surety.LIKELY) if 5 <= len(word) <= 11 else None


def _mended(word: str) -> str:
    """What a word with one slip counts, "" when it is another word."""
    if word in TRUE_WORDS or word.removesuffix("s") in TRUE_WORDS:
        return ""
    for sort, known in (("season", MENDED_SEASONS), ("episode", MENDED_EPISODES)):
        if any(OSA.distance(word, one, score_cutoff=1) <= 1 for one in known):
            return sort
    return ""


def _made(sort: str, word: str, start: int, end: int, number: int, surety: Surety) -> Mark | None:
    sort = _mended(word) if sort == "mended" and number < 100 else sort.replace("mended", "")
    if not sort:
        return None
    is_season = sort == "season"
    return Mark(start, end, number if is_season else None, None if is_season else number, surety)


def _counted_after(text: str, tokens: list[_Token], at: int, sort: tuple[str, Surety]) -> Mark | None:
    """The mark of a word with its number behind it."""
    word = tokens[at]
    behind = at + 1
    if behind < len(tokens) and tokens[behind].text in _NUMBERING:
        behind += 1
    if behind >= len(tokens) or not _CLOSE.fullmatch(text, tokens[behind - 1].end, tokens[behind].start):
        return None
    token = tokens[behind]
    is_short = len(word.text) < 2
    number, surety = _number(token.text, sort[1], is_short=is_short)
    if number is None or (is_short and not _is_compact(text, word, token)):
        return None
    if token.text.isdecimal() and token.end < len(text) and _is_letter(text[token.end]) and text[token.end] not in "ab":
        return None  # “episode 5th”
    return _made(sort[0], word.text, word.start, token.end, number, surety)


def _is_compact(text: str, word: _Token, number: _Token) -> bool:
    """Whether a single letter and its number are one: “s2”, “s 2”, but not “1950s1”, “s 1947” nor “V/H/S 99”."""
    is_apart = word.start == 0 or text[word.start - 1] in " ([-_.,:;"
    gap = 0 if word.text == "e" else 1  # “50 e 50” are two numbers in Italian
    return is_apart and number.start - word.end <= gap and len(number.text) < 4


def _is_letter(character: str) -> bool:
    return character.isalpha() and character.isascii()


def _number(word: str, surety: Surety, *, is_short: bool) -> tuple[int | None, Surety]:
    """The number of a word and how sure the mark is with it; words that count stand only behind whole words."""
    if word.isdecimal():
        return (int(word), surety) if len(word) < 5 else (None, surety)
    if is_short:
        return None, surety
    if word in CARDINALS:
        return CARDINALS[word], surety
    return (ROMAN[word], min(surety, Surety.LIKELY)) if word in ROMAN else (None, surety)


def _has_own_number(text: str, tokens: list[_Token], at: int, sort: tuple[str, Surety]) -> bool:
    """Whether a number behind a word is its own, and not that of the next: “The First Season 1”."""
    after = _counted_after(text, tokens, at, sort)
    following = next((token.text for token in tokens[at + 1 :] if after and token.start >= after.end), "")
    return after is not None and (not following or _sort_of(following) is None)


def _counted_before(text: str, tokens: list[_Token], at: int, sort: tuple[str, Surety]) -> Mark | None:
    """The mark of a word with an ordinal before it."""
    word = tokens[at]
    if at == 0 or len(word.text) < 5 or sort[1] is Surety.HINT:
        return None
    before = tokens[at - 1]
    if before.text in ORDINALS:
        if text[before.end : word.start].strip() or _has_own_number(text, tokens, at, sort):
            return None
        return _made(sort[0], word.text, before.start, word.end, ORDINALS[before.text], sort[1])
    number = before if before.text.isdecimal() else tokens[at - 2] if at > 1 else before
    if not number.text.isdecimal() or len(number.text) > 2:
        return None
    is_bare = word.text in COUNTED_BEFORE and not text[number.end : word.start].strip()
    if not is_bare and not _ORDINAL_END.fullmatch(text, number.end, word.start):
        return None
    return _made(sort[0], word.text, number.start, word.end, int(number.text), sort[1])
