"""The rows of a file: CSV with any usual separator, one address a line, or a workbook; one after the other. Pure.

Bytes come in whole (they are kept anyway), rows go out one at a time. Formulas are never computed: a cell of a workbook
has the value that was last computed, and one that begins like a formula in a text file is words.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from python_calamine import CalamineError, CalamineWorkbook

LARGEST = 25 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 8000
LARGEST_UNPACKED = 250 * 1024 * 1024
_SEPARATORS = ",;\t|"
# For all of the process: what is looked at of a file is shorter, and a longer field of it is told as torn.
csv.field_size_limit(4 * 1024 * 1024)


class Fault(StrEnum):
    """Why a file cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    NOT_TEXT = "not-text"
    ARCHIVE = "archive"  # an archive: send what is in it
    BOMB = "bomb"  # unpacks to far more than it has
    PROTECTED = "protected"  # a workbook with a password
    DAMAGED = "damaged"
    TORN = "torn"  # a quotation mark that is never closed


class Unreadable(ValueError):
    """A file that cannot be read. `fault` says why, `detail` where."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        self.fault, self.detail = fault, detail
        super().__init__(f"{fault}: {detail}" if detail else str(fault))


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written: "csv", "txt" or "xlsx"; what parts its columns; how its bytes are text."""

    kind: str
    separator: str = ""
    encoding: str = ""


def form_of(content: bytes, name: str = "") -> Form:
    """How a file is written, by its bytes; its name decides nothing but where bytes leave two ways. Raises
    Unreadable."""
    if not content.strip(b" \t\r\n\x00"):
        raise Unreadable(Fault.EMPTY)
    if len(content) > LARGEST:
        raise Unreadable(Fault.TOO_LARGE, f"{len(content):,} > {LARGEST:,}")
    if content[:4] == b"PK\x03\x04":
        return _zipped(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _old_workbook(content)
    if (
        content[:6] in (b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07")
        or content[:3] in (b"\x1f\x8b\x08", b"BZh")
        or content[:6] == b"\xfd7zXZ\x00"
        or content[257:262] == b"ustar"
    ):
        raise Unreadable(Fault.ARCHIVE)
    encoding = encoding_of(content)
    head = content[:200_000].decode(encoding, errors="replace")
    if "\x00" in head or sum(sign < " " and sign not in "\t\r\n\f" for sign in head) > len(head) // 50:
        raise Unreadable(Fault.NOT_TEXT)
    separator = _separator(head)
    return Form("csv" if separator else "txt", separator, encoding)


def rows(content: bytes, form: Form) -> Iterator[Sequence[str]]:
    """The rows of a file, without empty ones at the end. Raises Unreadable, also after some rows."""
    source = _sheet(content) if form.kind == "xlsx" else _text(content, form)
    for number, row in enumerate(source):
        if number > MOST_ROWS:  # one more, for the heading
            raise Unreadable(Fault.TOO_MANY_ROWS, f"> {MOST_ROWS:,}")
        yield row


def encoding_of(content: bytes) -> str:
    """UTF-16 by its mark or its zeros, UTF-8 where all of it is, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    zeros = content[:2000].count(b"\x00")
    if zeros > len(content[:2000]) // 4:
        return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(head: str) -> str:
    """What parts the columns: the sign that stands equally often in most lines and outside of quotation marks."""
    lines = [line for line in head.splitlines()[:50] if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return ""
    best, score = "", 0.0
    for sign in _SEPARATORS:
        counts = [len(next(csv.reader([line], delimiter=sign), [])) - 1 for line in lines]
        first = counts[0]
        same = sum(count == first for count in counts) / len(counts)
        if first > 0 and same > 0.6 and same * min(first, 30) > score:
            best, score = sign, same * min(first, 30)
    is_address = all(line.lstrip().lower().startswith(("http", "www.", "hxxp")) for line in lines)
    return "" if is_address and best == "," and not any(", " in line or ",http" in line for line in lines) else best


def _text(content: bytes, form: Form) -> Iterator[Sequence[str]]:
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=form.encoding, errors="replace", newline="")
    if form.kind == "txt":
        for line in stream:
            yield [line.strip(" \t\r\n\ufeff\x00")[:LONGEST_CELL]]
        return
    reader = csv.reader(stream, delimiter=form.separator)
    try:
        for row in reader:
            yield [cell.strip(" \t\r\n\ufeff\x00")[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Unreadable(Fault.TORN, str(reader.line_num)) from error


def _zipped(content: bytes) -> Form:
    """A workbook, once it is known to what it unpacks; another archive is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members[:20_000]}
            unpacked = sum(member.file_size for member in members)
            is_locked = any(member.flag_bits & 1 for member in members)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(Fault.DAMAGED) from error
    if unpacked > LARGEST_UNPACKED or len(members) > 20_000:
        raise Unreadable(Fault.BOMB, f"{unpacked:,}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable(Fault.ARCHIVE)
    if is_locked:
        raise Unreadable(Fault.PROTECTED)
    _check_honest(content)
    return Form("xlsx")


def _check_honest(content: bytes) -> None:
    """Unpack without keeping anything, to find an archive that says less than it holds. Raises Unreadable."""
    left = LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                with archive.open(member) as packed:
                    while portion := packed.read(1 << 20):
                        left -= len(portion)
                        if left < 0:
                            raise Unreadable(Fault.BOMB)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(Fault.DAMAGED) from error


def _old_workbook(content: bytes) -> Form:
    # The same bytes begin an old workbook and a new one with a password.
    raise Unreadable(Fault.PROTECTED if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content[:200_000] else Fault.NOT_TEXT)


def _sheet(content: bytes) -> Iterator[Sequence[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if "Visible" in str(sheet.visible)] or book.sheet_names
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * max(1, sheet.total_width) > MOST_ROWS * MOST_COLUMNS:
                raise Unreadable(Fault.TOO_MANY_ROWS, f"{sheet.total_height:,} x {sheet.total_width:,}")
            if sheet.total_height:
                for row in sheet.iter_rows():
                    yield [_words(cell)[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
                return
    except (CalamineError, OSError, ValueError, KeyError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(Fault.DAMAGED, type(error).__name__) from error


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value).replace("\x00", "").strip()
