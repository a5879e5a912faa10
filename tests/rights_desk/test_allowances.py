"""What somebody may send is counted in the database: by all threads and processes together, and nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection, connections

from allostream.rights_desk.allowances import forget_full, take
from allostream.rights_desk.models import Allowance

NOON = "2026-11-26T12:00:00Z"


@pytest.mark.django_db
def test_an_allowance_comes_back_bit_by_bit_and_what_is_refused_costs_nothing() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        assert [take("notice", "a", 1, 4) for _ in range(4)] == [0.0] * 4
        assert [take("notice", "a", 1, 4) for _ in range(3)] == pytest.approx([15.0] * 3)
        assert take("notice", "b", 1, 4) == 0.0
        assert take("letter", "a", 1, 4) == 0.0
        now.shift(15)
        assert take("notice", "a", 1, 4) == 0.0
        assert take("notice", "a", 1, 4) == pytest.approx(15.0)
        assert take("letter", "c", 3, 3, period=3600) == 0.0
        assert take("letter", "c", 1, 3, period=3600) == pytest.approx(1200.0)


@pytest.mark.django_db
def test_nothing_is_kept_of_who_it_is_and_nothing_when_all_is_back() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        take("notice", "8.8.8.8", 1, 4)
        assert "8.8.8.8" not in Allowance.objects.get().who
        assert forget_full() == 0
        now.shift(16)
        assert forget_full() == 1
        assert not Allowance.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other")
@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_at_the_same_moment_no_more_get_in_than_may() -> None:
    many = 8
    together = Barrier(many)

    def one(_number: int) -> list[float]:
        try:
            together.wait(30)
            return [take("notice", "a", 1, 10) for _ in range(8)]
        finally:
            connections.close_all()

    with time_machine.travel(NOON, tick=False), ThreadPoolExecutor(many) as threads:
        waits = [wait for found in threads.map(one, range(many)) for wait in found]
    assert sum(wait == 0.0 for wait in waits) == 10
