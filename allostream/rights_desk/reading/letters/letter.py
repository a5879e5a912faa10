"""From a letter to a Reading. Pure.

1.  lines      what the sender wrote is parted from what he quotes or passes on (lines.py)
2.  sections   labels with what stands below them (sections.py, roles.py), tables (tables.py)
3.  addresses  every address, with its role: by its column, its label, the nearest cue in its sentence, its section, its
               host (addresses.py)
4.  works      titles by label, list, table or sentence (works.py); each address is bound to the work before it
5.  statements the sworn ones, by families of words (statements.py)
6.  people     sender, holder, signature (people.py); kind, right, law, language (kinds.py)
7.  doubts     whatever was guessed, with its place: a person looks at it
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from allostream.rights_desk.reading.letters import kinds, parties, phrases, statements
from allostream.rights_desk.reading.letters.gathering import Draft, Found, gather_addresses, gather_works
from allostream.rights_desk.reading.letters.lines import Line, paragraphs, parted
from allostream.rights_desk.reading.letters.roles import Role
from allostream.rights_desk.reading.letters.sections import Section, sections
from allostream.rights_desk.reading.shape import Address, Doubt, Kind, Made, Reading, Spot, Statement, Unsure

LONGEST = 2_000_000  # characters that are read; a person sees the rest
PROSE = 100_000  # characters at each end that are looked through for words
SURE = 0.5
MATTERS = phrases.pattern("letter", "matters")
_TORN_PRINTABLE = re.compile(r"=3D|=\r?\n|=20\r?\n|=C3=A9|=E2=80")
_STAY_DOWN = phrases.pattern("letter", "stay_down")
_ATTACHED = phrases.pattern("letter", "attached")
_REFERENCE = re.compile(
    (
        r"\b(?:our (?:ref(?:erence)?|case|file)|(?:notice|case|ticket|claim|reference"
        r"|infringement)\s*(?:id|no|nr|number|#|ref)|réf(?:érence)?s?\s*(?:dossier)?|n° de dossier"
        r"|aktenzeichen|az\.|unser zeichen|nos? réf\w*|expediente|n/ref|nuestra ref\w*)"
        r"\s*[.:#°]*\s*[:#]?\s*([A-Z0-9][A-Z0-9_./-]{2,60})"
    ),
    re.IGNORECASE,
)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|rép|rv)\s*:", re.IGNORECASE)  # its title is ours, and so is a number in it
_PARTIAL = phrases.pattern("letter", "partial")
_AUTOMATED = phrases.pattern("letter", "automated")
_GROUNDS = phrases.table("letter", "grounds")


def read(text: str, *, title: str = "", sender: str = "", own_hosts: Collection[str] = ()) -> Reading:
    """Read a letter. `title`: the subject line of its mail; `sender`: the address in its From; `own_hosts`: the names
    of our sites, whose addresses are what a notice is about wherever they stand.

    All places count characters of `text`. Never raises: what cannot be understood stands in `doubts`.
    """
    draft = Draft()
    if len(text) > LONGEST:
        draft.doubt(Doubt.TOO_MUCH, f"{len(text):,} > {LONGEST:,}", LONGEST, len(text))
        text = text[:LONGEST]
    hosts = frozenset(host.lower().removeprefix("www.") for host in own_hosts)
    letter = parted(text, MATTERS, hosts)
    lines = letter.said
    if letter.is_passed_on and lines:
        draft.doubt(Doubt.UNSURE_SENDER, "", lines[0].start, lines[0].end)
    parts = list(sections(lines))
    labels = [(part.role, part.lines) for part in parts]
    prose = _prose(lines)
    made = _statements(draft, parts, prose, text)
    stated = {one.statement for one in made}
    said = "\n".join(line.words for line in prose)
    purpose = kinds.purpose(title, said, stated)
    gather_addresses(draft, parts, lines, hosts, sender)
    gather_works(draft, parts, lines, prose)
    if not purpose.is_sure:
        draft.doubt(Doubt.UNSURE_KIND, purpose.kind, 0, 0)
    if _ATTACHED.search(said) and not any(one.role is Role.TARGET for one in draft.found):
        draft.doubts.append(Unsure(Doubt.ATTACHMENT))
    bound = tuple(_bound(draft))
    reference = _REFERENCE.search(said) or (None if _ANSWER.match(title) else _REFERENCE.search(title))
    return Reading(
        reader="letter", kind=purpose.kind, subject=purpose.subject, regimes=kinds.regimes(f"{title}\n{said}"),
        **parties.said_of(draft, prose, labels, sender, said), works=tuple(draft.works), addresses=bound,
        statements=tuple(made), explanation=_explanation(lines), language=kinds.language(said),
        reference=reference[1].rstrip(".") if reference and any(map(str.isdigit, reference[1])) else "",
        grounds=_grounds(said) if purpose.kind in (Kind.COUNTER_NOTICE, Kind.COMPLAINT) else (),
        is_partial=purpose.kind is Kind.RETRACTION and bool(_PARTIAL.search(said)),
        wants_stay_down=bool(_STAY_DOWN.search(said)), automated=True if _AUTOMATED.search(said) else None,
        doubts=tuple(draft.doubts),
    )  # fmt: skip


def _prose(lines: Sequence[Line]) -> tuple[Line, ...]:
    """What is looked through for words: all of a letter of a usual length, of a longer one its beginning and its end,
    between which lists stand. Addresses are looked for everywhere."""
    if not lines or lines[-1].end - lines[0].start <= 2 * PROSE:
        return tuple(lines)
    first, last = lines[0].start + PROSE, lines[-1].end - PROSE
    return tuple(_cut(line) for line in lines if line.start < first or line.end > last)


def _cut(line: Line) -> Line:
    return Line(line.start, min(line.end, line.start + PROSE), line.words[:PROSE], line.depth)


def _statements(draft: Draft, parts: Sequence[Section], lines: Sequence[Line], text: str) -> list[Made]:
    """The statements that are made, each once, where it is surest; and a doubt for what is only cited or denied."""
    best: dict[Statement, statements.Stated] = {}
    taken_back = [
        (part.start, part.lines[0].start)
        for part in parts
        if part.is_asked and part.lines and statements.answered_no(part.words)
    ]
    for paragraph in paragraphs(lines):
        for one in statements.stated(paragraph):
            denied = any(start <= one.start < end for start, end in taken_back)
            one = replace(one, certainty=0.1) if denied else one
            if one.what not in best or one.certainty > best[one.what].certainty:
                best[one.what] = one
    for one in best.values():
        if one.certainty < SURE:
            draft.doubt(Doubt.CONTRADICTION, one.what, one.start, one.end)
    return [
        Made(one.what, text[one.start : one.end + 1].strip()[:1000], Spot("body", one.start, one.end))
        for one in best.values()
        if one.certainty >= SURE
    ]


def _bound(draft: Draft) -> Iterator[Address]:
    """The addresses that the letter is about, each once, with a doubt for whatever is unsure of it."""
    lawful = {one.address.written for one in draft.found if one.role is Role.ORIGINAL}
    wanted = [one for one in draft.found if one.role is Role.TARGET]
    if not wanted:
        wanted = _guessed(draft)
    unbound = 0
    seen: set[str] = set()
    for one in wanted:
        address = one.address
        if address.written in seen:
            continue
        seen.add(address.written)
        for doubt, detail in _doubts(one, lawful):
            draft.doubt(doubt, detail, address.start, address.end)
        unbound += one.work is None and bool(draft.works)
        evidence = one.row.first(Role.EVIDENCE) if one.row else None
        yield Address(
            address.written,
            one.work,
            note=address.other and f"≠ {address.other}",
            evidence=evidence.words if evidence else "",
            row={cell.name: cell.words for cell in one.row.cells} if one.row else {},
            spot=Spot("body", address.start, address.end),
        )
    if unbound:
        first = next(one.address for one in wanted if one.work is None)
        draft.doubt(Doubt.UNBOUND_ADDRESS, str(unbound), first.start, first.end)


def _guessed(draft: Draft) -> list[Found]:
    """Where no address is said to infringe, those of which nothing else is said; failing these, those given as the
    work: a form's wrong box."""
    unknown = [one for one in draft.found if one.role is None]
    return unknown or [one for one in draft.found if one.role is Role.ORIGINAL]


def _doubts(one: Found, lawful: Collection[str]) -> Iterator[tuple[Doubt, str]]:
    address = one.address
    if one.role is not Role.TARGET or one.sure < SURE:
        yield Doubt.UNSURE_ADDRESS, address.written
    if address.is_shortened:
        yield Doubt.SHORTENED_ADDRESS, address.written
    elif address.other:
        yield Doubt.UNSURE_ADDRESS, address.other
    if address.written.endswith("*"):
        yield Doubt.WILDCARD, address.written
    if one.role is Role.TARGET and address.written in lawful:
        yield Doubt.SAME_AS_WORK, address.written


def _grounds(said: str) -> tuple[str, ...]:
    return tuple(ground for ground, words in _GROUNDS.items() if words.search(said))


def _explanation(lines: Sequence[Line]) -> str:
    return "\n".join(line.words for line in lines).strip()[:20_000]
