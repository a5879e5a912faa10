"""The text of a search box without what nobody meant to type. No Django, no clock, no network."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 300  # no name of a film is longer, with the words that people put beside it
LONGEST_ADDRESS = 2000

# Controls, marks of direction, of width nought and of variants, halves of characters: nothing of these is ever seen.
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
# The joiners belong to Persian and Indic words and to nothing else that is searched.
_JOINERS = re.compile(r"(?<![\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d]")
_SPACES = re.compile(r"[\s\x1c-\x1f]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text` has single spaces, none before its first word, one after the last where the last word is closed; `rest` is
    what was cut away because the whole was too long."""

    text: str
    rest: str = ""


def clean(given: str) -> Cleaned:
    """The text to be read. Takes any text, broken or not, and time in proportion to its length."""
    text = _UNSEEN.sub("", given.translate(_FULL_WIDTH))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", _JOINERS.sub("", text))).lstrip(" ")
    start = text[:LONGEST_ADDRESS].rstrip(" ")
    longest = LONGEST_ADDRESS if "/" in start[:LONGEST] and " " not in start else LONGEST
    if len(text) <= longest:
        return Cleaned(text)
    at = text.rfind(" ", longest // 2, longest) + 1 or longest
    return Cleaned(text[:at], text[at:])


def _bases() -> dict[int, str]:
    """Each letter with accents as the letter without, and marks by the plain ones that most keyboards have."""
    plain = {ord(sign): "'" for sign in "’‘ʼ`´ʹ′"} | {ord(sign): "-" for sign in "‐‑‒–—―−"} | {ord("×"): "x"}
    for code in (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)):
        letters = unicodedata.normalize("NFD", chr(code))
        if len(letters) > 1 and all(0x300 <= ord(mark) < 0x370 for mark in letters[1:]):
            plain[code] = letters[0]
    return plain


_BASES = _bases()


def shadow(text: str) -> str:
    """The text in small letters without accents, each character where it stood: what is found in it has its place in
    the text as well."""
    return text.translate(_BASES).lower()
