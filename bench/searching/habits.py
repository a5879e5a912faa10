"""Further ways in which people type a name: what their tongue, their keyboard or their haste makes of it.

Each is a maker as those of `corrupting`: the name as it is typed and what was meant, or None where the name offers
nothing to it. The tables here are of how people write, and are kept apart from those of the search itself.
"""

import random
import re
import unicodedata
from collections.abc import Mapping

from allostream.search.documents import TitleDocument
from allostream.search.normal import NOT_LATIN
from bench.searching.corrupting import Made, Maker, Meant, typo

KEYBOARDS = ("qwertyuiop asdfghjkl zxcvbnm", "azertyuiop qsdfghjklm wxcvbn", "qwertzuiop asdfghjkl yxcvbnm")
SHORTEST_WORD = 4
# One of a group for another of it, as whole words.
ABBREVIATED = (
    ("doctor", "dr", "docteur", "doktor"), ("saint", "st", "st."), ("mister", "mr", "mr."), ("volume", "vol", "vol."),
    ("part", "pt", "pt."), ("versus", "vs", "vs."), ("&", "and", "et", "und", "n"), ("mrs", "mrs.", "missus"),
    ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th"), ("sixth", "6th"),
    ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th"), ("thirteenth", "13th"),
    ("premier", "1er"), ("première", "1ère", "1ere"), ("deuxième", "2e", "2ème", "2eme"),
    ("troisième", "3e", "3ème"), ("quatrième", "4e", "4eme"), ("cinquième", "5e", "5ème"),
    ("sixième", "6ème", "6eme"), ("septième", "7e", "7ème", "7eme"), ("huitième", "8ème", "8eme"),
    ("erste", "1."), ("zweite", "2."), ("dritte", "3."), ("siebte", "7."),
    ("sergeant", "sgt", "sgt."), ("captain", "capt", "capt."), ("lieutenant", "lt", "lt."), ("professor", "prof"),
    ("twenty", "20"), ("thirty", "30"), ("forty", "40"), ("fifty", "50"), ("hundred", "100"), ("thousand", "1000"),
    ("thirteen", "13"), ("cent", "100"), ("mille", "1000"), ("zwei", "2"), ("drei", "3"), ("dos", "2"), ("tres", "3"),
    ("without", "w/o"), ("brothers", "bros", "bros."), ("fort", "ft"), ("mount", "mt"), ("junior", "jr", "jr."),
)  # fmt: skip
OTHERS = {word: tuple(other for other in row if other != word) for row in ABBREVIATED for word in row}
# How French is written by ear: each rule in one place of the name.
BY_EAR = (
    ("ph", "f"), ("eau", "o"), ("au", "o"), ("qu", "k"), ("ç", "s"), ("ss", "c"), ("ai", "é"), ("ei", "è"),
    ("er$", "é"), ("é", "er"), ("é", "ai"), ("en", "an"), ("an", "en"), ("ain", "in"), ("in", "ain"), ("ent$", "an"),
    ("s$", ""),
    ("t$", ""), ("x$", ""), ("e$", ""), ("ge", "je"), ("gi", "ji"), ("j", "g"), ("y", "i"), ("th", "t"), ("h", ""),
    ("ll", "l"), ("tt", "t"), ("nn", "n"), ("mm", "m"), ("rr", "r"), ("pp", "p"), ("ff", "f"), ("c(?=[ei])", "s"),
    ("sc(?=[ei])", "s"), ("z", "s"), ("oe", "e"), ("œ", "e"), ("tion", "sion"), ("g(?=u[ei])", "gu"),
)  # fmt: skip


def _table(pairs: str) -> dict[str, str]:
    """“a=b c=d” as a table."""
    return dict(pair.split("=") for pair in pairs.split())


# Systems by which Cyrillic and Greek are put into Latin letters beside the one of the index.
CYRILLIC = (
    _table(
        "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh "
        "щ=shch ъ=_ ы=y ь=_ э=e ю=yu я=ya ё=e"
    ),
    _table(
        "а=a б=b в=v г=g д=d е=e ж=j з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=ou ф=f х=kh ц=ts ч=tch "
        "ш=ch щ=chtch ъ=_ ы=y ь=_ э=e ю=iou я=ia ё=io"
    ),
    _table(
        "а=a б=b в=v г=g д=d е=e ж=sch з=s и=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=ch ц=z ч=tsch "
        "ш=sch щ=schtsch ъ=_ ы=y ь=_ э=e ю=ju я=ja ё=jo"
    ),
)
GREEK = (
    _table("α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"),
    _table("α=a β=b γ=g δ=d ε=e ζ=z η=e θ=th ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σ=s ς=s τ=t υ=u φ=ph χ=h ψ=ps ω=o"),
)
# A Latin name by ear in Cyrillic letters.
TO_CYRILLIC = _table(
    "sh=ш ch=ч th=т ph=ф zh=ж kh=х ck=к qu=кв ee=и oo=у ya=я yu=ю a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=дж "
    "k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=й z=з"
)
UMLAUTS = _table("ä=ae ö=oe ü=ue Ä=Ae Ö=Oe Ü=Ue å=aa Å=Aa ß=sz ø=oe Ø=Oe")
LONE = _table("Ł=L ł=l Ø=O ø=o đ=d Đ=D ß=ss æ=ae Æ=Ae œ=oe Œ=Oe þ=th ð=d ı=i")
APOSTROPHES = "'’‘ʼ`´"
UNSEEN = ("\u200b", "\u202e", "\u2066", "\ufe0f", "\u00ad", "🎬", "👻", "❤️", "🇫🇷")


def _whole(typed: str, name: str) -> Made:
    return (typed, Meant(name, is_whole=True)) if typed != name and typed.strip() else None


def _in_one_place(name: str, old: str, new: str, rng: random.Random) -> str:
    places = list(re.finditer(old.replace("$", r"\b"), name, re.IGNORECASE))
    if not places:
        return name
    found = rng.choice(places)
    return name[: found.start()] + new + name[found.end() :]


def _neighbour(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """A key beside the right one."""
    places = [place for place, letter in enumerate(name) if letter.lower() in KEYBOARDS[0] and letter != " "]
    if len(places) < SHORTEST_WORD + 1:
        return None
    place = rng.choice(places)
    row = next(row for row in rng.choice(KEYBOARDS).split() if name[place].lower() in row)
    at = row.index(name[place].lower())
    beside = [row[other] for other in (at - 1, at + 1) if 0 <= other < len(row)]
    return _whole(name[:place] + rng.choice(beside) + name[place + 1 :], name)


def _two_words(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """A typo in each of two words."""
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= SHORTEST_WORD and word.isalpha()]
    if len(long) < 2:
        return None
    for place in rng.sample(long, 2):
        words[place] = typo(words[place], rng)
    return _whole(" ".join(words), name)


def _by_ear(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """Two faults of spelling that do not change how it sounds."""
    typed = name
    rules = list(BY_EAR)
    rng.shuffle(rules)
    changed = 0
    for old, new in rules:
        made = _in_one_place(typed, old, new, rng)
        changed += made != typed
        typed = made
        if changed == 2:
            break
    return _whole(typed, name) if changed == 2 and len(name) >= 2 * SHORTEST_WORD else None


def _all_glued(name: str, _: TitleDocument, rng: random.Random) -> Made:
    words = name.split()
    return _whole("".join(words).lower(), name) if 2 <= len(words) <= 6 else None


def _number_glued(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """A figure without its spaces, or a year."""
    typed = re.sub(r"(?<=\w) (?=\d)|(?<=\d) (?=\w)", "", name)
    return _whole(typed, name)


def _year_glued(name: str, document: TitleDocument, _: random.Random) -> Made:
    return _whole(f"{name}{document.year}", name) if document.year and name[-1].isalpha() else None


def _abbreviated(name: str, _: TitleDocument, rng: random.Random) -> Made:
    words = name.split()
    places = [place for place, word in enumerate(words) if word.lower().rstrip(":,") in OTHERS]
    if not places or len(words) < 2:
        return None
    place = rng.choice(places)
    words[place] = rng.choice(OTHERS[words[place].lower().rstrip(":,")])
    return _whole(" ".join(words), name)


def _umlauts(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """Letters of the north in two."""
    table = rng.choice((UMLAUTS, LONE))
    return _whole("".join(table.get(letter, letter) for letter in name), name)


def _apostrophes(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """Apostrophes and hyphens left out, as a space, or as another sign."""
    if not any(sign in name for sign in (*APOSTROPHES, "-")):
        return None
    sign = rng.choice(("", " ", *APOSTROPHES))
    typed = "".join(sign if letter in APOSTROPHES else letter for letter in name)
    return _whole(typed.replace("-", rng.choice(("", " ", "–", "‑"))), name)


def _put(name: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in name.lower()).replace("_", "")


def _in_latin(name: str, _: TitleDocument, rng: random.Random) -> Made:
    if not NOT_LATIN.search(name):
        return None
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c) or c == "\u0306")
    plain = unicodedata.normalize("NFC", plain)
    typed = _put(plain, rng.choice(CYRILLIC) | rng.choice(GREEK))
    return _whole(typed, name) if not NOT_LATIN.search(typed) else None


def _in_cyrillic(name: str, _: TitleDocument, rng: random.Random) -> Made:
    typed = name.lower()
    if not typed.isascii() or len(typed) < 2 * SHORTEST_WORD:
        return None
    for old, new in TO_CYRILLIC.items():
        typed = typed.replace(old, new)
    return _whole(typed, name)


def _own_script(name: str, _: TitleDocument, __: random.Random) -> Made:
    return (name, Meant(name, is_whole=True)) if NOT_LATIN.search(name) else None


def _own_script_typo(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """A letter left out, doubled or exchanged in another script."""
    if not NOT_LATIN.search(name) or len(name) < SHORTEST_WORD + 1:
        return None
    place = rng.randrange(len(name) - 1)
    way = rng.randrange(3)
    pair = name[place : place + 2]
    return _whole(name[:place] + (pair[1], pair[0] * 2 + pair[1], pair[::-1])[way] + name[place + 2 :], name)


def _unseen(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """Signs that nobody searches for."""
    words = name.split()
    words.insert(rng.randrange(len(words) + 1), rng.choice(UNSEEN))
    return _whole(" ".join(words), name)


def _transposed_open(name: str, _: TitleDocument, rng: random.Random) -> Made:
    """Cut in a word, two neighbours of what there is of it exchanged."""
    words = name.split()
    which = rng.randrange(len(words))
    if len(words[which]) < SHORTEST_WORD + 2 or not words[which].isalpha():
        return None
    letters = rng.randint(SHORTEST_WORD + 1, len(words[which]) - 1)
    place = rng.randrange(letters - 1)
    head = words[which][:letters]
    before = " ".join(words[:which])
    typed = head[:place] + head[place + 1] + head[place] + head[place + 2 :]
    meant = f"{before} {head}".strip()
    made = f"{before} {typed}".strip()
    return (made, Meant(meant, is_whole=False)) if made != meant else None


def _slug(name: str) -> str:
    """A name as catalogues write it in addresses, "" where it has other letters."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    plain = re.sub("['’]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") if plain.isascii() else ""


def _in_address(form: str, series: str = "", *, has_year: bool = False) -> Maker:
    """The address of a page that another catalogue calls by the name of the work."""

    def made(name: str, document: TitleDocument, rng: random.Random) -> Made:
        slug = _slug(name)
        if len(slug) < SHORTEST_WORD:
            return None
        if has_year and document.year and rng.random() < 0.5:
            slug = f"{slug}-{document.year}"
        used = series if series and document.kind == "series" else form
        return _whole(used.format(slug), name)

    return made


HABITS: dict[str, Maker] = {
    "typos in two words": _two_words, "keyboard neighbour": _neighbour, "exchanged, unfinished": _transposed_open,
    "by ear": _by_ear, "abbreviated": _abbreviated, "all glued": _all_glued, "number glued": _number_glued,
    "year glued": _year_glued, "apostrophes, hyphens": _apostrophes, "letters spelt out": _umlauts,
    "own script": _own_script, "own script, typo": _own_script_typo, "in Latin letters": _in_latin,
    "in Cyrillic letters": _in_cyrillic, "unseen signs": _unseen,
    "Letterboxd, address": _in_address("https://letterboxd.com/film/{}/", has_year=True),
    "Trakt, address": _in_address("https://trakt.tv/movies/{}", "https://trakt.tv/shows/{}", has_year=True),
    "TheTVDB, address": _in_address("https://thetvdb.com/movies/{}", "https://thetvdb.com/series/{}"),
}  # fmt: skip
