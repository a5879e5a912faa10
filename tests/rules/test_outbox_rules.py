"""When a failed row is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.outbox.rules import LONGEST_PAUSE, MOST_TRIES, next_try

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(1, 15), (2, 30), (3, 60), (4, 120), (5, 240), (8, 1920), (9, 3600), (11, 3600), (12, None), (13, None)],
)
def test_the_pause_doubles_until_the_last_try(tries, seconds):
    assert next_try(tries, NOW) == (None if seconds is None else NOW + timedelta(seconds=seconds))


@given(st.integers(0, MOST_TRIES - 1))
def test_the_pause_is_never_over_its_limit(tries):
    again = next_try(tries, NOW)
    assert NOW < again <= NOW + LONGEST_PAUSE


def test_the_last_try_comes_some_four_hours_after_the_first():
    pauses = [next_try(tries, NOW) - NOW for tries in range(1, MOST_TRIES)]
    assert timedelta(hours=3.5) < sum(pauses, timedelta()) < timedelta(hours=4.5)
