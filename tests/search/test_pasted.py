"""What pasted texts name: our own pages, other catalogues' things, videos, or nothing but words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.search.pasted import Pasted, read

OWN = {"allostream.example", "fr.allostream.example"}


@pytest.mark.parametrize(
    "text",
    [
        "", "the general", "Metropolis", "Q", "Q5", "E.T.", "S.W.A.T.", "9/11", "Face/Off", "tt12", "M", "www.arte.tv",
        "Fahrenheit 9/11", "8½", "tmdb", "12 Angry Men", "/", "a/b", "w/short", "http://", "http://[::1/x",
    ],
)  # fmt: skip
def test_words_are_words(text: str) -> None:
    assert read(text, OWN) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/w/0123456789bc", "/w/0123456789bc"),
        ("p/0123456789bc", "/p/0123456789bc"),
        ("https://allostream.example/movie/the-general-1926", "/movie/the-general-1926"),
        ("http://fr.allostream.example:8000/films?decade=1920", "/films?decade=1920"),
        ("allostream.example/l/0123456789bc", "/l/0123456789bc"),
        ("https://allostream.example", "/"),
    ],
)
def test_our_own_addresses_lead_to_their_path(text: str, path: str) -> None:
    named = read(text, OWN)
    assert named is not None
    assert named.path == path


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("tt0017925", ("imdb", "tt0017925")),
        (" TT0017925 ", ("imdb", "tt0017925")),
        ("nm0000036", ("imdb_name", "nm0000036")),
        ("https://www.imdb.com/title/tt0017925/?ref_=nv_sr_1", ("imdb", "tt0017925")),
        ("https://m.imdb.com/fr/title/tt0017925/episodes", ("imdb", "tt0017925")),
        ("imdb.com/name/nm0000036", ("imdb_name", "nm0000036")),
        ("Q155476", ("wikidata", "Q155476")),
        ("q155476", ("wikidata", "Q155476")),
        ("https://www.wikidata.org/wiki/Q155476#sitelinks", ("wikidata", "Q155476")),
        ("http://www.wikidata.org/entity/Q155476", ("wikidata", "Q155476")),
        ("tmdb:961", ("tmdb_movie", "961")),
        ("tmdb tv 1399", ("tmdb_tv", "1399")),
        ("https://www.themoviedb.org/movie/961-the-general", ("tmdb_movie", "961")),
        ("https://www.themoviedb.org/tv/1399/season/1?language=fr-FR", ("tmdb_tv", "1399")),
        ("https://www.themoviedb.org/person/8635-buster-keaton", ("tmdb_person", "8635")),
        ("https://trakt.tv/movies/1234", ("trakt_movie", "1234")),
    ],
)
def test_numbers_of_other_catalogues_are_read(text: str, pair: tuple[str, str]) -> None:
    named = read(text, OWN)
    assert named is not None
    assert named.identifiers[0] == pair


def test_a_bare_tmdb_number_may_be_a_film_or_a_series() -> None:
    named = read("tmdb:961", OWN)
    assert named is not None
    assert named.identifiers == (("tmdb_movie", "961"), ("tmdb_tv", "961"), ("tmdb", "961"))


@pytest.mark.parametrize(
    ("text", "named", "words"),
    [
        ("trakt.tv/movies/the-general-1926", Pasted("Trakt", slug="the-general-1926", kind="film"), "the general"),
        (
            "https://trakt.tv/shows/judex/seasons/1/episodes/2",
            Pasted("Trakt", slug="judex", kind="series", season=1, episode=2),
            "judex",
        ),
        ("https://letterboxd.com/film/nosferatu/", Pasted("Letterboxd", slug="nosferatu", kind="film"), "nosferatu"),
        ("letterboxd.com/a/film/the-general/1/", Pasted("Letterboxd", slug="the-general", kind="film"), "the general"),
        ("https://boxd.it/29qU", Pasted("Letterboxd"), ""),
        ("https://www.imdb.com/chart/top/", Pasted("IMDb"), ""),
        ("https://trakt.tv/users/ada", Pasted("Trakt"), ""),
        ("https://www.themoviedb.org/movie", Pasted("TMDB"), ""),
    ],
)  # fmt: skip
def test_addresses_without_a_number_give_words_or_the_name_of_their_site(text: str, named: Pasted, words: str) -> None:
    found = read(text, OWN)
    assert found == named
    assert found.words == words


@pytest.mark.parametrize("text", ["https://archive.org/details/x", "archive.org/details/x", "//youtu.be/aqz-KE-bpKQ"])
def test_any_other_address_may_be_a_videos(text: str) -> None:
    assert read(text, OWN) == Pasted(address=text)


@given(st.text(), st.sampled_from(["", "https://", "https://imdb.com/", "trakt.tv/movies/", "https://[", "tmdb:"]))
def test_no_text_breaks_it(text: str, before: str) -> None:
    named = read(before + text, OWN)
    assert named is None or isinstance(named.words, str)
