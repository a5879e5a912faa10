"""A query taken apart: words, phrases in quotes, fields with their values. No Django, no clock, no network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allostream.search.vocabulary import Field, Vocabulary

# Quotation marks that may stand for one another: people mix what keyboards and word processors give.
_FAMILIES = ('"“”„‟〝〞〟', "«»‹›", "「」『』", "‘’‚‛")
_FAMILY_OF = {mark: family for family in _FAMILIES for mark in family}
_SINGLE = _FAMILIES[3]
_FIELD = re.compile(r"([^\W\d_][\w-]{0,29}):(?=(\S)?)")
_MINUS = "-−"
_DASH_BEHIND = re.compile(r"[\w)\]!?.]-[)\]]?(?= |$)")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field as typed; `is_whole` says that it stood in quotes, `is_not` that a sign was before it."""

    text: str
    is_whole: bool = False
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a query between spaces, from `start` to `end`.

    A field has `field`, or only `name` when it is near to one; a phrase has `is_phrase`; everything else is a word.
    """

    start: int
    end: int
    text: str
    is_phrase: bool = False
    is_not: bool = False
    name: str = ""
    field: Field | None = None
    near: str = ""
    values: tuple[Value, ...] = ()


def items(text: str, vocabulary: Vocabulary, language: str) -> list[Item]:
    """The parts of a cleaned text in their order. Takes time in proportion to its length."""
    found = []
    at = 0
    quotes = _Quotes(text)
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        item = _item(text, at, quotes, vocabulary, language)
        found.append(item)
        at = max(item.end, at + 1)
    return found


def _item(text: str, at: int, quotes: "_Quotes", vocabulary: Vocabulary, language: str) -> Item:
    signed = at + 1 < len(text) and text[at] in _MINUS and text[at + 1] not in _MINUS + " "
    if signed and at and text[at - 1] != " ":  # “„Breaking Bad“-Film”
        at, signed = at + 1, False
    start = at + 1 if signed else at
    if (end := quotes.end_of(start)) is not None:
        return Item(at, end + 1, text[start + 1 : end], is_phrase=True, is_not=signed)
    if field := _field(text, at, start, quotes, vocabulary, language):
        return field
    end = _end_of_word(text, start, quotes)
    word = text[start:end]
    if signed and (word[-1] in _MINUS or end <= quotes.last_dash or not any(map(str.isalnum, word))):
        signed, word = False, text[at:end]  # “-30-” is a name, and so is “Persona -trinity soul-”
    return Item(at, end, word, is_not=signed)


def _end_of_word(text: str, start: int, quotes: "_Quotes") -> int:
    """Where a word ends: at a space, or before a phrase that begins behind a bracket."""
    end = text.find(" ", start)
    end = len(text) if end < 0 else end
    for at in range(start + 1, end):
        if text[at] in _FAMILY_OF and quotes.end_of(at) is not None:
            return at
    return end


def _field(
    text: str, at: int, start: int, quotes: "_Quotes", vocabulary: Vocabulary, language: str
) -> Item | None:  # fmt: skip
    """The field that begins here, None where a colon is part of a name or there is none."""
    match = _FIELD.match(text, start)
    if match is None:
        return None
    name, follows = match[1], match[2]
    field = vocabulary.field(name)
    if follows is None:
        is_last = not text[match.end() :].strip()
        return Item(at, match.end(), "", name=name, field=field, is_not=start > at) if field and is_last else None
    near = "" if field or follows in "/:" else vocabulary.near(name, language)
    if field is None and not near:
        return None
    values, end = _values(text, match.end(), quotes)
    return Item(
        at, end, text[match.end() : end], is_not=start > at, name=name, field=field, near=near, values=values
    )  # fmt: skip


def _values(text: str, at: int, quotes: "_Quotes") -> tuple[tuple[Value, ...], int]:
    """The values from here on, separated by commas, up to the next space that is in no quotes."""
    found = []
    while at < len(text) and text[at] != " ":
        signed = text[at] in _MINUS
        start = at + 1 if signed else at
        if (end := quotes.end_of(start)) is not None:
            found.append(Value(text[start + 1 : end], is_whole=True, is_not=signed))
            at = end + 1
        else:
            end = _end_of_word(text, start, quotes)
            comma = text.find(",", start, end)
            end = comma if comma >= 0 else end
            if text[start:end]:
                found.append(Value(text[start:end], is_not=signed))
            at = end
        if at < len(text) and text[at] == ",":
            at += 1
    return tuple(found), at


def without_stray_quotes(text: str) -> str:
    """The text without quotation marks that quote nothing; single ones are apostrophes then."""
    for _ in range(3):
        placed = {at for pair in _phrases(text) for at in pair}
        mended = "".join(character if at in placed else _stray(text, at) for at, character in enumerate(text))
        if mended == text:
            return text
        text = mended  # what is left may pair otherwise
    return "".join(_stray(text, at) for at in range(len(text)))


def _stray(text: str, at: int) -> str:
    """What stands for a mark that quotes nothing: an apostrophe, or a space where it parts letters (11'09"01)."""
    family = _FAMILY_OF.get(text[at])
    if family is None:
        return text[at]
    if family == _SINGLE:
        return "'"
    return " " if text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum() else ""


class _Quotes:
    """Where the phrases of a text begin and end; found once, so that many marks cost no more than few."""

    def __init__(self, text: str) -> None:
        self._ends = dict(_phrases(text))
        self.last_dash = max((found.end() for found in _DASH_BEHIND.finditer(text)), default=0)

    def end_of(self, at: int) -> int | None:
        """The place of the closing mark of the phrase that begins here, None where none begins."""
        return self._ends.get(at)


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    """The opening and closing place of each phrase. A mark that is never closed is no mark."""
    opened: dict[str, int] = {}
    for at, character in enumerate(text):
        family = _FAMILY_OF.get(character)
        if family is None:
            continue
        if family in opened:
            if family == _SINGLE and not _closes(text, at):
                continue
            start = opened.pop(family)
            opened = {other: place for other, place in opened.items() if place < start}  # phrases do not overlap
            yield start, at
        elif _opens(text, at, family):
            opened[family] = at


def _opens(text: str, at: int, family: str) -> bool:
    if family == _SINGLE and text[at] not in "‘‚‛":
        return False
    return at == 0 or text[at - 1] in " ([:,/=" + _MINUS


def _closes(text: str, at: int) -> bool:
    """A single closing mark looks like an apostrophe: it closes only where no letter follows."""
    return at + 1 == len(text) or not text[at + 1].isalnum()
