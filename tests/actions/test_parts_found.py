"""Seasons and episodes named by their numbers."""

import pytest

from allostream.catalogue.models import Title
from allostream.catalogue.parts_found import parts_numbered
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentalist() -> Title:
    series = factories.make_title("The Mentalist", french="Mentalist", kind="series", year=2008)
    for number in (1, 2):
        season = factories.make_season(series, number)
        for place in range(1, 4):
            factories.make_episode(season, place, f"Red {number}{place}", absolute_number=3 * (number - 1) + place)
    return series


def told(title: Title, season: int | None, number: int | None, language: str = "en") -> list[tuple[object, ...]]:
    found = parts_numbered([title.pk], season, number, language, language)
    return [(part.title_name, part.season_number, part.number, part.name) for part in found]


def test_an_episode_is_found_by_season_and_number(mentalist: Title) -> None:
    assert told(mentalist, 2, 1) == [("The Mentalist", 2, 1, "Red 21")]
    assert told(mentalist, 2, 1, "fr") == [("Mentalist", 2, 1, "Red 21")]


def test_where_the_episode_is_not_known_its_season_is_found(mentalist: Title) -> None:
    (part,) = parts_numbered([mentalist.pk], 2, 9, "en", "")
    assert (part.season_number, part.number, part.episode_id) == (2, None, None)
    assert told(mentalist, 7, 1) == []


def test_a_season_is_found_by_its_number(mentalist: Title) -> None:
    assert told(mentalist, 1, None) == [("The Mentalist", 1, None, "")]


def test_a_number_alone_counts_through_the_series_and_else_the_first_season(mentalist: Title) -> None:
    assert told(mentalist, None, 5) == [("The Mentalist", 2, 2, "Red 22")]
    other = factories.make_title("Chuck", kind="series")
    factories.make_episode(factories.make_season(other, 1), 2, "Chuck Versus the Helicopter")
    assert told(other, None, 2) == [("Chuck", 1, 2, "Chuck Versus the Helicopter")]


def test_series_stand_in_the_order_in_which_they_were_found(mentalist: Title) -> None:
    other = factories.make_title("Chuck", kind="series")
    factories.make_episode(factories.make_season(other, 2), 1, "Chuck Versus the First Date")
    found = parts_numbered([other.pk, mentalist.pk], 2, 1, "en", "en")
    assert [part.title_name for part in found] == ["Chuck", "The Mentalist"]


def test_specials_and_what_was_removed_are_not_meant_by_numbers(mentalist: Title) -> None:
    episodes = mentalist.episodes.filter(season__number=2, number=1)
    episodes.update(kind="special")
    assert told(mentalist, 2, 1) == [("The Mentalist", 2, None, "")]
    mentalist.removed_at = mentalist.created_at
    mentalist.save()
    assert told(mentalist, 1, 1) == []
