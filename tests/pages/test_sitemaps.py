"""The sitemap: valid by the schemas of sitemaps.org and Google, complete, and without anything that is not shown."""

import re
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.audit.rules import Actor
from allostream.lib.xml import printable
from allostream.links import actions as links
from allostream.links.queries import sitemaps
from allostream.web.sitemaps.writing import Url, Video, gzipped, urlset_xml
from allostream.web.views import machines
from tests import factories
from tests.pages.reading import xml

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
V = "{http://www.google.com/schemas/sitemap-video/1.1}"
X = "{http://www.w3.org/1999/xhtml}"
MOST_URLS, MOST_BYTES = 50_000, 50 * 1024 * 1024
W3C_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
VIDEO_ORDER = [
    "thumbnail_loc", "title", "description", "content_loc", "player_loc", "duration", "expiration_date", "restriction",
    "requires_subscription", "live",
]  # fmt: skip


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "PARTS", machines.Ration(most=1000, per_second=1))


@pytest.fixture
def catalogue(sites: Any) -> dict[str, Any]:
    """A catalogue with every kind of thing that has a page, shown and not."""
    film = factories.make_free_film("The General", french="Le Mécano de la General", directors=["Buster Keaton"])
    factories.make_title("Charade", year=1963, directors=["Stanley Donen"])
    gone = factories.make_title("Gone", year=1901)
    gone.removed_at = factories.SEEN
    gone.save()
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    season = factories.make_season(series, 1)
    empty = factories.make_season(series, 2)
    named = factories.make_episode(season, 1, "The Mysterious Shadow")
    linked = factories.make_episode(season, 2)
    linked.name = ""
    linked.save()
    link = factories.make_link(series, season=season, episode=linked)
    bare = factories.make_episode(empty, 1)
    bare.name = ""
    bare.save()
    special = factories.make_episode(season, 1, "A special", kind="special")
    channel = factories.make_channel(link.host)
    factories.make_channel(link.host, "Nothing there")
    factories.make_link(film, channel=channel, form="page")
    return {"channel": channel, "film": film, "series": series, "link": link, "special": special, "named": named}


def part(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "application/gzip"
    text = zlib.decompress(b"".join(answer.streaming_content), 31)
    assert len(text) <= MOST_BYTES
    return xml(text)


def local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def part_paths(client: Client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    root = xml(answer.content)
    assert root.tag == S + "sitemapindex"
    assert {entry.tag for entry in root} <= {S + "sitemap"}
    return [local(entry.findtext(S + "loc", "")) for entry in root]


def urls(client: Client, kind: str = "") -> list[Any]:
    return [url for path in part_paths(client) if kind in path for url in part(client, path)]


def locs(client: Client, kind: str = "") -> list[str]:
    return [unquote(local(url.findtext(S + "loc", ""))) for url in urls(client, kind)]


def test_every_kind_of_page_is_listed_where_it_answers(english: Client, catalogue: Any) -> None:
    special = catalogue["special"]
    assert set(locs(english)) == {
        "/movie/the-general-1926", "/movie/charade-1963", "/show/judex", "/show/judex/s01",
        "/show/judex/s01e01", "/show/judex/s01e02",
        f"/show/judex/{special.public_id}", "/person/buster-keaton",
        f"/host/internet-archive/{catalogue['channel'].public_id}",
        f"/watch/{catalogue['film'].links.get(form='embed').public_id}", f"/watch/{catalogue['link'].public_id}",
    } | set(locs(english, "pages"))  # fmt: skip
    assert {"/", "/movies", "/shows", "/hosts", "/about", "/legal", "/host/internet-archive"} <= set(locs(english))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_listed_page_answers_there_under_that_very_address_and_may_be_indexed(
    english: Client, french: Client, catalogue: Any, language: str
) -> None:
    client = english if language == "en" else french
    found = urls(client)
    assert len(found) >= 15
    for url in found:
        answer = client.get(local(url.findtext(S + "loc", "")))
        assert answer.status_code == 200
        text = answer.content.decode()
        assert f'<link rel="canonical" href="{url.findtext(S + "loc")}">' in text
        assert 'content="noindex"' not in text


def test_twins_are_named_both_ways_with_one_for_everybody(english: Client, french: Client, catalogue: Any) -> None:
    def twins(client: Client) -> set[frozenset[tuple[str, str]]]:
        listed = [*urls(client, "pages"), *urls(client, "titles")]
        return {
            frozenset((link.get("hreflang", ""), link.get("href", "")) for link in url.findall(X + "link"))
            for url in listed
        }

    assert twins(english) == twins(french)
    for one in twins(english):
        assert {language for language, _address in one} == {"en", "fr", "x-default"}
    film = next(url for url in urls(french, "titles") if "general" in url.findtext(S + "loc", ""))
    assert [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in film.findall(X + "link")] == [
        ("alternate", "en", "http://localhost/movie/the-general-1926"),
        ("alternate", "fr", "http://fr.localhost/film/le-mecano-de-la-general-1926"),
        ("alternate", "x-default", "http://localhost/movie/the-general-1926"),
    ]


def test_a_part_keeps_the_rules_of_the_schemas(english: Client, catalogue: Any) -> None:
    for path in part_paths(english):
        root = part(english, path)
        assert root.tag == S + "urlset"
        assert 1 <= len(root) <= MOST_URLS
        addresses = [url.findtext(S + "loc", "") for url in root]
        assert len(addresses) == len(set(addresses))
        for url in root:
            check_url(url)


def check_url(url: Any) -> None:
    assert url.tag == S + "url"
    tags = [child.tag for child in url]
    assert tags.count(S + "loc") == 1
    assert set(tags) <= {S + "loc", S + "lastmod", X + "link", V + "video"}
    loc = url.findtext(S + "loc")
    assert 12 <= len(loc) < 2048
    assert loc.startswith("http://localhost/")
    for date in url.findall(S + "lastmod"):
        assert W3C_DATE.fullmatch(date.text)
    for video in url.findall(V + "video"):
        check_video(video)


def check_video(video: Any) -> None:
    names = [child.tag.removeprefix(V) for child in video]
    assert names == sorted(names, key=VIDEO_ORDER.index)
    assert len(names) == len(set(names))
    assert {"thumbnail_loc", "title", "description", "requires_subscription"} <= set(names)
    assert len({"content_loc", "player_loc"} & set(names)) == 1
    assert len(video.findtext(V + "title")) <= 100
    assert len(video.findtext(V + "description")) <= 2048
    assert 1 <= int(video.findtext(V + "duration", "1")) <= 28_800
    restriction = video.find(V + "restriction")
    if restriction is not None:
        assert restriction.get("relationship") == "allow"
        assert all(re.fullmatch("[A-Z]{2}", code) for code in restriction.text.split())


def test_a_video_is_listed_with_its_player_picture_and_countries(english: Client, french: Client, sites: Any) -> None:
    film = factories.make_free_film("The General", "US", "FR")
    for client, name in (
        (english, "Watch The General at Internet Archive"),
        (french, "Voir The General sur Internet Archive"),
    ):
        video = urls(client, "videos")[0].find(V + "video")
        assert video.findtext(V + "title") == name
        assert video.findtext(V + "player_loc").startswith("https://archive.org/embed/")
        assert video.findtext(V + "duration") == str(79 * 60)
        assert video.find(V + "restriction").text == "FR US"
        assert client.get(local(video.findtext(V + "thumbnail_loc"))).headers["Content-Type"] == "image/png"
    assert film.links.count() == 1


def test_what_may_be_shown_everywhere_has_no_restriction(english: Client, sites: Any) -> None:
    sintel = factories.make_title("Sintel", year=2010)
    factories.make_answer(sintel, "*", "open_licence")
    factories.make_link(sintel, form="file", closes_at=datetime(2027, 1, 1, tzinfo=UTC))
    video = urls(english, "videos")[0].find(V + "video")
    assert video.find(V + "restriction") is None
    assert video.findtext(V + "content_loc").startswith("https://archive.org/")
    assert video.findtext(V + "expiration_date") == "2027-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "hide",
    [
        lambda link: link.update(form="page"),
        lambda link: link.update(offer="subscription"),
        lambda link: link.update(opens_at=datetime(2030, 1, 1, tzinfo=UTC)),
        lambda link: link.update(closes_at=datetime(2020, 1, 1, tzinfo=UTC)),
        lambda link: link.update(health="embed_refused"),
        lambda link: link.update(countries_allowed=["FR"]),
    ],
)
def test_a_copy_that_does_not_play_here_is_no_video(english: Client, sites: Any, hide: Callable[[Any], Any]) -> None:
    film = factories.make_free_film("The General", "US", "FR")
    hide(film.links)
    links.refresh_shown([film.pk])
    assert urls(english, "videos") == []


def test_the_sites_own_country_decides_not_that_of_the_robot(english: Client, sites: Any) -> None:
    factories.make_free_film("The General", "FR")
    english.cookies["country"] = "FR"
    assert urls(english, "videos") == []
    assert locs(english, "people") == []


def test_a_withdrawn_copy_is_gone_from_the_very_next_answer(english: Client, sites: Any) -> None:
    film = factories.make_free_film("The General", "US")
    link = film.links.get()
    assert len(urls(english, "videos")) == 1
    links.withdraw_link(link.public_id, by=Actor.system("test"), why="A notice.")
    assert urls(english, "videos") == []
    assert link.content_key.split(":")[1] not in "".join(locs(english))


def test_a_title_says_when_its_page_last_changed(english: Client, sites: Any, time_machine: Any) -> None:
    film = factories.make_free_film("The General", "US")

    def changed() -> str:
        return urls(english, "titles")[0].findtext(S + "lastmod")

    before = changed()
    time_machine.move_to(datetime(2026, 12, 24, 18, tzinfo=UTC))
    links.withdraw_link(film.links.get().public_id, by=Actor.system("test"), why="A notice.")
    assert before < changed() == "2026-12-24T18:00:00+00:00"


def test_ranges_hold_what_their_numbers_say(english: Client, sites: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "RANGE", 3)
    monkeypatch.setattr(sitemaps, "STEP", 2)
    titles = [factories.make_title(f"Title {number}") for number in range(10)]
    for title in titles[3:7]:
        title.removed_at = factories.SEEN
        title.save()
    listed = [path for path in part_paths(english) if "titles" in path]
    assert listed == [
        f"/sitemaps/titles-{n}.xml.gz" for n in sorted({t.pk // 3 + 1 for t in titles if not t.removed_at})
    ]
    assert len(locs(english, "titles")) == 6


def test_a_step_costs_the_same_for_few_and_many(english: Client, sites: Any) -> None:
    def asked() -> int:
        # One part of each kind: its number hangs on the ids that a database has given before.
        by_kind = {path.partition("-")[0]: path for path in part_paths(english)}
        with CaptureQueriesContext(connection) as queries:
            for kind in ("titles", "seasons", "episodes", "people", "channels", "videos"):
                part(english, by_kind[f"/sitemaps/{kind}"])
        return len(queries)

    def fill(count: int) -> None:
        for number in range(count):
            factories.make_free_film(f"Film {count} {number}", directors=[f"Person {count} {number}"])
            series = factories.make_title(f"Series {count} {number}", kind="series")
            factories.make_answer(series, "US")
            episode = factories.make_episode(factories.make_season(series, 1, name="One"), 1)
            factories.make_link(
                series, season=episode.season, episode=episode, channel=factories.make_channel(factories.make_host())
            )

    fill(2)
    few = asked()
    fill(12)
    assert asked() == few


@pytest.mark.parametrize("path", ["films-1", "pages-2", "titles-0", "titles-2", "titles-99999999999999999999", "x-1"])
def test_a_part_that_is_none_is_not_found(english: Client, sites: Any, path: str) -> None:
    answer = english.get(f"/sitemaps/{path}.xml.gz")
    assert answer.status_code == 404


def test_robots_in_a_hurry_are_asked_to_come_again(
    english: Client, sites: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "PARTS", machines.Ration(most=1, per_second=0))
    assert english.get("/sitemaps/pages-1.xml.gz").status_code == 200
    busy = english.get("/sitemaps/pages-1.xml.gz")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "10")
    assert english.head("/sitemaps/pages-1.xml.gz").status_code == 200


def test_a_part_is_kept_no_longer_than_a_takedown_may_take(english: Client, sites: Any) -> None:
    assert english.get("/sitemaps/pages-1.xml.gz").headers["Cache-Control"] == "public, max-age=300"


def test_memory_does_not_grow_with_a_part() -> None:
    pulled = 0

    def many() -> Iterator[Url]:
        nonlocal pulled
        for number in range(20_000):
            pulled += 1
            yield Url(f"https://example.org/{number}")

    first = next(stream := gzipped(urlset_xml(many())))
    assert first
    assert pulled < 3000
    assert len(xml(zlib.decompress(first + b"".join(stream), 31))) == 20_000


def test_names_cannot_break_the_xml() -> None:
    evil = 'a & <b> ]]> "c" \x00\x0b\ud800\ufffe é'
    video = Video("https://x/t", evil, evil, "https://x/p?a=1&b=2", False, 60, None, ())
    url = Url("https://x/?a=1&b=2", [("en", 'https://x/"&<')], datetime(2026, 1, 1, tzinfo=UTC) + timedelta(), video)
    found = xml("".join(urlset_xml([url])))[0]
    assert found.findtext(S + "loc") == "https://x/?a=1&b=2"
    assert found.find(X + "link").get("href") == 'https://x/"&<'
    assert found.find(V + "video").findtext(V + "title") == 'a & <b> ]]> "c"  é'
    assert printable("\U0001f3ac\n") == "\U0001f3ac\n"
