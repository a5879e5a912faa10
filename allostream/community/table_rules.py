"""Several links at once, as people paste or upload them: which lines are links, and what is wrong with the others.

Nothing in a cell is ever computed, and nobody is shown a cell as anything but text. No Django, no clock, no network.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from allostream.lib.names import folded

MOST_PASTED, MOST_ROWS = 100, 500
LARGEST = 512 * 1024  # bytes of a file
LONGEST_CELL = 2000
FORMULA = ("=", "+", "@", "\t", "\r")  # what spreadsheets would compute; a minus begins no address either
# A name is tried from its beginning alone: else a long word without an address would take its length squared.
_ADDRESS = re.compile(
    r"(?:(?:https?|hxxps?)://|www\.)\S+|(?<![\w-])(?<![\w-]\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+", re.IGNORECASE
)

NAMES: Mapping[str, Sequence[str]] = {
    "url": ("url", "address", "link", "adresse", "lien", "href", "uri"),
    "title": ("title", "name", "titre", "nom", "film", "movie", "series", "serie"),
    "year": ("year", "annee"),
    "season": ("season", "saison", "season number"),
    "episode": ("episode", "episode number"),
    "audio": ("audio", "language", "langue", "spoken", "audio language"),
    "subtitles": ("subtitles", "subtitle", "sous-titres", "sous titres", "sub"),
    "note": ("note", "notes", "comment", "remarque", "commentaire"),
}


class Fault(StrEnum):
    """What is wrong with a line or a file."""

    NO_ADDRESS = "no-address"
    FORMULA = "formula"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    TWICE = "twice"
    NO_COLUMN = "no-column"
    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    BAD_NUMBER = "bad-number"
    TORN = "torn"  # a quotation mark that is never closed
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, in which line (0 for the whole), with which words."""

    line: int
    fault: Fault
    given: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A link of a list, with what the list says beside its address."""

    line: int
    address: str
    title: str = ""
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    audio: str = ""
    subtitles: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a list comes to. `encoding`: how its bytes were read; `parted_by`: what stands between its columns."""

    lines: tuple[Line, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    encoding: str = "utf-8"
    parted_by: str = ""
    columns: tuple[str, ...] = field(default=())


def pasted(text: str, most: int = MOST_PASTED) -> Table:
    """The addresses in a text, one or several a line; lines without any are told, empty ones left out."""
    lines: list[Line] = []
    troubles: list[Trouble] = []
    seen: set[str] = set()
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        found = _ADDRESS.findall(row) or ([row.strip()] if "." in row and " " not in row.strip() else [])
        if not found:
            troubles.append(Trouble(number, Fault.NO_ADDRESS, row.strip()[:80]))
        for address in found:
            _take(Line(number, address), lines, troubles, seen, most)
    if not lines and not troubles:
        troubles.append(Trouble(0, Fault.EMPTY))
    return Table(tuple(lines), tuple(troubles))


def _take(one: Line, lines: list[Line], troubles: list[Trouble], seen: set[str], most: int) -> None:
    """Put a link to the others, or say what is wrong with it."""
    if len(one.address) > LONGEST_CELL:
        troubles.append(Trouble(one.line, Fault.TOO_LONG, one.address[:80]))
    elif one.address in seen:
        troubles.append(Trouble(one.line, Fault.TWICE, one.address[:80]))
    elif len(lines) >= most:
        if not any(trouble.fault is Fault.TOO_MANY for trouble in troubles):
            troubles.append(Trouble(one.line, Fault.TOO_MANY, str(most)))
    else:
        seen.add(one.address)
        lines.append(one)


def read_file(data: bytes, most: int = MOST_ROWS) -> Table:
    """The links of a file: of a table with a header, or of plain lines.

    Read are UTF-8 and UTF-16, and what is neither as Windows-1252; columns parted by commas, semicolons or tabs.
    """
    if len(data) > LARGEST:
        return Table(troubles=(Trouble(0, Fault.TOO_LARGE, str(LARGEST // 1024)),))
    text, encoding = _decoded(data)
    if text is None:
        return Table(troubles=(Trouble(0, Fault.NOT_TEXT),))
    if not text.strip():
        return Table(troubles=(Trouble(0, Fault.EMPTY),), encoding=encoding)
    first = next(line for line in text.splitlines() if line.strip())
    parted_by = max((";", "\t", ",", "|"), key=first.count)
    columns = [_column(cell) for cell in _cells(first, parted_by)]
    if "url" not in columns:
        if any(columns):
            return Table(troubles=(Trouble(1, Fault.NO_COLUMN, first[:80]),), encoding=encoding)
        plain = pasted(text, most)
        return Table(plain.lines, plain.troubles, encoding)
    return _read_rows(text, parted_by, columns, encoding, most)


def _decoded(data: bytes) -> tuple[str | None, str]:
    """The text of a file and how it was read; None for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (None, encoding) if "\0" in text else (text, encoding)
    return None, ""


def _cells(line: str, parted_by: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=parted_by), [])
    except csv.Error:  # a cell longer than any header
        return []


def _column(cell: str) -> str:
    """The column that a word of a header names, "" for any other."""
    word = folded(cell.strip().strip("\ufeff").replace("_", " "))
    return next((name for name, words in NAMES.items() if word in words), "")


def _read_rows(text: str, parted_by: str, columns: list[str], encoding: str, most: int) -> Table:
    lines: list[Line] = []
    troubles: list[Trouble] = []
    seen: set[str] = set()
    for number, row in _rows(text, parted_by, troubles):
        told = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        address = told.get("url", "").lstrip("'")  # a sign by which spreadsheets keep a text from being computed
        if not any(told.values()):
            continue
        if fault := _fault(address):
            troubles.append(Trouble(number, fault, address[:80]))
            continue
        numbers = {name: _number(told.get(name, "")) for name in ("year", "season", "episode")}
        wrong = next((name for name, value in numbers.items() if value is None and told.get(name)), "")
        if wrong:
            troubles.append(Trouble(number, Fault.BAD_NUMBER, f"{wrong}: {told[wrong]}"[:80]))
            continue
        words = {name: told.get(name, "")[:300] for name in ("title", "audio", "subtitles", "note")}
        _take(Line(number, address, **words, **numbers), lines, troubles, seen, most)  # type: ignore[arg-type]  # as named
    if not lines and not troubles:
        troubles.append(Trouble(0, Fault.EMPTY))
    return Table(tuple(lines), tuple(troubles), encoding, parted_by, tuple(filter(None, columns)))


def _rows(text: str, parted_by: str, troubles: list[Trouble]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table after its header, each with the line in which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by, strict=True)
    is_header, begins = True, 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            troubles.append(Trouble(begins, Fault.TORN))
            return
        if row and not is_header:
            yield begins, row
        is_header = is_header and not row
        begins = reader.line_num + 1


def _fault(address: str) -> Fault | None:
    if not address:
        return Fault.NO_ADDRESS
    if address.startswith(FORMULA) or address.startswith("-"):
        return Fault.FORMULA
    return None if "." in address else Fault.NO_ADDRESS


def _number(text: str) -> int | None:
    """A number as people write it in tables: `2`, `02`, `2.0`."""
    found = re.fullmatch(r"0*(\d{1,5})(?:[.,]0+)?", text)
    return int(found[1]) if found else None
