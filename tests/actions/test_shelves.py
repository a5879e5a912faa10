"""The home page of a country: kept by the worker, asked of the gate again, worked out at once where nothing is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.freshness.queries import stamps
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.links import actions, queries, tallies
from allostream.links.models import FacetFigures, ShelfPlace
from tests import factories

IN_US = Visitor("en", "en", "US", datetime(2026, 11, 25, 12, tzinfo=UTC))
DESK = Actor.system("test")

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles() -> None:
    """Three silents that became free in three years, a series, a film under an open licence; two sites."""
    factories.make_sites()
    for place, name in enumerate(("Sunrise", "The Crowd", "Wings")):
        film = factories.make_title(name, year=1927, popularity=place, runtime_min=90 + place)
        factories.make_answer(film, "US", free_since=date(2023 + place, 1, 1))
        factories.make_link(film)
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US", free_since=date(2012, 1, 1))
    factories.make_link(series)
    licensed = factories.make_title("Sintel", year=2010, runtime_min=15)
    factories.make_answer(licensed, WORLD, "open_licence")
    factories.make_link(licensed)
    factories.count_again()


def shelves(visitor: Visitor) -> dict[str, list[str]]:
    return {shelf.code: [card.name for card in shelf.cards] for shelf in queries.home(visitor).shelves}


WHOLE = {
    "newly-free": ["Wings", "The Crowd", "Sunrise", "Judex"],
    "silents": ["Wings", "The Crowd", "Sunrise"],
    "series": ["Judex"],
    "open-cinema": ["Sintel"],
}


@pytest.mark.usefixtures("titles")
def test_shelves_are_the_same_whether_kept_or_worked_out_at_once() -> None:
    assert shelves(IN_US) == WHOLE
    ShelfPlace.objects.all().delete()
    assert shelves(IN_US) == WHOLE


@pytest.mark.usefixtures("titles")
def test_what_was_hidden_since_the_last_count_is_not_shown() -> None:
    for name in ("Wings", "Sintel"):
        link = Title.objects.get(name=name).links.get()
        actions.withdraw_link(link.public_id, by=DESK, why="a notice")
    assert shelves(IN_US) == {
        "newly-free": ["The Crowd", "Sunrise", "Judex"], "silents": ["The Crowd", "Sunrise"], "series": ["Judex"],
    }  # fmt: skip
    home = queries.home(IN_US)
    assert home.of_the_day
    assert home.of_the_day.name != "Wings"
    assert "Wings" not in {card.name for card in home.tonight}


@pytest.mark.usefixtures("titles")
def test_what_a_clock_has_closed_since_is_not_shown() -> None:
    Title.objects.get(name="Wings").links.update(closes_at=IN_US.now + timedelta(hours=1))
    actions.refresh_shown([Title.objects.get(name="Wings").pk])
    assert "Wings" in shelves(IN_US)["silents"]
    assert "Wings" not in shelves(replace(IN_US, now=IN_US.now + timedelta(hours=2)))["silents"]


@pytest.mark.usefixtures("titles")
def test_the_film_of_the_day_is_free_in_the_country_of_the_page_whatever_further_ones_the_switch_counts() -> None:
    film = factories.make_free_film("Misère au Borinage", "BE", "US", year=1934)
    factories.count_again()
    in_belgium = replace(IN_US, country="BE", other_countries=("US",), only_watchable=True)
    home = queries.home(in_belgium)
    assert home.of_the_day
    assert home.of_the_day.id == film.pk
    actions.set_answer(film.pk, "BE", by=DESK, why="a mistake", status="protected", play="no")
    assert queries.home(in_belgium).of_the_day is None


@pytest.mark.usefixtures("titles")
def test_shelves_are_kept_for_the_countries_that_a_site_names_and_for_the_world() -> None:
    factories.make_free_film("Souls on the Road", "JP", year=1921)
    factories.count_again()
    assert queries.countries_with_shelves() == [WORLD, "BE", "CA", "FR", "GB", "US"]
    assert set(ShelfPlace.objects.values_list("country", flat=True)) == {WORLD, "BE", "CA", "FR", "GB", "US"}


@pytest.mark.usefixtures("titles")
def test_a_country_without_kept_shelves_shows_what_is_free_there_at_this_moment() -> None:
    in_japan = replace(IN_US, country="JP")
    road = factories.make_free_film("Souls on the Road", "JP", year=1921)
    with CaptureQueriesContext(connection) as asked:
        found = shelves(in_japan)
    assert found == {
        "newly-free": ["Souls on the Road"], "silents": ["Souls on the Road"], "open-cinema": ["Sintel"],
    }  # fmt: skip
    assert len(asked) <= 38
    actions.withdraw_link(road.links.get().public_id, by=DESK, why="a notice")
    assert shelves(in_japan) == {"open-cinema": ["Sintel"]}
    assert {card.name for card in queries.home(in_japan).tonight} == {"Sintel"}


@pytest.mark.usefixtures("titles")
def test_a_country_without_kept_shelves_shows_nothing_that_its_site_or_the_clock_forbids() -> None:
    in_japan = replace(IN_US, country="JP")
    road = factories.make_free_film("Souls on the Road", "JP", year=1921)
    for_all = factories.make_title("Nosferatu", year=1922)
    factories.make_answer(for_all, "JP", "open_licence", noncommercial=True)
    factories.make_link(for_all)
    assert shelves(in_japan)["silents"] == ["Souls on the Road", "Nosferatu"]
    assert shelves(replace(in_japan, site_is_noncommercial=False))["silents"] == ["Souls on the Road"]
    road.links.update(closes_at=IN_US.now + timedelta(hours=1))
    actions.refresh_shown([road.pk])
    assert shelves(replace(in_japan, now=IN_US.now + timedelta(hours=2)))["silents"] == ["Nosferatu"]


@pytest.mark.usefixtures("titles")
def test_a_country_that_no_link_names_has_the_shelves_of_the_world() -> None:
    assert shelves(replace(IN_US, country="JP")) == {"open-cinema": ["Sintel"]}
    with_japan = factories.make_free_film("Souls on the Road", "JP", year=1921)
    assert with_japan.links.count() == 1
    factories.count_again()
    assert shelves(replace(IN_US, country="JP"))["silents"] == ["Souls on the Road"]


@pytest.mark.usefixtures("titles")
def test_places_of_a_country_that_no_site_names_any_more_are_removed() -> None:
    ShelfPlace.objects.create(country="JP", shelf="silents", place=0, title=Title.objects.get(name="Wings"))
    kept = ShelfPlace.objects.exclude(country="JP").count()
    assert tallies.drop_shelves_but(queries.countries_with_shelves()) == 1
    assert not ShelfPlace.objects.filter(country="JP").exists()
    assert ShelfPlace.objects.count() == kept


@pytest.mark.usefixtures("titles")
def test_what_has_not_changed_is_not_written_anew() -> None:
    def written() -> tuple[list[int], ...]:
        return tuple(sorted(model.objects.values_list("pk", flat=True)) for model in (ShelfPlace, FacetFigures))

    before, stamped = written(), stamps()
    factories.count_again()
    assert (written(), stamps()) == (before, stamped)


@pytest.mark.usefixtures("titles")
def test_another_day_brings_another_film_and_another_evening() -> None:
    days = [replace(IN_US, now=IN_US.now + timedelta(days=day)) for day in range(3)]
    homes = [queries.home(visitor) for visitor in days]
    assert len({home.of_the_day.name for home in homes if home.of_the_day}) == 3
    assert [card.runtime_min for card in homes[0].tonight] == [15, 90, 91, 92]
