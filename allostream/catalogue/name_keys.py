"""Names in the forms by which works are found and compared. No Django, no clock, no network.

Two forms: the exact one (`spelt`), which forgives what writing makes different and nothing else, and a looser one
(`loosened`), which forgives the ways of writing other scripts in Latin letters. The key of a name is a number made from
the looser one: what finds candidates may be generous, what decides about them may not.
"""

import hashlib
import re
from functools import lru_cache

from anyascii import anyascii

from allostream.search.normal import FIGURES, NOT_LATIN, figured, tokens, without_article

# Ways in which one sound of another script is written: Хрущёв is Khrushchev, Chruschtschow, Hruščëv.
SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("kh", "h"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("ph", "f"),
    ("ts", "c"), ("tz", "c"), ("ks", "x"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
LETTERS = bytes.maketrans(b"yjwq", b"iivk")
# A letter before the same one: to take it out is done without a look at what stays.
DOUBLED = re.compile(r"([a-z])(?=\1)")
YEAR = re.compile(r"(?:18|19|20|21)\d\d")
FIGURE = re.compile(r"\d+")
ROMAN = frozenset(word for word in FIGURES if set(word) <= set("ivx"))


@lru_cache(maxsize=20_000)
def spelt(text: str) -> str:
    """A name without accents, signs, spaces and leading article, numerals in figures: “The Godfather, Part II” is
    “godfatherpart2”. "" for a name without anything in it."""
    return "".join(figured(without_article(tokens(text))))


@lru_cache(maxsize=20_000)
def loosened(text: str) -> str:
    """The same in Latin letters, with one letter for each sound that is written in several ways."""
    form = "".join(figured(without_article(tokens(text)))) if text.isascii() else _in_latin(text)
    for sound, letter in SOUNDS:
        if sound in form:
            form = form.replace(sound, letter)
    # As bytes, which are turned one for one: a text is asked for each of its letters.
    form = form.encode("ascii", "ignore").translate(LETTERS).decode("ascii")
    return DOUBLED.sub("", form)


def _in_latin(text: str) -> str:
    form = spelt(anyascii(text)) if NOT_LATIN.search(text) else spelt(text)
    return form if form.isascii() else anyascii(form).casefold()


def name_key(text: str) -> int | None:
    """The number by which a name is looked up, fit for a column of 64 bits; None for a name without anything in it."""
    form = loosened(text)
    if not form:
        return None
    digest = hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def numbers_in(text: str) -> frozenset[int]:
    """The numbers of a name that tell parts apart, years left out: “Kill Bill: Vol. 2” has 2."""
    words = figured(tokens(text))
    found = (word for word in words if FIGURE.fullmatch(word) and not YEAR.fullmatch(word))
    return frozenset(int(word) for word in found if len(word) < 5)


def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters."""
    return not NOT_LATIN.search(text)
