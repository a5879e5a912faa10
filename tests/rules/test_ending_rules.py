"""When a title stops being shown in a country."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.links.ending_rules import CAUSES, Way, cause_of, ended, is_covered, ways
from allostream.links.rules import Hidden

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FREE, PAID, WITHOUT_TRADE = Way(is_free=True, noncommercial=False), Way(False, False), Way(True, True)
ANY_WAY = st.builds(Way, st.booleans(), st.booleans())
SHOWN = st.dictionaries(st.tuples(st.integers(1, 3), st.sampled_from(["*", "FR", "US"])), ANY_WAY)


class Row(NamedTuple):
    link_id: int
    title_id: int
    country: str
    is_free: bool = True
    noncommercial: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({(1, "US"): FREE}, {}, {(1, "US"): FREE}),
        ({(1, "US"): FREE}, {(1, "*"): FREE}, {}),
        ({(1, "US"): FREE}, {(2, "US"): FREE, (1, "FR"): FREE}, {(1, "US"): FREE}),
        ({(1, "US"): FREE}, {(1, "US"): PAID}, {(1, "US"): FREE}),
        ({(1, "US"): PAID}, {(1, "US"): FREE}, {}),
        ({(1, "*"): FREE}, {(1, "US"): FREE}, {(1, "*"): FREE}),
        ({(1, "US"): FREE}, {(1, "US"): WITHOUT_TRADE}, {(1, "US"): FREE}),
        ({(1, "US"): WITHOUT_TRADE}, {(1, "US"): FREE}, {}),
        ({}, {(1, "US"): FREE}, {}),
    ],
)
def test_a_title_ends_where_nothing_covers_what_there_was(
    before: dict[tuple[int, str], Way], after: dict[tuple[int, str], Way], expected: dict[tuple[int, str], Way]
) -> None:
    assert ended(before, after) == expected


@given(SHOWN, SHOWN)
def test_what_ended_was_there_and_is_not_covered_and_nothing_ends_without_a_change(
    before: dict[tuple[int, str], Way], after: dict[tuple[int, str], Way]
) -> None:
    gone = ended(before, after)
    assert gone.items() <= before.items()
    assert not any(is_covered(key, way, after) for key, way in gone.items())
    assert ended(before, before) == {}


def test_the_best_way_is_what_is_free_and_then_what_every_site_may_show() -> None:
    rows = [Row(1, 7, "US", is_free=False), Row(2, 7, "US", noncommercial=True), Row(3, 7, "US"), Row(4, 7, "US")]
    assert ways(rows, NOW) == {(7, "US"): Way(True, False, 3)}


@pytest.mark.parametrize(
    ("opens", "closes", "is_there"),
    [(None, None, True), (NOW, None, True), (NOW + HOUR, None, False), (None, NOW, False), (None, NOW + HOUR, True)],
)
def test_what_is_not_open_at_the_moment_is_no_way(
    opens: datetime | None, closes: datetime | None, is_there: bool
) -> None:
    assert bool(ways([Row(1, 7, "US", opens_at=opens, closes_at=closes)], NOW)) is is_there


def test_every_reason_that_hides_has_a_cause() -> None:
    assert set(CAUSES) == set(Hidden)
    assert cause_of(None).value == "removed"
