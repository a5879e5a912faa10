"""What the page of a series says is covered: by which service, which episodes, season by season; gaps as gaps."""

from typing import Any

import pytest
from django.test import Client

from allostream.catalogue.models import Season, Title
from tests import factories
from tests.pages.reading import main_of, page, parsed


@pytest.fixture
def series(db: None) -> Title:
    """Two seasons of six episodes, free in the United States and in Belgium."""
    series = factories.make_title("Judex", kind="series", year=1916)
    for country in ("US", "BE"):
        factories.make_answer(series, country)
    for number in (1, 2):
        season = factories.make_season(series, number)
        for part in range(1, 7):
            factories.make_episode(season, part, f"Chapter {number}.{part}")
    return series


def cover(season: Season, *numbers: int, **facts: Any) -> None:
    for episode in season.episodes.filter(number__in=numbers):
        factories.make_link(season.title, season=season, episode=episode, **facts)


def kinoscope() -> dict[str, Any]:
    host = factories.make_host("kinoscope", embed="never", direct_files=False)
    return {"basis": "provider", "offer": "subscription", "form": "page", "host": host}


def test_each_service_says_which_episodes_it_covers(english: Client, series: Title) -> None:
    first, second = series.seasons.order_by("number")
    cover(first, 1, 2, 3, 4, 6)
    cover(second, 1, 2, 3, 4, 5, 6)
    cover(first, 2, 3, **kinoscope())
    text = main_of(english.get("/show/judex"))
    assert "11 of 12 episodes can be watched free" in text
    assert "Free: Season 1: 1 to 4, 6; Season 2: all" in text
    assert "Kinoscope (Subscription): Season 1: 2, 3" in text
    assert "Free: episodes 1 to 4, 6" in main_of(english.get("/show/judex/s01"))
    assert "Free: all 6 episodes" in main_of(english.get("/show/judex/s02"))


def test_coverage_is_told_in_french(french: Client, series: Title) -> None:
    factories.make_answer(series, "FR")
    cover(series.seasons.get(number=1), 1, 2, 3, 5)
    assert "Gratuit : épisodes 1 à 3, 5" in main_of(french.get("/serie/judex/s01"))
    assert "4 à voir sur 6" in main_of(french.get("/serie/judex/s01"))


def test_a_bar_has_a_part_for_each_episode(english: Client, series: Title) -> None:
    cover(series.seasons.get(number=1), 1, 3)
    bars = [node for node in parsed(english.get("/show/judex/s01")).iter("div") if node.get("class") == "cover-bar"]
    assert [[span.get("class") for span in bar] for bar in bars] == [[None, "x", None, "x", "x", "x"]]


def test_seasons_say_how_much_of_them_there_is_to_watch(english: Client, series: Title) -> None:
    first, second = series.seasons.order_by("number")
    cover(first, 1, 2)
    factories.make_link(series, season=second)
    for path in ("/show/judex", "/show/judex/s01"):
        text = main_of(english.get(path))
        assert "All8 of 12 to watch" in text
        assert "Season 12 of 6 to watch" in text
        assert "Season 26 of 6 to watch" in text


def test_a_gap_names_where_the_episode_is_free(english: Client, series: Title) -> None:
    cover(series.seasons.get(number=1), 1)
    english.cookies["country"] = "FR"
    text = main_of(english.get("/show/judex"))
    assert "No lawful link in France yet. Free in the United States and 1 other country" in text
    english.cookies["country"] = "US"
    assert "No lawful link in the United States yet." in main_of(english.get("/show/judex"))


def test_each_link_of_an_episode_has_its_reason_and_leads_to_its_evidence(english: Client, series: Title) -> None:
    season = series.seasons.get(number=1)
    cover(season, 1, uploader="Film Museum")
    cover(season, 1, **kinoscope())
    free, paid = series.links.order_by("pk")
    answer = english.get("/show/judex")
    text = main_of(answer)
    assert "Public domain in the United States. Uploaded by Film Museum." in text
    assert "Offered by Kinoscope itself in the United States." in text
    for link in (free, paid):
        assert f'href="/show/judex/s01e01#l-{link.public_id}"' in page(answer)
        assert f'id="l-{link.public_id}"' in page(english.get("/show/judex/s01e01"))
    assert f'href="/watch/{free.public_id}"' in page(answer)
    assert f'href="{paid.canonical_url}" rel="nofollow noopener external"' in page(answer)


def test_what_is_open_where_is_told_for_every_country(english: Client, series: Title) -> None:
    cover(series.seasons.get(number=1), 1)
    cover(series.seasons.get(number=1), 1, **kinoscope())
    text = main_of(english.get("/show/judex"))
    assert "In every country" in text
    assert "Free 2 countries: United States and Belgium" in text
    assert "Subscription Everywhere" in text


def test_what_is_open_where_keeps_the_spaces_of_french(french: Client, series: Title) -> None:
    cover(series.seasons.get(number=1), 1)
    answer = french.get(f"/w/{series.public_id}", follow=True)
    assert " pays\N{NARROW NO-BREAK SPACE}: " in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
