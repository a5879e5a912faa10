"""Searches that ask the index: pages of results with their filters, and suggestions while somebody types."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Identifier, Title, TitleFace
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links.models import WatchLink
from allostream.web import finding
from tests import factories
from tests.pages.reading import main_of, names_of_cards, page

BY = Actor.system("test")
Make = Callable[[], int]


@pytest.fixture
def films(index_names: Make, sites: Any) -> None:
    """Some films and a series, of which two films are free in the United States."""
    factories.make_host("internet-archive")
    nosferatu = factories.make_title(
        "Nosferatu", french="Nosferatu le vampire", year=1922, directors=["F. W. Murnau"], countries=["DE"],
        genres=["Horror"], runtime_min=94, popularity=40,
    )  # fmt: skip
    factories.make_answer(nosferatu, "US")
    factories.make_link(nosferatu)
    Identifier.objects.create(title=nosferatu, scheme="imdb", value="tt0013442")
    factories.make_title(
        "Nosferatu the Vampyre", year=1979, directors=["Werner Herzog"], genres=["Horror"], popularity=60
    )
    moon = factories.make_title(
        "A Trip to the Moon", french="Le Voyage dans la Lune", year=1902, countries=["FR"], runtime_min=14
    )
    factories.make_answer(moon, "US")
    factories.make_link(moon)
    factories.make_title("Faust", year=1926, directors=["F. W. Murnau"], genres=["Drama"])
    series = factories.make_title("The Mentalist", kind="series", year=2008)
    season = factories.make_season(series, 2)
    factories.make_episode(season, 5, "Red Scare")
    index_names()


def found(client: Client, words: str, **more: str) -> list[str]:
    return names_of_cards(client.get("/search", {"q": words, **more}))


def suggested(client: Client, words: str) -> list[tuple[str, str]]:
    answer = json.loads(client.get("/suggest", {"q": words}).content)
    assert len(answer[1]) == len(answer[2]) == len(answer[3])
    return list(zip(answer[1], answer[2], strict=True))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("nosfer", "Nosferatu"),
        ("nosfreatu", "Nosferatu"),
        ("murnau nosferatu", "Nosferatu"),
        ("voyage dans lune", "A Trip to the Moon"),
        ("le voyage dans la lune 1902", "A Trip to the Moon"),
        ("nosferatu 1979", "Nosferatu the Vampyre"),
        ("the mentalst", "The Mentalist"),
        ("mentalist s02e05", "The Mentalist"),
        ("title:nosferatu person:herzog", "Nosferatu the Vampyre"),
        ("person:murnau -nosferatu", "Faust"),
    ],
)
def test_the_right_title_comes_first_however_it_is_typed(english: Client, films: None, words: str, first: str) -> None:
    assert found(english, words)[0] == first


@pytest.mark.parametrize(
    ("words", "english_name", "french_name"),
    [
        ("nosfer", "Nosferatu", "Nosferatu le vampire"),
        ("nosfreatu", "Nosferatu", "Nosferatu le vampire"),
        ("la règle du jeu", "The Rules of the Game", "La Règle du jeu"),
        ("regle du jeux", "The Rules of the Game", "La Règle du jeu"),
        ("voyage dans lune", "A Trip to the Moon", "Le Voyage dans la Lune"),
        ("le voyage dans la lune 1902", "A Trip to the Moon", "Le Voyage dans la Lune"),
        ("murnau nosferatu", "Nosferatu", "Nosferatu le vampire"),
        ("mentalist s02e05", "The Mentalist, season 2, episode 5", "The Mentalist, saison 2, épisode 5"),
        (
            "the mentalist saison 2 épisode 5",
            "The Mentalist, season 2, episode 5",
            "The Mentalist, saison 2, épisode 5",
        ),
        ("gossip grl", "Gossip Girl", "Gossip Girl"),
        ("tt0013442", "Nosferatu", "Nosferatu le vampire"),
    ],
)
def test_the_first_suggestion_is_what_is_meant_in_both_languages(
    english: Client, french: Client, films: None, index_names: Make, words: str, english_name: str, french_name: str
) -> None:
    Title.objects.filter(year=1922).update(popularity=95)
    factories.make_title("The Rules of the Game", french="La Règle du jeu", year=1939)
    factories.make_title("Jeux de plage", year=1995, popularity=90)
    factories.make_title("Gossip", year=2000, popularity=90)
    factories.make_title("Gossip Girl", kind="series", year=2007)
    index_names()
    assert suggested(english, words)[0][0] == english_name
    assert suggested(french, words)[0][0] == french_name


def test_what_can_be_watched_here_comes_before_what_is_better_known(english: Client, films: None) -> None:
    assert found(english, "nosferatu") == ["Nosferatu", "Nosferatu the Vampyre"]


def test_a_name_is_shown_in_the_language_of_the_reader(french: Client, films: None) -> None:
    answer = french.get("/recherche", {"q": "trip to the moon"})
    assert names_of_cards(answer) == ["Le Voyage dans la Lune"]


def test_an_episode_that_is_named_by_its_numbers_comes_first(english: Client, french: Client, films: None) -> None:
    told = page(english.get("/search", {"q": "the mentalist season 2 episode 5"}))
    assert 'href="/show/the-mentalist/s02e05"' in told
    assert suggested(english, "mentalist 2x05")[0] == ("The Mentalist, season 2, episode 5", "Red Scare")
    assert suggested(french, "mentalist saison 2 épisode 5")[0][0] == "The Mentalist, saison 2, épisode 5"
    assert suggested(english, "mentalist s02e09")[0] == ("The Mentalist, season 2", "Season")


def test_typed_fields_narrow_as_clicked_filters_do(english: Client, films: None) -> None:
    assert found(english, "nosferatu genre:horror year:..1930") == ["Nosferatu"]
    assert found(english, "nosferatu", genre="horror", decade="1920") == ["Nosferatu"]
    assert found(english, "nosferatu -country:de") == found(english, "nosferatu", country="-de")
    assert found(english, "nosferatu runtime:>80 basis:pd on:internet-archive") == ["Nosferatu"]


def test_filters_alone_are_the_browsed_list(english: Client, films: None) -> None:
    answer = english.get("/search", {"q": "genre:horror -country:de"})
    assert answer.headers["Location"] == "/browse?genre=horror&country=-de"
    assert set(found(english, "year:1900..1923")) == {"Nosferatu", "A Trip to the Moon"}
    assert found(english, "runtime:<20") == ["A Trip to the Moon"]


@pytest.mark.parametrize(
    ("words", "told", "meant"),
    [
        ("gnre:horror nosferatu", "There is no filter “gnre”.", "genre:horror nosferatu"),
        ("nosferatu genre:horor", "“horor” is no value of this filter.", "nosferatu genre:horror"),
        ("nosferatu year:192*", "“192*” is no number and no range", "nosferatu year:1920..1929"),
        ("nosferatu genre:", "needs a value right behind the colon", ""),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_shown_instead(
    english: Client, films: None, words: str, told: str, meant: str
) -> None:
    answer = english.get("/search", {"q": words})
    assert answer.status_code == 400
    text = main_of(answer)
    assert told in text
    assert meant in text
    assert names_of_cards(answer) == []
    assert suggested(english, words) == []


def test_the_panel_tells_how_many_have_each_value_and_leads_back_with_the_words(english: Client, films: None) -> None:
    text = page(english.get("/search", {"q": "nosferatu"}))
    assert '<legend>Horror <span class="quiet num">2</span></legend>' in text
    assert '<input type="hidden" name="q" value="nosferatu">' in text
    answer = english.get("/filter", {"list": "search", "q": "nosferatu", "genre.horror": "only", "sort": "oldest"})
    assert answer.headers["Location"] == "/search?q=nosferatu&genre=horror&sort=oldest"
    chosen = page(english.get(answer.headers["Location"]))
    assert 'class="chip" href="/search?q=nosferatu&amp;sort=oldest"' in chosen


def test_the_switch_leaves_what_can_be_watched_in_results_and_suggestions(english: Client, films: None) -> None:
    english.cookies["watchable"] = "1"
    answer = english.get("/search", {"q": "nosferatu"})
    assert names_of_cards(answer) == ["Nosferatu"]
    assert "hides 1 title" in main_of(answer)
    assert [name for name, _ in suggested(english, "nosferatu")][:1] == ["Nosferatu"]
    assert "Nosferatu the Vampyre" not in [name for name, _ in suggested(english, "nosferatu")]


def test_nothing_that_is_gone_is_shown_though_the_index_has_it_still(english: Client, films: None) -> None:
    title = Title.objects.get(year=1979)
    catalogue.remove_title(title.public_id, by=BY, why="no such film")
    assert found(english, "nosferatu") == ["Nosferatu"]
    assert "Nosferatu the Vampyre" not in [name for name, _ in suggested(english, "nosferatu")]


def test_a_link_that_is_withdrawn_counts_no_more_from_that_moment(english: Client, films: None) -> None:
    english.cookies["watchable"] = "1"
    assert found(english, "nosferatu") == ["Nosferatu"]
    link = WatchLink.objects.get(title__year=1922)
    links.withdraw_link(link.public_id, by=BY, why="notice")
    assert found(english, "nosferatu") == []
    assert [name for name, _ in suggested(english, "nosferatu")] == []


def test_numbers_of_other_catalogues_are_suggested_and_lead_to_their_title(english: Client, films: None) -> None:
    assert suggested(english, "tt0013442") == [("Nosferatu", "Film, 1922")]
    assert english.get("/search?q=tt0013442").headers["Location"] == "/movie/nosferatu-1922"


def test_the_address_of_a_listed_copy_is_suggested_as_its_title_and_leads_there(
    english: Client, french: Client, films: None
) -> None:
    link = WatchLink.objects.get(title__year=1922)
    assert suggested(english, link.canonical_url) == [("Nosferatu", "Film, 1922")]
    assert english.get("/search", {"q": link.canonical_url}).headers["Location"].startswith("/movie/nosferatu-1922#")
    links.withdraw_link(link.public_id, by=BY, why="notice")
    assert suggested(english, link.canonical_url) == []
    assert suggested(french, "https://example.org/x") == []


def test_people_and_episodes_stand_beside_titles(english: Client, films: None) -> None:
    text = page(english.get("/search", {"q": "murnau"}))
    assert 'href="/person/f-w-murnau"' in text
    assert 'href="/show/the-mentalist/s02e05"' in page(english.get("/search", {"q": "red scare"}))
    assert ("F. W. Murnau", "Person") in suggested(english, "murnau")


def test_without_an_index_beginnings_of_names_are_found_and_it_is_said(
    english: Client, films: None, settings: Any
) -> None:
    settings.SEARCH_INDEX = settings.SEARCH_INDEX.with_name("none")
    answer = english.get("/search", {"q": "nosferatu"})
    assert names_of_cards(answer) == ["Nosferatu", "Nosferatu the Vampyre"]
    assert "The index of names is being rebuilt" in main_of(answer)
    assert [name for name, _ in suggested(english, "nosf")] == ["Nosferatu", "Nosferatu the Vampyre"]


def test_only_staff_who_ask_are_told_why_results_stand_so(english: Client, films: None) -> None:
    assert "Why they stand" not in page(english.get("/search?q=nosferatu&why=1"))
    english.force_login(User.objects.create_superuser("b@example.org", "x"))
    assert "Why they stand" in page(english.get("/search?q=nosferatu&why=1"))
    assert "Why they stand" not in page(english.get("/search?q=nosferatu"))


@pytest.mark.parametrize(
    "words",
    [
        "x" * 10_000, "a " * 5_000, "\x00\x01", "‮‏nosferatu", "\ud800", "AND OR NOT", '"', "((((", "nosferatu*", "-",
        "'; DROP TABLE catalogue_title; --", "title:", "🧛🦇", "NEAR(nosferatu, 2)", "%", "_", "\\", "a:b:c", "the",
    ],
)  # fmt: skip
def test_odd_input_has_an_answer(english: Client, films: None, words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    assert english.get("/search", {"q": words}).status_code in (200, 400)
    assert english.get("/suggest", {"q": words}).status_code == 200


def test_broken_bytes_have_an_answer(english: Client, films: None) -> None:
    assert english.get("/search?q=%ff%fe%c3").status_code == 200
    assert english.get("/suggest?q=%ff%fe%c3").status_code == 200


def test_queries_are_as_many_for_one_result_as_for_many(english: Client, films: None, index_names: Make) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert english.get(address).status_code == 200
        return len(queries)

    for number in range(30):
        factories.make_title(f"Metropolis {number:02}", year=1927, directors=[f"Director {number}"])
    index_names()
    for address in ("/search?q={}", "/suggest?q={}"):
        assert asked(address.format("metropolis+07")) == asked(address.format("metropolis"))


def test_a_window_that_opens_later_does_not_count_before(english: Client, films: None) -> None:
    WatchLink.objects.filter(title__year=1922).update(opens_at=clock.now() + timedelta(days=1))
    factories.refresh_shown([Title.objects.get(year=1922).pk])
    english.cookies["watchable"] = "1"
    assert found(english, "nosferatu") == []


def test_the_switch_and_filters_find_what_lies_far_behind_what_they_hide(
    english: Client, films: None, index_names: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_RESULTS", 5)
    for number in range(12):
        factories.make_title(f"Metro {number:02}", popularity=90, genres=["Drama"])
    factories.make_free_film("Metropolitan", year=1920, genres=["Comedy"])
    index_names()
    assert len(found(english, "metro")) == 5
    assert found(english, "metro", genre="comedy") == ["Metropolitan"]
    english.cookies["watchable"] = "1"
    assert found(english, "metro") == ["Metropolitan"]


def test_what_had_no_time_to_look_everywhere_says_so(
    english: Client, french: Client, films: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no time to look everywhere" not in page(english.get("/search", {"q": "nosferatu"}))
    monkeypatch.setattr(finding, "TOGETHER", 0)
    assert "no time to look everywhere" in page(english.get("/search", {"q": "nosferatu"}))
    assert "Le temps a manqué pour chercher partout" in page(french.get("/recherche", {"q": "nosferatu"}))


def test_where_nothing_fits_well_the_nearest_names_are_offered(english: Client, french: Client, films: None) -> None:
    told = page(english.get("/search", {"q": "nosferatu zzzqqq"}))
    assert "Did you mean" in told
    assert '<a href="/search?q=Nosferatu">Nosferatu</a>' in told
    assert "Vouliez-vous dire" in main_of(french.get("/recherche", {"q": "nosferatu zzzqqq"}))
    for plain in ("nosferatu year:1950..1960", "nosferatu", "nosfreatu", "zzzqqq", "mentalist s02e05", "person:murnau"):
        assert "Did you mean" not in main_of(english.get("/search", {"q": plain})), plain


def test_no_name_is_offered_that_the_switch_would_hide(english: Client, films: None) -> None:
    english.cookies["watchable"] = "1"
    told = main_of(english.get("/search", {"q": "vampyre zzzqqq"}))
    assert "Nosferatu the Vampyre" not in told
    catalogue.remove_title(Title.objects.get(year=1979).public_id, by=BY, why="no such film")
    del english.cookies["watchable"]
    assert "Nosferatu the Vampyre" not in main_of(english.get("/search", {"q": "vampyre zzzqqq"}))


@pytest.mark.parametrize(
    ("query", "told", "way"),
    [
        ({"q": "zzzqqq"}, "No title is called “zzzqqq”, nor nearly so", "/browse"),
        ({"q": "nosferatu year:1950..1960"}, "Nothing that is called so is of 1950 to 1960", "/search?q=nosferatu"),
        ({"q": "nosferatu genre:drama"}, "Without them 2 titles are found.", "/search?q=nosferatu"),
        ({"q": "nosferatu", "genre": "drama"}, "No title answers these filters", "/search?q=nosferatu"),
        (
            {"q": "nosferatu", "genre": "drama", "decade": "1920"},
            "Drop “Drama”",
            "/search?q=nosferatu&amp;decade=1920",
        ),
        (
            {"q": "nosferatu genre:drama", "decade": "1920"},
            "Drop “Drama”",
            "/search?q=nosferatu&amp;decade=1920",
        ),
        ({"q": "faust", "offer": "free"}, "What can be watched is counted in the United States.", "/settings"),
        ({"q": "title:faust person:herzog"}, "No title has all that the fields ask for", "/browse"),
    ],
)
def test_an_empty_search_says_why_and_what_may_be_done(
    english: Client, films: None, query: dict[str, str], told: str, way: str
) -> None:
    answer = english.get("/search", query)
    assert names_of_cards(answer) == []
    assert told in main_of(answer)
    assert f'href="{way}"' in page(answer)


def test_what_only_the_switch_hides_is_told_with_the_country(english: Client, french: Client, films: None) -> None:
    english.cookies["watchable"] = "1"
    told = main_of(english.get("/search", {"q": "faust"}))
    assert "Nothing that you can watch is called “faust”" in told
    assert "no link that plays for you in the United States" in told
    assert "Show all" in told
    french.cookies["watchable"] = "1"
    assert "aucun lien qui vous soit ouvert en France" in main_of(french.get("/recherche", {"q": "faust"}))


def test_episodes_or_people_alone_are_found_when_asked_for(english: Client, french: Client, films: None) -> None:
    people = english.get("/search", {"q": "is:person murnau"})
    assert 'href="/person/f-w-murnau"' in page(people)
    assert names_of_cards(people) == []
    assert 'id="filters"' not in page(people)
    episodes = english.get("/search", {"q": "is:episode red scare"})
    assert 'href="/show/the-mentalist/s02e05"' in page(episodes)
    assert 'href="/search?q=red+scare"' in page(episodes)
    assert "Nobody here is called “zzzqqq”" in page(english.get("/search", {"q": "is:person zzzqqq"}))
    assert "Aucun épisode ici ne s’appelle" in page(french.get("/recherche", {"q": "est:episode zzzqqq"}))


def test_what_narrows_titles_narrows_neither_episodes_nor_people(english: Client, films: None) -> None:
    for query in ({"q": "is:person murnau genre:horror"}, {"q": "is:episode red scare", "decade": "1920"}):
        answer = english.get("/search", query)
        assert answer.status_code == 400
        assert "cannot be narrowed by other filters" in main_of(answer)
        assert 'href="/person/' not in main_of(answer)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("https://www.themoviedb.org/tv/5920-the-mentalist/season/2/episode/5", "/show/the-mentalist/s02e05"),
        ("https://www.themoviedb.org/tv/5920-the-mentalist/season/2", "/show/the-mentalist/s02"),
        ("https://www.themoviedb.org/tv/5920-the-mentalist/season/2/episode/99", "/show/the-mentalist/s02"),
        ("https://www.themoviedb.org/tv/5920-the-mentalist/season/9/episode/1", "/show/the-mentalist"),
        ("https://trakt.tv/shows/the-mentalist/seasons/2/episodes/5", "/show/the-mentalist/s02e05"),
    ],
)
def test_the_address_of_a_part_leads_to_the_part(english: Client, films: None, text: str, path: str) -> None:
    series = Title.objects.get(kind="series")
    Identifier.objects.create(title=series, scheme="tmdb_tv", value="5920")
    assert english.get("/search", {"q": text}).headers["Location"] == path
    if path.endswith("s02e05") and "themoviedb" in text:
        assert suggested(english, text)[0] == ("The Mentalist, season 2, episode 5", "Red Scare")


def test_each_suggestion_tells_its_language_to_who_asks(english: Client, films: None, index_names: Make) -> None:
    TitleFace.objects.filter(title=factories.make_title("Der müde Tod", year=1921)).update(name_language="de")
    index_names()

    def languages(words: str) -> Any:
        return json.loads(english.get("/suggest", {"q": words, "languages": "1"}).content)[4]

    assert languages("der mude") == ["de"]
    assert languages("faust") == [""]
