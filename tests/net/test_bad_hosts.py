"""Hosts that answer badly, by mistake or on purpose: each ends in a clear error, soon and in little memory."""

import asyncio
import contextlib
import gzip
import shutil
import ssl
import subprocess
import tracemalloc
from dataclasses import replace

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allostream.net.asking import Ask, Limits, Purpose, Reply
from allostream.net.book import Memory
from allostream.net.door import Door, fetch, internet
from allostream.net.errors import BadReply, NetError, TimedOut, TooLarge, Unreachable, Untrusted


def zipped(data: bytes) -> bytes:
    """Gzip without the time of day: the names of cases hold it, and are the same in every process."""
    return gzip.compress(data, mtime=0)


URL = "http://example.org/film"
OK = b"HTTP/1.1 200 OK\r\n"
PIECES = [
    OK, b"HTTP/1.1 302 Found\r\n", b"HTTP/1.0 204\r\n", b"\r\n", b"\r\n\r\n", b": ", b"0\r\n\r\n", b"5\r\nhello\r\n",
    b"Location: /next\r\n", b"Location: http://127.0.0.1/\r\n", b"Location: //[\r\n", b"Location: \xff\xfe\r\n",
    b"Content-Length: 5\r\n", b"Content-Length: \r\n", b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip\r\n", b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: deflate\r\n", b"Content-Encoding: \xff\r\n", b"Content-Type: text/html; charset=\xff\r\n",
    b"Retry-After: -1\r\n", b"Connection: upgrade\r\nUpgrade: x\r\n", b"Set-Cookie: \x7f\r\n", zipped(b"hello"),
]  # fmt: skip


def sends(*parts, and_hangs=False, and_closes=True):
    async def handler(_reader, writer):
        for part in parts:
            writer.write(part)
            await writer.drain()
        if and_hangs:
            await asyncio.Event().wait()
        if and_closes:
            raise ConnectionError

    return handler


def repeats(start, part):
    async def handler(_reader, writer):
        writer.write(start)
        while True:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)

    return handler


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\n",
        b"<html>An answer of HTTP/0.9</html>",
        b"HTTP/0.9 200 OK\r\n\r\nx",
        b"HTTP/2.0 200 OK\r\n\r\nx",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"\x16\x03\x01\x00\x05hello",
        OK + b"Content-Length: 100\r\n\r\nshort",
        OK + b"Content-Length: -1\r\n\r\nx",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nx\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        OK + b"X: " + b"a" * 20_000 + b"\r\nContent-Length: 0\r\n\r\n",
        OK + b"".join(b"X-%d: a\r\n" % number for number in range(300)) + b"\r\n",
        OK + b"X\0Y: a\r\n\r\n",
        OK + b"Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        OK + b"Content-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\nx",
        OK + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        OK + b"Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\n" + zipped(b"x" * 99)[:12],
    ],
    ids=lambda answer: answer[:60].decode("latin-1") or "nothing",
)
def test_what_is_no_proper_answer_is_a_bad_reply(raw, road, answer):
    raw(sends(answer))
    with pytest.raises(BadReply):
        fetch(URL, road=road)


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=30), max_size=6).map(b"".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_whatever_a_host_sends_ends_in_an_answer_or_in_one_of_our_errors(raw_once, road, answer):
    raw_once[0] = answer
    with contextlib.suppress(NetError):
        assert isinstance(fetch(URL, limits=Limits(seconds=5, size=1000), road=replace(road, book=Memory)), Reply)


@pytest.fixture
def raw_once(raw):
    """What is sent to the next request, before the connection is closed."""
    answer = [b""]

    async def handler(_reader, writer):
        writer.write(answer[0])
        await writer.drain()
        raise ConnectionError

    raw(handler)
    return answer


@pytest.mark.parametrize(
    ("start", "part", "error"),
    [
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n", TooLarge),
        (OK + b"\r\n", b"x" * 4096, TooLarge),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + zipped(bytes(50_000_000)), b"", TooLarge),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a=b;" * 1000, (BadReply, TimedOut)),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", TimedOut),
        (b"", b"a" * 4096, BadReply),
        (OK, b"X-Again: a\r\n", BadReply),
    ],
    ids=["chunks", "bytes", "bomb", "chunk extensions", "early hints", "status line", "headers"],
)
def test_what_never_ends_is_broken_off_in_little_memory(raw, road, start, part, error):
    raw(repeats(start, part))
    tracemalloc.start()
    try:
        with pytest.raises(error):
            fetch(URL, limits=Limits(seconds=0.5, size=1_000_000), road=road)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "parts", [[], [b"HTTP/1.1 2"], [OK], [OK + b"Content-Length: 5\r\n\r\n"], [OK + b"Content-Length: 5\r\n\r\nab"]]
)
@pytest.mark.parametrize("limits", [Limits(seconds=0.1), Limits(silence=0.1)], ids=["in all", "silence"])
def test_a_host_that_falls_silent_is_given_up(raw, road, parts, limits):
    raw(sends(*parts, and_hangs=True))
    with pytest.raises(TimedOut) as caught:
        fetch(URL, limits=limits, road=road)
    assert not caught.value.overloaded


def test_a_body_that_comes_by_drops_is_given_up_long_before_its_time(raw, road, monkeypatch):
    monkeypatch.setattr("allostream.net.hop.SLOW_AFTER", 0.1)

    async def drips(_reader, writer):
        writer.write(OK + b"Content-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.02)

    raw(drips)
    with pytest.raises(TimedOut, match="bytes a second"):
        fetch(URL, limits=Limits(seconds=60), road=road)


def test_our_own_overload_is_not_blamed_on_the_host(raw, road, time):
    raw(sends(and_hangs=True))

    async def overloaded():
        async with Door(road) as door:
            asking = asyncio.create_task(door.ask(Ask(URL, purpose=Purpose.ERRAND, limits=Limits(seconds=0.3))))
            await asyncio.sleep(0.1)
            busy_for(0.9)
            with pytest.raises(TimedOut) as caught:
                await asking
            return caught.value.overloaded

    assert asyncio.run(overloaded())


def busy_for(seconds):
    """Keep the loop from running, as too much work does."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while loop.time() < until:
        pass


def test_the_rest_of_a_cut_body_is_not_fetched(raw, road):
    raw(repeats(OK + b"Content-Length: 100000000\r\n\r\n", b"x" * 4096))
    reply = fetch(URL, limits=Limits(size=1000, cut=True), road=road)
    assert (reply.size, len(reply.body), reply.cut) == (1000, 1000, True)


def test_a_second_answer_that_was_not_asked_for_is_never_taken_for_the_next(raw, road):
    """A host, or something on the way, sends two answers to one question: response splitting."""
    smuggled = OK + b"Content-Length: 8\r\n\r\nsmuggled"
    answers = iter([OK + b"Content-Length: 5\r\n\r\nfirst" + smuggled, OK + b"Content-Length: 6\r\n\r\nsecond"])

    async def handler(_reader, writer):
        writer.write(next(answers))
        await writer.drain()

    raw(handler)

    async def twice():
        async with Door(keeping(road)) as door:
            return [(await door.ask(Ask(URL, purpose=Purpose.ERRAND))).body for _ in range(2)]

    assert asyncio.run(twice()) == [b"first", b"second"]


def keeping(road):
    """The same road, with connections that are kept for the next request."""

    def connector(resolver):
        made = road.connector(resolver)
        made._force_close = False
        return made

    return replace(road, connector=connector)


def test_a_kept_connection_is_used_again_and_a_broken_one_is_not(raw, road):
    left = [2, 1]  # answers on the first connection, and on the next one
    connections = []

    async def handler(_reader, writer):
        if writer not in connections:
            connections.append(writer)
        writer.write(OK + b"Content-Length: 1\r\n\r\nx")
        await writer.drain()
        left[len(connections) - 1] -= 1
        if not left[len(connections) - 1]:
            raise ConnectionError

    raw(handler)

    async def thrice():
        async with Door(keeping(road)) as door:
            for _ in range(3):
                assert (await door.ask(Ask(URL, purpose=Purpose.ERRAND))).status == 200

    asyncio.run(thrice())
    assert len(connections) == 2


def test_headers_that_invite_elsewhere_are_ignored(raw, road, names):
    heads = raw(
        sends(
            OK + b"Alt-Svc: h2=\"127.0.0.1:80\"\r\nRefresh: 0; url=http://127.0.0.1/\r\nSet-Cookie: a=b\r\n"
            b"Strict-Transport-Security: max-age=99\r\nContent-Length: 1\r\n\r\nx",
            and_closes=False,
        )
    )  # fmt: skip

    async def twice():
        async with Door(road) as door:
            for _ in range(2):
                await door.ask(Ask(URL, purpose=Purpose.ERRAND))

    asyncio.run(twice())
    assert set(names.asked) == {"example.org"}
    assert len(heads) == 2
    assert b"ookie" not in heads[1]


# TLS, over TCP on this machine ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """An authority of our own, and certificates by it: a good one, one that is over, one of another name."""
    if not shutil.which("openssl"):
        pytest.skip("OpenSSL's command is not here to make certificates with")
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority")
    for name, host, days in (("good", "example.org", "2"), ("over", "example.org", "-1"), ("other", "x.example", "2")):
        (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}")
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={host}")
        openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", f"{name}.pem", "-days", days, "-extfile", f"{name}.ext",
        )  # fmt: skip
    return folder


class ToThisMachine(aiohttp.abc.AbstractResolver):
    """Lets the true resolver check a name, and then leads to a port of this machine."""

    def __init__(self, inner, port):
        self.inner, self.port = inner, port

    async def resolve(self, host, port=0, family=0):
        (first, *_) = await self.inner.resolve(host, port, family)
        return [{**first, "host": "127.0.0.1", "port": self.port, "family": 2}]

    async def close(self):
        await self.inner.close()


@pytest.fixture
def over_tls(servers, certificates, road):
    """A function that serves an answer with a certificate (or without any) and gives the road there."""
    opened = []

    def start(certificate, trusted=True):
        async def connected(reader, writer):
            await reader.read(100)
            writer.write(OK + b"Content-Length: 4\r\n\r\nsafe")
            writer.close()

        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates / f"{certificate}.pem", certificates / f"{certificate}.key")
        opening = asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
        opened.append(asyncio.run_coroutine_threadsafe(opening, servers).result(10))
        port = opened[-1].sockets[0].getsockname()[1]
        trust = ssl.create_default_context(cafile=certificates / "ca.pem") if trusted else None
        return replace(road, connector=lambda resolver: internet(ToThisMachine(resolver, port), trust))

    yield start
    for server in opened:
        servers.call_soon_threadsafe(server.close)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("certificate", "trusted", "said"),
    [
        ("over", True, "certificate has expired"),
        ("other", True, "certificate is not valid for 'example.org'"),
        ("good", False, "unable to get local issuer certificate"),
        (None, True, "wrong version number|record layer failure"),
    ],
    ids=["expired", "another name", "unknown issuer", "no TLS at all"],
)
def test_a_connection_that_is_not_safe_is_not_used_and_says_why(over_tls, certificate, trusted, said):
    with pytest.raises(Untrusted, match=said) as caught:
        fetch("https://example.org/", road=over_tls(certificate, trusted))
    assert not caught.value.permanent


@pytest.mark.enable_socket
def test_a_safe_connection_is_used(over_tls):
    assert fetch("https://example.org/", road=over_tls("good")).body == b"safe"


@pytest.mark.enable_socket
def test_a_connection_that_is_refused_cannot_be_reached(road):
    closed = replace(road, connector=lambda resolver: internet(ToThisMachine(resolver, 1)))
    with pytest.raises(Unreachable, match="no connection"):
        fetch(URL, road=closed)
