"""What real titles of episodes and seasons, as sites and people wrote them, are understood to say."""

from pathlib import Path

import pytest

from allostream.search.understanding import understand
from bench.queries.real import Query, listings, read, seasons


def parts(query: Query) -> list[tuple[int | None, int | None]]:
    found = understand(query.text, today_year=2026, language="en").readings
    return [(one.season, one.episode) for one in found]


@pytest.mark.parametrize(
    ("reader", "sort", "least"), [(listings, "listed part", 0.999), (seasons, "season", 0.98)]
)  # fmt: skip
def test_parts_of_real_queries_are_found(reader, sort: str, least: float, reference_data: Path) -> None:
    queries = [one for one in reader(reference_data) if one.sort == sort and one.season is not None]
    tuning = [one for one in queries if one.half == "tuning"]
    right = [one for one in tuning if parts(one)[:1] == [(one.season, one.episode)]]
    assert len(tuning) > 500
    assert len(right) >= least * len(tuning)


def test_the_halves_of_the_log_share_no_query(reference_data: Path) -> None:
    tuning = {query.digest for query in read(reference_data, "tuning")}
    judging = {query.digest for query in read(reference_data, "judging")}
    assert not tuning & judging
    assert 0.95 < len(tuning) / len(judging) < 1.05
