"""Whatever an action changes is in the index of names after the next steps of its follower: every public action."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from allostream.jobs.indexing import Follower, drift
from tests.pages.test_every_change_shows import CHANGES, made, whole
from tests.whole import Whole

__all__ = ["made", "whole"]  # the fixtures


@pytest.fixture
def follower(tmp_path: Path) -> Iterator[Follower]:
    """One with an index of its own."""
    made = Follower(tmp_path / "index" / "names")
    yield made
    made.close()


def follow(follower: Follower) -> None:
    while follower.step():
        pass


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what an action notes is the same; its order has tests of its own"
)
@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_an_action_changes_is_indexed(whole: Whole, tmp_path: Path, follower: Follower, name: str) -> None:
    act = CHANGES[name](whole, tmp_path)
    next(act)
    follow(follower)
    next(act, None)
    follow(follower)
    assert list(drift(follower.path)) == []
