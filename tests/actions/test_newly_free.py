"""What became free in a country, the latest first, and what becomes free next."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from allostream.catalogue.rules import Sort
from allostream.lib.countries import WORLD
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links import queries
from allostream.links.queries import Filters, bounds, narrowing
from tests import factories

IN_US = Visitor("en", "en", "US", datetime(2026, 11, 25, 12, tzinfo=UTC))

pytestmark = pytest.mark.django_db


def free(name: str, since: date | None, *, country: str = "US", popularity: int = 0, has_link: bool = True) -> None:
    title = factories.make_title(name, popularity=popularity)
    factories.make_answer(title, country, free_since=since)
    if has_link:
        factories.make_link(title)


@pytest.fixture(params=["few", "many"])
def titles(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many":
        monkeypatch.setattr(narrowing, "FEW", 0)
    free("Older", date(2001, 1, 1))
    free("Newer", date(2026, 1, 1))
    free("Everywhere", date(2010, 1, 1), country=WORLD)
    free("Yet to come", date(2027, 1, 1))
    free("No day known", None)
    free("No link", date(2020, 1, 1), has_link=False)
    free("French", date(2021, 1, 1), country="FR")
    factories.make_answer(
        factories.make_title("Own answer"), "US", "protected", protected_until=date(2040, 12, 31)
    )  # fmt: skip


@pytest.mark.usefixtures("titles")
def test_what_became_free_stands_with_its_answer_the_latest_first() -> None:
    found = queries.newly_free(IN_US)
    assert [title.card.name for title in found.titles] == ["Newer", "Everywhere", "Older"]
    assert [title.answer.free_since for title in found.titles] == [
        date(2026, 1, 1), date(2010, 1, 1), date(2001, 1, 1),
    ]  # fmt: skip
    assert (found.total, found.pages, found.is_cut) == (3, 1, False)


@pytest.mark.usefixtures("titles")
def test_an_answer_for_the_world_gives_way_to_the_country_s_own() -> None:
    title = factories.make_title("Two answers")
    factories.make_answer(title, WORLD, free_since=date(2024, 1, 1))
    factories.make_answer(title, "US", free_since=date(2005, 1, 1))
    factories.make_link(title)
    order = {title.card.name: title.answer.free_since for title in queries.newly_free(IN_US).titles}
    assert list(order) == ["Newer", "Everywhere", "Two answers", "Older"]
    assert order["Two answers"] == date(2005, 1, 1)
    in_france = [title.card.name for title in queries.newly_free(replace(IN_US, country="FR")).titles]
    assert in_france == ["Two answers", "French", "Everywhere"]


@pytest.mark.usefixtures("titles")
def test_the_order_of_lists_holds_what_has_a_day_with_or_without_a_link() -> None:
    found = queries.browse(IN_US, Filters(sort=Sort.NEWLY_FREE))
    assert [card.name for card in found.cards] == ["Newer", "No link", "Everywhere", "Older"]


@pytest.mark.usefixtures("titles")
def test_the_list_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PAGE_SIZE", 2)
    assert [title.card.name for title in queries.newly_free(IN_US, 2).titles] == ["Older"]
    with pytest.raises(NotFound):
        queries.newly_free(IN_US, 3)


def test_what_is_protected_until_the_end_of_this_year_becomes_free_next() -> None:
    for name, until, popularity in (
        ("Known", 2026, 5),
        ("Better known", 2026, 9),
        ("Later", 2027, 9),
        ("Over", 2025, 9),
    ):
        title = factories.make_title(name, popularity=popularity)
        factories.make_answer(title, "US", "protected", protected_until=date(until, 12, 31))
        factories.make_link(title)
    found = queries.next_free(IN_US)
    assert found
    assert (found.on, found.total) == (date(2027, 1, 1), 2)
    assert [card.name for card in found.cards] == ["Better known", "Known"]
    assert queries.next_free(replace(IN_US, country="FR")) is None
