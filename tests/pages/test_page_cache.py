"""The page cache in front of Django: what it keeps, for whom, and that nobody can tell its pages from others."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from allostream.audit.rules import Actor
from allostream.catalogue.state import Unreadable
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links.models import WatchLink
from allostream.sites.actions import NewSite, ensure_site
from allostream.web import front as front_module
from allostream.web.front import Front, coding
from allostream.web.kept import ASKED_OFTEN
from tests import factories, people
from tests.pages.asking import Reader
from tests.pages.conftest import TODAY
from tests.whole import Whole, make_whole

BY = Actor.system("test")
ROOM = 8 * 1024 * 1024


@pytest.fixture(scope="module")
def made(db_of_module: None) -> Whole:
    with time_machine.travel(TODAY, tick=False):
        return make_whole()


@pytest.fixture
def whole(made: Whole, db: None) -> Whole:
    """Objects of the test's own, for it may change them."""
    return deepcopy(made)


@pytest.fixture
def django() -> WSGIHandler:
    return WSGIHandler()


@pytest.fixture
def front(whole: Whole, django: WSGIHandler) -> Front:
    return Front(django, ROOM)


@pytest.fixture
def reader(front: Front) -> Reader:
    return Reader(front)


@pytest.fixture
def hits(front: Front) -> Callable[[], int]:
    """How many requests were answered from kept pages since the last question."""
    told = 0

    def since() -> int:
        nonlocal told
        before, told = told, front.counts["hit"]
        return told - before

    return since


@pytest.mark.parametrize("site", ["en", "fr"])
@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_a_kept_page_is_the_page_that_django_makes(
    whole: Whole, django: WSGIHandler, front: Front, hits: Any, site: str, accepted: str
) -> None:
    host = {"HTTP_HOST": {"en": "localhost", "fr": "fr.localhost:8000"}[site], "HTTP_ACCEPT_ENCODING": accepted}
    straight, reader = Reader(django, host), Reader(front, host)
    for kind, address in whole.pages(site).items():
        made = reader.get(address)
        for _ in range(ASKED_OFTEN):
            kept = reader.get(address)
        assert hits() == ASKED_OFTEN, kind
        truth = straight.get(address)
        assert kept.status == made.status == truth.status == "200 OK"
        assert kept.page == made.page == truth.body
        assert kept.plain_headers() == made.plain_headers() == truth.plain_headers()
        assert dict(kept.headers).get("Content-Encoding", "") == accepted
        assert kept["Content-Length"] == str(len(kept.body))
        assert "Accept-Encoding" in kept["Vary"]
        assert len(kept.headers) == len({name.lower() for name, _ in kept.headers})


def test_head_gets_the_same_headers_without_the_body(whole: Whole, reader: Reader, hits: Any) -> None:
    for address in whole.pages().values():
        first = reader.get(address, "HEAD")
        whole_page, again = reader.get(address), reader.get(address, "HEAD")
        assert first.body == again.body == b""
        assert first.headers == whole_page.headers == again.headers
    assert hits() == 2 * len(whole.pages())


def test_pages_are_revalidated_every_time_and_told_unchanged_without_their_body(reader: Reader) -> None:
    first = reader.get("/hosts")
    assert first["Cache-Control"] == "no-cache"
    for known in (first["ETag"], f'"other", {first["ETag"]}', first["ETag"].removeprefix("W/"), "*"):
        again = reader.get("/hosts", HTTP_IF_NONE_MATCH=known)
        assert (again.status, again.body) == ("304 Not Modified", b"")
        assert again["ETag"] == first["ETag"]
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
        assert "Content-Length" not in dict(again.headers)
    assert reader.get("/hosts", HTTP_IF_NONE_MATCH='W/"other"').status == "200 OK"


def test_a_tag_says_the_same_in_every_coding_and_another_for_another_page(reader: Reader) -> None:
    tags = {reader.get("/hosts", HTTP_ACCEPT_ENCODING=accepted)["ETag"] for accepted in ("", "gzip", "br")}
    assert len(tags) == 1
    assert reader.get("/about")["ETag"] not in tags


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0.1, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "gzip"),
        ("*;q=0", ""),
        ("identity", ""),
        ("br;q=much", ""),
        ("deflate", ""),
        ("gzip ; q=1 ,br ; q=1", "br"),
    ],
)
def test_the_best_coding_that_a_reader_takes_is_chosen(accepted: str, chosen: str) -> None:
    assert coding(accepted) == chosen


def test_readers_with_other_choices_get_other_pages(reader: Reader, django: WSGIHandler, hits: Any) -> None:
    choices: list[dict[str, str]] = [
        {}, {"HTTP_COOKIE": "country=FR"}, {"HTTP_COOKIE": "language=fr"}, {"HTTP_COOKIE": "country=FR; theme=dark"},
        {"HTTP_COOKIE": "watchable=1"}, {"HTTP_ACCEPT_LANGUAGE": "de-CH,de"}, {"HTTP_HOST": "fr.localhost"},
        {"HTTP_HOST": "localhost:81"},
    ]  # fmt: skip
    for sent in choices * 2:
        address = "/films" if sent.get("HTTP_HOST") == "fr.localhost" else "/movies"
        assert reader.get(address, **sent).page == Reader(django).get(address, **sent).body
    assert hits() == len(choices)


def test_cookies_and_languages_that_change_nothing_lead_to_one_page(reader: Reader, hits: Any) -> None:
    reader.get("/movies")
    for sent in ({"HTTP_COOKIE": "csrftoken=x; seen=1; theme=loud"}, {"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5"}):
        reader.get("/movies", **sent)
    assert hits() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "country=FR; sessionid =abc"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"QUERY_STRING": "sort=name&utm_source=x"},
        {"QUERY_STRING": "%73ort=name"},
        {"QUERY_STRING": "sort=name&"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"HTTP_HOST": "elsewhere.example"},
    ],
    ids=str,
)
def test_what_may_be_for_one_reader_alone_is_not_kept(
    reader: Reader, front: Front, hits: Any, sent: dict[str, str]
) -> None:
    for _ in range(2):
        reader.get("/movies", **sent)
    assert (hits(), len(front.shelf)) == (0, 0)


def test_a_page_for_a_moderator_is_neither_kept_nor_sent_to_others(
    whole: Whole, front: Front, reader: Reader, client: Client, hits: Any
) -> None:
    held = factories.make_link(whole.film, origin_flags=["x"])
    client.force_login(people.basile(whole.english))
    session = client.cookies["sessionid"].value
    address = whole.pages()["film"]
    assert held.public_id in reader.get(address, HTTP_COOKIE=f"sessionid={session}").page.decode()
    for _ in range(2):
        assert held.public_id not in reader.get(address).page.decode()
    assert "private" in reader.get(address, HTTP_COOKIE=f"sessionid={session}")["Cache-Control"]
    assert hits() == 1


@pytest.mark.parametrize("address", ["/nothing", "/movies?decade=7", "/movie/none", "/sign-in", "/w/aaaaaaaaaaaa"])
def test_refusals_redirects_and_forms_with_a_token_are_not_kept(reader: Reader, front: Front, address: str) -> None:
    for _ in range(2):
        assert "ETag" not in dict(reader.get(address).headers)
    assert len(front.shelf) == 0


def test_a_host_that_is_not_ours_gets_nothing_from_kept_pages(reader: Reader, hits: Any) -> None:
    assert reader.get("/movies").status == "200 OK"
    assert reader.get("/movies", HTTP_HOST="elsewhere.example").status == "400 Bad Request"
    assert reader.get("/movies", HTTP_HOST="localhost:abc").status == "400 Bad Request"
    assert hits() == 0


def test_pages_by_https_stay_apart_from_those_that_are_redirected_there(whole: Whole, settings: Any, hits: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    front = Front(WSGIHandler(), ROOM)
    for _ in range(2):
        safe = Reader(front).get("/hosts", HTTP_X_FORWARDED_PROTO="https")
        assert safe.status == "200 OK"
        assert safe["Strict-Transport-Security"] == "max-age=60"
        assert b'href="https://localhost/hosts"' in safe.page
        for sent in ({}, {"HTTP_X_FORWARDED_PROTO": "http"}, {"HTTP_X_FORWARDED_PROTO": "s"}):
            assert Reader(front).get("/hosts", **sent).status == "301 Moved Permanently"
    assert front.counts["hit"] == 1


def test_what_changes_while_a_page_is_made_keeps_it_from_being_kept(whole: Whole, django: WSGIHandler) -> None:
    def withdrawing(environ: Any, start_response: Any) -> Any:
        answer = django(environ, start_response)
        if not WatchLink.objects.filter(withdrawn_at__isnull=False).exists():
            links.withdraw_link(whole.link.public_id, by=BY, why="test")
        return answer

    for kind in ("film", "films", "home"):
        front = Front(withdrawing, ROOM)
        links.restore_link(whole.link.public_id, by=BY, why="test")
        address = whole.pages()[kind]
        Reader(front).get(address)
        assert front.counts["unkept"] == 1, kind
        assert Reader(front).get(address).page == Reader(django).get(address).body, kind


@pytest.mark.parametrize("kind", ["film", "home", "films", "host", "person", "series"])
@pytest.mark.parametrize("edge", ["opens_at", "closes_at"])
def test_a_page_ends_when_the_window_of_a_link_opens_or_closes(
    whole: Whole, django: WSGIHandler, front: Front, hits: Any, kind: str, edge: str
) -> None:
    title = whole.series if kind == "series" else whole.film
    moment = clock.now() + timedelta(hours=1)
    title.links.update(**{edge: moment})
    links.refresh_shown([title.pk])
    address, reader = whole.pages()[kind], Reader(front)
    before = reader.get(address).page
    with time_machine.travel(moment - timedelta(microseconds=1), tick=False):
        assert reader.get(address).page == before
        assert hits() == 1
    with time_machine.travel(moment, tick=False):
        after = reader.get(address).page
        assert hits() == 0
        assert after == Reader(django).get(address).body != before


def test_no_page_lives_past_the_day(whole: Whole, reader: Reader, hits: Any) -> None:
    pages = [address for kind, address in whole.pages().items() if kind != "search"]
    for address in pages:
        reader.get(address)
    for moment, expected in (("2026-11-25T23:59:59.999999+00:00", len(pages)), ("2026-11-26T00:00:00+00:00", 0)):
        with time_machine.travel(moment, tick=False):
            for address in pages:
                reader.get(address)
        assert hits() == expected


def test_a_search_is_kept_for_less_than_a_second_since_its_index_follows_later(
    whole: Whole, reader: Reader, hits: Any
) -> None:
    address = whole.pages()["search"]
    reader.get(address)
    for moment, expected in (("2026-11-25T12:00:00.400000+00:00", 1), ("2026-11-25T12:00:00.600000+00:00", 0)):
        with time_machine.travel(moment, tick=False):
            reader.get(address)
        assert hits() == expected


def test_a_new_site_is_on_every_page_at_once(whole: Whole, django: WSGIHandler, reader: Reader) -> None:
    reader.get("/about")
    third = NewSite("de", "Allostream", "de.localhost", "fr", "DE", ["DE"], "fr")
    ensure_site(third, by=BY, texts={})
    for host in ("localhost", "de.localhost"):
        address = "/a-propos" if host == "de.localhost" else "/about"
        for _ in range(2):
            found = reader.get(address, HTTP_HOST=host)
            assert found.page == Reader(django).get(address, HTTP_HOST=host).body


def test_while_the_database_is_away_nothing_is_sent_from_memory(
    front: Front, reader: Reader, monkeypatch: pytest.MonkeyPatch, hits: Any
) -> None:
    reader.get("/hosts")
    reader.get("/hosts")
    assert hits() == 1

    def away(*_: Any) -> Any:
        raise Unreadable

    monkeypatch.setattr(front_module, "state_of", away)
    assert reader.get("/hosts").status == "200 OK"  # Django's: it asks the database itself
    assert (hits(), len(front.shelf)) == (0, 0)
    monkeypatch.undo()
    reader.get("/hosts")
    reader.get("/hosts")
    assert hits() == 1
