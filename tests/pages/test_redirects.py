"""Every address that a thing ever had, or has in other words, leads to the one it has here."""

from typing import Any

import pytest
from django.test import Client

from allostream.catalogue.models import OldAddress
from tests import factories


@pytest.fixture
def film(db: None) -> Any:
    return factories.make_free_film(french="Le Mécano de la General", directors=["Buster Keaton"])


def leads(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/movie/the-general-1926", "/film/le-mecano-de-la-general-1926"),
        ("/film/the-general-1926", "/film/le-mecano-de-la-general-1926"),
        ("/movie/le-mecano-de-la-general-1926", "/film/le-mecano-de-la-general-1926"),
        ("/movies", "/films"),
        ("/movies?decade=1920", "/films?decade=1920"),
        ("/shows", "/series"),
        ("/person/buster-keaton", "/personne/buster-keaton"),
        ("/host/internet-archive", "/hebergeur/internet-archive"),
        ("/hosts", "/hebergeurs"),
        ("/about", "/a-propos"),
        ("/legal", "/mentions-legales"),
        ("/settings", "/reglages"),
        ("/search?q=a+b", "/recherche?q=a+b"),
        ("/sign-in?next=/films", "/connexion?next=/films"),
    ],
)
def test_english_words_lead_to_french_ones_on_the_french_site(french: Client, film: Any, path: str, here: str) -> None:
    assert leads(french, path) == (301, here)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/film/le-mecano-de-la-general-1926", "/movie/the-general-1926"),
        ("/films", "/movies"),
        ("/series", "/shows"),
        ("/personne/buster-keaton", "/person/buster-keaton"),
        ("/voir/bcdfghjkmnpq", "/watch/bcdfghjkmnpq"),
    ],
)
def test_french_words_lead_to_english_ones_on_the_english_site(
    english: Client, film: Any, path: str, here: str
) -> None:
    assert leads(english, path) == (301, here)


def test_a_part_keeps_its_place_when_the_words_change(french: Client) -> None:
    series = factories.make_title("Judex", french="Judex le justicier", kind="series", year=1916)
    factories.make_episode(factories.make_season(series), 3)
    assert leads(french, "/show/judex/s01e03") == (301, "/serie/judex-le-justicier/s01e03")


def test_numbers_are_written_one_way(english: Client) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_episode(factories.make_season(series), 3)
    assert leads(english, "/show/judex/S1E3") == (301, "/show/judex/s01e03")


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/movies/", "/movies"),
        ("/movie/the-general-1926/", "/movie/the-general-1926"),
        ("/movies/?page=2", "/movies?page=2"),
        ("/nothing/here///", "/nothing/here"),
        ("/%5Cevil.example/", "/%5Cevil.example"),
    ],
)
def test_a_slash_at_the_end_goes(english: Client, path: str, here: str) -> None:
    assert leads(english, path) == (301, here)


@pytest.mark.parametrize("path", ["/host/x:", "/host/a%20b", "/host/%C3%A9", "/channel/a+b%25", "/person/x%3A"])
def test_an_odd_name_of_nothing_is_not_found_and_leads_nowhere(english: Client, db: None, path: str) -> None:
    assert leads(english, path) == (404, "")


def test_a_path_that_names_another_host_leads_to_this_one(english: Client) -> None:
    answer = english.get("/", PATH_INFO="//evil.example/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/evil.example")


def test_short_forms_lead_to_where_a_thing_is_now(english: Client, french: Client, film: Any) -> None:
    link, person = film.links.get(), factories.make_person("Buster Keaton")
    series = factories.make_title("Judex", kind="series", year=1916)
    episode = factories.make_episode(factories.make_season(series), 3)
    assert leads(english, f"/w/{film.public_id}") == (302, "/movie/the-general-1926")
    assert leads(french, f"/w/{film.public_id}") == (302, "/film/le-mecano-de-la-general-1926")
    assert leads(english, f"/e/{episode.public_id}") == (302, "/show/judex/s01e03")
    assert leads(french, f"/l/{link.public_id}") == (302, f"/voir/{link.public_id}")
    assert leads(french, f"/p/{person.public_id}") == (302, "/personne/buster-keaton")


@pytest.mark.parametrize("path", ["/w/nothing", "/w/bcdfghjkmnpq", "/e/bcdfghjkmnpq", "/p/bcdfghjkmnpq"])
def test_a_short_form_of_nothing_is_not_found(english: Client, path: str) -> None:
    assert english.get(path).status_code == 404


def test_an_old_slug_leads_to_the_new_one(english: Client, film: Any) -> None:
    OldAddress.objects.create(kind="film", language="en", slug="the-general-1927", title=film)
    assert leads(english, "/movie/the-general-1927") == (301, "/movie/the-general-1926")
    person = factories.make_person("Buster Keaton")
    OldAddress.objects.create(kind="person", slug="joseph-keaton", person=person)
    assert leads(english, "/person/joseph-keaton") == (301, "/person/buster-keaton")


def test_a_merged_title_leads_to_the_one_that_took_it_in(english: Client, film: Any) -> None:
    twin = factories.make_title("General, The", merged_into=film)
    assert leads(english, "/movie/general-the-1926") == (301, "/movie/the-general-1926")
    assert leads(english, f"/w/{twin.public_id}") == (302, "/movie/the-general-1926")


def test_a_removed_title_is_gone_for_good(english: Client, film: Any) -> None:
    film.removed_at = factories.SEEN
    film.save(update_fields=["removed_at"])
    for path in ("/movie/the-general-1926", f"/w/{film.public_id}"):
        assert english.get(path).status_code == 410
