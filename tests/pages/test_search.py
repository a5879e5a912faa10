"""The search box: names, pages of results, the switch, episodes, pasted addresses, suggestions."""

from typing import Any

import pytest
from django.test import Client

from allostream.audit.rules import Actor
from allostream.catalogue import searching
from allostream.catalogue.models import Identifier, Title
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links.queries import PAGE_SIZE
from tests import factories
from tests.pages.reading import main_of, names_of_cards, page, parsed

GENERAL = "https://archive.org/details/The_General"


@pytest.fixture
def general(db: None) -> Title:
    """The General with what IMDb, Wikidata and TMDB call it, and a link."""
    title = factories.make_title("The General", directors=["Buster Keaton"], french="Le Mécano de la General")
    factories.make_answer(title, "US")
    factories.make_link(title, GENERAL)
    for scheme, value in (("imdb", "tt0017925"), ("wikidata", "Q155476"), ("tmdb_movie", "961")):
        Identifier.objects.create(title=title, scheme=scheme, value=value)
    return title


def make_many(count: int, **columns: Any) -> None:
    for number in range(count):
        factories.make_title(f"Metro {number:03}", year=None, **columns)


def test_a_title_called_just_so_comes_before_a_better_known_one(english: Client) -> None:
    factories.make_title("M", year=1931)
    factories.make_title("Metropolis", year=1927, popularity=9)
    assert names_of_cards(english.get("/search?q=m")) == ["M", "Metropolis"]


def test_the_same_holds_where_very_many_names_begin_alike(english: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_SORTED", 0)
    factories.make_title("M", year=1931)
    factories.make_title("Metropolis", year=1927, popularity=9)
    assert names_of_cards(english.get("/search?q=m")) == ["M", "Metropolis"]


def test_results_have_pages(english: Client) -> None:
    make_many(PAGE_SIZE + 2)
    assert len(names_of_cards(english.get("/search?q=metro"))) == PAGE_SIZE
    second = english.get("/search?q=metro&page=2")
    assert names_of_cards(second) == [f"Metro {PAGE_SIZE:03}", f"Metro {PAGE_SIZE + 1:03}"]
    assert 'href="/search?q=metro"' in page(second)
    assert english.get("/search?q=metro&page=3").status_code == 404
    assert english.get("/search?q=metro&page=x").status_code == 400


@pytest.mark.parametrize("most_sorted", [10_000, 0])
def test_the_switch_finds_what_lies_far_behind_what_it_hides(
    english: Client, monkeypatch: pytest.MonkeyPatch, most_sorted: int
) -> None:
    monkeypatch.setattr(searching, "MOST_SORTED", most_sorted)
    make_many(PAGE_SIZE + 2, popularity=9)
    factories.make_free_film("Metropolitan", year=1920)
    english.cookies["watchable"] = "1"
    answer = english.get("/search?q=metro")
    assert names_of_cards(answer) == ["Metropolitan"]
    assert f"hides {PAGE_SIZE + 2} titles" in main_of(answer)


def test_a_search_that_finds_nothing_counts_nothing_and_offers_no_feed(english: Client) -> None:
    factories.make_free_film("Metropolitan", year=1920)
    assert "1 title" in main_of(english.get("/search?q=metro"))
    told = main_of(english.get("/search?q=zzzz"))
    assert "No title is called “zzzz”" in told
    assert "0 titles" not in told
    assert "feed" not in told
    assert [link.get("href") for link in parsed(english.get("/search")).iter("a") if link.get("class") == "btn"] == [
        "/movies", "/shows", "/newly-free"
    ]  # fmt: skip


def test_a_search_that_the_switch_empties_says_how_many_there_are_without_it(english: Client) -> None:
    make_many(3)
    english.cookies["watchable"] = "1"
    told = main_of(english.get("/search?q=metro"))
    assert "Nothing that you can watch is called “metro”" in told
    assert "hides 3 titles" in told
    assert "Show all" in told


def make_episode(series: Title, name: str) -> Any:
    episode = factories.make_episode(factories.make_season(series), 6, name)
    factories.make_episode_name(episode, name)
    return episode


def test_episodes_are_found_by_the_beginning_of_their_name(english: Client) -> None:
    series = factories.make_title("Les Vampires", kind="series", year=1915)
    make_episode(series, "Hypnotic Eyes")
    text = page(english.get("/search?q=hypno"))
    assert '<a href="/show/les-vampires/s01e06">Hypnotic Eyes</a>' in text
    assert "Les Vampires" in text


def test_the_switch_leaves_episodes_that_can_be_watched(english: Client) -> None:
    series = factories.make_title("Les Vampires", kind="series", year=1915)
    episode = make_episode(series, "Hypnotic Eyes")
    english.cookies["watchable"] = "1"
    assert "Hypnotic Eyes" not in page(english.get("/search?q=hypno"))
    factories.make_answer(series, "US")
    factories.make_link(series, season=episode.season, episode=episode)
    assert "Hypnotic Eyes" in page(english.get("/search?q=hypno"))


@pytest.mark.usefixtures("general")
@pytest.mark.parametrize(
    "text",
    [
        "tt0017925",
        "Q155476",
        "tmdb:961",
        "https://www.imdb.com/title/tt0017925/",
        "https://www.wikidata.org/wiki/Q155476",
        "https://www.themoviedb.org/movie/961-the-general",
        "https://trakt.tv/movies/the-general-1926",
        "http://localhost/movie/the-general-1926",
    ],
)
def test_what_names_one_title_leads_to_it(english: Client, text: str) -> None:
    answer = english.get("/search", {"q": text})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/movie/the-general-1926")


def test_a_pasted_number_leads_to_the_address_of_this_site(french: Client, general: Title) -> None:
    assert french.get("/recherche?q=tt0017925").headers["Location"] == "/film/le-mecano-de-la-general-1926"


def test_a_short_address_is_followed(english: Client, general: Title) -> None:
    answer = english.get("/search", {"q": f"/w/{general.public_id}"}, follow=True)
    assert answer.request["PATH_INFO"] == "/movie/the-general-1926"


def test_a_number_of_a_person_or_an_episode_leads_there(english: Client) -> None:
    keaton = factories.make_person("Buster Keaton")
    Identifier.objects.create(person=keaton, scheme="imdb_name", value="nm0000036")
    episode = make_episode(factories.make_title("Les Vampires", kind="series", year=1915), "Hypnotic Eyes")
    Identifier.objects.create(episode=episode, scheme="imdb", value="tt0006206")
    assert english.get("/search?q=nm0000036").headers["Location"] == "/person/buster-keaton"
    assert english.get("/search?q=tt0006206").headers["Location"] == "/show/les-vampires/s01e06"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tt9999999", "Nothing here is known under this IMDb number."),
        ("https://boxd.it/29qU", "does not say which film it means"),
        ("https://www.imdb.com/chart/top/", "names no film, series or person"),
        ("https://archive.org/details/nothing-of-ours", "This address is not known here."),
        ("https://[::1/x/", "No title is called"),
    ],
)
def test_what_names_nothing_here_is_told_kindly(english: Client, general: Title, text: str, told: str) -> None:
    answer = english.get("/search", {"q": text})
    assert answer.status_code == 200
    assert told in main_of(answer)


def test_the_words_of_a_letterboxd_address_are_searched_for(english: Client, general: Title) -> None:
    answer = english.get("/search", {"q": "https://letterboxd.com/film/the-general/"})
    assert "name a title by words alone" in main_of(answer)
    assert names_of_cards(answer) == ["The General"]


def test_the_address_of_a_listed_video_leads_to_its_title(english: Client, general: Title) -> None:
    link = general.links.get()
    answer = english.get("/search", {"q": "http://www.archive.org/embed/The_General?utm_source=x"})
    assert answer.headers["Location"] == f"/movie/the-general-1926#l-{link.public_id}"


def test_the_address_of_a_withdrawn_copy_leads_to_the_page_that_says_so(english: Client, general: Title) -> None:
    link = general.links.get()
    links.withdraw_link(link.public_id, by=Actor.system("test"), why="notice")
    answer = english.get("/search", {"q": GENERAL}, follow=True)
    assert (answer.request["PATH_INFO"], answer.status_code) == (f"/watch/{link.public_id}", 451)
    assert "archive.org" not in answer.content.decode()
    Title.objects.filter(pk=general.pk).update(removed_at=clock.now())
    assert "This address is not known here." in page(english.get("/search", {"q": GENERAL}))


@pytest.mark.parametrize("hidden", ["removed", "country"])
def test_a_video_that_is_not_shown_here_is_as_unknown_as_any(english: Client, general: Title, hidden: str) -> None:
    if hidden == "country":
        english.cookies["country"] = "JP"
    else:
        general.links.update(**{f"{hidden}_at": clock.now()})
        factories.refresh_shown([general.pk])
    answer = english.get("/search", {"q": GENERAL})
    unknown = english.get("/search", {"q": "https://archive.org/details/Nothing_of_ours"})
    assert page(answer) == page(unknown).replace("Nothing_of_ours", "The_General")


def test_our_own_address_leads_to_no_other_host(english: Client) -> None:
    assert english.get("/search", {"q": "http://localhost//evil.example/x"}).headers["Location"] == "/"


def suggested(client: Client, words: str) -> Any:
    answer = client.get("/suggest", {"q": words})
    assert answer.headers["Content-Type"] == "application/x-suggestions+json"
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    return answer.json()


@pytest.mark.usefixtures("general")
def test_suggestions_are_in_the_form_of_opensearch(english: Client, french: Client) -> None:
    assert suggested(english, "the gen") == [
        "the gen", ["The General"], ["Film, 1926"], ["http://localhost/movie/the-general-1926"],
    ]  # fmt: skip
    assert suggested(french, "bus") == [
        "bus", ["Buster Keaton"], ["Personne"], ["http://fr.localhost/personne/buster-keaton"],
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["", "zzz", "...", "<script>"])
def test_there_may_be_nothing_to_suggest(english: Client, words: str) -> None:
    assert suggested(english, words) == [words, [], [], []]


def test_at_most_ten_are_suggested(english: Client) -> None:
    make_many(20)
    for number in range(20):
        factories.make_person(f"Metro {number}")
    assert len(suggested(english, "metro")[1]) == 10


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/movie/the-general-of-nowhere", "the general of nowhere"),
        ("/movie/the-general-1927", "the general"),
        ("/show/les-vampires/s09e99", "les vampires"),
        ("/1984", "1984"),
    ],
)
def test_a_page_that_is_not_there_offers_to_search_for_its_words(english: Client, path: str, words: str) -> None:
    assert f'name="q" type="search" value="{words}"' in page(english.get(path), 404)
