"""Requests to one host are kept apart."""

import pytest

from allostream.net import pace
from allostream.net.pace import Pace


@pytest.fixture
def clock():
    return [100.0]


def test_requests_to_one_host_queue_up_and_other_hosts_do_not_wait(clock):
    turns = Pace(seconds=2, clock=lambda: clock[0])
    assert [turns.wait("a.example") for _ in range(3)] == [0, 2, 4]
    assert turns.wait("b.example") == 0


def test_time_that_has_passed_is_not_waited_for_again(clock):
    turns = Pace(seconds=2, clock=lambda: clock[0])
    turns.wait("a.example")
    clock[0] += 1.5
    assert turns.wait("a.example") == 0.5
    clock[0] += 60
    assert turns.wait("a.example") == 0


def test_hosts_of_the_past_are_forgotten(clock, monkeypatch):
    monkeypatch.setattr(pace, "MANY_HOSTS", 3)
    turns = Pace(seconds=2, clock=lambda: clock[0])
    for host in "abc":
        turns.wait(host)
    clock[0] += 5
    turns.wait("d")
    assert list(turns._next) == ["d"]
