"""Home, films and series by filters, search."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from allostream.links.queries import PAGE_SIZE
from tests import factories
from tests.pages.reading import main_of, names_of_cards, page


@pytest.fixture
def catalogue(db: None) -> None:
    factories.make_free_film("The General", french="Le Mécano de la General", genres=["Comedy"])
    factories.make_free_film("Nanook", year=1922, genres=["Documentary"])
    factories.make_title("Metropolis", year=1927)
    factories.make_title("Charade", year=1963, genres=["Comedy"])
    factories.make_title("Judex", kind="series", year=1916)
    factories.count_again()


def test_the_home_page_shows_a_film_of_the_day_shelves_and_how_much_there_is(english: Client, catalogue: None) -> None:
    text = main_of(english.get("/"))
    assert "Film of the day, free in the United States" in text
    assert "5 titles, 2 of them free in the United States." in text
    assert "A hundred years of silents" in text
    assert "Tonight, by length" in text


def test_the_home_page_speaks_french_and_of_france_on_the_french_site(french: Client, catalogue: None) -> None:
    text = main_of(french.get("/"))
    assert "Films et séries à voir légalement, ce soir, en France" in text
    assert "5 titres, dont 2 à voir gratuitement en France." in text


def test_the_home_page_of_an_empty_catalogue_shows_a_way_on(english: Client) -> None:
    text = page(english.get("/"))
    assert "Nothing here can be watched free yet" in text
    assert 'href="/movies"' in text


def test_a_site_that_has_not_been_set_up_still_answers(client: Client, db: None) -> None:
    assert "Allostream" in page(client.get("/", SERVER_NAME="localhost"))


def test_films_and_series_have_a_list_each(english: Client, catalogue: None) -> None:
    assert sorted(names_of_cards(english.get("/movies"))) == ["Charade", "Metropolis", "Nanook", "The General"]
    assert names_of_cards(english.get("/shows")) == ["Judex"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("decade=1920&sort=oldest", ["Nanook", "The General", "Metropolis"]),
        ("genre=comedy&sort=newest", ["Charade", "The General"]),
        ("genre=comedy&decade=1960", ["Charade"]),
        ("sort=name", ["Charade", "The General", "Metropolis", "Nanook"]),
        ("decade=1940", []),
    ],
)
def test_a_list_is_narrowed_and_sorted(english: Client, catalogue: None, query: str, names: list[str]) -> None:
    assert names_of_cards(english.get(f"/movies?{query}")) == names


def test_a_list_that_is_too_long_to_count_says_so(
    english: Client, french: Client, catalogue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allostream.links.queries.bounds.MOST_PAGES", 1)
    monkeypatch.setattr("allostream.links.queries.bounds.PAGE_SIZE", 2)
    assert "More than 2 titles" in main_of(english.get("/movies"))
    assert "Plus de 2 titres" in main_of(french.get("/films"))
    assert "More than 2 titles" not in main_of(english.get("/movies?genre=comedy"))
    english.cookies["watchable"] = "1"
    assert "hides many more titles" in main_of(english.get("/movies"))


def test_a_set_filter_can_be_taken_back_alone(english: Client, catalogue: None) -> None:
    text = page(english.get("/movies?decade=1920&genre=comedy&sort=oldest"))
    assert 'href="/movies?genre=comedy&amp;sort=oldest"' in text
    assert 'href="/movies?decade=1920&amp;sort=oldest"' in text


@pytest.mark.parametrize(
    ("query", "field", "nearest"),
    [
        ("decade=1925", "Decade", "1920"),
        ("decade=192", "Decade", "1870"),
        ("genre=comdy", "Genre", "comedy"),
        ("sort=newst", "Order", "newest"),
        ("page=0", "Page", "1"),
        ("page=-1", "Page", "1"),
        ("page=x", "Page", "1"),
        ("page=²", "Page", "1"),
    ],
)
def test_a_value_that_does_not_exist_is_refused_with_the_nearest_that_does(
    english: Client, catalogue: None, query: str, field: str, nearest: str
) -> None:
    text = page(english.get(f"/movies?{query}"), 400)
    assert f"is not a known value of “{field}”" in text
    assert f">{nearest}</a>" in text


def test_a_long_list_has_pages_and_none_beyond_the_last(english: Client) -> None:
    for number in range(PAGE_SIZE + 2):
        factories.make_title(f"Film {number:03}", year=1900)
    assert len(names_of_cards(english.get("/movies"))) == PAGE_SIZE
    assert len(names_of_cards(english.get("/movies?page=2"))) == 2
    assert 'href="/movies?page=2"' in page(english.get("/movies"))
    page(english.get("/movies?page=3"), 404)


def test_each_page_of_a_list_but_the_last_leads_on(english: Client, french: Client) -> None:
    for number in range(PAGE_SIZE + 2):
        factories.make_title(f"Film {number:03}", year=1900)
    assert '<a href="/movies?page=2" rel="next">Next page</a>' in page(english.get("/movies"))
    assert '<a href="/films?page=2" rel="next">Page suivante</a>' in page(french.get("/films"))
    assert 'rel="next"' not in page(english.get("/movies?page=2"))


def test_the_switch_hides_what_cannot_be_watched_and_says_how_much(english: Client, catalogue: None) -> None:
    english.cookies["watchable"] = "1"
    answer = english.get("/movies")
    assert sorted(names_of_cards(answer)) == ["Nanook", "The General"]
    assert "“Only what I can watch” hides 2 titles." in main_of(answer)
    assert 'aria-pressed="true">Only what I can watch' in page(answer)


def test_a_card_says_what_watching_costs_or_where_else_it_is_free(from_country: Any, catalogue: None) -> None:
    text = main_of(from_country("DE").get("/movies"))
    assert "Not in Germany: free in 2 countries" in text
    assert "No lawful link yet" in text


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("gen", []),
        ("the gen", ["The General"]),
        ("THE  GÉN", ["The General"]),
        ("le mecano", ["The General"]),
        ("nan", ["Nanook"]),
        ("%", []),
        ("", []),
    ],
)
def test_search_finds_titles_by_the_beginning_of_any_name(
    english: Client, catalogue: None, words: str, names: list[str]
) -> None:
    assert names_of_cards(english.get("/search", {"q": words})) == names


def test_search_finds_people(french: Client) -> None:
    factories.make_free_film(directors=["Buster Keaton"])
    assert '<a href="/personne/buster-keaton">Buster Keaton</a>' in page(french.get("/recherche?q=bus"))


def test_a_search_without_result_shows_a_way_on(english: Client, catalogue: None) -> None:
    text = page(english.get("/search?q=zzz"))
    assert "No title is called “zzz”, nor nearly so" in text
    assert 'href="/movies"' in text


def test_what_is_searched_is_shown_as_text_only(english: Client, catalogue: None) -> None:
    text = page(english.get("/search", {"q": "<script>alert(1)</script>"}))
    assert "<script>" not in text


def test_the_switch_works_in_search_too(english: Client) -> None:
    factories.make_free_film("Metropolitan", year=1920)
    factories.make_title("Metropolis", year=1927)
    english.cookies["watchable"] = "1"
    answer = english.get("/search?q=metro")
    assert names_of_cards(answer) == ["Metropolitan"]
    assert "hides 1 title." in main_of(answer)


def test_the_newly_free_come_first_on_their_shelf(english: Client) -> None:
    for name, since in (("Older", date(2001, 1, 1)), ("Newer", date(2026, 1, 1))):
        film = factories.make_title(name, year=1930)
        factories.make_answer(film, "US", free_since=since)
        factories.make_link(film)
    names = names_of_cards(english.get("/"))
    assert names.index("Newer") < names.index("Older")


def test_a_card_says_that_a_title_is_free_in_a_further_country_of_the_readers(english: Client) -> None:
    factories.make_free_film("The General", "BE")
    assert "Not in the United States: free in 1 country" in main_of(english.get("/movies"))
    english.cookies["countries"] = "BE"
    assert "Free in Belgium" in main_of(english.get("/movies"))
    english.cookies["watchable"] = "1"
    assert "The General" in main_of(english.get("/movies"))
    assert "The General" in main_of(english.get("/search?q=the+gen"))


def test_the_home_page_says_which_films_of_the_evening_are_free_in_a_further_country(english: Client) -> None:
    for name in ("The General", "Nanook"):
        factories.make_free_film(name, "US")
    factories.count_again()
    english.cookies.load({"country": "BE", "countries": "US", "watchable": "1"})
    evening = main_of(english.get("/")).partition("Tonight, by length")[2]
    assert "Free in the United States" in evening
    assert "Nanook" in evening


def test_a_card_says_that_the_reader_has_the_service_already(french: Client) -> None:
    title = factories.make_title("The General")
    factories.make_link(title, basis="provider", offer="subscription", host=factories.make_host("mubi"))
    assert "Abonnement" in main_of(french.get("/films"))
    french.cookies["services"] = "mubi"
    assert "Sur un de vos services" in main_of(french.get("/films"))


def test_a_card_has_two_badges_at_the_most_and_the_language_of_the_reader_leads(
    english: Client, french: Client, catalogue: None
) -> None:
    film = factories.make_title("Safety Last!", year=1923)
    for country in ("US", "FR"):
        factories.make_answer(film, country)
    factories.make_link(film, subtitles=["de", "es", "fr"])
    assert "SUB de es +1 (Subtitles: German, Spanish, French)" in main_of(english.get("/movies"))
    assert "fr de +1" in main_of(french.get("/films"))
    factories.make_link(film, sdh=["en"], audio_description=["en"], sign_language=["ase"])
    text = main_of(english.get("/movies"))
    assert "AD en (Audio description: English)" in text
    assert "SIGN ase" in text
    assert "SDH" not in text
    assert "SUB" not in text


def test_a_card_tells_nothing_of_a_copy_that_is_not_shown_here(english: Client) -> None:
    film = factories.make_title("Nosferatu", year=1922)
    factories.make_link(film, subtitles=["fr"])
    assert "SUB" not in main_of(english.get("/movies"))
