"""What names of copies may mean, how lists of links are read, and how long something waits."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.community.bringing_rules import expected_wait
from allostream.community.guess_rules import Field, Text, readings_of
from allostream.community.table_rules import Fault, pasted, read_file

YEAR = 2026


@pytest.mark.parametrize(
    ("text", "field", "name", "year", "season", "episode"),
    [
        ("Nosferatu (1922)", Field.TITLE, "Nosferatu", 1922, None, None),
        ("TheScarletPimpernel_201410", Field.ITEM, "The Scarlet Pimpernel", None, None, None),
        ("MabelsNewHero1913", Field.ITEM, "Mabels New Hero", 1913, None, None),
        ("high-sierra-1941_202108", Field.ITEM, "high sierra", 1941, None, None),
        ('Charlie Chaplin\'s "The Cure"', Field.TITLE, "The Cure", None, None, None),
        ("New Faces (aka 'New Faces of 1952') (Widescreen 1954)", Field.TITLE, "New Faces of 1952", 1954, None, None),
        ("BeneathThe12-mileReef1953-FullScreenVersion", Field.ITEM, "Beneath The12 mile Reef", 1953, None, None),
        ("The Tiny Chef Show - S1 Ep. 2", Field.TITLE, "The Tiny Chef Show", None, 1, 2),
        ("Kaamelott.S02E05.La.joute.720p.mkv", Field.FILE, "Kaamelott", None, 2, 5),
        ("1916 - The Pawnshop - Charlie Chaplin", Field.TITLE, "The Pawnshop", 1916, None, None),
        ("The Goat The Goat", Field.TITLE, "The Goat", None, None, None),
        ('"The Blue Bird" [1918]', Field.TITLE, "The Blue Bird", 1918, None, None),
    ],
)
def test_a_name_is_read_among_the_ways_to_take_it(
    text: str, field: Field, name: str, year: int | None, season: int | None, episode: int | None
) -> None:
    found = {(one.name, one.year, one.season, one.episode) for one in readings_of([Text(text, field)], YEAR)}
    assert (name, year, season, episode) in found


@given(text=st.text(max_size=300), field=st.sampled_from(list(Field)))
def test_every_text_has_few_readings_in_the_order_of_their_cost(text: str, field: Field) -> None:
    found = readings_of([Text(text, field)], YEAR)
    assert len(found) <= 24
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    assert all(one.name.strip() for one in found)


def test_pasted_lines_are_told_apart() -> None:
    told = pasted(
        "https://archive.org/details/a\nhello\nhttps://archive.org/details/a\nyoutu.be/abc12345678 www.x.org/y"
    )
    assert [line.address for line in told.lines] == [
        "https://archive.org/details/a", "youtu.be/abc12345678", "www.x.org/y",
    ]  # fmt: skip
    assert [(one.line, one.fault) for one in told.troubles] == [(2, Fault.NO_ADDRESS), (3, Fault.TWICE)]
    many = pasted("\n".join(f"https://a.org/{place}" for place in range(120)), most=100)
    assert len(many.lines) == 100
    assert [one.fault for one in many.troubles] == [Fault.TOO_MANY]


@pytest.mark.parametrize("part", ["a", "a.", "a-", ".a"])
def test_a_long_word_is_read_in_a_time_that_grows_with_its_length(part: str) -> None:
    started = time.process_time()
    assert read_file((part * 100_000).encode()).lines in ((), pasted(part * 100_000).lines)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_a_table_is_read_in_every_usual_encoding(encoding: str, parted_by: str) -> None:
    rows = [["Adresse", "Titre", "Année", "Saison", "Épisode"], ["https://a.org/b", "Été", "1998", "2", "05"]]
    table = read_file("\r\n".join(parted_by.join(row) for row in rows).encode(encoding))
    assert table.troubles == ()
    (line,) = table.lines
    assert (line.title, line.year, line.season, line.episode, line.line) == ("Été", 1998, 2, 5, 2)


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ('url,title\n=HYPERLINK("http://a.org/b"),x', 2, Fault.FORMULA),
        ("url,title\n+1+1,x", 2, Fault.FORMULA),
        ("url,season\nhttps://a.org/b,two", 2, Fault.BAD_NUMBER),
        ('url,title\nhttps://a.org/b,"never closed\nhttps://a.org/c,x', 2, Fault.TORN),
        ("title,year\nNosferatu,1922", 1, Fault.NO_COLUMN),
        ("url\nhello", 2, Fault.NO_ADDRESS),
        ("", 0, Fault.EMPTY),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(text: str, line: int, fault: Fault) -> None:
    told = read_file(text.encode())
    assert (told.troubles[0].line, told.troubles[0].fault) == (line, fault)


@given(data=st.binary(max_size=400))
def test_no_file_is_too_odd_to_be_read(data: bytes) -> None:
    told = read_file(data)
    assert told.lines or told.troubles


@pytest.mark.parametrize(
    ("before", "decided", "in_days", "usual", "oldest", "days"),
    [
        (3, 4, 10.0, 1.0, 0.0, None),  # too few to tell
        (9, 20, 10.0, 0.5, 0.0, 5.0),  # ten at two a day
        (0, 20, 10.0, 3.0, 0.0, 3.0),  # nothing goes quicker than it usually does
        (0, 20, 10.0, 0.5, 9.0, 9.0),  # the queue stands
        (9000, 20, 10.0, 0.5, 0.0, 60.0),
    ],
)
def test_a_wait_is_told_as_the_queue_really_moves(
    before: int, decided: int, in_days: float, usual: float, oldest: float, days: float | None
) -> None:
    assert expected_wait(before, decided, in_days, usual, oldest).days == days
