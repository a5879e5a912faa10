"""A letter as labels with what stands below them, and the role that this gives to what is found there. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allostream.rights_desk.reading.letters.lines import Line
from allostream.rights_desk.reading.letters.roles import Role, cue_before, role_of

_BOLD = re.compile(r"\s*(?:\*\*|__)(.+?)(?:\*\*|__)[ \t:]*(.*)", re.DOTALL)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.+?)\s*#*\s*")
_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*")
_NUMBER = re.compile(r"\s*(?:\(?(?:[0-9]{1,3}|[a-z]|[ivx]{1,4})[.)]|[-*•–])\s+", re.IGNORECASE)
# "Label: value"; the colon of a scheme or of a time is none.
_SHORT_LABEL = re.compile(
    r"\s*(?:[-*•]\s+)?[*_]{0,2}([^\W\d_][^:：\n]{1,70}?)[*_]{0,2}\s*(?::(?!//|\d)|：)[*_]{0,2}\s*(.*)"
)
_ANNOUNCING = re.compile(r".{3,400}[:：?][*_\s]*", re.DOTALL)
_MOST_WORDS, _SHORT_ENOUGH = 9, 100


@dataclass(frozen=True, slots=True)
class Section:
    """A label with the lines below it. `role` is None before the first label, and below one that tells nothing."""

    label: str
    role: Role | None
    lines: tuple[Line, ...]
    start: int = 0
    is_asked: bool = False  # a form's question or a printed heading, not a sentence of the letter

    @property
    def words(self) -> str:
        return "\n".join(line.words for line in self.lines).strip()


def sections(lines: Sequence[Line]) -> Iterator[Section]:
    """The sections of a letter, in order. Every line is in one of them, a label's own words excepted."""
    label, role, start, asked = "", None, lines[0].start if lines else 0, False
    below: list[Line] = []
    for line in _merged(lines):
        found = _label(line)
        if found is None:
            below.append(line)
            continue
        yield Section(label, role, tuple(below), start, asked)
        label, rest, asked = found
        role, start = (role_of(label) if asked else _announced(label)), line.start
        below = [rest] if rest is not None else []
    yield Section(label, role, tuple(below), start, asked)


def _merged(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines, with a heading in bold type that was broken joined into one."""
    open_line: Line | None = None
    for line in lines:
        if open_line is not None:
            open_line = Line(open_line.start, line.end, f"{open_line.words} {line.words}", line.depth)
            if "**" in line.words or len(open_line.words) > 600 or line.is_blank:
                yield open_line
                open_line = None
        elif line.words.lstrip().startswith("**") and line.words.count("**") == 1 and len(line.words.strip()) > 4:
            open_line = line
        else:
            yield line
    if open_line is not None:
        yield open_line


def _label(line: Line) -> tuple[str, Line | None, bool] | None:
    """A line as label, what of it stands behind the label, and whether it is set as a heading."""
    words = line.words
    if line.is_blank or len(words) > 900 or _UNDERLINE.fullmatch(words):
        return None
    bold = _BOLD.fullmatch(words)
    if bold and len(bold[1]) > 2:
        return bold[1].strip(), _rest(line, bold[2]), True
    heading = _HEADING.fullmatch(words)
    if heading:
        return heading[1], None, True
    short = _SHORT_LABEL.fullmatch(words)
    if short and len(short[1].split()) <= _MOST_WORDS and role_of(short[1]) is not None:
        return short[1].strip(), _rest(line, short[2]), False
    announced = _NUMBER.sub("", words, count=1)
    if "://" not in words and _ANNOUNCING.fullmatch(announced) and _announced(announced) is not None:
        return announced.strip(), None, announced.rstrip(" *_").endswith("?")
    return None


def _announced(label: str) -> Role | None:
    """What a label announces: a short one by its words, a sentence by the cue that is nearest to what follows."""
    if len(label) <= _SHORT_ENOUGH:
        return role_of(label)
    return cue_before(label[-400:]) or role_of(label[-_SHORT_ENOUGH:])


def _rest(line: Line, rest: str) -> Line | None:
    if not rest.strip():
        return None
    at = line.words.rindex(rest)
    return Line(line.start + at, line.end, rest, line.depth)
