"""What a search finds as feeds for programs: Atom, RSS, JSON Feed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Identifier, Title, TitleLanguage
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links.models import WatchLink
from tests import factories
from tests.pages.reading import page

BY = Actor.system("test")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def films(index_names: Callable[[], int], sites: Any) -> None:
    """Three films and a series, each told of a day after the one before."""
    factories.make_host("internet-archive")
    nosferatu = factories.make_title(
        "Nosferatu", french="Nosferatu le vampire", year=1922, directors=["F. W. Murnau"], countries=["DE"],
        genres=["Horror"], runtime_min=94, popularity=40,
    )  # fmt: skip
    factories.make_answer(nosferatu, "US")
    factories.make_link(nosferatu)
    Identifier.objects.create(title=nosferatu, scheme="imdb", value="tt0013442")
    factories.make_title("Nosferatu the Vampyre", year=1979, directors=["Werner Herzog"], genres=["Horror"])
    factories.make_title("Faust", year=1926, directors=["F. W. Murnau"], genres=["Drama"])
    factories.make_title("The Mentalist", kind="series", year=2008)
    for days, title in enumerate(Title.objects.order_by("-id")):
        Title.objects.filter(pk=title.pk).update(created_at=clock.now() - timedelta(days=days))
    index_names()


def parsed(answer: Any) -> ElementTree.Element:
    return ElementTree.fromstring(answer.content)  # noqa: S314 -- our own output, which has no document type


def items(client: Client, **query: str) -> list[dict[str, Any]]:
    path = "/recherche.json" if client.defaults.get("SERVER_NAME", "").startswith("fr") else "/search.json"
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.content.decode()
    found: list[dict[str, Any]] = json.loads(answer.content)["items"]
    return found


def titles(client: Client, **query: str) -> list[str]:
    return [item["title"] for item in items(client, **query)]


def test_words_find_titles_with_the_last_added_first(english: Client, films: None) -> None:
    assert titles(english, q="nosferatu") == ["Nosferatu the Vampyre (1979)", "Nosferatu (1922)"]
    assert titles(english, q="nosferatu", sort="oldest") == ["Nosferatu (1922)", "Nosferatu the Vampyre (1979)"]
    first = items(english, q="nosferatu")[1]
    assert first["content_text"] == "1922 · F. W. Murnau · 1\u00a0h\u00a034 · Free"
    assert first["date_published"] == f"{(clock.now() - timedelta(days=3)).date()}T00:00:00Z"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "nosferatu genre:horror year:..1930"}, ["Nosferatu (1922)"]),
        ({"q": "nosferatu", "country": "-de"}, ["Nosferatu the Vampyre (1979)"]),
        ({"genre": "horror"}, ["Nosferatu the Vampyre (1979)", "Nosferatu (1922)"]),
        ({"q": "genre:horror -country:de"}, ["Nosferatu the Vampyre (1979)"]),
        ({"q": "person:murnau"}, ["Faust (1926)", "Nosferatu (1922)"]),
        ({"q": "year:1920..1930"}, ["Faust (1926)", "Nosferatu (1922)"]),
        ({"q": "tt0013442"}, ["Nosferatu (1922)"]),
        ({"q": "no such name at all"}, []),
        ({"kind": "series"}, ["The Mentalist (2008)"]),
    ],
)
def test_a_feed_has_what_words_and_filters_leave(
    english: Client, films: None, query: dict[str, str], found: list[str]
) -> None:
    assert titles(english, **query) == found


@pytest.mark.parametrize("query", [{}, {"q": "nosferatu"}, {"genre": "horror"}])
def test_by_fit_is_the_order_of_the_page_and_not_of_feeds(english: Client, films: None, query: dict[str, str]) -> None:
    by_fit = english.get("/search.json", {**query, "sort": "fit"})
    assert by_fit.status_code == 200
    assert by_fit.content == english.get("/search.json", query).content


@pytest.mark.parametrize("words", ["-murnau", "genre:horror -murnau", "-person:murnau", 'year:1922 -"klaus kinski"'])
def test_what_is_only_left_out_is_not_answered_with_all_the_rest(english: Client, films: None, words: str) -> None:
    for address in ("/search.atom", "/search"):
        assert "write a name, too." in page(english.get(address, {"q": words}), 400)


def test_the_address_of_a_video_finds_its_title_and_never_all_titles(english: Client, films: None) -> None:
    link = WatchLink.objects.get()
    assert titles(english, q=link.canonical_url) == ["Nosferatu (1922)"]
    assert titles(english, q="https://archive.org/details/not-here-at-all") == []
    assert titles(english, q=link.canonical_url, genre="-horror") == []


@pytest.mark.parametrize("path", ["/search", "/browse", "/movies"])
def test_lists_of_a_language_lead_to_their_feed(english: Client, films: None, path: str) -> None:
    title = factories.make_title("Der müde Tod", year=1921, genres=["Horror"])
    TitleLanguage.objects.create(title=title, code="de")
    text = page(english.get(path, {"language": "de", **({"q": "nosferatu"} if path == "/search" else {})}))
    assert "/search.atom?" in text
    assert titles(english, language="de") == ["Der müde Tod (1921)"]
    assert titles(english, q="lang:de") == ["Der müde Tod (1921)"]


def test_each_format_is_told_by_its_suffix(english: Client, french: Client, films: None) -> None:
    atom = english.get("/search.atom?q=nosferatu")
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    tree = parsed(atom)
    assert [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")][1] == "Nosferatu (1922)"
    rss = french.get("/recherche.rss?q=nosferatu")
    assert rss.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = parsed(rss)
    assert channel.findtext("channel/title") == "Recherche\u202f: nosferatu"
    assert channel.findtext("channel/item[2]/link") == "http://fr.localhost/film/nosferatu-le-vampire-1922"
    assert english.get("/search.ics?q=nosferatu").status_code == 404


def test_the_site_speaks_and_not_who_fetches(english: Client, films: None) -> None:
    before = english.get("/search.atom?q=nosferatu").content
    english.cookies["country"] = "FR"
    english.cookies["watchable"] = "1"
    english.cookies["language"] = "fr"
    assert english.get("/search.atom?q=nosferatu").content == before
    assert titles(english, q="nosferatu basis:pd") == ["Nosferatu (1922)"]


def test_what_may_not_be_shown_is_in_no_feed(english: Client, films: None) -> None:
    removed = Title.objects.get(year=1979)
    catalogue.remove_title(removed.public_id, by=BY, why="no such film")
    assert titles(english, q="nosferatu") == ["Nosferatu (1922)"]
    links.withdraw_link(WatchLink.objects.get().public_id, by=BY, why="notice")
    assert items(english, q="nosferatu")[0]["content_text"].endswith("No lawful link yet")
    assert titles(english, q="nosferatu basis:pd") == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"q": "nosferatu genre:horor"}, ["“horor” is no value", "Did you mean: nosferatu genre:horror"]),
        ({"q": "nosferatu", "genre": "horor"}, ["“horor”", "Parameter: genre.", "“horror”"]),
        ({"q": "nosferatu", "sort": "oldes"}, ["“oldes”", "Parameter: sort.", "“oldest”"]),
        ({"genre": ",".join(f"-{n}" for n in range(30))}, ["At most 20 filters"]),
        ({"q": "is:person murnau"}, ["leave out “is:person”"]),
        ({"q": "sub:fr"}, ["beside the words of a name"]),
        ({"q": '""'}, ["no word in “q”"]),
    ],
)
def test_what_is_wrong_is_told_as_a_text_with_the_remedy(
    english: Client, films: None, query: dict[str, str], told: list[str]
) -> None:
    answer = english.get("/search.rss", query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    for part in told:
        assert part in answer.content.decode()


def test_pages_lead_to_their_feeds(english: Client, films: None) -> None:
    told = page(english.get("/search?q=nosferatu&genre=horror"))
    assert (
        '<link rel="alternate" type="application/rss+xml" title="Search: nosferatu" '
        'href="/search.rss?q=nosferatu&amp;genre=horror">'
    ) in told
    assert 'href="/search.json?q=nosferatu&amp;genre=horror" type="application/feed+json"' in told
    assert ".ics" not in told
    assert 'href="/search.atom?kind=film&amp;genre=horror"' in page(english.get("/movies?genre=horror"))
    assert "/search.atom" not in page(english.get("/search?q=is:person+murnau"))


def test_queries_are_as_many_for_one_entry_as_for_many(
    english: Client, films: None, index_names: Callable[[], int]
) -> None:
    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert english.get(f"/search.atom?{query}").status_code == 200
        return len(queries)

    for number in range(30):
        factories.make_title(f"Metropolis {number:02}", year=1927, directors=[f"Director {number}"], genres=["Drama"])
    index_names()
    assert asked("q=metropolis+07") == asked("q=metropolis") <= 14
    assert asked("genre=horror") == asked("genre=drama")
