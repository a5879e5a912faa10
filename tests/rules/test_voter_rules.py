"""One voice for each person: known again while it must be, and to nobody afterwards; and what voices come to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.community.confirming_rules import (
    SHOWN_FOR,
    Aspect,
    Freshness,
    Grade,
    Week,
    freshness,
    is_doubted,
    of_aspects,
    typical,
    written,
)
from allostream.community.voter_rules import month_of, voter_hash, voter_hashes, week_of

SECRET = b"a secret of sixteen bytes or more"
TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)
words = st.text(max_size=20)


@given(words, words, words, words)
def test_a_voice_is_known_again_by_the_same_salt_alone(who: str, other: str, salt: str, another: str) -> None:
    mark = voter_hash(SECRET, salt, "works x FR", who)
    assert mark in voter_hashes(SECRET, [another, salt], "works x FR", who)
    assert (mark == voter_hash(SECRET, salt, "works x FR", other)) == (who == other)
    assert (mark == voter_hash(SECRET, another, "works x FR", who)) == (salt == another)
    assert mark != voter_hash(SECRET, salt, "works x BE", who)  # two voices of one person are not to be laid together


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="give at least 16"):
        voter_hash(b"short", "salt", "about", "who")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_is_in_its_week_and_month(day: date) -> None:
    assert week_of(day) <= day < week_of(day) + timedelta(days=7)
    assert week_of(day).isoweekday() == 1
    assert (month_of(day).day, month_of(day).month) == (1, day.month)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ([], None),
        ([Week(MONDAY, 0, 0, None, None)], None),
        ([Week(MONDAY, 14, 1, MONDAY, TODAY)], Freshness(True, MONDAY, 14, 1)),
        ([Week(MONDAY, 1, 3, MONDAY, TODAY)], Freshness(False, TODAY, 3, 1)),
        ([Week(MONDAY, 2, 2, TODAY, MONDAY)], Freshness(True, TODAY, 2, 2)),
        (
            [
                Week(MONDAY - timedelta(weeks=1), 90, 0, TODAY - timedelta(days=9), None),
                Week(MONDAY, 0, 1, None, TODAY),
            ],
            Freshness(False, TODAY, 1, 0),
        ),
        ([Week(MONDAY - SHOWN_FOR, 5, 0, MONDAY - SHOWN_FOR, None)], None),
    ],
)
def test_freshness_is_what_the_latest_week_says(weeks: list[Week], expected: Freshness | None) -> None:
    assert freshness(weeks, TODAY) == expected


@pytest.mark.parametrize(
    ("works", "fails", "doubted"), [(0, 1, False), (0, 2, True), (2, 2, True), (3, 2, False), (9, 9, True)]
)
def test_one_voice_alone_makes_nobody_ask_a_host(works: int, fails: int, doubted: bool) -> None:
    assert is_doubted(Week(MONDAY, works, fails, TODAY, TODAY)) is doubted


def test_what_is_kept_with_a_link_is_short() -> None:
    assert written({"FR": Freshness(True, TODAY, 14, 1)}) == {"FR": [True, "2026-11-25", 14, 1]}


@given(st.dictionaries(st.sampled_from(Grade), st.integers(0, 50)))
def test_the_typical_grade_has_half_of_the_votes_on_each_side(counts: dict[Grade, int]) -> None:
    told = typical(counts)
    if told is None:
        assert not sum(counts.values())
        return
    grade, votes = told
    assert votes == sum(counts.values())
    assert 2 * sum(n for one, n in counts.items() if one <= grade) >= votes
    assert 2 * sum(n for one, n in counts.items() if one >= grade) >= votes


def test_each_aspect_is_told_apart() -> None:
    rows = [("picture", 3, 4), ("picture", 1, 1), ("sound", 2, 1)]
    assert of_aspects(rows) == {Aspect.PICTURE: (Grade.GOOD, 5), Aspect.SOUND: (Grade.FAIR, 1)}
