"""Lists of addresses in files: first looked at, with the columns guessed; then read, one Reading for all rows.

looked_at(content) ─► the columns are shown, and may be put right ─► read(content, columns) ─► Reading
results(reading, outcomes) ─► the same rows with what became of each, as CSV
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from allostream.rights_desk.reading.bulk.cells import LARGEST, Fault, Form, Unreadable, encoding_of, form_of, rows
from allostream.rights_desk.reading.bulk.columns import SAMPLE, Column, guessed, has_address, is_address, is_heading
from allostream.rights_desk.reading.shape import Address, ClaimedWork, Doubt, Reading, Spot, Unsure

__all__ = [
    "LARGEST", "Column", "Fault", "Form", "Look", "Outcome", "Unreadable", "encoding_of", "form_of", "harmless",
    "has_address", "line", "looked_at", "put_right", "read", "results",
]  # fmt: skip

MOST_DOUBTS = 200
RESULT_COLUMNS = ("item_id", "status", "matched_links", "decision", "reason", "decided_at")
# The last four are wide forms of the first four, which some spreadsheets take for them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ID = re.compile(r"(?:(imdb|eidr|isan|wikidata|tmdb)\s*:\s*)?(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """A file before it is read: how it is written, its columns as guessed, and some rows to show."""

    form: Form
    columns: Mapping[int, Column]
    has_heading: bool
    heading: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    is_lists: bool = False  # one address a line, works after “#”


class Row(Mapping[str, str]):
    """The cells of a row by the names of their columns; the names are shared by all rows."""

    __slots__ = ("_cells", "_places")

    def __init__(self, places: Mapping[str, int], cells: Sequence[str]) -> None:
        self._places, self._cells = places, tuple(cells)

    def __getitem__(self, name: str) -> str:
        at = self._places[name]
        return self._cells[at] if at < len(self._cells) else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row, in words for a file."""

    item_id: str = ""
    status: str = ""
    matched_links: int = 0
    decision: str = ""
    reason: str = ""
    decided_at: str = ""


@dataclass
class _Draft:
    works: list[ClaimedWork] = field(default_factory=list)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    doubts: list[Unsure] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)

    def doubt(self, doubt: Doubt, detail: str, number: int) -> None:
        if len(self.doubts) < MOST_DOUBTS:
            self.doubts.append(Unsure(doubt, detail[:300], Spot(f"row {number}")))


def looked_at(content: bytes, name: str = "") -> Look:
    """Look at a file. Raises Unreadable."""
    form = form_of(content, name)
    sample: list[Sequence[str]] = []
    for row in rows(content, form):
        if any(row):
            sample.append(row)
        if len(sample) > SAMPLE:
            break
    if form.kind == "txt" and sample and is_heading(sample[0][0]):
        return Look(form, {0: Column.INFRINGING}, True, (sample[0][0],), tuple(tuple(row) for row in sample[1:11]))
    if form.kind == "txt":
        return Look(form, {0: Column.INFRINGING}, False, (), tuple(tuple(row) for row in sample[:10]), is_lists=True)
    columns, has_heading = guessed(sample)
    shown = sample[1:11] if has_heading else sample[:10]
    return Look(form, columns, has_heading, tuple(sample[0]) if has_heading else (), tuple(tuple(row) for row in shown))


def put_right(look: Look, *, has_heading: bool) -> Look:
    """A look with what somebody says of its first row: whether that is a heading, or a row like the others."""
    if look.is_lists or has_heading == look.has_heading or not (look.heading or look.sample):
        return look
    if not has_heading:
        return replace(look, has_heading=False, heading=(), sample=(look.heading, *look.sample))
    return replace(look, has_heading=True, heading=look.sample[0], sample=look.sample[1:])


def read(
    content: bytes, look: Look, *, columns: Mapping[int, Column] | None = None, work: ClaimedWork | None = None
) -> Reading:
    """Read a file as it was looked at, with its columns put right where somebody did. `work`: the one work of rows that
    name none. Rows without an address stand in doubts with their number. Raises Unreadable."""
    draft = _Draft()
    if work is not None:
        draft.works.append(work)
    if look.is_lists:
        _read_lists(content, look.form, draft)
    else:
        _read_table(content, look, dict(look.columns if columns is None else columns), draft)
    return Reading(
        reader=look.form.kind, works=tuple(draft.works), addresses=tuple(draft.addresses), doubts=tuple(draft.doubts),
        reference=next(iter(draft.cases)) if len(draft.cases) == 1 else "",
        columns=("line",) if look.is_lists else tuple(_names(look)),
    )  # fmt: skip


def _read_lists(content: bytes, form: Form, draft: _Draft) -> None:
    """One address a line; lines after “#” tell of the work of those that follow: its description, then where it can
    lawfully be seen."""
    told: list[str] = []
    work: int | None = 0 if draft.works else None
    for number, row in enumerate(rows(content, form), 1):
        line = row[0]
        if line.startswith("#"):
            told.append(line.lstrip("# ").strip())
            continue
        if told:
            work, told = _told(draft, told, number), []
        if not line:
            continue
        if not is_address(line):
            draft.doubt(Doubt.UNSURE_ADDRESS, line, number)
            continue
        for text in line.split() if line.count("://") > 1 else [line]:
            draft.addresses.append(Address(text.strip(",;"), work, row={"line": line}, spot=Spot(f"row {number}")))


def _told(draft: _Draft, told: Sequence[str], number: int) -> int:
    words = " ".join(one for one in told if not is_address(one))
    lawful = tuple(one for one in told if is_address(one))
    short = words if len(words) <= 120 else ""
    return _placed(
        draft, ClaimedWork(title=short, description=words[:2000], lawful_urls=lawful[:20], spot=Spot(f"row {number}"))
    )


def _read_table(content: bytes, look: Look, columns: dict[int, Column], draft: _Draft) -> None:
    at = {column: place for place, column in columns.items()}
    names = _names(look)
    is_heading = look.has_heading
    for number, cells in enumerate(rows(content, look.form), 1):
        if not any(cells):
            continue
        if is_heading:
            is_heading = False
            continue
        said = {column: cells[place] for column, place in at.items() if place < len(cells) and cells[place]}
        infringing, target = said.get(Column.INFRINGING, ""), said.get(Column.TARGET, "")
        if not (infringing or target):
            draft.doubt(Doubt.UNSURE_ADDRESS, ", ".join(cells)[:300], number)
            continue
        if reference := said.get(Column.CASE):
            draft.cases.add(reference[:200])
        draft.addresses.append(
            Address(
                infringing or target,
                _work(draft, said, number),
                target=target if infringing else "",
                note=said.get(Column.NOTE, ""),
                territories=_territories(said.get(Column.TERRITORY, "")),
                seen_at=_moment(said.get(Column.SEEN, "")),
                evidence=said.get(Column.EVIDENCE, ""),
                row=Row(names, cells),
                spot=Spot(f"row {number}"),
            )
        )


def _names(look: Look) -> dict[str, int]:
    """A name for each column, each once: of its heading, else what it holds, else its number."""
    names: dict[str, int] = {}
    width = max((len(row) for row in (look.heading, *look.sample)), default=0)
    for at in range(width):
        name = (
            look.heading[at]
            if at < len(look.heading) and look.heading[at]
            else str(look.columns.get(at, f"column {at + 1}"))
        )
        while name in names:
            name += "'"
        names[name] = at
    return names


def _work(draft: _Draft, said: Mapping[Column, str], number: int) -> int | None:
    title, ids = said.get(Column.TITLE, ""), _ids(said.get(Column.ID, ""))
    if not (title or ids):
        return 0 if draft.works and not draft.places else None
    work = ClaimedWork(
        title=title[:300], kind=said.get(Column.KIND, "")[:60], year=_number(said.get(Column.YEAR, ""), 1850, 2100),
        season=_number(said.get(Column.SEASON, ""), 0, 999), episode=_number(said.get(Column.EPISODE, ""), 0, 99_999),
        owner=said.get(Column.OWNER, "")[:300], ids=ids,
        lawful_urls=(said[Column.LAWFUL],) if Column.LAWFUL in said else (), spot=Spot(f"row {number}"),
    )  # fmt: skip
    return _placed(draft, work)


def _placed(draft: _Draft, work: ClaimedWork) -> int:
    key = (
        work.title.casefold(),
        str(work.year),
        str(work.season),
        str(work.episode),
        *sorted(work.ids.values()),
        "" if work.title else work.description,
    )
    if key not in draft.places:
        draft.places[key] = len(draft.works)
        draft.works.append(work)
    return draft.places[key]


def _ids(words: str) -> dict[str, str]:
    found = _ID.fullmatch(words.strip())
    if found is None:
        return {}
    value = found[2].strip()
    patterns = {"imdb": r"tt\d{7,9}", "wikidata": r"Q\d+", "eidr": r"10\.5240/\S+"}
    scheme = (found[1] or next((name for name, form in patterns.items() if re.fullmatch(form, value)), "")).lower()
    return {scheme: value[:100]} if scheme else {}


def _number(words: str, least: int, most: int) -> int | None:
    found = re.search(r"\d{1,5}", words)
    return int(found[0]) if found and least <= int(found[0]) <= most else None


def _territories(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.upper() for code in re.findall(r"\b[A-Za-z]{2}\b", words)))[:300]


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words.strip().replace("Z", "+00:00")) if words else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def results(
    rows_of: Iterator[tuple[Mapping[str, str], Outcome]], *, separator: str = ",", columns: Sequence[str] = ()
) -> Iterator[str]:
    """The rows that were sent with what became of each, as lines of CSV; no cell begins as a formula does. `columns`:
    their names in the order of the file, without which those of the first row count."""
    names = list(columns)
    is_first = True
    for row, outcome in rows_of:
        if is_first:
            names, is_first = names or list(row), False
            yield line([*names, *RESULT_COLUMNS], separator)
        told = (
            outcome.item_id, outcome.status, str(outcome.matched_links), outcome.decision, outcome.reason,
            outcome.decided_at,
        )  # fmt: skip
        yield line([*(row.get(name, "") for name in names), *told], separator)


class _Line:
    """What a csv writer writes to, so that `writerow` gives the line back."""

    @staticmethod
    def write(text: str) -> str:
        return text


def line(cells: Sequence[str], separator: str = ",") -> str:
    """A line of CSV, with its end; no cell begins as a formula does."""
    writer = csv.writer(_Line(), delimiter=separator, lineterminator="\r\n")
    return str(writer.writerow([harmless(cell) for cell in cells]))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
