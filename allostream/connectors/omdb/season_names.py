"""The number that a season's name says, in the languages in which omdb.org names its seasons. Pure."""

import re
import unicodedata

WORDS = (
    "seasons?|series|staffel|staffeln|saisons?|s[aä]song|sesong|sæson|temporada|stagione|seizoen|sezon|série|s[eé]rie"
    "|book|livre|buch|volume|vol\\.?|part|teil|partie|cycle|kausi|évad|evad|сезон|chapter"
)
# "Season 3", "Series 12 - Tenth Doctor", "Staffel9", "Premiere-Staffel 2", "Book One: Air", "Saison II".
AFTER = re.compile(rf"(?:^|[\W_])(?:{WORDS})\s*(?:no\.?|nr\.?|#)?\s*(?P<number>\d{{1,4}}|[^\W\d_]+)(?![\w/])")
# "3. Staffel", "9ª Temporada", "2nd season", "Zweite Staffel", "Première saison".
BEFORE = re.compile(
    rf"(?:^|[\W_])(?P<number>\d{{1,4}}|[^\W\d_]+)(?:\.|a|o|°|st|nd|rd|th|e|ère|ème|ième)?\s+(?:{WORDS})(?!\w)"
)
JAPANESE = re.compile(r"第\s*(?P<number>\d{1,4}|[一二三四五六七八九十]+)\s*(?:期|シーズン|シリーズ|季|部)")
BARE = re.compile(r"\d{1,3}")
# "Black Books 2", "Die Deutschen II"; the capital letters tell a Roman number from a word.
AT_THE_END = re.compile(r"\s(?P<number>\d{1,2}|[IVX]+)$")
SPECIAL = re.compile(r"(?<!\w)(?:specials?|special episodes|especiais|especial(?:es)?|spéciaux|hors[- ]série)(?!\w)")
ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
KANJI = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
SPELLED = {
    1: "one first eins erste erster un une premier première primera primero prima primo första første eerste uno",
    2: "two second zwei zweite zweiter deux deuxième seconde segunda segundo seconda secondo andra anden dos due",
    3: "three third drei dritte dritter trois troisième tercera tercero terza terzo tredje derde tres tre",
    4: "four fourth vier vierte vierter quatre quatrième cuarta cuarto quarta quarto fjärde fjerde cuatro quattro",
    5: "five fifth fünf fünfte fünfter cinq cinquième quinta quinto femte vijfde cinco cinque",
    6: "six sixth sechs sechste sechster sixième sexta sexto sesta sesto sjätte sjette zesde seis sei",
    7: "seven seventh sieben siebte siebter sept septième séptima séptimo settima settimo sjunde syvende zevende siete",
    8: "eight eighth acht achte achter huit huitième octava octavo ottava ottavo åttonde ottende achtste ocho otto",
    9: "nine ninth neun neunte neunter neuf neuvième novena noveno nona nono nionde niende negende nueve nove",
    10: "ten tenth zehn zehnte zehnter dix dixième décima décimo decima decimo tionde tiende diez dieci",
    11: "eleven eleventh elf elfte elfter onze onzième undécima once undici",
    12: "twelve twelfth zwölf zwölfte zwölfter douze douzième duodécima doce dodici",
}
NUMBERS = {word: number for number, words in SPELLED.items() for word in words.split()}


def season_number(name: str) -> int | None:
    """The number that a season's name says (0 for one of specials), or None when it says none.

    A number that is not next to a word for "season" counts only when it is all there is, or short and at the end:
    years, parts of names and "1/2" say nothing about the order of seasons.
    """
    text = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    if BARE.fullmatch(text):
        return int(text)
    for pattern in (AFTER, BEFORE, JAPANESE):
        for found in pattern.finditer(text):
            number = _value(found["number"])
            if number is not None:
                return number
    if says_special(name):
        return 0
    last = AT_THE_END.search(" ".join(name.split()))
    return _value(last["number"].casefold()) if last else None


def says_special(name: str) -> bool:
    """Whether the name says that the season holds specials and is no season by number."""
    return SPECIAL.search(unicodedata.normalize("NFKC", name).casefold()) is not None


def _value(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    if text in NUMBERS:
        return NUMBERS[text]
    if text and ROMAN.fullmatch(text):
        return _roman(text)
    return _kanji(text)


def _roman(text: str) -> int:
    values = [ROMAN_VALUES[sign] for sign in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _kanji(text: str) -> int | None:
    """一 to 九十九."""
    if not text or any(sign not in KANJI and sign != "十" for sign in text):
        return None
    tens, found, ones = text.partition("十")
    if not found:
        return KANJI[text] if len(text) == 1 else None
    return KANJI.get(tens, 1) * 10 + KANJI.get(ones, 0)
