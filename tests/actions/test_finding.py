"""What the index found, as the database shows it: narrowed as a browsed list is, in order, counted by facet."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Title
from allostream.catalogue.rules import Sort
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.facet_rules import Facet, Wanted
from allostream.links.models import WatchLink
from allostream.links.queries import Filters, browse
from allostream.links.queries.finding import results
from allostream.links.queries.narrowing import Range
from allostream.links.search_rules import Scored
from tests import factories
from tests.actions.test_facets import CATALOGUE, make

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
IN_US = Visitor("en", "en", "US", NOW)
WATCHING = replace(IN_US, only_watchable=True)
BY = Actor.system("test")

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything() -> list[Scored]:
    """The plain list of the facets' tests, all found with the same fit."""
    for place, plain in enumerate(CATALOGUE):
        make(plain, place)
    return [Scored(pk, 80, popularity) for pk, popularity in Title.objects.values_list("pk", "popularity")]


def by_fit(wanted: Wanted | None = None, **asked: Any) -> Filters:
    return Filters(wanted or Wanted(), **{"sort": Sort.FIT, **asked})


def names(found: list[Scored], wanted: Wanted | None = None, visitor: Visitor = IN_US, **asked: Any) -> list[str]:
    return [card.name for card in results(visitor, found, by_fit(wanted, **asked)).page.cards]


def only(*pairs: tuple[Facet, str]) -> Wanted:
    return Wanted(frozenset(pairs))


def test_of_equal_fit_what_can_be_watched_here_comes_first_then_what_is_better_known(everything: list[Scored]) -> None:
    assert names(everything) == [
        "The General", "Nanook", "Charade", "Sintel", "Undated", "Judex", "Hidden", "Metropolis", "Playtime",
    ]  # fmt: skip


def test_a_better_fit_comes_before_what_can_be_watched(everything: list[Scored]) -> None:
    metropolis = Title.objects.get(name="Metropolis").pk
    found = [replace(one, fit=100.0) if one.id == metropolis else one for one in everything]
    assert names(found)[0] == "Metropolis"


@pytest.mark.parametrize(
    "wanted",
    [
        only((Facet.GENRE, "comedy")),
        only((Facet.GENRE, "comedy"), (Facet.COUNTRY, "fr")),
        Wanted(frozenset(), frozenset({(Facet.GENRE, "comedy"), (Facet.HOST, "archive")})),
        only((Facet.KIND, "series"), (Facet.DECADE, "1910")),
        only((Facet.OFFER, "free"), (Facet.BASIS, "public-domain")),
        only((Facet.LANGUAGE, "zxx"), (Facet.RUNTIME, "70-100")),
        only((Facet.KIND, "film"), (Facet.KIND, "series")),
    ],
)
@pytest.mark.parametrize("visitor", [IN_US, WATCHING])
def test_facets_leave_what_they_leave_of_a_browsed_list(
    everything: list[Scored], wanted: Wanted, visitor: Visitor
) -> None:
    found = results(visitor, everything, by_fit(wanted)).page
    listed = browse(visitor, Filters(wanted))
    assert {card.id for card in found.cards} == {card.id for card in listed.cards}
    assert (found.total, found.hidden_by_switch) == (listed.total, listed.hidden_by_switch)


@pytest.mark.parametrize("sort", [Sort.POPULAR, Sort.NEWEST, Sort.OLDEST, Sort.NAME, Sort.SHORTEST])
def test_another_order_is_that_of_a_browsed_list(everything: list[Scored], sort: Sort) -> None:
    listed = browse(IN_US, Filters(sort=sort))
    assert names(everything, sort=sort) == [card.name for card in listed.cards]


def test_years_and_minutes_narrow_from_one_number_to_another(everything: list[Scored]) -> None:
    assert set(names(everything, ranges=[Range("year", [(1920, 1926)])])) == {"The General", "Nanook", "Hidden"}
    assert set(names(everything, ranges=[Range("runtime_min", [(0, 40)])])) == {"Sintel"}


def test_counts_tell_how_many_of_all_that_was_found_have_a_value(everything: list[Scored]) -> None:
    told = results(IN_US, everything, by_fit(only((Facet.GENRE, "drama")))).counts
    assert told[Facet.KIND] == {"film": 7, "series": 2}
    assert told[Facet.GENRE] == {"comedy": 4, "drama": 3, "documentary": 1, "fantasy": 1}
    assert told[Facet.DECADE]["1920"] == 4
    assert told[Facet.OFFER] == {"free": 5, "subscription": 2, "ads": 1, "rent": 1}
    assert told[Facet.HOST]["archive"] == 3


def test_a_help_is_asked_of_the_copies_that_are_shown(everything: list[Scored]) -> None:
    general = WatchLink.objects.filter(title__name="The General").first()
    general.subtitles, general.audio_description = ["fr-CA"], ["en"]
    general.save()
    metropolis = Title.objects.get(name="Metropolis")
    factories.make_link(metropolis, subtitles=["fr"])  # not shown: nothing is known of its rights
    for helps, kept in (
        ({"sub": {"fr"}}, 1),
        ({"sub": {"de"}}, 0),
        ({"ad": {"yes"}, "sub": {"fr-CA"}}, 1),
        ({"sign": {"yes"}}, 0),
    ):
        assert results(IN_US, everything, by_fit(), helps).page.total == kept


def test_what_is_gone_or_hidden_since_the_index_was_written_is_not_there(everything: list[Scored]) -> None:
    general = Title.objects.get(name="The General")
    catalogue.remove_title(general.public_id, by=BY, why="no such film")
    assert "The General" not in names(everything)
    assert "Metropolis" not in names(everything, visitor=WATCHING)


def test_a_page_beyond_the_last_is_not_found(everything: list[Scored]) -> None:
    with pytest.raises(NotFound):
        results(IN_US, everything, by_fit(page=2))
    assert results(IN_US, [], by_fit()).page.total == 0


def test_queries_are_as_many_for_one_result_as_for_many(everything: list[Scored]) -> None:
    def asked(found: list[Scored]) -> int:
        with CaptureQueriesContext(connection) as queries:
            results(IN_US, found, by_fit(only((Facet.GENRE, "comedy"))))
        return len(queries)

    one = next(one for one in everything if one.id == Title.objects.get(name="The General").pk)
    assert asked([one]) == asked(everything) == 8


def test_one_title_found_twice_stands_once_at_its_better_place() -> None:
    title = factories.make_title("The General")
    found = results(IN_US, [Scored(title.pk, 60), Scored(title.pk, 90)], by_fit())
    assert [(one.id, one.fit) for one in found.placed] == [(title.pk, 90)]
