"""Posters and backdrops: drawn once, kept for ever."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allostream.web import raster
from allostream.web.raster import Ration, Shelf
from allostream.web.views import pictures
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


def previewed(client: Client, path: str = "/movie/the-general-1926") -> str:
    return re.findall(r'<meta property="og:image" content="http://[^/]+([^"]+)"', page(client.get(path)))[0]


def poster_png(client: Client, path: str = "/movie/the-general-1926") -> str:
    return re.findall(r'"image":"http://[^/]+(/poster/[^"]+)"', page(client.get(path)))[0]


def size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", content[16:24])


def test_a_preview_and_a_poster_are_png_of_the_sizes_that_are_said(english: Client, film: Any) -> None:
    for path, wanted in ((previewed(english), (1200, 630)), (poster_png(english), (400, 600))):
        answer = english.get(path)
        assert answer.headers["Content-Type"] == "image/png"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert size(answer.content) == wanted
        assert len(answer.content) < 100_000


def test_a_preview_has_a_new_address_for_all_that_it_shows(english: Client, film: Any) -> None:
    old = previewed(english)
    film.end_year = 1928
    film.save(update_fields=["end_year"])
    new = previewed(english)
    assert new != old
    assert english.get(old).headers["Location"] == new
    assert english.get(new.replace(".en.", ".fr.")).headers["Location"] != new


@pytest.mark.parametrize("kind", ["poster", "preview"])
def test_a_png_of_nothing_is_not_found_and_of_a_removed_title_gone(english: Client, film: Any, kind: str) -> None:
    assert english.get(f"/{kind}/bcdfghjkmnpq.en.1-x.png").status_code == 404
    assert english.get(f"/{kind}/nonsense.en.1-x.png").status_code == 404
    film.removed_at = factories.SEEN
    film.save(update_fields=["removed_at"])
    assert english.get(f"/{kind}/{film.public_id}.en.1-x.png").status_code == 410


def test_a_name_in_letters_without_outlines_is_left_to_the_words_beside(english: Client, film: Any) -> None:
    film.faces.update(name="सत्य हरिश्चंद्र")
    with_name = english.get(previewed(english)).content
    film.faces.update(name="राजा")
    assert english.get(previewed(english)).content == with_name


def test_a_picture_is_drawn_once(english: Client, film: Any, settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.DATA, settings.KEPT_PICTURES = tmp_path, 50
    path = previewed(english)
    first = english.get(path).content
    monkeypatch.setattr(raster, "png", lambda *_: pytest.fail("drawn again"))
    assert english.get(path).content == first


def test_a_removed_title_is_not_shown_from_what_was_kept(
    english: Client, film: Any, settings: Any, tmp_path: Path
) -> None:
    settings.DATA, settings.KEPT_PICTURES = tmp_path, 50
    path = previewed(english)
    assert english.get(path).status_code == 200
    film.removed_at = factories.SEEN
    film.save(update_fields=["removed_at"])
    assert english.get(path).status_code == 410


def test_who_asks_for_too_many_pictures_is_asked_to_come_again(
    english: Client, film: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "RATION", Ration(most=1, per_second=0))
    assert english.get(previewed(english)).status_code == 200
    busy = english.get(poster_png(english))
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert "immutable" not in busy.headers.get("Cache-Control", "")


def test_a_ration_fills_up_with_time() -> None:
    ration = Ration(most=2, per_second=0.5)
    assert [ration.take(100.0) for _ in range(3)] == [True, True, False]
    assert not ration.take(101.0)
    assert ration.take(102.5)
    assert [ration.take(10_000.0) for _ in range(3)] == [True, True, False]


def test_a_shelf_never_outgrows_its_places(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "pictures", 10)
    for number in range(100):
        shelf.put(f"/poster/{number}.png", b"picture\n%d" % number)
        assert shelf.get(f"/poster/{number}.png") == b"picture\n%d" % number
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) <= 10
    kept = [number for number in range(100) if shelf.get(f"/poster/{number}.png")]
    assert len(kept) == len(files)
