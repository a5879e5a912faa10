"""The works of a letter: titles between quotation marks, behind labels, in lists; years and identifiers. Pure."""

import re
from collections.abc import Iterator, Sequence

from allostream.rights_desk.reading.letters import phrases
from allostream.rights_desk.reading.letters.lines import Line, paragraphs
from allostream.rights_desk.reading.letters.sections import Section
from allostream.rights_desk.reading.letters.statements import sentences
from allostream.rights_desk.reading.shape import ClaimedWork, Spot

QUOTED = re.compile(
    r"“([^“”\n]{1,120})”|«\s*([^«»\n]{1,120}?)\s*»|„([^„“\n]{1,120})[“”]|(?<![\w=])\"([^\"\n]{1,120})\"(?!\w)|(?<![\w*])[*_]([^*_\n]{2,100})[*_](?![\w*])"
)
_YEAR = re.compile(r"[(\[]\s*((?:18|19|20)\d\d)(?:\s*[-–]\s*(?:\d{4}|present)?)?\s*[)\]]")
_IDS = (
    ("imdb", re.compile(r"\btt\d{7,9}\b")),
    ("eidr", re.compile(r"\b10\.5240/[0-9A-F]{4}(?:-[0-9A-F]{4}){4}-[0-9A-Z]\b", re.IGNORECASE)),
    (
        "isan",
        re.compile(
            r"\b(?:ISAN[:\s-]*)([0-9A-F]{4}(?:-[0-9A-F]{4}){3}(?:-[0-9A-Z](?:-[0-9A-F]{4}){2}-[0-9A-Z])?)",
            re.IGNORECASE,
        ),
    ),
    ("wikidata", re.compile(r"wikidata[^\n]{0,30}?\b(Q[1-9]\d{0,9})\b", re.IGNORECASE)),
)
_EPISODE = phrases.pattern("works", "episode")
# What makes words in quotation marks, or with capitals, a title: the word for a work before or behind.
_KIND_WORDS = (
    r"(?:motion pictures?|films?|movies?|feature films?|tv (?:series|shows?)|television (?:series"
    r"|shows?|programs?|programmes?)|series|shows?|episodes?|documentar(?:y|ies)|titles?|works?"
    r"|books?|songs?|albums?|games?|software|programs?|programmes?|apps?|applications?|plugins?"
    r"|themes?|courses?|fonts?|œuvres?|oeuvres?|longs?[- ]métrages?|courts?[- ]métrages?|téléfilms?"
    r"|séries?|documentaires?|titres?|spielfilm\w*|filme?|serien?|fernsehserien?|werke?|películas?"
    r"|obras?|libros?)"
)
_NAMED = phrases.pattern("works", "named")
_FILM_WORDS = (
    r"(?:motion pictures?|films?|movies?|tv (?:series|shows?)|television (?:series|shows?)"
    r"|documentar(?:y|ies)|longs?[- ]métrages?|courts?[- ]métrages?|téléfilms?|séries?|series"
    r"|documentaires?|spielfilm|películas?|novel|roman)"
)
_NAMED_PLAIN = re.compile(
    _FILM_WORDS
    + (
        r",?\s+(?:called |named |entitled |titled |intitulée?s? |known as "
        r"|titulad[oa] )?((?-i:[A-ZÀ-Ý0-9])[\w'’&:!-]*(?:\s+(?:(?:of|the|and|in|a|to|de|du|des|la|le|les"
        r"|et|à|der|die|das|und|del|los|el|y)\s+)?(?-i:[A-ZÀ-Ý0-9])[\w'’&:!-]*){0,9})"
    ),
    re.IGNORECASE,
)
_KINDS = phrases.table("works", "kinds")
_BULLET = re.compile(r"\s*(?:[-*•·–—]|\(?[0-9]{1,4}[.)\]:]|[a-z][.)])\s+", re.IGNORECASE)
_NO_TITLE = phrases.pattern("works", "no_title")
_NO_NAME = frozenset(
    ["It", "This", "These", "That", "They", "GmbH", "DMCA", "URLs", "Please", "Copyright", "Content", "Your", "There"]
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|can|may|would|should|est|sont|peut|ist|sind|es|son|provided|contacted|belongs)\b",
    re.IGNORECASE,
)
_ASIDE = phrases.pattern("works", "aside")
_OWNED, _SWORN = phrases.pattern("works", "owned"), phrases.pattern("works", "sworn")
_LONGEST_TITLE, _LONGEST_TOLD = 120, 2000
MOST = 2000


def ids_of(words: str) -> dict[str, str]:
    """What catalogues call a work, as far as its words tell."""
    found = ((scheme, pattern.search(words)) for scheme, pattern in _IDS)
    return {scheme: (match[1] if match.re.groups else match[0]) for scheme, match in found if match}


def kind_of(words: str) -> str:
    """Film, series, episode, music… by the words around a title; "" where they do not tell."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "")


def work_of(title: str, around: str, start: int, end: int) -> ClaimedWork:
    """A work by its title and the words that it stands in."""
    year = _YEAR.search(title) or _YEAR.search(around)
    bare = _YEAR.sub("", title).strip(" \t,;:–—-*_") if year else title.strip(" \t,;:–—*_")
    number = _EPISODE.search(around)
    season = int(number[1] or number[3]) if number else None
    episode = int(number[2] or number[4]) if number and (number[2] or number[4]) else None
    return ClaimedWork(
        title=bare.strip("“”«»\"'’‘ ")[:300],
        kind=kind_of(around),
        year=int(year[1]) if year else None,
        season=season,
        episode=episode,
        ids=ids_of(around),
        spot=Spot("body", start, end),
    )


def listed(section: Section) -> Iterator[ClaimedWork]:
    """The works below a label that asks for them: quoted titles, else the lines of a list, else the one line."""
    kept = [line for line in section.lines if not line.is_blank]
    short = [line for line in kept if _is_title(line)]
    quoted = [found for line in kept for found in _quoted(line)]
    if short and len(short) == len(kept):
        for line in short[:MOST]:
            yield _of_line(line, section.label)
    elif quoted:
        for line, found, title in _quoted_with_lines(kept):
            yield work_of(title, f"{section.label} {line.words}", line.start + found.start(), line.start + found.end())
    else:
        bulleted = [line for line in short if _BULLET.match(line.words)]
        for line in bulleted or short[:1]:
            yield _of_line(line, section.label)


def named(lines: Sequence[Line]) -> Iterator[ClaimedWork]:
    """The works that running text names: “the film “Un film””, “the series Friends”."""
    for line in lines:
        for cue in _NAMED.finditer(line.words):
            if found := QUOTED.match(line.words, cue.end()):
                yield work_of(
                    _inner(found),
                    line.words[max(0, cue.start() - 80) : found.end() + 60],
                    line.start + found.start(),
                    line.start + found.end(),
                )
        for plain in _NAMED_PLAIN.finditer(line.words):
            if len(plain[1]) > 3 and plain[1] not in _NO_NAME:
                yield work_of(
                    plain[1],
                    line.words[max(0, plain.start() - 40) : plain.end() + 40],
                    line.start + plain.start(1),
                    line.start + plain.end(1),
                )


def title_of(line: Line) -> ClaimedWork | None:
    """A line that is the title of what follows, as in a list of works with the addresses of each below it."""
    return _of_line(line, "") if _is_title(line) else None


def told(section: Section) -> ClaimedWork | None:
    """A work that is described and not named."""
    words = section.words
    if not words:
        return None
    return ClaimedWork(
        description=words[:_LONGEST_TOLD],
        kind=kind_of(words[:400]),
        ids=ids_of(words),
        spot=Spot("body", section.lines[0].start, section.lines[-1].end),
    )


def described(lines: Sequence[Line]) -> ClaimedWork | None:
    """The sentence that tells of a work without a label or a title: the first that speaks of what is somebody's own."""
    for paragraph in paragraphs(lines):
        for sentence in sentences(paragraph):
            is_sworn = _SWORN.search(sentence.words)
            if _OWNED.search(sentence.words) and not is_sworn and len(sentence.words.split()) > 4:
                return ClaimedWork(
                    description=sentence.words.strip()[:_LONGEST_TOLD], kind=kind_of(sentence.words),
                    ids=ids_of(sentence.words), spot=Spot("body", sentence.start, sentence.end),
                )  # fmt: skip
    return None


def merged(works: Sequence[ClaimedWork]) -> tuple[list[ClaimedWork], dict[int, int]]:
    """Works without those named twice, and where each went."""
    kept: list[ClaimedWork] = []
    places: dict[str, int] = {}
    moved: dict[int, int] = {}
    for at, work in enumerate(works):
        key = f"{work.title.casefold()}\n{work.season}\n{work.episode}" if work.title else f"\0{work.description[:200]}"
        if key not in places:
            places[key] = len(kept)
            kept.append(work)
        moved[at] = places[key]
    return kept, moved


def _of_line(line: Line, label: str) -> ClaimedWork:
    words = line.words
    bullet = _BULLET.match(words)
    skipped = bullet.end() if bullet else len(words) - len(words.lstrip())
    quoted = QUOTED.search(words)
    if quoted:
        return work_of(_inner(quoted), f"{label} {words}", line.start + quoted.start(), line.start + quoted.end())
    return work_of(words[skipped:].rstrip(" .,;:"), f"{label} {words}", line.start + skipped, line.end)


def _is_title(line: Line) -> bool:
    words = _BULLET.sub("", line.words, count=1).strip(" *_")
    if not 1 < len(words) <= _LONGEST_TITLE or _NO_TITLE.search(words) or len(words.split()) > 16:
        return False
    if (
        _ASIDE.fullmatch(words)
        or words.endswith((":", "：", "?"))
        or (_SENTENCE.search(words) and len(words.split()) > 6)
    ):
        return False
    ends_sentence = words.endswith((".", "!")) and len(words.split()) > 7
    return not ends_sentence and words[0].isalnum() | (words[0] in "“«\"'¡¿[") and bool(re.search(r"[^\W_]", words))


def _quoted(line: Line) -> Iterator[re.Match[str]]:
    return (
        found for found in QUOTED.finditer(line.words) if not _NO_TITLE.search(_inner(found)) and len(_inner(found)) > 1
    )


def _quoted_with_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, re.Match[str], str]]:
    for line in lines:
        for found in _quoted(line):
            yield line, found, _inner(found)


def _inner(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)
