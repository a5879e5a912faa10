"""Free text in one plain form: lower case, no accents, no mark-up, one kind of dash, small typing errors mended."""

import re
import unicodedata
from collections.abc import Collection
from html import unescape

LONGEST = 4000
_SPELLED_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_DASHES = re.compile(r"[‐‑‒–—―−─_]")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_LINK = re.compile(r"<a\s[^<>]{0,300}?href\s{0,3}=\s{0,3}[\"']?([^\"'\s<>]{1,500})[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[a-z]{6,20}")
ADDRESS = re.compile(
    r"(?:(?:https?|hxxps?):/{1,3}|www\.)[^\s<>\"'|]+"
    r"|\b(?:[\w-]{1,40}\.)?(?:creativecommons?\.org|rightsstatements\.org|artlibre\.org|licensebuttons\.net)/[^\s<>\"'|]*",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """The text in lower case without accents, everything else as it is."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED_OUT))
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


def pattern(*ways: str) -> re.Pattern[str]:
    """What finds one of the ways of saying something in plain text; the ways are written with or without accents."""
    spelt = "|".join(_NOT_ASCII.sub(lambda found: folded(found[0]), way) for way in ways)
    # Letters of Latin, Greek and Cyrillic end a word; Chinese and Japanese are written without spaces.
    return re.compile(rf"(?<![a-z0-9])(?:{spelt})(?![a-z0-9])")


def without_markup(text: str) -> str:
    """The text without HTML, where the targets of links stay as addresses."""
    return _TAG.sub(" ", _LINK.sub(r" \1 ", unescape(text[:LONGEST])))


def plain(text: str) -> str:
    """The text for comparison, addresses taken out."""
    text = folded(ADDRESS.sub(" ", without_markup(text)))
    text = _APOSTROPHES.sub(" ", _DASHES.sub("-", text))
    return " ".join(text.split())


def mended(text: str, right: Collection[str], known: Collection[str]) -> str:
    """Plain text in which a word that is nearly one of the `right` words is that word.

    Words that some language has (`known`) stay as they are: "domaine" is French, not a mistyped "domain".
    """
    return _WORD.sub(lambda found: found[0] if found[0] in known else _nearest(found[0], tuple(right)), text)


def _near(word: str, other: str) -> bool:
    """Whether at most one letter is wrong, missing, too many or swapped with its neighbour; two in long words."""
    allowed = 2 if len(other) > 11 else 1
    if abs(len(word) - len(other)) > allowed or word[0] != other[0]:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= allowed


def _nearest(word: str, right: tuple[str, ...]) -> str:
    return next((other for other in right if _near(word, other)), word)
