"""How long searches may take."""

import pytest

from allostream.search import stages
from allostream.search.stages import Allowed


@pytest.mark.parametrize(
    ("worked", "passed", "is_over"), [(0.1, 7, False), (0.9, 7, False), (1.1, 1.2, True), (0.1, 8.1, True)]
)
def test_the_time_to_search_is_work_and_waiting_counts_only_when_it_is_long(monkeypatch, worked, passed, is_over):
    monkeypatch.setattr(stages, "thread_time", lambda: 100.0)
    monkeypatch.setattr(stages, "perf_counter", lambda: 1000.0)
    allowed = Allowed.within(1)
    monkeypatch.setattr(stages, "thread_time", lambda: 100.0 + worked)
    monkeypatch.setattr(stages, "perf_counter", lambda: 1000.0 + passed)
    assert allowed.is_over() == is_over
