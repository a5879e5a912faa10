"""Words that are written in several ways, in one: numbers and ordinals in figures, short forms by one form of theirs.

“Le Septième Sceau”, “Le 7ème sceau” and “Le 7e sceau” are all “le 7 sceau”; “Twenty Thousand Leagues” is
“20000 leagues”, “Docteur Folamour” is “dr folamour”. A name keeps its literal form beside. No clock, no network.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
         "xviii", "xix", "xx")  # fmt: skip
# From one on, by language. Left out is what means something else in another: “elf”, “once”, “due”, “sei”, “otto”.
CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
    "- deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "- zwei drei vier funf sechs sieben acht neun zehn - zwolf",
    "- dos tres cuatro cinco seis siete ocho nueve diez - doce",
    "- - tre quattro cinque - sette - nove dieci undici dodici",
)
TENS = {"vingt": 20, "thirty": 30, "trente": 30, "forty": 40, "quarante": 40, "fifty": 50, "cinquante": 50, "sixty": 60,
        "soixante": 60, "seventy": 70, "septante": 70, "eighty": 80, "huitante": 80, "octante": 80, "ninety": 90,
        "nonante": 90}  # fmt: skip
HUNDREDS = {"hundred": 100, "cent": 100, "cents": 100, "hundert": 100}
THOUSANDS = {"thousand": 1000, "mille": 1000, "tausend": 1000}
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth",
    "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme",
    "premiere seconde",
    "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte",
    "ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten",
    "erster zweiter dritter vierter funfter sechster siebter achter neunter zehnter",
    "- - - - - - siebente",
    "erstes zweites drittes viertes funftes sechstes siebentes achtes neuntes zehntes",
    "primera segunda tercera cuarta quinta sexta septima",
    "primer segundo tercer cuarto quinto sexto septimo",
    "prima seconda terza quarta quinta sesta settima",
    "primo secondo terzo quarto quinto sesto settimo",
)
_IN_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th|er|re|ere|e|eme|ieme|nde)")
SHORT = {
    "doctor": "dr", "docteur": "dr", "doktor": "dr", "mister": "mr", "missus": "mrs", "missis": "mrs", "saint": "st",
    "sainte": "st", "ste": "st", "sankt": "st", "volume": "vol", "pt": "part", "partie": "part", "teil": "part",
    "parte": "part", "versus": "vs", "sergeant": "sgt", "captain": "capt", "capitaine": "capt", "lieutenant": "lt",
    "professor": "prof", "professeur": "prof", "brothers": "bros", "junior": "jr",
}  # fmt: skip
# What joins two names; “&” is spelt out as “and”. Of queries alone: as many names have one as have none.
JOINING = frozenset(("et", "und", "n", "y", "och"))
AFTER_TEN = {"sept": 17, "huit": 18, "neuf": 19}
BETWEEN = frozenset(("and", "et", "und"))


def _counted(rows: Sequence[str]) -> dict[str, int]:
    return {word: count for row in rows for count, word in enumerate(row.split(), 1) if word != "-"}


UNITS = _counted(CARDINALS)
BEGINS = frozenset((*UNITS, *TENS, *HUNDREDS, *THOUSANDS))
ONE_FORM = SHORT | {word: str(count) for count, word in enumerate(ROMAN, 1)}
ONE_FORM |= {word: str(count) for word, count in _counted(ORDINALS).items()}


@lru_cache(maxsize=1024)
def in_one_form(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with numbers and ordinals in figures and words that have a short form by it. A French “un” counts only
    at the end (“partie un”), for elsewhere it is the article."""
    found: list[str] = []
    place = 0
    while place < len(words):
        word, end = words[place], place + 1
        if word in BEGINS:
            number, end = _number(words, place)
            found.append(str(number))
        else:
            found.append("1" if word == "un" and place and end == len(words) else _short(word))
        place = end
    return tuple(found)


def _short(word: str) -> str:
    """A single word in its one form."""
    ordinal = _IN_FIGURES.fullmatch(word) if word[0].isdecimal() else None
    return ordinal[1] if ordinal else ONE_FORM.get(word, word)


def _number(words: tuple[str, ...], place: int) -> tuple[int, int]:
    """The number that begins at a place, and where it ends: “vingt mille”, “two hundred and one”, “quatre cents”."""
    total, place = _below_thousand(words, place)
    if place < len(words) and words[place] in THOUSANDS:
        total, place = total * 1000, place + 1
        rest = _joined(words, place)
        if rest < len(words) and _counts(words[rest]):
            more, end = _below_thousand(words, rest)
            return total + more, end
    return total, place


def _below_thousand(words: tuple[str, ...], place: int) -> tuple[int, int]:
    if words[place] in THOUSANDS:
        return 1, place  # “mille”: the caller takes it
    number, place = (1, place) if words[place] in HUNDREDS else _below_hundred(words, place)
    if number < 20 and place < len(words) and words[place] in HUNDREDS:
        number, place = number * 100, place + 1
        rest = _joined(words, place)
        if rest < len(words) and (words[rest] in UNITS or words[rest] in TENS):
            more, end = _below_hundred(words, rest)
            return number + more, end
    return number, place


def _below_hundred(words: tuple[str, ...], place: int) -> tuple[int, int]:
    """A number of at most three words: “quatre-vingt-dix”, “vingt et un”, “thirty nine”, “dix-sept”."""
    word, following = words[place], words[place + 1 : place + 2]
    if word == "dix" and following and following[0] in AFTER_TEN:
        return AFTER_TEN[following[0]], place + 2
    if word == "quatre" and following and following[0] in ("vingt", "vingts"):
        number, place = 80, place + 2
    elif word in TENS or word == "twenty":
        number, place = TENS.get(word, 20), place + 1
    else:
        return UNITS[word], place + 1
    rest = _joined(words, place)
    most = 19 if number in (60, 80) and word in ("soixante", "quatre") else 9
    if rest < len(words) and 0 < (UNITS.get(words[rest]) or (words[rest] == "un")) <= most:
        more, end = (1, rest + 1) if words[rest] == "un" else _below_hundred(words, rest)
        return number + more, end
    return number, place


def _joined(words: tuple[str, ...], place: int) -> int:
    """Where a number goes on: behind an “and”, if it does go on there."""
    if place + 1 < len(words) and words[place] in BETWEEN and (_counts(words[place + 1]) or words[place + 1] == "un"):
        return place + 1
    return place


def _counts(word: str) -> bool:
    return word in UNITS or word in TENS or word in HUNDREDS


def joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a query with what joins two names as “and”, where it stands between two others."""
    last = len(words) - 1
    return tuple("and" if word in JOINING and 0 < place < last else word for place, word in enumerate(words))
