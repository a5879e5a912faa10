"""The statements that a notice must make, in the words in which people make them. Pure.

Families of words, in English, French, German and Spanish, not one wording: those of 17 U.S.C. 512(c)(3)(A)(v), (vi) and
(g)(3)(C), (D), and of article 16(2)(c), (d) of Regulation (EU) 2022/2065.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allostream.rights_desk.reading.letters import phrases
from allostream.rights_desk.reading.letters.lines import Line
from allostream.rights_desk.reading.shape import Made, Statement


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with its place. `certainty`: from 0 to 1; a denied, quoted or merely demanded one has little."""

    what: Statement
    start: int
    end: int
    certainty: float


_FAITH = phrases.pattern("statements", "faith")
_UNTRUE = phrases.pattern("statements", "untrue")
_MISTAKE = phrases.pattern("statements", "mistake")
_PERJURY = phrases.pattern("statements", "perjury")
_TRUE = phrases.pattern("statements", "true")
_OWNER = phrases.pattern("statements", "owner")
_EXCEPTIONS = phrases.pattern("statements", "exceptions")
_JURISDICTION = phrases.pattern("statements", "jurisdiction")
_SERVICE = phrases.pattern("statements", "service")
# Whoever says what a notice must hold has stated none of it.
_DEMANDED = phrases.pattern("statements", "demanded")
_DENIED = phrases.pattern("statements", "denied")
_ANSWERED_NO = re.compile(r"\s*(?:no|non|nein|n/?a|false|\[ ?\]|☐)\b[\s.!]*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[\"“«(]?[A-ZÀ-Ü\d(*-])")
# Where two statements may stand in a row without a full stop: items of a list.
_ITEM = re.compile(r"\s*(?:[-*•–]|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)])\s+", re.IGNORECASE)
_BROAD = 700  # characters beyond which something is no sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, its lines joined, and where it stands."""

    words: str
    start: int
    end: int


def sentences(paragraph: Sequence[Line]) -> Iterator[Sentence]:
    """The sentences of a paragraph; every item of a list begins one."""
    together: list[Line] = []
    for line in paragraph:
        if together and _ITEM.match(line.words):
            yield from _cut(together)
            together = []
        together.append(line)
    if together:
        yield from _cut(together)


def _cut(lines: Sequence[Line]) -> Iterator[Sentence]:
    words, places = "", []
    for line in lines:
        places.append((len(words), line.start))
        words += line.words + " "
    starts = [0, *(gap.end() for gap in _SENTENCE.finditer(words)), len(words)]
    for start, end in pairwise(starts):
        for at in range(start, end, _BROAD):
            stop = min(end, at + _BROAD)
            yield Sentence(words[at:stop], _place(places, at), _place(places, max(at, stop - 1)))


def _place(places: Sequence[tuple[int, int]], at: int) -> int:
    joined, start = next(pair for pair in reversed(places) if pair[0] <= at)
    return start + at - joined


def stated(paragraph: Sequence[Line], certainty: float = 1.0) -> Iterator[Stated]:
    """What a paragraph states. `certainty` is that of whoever read it, such as less for what is only cited."""
    for sentence in sentences(paragraph):
        for what, sure in _found(sentence.words).items():
            yield Stated(what, sentence.start, sentence.end, round(sure * certainty, 2))


def _found(words: str) -> Mapping[Statement, float]:
    found = dict(_families(words))
    if not found:
        return {}
    doubt = 0.2 if _DENIED.search(words) and not _is_negated_use(words) else 1.0
    doubt = min(doubt, 0.25) if _DEMANDED.search(words) else doubt
    return {what: sure * doubt for what, sure in found.items()}


def _families(words: str) -> Iterator[tuple[Statement, float]]:
    has_perjury, has_owner = bool(_PERJURY.search(words)), bool(_OWNER.search(words))
    has_mistake = bool(_MISTAKE.search(words))
    if _FAITH.search(words):
        if has_mistake:
            yield Statement.MISTAKE, 1.0
        else:
            yield Statement.GOOD_FAITH, 1.0 if _UNTRUE.search(words) else 0.6
    if _TRUE.search(words):
        yield Statement.ACCURACY, 1.0
    if has_perjury:
        yield Statement.PERJURY, 1.0 if has_owner or has_mistake else 0.6
    if has_owner:
        yield Statement.AUTHORITY, 1.0
    if _EXCEPTIONS.search(words):
        yield Statement.EXCEPTIONS, 0.8
    if _JURISDICTION.search(words):
        yield Statement.JURISDICTION, 1.0
    if _SERVICE.search(words):
        yield Statement.SERVICE, 1.0


def _is_negated_use(words: str) -> bool:
    """Whether what is denied is that the use was allowed ("we did not authorise", "they do not have permission")."""
    return bool(
        re.search(
            r"not (?:\w+ ){0,3}(?:authori[sz]|permi|licen[cs]|have|been|grant|allow|consent)", words, re.IGNORECASE
        )
    )


def answered_no(answer: str) -> bool:
    """Whether the answer below a statement that a form printed takes it back."""
    return bool(_ANSWERED_NO.match(answer))


def is_sworn(made: Iterable[Made]) -> bool:
    """Whether something was sworn that only a notice or a counter notice swears."""
    return bool({one.statement for one in made} & {Statement.GOOD_FAITH, Statement.PERJURY, Statement.MISTAKE})
