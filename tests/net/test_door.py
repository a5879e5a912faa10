"""Fetching and downloading: what comes back, what is refused, and what is capped."""

import asyncio
import gzip
import re
import tracemalloc
from dataclasses import replace
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from allostream import __version__
from allostream.net.asking import Limits
from allostream.net.door import download, fetch, internet
from allostream.net.errors import BadReply, NetError, Refused, TimedOut, TooLarge, Unreachable

URL = "http://example.org/film"


def always(**reply):
    async def handler(request):
        return web.Response(**reply)

    return handler


def redirecting(table):
    async def handler(request):
        at = f"{request.host}{request.path}"
        if at in table:
            return web.Response(status=302, headers={"Location": table[at]})
        return web.Response(text=f"you are at {at}")

    return handler


def test_an_answer_comes_back_whole(serve, road):
    serve(always(text="Château", status=200, charset="latin-1", headers={"ETag": '"7"'}))
    reply = fetch(URL, road=road)
    assert (reply.url, reply.status, reply.text, reply.size) == (URL, 200, "Château", 7)
    assert reply.headers["etag"] == '"7"'


def test_an_error_status_is_an_answer_too(serve, road):
    serve(always(text="gone", status=410))
    reply = fetch(URL, road=road)
    assert (reply.status, reply.text) == (410, "gone")


def test_an_unknown_charset_is_read_as_utf_8(serve, road):
    serve(always(body="é".encode(), headers={"Content-Type": "text/html; charset=nonsense"}))
    assert fetch(URL, road=road).text == "é"


def test_we_say_who_we_are_and_keep_no_cookies(serve, road):
    requests = serve(redirecting({"example.org/film": "/next"}))
    fetch(URL, headers={"Accept": "text/html"}, road=road)
    assert [request.headers["User-Agent"] for request in requests] == [
        f"Allostream/{__version__} (+https://allostream.example/bot; mailto:bot@allostream.example)"
        f" aiohttp/{aiohttp.__version__}"
    ] * 2
    assert requests[0].headers["Accept"] == "text/html"
    assert "Cookie" not in requests[1].headers


def test_a_download_is_written_to_the_file(serve, road):
    serve(always(body=b"x" * 300_000))
    file = BytesIO()
    reply = download(URL, file, road=road)
    assert (reply.status, reply.size, reply.body, len(file.getvalue())) == (200, 300_000, b"", 300_000)


def test_a_download_writes_no_error_page(serve, road):
    serve(always(text="not here", status=404))
    file = BytesIO()
    reply = download(URL, file, road=road)
    assert (reply.status, reply.size, file.getvalue()) == (404, 0, b"")


def test_what_the_file_raises_is_not_taken_for_an_error_of_the_network(serve, road):
    class FullDisk(BytesIO):
        def write(self, piece):
            raise OSError(28, "No space left on device")

    serve(always(text="x"))
    with pytest.raises(OSError, match="No space left"):
        download(URL, FullDisk(), road=road)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/", "not one of http or https"),
        ("file:///etc/passwd", "not one of http or https"),
        ("example.org", "not one of http or https"),
        ("http://", "cannot be read|not one of http"),
        ("http://ada:secret@example.org/", "user name or password"),
        ("http://ada@example.org/", "user name or password"),
        ("http://example.org:8080/", "port 8080"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999/", "cannot be read"),
        ("http://exa mple.org/", "space"),
        ("http://example.org\\@127.0.0.1/", "backslash"),
        ("http://example.org/\r\nHost: x", "control character"),
        ("http://127.0.0.1/", "not a public address"),
        ("http://127.1/", "not a public address"),
        ("http://2130706433/", "not a public address"),
        ("http://0x7f000001/", "not a public address"),
        ("http://0177.0.0.1/", "not a public address"),
        ("http://127.0.0.1./", "not a public address"),
        ("http://１２７.０.０.１/", "not a public address|cannot be read"),
        ("http://[::1]/", "not a public address"),
        ("http://[::ffff:10.0.0.1]/", "not a public address"),
        ("http://[fe80::1%25eth0]/", "not a public address|cannot be read"),
        ("http://169.254.169.254/latest/meta-data/", "not a public address"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_before_any_request(serve, road, names, url, why):
    requests = serve(always(text="x"))
    with pytest.raises(Refused, match=why) as caught:
        fetch(url, road=road)
    assert (requests, names.asked) == ([], [])
    assert caught.value.permanent
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://93.184.215.14/", "http://example.org:80/", "http://EXAMPLE.org/", URL])
def test_a_public_address_is_asked(serve, road, names, url):
    names.table["93.184.215.14"] = ["93.184.215.14"]  # only this transport asks for the name of an address
    requests = serve(always(text="x"))
    fetch(url, road=road)
    assert len(requests) == 1


def test_another_port_can_be_allowed(serve, road):
    serve(always(text="x"))
    assert fetch("http://example.org:8080/", limits=Limits(ports=frozenset({8080})), road=road).status == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"])
def test_a_name_that_leads_to_a_private_address_is_refused(serve, road, names, address):
    requests = serve(always(text="x"))
    names.table["example.org"] = ["93.184.215.14", address]
    with pytest.raises(Refused, match=re.escape(address)):
        fetch(URL, road=road)
    assert requests == []


def test_an_unknown_name_cannot_be_reached(serve, road):
    serve(always(text="x"))
    with pytest.raises(Unreachable, match="name is not known") as caught:
        fetch("http://nowhere.example/", road=road)
    assert not caught.value.permanent


def test_a_name_without_addresses_cannot_be_reached(serve, road, names):
    names.table["example.org"] = []
    with pytest.raises(Unreachable, match="has no address"):
        fetch(URL, road=road)


def test_over_tcp_the_connection_goes_to_the_checked_address_and_no_name_is_asked_twice(names, road, monkeypatch):
    """The name server gives a public address first and a private one after that: DNS rebinding."""
    reached = []

    async def note(addr_infos, **_):
        reached.extend(info[4][0] for info in addr_infos)
        names.table["example.org"] = ["127.0.0.1"]
        raise OSError("nobody listens in this test")

    monkeypatch.setattr(aiohttp.connector.aiohappyeyeballs, "start_connection", note)
    over_tcp = replace(road, connector=internet)
    with pytest.raises(Unreachable, match="no connection"):
        fetch(URL, road=over_tcp)
    assert (reached, names.asked) == (["93.184.215.14"], ["example.org"])
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        fetch(URL, road=over_tcp)
    assert reached == ["93.184.215.14"]


def test_redirects_are_followed_and_each_waits_for_its_turn(serve, road, time):
    requests = serve(redirecting({"example.org/film": "/a", "example.org/a": "http://other.example/b?x=1"}))
    reply = fetch(URL, road=road)
    assert (reply.url, reply.text) == ("http://other.example/b?x=1", "you are at other.example/b")
    assert len(requests) == 3
    assert time.waits == [1]  # the second request to one host waits for a second


@pytest.mark.parametrize(
    ("goal", "error", "why"),
    [
        ("http://127.0.0.1/", Refused, "not a public address"),
        ("http://inside.example/", Refused, "192.168.0.7"),
        ("file:///etc/passwd", Refused, "not one of http or https"),
        ("http://example.org:22/", Refused, "port 22"),
        ("//ada:secret@other.example/", Refused, "user name or password"),
        ("http://[nonsense/", BadReply, "cannot be read"),
        ("http://exam ple.org/", BadReply, "cannot be read"),
    ],
)
def test_a_redirect_passes_the_same_checks(serve, road, names, goal, error, why):
    names.table["inside.example"] = ["192.168.0.7"]
    requests = serve(redirecting({"example.org/film": goal}))
    with pytest.raises(error, match=why):
        fetch(URL, road=road)
    assert len(requests) == 1


def test_redirects_in_a_circle_end(serve, road):
    requests = serve(redirecting({"example.org/film": "/film"}))
    with pytest.raises(BadReply, match="more than 3 redirects"):
        fetch(URL, limits=Limits(redirects=3), road=road)
    assert len(requests) == 4


def test_another_host_gets_no_header_that_may_hold_a_secret(serve, road):
    requests = serve(redirecting({"example.org/film": "/a", "example.org/a": "http://other.example/"}))
    fetch(URL, headers={"Authorization": "Bearer key", "Accept": "text/html"}, road=road)
    assert [request.headers.get("Authorization") for request in requests] == ["Bearer key", "Bearer key", None]
    assert requests[2].headers["Accept"] == "text/html"
    assert requests[2].headers["User-Agent"] == requests[0].headers["User-Agent"]


@pytest.mark.parametrize("said", [True, False], ids=["said beforehand", "found out while reading"])
def test_an_answer_over_the_limit_is_broken_off(serve, road, said):
    async def large(request):
        response = web.StreamResponse(headers={"Content-Length": "5000"} if said else {})
        await response.prepare(request)
        await response.write(b"x" * 5000)
        return response

    serve(large)
    with pytest.raises(TooLarge, match="1000"):
        fetch(URL, limits=Limits(size=1000), road=road)
    file = BytesIO()
    with pytest.raises(TooLarge):
        download(URL, file, limits=Limits(size=1000), road=road)
    assert len(file.getvalue()) <= 1000
    assert fetch(URL, limits=Limits(size=5000), road=road).size == 5000


def test_a_small_answer_that_unpacks_into_a_huge_one_is_broken_off_in_little_memory(serve, road):
    packed = gzip.compress(bytes(100_000_000))
    serve(always(body=packed, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            fetch(URL, limits=Limits(size=1_000_000), road=road)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_packed_answer_is_unpacked(serve, road):
    serve(always(body=gzip.compress(b"x" * 5000), headers={"Content-Encoding": "gzip"}))
    assert fetch(URL, road=road).body == b"x" * 5000


def test_an_answer_that_is_not_packed_as_it_says_is_a_bad_reply(serve, road):
    serve(always(body=b"not gzip", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(BadReply, match="not packed as it says"):
        fetch(URL, road=road)


def test_a_host_that_does_not_answer_in_time_is_given_up(serve, road):
    async def hang(request):
        await asyncio.Event().wait()

    serve(hang)
    with pytest.raises(TimedOut) as caught:
        fetch(URL, limits=Limits(seconds=0.05), road=road)
    assert not caught.value.permanent


def test_a_host_that_drips_its_answer_is_given_up(serve, road):
    async def drip(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x")
        await asyncio.Event().wait()

    serve(drip)
    with pytest.raises(TimedOut):
        fetch(URL, limits=Limits(seconds=0.05), road=road)


def test_a_broken_answer_is_a_bad_reply(serve, road):
    async def breaks_off(request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        request.transport.abort()
        return response

    serve(breaks_off)
    with pytest.raises(BadReply):
        fetch(URL, road=road)


def test_nobody_listening_cannot_be_reached(road):
    with pytest.raises(Unreachable, match="no connection"):
        fetch(URL, road=road)


def test_errors_name_the_place_and_the_remedy_but_no_keys(road):
    with pytest.raises(NetError) as caught:
        fetch("http://example.org/film?key=secret#part", road=road)
    assert str(caught.value).startswith("http://example.org/film: ")
    assert str(caught.value).endswith("try again later.")
    assert "secret" not in str(caught.value)
