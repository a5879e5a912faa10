"""How the worker counts: in short pieces behind urgent work, once for many changes, seldom where there is much."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from allostream.audit.rules import Actor
from allostream.catalogue.actions import COUNT_PAUSE
from allostream.jobs.handlers import HANDLERS
from allostream.jobs.loops import do_one_row
from allostream.lib.countries import WORLD
from allostream.links import actions
from allostream.links.models import CountryFigures, FacetFigures, ShelfPlace
from allostream.outbox import actions as outbox
from allostream.outbox.models import OutboxRow
from allostream.outbox.rules import State
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DESK = Actor.system("test")
KEPT = [WORLD, "BE", "CA", "FR", "GB", "US"]


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> Any:
    time_machine.move_to(NOON, tick=False)
    factories.make_sites()
    return time_machine


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker has done, in its order."""
    names: list[str] = []

    def noted(topic: str) -> Any:
        handler = HANDLERS[topic]

        def handle(payload: Any) -> None:
            handler(payload)
            names.append(" ".join([topic, *map(str, payload.values())]))

        return handle

    for topic in list(HANDLERS):
        monkeypatch.setitem(HANDLERS, topic, noted(topic))
    return names


def work() -> None:
    call_command("worker", once=True, loops="outbox", stdout=StringIO())


def change(*names: str) -> None:
    """Hide one film after the other."""
    for name in names:
        film = factories.make_free_film(name, "US", "JP", year=1920)
        actions.withdraw_link(film.links.get().public_id, by=DESK, why="a notice")


def test_many_changes_are_counted_once_and_the_shelves_of_each_country_are_work_of_their_own(
    at_noon: Any, done: list[str]
) -> None:
    factories.make_free_film("Wings", "US", "JP", year=1927)
    change("Sunrise", "The Crowd", "Judex")
    assert OutboxRow.objects.count() == 1
    at_noon.move_to(NOON + COUNT_PAUSE, tick=False)
    work()
    shelves = [f"figures.keep-shelves {country}" for country in KEPT]
    assert done == ["figures.count", "figures.count-facets", *shelves]
    assert {row.country: row.free for row in CountryFigures.objects.all()} == {WORLD: 0, "JP": 1, "US": 1}
    assert set(ShelfPlace.objects.values_list("country", flat=True)) == {"US"}
    assert FacetFigures.objects.filter(facet="decade", value="1920").exists()


def test_urgent_work_goes_before_the_next_piece_of_a_count(
    at_noon: Any, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = HANDLERS["figures.keep-shelves"]

    def keep_while_a_host_is_listed(payload: Any) -> None:
        keep(payload)
        with transaction.atomic():
            outbox.post("links.show-at-host", {"host": "internet-archive", "after": 0})

    monkeypatch.setitem(HANDLERS, "figures.keep-shelves", keep_while_a_host_is_listed)
    change("Sunrise")
    at_noon.move_to(NOON + COUNT_PAUSE, tick=False)
    work()
    urgent = "links.show-at-host internet-archive 0"
    pieces = [piece for country in KEPT for piece in (f"figures.keep-shelves {country}", urgent)]
    assert done[:2] == ["figures.count", "figures.count-facets"]
    assert done[2 : 2 + len(pieces)] == pieces


def test_a_count_while_shelves_of_the_last_one_wait_asks_for_them_once() -> None:
    for _ in range(2):
        with transaction.atomic():
            outbox.post("figures.count", {}, priority=1)
        do_one_row("w1")
    assert OutboxRow.objects.filter(topic="figures.count", state=State.DONE).count() == 2
    waiting = OutboxRow.objects.filter(state=State.WAITING).values_list("topic", "unique_key")
    assert sorted(waiting) == [("figures.count-facets", "facets"), *(("figures.keep-shelves", one) for one in KEPT)]


def test_a_large_catalogue_is_counted_again_only_after_a_rest(at_noon: Any, done: list[str]) -> None:
    CountryFigures.objects.create(country=WORLD, titles=1_000_000, watchable=0, free=0, counted_at=NOON)
    change("Sunrise")
    at_noon.move_to(NOON + COUNT_PAUSE, tick=False)
    work()
    row = OutboxRow.objects.get()
    assert (done, row.state, row.due_at) == ([], State.WAITING, NOON + timedelta(seconds=200))
    assert row.last_error == ""
    change("The Crowd")
    at_noon.move_to(NOON + timedelta(seconds=200), tick=False)
    work()
    assert done.count("figures.count") == 1
    assert CountryFigures.objects.get(country=WORLD).titles == 2


def test_shelves_of_a_country_that_no_site_names_any_more_go_with_the_next_count(at_noon: Any) -> None:
    film = factories.make_free_film("Wings", "JP", year=1927)
    ShelfPlace.objects.create(country="JP", shelf="silents", place=0, title=film)
    change("Sunrise")
    at_noon.move_to(NOON + COUNT_PAUSE, tick=False)
    work()
    assert not ShelfPlace.objects.filter(country="JP").exists()
