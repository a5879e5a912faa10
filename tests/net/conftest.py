"""A true HTTP server on a unix socket, names of our own, and the door in front of both."""

import asyncio
import socket
from threading import Thread

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver

from allostream.net.book import Memory
from allostream.net.door import Road

PUBLIC = "93.184.215.14"


class Names(AbstractResolver):
    """A name server with fixed answers; each question is noted."""

    def __init__(self, table):
        self.table, self.asked = table, []

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        self.asked.append(host)
        if host not in self.table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            {"hostname": host, "host": address, "port": port, "family": family, "proto": 0, "flags": 0}
            for address in self.table[host]
        ]

    async def close(self):
        pass


class OverUnixSocket(aiohttp.UnixConnector):
    """Asks the resolver as a connection over TCP does, then goes to the socket."""

    def __init__(self, path, resolver):
        super().__init__(path, force_close=True)
        self.resolver = resolver

    async def _create_connection(self, req, traces, timeout):
        await self.resolver.resolve(req.url.raw_host, req.url.port)
        return await super()._create_connection(req, traces, timeout)


@pytest.fixture
def names():
    return Names({"example.org": [PUBLIC], "other.example": [PUBLIC, "2606:4700::1111"]})


class Time:
    """A clock that only waiting moves; each wait is noted."""

    def __init__(self):
        self.at, self.waits = 1_800_000_000.0, []

    def now(self):
        return self.at

    async def sleep(self, seconds):
        self.waits.append(round(seconds, 3))
        self.at += seconds
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def said_who_asks(settings):
    settings.BOT_SITE, settings.BOT_CONTACT = "https://allostream.example", "bot@allostream.example"


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def book():
    return Memory()


@pytest.fixture
def road(names, time, book, tmp_path):
    return Road(
        resolver=lambda: names,
        connector=lambda resolver: OverUnixSocket(str(tmp_path / "http"), resolver),
        book=lambda: book,
        now=time.now,
        sleep=time.sleep,
        chance=lambda: 0.0,
    )


@pytest.fixture(scope="session")
def servers():
    """An event loop in a thread of its own, in which servers run."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def serve(servers, tmp_path):
    """Serve one handler for every address; the requests are noted in the list that it returns."""
    runners = []

    def start(handler):
        requests = []

        async def noting(request):
            requests.append(request)
            return await handler(request)

        async def open_site():
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", noting)
            runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0)
            await runner.setup()
            await web.UnixSite(runner, str(tmp_path / "http")).start()
            runners.append(runner)

        asyncio.run_coroutine_threadsafe(open_site(), servers).result(10)
        return requests

    yield start
    for runner in runners:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), servers).result(10)


@pytest.fixture
def raw(servers, tmp_path):
    """Serve bytes as they are: a handler gets reader and writer once the head of a request was read. The heads are
    noted in the list that it returns.
    """
    opened = []

    def start(handler):
        heads = []

        async def connected(reader, writer):
            try:
                while head := await reader.readuntil(b"\r\n\r\n"):
                    heads.append(head)
                    await handler(reader, writer)
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                writer.transport.abort()

        async def open_server():
            opened.append(await asyncio.start_unix_server(connected, str(tmp_path / "http")))

        asyncio.run_coroutine_threadsafe(open_server(), servers).result(10)
        return heads

    yield start

    async def close():
        for server in opened:
            server.close()
            for task in asyncio.all_tasks():
                if task is not asyncio.current_task():
                    task.cancel()

    asyncio.run_coroutine_threadsafe(close(), servers).result(10)
