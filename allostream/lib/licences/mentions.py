"""Licences named in running text: "CC BY-SA 3.0 Deutschland", "Paternité - Pas d'utilisation commerciale", "GFDL"."""

import re
from dataclasses import dataclass

from allostream.lib.licences.creative_commons import creative_commons, exists
from allostream.lib.licences.licence import Licence
from allostream.lib.licences.others import ROWS
from allostream.lib.licences.plain import pattern
from allostream.lib.licences.ports import is_place, port_after
from allostream.lib.licences.reading import Confidence, Reading, Reason, claimed, licensed, nothing
from allostream.lib.licences.uris import commons_code, commons_reading
from allostream.lib.licences.words import FILLER, PARTS, SOME_RESERVED

# Capitals mark what has been recognised: plain text has none.
LICENCE, ZERO, MARK = "LICENCE", "ZERO", "MARK"
LINKED = "licencelinkedhere"  # the reader of texts puts it in the place of a licence's address
_TWICE = re.compile(rf"{LICENCE}(?:[\s\-/:]+{LICENCE})+")
_COMMONS = pattern(r"creative[ -]?commons?", r"creativ commons", r"知识共享", r"創用cc", r"クリエイティブ・コモンズ")
_GLUED = re.compile(r"\bccby(nc)?(nd|sa)?(?![a-z])|\bby(nc)(nd|sa)?\b|\bby(nd|sa)\b")
_CODES = re.compile(r"(?<=BY|NC|ND|SA|CC)([ \-/.,:+&]{1,3})(nc|nd|sa)\b|(?<=NC|ND|SA)([ \-/.,:+&]{1,3})(by)\b")
_BY_FIRST = re.compile(r"\bby(?=[ -](?:nc|nd|sa|NC|ND|SA)\b)")
_REVERSED = re.compile(r"\b(?:nc|nd|sa|NC|ND|SA)(?:[ -](?:nc|nd|sa|NC|ND|SA)){0,3}[ -](?:by|BY)\b")
# Behind a space, "by" is the licence unless somebody's name follows.
_BY_NAME = re.compile(
    r"(CC[ ]?[\-/.,:][ ]?|CC(?= ?by\b)(?! by (?!licen|lizen|version|unported|international|generic|but|and|or|unless|"
    r"except|for|only|from|with|sauf|mais|sans|aber|und|oder|pero|nc|nd|sa|v\d)[a-z]{2,}) ?)by\b"
)
_ZERO = re.compile(r"\bcc[ -]?(?:0|zero)\b|CC[ ,:-]{0,3}(?:cc-?0|zero|0)\b(?!\.\d)|\bcc0\b")
_ZERO_AROUND = re.compile(
    rf"(?:(?:CC|public domain(?: dedication)?)[^\w]*)?{ZERO}"
    rf"(?:[^\w]*(?:CC|{ZERO}|1\.0|universal|public domain(?: dedication)?)(?!\w))*"
)
_MARK = re.compile(r"(?:CC )?(?:public domain mark|marque (?:du )?domaine public|\bpdm\b)(?: ?1\.0)?")
_RUN = re.compile(r"(?:(?:BY|NC|ND|SA)\b(?:[\s\-–/.,:+&()]|and|et|und|y|e|en)*)+")
_SEPARATORS = re.compile(r"[\s\-/.,:;+&()\[\]\"|]+")
_VERSION = re.compile(
    rf"[^\w]*(?:(?:{FILLER}|CC)[^\w]+)*?v?"
    r"([1-9][.,]\d(?!\d|\.\d)|[1-9](?=\s*(?:$|[,;.)\]/|]|licen|lizen|unported|internat)))"
)
_VERSION_BEFORE = re.compile(r"CC[^\w]*(?:(?:licen[cs]e|v|version)[^\w]*)?([1-4][.,]\d)[^\w]*$")
_ALONE = re.compile(rf"(?:\b(?:{FILLER}|under|this|video|is|in|by|i|under|sous|unter|bajo|sotto|sob|onder)\b|[\W\d_])+")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What licences a text names, and the text with each of them replaced by a word in capitals."""

    readings: tuple[Reading, ...]
    text: str


def mentions(text: str) -> Mentions:
    """The licences that plain text names, in the order of their kinds: Creative Commons first, then others."""
    # The names of other licences go first: some have parts of Creative Commons in them.
    text, others = _others(text)
    text, tools = _tools(_marked(text))
    text, runs = _runs(text, "CC" in text)
    readings = [*tools, *runs, *others]
    if not readings and (_speaks_of_commons(text) or SOME_RESERVED.search(text)):
        readings.append(claimed(Reason.LICENCE_UNKNOWN, "Creative Commons", Confidence.LOW))
    text = _TWICE.sub(LICENCE, text.replace("CC", LICENCE).replace(LINKED, LICENCE))
    return Mentions(tuple(readings), " ".join(text.split()))


def _marked(text: str) -> str:
    """The text with the names of the parts in capitals, whatever language they were in."""
    text = _COMMONS.sub("CC", text)
    text = _ZERO.sub(ZERO, text)
    text = re.sub(r"\((?:CC )?\(?cc\)|\(cc\)", "CC", text)
    text = _GLUED.sub(lambda found: "-".join(["CC", "by", *filter(None, found.groups())]), text)
    text = re.sub(r"\bcc\b", "CC", text)
    for part, ways in PARTS.items():
        text = ways.sub(part, text)
    text = _REVERSED.sub(lambda found: found[0].upper(), text)
    text = _BY_FIRST.sub("BY", text)
    text = _BY_NAME.sub(r"\1BY", text)
    for _ in range(3):
        text = _CODES.sub(lambda found: found[0].upper(), text)
    return re.sub(r"^by(?=$|[ -]CC$)", "BY", text)


def _tools(text: str) -> tuple[str, list[Reading]]:
    """CC0 and the Public Domain Mark, which are tools of their own and have one version each."""
    found = []
    if _MARK.search(text):
        found.append(licensed(creative_commons("PDM")))
        text = _MARK.sub(f" {MARK} ", text)
    if ZERO in text:
        found.append(licensed(creative_commons("CC0")))
        # The official name repeats what the tool does; that is no second statement.
        text = _ZERO_AROUND.sub(f" {ZERO} ", text)
    return text, found


def _runs(text: str, has_commons: bool) -> tuple[str, list[Reading]]:
    readings: list[Reading] = []
    pieces: list[str] = []
    end = 0
    for found in _RUN.finditer(text):
        parts = re.findall(r"BY|NC|ND|SA", found[0])
        if not _is_a_licence(parts, has_commons, text):
            continue
        reading, length = _read_run(parts, text, found.start(), found.end())
        readings.append(reading)
        pieces += [text[end : found.start()], f" {LICENCE} "]
        end = max(found.end(), length)
    return "".join([*pieces, text[end:]]), readings


def _is_a_licence(parts: list[str], has_commons: bool, text: str) -> bool:
    """Whether the parts are a licence's name: "attribution" in a sentence is not, "attribution" alone is."""
    if has_commons or (len(parts) > 1 and "BY" in parts):
        return True
    others = " ".join(_ALONE.sub(" ", text.replace("BY", "")).split())
    return "BY" in parts and (not others or is_place(others))


def _read_run(parts: list[str], text: str, start: int, end: int) -> tuple[Reading, int]:
    """What the parts and the version and country behind them say, and where that ends."""
    behind = _VERSION.match(text[end : end + 60])
    ahead = _VERSION_BEFORE.search(text[max(0, start - 40) : start])
    version = (behind or ahead)[1].replace(",", ".") if behind or ahead else ""  # type: ignore[index]
    after = end + behind.end() if behind else end
    code = commons_code("-".join(dict.fromkeys(part.lower() for part in parts)))
    if not code:
        return nothing(Reason.NO_SUCH_LICENCE, detail="-".join(parts)), after
    port = port_after(text[after : after + 40]) if version else ""
    if "BY" not in parts and not exists(code, version, port):
        # Nearly every licence asks for the name; where that part is missing, nobody can say what was meant.
        return claimed(Reason.LICENCE_UNKNOWN, f"Creative Commons {code}", Confidence.LOW), after
    return commons_reading(code, version, port), after


def _others(text: str) -> tuple[str, list[Reading]]:
    readings = []
    for row in ROWS:
        if row.is_said.search(text):
            readings.append(licensed(row.licence))
            text = row.is_said.sub(f" {LICENCE} ", text)
    return text, readings


def _speaks_of_commons(text: str) -> bool:
    """Whether Creative Commons is meant: the name in full always, the two letters only where nothing else stands."""
    return "CC" in text and not re.fullmatch(r".*(?:captions?|subtitles?|sous-titres|untertitel).*", text)


def distinct(readings: tuple[Reading, ...]) -> list[Licence]:
    """The different licences among readings, the vaguer spelling of one that is named exactly left out."""
    found = list(dict.fromkeys(r.licence for r in readings if r.licence))
    return [one for one in found if not any(_is_vaguer(one, other) for other in found)]


def _is_vaguer(one: Licence, other: Licence) -> bool:
    """Whether one is the other with version or port left out."""
    if one is other or (one.family, one.code) != (other.family, other.code):
        return False
    return (not one.version and bool(other.version)) or (
        one.version == other.version and not one.port and bool(other.port)
    )
