"""Tables in letters: columns parted by bars, tabs or wide gaps, with what each of them holds. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allostream.rights_desk.reading.letters.lines import Line
from allostream.rights_desk.reading.letters.roles import Role, role_of

_RULE = re.compile(r"[\s|:+=-]+")
_WIDE = re.compile(r"\t+|\s{3,}|\s*;\s+(?=\S)")
_SEEN = re.compile(r"https?://|hxxps?|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column of a row."""

    role: Role | None
    name: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with a heading, the places of its cells in the letter."""

    line: Line
    cells: tuple[Cell, ...]

    def first(self, role: Role) -> Cell | None:
        """The first cell that holds something of a kind."""
        return next((cell for cell in self.cells if cell.role is role and cell.words), None)


def rows(lines: Sequence[Line]) -> Iterator[Row]:
    """The rows of the tables in lines. A table has a heading that tells of a work or an address, and rows with as many
    columns below it, one of them an address."""
    at = 0
    while at < len(lines):
        heading = _columns(lines[at])
        roles = [role_of(cell.words) for cell in heading]
        is_table = (
            len(heading) > 1
            and not _SEEN.search(lines[at].words)
            and {Role.TARGET, Role.WORK, Role.ORIGINAL} & set(roles)
        )
        below = at + 1
        if is_table:
            for below in range(at + 1, len(lines)):  # where the table ends
                line = lines[below]
                if _RULE.fullmatch(line.words):
                    continue
                cells = _columns(line)
                if len(cells) != len(heading) or line.is_blank:
                    break
                yield Row(
                    line,
                    tuple(
                        Cell(role, head.words, cell.words, cell.start, cell.end)
                        for role, head, cell in zip(roles, heading, cells, strict=True)
                    ),
                )
            else:
                below = len(lines)
        at = max(below, at + 1)


def _columns(line: Line) -> list[Cell]:
    words = line.words
    if words.count("|") >= 1 and words.strip(" |"):
        inner = words.strip()
        offset = words.index(inner)
        if inner.startswith("|"):
            inner, offset = inner[1:], offset + 1
        inner = inner.removesuffix("|")
        return list(_cells(line, inner, offset, re.compile(r"(?<!\\)\|")))
    stripped = words.strip()
    if not stripped or not _WIDE.search(stripped):
        return []
    return list(_cells(line, stripped, words.index(stripped), _WIDE))


def _cells(line: Line, words: str, offset: int, parted_by: re.Pattern[str]) -> Iterator[Cell]:
    start = 0
    for gap in [*parted_by.finditer(words), None]:
        end = gap.start() if gap else len(words)
        cell = words[start:end]
        lead = len(cell) - len(cell.lstrip())
        begins = line.start + offset + start + lead
        yield Cell(None, "", cell.strip(" *_`"), begins, begins + len(cell.strip()))
        start = gap.end() if gap else end
