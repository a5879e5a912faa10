"""How a word sounds, roughly, in English and in French ears: words of one sound are confused. No clock, no network.

Not how a language is spoken: a form that many ways to write one sound have in common. “Cain” and “Kane”, “Filip” and
“Philippe”, “Mistere” and “Mystère” are alike in it.
"""

import re
from functools import lru_cache

SHORTEST = 4
MOST_LONGER = 3
# Letters that may stand for one sound at the beginning: words that begin otherwise need not be compared.
_BEGINNINGS = ("ckqszx", "fp", "gj", "vw", "aeiouyh")
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"), ("ph", "f"), ("t?sch|t?ch(?![rl])|sh", "S"), ("sc(?=[eiy])|c(?=[eiy])", "s"),
        ("c?qu|ck|[cqk]+h?", "k"), ("gu(?=[eiy])", "G"), ("d?ge(?=[aou])|d?g(?=[eiy])", "j"), ("x", "ks"),
        ("gh|h", ""), ("[zs]+", "s"), ("w", "v"), ("eaux?|aux?(?![aeiouy])|au", "o"),
        ("a([b-df-hj-np-tv-z])e$", r"e\1"),
        ("[ae][iy]|ae|oe", "e"), ("ee|ea|ie|y", "i"), ("ou|oo", "u"), ("(?:er|ez|et|e)$", ""), ("en(?![aeiou])", "an"),
        ("(?<=[aeiou])[sx]$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """The sound of a word in normal form; "" for short ones and for what is not all Latin letters."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return ""
    for pattern, made in _RULES:
        word = pattern.sub(made, word)
    return word


def beginnings(word: str) -> str:
    """The letters by which a word of the same sound may begin, "" where no other sounds like this one."""
    return next((row for row in _BEGINNINGS if word[0] in row), word[0]) if sound(word) else ""


def sound_alike(word: str, other: str) -> bool:
    """Whether two words sound the same; some that are much longer than the other are not looked at."""
    return abs(len(word) - len(other)) <= MOST_LONGER and sound(word) == sound(other) != ""
