"""Who writes, for whom, and how they can be reached. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allostream.rights_desk.reading.letters import phrases
from allostream.rights_desk.reading.letters.lines import Line, paragraphs
from allostream.rights_desk.reading.letters.roles import Role

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%-]{1,64}(?:@|\s?\[at\]\s?|\s?\(at\)\s?)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}(?![\w@])",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w/.=:-])(?:\+|00)?\(?\d{1,4}\)?(?:[ .\-/\u00a0\u202f]?\(?\d{1,5}\)?){2,6}(?![\w/=])")
_PHONE_LABEL = re.compile(
    r"\b(?:phone|tel|tél|téléphone|telephone|mobile|cell|portable|telefon|teléfono|ph)\b\.?\s*(?:no|number)?\s*[.:]",
    re.IGNORECASE,
)
_POSTAL = phrases.pattern("people", "postal")
_CLOSING = re.compile(
    (
        r"\s*(?:yours? (?:sincerely|faithfully|truly|very truly)|very truly yours|sincerely(?: yours)?"
        r"|(?:kind|best|warm|with (?:kind|best)|with)?\s*regards|respectfully(?: submitted)?|thank(?:s"
        r"| you)(?: (?:very much|again|in advance|so much|and regards))?|best(?: wishes)?|cheers"
        r"|(?:bien )?cordialement|(?:meilleures |sincères )?salutations(?: distinguées)?|(?:je vous prie"
        r"|nous vous prions|veuillez)\b.{0,160}\b(?:salutations?|considération|sentiments?)\b.{0,60}"
        r"|respectueusement"
        r"|mit freundlichen grüßen|freundliche grüße|hochachtungsvoll|atentamente|saludos(?: cordiales)?"
        r"|(?:un )?cordial saludo|viele grüße|beste grüße)\s*[,.!]?\s*"
    ),
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(?:^|\s)/s/?\.?\s*/?\s*([^/\n]{2,80}?)\s*(?:/|$)", re.IGNORECASE)
_SIGNATURE_LABEL = re.compile(
    (
        r"\s*[*_]*(?:electronic(?:ally)? |digital(?:ly)? |physical )?(?:signature|signed(?: by)?"
        r"|signé(?:e)?(?: par)?|unterschrift|unterzeichnet"
        r"|firma(?:do)?)\b[^:\n]{0,40}[:.]?[*_]*\s*[:]?\s*(.{0,100})"
    ),
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’\- ]{0,60}[^\W\d_.]\.?|\[[^\]\n]{2,40}\]")
_BEHALF = phrases.pattern("people", "behalf")
_NAMED = re.compile(
    r"\s*(?:the |la |le |les |l['’]|der |die |das |société |company |my client,? |our client,? "
    r"|notre cliente?,? |rechteinhaber(?:in)? |firma |sociedad |empresa )*"
    r"([A-ZÀ-Ý0-9][^,;:()\n\"“”«»|]{1,90}?)(?=\s*(?:[,;:()\n\"“”«»|]|\.(?:\s|$)"
    r"|$|\s(?:and|in|to|which|who|that|et|à|dans|qui|pour|is|are|has|regarding|concerning|under|as"
    r"|with|vertreten|anzeigen|wahrnehmen|titular|\()\b))"
)
_OWNER_IS = re.compile(
    r"(?:^|[.;:\n]\s*|[\"“])((?:[A-ZÀ-Ý][\w&.'’-]*\s?){1,8}?),?\s*(?:\([^)\n]{1,60}\)\s*)?(?:is|are"
    r"|represents?|owns?|holds?|est|sont) (?:each of |the |all |exclusive |titulaire|détenteur"
    r"|propriétaire|(?:major|sole|legal) )"
)
_LEGAL_FORM = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|ag|s\.?a\.?(?:s|r\.?l)?\.?|sarl|sas|sasu|bv|b\.v|nv|plc|corp|corporation|company|co\.|s\.?p\.?a|s\.?r\.?l|pty|oy|ab|a/s|kk|k\.k|association|society|studios?|pictures|entertainment|films?|productions?|université|university)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their place."""

    words: str
    start: int
    end: int


def first(pattern: re.Pattern[str], lines: Sequence[Line], group: int = 0) -> Said | None:
    """The first match in lines."""
    for line in lines:
        if found := pattern.search(line.words):
            return Said(found[group].strip(), line.start + found.start(group), line.start + found.end(group))
    return None


def emails(lines: Sequence[Line]) -> Iterator[Said]:
    """The mail addresses in lines, in order, as they are meant."""
    for line in lines:
        for found in EMAIL.finditer(line.words) if "@" in line.words or "at" in line.words.lower() else ():
            meant = re.sub(r"\s?[\[(]at[\])]\s?", "@", found[0], flags=re.IGNORECASE).strip(".")
            yield Said(meant, line.start + found.start(), line.start + found.end())


def phone(lines: Sequence[Line], labelled: Sequence[Line] = ()) -> Said | None:
    """A telephone number: after its label, in an answer about how to reach somebody, or with a plus before it."""
    for line in lines:
        label = _PHONE_LABEL.search(line.words)
        if label and (found := PHONE.search(line.words, label.end())):
            return Said(found[0].strip(), line.start + found.start(), line.start + found.end())
    for line in (*labelled, *(one for one in lines if "+" in one.words and len(one.words) < 200)):
        for found in PHONE.finditer(line.words):
            digits = sum(sign.isdigit() for sign in found[0])
            if 7 <= digits <= 15 and (line in labelled or found[0].startswith("+")) and "http" not in line.words:
                return Said(found[0].strip(), line.start + found.start(), line.start + found.end())
    return None


def postal(lines: Sequence[Line]) -> Said | None:
    """A postal address: the line in which one begins, with the lines that go on with it."""
    for at, line in enumerate(lines):
        if len(line.words) > 300 or "http" in line.words or not _POSTAL.search(line.words):
            continue
        last = line
        for following in lines[at + 1 : at + 4]:
            is_more = (
                not following.is_blank
                and len(following.words) < 60
                and not re.search(r"[:@]|http|^\s*\+\d", following.words)
            )
            if not is_more:
                break
            last = following
        words = " ".join(" ".join(one.words for one in lines[at : lines.index(last) + 1]).split())
        return Said(words[:300], line.start, last.end)
    return None


def signature(lines: Sequence[Line], labels: Sequence[tuple[Role | None, Sequence[Line]]]) -> Said | None:
    """Who signed: under a label for it, behind `/s/`, or below a closing formula. None where nobody did."""
    for role, below in labels:
        named = next((line for line in below if not line.is_blank), None) if role is Role.SIGNATURE else None
        if named is not None and (found := _name(named)):
            return found
    slashed = first(_SLASHED, lines, 1)
    if slashed:
        return slashed
    for line in lines:
        found_label = _SIGNATURE_LABEL.fullmatch(line.words)
        if found_label and _NAME.fullmatch(found_label[1].strip(" *_")):
            return Said(found_label[1].strip(" *_"), line.start + found_label.start(1), line.end)
    return _closing(lines) or _last(lines)


def _last(lines: Sequence[Line]) -> Said | None:
    """The name alone at the end of a letter that has no closing formula."""
    last = next(reversed(list(paragraphs(lines))), ())
    is_short = 0 < len(last) <= 6 and all(len(line.words) < 60 for line in last)
    if not is_short or re.search(r"[.!?;:,]\s*$|^\s*[-*•\d]", last[0].words) or len(last[0].words.split()) > 5:
        return None
    return _name(last[0])


def _closing(lines: Sequence[Line]) -> Said | None:
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        closing = _CLOSING.match(line.words) if len(line.words) < 240 else None
        if closing is None:
            continue
        rest = line.words[closing.end() :].strip(" *_,.-")
        if rest and _NAME.fullmatch(rest) and len(rest.split()) <= 5:
            return Said(rest, line.start + closing.end(), line.end)
        if not rest and (below := next((one for one in lines[at + 1 : at + 6] if one.words.strip(" *_-,")), None)):
            return _name(below)
    return None


def _name(line: Line) -> Said | None:
    words = line.words.strip(" *_\t,-").rstrip()
    if not words or len(words) > 90 or not (_NAME.fullmatch(words.split(",")[0].strip()) or _NAME.match(words)):
        return None
    if re.search(r"https?:|@|[?:]$", words) or len(words.split()) > 9:
        return None
    at = line.words.index(words)
    return Said(words, line.start + at, line.start + at + len(words))


def holder(lines: Sequence[Line], labels: Sequence[tuple[Role | None, Sequence[Line]]]) -> Said | None:
    """For whom somebody speaks, as far as it is said."""
    for role, below in labels:
        named = next((line for line in below if not line.is_blank), None) if role is Role.HOLDER else None
        if (
            named is not None
            and len(named.words.strip()) < 120
            and _is_party(named.words)
            and "http" not in named.words
        ):
            return Said(named.words.strip(" *_-"), named.start, named.end)
    for line in lines:
        for behalf in _BEHALF.finditer(line.words):
            if (named_by := _NAMED.match(line.words, behalf.end())) and _is_party(named_by[1]):
                return Said(named_by[1].strip(), line.start + named_by.start(1), line.start + named_by.end(1))
    return next(
        (
            Said(found[1].strip(), line.start + found.start(1), line.start + found.end(1))
            for line in lines
            if (found := _OWNER_IS.search(line.words[:600])) and _is_party(found[1])
        ),
        None,
    )


def _is_party(words: str) -> bool:
    words = words.strip(" *_-")
    if not words:
        return False
    is_word = words.lower() in _NO_PARTY or words.split()[0].lower().strip(",.") in _NO_PARTY
    return len(words) > 1 and not is_word


_NO_PARTY = frozenset(
    [
        "i",
        "we",
        "you",
        "it",
        "he",
        "she",
        "they",
        "this",
        "that",
        "these",
        "those",
        "the",
        "there",
        "which",
        "who",
        "what",
        "our",
        "my",
        "your",
        "his",
        "her",
        "its",
        "all",
        "any",
        "each",
        "no",
        "not",
        "if",
        "in",
        "on",
        "at",
        "to",
        "of",
        "for",
        "as",
        "and",
        "or",
        "but",
        "please",
        "dear",
        "copyright",
        "dmca",
        "owner",
        "owners",
        "je",
        "nous",
        "vous",
        "il",
        "elle",
        "ils",
        "ce",
        "cette",
        "ces",
        "qui",
        "que",
        "ich",
        "wir",
        "sie",
        "es",
        "yo",
        "nosotros",
        "yes",
        "oui",
        "ja",
        "si",
        "sí",
        "none",
        "github",
        "here",
        "following",
        "content",
        "information",
        "url",
        "repository",
        "code",
        "file",
        "files",
    ]
)


def is_organisation(words: str) -> bool:
    """Whether a name is rather one of a company or a body than of a person."""
    return bool(_LEGAL_FORM.search(words))
