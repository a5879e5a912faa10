"""What a letter is, how its text becomes HTML, and what its head says. No Django, no clock, no network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from html import escape
from typing import Protocol


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter, named as its template `letters/<name>.txt`: the first line is the subject, the rest the text.

    `is_optional`: people may ask not to get it, and its head says how. What the law or the safety of an account asks
    for is never optional. `is_urgent`: somebody sits before a form and waits for it. `good_for`: how long it is of any
    use, such as one with a code; later it is not sent at all.
    """

    name: str
    is_optional: bool = False
    is_urgent: bool = False
    good_for: timedelta = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The site in whose name a letter goes out: its name, its origin without a slash at the end, whom to answer."""

    name: str
    origin: str
    contact: str = ""


class Recipient(Protocol):
    """Somebody with an account, as far as a letter must know them."""

    pk: int
    email: str
    language: str
    wants_letters: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in the words of its reader."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A document in XML that goes with a letter, for the reader's programs: the name of its file, and its text."""

    name: str
    xml: str


BLANK_LINES = re.compile(r"\n\s*\n")
ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
STYLE = "font-family:Georgia,serif;font-size:17px;line-height:1.5;max-width:36em;margin:0 auto;padding:24px"


def is_address(text: str) -> bool:
    """Whether something may stand in the head of a letter as an address: one @, no space, nothing that parts names."""
    return len(text) <= 254 and bool(ADDRESS.fullmatch(text))


def parted(rendered: str) -> Written:
    """A rendered template as subject and text; paragraphs stay parted by one empty line."""
    first, _newline, rest = rendered.strip().partition("\n")
    paragraphs = (part.strip() for part in BLANK_LINES.split(rest))
    return Written(" ".join(first.split()), "\n\n".join(part for part in paragraphs if part) + "\n")


def html_of(written: Written, language: str, origin: str) -> str:
    """The same letter as plain HTML: paragraphs, lists, addresses of this site as links; no picture, no foreign thing.

    Only a line that is one address of the site itself becomes a link: what a stranger wrote never does.
    """
    body = "\n".join(_block(part, origin) for part in written.text.strip().split("\n\n"))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(written.subject)}</title></head>\n'
        f'<body style="{STYLE}">\n{body}\n</body></html>\n'
    )


def _block(paragraph: str, origin: str) -> str:
    lines = paragraph.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>\n".join(_lines(lines, origin)) + "</p>"


def _lines(lines: list[str], origin: str) -> Iterator[str]:
    for line in lines:
        is_own = line == origin or (line.startswith(f"{origin}/") and not re.search(r"[\s\"'<>]", line))
        yield f'<a href="{escape(line)}">{escape(line)}</a>' if is_own else escape(line)
