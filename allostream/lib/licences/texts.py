"""Free statements about rights, as people type them into a field: what is meant, and what takes it back."""

import re
from functools import cache

from allostream.lib.licences import words
from allostream.lib.licences.mentions import LICENCE, LINKED, MARK, ZERO, distinct, mentions
from allostream.lib.licences.plain import ADDRESS, mended, plain, without_markup
from allostream.lib.licences.reading import Confidence, Kind, Reading, Reason, claimed, nothing, stated
from allostream.lib.licences.statements import BY_LOWER
from allostream.lib.licences.uris import read_uri

_PUBLIC, _CLAUSE = "PUBLIC", r"[.;:!?()\[\],|]|\s-\s| and | et | und | y | so | therefore | donc "
_CAPITALS = re.compile(r"\b(CC|Creative Commons)[ -]BY\b")
_YOUTUBE_VALUE = frozenset({"creativecommon", "creative common"})


def read_text(text: str, language: str | None = None) -> Reading:
    """What a free statement says, in any of seven languages; `language` ("fr", "pt-BR") settles words that two share.

    The order: an address or identifier alone; the licences named in the text and by the addresses in it; what stands
    beside them and takes them back; statements of rightsstatements.org; claims that the work is free, and what speaks
    against them; reservations of rights. What is not understood is NOTHING, never a licence.
    """
    found = read_uri(text)
    if found.reason is not Reason.NOT_UNDERSTOOD or not plain(text):
        return found
    text = without_markup(text)
    addresses = [read_uri(address) for address in ADDRESS.findall(text)]
    # In capitals BY is the licence; "Creative Commons by Ana" names its maker.
    said = mended(plain(_CAPITALS.sub(r"\1-by", ADDRESS.sub(_as_word, text))), words.RIGHT, words.KNOWN)
    if said in _YOUTUBE_VALUE or said in words.HOST_NAMES or said in words.SAYS_NOTHING:
        return _single_word(said)
    return _judged(said, addresses, (language or "")[:2].lower())


def _as_word(address: re.Match[str]) -> str:
    """A word in the place of a licence's address, so that what stands before it can be seen to speak of it."""
    return f" {LINKED} " if read_uri(address[0]).licence else " "


def _single_word(said: str) -> Reading:
    if said in words.HOST_NAMES:
        return stated("", Reason.HOST_TERMS, said)
    return read_text("CC BY") if said in _YOUTUBE_VALUE else nothing(Reason.EMPTY, said)


def _judged(said: str, addresses: list[Reading], language: str) -> Reading:
    code = BY_LOWER.get(said.removesuffix(" 1.0").strip())
    if code:
        return stated(code)
    noted = mentions(said)
    # The dedicated sentence of a licence about further permissions takes nothing back.
    rest = words.SPARED.sub(" ", noted.text)
    found = [r for r in (*addresses, *noted.readings) if r.reason is not Reason.NOT_UNDERSTOOD]
    named = [r for r in found if r.kind is Kind.LICENCE] or [r for r in found if r.kind is Kind.CLAIM and r.licence]
    if named:
        has_label = any(r.kind is Kind.CLAIM and r.licence for r in found)
        return _with_licence(f"{rest} {MARK}" if has_label else rest, named, language)
    return next((r for r in found if r.reason is Reason.STATED), None) or _in_words(rest, found, language)


def _in_words(rest: str, found: list[Reading], language: str) -> Reading:
    """What the words say; `found` are vague readings, such as the name of Creative Commons without a licence."""
    said = _without_licence(rest, language)
    # That somebody holds the copyright says nothing against a licence of his.
    if said.reason not in (Reason.NOT_UNDERSTOOD, Reason.COPYRIGHT_ASSERTED):
        return said
    if found and _is_denied(rest, LICENCE, language):
        return stated("", Reason.DENIED)
    return found[0] if found else said


# --- a licence is named ---------------------------------------------------------------------------------------------


def _with_licence(rest: str, readings: list[Reading], language: str) -> Reading:
    """One licence, several, or one that other words take back."""
    if any(_is_denied(rest, mark, language) for mark in (LICENCE, ZERO, MARK)):
        return stated("", Reason.DENIED)
    licences = distinct(tuple(readings))
    first = next(reading for reading in readings if reading.licence == licences[0])
    if len(licences) > 1:
        return nothing(Reason.SEVERAL, named=tuple(licences))
    against = _against(rest, first, language)
    if against is None:
        return first
    return Reading(first.kind, against, first.licence, confidence=Confidence.LOW, detail=first.detail)


def _against(rest: str, first: Reading, language: str) -> Reason | None:
    licence = first.licence
    denied = (words.ALL_RESERVED, words.NOT_MINE, words.HOST_TERMS)
    if any(ways.search(rest) for ways in denied):
        return Reason.CONTRADICTED
    is_given_up = licence is not None and licence.code in ("CC0", "PDM", "PDDC", "PDDL", "UNLICENSE")
    public = words.PUBLIC_DOMAIN.sub(_PUBLIC, rest)
    is_free = _PUBLIC in public and not _is_denied(public, _PUBLIC, language)
    if not is_given_up and (MARK in rest or is_free):
        return Reason.CONTRADICTED
    if any(ways.search(rest) for ways in (words.ASK, words.EXCEPT, words.TEACHING, words.PRIVATE)):
        return Reason.LIMITED
    if re.search(r"\bNC\b", rest) and not (licence and licence.noncommercial):
        return Reason.LIMITED
    at = min((at for mark in (LICENCE, ZERO, MARK) if (at := rest.find(mark)) >= 0), default=0)
    return Reason.LIMITED if _is_about_another(rest[:at], rest[at:], language) else None


def _is_about_another(before: str, behind: str, language: str) -> bool:
    """Whether the words around a licence speak of a part of the film, of another time, or of somebody's guess."""
    if words.PART.search(before) or words.GONE.search(f"{before} {behind}") or words.UNSURE.search(before):
        return True
    is_to_come = re.search(rf"(?:^|\s)(?:{words.TO_COME})\s", re.split(_CLAUSE, before)[-1])
    is_asked = re.match(r"\w+\W{0,3}\?", behind)
    return bool(is_to_come or is_asked or re.search(rf"[\s,;](?:{_of('but', language)})\s", behind))


# --- no licence is named --------------------------------------------------------------------------------------------


def _without_licence(rest: str, language: str) -> Reading:
    for code, ways in words.STATEMENTS.items():
        if ways.search(rest):
            return stated(code)
    if words.NOT_MINE.search(rest):
        return stated("InC", Reason.NOT_THE_HOLDER)
    if words.GOVERNMENT.search(rest):
        return claimed(Reason.GOVERNMENT_WORK, "US")
    free = _claim(rest, language)
    closed = _reserved(rest)
    if free is not None and free.kind is Kind.CLAIM and closed is not None:
        return claimed(Reason.CONTRADICTED, free.detail, Confidence.LOW)
    return free or closed or nothing(Reason.NOT_UNDERSTOOD)


def _claim(rest: str, language: str) -> Reading | None:
    """Somebody's word that the work is free, or his word that it is not."""
    marked = words.PUBLIC_DOMAIN.sub(_PUBLIC, words.DEDICATED.sub(f"DEDICATED {_PUBLIC}", rest))
    if re.fullmatch(r"(?:status: ?)?pd(?: \(?(?:us|usa|eu|worldwide)\)?)?|p\.d\.?", rest):
        marked = _PUBLIC
    marked = words.EXPIRED.sub(_PUBLIC, marked)
    if _PUBLIC not in marked:
        return _said_free(rest, language)
    if _is_denied(marked, _PUBLIC, language) or _comes_later(marked, language):
        return stated("InC", Reason.DENIED)
    reason = Reason.DEDICATION_SAID if "DEDICATED" in marked else Reason.PUBLIC_DOMAIN_SAID
    is_unsure = words.UNSURE.search(rest) or words.MODAL.search(rest) or re.search(rf"{_PUBLIC}\W*\?", marked)
    where = "US" if words.IN_AMERICA.search(rest) else ""
    return claimed(reason, where, Confidence.LOW if is_unsure else Confidence.MEDIUM)


def _said_free(rest: str, language: str) -> Reading | None:
    """Loose words such as "copyright free", which name neither the public domain nor a licence."""
    marked = words.SAID_FREE.sub(_PUBLIC, rest)
    if _PUBLIC not in marked:
        return None
    is_denied = _is_denied(marked, _PUBLIC, language)
    return stated("InC", Reason.DENIED) if is_denied else claimed(Reason.FREE_SAID)


def _reserved(rest: str) -> Reading | None:
    """What keeps the rights with somebody; the first that fits is the most exact."""
    kinds = (
        (words.ALL_RESERVED, "InC", Reason.ALL_RIGHTS_RESERVED), (words.HOST_TERMS, "", Reason.HOST_TERMS),
        (words.TEACHING, "InC-EDU", Reason.USE_LIMITED), (re.compile(r"\bNC\b"), "InC-NC", Reason.USE_LIMITED),
        (words.PRIVATE, "InC", Reason.USE_LIMITED), (words.ASK, "InC", Reason.PERMISSION_NEEDED),
    )  # fmt: skip
    for ways, code, reason in kinds:
        if ways.search(rest):
            return stated(code, reason)
    # "No copyright" holds the word and denies it.
    held = words.SAID_FREE.sub(" ", words.EXPIRED.sub(" ", rest))
    return stated("InC", Reason.COPYRIGHT_ASSERTED) if words.ASSERTED.search(held) else None


# --- what turns a statement round -----------------------------------------------------------------------------------


@cache
def _of(kind: str, language: str) -> str:
    """Words of a kind in the language and in English, which stands everywhere; in all languages where none is said."""
    table = {"but": words.BUT, "not": words.NOT, "later": words.LATER}[kind]
    chosen = {language, "en"} if language in table else table.keys()
    return "|".join(table[one] for one in table if one in chosen)


def _is_denied(text: str, mark: str, language: str) -> bool:
    """Whether a word of denial stands before the mark in the same clause, at most five words away, or ends it."""
    no = _of("not", language)
    for clause in re.split(_CLAUSE, text):
        if mark not in clause:
            continue
        before, _, after = clause.partition(mark)
        near = " ".join(before.split()[-6:])
        if re.search(rf"(?:^|\s)(?:{no})\s(?!only\b|sure\b)", f"{near} "):
            return True
        if re.match(r"\s*(?:\w+\s+){0,2}(?:nicht|niet)\s*$", after):
            return True
    return False


def _comes_later(text: str, language: str) -> bool:
    soon = _of("later", language)
    return any(re.search(rf"(?:^|\s)(?:{soon})\s(?:.*\s)?{_PUBLIC}", clause) for clause in re.split(_CLAUSE, text))
