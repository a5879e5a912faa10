"""Names and queries in the one form in which they are compared. No clock, no network.

What is written in several ways is made one where that loses nothing (letter size, accents, ligatures, apostrophes,
full-width letters). Where it would lose something, the literal form stays and other forms are added for names: numbers
and short forms (“Rocky II” is also indexed as “rocky 2”, and stays “rocky ii”: `numerals`), and names in other scripts
in Latin letters. A query needs no such choice made beforehand: it is passed on as it was typed, and `finding` asks for
it in both forms.
"""

import re
import unicodedata
from itertools import pairwise

from anyascii import anyascii

from allostream.lib.names import SPELLED_OUT
from allostream.search.numerals import in_one_form

# Marks that people leave out, or type otherwise: of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowels.
# Those of Indian, Thai and other scripts are vowels that nobody leaves out, and の゛-marks make other kana.
LEFT_OUT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff"
                      "\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u0640]")  # fmt: skip
# Letters of one sound that keyboards of Arabic, Persian and Urdu give differently.
ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "ہ": "ه", "ٱ": "ا"})
APOSTROPHE = "['’‘ʼʻ`´′＇]"
ELISION = re.compile(rf"\b((?:[ldjnsmtc]|qu|(?:jus|lors|puis|quoi)qu|dell|nell|dall|sull|all|un)){APOSTROPHE}(?=\w)")
IN_WORD = re.compile(APOSTROPHE)
INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
# “20,000”, “20.000”, “20 000”; with a plain space only whole thousands, for “Apollo 13 200” may be two numbers.
THOUSANDS = re.compile(r"(?<=\d)(?:[,.\u00a0\u202f](?=\d{3}(?!\d))|(?<!\d{4}) (?=000(?!\d)))")
# Without one of these there is no fraction and no thousand.
FIGURE = re.compile("[\\d¼-¾⅐-⅞↉]")
# What of plain letters, figures and signs is not merely made small: most names have none of it.
WRITTEN_APART = re.compile(r"[&+'`.]|\d,\d| 000")
ASCII_WORD = re.compile("[a-z0-9]+")
FRACTION = re.compile("([¼-¾⅐-⅞↉])")
# Scripts written without spaces between words: each character is a word, so that any part of a name is found. Pairs of
# characters were measured beside it: of 8,800 names of anime they find as many (within two hundredths in each class of
# mistake, worse where two characters were exchanged), in a file a quarter larger.
UNSPACED = re.compile(
    "([\u0e01-\u0e2e\u0e40-\u0e44\u0e81-\u0eae\u0ec0-\u0ec4\u1000-\u102a\u1780-\u17b3\u3005\u3007\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff])"
)
# Letters and signs of which none is left out as nobody's: to ask of each one takes longer than all the rest.
LATIN = re.compile("[\x00-\xac\xae-\u024f\u2010-\u2027]*")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
NOT_LATIN = re.compile(
    r"[^\W\d_\u0000-\u02ff\u1d00-\u1dbf\u1e00-\u1eff\u2071-\u209c\u2100-\u218f\u2c60-\u2c7f\ua722-\ua7ff"
    r"\ufb00-\ufb06\uff21-\uff5a]"
)
SYLLABLE = re.compile("(?<=[a-z])(?=[A-Z])")  # BaWangBieJi
NUMBERS = (
    ("1", "i", "one"), ("2", "ii", "two", "deux"), ("3", "iii", "three", "trois"), ("4", "iv", "four", "quatre"),
    ("5", "v", "five", "cinq"), ("6", "vi", "six"), ("7", "vii", "seven", "sept"), ("8", "viii", "eight", "huit"),
    ("9", "ix", "nine", "neuf"), ("10", "x", "ten", "dix"), ("11", "xi", "eleven", "onze"),
    ("12", "xii", "twelve", "douze"), ("13", "xiii", "thirteen", "treize"), ("14", "xiv", "fourteen", "quatorze"),
    ("15", "xv", "fifteen", "quinze"), ("16", "xvi", "sixteen", "seize"), ("17", "xvii", "seventeen"),
    ("18", "xviii", "eighteen"), ("19", "xix", "nineteen"), ("20", "xx", "twenty", "vingt"),
)  # fmt: skip
FIGURES = {word: row[0] for row in NUMBERS for word in row[1:]}
AFTER_TEN = {"sept": "17", "huit": "18", "neuf": "19"}
ARTICLES = frozenset(
    ("the", "a", "an", "le", "la", "les", "l", "un", "une", "des", "der", "die", "das", "ein", "eine", "el", "los",
     "las", "il", "lo", "gli")
)  # fmt: skip
# Words of so many names that they tell nothing while another word is there.
STOP_WORDS = ARTICLES | {
    "of", "and", "in", "on", "to", "at", "for", "from", "by", "with", "is", "it", "my", "de", "du", "d", "et", "en",
    "au", "aux", "sur", "dans", "pour", "par", "avec", "und", "y", "da", "di",
}  # fmt: skip


def normal(text: str) -> str:
    """The name as it is indexed: its tokens with a space between. `normal(normal(x)) == normal(x)`."""
    return " ".join(tokens(text))


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name or of a query, as they are indexed, in order; () if there is nothing to look for.

    An elided article stands by itself (“l’arroseur”: l, arroseur), other apostrophes are left out (“don’t”: dont), as
    are the full stops of initials (“S.W.A.T.”: swat); a hyphen parts. Of a name that has signs alone (“$”, “???”) the
    signs are its one word. Takes time in proportion to the text: it is for the caller to cap what a stranger sends.
    """
    if text.isascii() and not WRITTEN_APART.search(text) and (words := ASCII_WORD.findall(text.lower())):
        return tuple(words)
    plain = _plain(text)
    found = tuple(_words(plain if plain.isascii() else UNSPACED.sub(r" \1", plain)))
    if found:
        return found
    signs = "".join(c for c in plain if unicodedata.category(c)[0] in "PS")
    return (signs,) if signs else ()


def _plain(text: str) -> str:
    """Small letters without accents; signs still in their places."""
    if text.isascii() and not WRITTEN_APART.search(text):
        return text.lower()
    if FIGURE.search(text):
        text = FRACTION.sub(r" \1", THOUSANDS.sub("", text))
    text = _without_accents(text).casefold().translate(SPELLED_OUT).translate(ARABIC)
    if IN_WORD.search(text):
        text = IN_WORD.sub("", ELISION.sub(r"\1 ", text))
    if "." in text:
        text = INITIALS.sub(lambda found: found[0].replace(".", "") + " ", text)
    return _without_accents(text)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    if not LATIN.fullmatch(text):
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Cn", "Co"))
    return unicodedata.normalize("NFC", LEFT_OUT.sub("", unicodedata.normalize("NFKD", text)))


def _words(text: str) -> list[str]:
    """The runs of letters, figures and the marks that belong to them."""
    if text.isascii():
        return ASCII_WORD.findall(text)
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return [word for word in kept.split() if any(map(str.isalnum, word))]


def figured(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with numerals from one to twenty in figures: roman, English and French ones. A French “un” counts only
    at the end (“partie un”), for elsewhere it is the article. The catalogue keeps keys made of this: search reads more
    (`numerals`)."""
    if "dix" not in words and "un" not in words:
        return tuple([FIGURES.get(word, word) for word in words])
    found: list[str] = []
    for before, word in pairwise(("", *words)):
        if before == "dix" and word in AFTER_TEN:
            found[-1] = AFTER_TEN[word]
        else:
            found.append(FIGURES.get(word, word))
    if len(words) > 1 and words[-1] == "un":
        found[-1] = "1"
    return tuple(found)


def squashed(form: str) -> str:
    """A normal form without its spaces: “spider man” and “spiderman” are one."""
    return form.replace(" ", "")


def without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the article they begin with, if others follow."""
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


def forms(text: str, language: str = "") -> tuple[str, ...]:
    """All normal forms under which a name is indexed, the literal one first; () for a name without anything to find."""
    literal = tokens(text)
    found = [literal, in_one_form(literal)]
    if latin := transliterated(text, language):
        found.append(tokens(latin))
    return tuple(dict.fromkeys(" ".join(words) for words in found if words))


def transliterated(text: str, language: str = "") -> str:
    """The name in Latin letters, or "" where it is in them already or has no reading of its own: the Chinese characters
    of a Japanese or Korean name are not read as in Chinese."""
    if text.isascii() or not NOT_LATIN.search(text):
        return ""
    if HAN.search(text):
        if KANA.search(text) or language[:2] in ("ja", "ko"):
            return ""
        return SYLLABLE.sub(" ", anyascii(text))
    return anyascii(text)
