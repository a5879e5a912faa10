"""Posters and backdrops: drawn once, kept for ever."""

import re
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import page


@pytest.fixture
def film(db: None) -> Any:
    return factories.make_free_film(french="Le Mécano de la General", directors=["Buster Keaton"])


def addresses(client: Client, path: str, kind: str) -> list[str]:
    return re.findall(rf'src="(/{kind}/[^"]+)"', page(client.get(path)))


def test_a_poster_is_kept_for_ever(english: Client, film: Any) -> None:
    poster = addresses(english, "/movies", "poster")[0]
    answer = english.get(poster)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
    assert "Poster: The General (1926), Buster Keaton" in answer.content.decode()


def test_each_language_has_its_own_poster(french: Client, film: Any) -> None:
    poster = addresses(french, "/films", "poster")[0]
    assert ".fr." in poster
    assert "Affiche: Le Mécano de la General" in french.get(poster).content.decode()


def test_a_new_name_gives_a_new_address_and_the_old_one_leads_there(english: Client, film: Any) -> None:
    old = addresses(english, "/movies", "poster")[0]
    film.faces.filter(language="en").update(name="General")
    new = addresses(english, "/movies", "poster")[0]
    assert new != old
    answer = english.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (302, new)
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_the_picture_of_a_head_is_kept_for_ever_too(english: Client, film: Any) -> None:
    backdrop = addresses(english, "/movie/the-general-1926", "backdrop")[0]
    answer = english.get(backdrop)
    assert "immutable" in answer.headers["Cache-Control"]
    cover = addresses(english, f"/watch/{film.links.get().public_id}", "backdrop")[0]
    assert cover != backdrop
    assert english.get(cover).content != answer.content


def test_a_picture_of_nothing_is_not_found_and_of_a_removed_title_gone(english: Client, film: Any) -> None:
    for path in ("/poster/bcdfghjkmnpq.en.1-x.svg", "/backdrop/bcdfghjkmnpq.1-x.svg"):
        assert english.get(path).status_code == 404
    film.removed_at = factories.SEEN
    film.save(update_fields=["removed_at"])
    assert english.get(f"/poster/{film.public_id}.en.1-x.svg").status_code == 410


def test_a_language_without_posters_leads_to_one_that_has_them(english: Client, film: Any) -> None:
    answer = english.get(f"/poster/{film.public_id}.de.1-x.svg")
    assert answer.status_code == 302
    assert f"/poster/{film.public_id}.en." in answer.headers["Location"]


def test_the_icon_is_where_browsers_look_for_it(english: Client) -> None:
    assert english.get("/favicon.ico").headers["Location"] == "/static/favicon.ico"
