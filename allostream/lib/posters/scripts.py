"""What writing beyond Latin letters asks of a poster: capitals, breaks between words, room above and below.

Widths and heights were measured in the bold cuts of Noto, for lines that the reader's system draws in its own font.
"""

import re
import unicodedata
from dataclasses import dataclass

# Letters, beside signs that all scripts share: those with horns of Vietnamese, Greek to the last of the scripts before
# Latin Extended Additional, the Vietnamese ones there, then polytonic Greek, then everything after general punctuation.
_BEYOND = re.compile("[\u01a0\u01a1\u01af\u01b0\u0370-\u1dff\u1ea0-\u1fff\u2070-\U0010ffff]")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_GEORGIAN = ("\u10d0", "\u10ff")
_ACCENTS_OF_GREEK = frozenset("\u0300\u0301\u0304\u0306\u0313\u0314\u0342")
_DIAERESIS = "\u0308"
# A vowel whose accent, when it is dropped, would turn what follows into a diphthong: ΜΑΪΟΣ for Μάιος.
_OPENING, _CLOSING = frozenset("ΑΕΟΥ"), frozenset("ΙΥ")
# Capitals that reach below the line.
_DESCENDING = frozenset("ДЦЩЏҒҖҘҚҢҪҬҲҶӋӶ")
# Syllables of Thai and Lao that are written before their consonant, and so always begin one; the dot that ends a
# Tibetan syllable; the mark of a place to break that nobody sees.
_BEGIN_SYLLABLE = frozenset("เแโใไເແໂໃໄ")
_END_SYLLABLE = frozenset("་\u200b")
# What Japanese never begins a line with (JIS X 4051): small kana and marks of repetition.
_NEVER_FIRST = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーゝゞヽヾ々")


@dataclass(frozen=True, slots=True)
class _Script:
    """A range of code points: the mean width of its letters and how far lines reach up and down, in thousandths.

    `joins`: a letter without its vowel melts into the next one, so that both take less room than two. `widens`: marks
    above and below make a letter wider.
    """

    first: str
    last: str
    width: int
    rise: int = 820
    fall: int = 220
    joins: bool = False
    widens: bool = False


_SCRIPTS = (
    _Script("\u0530", "\u058f", 790),  # Armenian
    _Script("\u0590", "\u05ff", 640),  # Hebrew
    _Script("\u0600", "\u08ff", 640, 900, 380),  # Arabic, Syriac, Thaana, N’Ko
    _Script("\u0900", "\u097f", 710, 900, 340, joins=True),  # Devanagari
    _Script("\u0980", "\u09ff", 760, 900, 340, joins=True),  # Bengali
    _Script("\u0a00", "\u0a7f", 680, 900, 340, joins=True),  # Gurmukhi
    _Script("\u0a80", "\u0aff", 720, 900, 340, joins=True),  # Gujarati
    _Script("\u0b00", "\u0b7f", 740, 900, 340, joins=True),  # Odia
    _Script("\u0b80", "\u0bff", 1220, 860, 320),  # Tamil
    _Script("\u0c00", "\u0c7f", 980, 900, 380, widens=True),  # Telugu
    _Script("\u0c80", "\u0cff", 740, 900, 380, widens=True),  # Kannada
    _Script("\u0d00", "\u0d7f", 1080, 860, 320),  # Malayalam
    _Script("\u0d80", "\u0dff", 1010, 900, 360),  # Sinhala
    _Script("\u0e00", "\u0e7f", 650, 1050, 320),  # Thai
    _Script("\u0e80", "\u0eff", 680, 1050, 320),  # Lao
    _Script("\u0f00", "\u0fff", 680, 900, 600),  # Tibetan
    _Script("\u1000", "\u109f", 860, 950, 450),  # Burmese
    _Script("\u10a0", "\u10ff", 730, 860, 330),  # Georgian
    _Script("\u1100", "\u11ff", 1000, 850, 150),  # Hangul, parted
    _Script("\u1200", "\u139f", 940),  # Ethiopic
    _Script("\u1780", "\u17ff", 810, 1000, 560, joins=True),  # Khmer
    _Script("\u1ea0", "\u1eff", 700, 1080, 400),  # Vietnamese, whose letters bear up to two marks and have dots below
    _Script("\u2e80", "\u9fff", 1000, 850, 150),  # Chinese, kana
    _Script("\uac00", "\ud7af", 1000, 850, 150),  # Hangul
)
_SPACING_MARK, _JOINED, _WIDENING = 0.6, 0.4, 0.25  # of a letter's width
_VIRAMA = 9  # the combining class of the sign that takes a letter its vowel
_EMOJI = 1300


def is_beyond_latin(text: str) -> bool:
    """Whether the text has a character that is neither of the Latin that most fonts have nor a sign of all scripts."""
    return _BEYOND.search(text) is not None


def capitals(text: str) -> str:
    """The text in capitals, as each script writes them.

    Greek drops its accents; Georgian has had no capitals in print for a thousand years, and most fonts lack those that
    Unicode has made for it.
    """
    if not is_beyond_latin(text):
        return text.upper()
    if _GREEK.search(text):
        text = _greek_capitals(text)
    first, last = _GEORGIAN
    return "".join(c if first <= c <= last else c.upper() for c in text)


def _greek_capitals(text: str) -> str:
    kept: list[str] = []
    was_accented = False
    for character in text:
        parts = unicodedata.normalize("NFD", character.upper())
        if not _GREEK.match(character):
            kept.append(character)
            was_accented = False
            continue
        bare = "".join(part for part in parts if part not in _ACCENTS_OF_GREEK)
        if was_accented and kept and kept[-1] in _OPENING and bare in _CLOSING and len(parts) == 1:
            bare += _DIAERESIS
        kept.append(unicodedata.normalize("NFC", bare))
        was_accented = len(parts) > len(bare)
    return "".join(kept)


def descends(text: str) -> bool:
    """Whether a line of capitals has one that reaches below it."""
    return not _DESCENDING.isdisjoint(text)


def system_width(character: str) -> int:
    """Width in a bold system font, rather too much than too little: a line must not leave the sheet."""
    category, script = unicodedata.category(character), _script_of(character)
    if script and script.joins and unicodedata.combining(character) == _VIRAMA:
        return -round(script.width * _JOINED)
    if category in ("Mn", "Me", "Cf"):
        return round(script.width * _WIDENING) if script and script.widens else 0
    if script:
        return round(script.width * _SPACING_MARK) if category == "Mc" else script.width
    if unicodedata.east_asian_width(character) in "WF":
        return _EMOJI if category == "So" else 1000
    return 820 if category == "Lu" else 640


def reach(text: str) -> tuple[float, float]:
    """How far above and below its line the text goes in a system font, as parts of the letter size."""
    scripts = [script for script in map(_script_of, text) if script]
    rise = max([780, *(script.rise for script in scripts)])
    fall = max([200, *(script.fall for script in scripts)])
    return rise / 1000, fall / 1000


def runs_leftward(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (Unicode annex 9, rules P2 and P3)."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d != "L" for d in directions if d in ("L", "R", "AL")), False)


def language(text: str) -> str:
    """The language that decides between forms of one Chinese character, as far as the letters beside it tell."""
    if any("\u3041" <= character <= "\u30ff" for character in text):
        return "ja"
    return "ko" if any("\uac00" <= character <= "\ud7af" for character in text) else ""


def may_part(before: str, after: str) -> bool:
    """Whether a line may break between two characters without a space.

    Between kana and Chinese characters it may nearly everywhere; Korean has spaces. Where a script writes words without
    spaces and only a dictionary knows them, it may where a syllable surely begins.
    """
    if after in _NEVER_FIRST:
        return False
    if before in _END_SYLLABLE or after in _BEGIN_SYLLABLE:
        return not before.isspace()
    return _stands_alone(before) and _stands_alone(after)


def _stands_alone(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def _script_of(character: str) -> _Script | None:
    if character < "\u0530":
        return None
    return next((script for script in _SCRIPTS if script.first <= character <= script.last), None)
