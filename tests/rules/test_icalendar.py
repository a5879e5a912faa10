"""Calendars as RFC 5545 writes them."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.icalendar import Event, calendar, folded, text

WORDS = st.text(st.characters(codec="utf-8"))


def read(value: str) -> str:
    """What a reader of calendars makes of a value of type TEXT."""
    plain, rest = "", iter(value)
    for sign in rest:
        following = next(rest) if sign == "\\" else sign
        plain += "\n" if sign == "\\" and following in "nN" else following
    return plain


@given(WORDS)
def test_a_folded_line_is_whole_again_when_it_is_unfolded(words: str) -> None:
    line = text(words)
    assert folded(line).replace("\r\n ", "") == line


@given(WORDS)
def test_no_line_is_wider_than_75_octets(words: str) -> None:
    assert all(len(piece.encode()) <= 75 for piece in folded(text(words)).split("\r\n"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_what_is_escaped_is_read_as_it_was(words: str) -> None:
    assert read(text(words)) == words


@given(WORDS, WORDS)
def test_no_words_can_begin_a_line_of_their_own(summary: str, description: str) -> None:
    event = Event(
        "1@site", date(2027, 1, 1), summary, description, "https://site/w/1", datetime(2026, 1, 1, tzinfo=UTC)
    )
    lines = calendar("Free", "Site", [event], "en").replace("\r\n ", "").split("\r\n")
    assert len(lines) == 19
    assert lines[-1] == ""


def test_a_day_is_written_whole() -> None:
    made = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    event = Event("m@site", date(2027, 1, 1), "M, of 1931; free", "One\nTwo \\", "https://site/movie/m-1931", made)
    assert calendar("Libre", "Site", [event], "fr") == "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:Site", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "NAME;LANGUAGE=fr:Libre", "X-WR-CALNAME:Libre", "BEGIN:VEVENT", "UID:m@site", "DTSTAMP:20261125T123000Z",
        "DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270102", "SUMMARY;LANGUAGE=fr:M\\, of 1931\\; free",
        "DESCRIPTION;LANGUAGE=fr:One\\nTwo \\\\", "URL:https://site/movie/m-1931", "TRANSP:TRANSPARENT", "END:VEVENT",
        "END:VCALENDAR", "",
    ])  # fmt: skip
