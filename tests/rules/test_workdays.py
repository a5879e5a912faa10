"""Periods of months, as Regulation 1182/71 counts them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.workdays import easter, end_of_months, holidays, is_workday, months_later

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, (4, 2)), (2000, (4, 23)), (2008, (3, 23)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter_is_on_its_day(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-11-26", 6, "2027-05-26"),  # the same date
        ("2026-08-31", 6, "2027-03-01"),  # a month without that date: its last day, here a Sunday
        ("2026-11-14", 6, "2027-05-14"),
        ("2026-11-01", 6, "2027-05-03"),  # 1 May is a holiday and a Saturday
        ("2027-01-14", 6, "2027-07-15"),  # the day after 14 July
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_period_of_months_ends_on_a_working_day(day: str, months: int, last: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(last)


@given(DAYS, st.integers(1, 24))
def test_a_period_is_never_shorter_than_its_months(day: date, months: int) -> None:
    last = months_later(day, months)
    assert is_workday(last)
    assert 28 * months <= (last - day).days <= 31 * months + 6
    end = end_of_months(datetime(day.year, day.month, day.day, 23, tzinfo=UTC), months)
    assert end.date() > last


def test_a_year_has_its_eleven_holidays() -> None:
    assert len(holidays(2026)) == 11
