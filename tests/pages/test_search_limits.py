"""How many searches one address may ask for: those who ask without end wait, nobody else does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allostream.web import limits
from allostream.web.limits import Allowances
from allostream.web.search_index import index
from tests import factories

READER, OTHER = "8.8.4.4", "2001:4860:4860::8888"


@pytest.fixture
def moment(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A site of which an address may ask for four searches a minute, and the clock that tells the time there."""
    factories.make_sites()
    factories.make_free_film("The General")
    settings.SEARCH_INDEX = tmp_path / "names"
    settings.SEARCHES_PER_MINUTE = 4
    now = [1000.0]
    monkeypatch.setattr(limits, "ALLOWANCES", Allowances())
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    yield now
    index().close()


def ask(path: str, address: str = READER, host: str = "localhost", **headers: str) -> Any:
    return Client(REMOTE_ADDR=address, HTTP_HOST=host).get(path, {"q": "general"}, headers=headers or None)


def test_who_asks_too_much_is_told_when_to_come_back_and_is_answered_then(moment: list[float]) -> None:
    assert [ask("/search").status_code for _ in range(4)] == [200] * 4
    for _ in range(20):
        refused = ask("/search")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "15"
    assert "Many searches came from your network" in refused.content.decode()
    assert (
        "De nombreuses recherches sont venues de votre réseau"
        in ask("/recherche", host="fr.localhost").content.decode()
    )
    assert ask("/search", OTHER).status_code == 200
    moment[0] += 15
    assert ask("/search").status_code == 200
    assert ask("/search").status_code == 429


def test_programs_are_told_in_their_own_form(moment: list[float]) -> None:
    assert [ask("/suggest").status_code for _ in range(17)] == [200] * 16 + [429]
    problem = ask("/suggest")
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["code"] == "too-many-searches"
    feed = ask("/search.atom")
    assert (feed.status_code, feed.headers["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert {problem.headers["Retry-After"], feed.headers["Retry-After"]} == {"4", "15"}


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "172.17.0.1", "", "unix:"])
def test_what_may_come_from_a_proxy_nobody_told_of_is_let_alone(moment: list[float], address: str) -> None:
    assert {ask("/search", address).status_code for _ in range(6)} == {200}


def test_behind_proxies_the_address_counts_that_the_first_of_them_saw(moment: list[float], settings: Any) -> None:
    settings.PROXIES = 2

    def through(forwarded: str) -> int:
        return int(ask("/search", "127.0.0.1", **{"X-Forwarded-For": forwarded}).status_code)

    # What a reader writes there stands before what the proxies append.
    assert [through(f"10.0.0.{one}, {READER}, 10.9.9.9") for one in range(5)] == [200] * 4 + [429]
    assert through(f"{READER}, 9.9.9.9, 10.9.9.9") == 200
    assert through("::ffff:8.8.4.4, 10.9.9.9") == 429
    assert [through(f"2001:db8:1:2::{one}, ::1") for one in range(5)] == [200] * 4 + [429]


def test_with_no_limit_nobody_waits(moment: list[float], settings: Any) -> None:
    settings.SEARCHES_PER_MINUTE = 0
    assert {ask("/search").status_code for _ in range(6)} == {200}


def test_no_more_addresses_are_remembered_than_there_is_room_for() -> None:
    kept = Allowances(most_known=10)
    assert not any(kept.take(str(one), 1, 1, now=0.0) for one in range(1000))
    assert len(kept._full_at) == 10
    assert kept.take("999", 1, 1, now=0.0) > 0  # the last ones are known
