"""What machines read in the head of a page: addresses, languages, previews, icons."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allostream.sites.models import Site
from allostream.web.head import PAPERS
from tests import factories
from tests.pages.reading import parsed

STATIC = Path(__file__).resolve().parents[2] / "allostream" / "web" / "static"


def heads(response: Any) -> Any:
    assert response.status_code == 200
    return parsed(response).find("head")


def properties(response: Any) -> list[tuple[str, str]]:
    return [
        (node.get("property"), node.get("content")) for node in heads(response).iter("meta") if node.get("property")
    ]


def said(response: Any) -> dict[str, str]:
    return dict(properties(response))


def links(response: Any, rel: str) -> list[Any]:
    return [node for node in heads(response).iter("link") if node.get("rel") == rel]


def robots(response: Any) -> str:
    return next(node.get("content") for node in heads(response).iter("meta") if node.get("name") == "robots")


@pytest.fixture
def film(sites: Any) -> Any:
    return factories.make_free_film(
        "The General", french="Le Mécano de la General", directors=["Buster Keaton"], genres=["Comedy"]
    )


def test_a_page_names_itself_and_its_twins_both_ways(english: Client, french: Client, film: Any) -> None:
    own, twin = "http://localhost/movie/the-general-1926", "http://fr.localhost/film/le-mecano-de-la-general-1926"
    for client, path, here in (
        (english, "/movie/the-general-1926?utm_source=x", own),
        (french, "/film/le-mecano-de-la-general-1926", twin),
    ):
        answer = client.get(path)
        assert [node.get("href") for node in links(answer, "canonical")] == [here]
        alternates = {node.get("hreflang"): node.get("href") for node in links(answer, "alternate")}
        assert alternates == {"en": own, "fr": twin, "x-default": own}
        assert said(answer)["og:url"] == here


def test_a_site_alone_names_no_twin(english: Client, film: Any) -> None:
    Site.objects.filter(slug="fr").delete()
    assert links(english.get("/movie/the-general-1926"), "alternate") == []


def test_sites_of_one_language_are_told_apart_by_country(english: Client, film: Any) -> None:
    Site.objects.filter(slug="fr").update(language="en", default_country="GB")
    tags = [node.get("hreflang") for node in links(english.get("/movie/the-general-1926"), "alternate")]
    assert tags == ["en-US", "en-GB", "x-default"]


def test_the_preview_of_a_film_is_complete(french: Client, film: Any) -> None:
    answer = french.get("/film/le-mecano-de-la-general-1926")
    found = said(answer)
    assert found["og:type"] == "video.movie"
    assert found["og:title"] == "Le Mécano de la General (1926)"
    assert "film de Buster Keaton" in found["og:description"]
    assert (found["og:locale"], found["og:locale:alternate"]) == ("fr_FR", "en_US")
    assert found["og:site_name"] == "Allostream"
    assert found["video:director"] == "http://fr.localhost/personne/buster-keaton"
    assert found["video:duration"] == str(79 * 60)
    assert found["video:release_date"] == "1926"
    assert (found["og:image:width"], found["og:image:height"], found["og:image:type"]) == ("1200", "630", "image/png")
    assert found["og:image:alt"] == "Le Mécano de la General (1926)"
    cards = [node.get("content") for node in heads(answer).iter("meta") if node.get("name") == "twitter:card"]
    assert cards == ["summary_large_image"]
    assert french.get(found["og:image"].removeprefix("http://fr.localhost")).headers["Content-Type"] == "image/png"


def test_names_cannot_break_out_of_the_head(english: Client, sites: Any) -> None:
    film = factories.make_free_film("General")
    evil = 'Q "><script>alert(1)</script></script><!-- & \u2028 '
    film.faces.update(name=evil)
    answer = english.get("/movie/general-1926")
    assert said(answer)["og:title"] == evil + " (1926)"
    scripts = [node for node in heads(answer).iter("script") if not node.get("src")]
    assert [node.get("type") for node in scripts] == ["application/ld+json"]


def test_a_page_without_an_address_stays_out_of_search_engines(english: Client, film: Any) -> None:
    answer = english.get("/search?q=general")
    assert robots(answer) == "noindex"
    assert links(answer, "canonical") == []
    assert "noindex" not in robots(english.get("/movie/the-general-1926"))


def test_a_copy_that_opens_elsewhere_stays_out_of_search_engines(english: Client, film: Any) -> None:
    playing = film.links.get()
    leading = factories.make_link(film, form="page")
    assert "noindex" not in robots(english.get(f"/watch/{playing.public_id}"))
    assert robots(english.get(f"/watch/{leading.public_id}")) == "noindex"


def test_a_player_is_named_to_messengers_only_where_the_copy_may_be_shown_everywhere(
    english: Client, sites: Any
) -> None:
    free_here = factories.make_free_film("The General", "US").links.get()
    sintel = factories.make_title("Sintel", year=2010)
    factories.make_answer(sintel, "*", "open_licence", licence="CC-BY-3.0")
    free_everywhere = factories.make_link(sintel)
    file = factories.make_link(sintel, form="file")
    named = {link: said(english.get(f"/watch/{link.public_id}")) for link in (free_here, free_everywhere, file)}
    assert named[free_everywhere]["og:video:secure_url"].startswith("https://archive.org/embed/")
    assert named[free_everywhere]["og:video:type"] == "text/html"
    assert "og:video:secure_url" not in named[free_here]
    assert "og:video:secure_url" not in named[file]


@pytest.mark.parametrize("path", ["/movie/the-general-1926", "/watch", "/", "/movies", "/person/buster-keaton"])
def test_no_address_of_a_hidden_link_is_in_the_head(english: Client, film: Any, path: str) -> None:
    hidden = factories.make_link(film, "https://archive.org/details/held-back-copy", origin_flags=["x"])
    path = path.replace("/watch", f"/watch/{film.links.exclude(pk=hidden.pk).get().public_id}")
    text = english.get(path).content.decode()
    assert "held-back-copy" not in text
    assert hidden.public_id not in text


def test_the_colours_of_the_browser_are_those_of_the_sheet(english: Client, film: Any) -> None:
    sheets = "".join(path.read_text() for path in sorted(STATIC.rglob("*.css")))
    said = " ".join(re.findall(r"--paper: ([^;]+);", sheets))
    assert set(PAPERS.values()) <= set(re.findall(r"#\w+", said))
    colours = {
        node.get("media"): node.get("content")
        for node in heads(english.get("/")).iter("meta")
        if node.get("name") == "theme-color"
    }
    assert colours == {f"(prefers-color-scheme: {theme})": paper for theme, paper in PAPERS.items()}


def test_who_has_chosen_a_theme_has_its_colour(english: Client, film: Any) -> None:
    english.cookies["theme"] = "dark"
    colours = [
        (node.get("content"), node.get("media"))
        for node in heads(english.get("/")).iter("meta")
        if node.get("name") == "theme-color"
    ]
    assert colours == [(PAPERS["dark"], None)]


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", content[16:24])


def test_the_icons_are_there_in_the_sizes_that_are_said(english: Client, film: Any) -> None:
    answer = english.get("/")
    icons = [node.get("href") for rel in ("icon", "apple-touch-icon") for node in links(answer, rel)]
    assert icons == ["/static/favicon.ico", "/static/favicon.svg", "/static/icon-180-full.png"]
    assert png_size((STATIC / "icon-180-full.png").read_bytes()) == (180, 180)
    assert png_size((STATIC / "preview.png").read_bytes()) == (1200, 630)
    assert said(answer)["og:image"] == "http://localhost/static/preview.png"


def test_a_further_page_of_a_list_has_a_title_of_its_own(french: Client, sites: Any) -> None:
    for number in range(50):
        factories.make_title(f"Film {number}", runtime_min=60 + number)
    assert said(french.get("/films"))["og:title"] == "Films"
    second = french.get("/films?page=2")
    assert said(second)["og:title"] == "Films, page 2"
    assert "<title>Films, page 2 · Allostream</title>" in second.content.decode()


def test_no_two_episodes_and_no_two_copies_share_a_title(english: Client, sites: Any) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    for number in (1, 2):
        factories.make_episode(factories.make_season(series, number), 1, "The Beginning")
    film = factories.make_free_film("The General", "US")
    factories.make_link(film, "https://vimeo.com/123456", host=factories.make_host("vimeo"))
    paths = ["/show/judex/s01e01", "/show/judex/s02e01", *(f"/watch/{link.public_id}" for link in film.links.all())]
    titles = [said(english.get(path))["og:title"] for path in paths]
    assert titles[:2] == ["The Beginning (S01E01) · Judex (1916)", "The Beginning (S02E01) · Judex (1916)"]
    assert set(titles[2:]) == {"Watch The General at Internet Archive", "Watch The General at Vimeo"}
