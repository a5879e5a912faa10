"""Pages of series, their seasons and episodes."""

from typing import Any

import pytest
from django.test import Client

from allostream.catalogue.models import Season, Title
from tests import factories
from tests.pages.reading import main_of, page


@pytest.fixture
def fantomas(db: None) -> Title:
    """Five episodes, free in the United States, the first of them with a link."""
    series = factories.make_title("Fantomas", kind="series", year=1913, directors=["Louis Feuillade"])
    factories.make_answer(series, "US", published_year=1913)
    factories.make_answer(series, "FR", "unclear", rule="fr_70_pma", missing=["underlying_work"])
    season = factories.make_season(series)
    for number in range(1, 6):
        episode = factories.make_episode(season, number, f"Part {number}", absolute_number=number)
        if number == 1:
            factories.make_link(series, season=season, episode=episode)
    return series


def long_series() -> Season:
    series = factories.make_title("Endless", kind="series", year=1999)
    factories.make_answer(series, "US")
    first, second = factories.make_season(series, 1), factories.make_season(series, 2)
    for number in range(1, 20):
        factories.make_episode(first, number, f"Early {number}")
        factories.make_episode(second, number, f"Late {number}")
    return first


def test_a_series_lists_its_episodes_and_what_can_be_watched(english: Client, fantomas: Title) -> None:
    text = main_of(english.get("/show/fantomas"))
    for number in range(1, 6):
        assert f"Part {number}" in text
    assert "1 of 5 episodes can be watched free" in text
    assert "No lawful link in the United States yet" in text
    assert "Watch episode 1" in text


def test_the_only_link_of_an_episode_has_one_way_to_watch_and_several_have_one_each(
    english: Client, fantomas: Title
) -> None:
    link = fantomas.links.get()
    ways = f'href="/watch/{link.public_id}"'
    before = page(english.get("/show/fantomas"))
    other = factories.make_link(fantomas, season=link.season, episode=link.episode)
    after = page(english.get("/show/fantomas"))
    assert after.count(ways) + after.count(f'href="/watch/{other.public_id}"') == before.count(ways) + 2
    assert before.count("Watch here") == 0
    assert after.count("Watch here") == 2


def test_where_a_series_is_not_settled_the_page_says_what_is_open(from_country: Any, fantomas: Title) -> None:
    text = page(from_country("FR").get("/show/fantomas"))
    assert "not settled: the rights in the work it is based on" in text
    assert fantomas.links.get().public_id not in text


def test_a_long_series_shows_one_season_at_a_time(english: Client) -> None:
    long_series()
    assert "Late 3" not in main_of(english.get("/show/endless"))
    assert "Early 3" in main_of(english.get("/show/endless"))
    second = main_of(english.get("/show/endless/s02"))
    assert "Late 3" in second
    assert "Early 3" not in second


def test_an_episode_has_a_page_with_its_own_links(english: Client, fantomas: Title) -> None:
    text = page(english.get("/show/fantomas/s01e01"))
    assert "<h1>Part 1</h1>" in text
    assert fantomas.links.get().public_id in text
    assert 'href="/show/fantomas/s01e02"' in text


def test_an_episode_without_a_link_says_so(english: Client, fantomas: Title) -> None:
    text = page(english.get("/show/fantomas/s01e02"))
    assert fantomas.links.get().public_id not in text
    assert "No lawful link in the United States yet" in text


def test_a_link_to_a_whole_season_serves_each_of_its_episodes(english: Client, fantomas: Title) -> None:
    whole = factories.make_link(fantomas, season=fantomas.seasons.get())
    assert whole.public_id in page(english.get("/show/fantomas/s01e03"))
    assert "5 of 5 episodes can be watched free" in main_of(english.get("/show/fantomas"))


def test_a_copy_that_holds_the_only_season_stands_on_the_page_of_the_series(english: Client, fantomas: Title) -> None:
    assert "Evidence and history" not in main_of(english.get("/show/fantomas"))
    factories.make_link(fantomas, season=fantomas.seasons.get())
    text = main_of(english.get("/show/fantomas"))
    assert "Evidence and history" in text
    assert "5 of 5 episodes can be watched free" in text


def test_what_has_no_number_is_found_by_its_permanent_id(english: Client, fantomas: Title) -> None:
    season = factories.make_season(fantomas, None, name="Lost reels")
    special = factories.make_episode(season, None, "A fragment")
    text = page(english.get(f"/show/fantomas/{season.public_id}"))
    assert "A fragment" in text
    assert "A fragment" in page(english.get(f"/show/fantomas/{special.public_id}"))


def test_a_special_is_not_taken_for_the_regular_episode_of_its_number(english: Client, fantomas: Title) -> None:
    special = factories.make_episode(fantomas.seasons.get(), 1, "Prologue", kind="special")
    assert "<h1>Part 1</h1>" in page(english.get("/show/fantomas/s01e01"))
    assert "<h1>Prologue</h1>" in page(english.get(f"/show/fantomas/{special.public_id}"))


@pytest.mark.parametrize("part", ["s02", "s01e09", "s1x", "bcdfghjkmnpq", "s00e00"])
def test_a_part_that_is_not_there_is_not_found(english: Client, fantomas: Title, part: str) -> None:
    page(english.get(f"/show/fantomas/{part}"), 404)


def test_a_removed_episode_leaves_a_tombstone(english: Client, fantomas: Title) -> None:
    special = factories.make_episode(fantomas.seasons.get(), None, "A fragment", removed_at=factories.SEEN)
    page(english.get(f"/show/fantomas/{special.public_id}"), 410)


def test_a_number_that_was_worked_out_is_marked_as_such(english: Client, fantomas: Title) -> None:
    factories.make_episode(fantomas.seasons.get(), 6, "Found", number_is_derived=True)
    assert "number worked out from the dates" in main_of(english.get("/show/fantomas"))


def test_an_episode_speaks_of_its_own_copies_only(from_country: Any, fantomas: Title) -> None:
    season = fantomas.seasons.get()
    second, third = season.episodes.get(number=2), season.episodes.get(number=3)
    factories.make_link(fantomas, season=season, episode=second, origin_flags=["x"])
    assert "shows signs of a commercial edition" in page(from_country("US").get("/show/fantomas/s01e02"))
    told = page(from_country("US").get("/show/fantomas/s01e03"))
    assert "We know of no copy of it yet." in told
    assert third.name in told
    assert "Free in one other country" in page(from_country("FR").get("/show/fantomas/s01e01"))
    assert "Free in one" not in page(from_country("FR").get("/show/fantomas/s01e03"))
