"""What lists hold: the same whichever way the database is asked, and bounded however much there is."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.catalogue import bounded, searching
from allostream.catalogue.actions import raise_versions
from allostream.catalogue.models import Title
from allostream.catalogue.rules import LIST_SORTS, Sort
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links import facet_rules, queries
from allostream.links.queries import Filters, bounds, narrowing
from tests import factories

IN_US = Visitor("en", "en", "US", datetime(2026, 11, 25, 12, tzinfo=UTC))
WATCHING = replace(IN_US, only_watchable=True)
GENERAL, METROPOLIS, PLAYTIME, UNDATED = "The General", "Metropolis", "Playtime", "Undated"

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["few", "many"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of asking: by the few rows that meet a condition, and along the order of the list."""
    if request.param == "many":
        monkeypatch.setattr(narrowing, "FEW", 0)
        monkeypatch.setattr(searching, "MOST_SORTED", 0)


@pytest.fixture
def films() -> None:
    factories.make_free_film(GENERAL, "US", year=1926, popularity=5, genres=["Comedy"])
    factories.make_free_film(METROPOLIS, "FR", year=1927, popularity=9, genres=["Drama"])
    factories.make_free_film(PLAYTIME, "US", year=1967, popularity=7, genres=["Comedy"])
    factories.make_title(UNDATED, year=None, popularity=8)


def asked(sort: Sort = Sort.POPULAR, page: int = 1, **given: str) -> Filters:
    """The filters of an address."""
    return Filters(facet_rules.read({name: [text] for name, text in given.items()}), sort, page)


def listed(visitor: Visitor, **given: Any) -> list[str]:
    return [card.name for card in queries.browse(visitor, asked(**given)).cards]


@pytest.mark.usefixtures("way", "films")
@pytest.mark.parametrize(
    ("visitor", "filters", "names"),
    [
        (IN_US, {}, [METROPOLIS, UNDATED, PLAYTIME, GENERAL]),
        (WATCHING, {}, [PLAYTIME, GENERAL]),
        (IN_US, {"decade": "1920"}, [METROPOLIS, GENERAL]),
        (WATCHING, {"decade": "1920"}, [GENERAL]),
        (IN_US, {"genre": "comedy"}, [PLAYTIME, GENERAL]),
        (IN_US, {"genre": "comedy", "decade": "1960"}, [PLAYTIME]),
        (IN_US, {"sort": Sort.NEWEST}, [PLAYTIME, METROPOLIS, GENERAL, UNDATED]),
        (IN_US, {"sort": Sort.OLDEST}, [GENERAL, METROPOLIS, PLAYTIME, UNDATED]),
        (IN_US, {"sort": Sort.OLDEST, "decade": "1920"}, [GENERAL, METROPOLIS]),
        (IN_US, {"sort": Sort.NAME, "genre": "comedy"}, [GENERAL, PLAYTIME]),
    ],
)
def test_a_list_holds_what_its_filters_leave_in_its_order(
    visitor: Visitor, filters: dict[str, Any], names: list[str]
) -> None:
    assert listed(visitor, **filters) == names


@pytest.mark.usefixtures("films")
@pytest.mark.parametrize("sort", [sort for sort in LIST_SORTS if sort is not Sort.NEWLY_FREE])
def test_the_pages_of_a_list_hold_each_title_once(sort: Sort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PAGE_SIZE", 1)
    names = [name for page in (1, 2, 3, 4) for name in listed(IN_US, sort=sort, page=page)]
    assert sorted(names) == sorted([GENERAL, METROPOLIS, PLAYTIME, UNDATED])


@pytest.mark.usefixtures("films")
def test_what_lies_beyond_the_last_page_of_any_list_is_refused_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PAGE_SIZE", 1)
    monkeypatch.setattr(bounds, "MOST_PAGES", 3)
    found = queries.browse(IN_US, asked(page=3))
    assert (found.total, found.pages, found.is_cut) == (3, 3, True)
    with pytest.raises(bounds.BeyondLists, match="Lists end at page 3"):
        queries.browse(IN_US, asked(page=4))


@pytest.mark.usefixtures("films")
def test_a_list_that_is_counted_to_its_end_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PAGE_SIZE", 2)
    monkeypatch.setattr(bounds, "MOST_PAGES", 2)
    found = queries.browse(WATCHING, asked())
    assert (found.total, found.hidden_by_switch, found.is_cut, found.hides_more) == (2, 2, False, False)
    with pytest.raises(NotFound):
        queries.browse(WATCHING, asked(page=2))


@pytest.mark.usefixtures("way", "films")
@pytest.mark.parametrize("counted", [False, True])
def test_the_home_page_shows_what_is_free_here(counted: bool) -> None:
    if counted:
        factories.count_again()
    home = queries.home(IN_US)
    shelves = {shelf.code: [card.name for card in shelf.cards] for shelf in home.shelves}
    assert shelves == {"newly-free": [PLAYTIME, GENERAL], "silents": [GENERAL]}
    assert {card.name for card in home.tonight} == {PLAYTIME, GENERAL}
    assert home.of_the_day
    assert home.of_the_day.name in {PLAYTIME, GENERAL}


@pytest.mark.usefixtures("way", "films")
def test_a_host_lists_what_can_be_watched_there_the_popular_first() -> None:
    found = queries.titles_at_host(IN_US, queries.host_at("internet-archive"))
    assert [card.name for card in found.cards] == [PLAYTIME, GENERAL]


@pytest.mark.usefixtures("way", "films")
def test_a_search_by_one_letter_finds_the_popular_first() -> None:
    factories.make_title("Peaks", popularity=10)
    found = [card.name for card in queries.cards(IN_US, searching.titles_named("p", 48))]
    assert found == ["Peaks", PLAYTIME]


def test_a_broad_search_adds_the_first_of_the_alphabet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_SORTED", 0)
    monkeypatch.setattr(bounded, "BEST_KNOWN", 1)
    for name, popularity in (("Pb", 1), ("Pa", 0), ("Pc", 2)):
        factories.make_title(name, popularity=popularity)
    found = [card.name for card in queries.cards(IN_US, searching.titles_named("p", 2))]
    assert found == ["Pc", "Pa"]


@pytest.mark.usefixtures("films")
def test_a_list_is_remembered_for_every_reader_until_lists_change() -> None:
    raise_stamp(Subject.LISTS)
    with CaptureQueriesContext(connection) as first:
        assert listed(IN_US, genre="comedy", decade="1920") == [GENERAL]
    in_france = replace(IN_US, country="FR", services=("criterion",))
    with CaptureQueriesContext(connection) as again:
        assert listed(in_france, genre="comedy", decade="1920") == [GENERAL]
    assert len(again) < len(first)
    assert listed(WATCHING, genre="comedy", decade="1920") == [GENERAL]
    playtime = Title.objects.get(name=PLAYTIME)
    Title.objects.filter(pk=playtime.pk).update(year=1929)
    raise_versions([playtime.pk])
    assert listed(in_france, genre="comedy", decade="1920") == [PLAYTIME, GENERAL]


@pytest.mark.usefixtures("films")
def test_lists_of_what_can_be_watched_here_are_never_remembered_for_others() -> None:
    raise_stamp(Subject.LISTS)
    assert listed(IN_US, offer="free") == [PLAYTIME, GENERAL]
    assert listed(replace(IN_US, country="FR"), offer="free") == [METROPOLIS]
    assert listed(WATCHING) == [PLAYTIME, GENERAL]
    assert listed(IN_US) == [METROPOLIS, UNDATED, PLAYTIME, GENERAL]
