"""What the names of a copy may mean: the name of a work, a year, a season and an episode, the likeliest first.

Names are written by people and by programs: “Nosferatu (1922) – F. W. Murnau”, `TheScarletPimpernel_201410`,
“Kaamelott - S02E05 - La joute”. Each way to take one is a reading with what it costs to believe it; the catalogue
decides which of them is about a work that there is (allostream.community.guessing). No Django, no clock, no network.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from guessit import guessit
from guessit.api import GuessitException

from allostream.search.cleaning import shadow
from allostream.search.readings import Draft, Said, drafts
from allostream.search.releases import unpacked

MOST_READINGS = 24
LONGEST_TEXT = 300


class Field(StrEnum):
    """Where a name stands."""

    TITLE = "title"  # as the host shows it
    ITEM = "item"  # the host's own name of the item, in its address
    FILE = "file"
    SOURCE = "source"  # a list or feed in which the copy stood


class Way(StrEnum):
    """How a reading was come by, for the sentence that tells it."""

    WHOLE = "whole"
    QUOTED = "quoted"  # what stands in quotes
    BEFORE = "before"  # what stands before a sign that parts
    AFTER = "after"
    ALSO = "also"  # “also known as”
    BEGINNING = "beginning"  # the first words of a longer text
    FILE_NAME = "file-name"  # taken apart as the name of a file


@dataclass(frozen=True, slots=True)
class Text:
    """A name of the copy as somebody wrote it."""

    text: str
    field: Field


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a name. `cost`: how much less likely it is than the plainest way, in natural logarithms."""

    name: str
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    part_name: str = ""
    field: Field = Field.TITLE
    way: Way = Way.WHOLE
    cost: float = 0.0

    @property
    def has_part(self) -> bool:
        return self.season is not None or self.episode is not None


_UPLOAD = re.compile(r"_(?:20[0-3]\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?|\d{1,3})$")  # `high-sierra-1941_202108`
_ENDING = re.compile(r"\.(?:mkv|mp4|m4v|avi|ogv|webm|mov|mpe?g|wmv|divx|flv|3gp|ia)$", re.IGNORECASE)
_CAMEL = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=(?:18|19|20)\d\d(?!\d)|\d{3,4}p(?![a-z]))|(?<=\d)(?=[A-Z][a-z])"
)
_PARTING = re.compile(r"[_\s]+|(?<=\w)[.\-+](?=\w)")
_BRACKETS = re.compile(r"\[(?!\s*(?:1[89]|20)\d\d\s*\])[^\[\]]{0,120}\]|\{[^{}]{0,120}\}")
_ROUND = re.compile(r"\(([^()]{0,160})\)")
_QUOTED = re.compile(r'"([^"]{2,120})"|“([^”]{2,120})”|«\s?([^»]{2,120}?)\s?»|„([^“”]{2,120})[“”]')
_ALSO = re.compile(r"\b(?:a\.?\s?k\.?\s?a\.?|also known as|alias|dit aussi)\b[:.]?\s*", re.IGNORECASE)
_APART = re.compile(r"\s+[-–—|~•]+\s+|\s*[|•]\s*|\s+/\s+|\s*:\s+|\s+[-–—]|[-–—]\s+")
_MAKERS = re.compile(
    r"\b(?:directed by|director|dir\.?|réalisé par|réalisation|de|by|von|starring|avec|with)\s+[A-ZÀ-Þ].*$"
)
_POSSESSIVE = re.compile(r"^(?:[A-ZÀ-Þ][\w.À-ÿ-]*\s+){1,3}?[A-ZÀ-Þ][\w.À-ÿ-]*(?:'s|’s|s'|s’)\s+(?=\S)")
# What uploaders write behind a name, and what is no part of it.
_NOISE = re.compile(
    r"(?:^|[\s,;:.\-–—_(\[])(?:full ?(?:movie|film|length|screen)(?: version)?|film complet|version|edit(?:ed)?|"
    r"upscaled?|movie|complete|widescreen|silent(?: film| movie)?|muet|b ?& ?w|black and white|noir et blanc|"
    r"colou?ri[sz]ed|restored|remastered|hd|uhd|4k|vhs|dvd|vo|vf|vost\w*|leg(?:endado)?|sub(?:titled|titles|s)?|"
    r"dub(?:bed)?|engsubs?|x?vid|divx|video quality upgrade|public domain|free movie|\d{3,4}[pi]|\d{3,4}x\d{3,4}|"
    r"3gp|mp4|avi|ogg|mpeg\d?|trailer|\d{1,3} ?min(?:utes)?)[)\].]*\s*$",
    re.IGNORECASE,
)
_EDGES = " \t-–—_:;,./|•·+~*\"“”«»'()[]{}"
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20[0-4]\d)(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")


def readings_of(texts: Iterable[Text], today_year: int) -> list[Reading]:
    """The ways to take the names of a copy, the likeliest first, each once; those in which nothing is named left out.

    Any text has an answer, in time in proportion to its length.
    """
    found: dict[tuple[str, int | None, int | None, int | None], Reading] = {}
    for text in texts:
        for one in _of_text(text, today_year):
            key = (one.name.casefold(), one.year, one.season, one.episode)
            if _LETTER.search(one.name) and (key not in found or one.cost < found[key].cost):
                found[key] = one
    return sorted(found.values(), key=lambda one: one.cost)[:MOST_READINGS]


def spaced(item: str) -> str:
    """The words of an identifier: `TheScarletPimpernel_201410` is “The Scarlet Pimpernel”."""
    bare = _UPLOAD.sub("", _ENDING.sub("", item.strip()))
    return " ".join(_CAMEL.sub(" ", _PARTING.sub(" ", bare)).split())


def plain(text: str) -> str:
    """A name without what uploaders hang on to it: brackets, picture and sound, endings of files."""
    kept = _BRACKETS.sub(" ", _ENDING.sub("", text.strip()))
    kept = unpacked(kept, shadow(kept)) if kept.strip() else text
    while (shorter := _NOISE.sub("", kept)) != kept and _LETTER.search(shorter):
        kept = shorter
    return " ".join(kept.split()) or text.strip()


def _of_text(given: Text, today_year: int) -> Iterator[Reading]:
    text = given.text[:LONGEST_TEXT].strip()
    if not text:
        return
    base = Reading("", field=given.field)
    if given.field in {Field.ITEM, Field.FILE}:
        base = replace(base, cost=0.5 if given.field is Field.FILE else 0.2)
        yield from _of_words(plain(spaced(text)), base, today_year)
        yield from _as_file(text, base)
        return
    yield from _of_words(plain(text), base, today_year)
    if "." in text or "_" in text or re.search(r"\d\s*[pi]\b|x26[45]|s\d+\s*e", text, re.IGNORECASE):
        yield from _as_file(text, replace(base, cost=0.7))


def _of_words(text: str, base: Reading, today_year: int) -> Iterator[Reading]:
    """The readings of words that a person wrote, whole and taken apart."""
    for name, way, cost in _pieces(text):
        for place, draft in enumerate(drafts(Said(name), today_year)):
            yield _reading(draft, replace(base, way=way, cost=base.cost + cost + 0.4 * place), text)
    yield from _with_year_before(text, base, today_year)
    yield from _with_year_within(text, base, today_year)


def _reading(draft: Draft, base: Reading, whole: str) -> Reading:
    year = draft.year
    if year is None and (years := set(_YEAR.findall(whole))) and len(years) == 1:
        told = int(next(iter(years)))
        year = told if str(told) not in draft.name else None  # it stands elsewhere in the text
    return replace(base, name=draft.name.strip(_EDGES), year=year, season=draft.season, episode=draft.episode)


def _with_year_before(text: str, base: Reading, today_year: int) -> Iterator[Reading]:
    """“1916 - The Pawnshop - Charlie Chaplin”, “1908 The White Suit”: the year before the name, and what follows."""
    led = re.match(r"\s*\(?(1[89]\d\d|20[0-4]\d)(?:[-.]\d\d){0,2}\)?[\s.,:_–—-]+(?=\S)", text)
    if led is None or int(led[1]) > today_year:
        return
    rest = text[led.end() :]
    for name, way, cost in _pieces(rest):
        for place, draft in enumerate(drafts(Said(name), today_year)[:2]):
            yield replace(
                base, name=draft.name.strip(_EDGES), year=int(led[1]), season=draft.season, episode=draft.episode,
                way=way, cost=base.cost + cost + 0.4 * place,
            )  # fmt: skip


def _with_year_within(text: str, base: Reading, today_year: int) -> Iterator[Reading]:
    """“Beneath the 12-Mile Reef 1953 Full Screen”: what stands before a year is the name, what follows is not."""
    found = re.match(r"(.{2,120}?)[\s(\[,_-]+(1[89]\d\d|20[0-4]\d)(?!\d)[\s)\],_-]*\S", text)
    if found is None or int(found[2]) > today_year or not _LETTER.search(found[1]):
        return
    for name, way, cost in _pieces(found[1]):
        yield replace(base, name=name.strip(_EDGES), year=int(found[2]), way=way, cost=base.cost + cost + 0.3)


def _pieces(text: str) -> Iterator[tuple[str, Way, float]]:
    """A text, and the parts of it that may be the name by themselves, each with what that costs."""
    bare = " ".join(_ROUND.sub(" ", text).split())
    yield text, Way.WHOLE, 0.0
    if bare and bare != text:
        yield f"{bare} {_year_in(text)}".strip(), Way.WHOLE, 0.2
    words = bare.split()
    if len(words) > 1 and len(words) % 2 == 0 and words[: len(words) // 2] == words[len(words) // 2 :]:
        yield f"{' '.join(words[: len(words) // 2])} {_year_in(text)}".strip(), Way.WHOLE, 0.1  # said twice
    also = _ALSO.split(text)
    if len(also) > 1:
        for piece in also:
            yield piece.strip(_EDGES), Way.ALSO, 0.3
    for groups in _QUOTED.findall(text):
        yield f"{next(filter(None, groups))} {_year_in(text)}".strip(), Way.QUOTED, 0.6
    if (owned := _POSSESSIVE.sub("", bare)) != bare:
        yield f"{owned} {_year_in(text)}".strip(), Way.AFTER, 0.8
    if (unmade := _MAKERS.sub("", bare).strip(_EDGES)) != bare and unmade:
        yield unmade, Way.BEFORE, 0.9
    parts = [one.strip(_EDGES) for one in _APART.split(bare) if one and one.strip(_EDGES)]
    if len(parts) > 1:
        yield parts[0], Way.BEFORE, 1.0
        for piece in parts[1:4]:
            yield piece, Way.AFTER, 1.2
    for inside in _ROUND.findall(text):
        if _LETTER.search(inside) and len(inside) > 2:
            yield inside, Way.ALSO, 1.2


def _year_in(text: str) -> str:
    years = set(_YEAR.findall(text))
    return next(iter(years)) if len(years) == 1 else ""


def _as_file(text: str, base: Reading) -> Iterator[Reading]:
    """The name of a file, as programs that keep files take it."""
    try:
        told = guessit(_UPLOAD.sub("", _ENDING.sub("", text)))
    except (GuessitException, RecursionError):
        return
    title = told.get("title")
    season, episode = told.get("season"), told.get("episode")
    if not isinstance(title, str) or isinstance(season, list) or isinstance(episode, list):
        return
    year = told.get("year")
    names = [title, *(one for one in (told.get("alternative_title"),) if isinstance(one, str))]
    part = told.get("episode_title")
    for place, name in enumerate(names):
        yield replace(
            base, name=spaced(name) if " " not in name else name, year=year if isinstance(year, int) else None,
            season=season, episode=episode, part_name=part if isinstance(part, str) else "", way=Way.FILE_NAME,
            cost=base.cost + 0.6 * place,
        )  # fmt: skip


# A name that is followed by one of these goes on: “Billy the Kid in Santa Fe” is not “Billy the Kid”.
GOES_ON = frozenset({
    "in", "of", "and", "on", "at", "to", "the", "a", "an", "from", "with", "for", "by", "vs", "versus", "meets",
    "rides", "returns", "goes", "strikes", "again", "ii", "iii", "iv", "part", "de", "du", "des", "et", "en", "à",
    "au", "aux", "y", "und", "von", "im",
})  # fmt: skip


def beginnings(text: str) -> list[str]:
    """The first words of a text, the longest first: what follows a name may be who made it, or its name elsewhere."""
    words = text.split()
    return [
        " ".join(words[:count])
        for count in range(min(len(words) - 1, 8), 0, -1)
        if words[count].casefold() not in GOES_ON and words[count - 1].casefold() not in GOES_ON
    ]
