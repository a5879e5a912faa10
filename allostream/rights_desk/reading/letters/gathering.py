"""The addresses of a letter with what each is there for, and the works to which they are bound. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from allostream.lib.names import folded
from allostream.rights_desk.reading.letters import addresses as finding
from allostream.rights_desk.reading.letters import tables, works
from allostream.rights_desk.reading.letters.lines import Line
from allostream.rights_desk.reading.letters.roles import Role, cue_before, role_of
from allostream.rights_desk.reading.letters.sections import Section
from allostream.rights_desk.reading.shape import ClaimedWork, Doubt, Spot, Unsure

MOST_ADDRESSES = 100_000
_HOST = re.compile(r"(?:[a-z_*]{2,6}[\[\]:/\\]*(?://|\\\\)+)?(?:[^\s/@]*@)?([^\s/:?#\\]+)", re.IGNORECASE)


@dataclass
class Found:
    """An address on its way: what it is there for, how sure that is, and of which work it is."""

    address: finding.Address
    role: Role | None
    sure: float
    work: int | None = None
    row: tables.Row | None = None


@dataclass
class Draft:
    """What has been gathered of a letter so far."""

    works: list[ClaimedWork] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    doubts: list[Unsure] = field(default_factory=list)

    def doubt(self, doubt: Doubt, detail: str, start: int, end: int) -> None:
        """Keep a doubt with its place."""
        self.doubts.append(Unsure(doubt, detail[:300], Spot("body", start, end)))


def gather_addresses(
    draft: Draft, parts: Sequence[Section], lines: Sequence[Line], hosts: frozenset[str], sender: str
) -> None:
    """Find every address and say what it is there for."""
    cells = {cell.start: (cell, row) for row in tables.rows(lines) for cell in row.cells}
    of_line = {line.start: part for part in parts for line in part.lines}
    for number, found in enumerate(finding.addresses(lines, hosts)):
        if number >= MOST_ADDRESSES:
            draft.doubt(Doubt.TOO_MUCH, f"> {MOST_ADDRESSES:,}", found.start, found.end)
            break
        line = lines[found.line]
        part = of_line.get(line.start) or _part_at(parts, found.start)
        is_own = host_of(found.written) in hosts
        cell, row = next((cells[at] for at in range(found.start, found.start - 3, -1) if at in cells), (None, None))
        role, sure = _role(lines, found, part, cell, is_own)
        if role is None and sender and _same_domain(found.written, sender):
            role, sure = Role.ORIGINAL, 0.6
        draft.found.append(Found(found, role, sure, row=row))


def _part_at(parts: Sequence[Section], at: int) -> Section | None:
    return next((part for part in reversed(parts) if part.start <= at), None)


def _role(
    lines: Sequence[Line], found: finding.Address, part: Section | None, cell: tables.Cell | None, is_own: bool
) -> tuple[Role | None, float]:
    line = lines[found.line]
    if cell is not None and cell.role in (Role.TARGET, Role.WORK, Role.ORIGINAL, Role.EVIDENCE):
        return (Role.ORIGINAL if cell.role is Role.WORK else cell.role), 0.95
    before = line.words[: max(0, found.start - line.start)]
    in_label = part is not None and part.is_asked and not any(one.start <= found.start <= one.end for one in part.lines)
    if in_label:
        return Role.REFERENCE, 0.9
    near = _near(lines, found.line, before)
    cue = cue_before(near) if near else None
    section = part.role if part is not None else None
    if cue is not None and section is not Role.TARGET:
        return cue, 0.85
    if section is Role.TARGET:
        return (cue if cue in (Role.ORIGINAL, Role.EVIDENCE) and not is_own else Role.TARGET), 0.9
    if is_own and section not in (Role.ORIGINAL, Role.WORK, Role.REFERENCE):
        return Role.TARGET, 0.7
    if section in (Role.WORK, Role.ORIGINAL):
        return Role.ORIGINAL, 0.8
    if section in (Role.EVIDENCE, Role.REFERENCE):
        return section, 0.7
    after = cue_before(line.words[found.end - line.start :][:160])
    if after in (Role.TARGET, Role.ORIGINAL):
        return after, 0.6
    return None, 0.3


def _near(lines: Sequence[Line], number: int, before: str) -> str:
    """The sentence before an address, over the lines of its paragraph; of a list, what introduces the list."""
    words = re.split(r"[.!?](?=\s+[A-ZÀ-Ü“\"(])", before)[-1]
    at = number - 1
    while at >= 0 and not lines[at].is_blank and len(words) < 400:
        if finding.FOUND.search(lines[at].words):
            break
        cut = re.split(r"[.!?](?=\s+[A-ZÀ-Ü“\"(])|[.!?]\s*$", lines[at].words)
        words = f"{cut[-1]} {words}"
        if len(cut) > 1:
            break
        at -= 1
    return finding.FOUND.sub(" ", words)


def host_of(written: str) -> str:
    """The host of an address as it is written, without www."""
    plain = re.sub(r"\[\s*(?:\.|dot)\s*\]|\(\s*(?:\.|dot)\s*\)|\{\.\}", ".", written, flags=re.IGNORECASE)
    found = _HOST.match(plain)
    return found[1].lower().rstrip(".").removeprefix("www.") if found else ""


def _same_domain(written: str, sender: str) -> bool:
    domain = sender.rpartition("@")[2].lower()
    host = host_of(written)
    return bool(domain) and (host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}"))


def gather_works(draft: Draft, parts: Sequence[Section], lines: Sequence[Line], prose: Sequence[Line]) -> None:
    """Find the works, and bind each address to its own where the letter tells. `prose`: the lines that are looked
    through for titles in sentences."""
    found: list[ClaimedWork] = []
    starts = [one.address.start for one in draft.found]
    for start, end, work in _claims(draft, parts, lines, prose):
        found.append(work)
        for one in draft.found[bisect_left(starts, start) : bisect_left(starts, end)]:
            if one.work is None:
                one.work = len(found) - 1
    draft.works, moved = works.merged(found)
    for one in draft.found:
        one.work = moved[one.work] if one.work is not None else None
    _lawful(draft)
    _by_name(draft)


def _claims(
    draft: Draft, parts: Sequence[Section], lines: Sequence[Line], prose: Sequence[Line]
) -> Iterator[tuple[int, int, ClaimedWork]]:
    """The works with the reach of each: from where to where addresses are its own (an empty reach binds none)."""
    yield from _of_tables(draft)
    by_label = list(_of_labels(parts))
    yield from by_label
    yield from _of_lists(draft, lines)
    titled = any(work.title for _start, _end, work in by_label)
    if titled:
        return
    named = [work for work in works.named(prose) if work.spot]
    yield from ((work.spot.start, work.spot.start, work) for work in named if work.spot)
    if named:
        return
    told = [work for part in parts if part.role is Role.WORK and (work := works.told(part))]
    if not told and not by_label and (somehow := works.described(prose)) and somehow.spot:
        draft.doubt(Doubt.UNSURE_WORK, somehow.description[:100], somehow.spot.start, somehow.spot.end)
        told = [somehow]
    yield from ((0, 0, work) for work in told)


def _of_tables(draft: Draft) -> Iterator[tuple[int, int, ClaimedWork]]:
    seen: set[int] = set()
    for one in draft.found:
        row = one.row
        if row is None or row.line.start in seen:
            continue
        seen.add(row.line.start)
        cell = next(
            (cell for cell in row.cells if cell.role is Role.WORK and cell.words and "://" not in cell.words), None
        )
        if cell is not None:
            around = " ".join(f"{each.name} {each.words}" for each in row.cells if "://" not in each.words)
            yield row.line.start, row.line.end + 1, works.work_of(cell.words, around, cell.start, cell.end)


def _of_labels(parts: Sequence[Section]) -> Iterator[tuple[int, int, ClaimedWork]]:
    """What stands behind labels that ask for the work; one title alone reaches to the next such label."""
    asked = [at for at, part in enumerate(parts) if part.role is Role.WORK and part.words]
    for number, at in enumerate(asked):
        part = parts[at]
        listed = list(works.listed(part))
        until = parts[asked[number + 1]].start if number + 1 < len(asked) else 1 << 60
        for work in listed:
            reach = part.start if len(listed) == 1 else 0
            yield reach, (until if len(listed) == 1 else 0), work


def _of_lists(draft: Draft, lines: Sequence[Line]) -> Iterator[tuple[int, int, ClaimedWork]]:
    """Titles with addresses below or behind them, at least two of them: a list of works."""
    claims: list[tuple[int, int, ClaimedWork]] = []
    taken = {one.address.line: one for one in reversed(draft.found) if one.row is None}
    title: Line | None = None
    for number, line in enumerate(lines):
        if number not in taken:
            title = title if line.is_blank else line
            continue
        before = Line(
            line.start, taken[number].address.start, line.words[: taken[number].address.start - line.start], 0
        )
        beside = _beside(before)
        if beside is not None:
            claims.append((line.start, line.end + 1, beside))
        elif title is not None and not title.words.rstrip().endswith((":", "?")) and (work := works.title_of(title)):
            claims.append((title.start, 0, work))
        title = None
    yield from _reaching(claims) if len(claims) > 1 else ()


def _beside(before: Line) -> ClaimedWork | None:
    words = before.words.rstrip(" \t-–—:=>|<([")
    if len(words) < 2 or cue_before(words) is not None or _is_label(words) or not re.search(r"[^\W\d_]{2}", words):
        return None
    return works.title_of(Line(before.start, before.start + len(words), words))


def _is_label(words: str) -> bool:
    return len(words.split()) < 4 and role_of(words) is not None


def _reaching(claims: Sequence[tuple[int, int, ClaimedWork]]) -> Iterator[tuple[int, int, ClaimedWork]]:
    for at, (start, end, work) in enumerate(claims):
        following = claims[at + 1][0] if at + 1 < len(claims) else 1 << 60
        yield start, end or following, work


def _lawful(draft: Draft) -> None:
    """Put the addresses at which a work can lawfully be seen to the work that they are bound to, or to the only one."""
    for one in draft.found:
        at = one.work if one.work is not None else (0 if len(draft.works) == 1 else None)
        if one.role is Role.ORIGINAL and at is not None and len(draft.works[at].lawful_urls) < 20:
            work = draft.works[at]
            draft.works[at] = replace(work, lawful_urls=(*work.lawful_urls, one.address.written))


def _by_name(draft: Draft) -> None:
    """Bind what is still unbound: to the only work, else to the one whose title its address spells out."""
    slugs = sorted(((_slug(work.title), at) for at, work in enumerate(draft.works)), key=lambda pair: -len(pair[0]))
    slugs = [(slug, at) for slug, at in slugs if len(slug) > 3][:200]
    for one in draft.found:
        if one.work is not None:
            continue
        if len(draft.works) == 1:
            one.work = 0
        elif one.role is Role.TARGET:
            spelled = f"-{_slug(one.address.written)}-"
            one.work = next((at for slug, at in slugs if f"-{slug}-" in spelled), None)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(words)).strip("-")
