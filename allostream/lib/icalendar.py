"""Calendars in iCalendar (RFC 5545), for whole days. Pure; times are parameters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WIDEST = 75  # octets of a line, without its end (RFC 5545, section 3.1)
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
# Of control characters a text may hold the tab alone (section 3.1, CONTROL).
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day; `uid` is the same for ever, `changed_at` is in UTC."""

    uid: str
    on: date
    summary: str
    description: str
    address: str
    changed_at: datetime


def calendar(name: str, producer: str, events: Sequence[Event], language: str) -> str:
    """The events as one document, with the line ends and the folding of the format."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{text(producer)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{text(name)}",  # RFC 7986, section 5.1; the next is what older programs read
        f"X-WR-CALNAME:{text(name)}",
        *(line for event in events for line in _event(event, language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event, language: str) -> Iterator[str]:
    """Section 3.6.1; a whole day ends where the next begins, and leaves people free (TRANSP)."""
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{event.changed_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.on)}"
    if event.on < date.max:
        yield f"DTEND;VALUE=DATE:{_day(event.on + timedelta(days=1))}"
    yield f"SUMMARY;LANGUAGE={language}:{text(event.summary)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{text(event.description)}"
    yield f"URL:{event.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(on: date) -> str:
    return on.isoformat().replace("-", "")  # strftime writes years before 1000 with fewer digits


def text(words: str) -> str:
    """Words as a value of type TEXT (section 3.3.11)."""
    plain = CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(ESCAPED.get(sign, sign) for sign in plain)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none of which ends within a character (section 3.1)."""
    pieces, piece, width = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if width + size > WIDEST:
            pieces.append(piece)
            piece, width = " ", 1
        piece, width = piece + sign, width + size
    return "\r\n".join([*pieces, piece])
