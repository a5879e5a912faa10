"""The one door to the network: `fetch` for small answers, `download` for large ones.

Every request, and every hop of a redirect, passes the same checks: scheme, port, no credentials in the address,
only public addresses after the name is resolved. Time, size (also once decompressed) and redirects are capped,
each host has its pace, and we say who we are.
"""

import asyncio
import codecs
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

import aiohttp
from aiohttp.abc import AbstractResolver
from django.conf import settings
from yarl import URL

from allostream import __version__
from allostream.net.addresses import is_address, is_public
from allostream.net.errors import BadReply, NetError, Refused, TimedOut, TooLarge, Unreachable
from allostream.net.pace import Pace
from allostream.net.resolver import PublicResolver

CHUNK = 64 * 1024
WITH_BODY = {200, 203, 206}  # what a download writes to its file
REDIRECTS = {301, 302, 303, 307, 308}
UNREADABLE = re.compile(r"[\x00-\x20\x7f\\]")
# A name whose last part is a number is read as an IPv4 address by some programs (WHATWG URL, “ends in a number”).
NUMBER_LAST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
KEEP_ON_OTHER_HOSTS = {"accept", "accept-language", "if-none-match", "if-modified-since", "range"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a request may take. `seconds` covers all hops and the body, not the wait for our turn at a host."""

    seconds: float = 20
    connect_seconds: float = 10
    size: int = 2 * 1024 * 1024
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `url` is where the redirects ended; header names are in lower case.

    `body` is empty after a download; `size` is the number of bytes, decompressed.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    size: int
    charset: str

    @property
    def text(self) -> str:
        """The body as text; what does not fit the charset is replaced."""
        return self.body.decode(self.charset, "replace")


def internet(resolver: AbstractResolver) -> aiohttp.BaseConnector:
    """Connections to the addresses that the resolver gives. Nothing is cached: each connection is checked anew."""
    return aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True)


@dataclass(frozen=True, slots=True)
class Road:
    """How requests travel. Tests give their own names, connections, pace and wait."""

    resolver: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver
    connector: Callable[[AbstractResolver], aiohttp.BaseConnector] = internet
    pace: Pace = field(default_factory=Pace)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


LIMITS = Limits()
ROAD = Road()


def fetch(url: str, *, limits: Limits = LIMITS, headers: Mapping[str, str] | None = None, road: Road = ROAD) -> Reply:
    """GET a small answer and return it, whatever its status. Raises a NetError (see `errors`).

    Not for use inside a running event loop.
    """
    body = BytesIO()
    reply = asyncio.run(_Visit(limits, headers or {}, road, body, write_all=True).get(url))
    return replace(reply, body=body.getvalue())


def download(
    url: str, to: BinaryIO, *, limits: Limits = LIMITS, headers: Mapping[str, str] | None = None, road: Road = ROAD
) -> Reply:
    """GET an answer and write its body to `to`, a piece at a time. Raises a NetError (see `errors`).

    Nothing is written unless the status is 200, 203 or 206: look at it in the reply. After an error `to` may hold
    a part of the body: give a temporary file and rename it.
    """
    return asyncio.run(_Visit(limits, headers or {}, road, to, write_all=False).get(url))


def checked(text: str, ports: frozenset[int]) -> URL:
    """The address as a URL that may be asked, as far as it tells without resolving its name. Raises Refused."""
    if UNREADABLE.search(text):
        raise Refused(text, "The address holds a space, a control character or a backslash.")
    try:
        url = URL(text)
        host, port = url.raw_host or "", url.port
    except ValueError as error:
        raise Refused(text, "The address cannot be read.") from error
    if url.scheme not in {"http", "https"} or not host:
        raise Refused(url, "The address is not one of http or https.")
    if url.raw_user is not None or url.raw_password is not None:
        raise Refused(url, "The address holds a user name or password.")
    if port not in ports:
        raise Refused(url, f"The port {port} is not one of {', '.join(map(str, sorted(ports)))}.")
    literal = is_address(host)
    if (literal or NUMBER_LAST.search(host)) and not is_public(host):
        raise Refused(url, "The host is not a public address.")
    return url


class _Visit:
    """One request with its redirects."""

    def __init__(
        self, limits: Limits, headers: Mapping[str, str], road: Road, to: BinaryIO, *, write_all: bool
    ) -> None:
        self.limits, self.headers, self.road, self.to, self.write_all = limits, dict(headers), road, to, write_all
        self.seconds_left = limits.seconds

    async def get(self, text: str) -> Reply:
        url = checked(text, self.limits.ports)
        resolver = PublicResolver(self.road.resolver())
        try:
            async with self.session(resolver) as session:
                for _ in range(self.limits.redirects + 1):
                    await self.road.sleep(self.road.pace.wait(url.raw_host or ""))
                    answer = await self.hop(session, url)
                    if isinstance(answer, Reply):
                        return answer
                    url = self.follow(url, answer)
        finally:
            await resolver.close()
        raise BadReply(url, f"There were more than {self.limits.redirects} redirects.")

    def session(self, resolver: AbstractResolver) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=self.road.connector(resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"Allostream/{__version__} (+{settings.CONTACT_PAGE})"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self.limits.connect_seconds),
        )

    async def hop(self, session: aiohttp.ClientSession, url: URL) -> Reply | str:
        """Ask once: the reply, or where it sends us."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        with _our_errors(url):
            async with (
                asyncio.timeout(self.seconds_left),
                session.get(url, headers=self.headers, allow_redirects=False) as response,
            ):
                if response.status in REDIRECTS and "Location" in response.headers:
                    self.seconds_left -= loop.time() - began
                    return response.headers["Location"]
                return await self.reply(url, response)

    async def reply(self, url: URL, response: aiohttp.ClientResponse) -> Reply:
        size = 0
        if self.write_all or response.status in WITH_BODY:
            size = await self.read(url, response)
        return Reply(
            url=str(url),
            status=response.status,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=b"",
            size=size,
            charset=_charset(response),
        )

    async def read(self, url: URL, response: aiohttp.ClientResponse) -> int:
        """Write the body and return its size. Pieces are counted as they come, decompressed."""
        said = response.content_length or 0
        if said > self.limits.size and "Content-Encoding" not in response.headers:
            raise TooLarge(url, f"The answer says it has {said} bytes, at most {self.limits.size} are allowed.")
        size = 0
        async for piece in response.content.iter_chunked(CHUNK):
            size += len(piece)
            if size > self.limits.size:
                raise TooLarge(url, f"The answer has more than the {self.limits.size} bytes allowed.")
            self.to.write(piece)
        return size

    def follow(self, url: URL, location: str) -> URL:
        """The checked address of the next hop. Another host does not get headers that may hold secrets."""
        if UNREADABLE.search(location):
            raise BadReply(url, "The redirect leads to an address that cannot be read.")
        try:
            goal = url.join(URL(location))
        except ValueError as error:
            raise BadReply(url, "The redirect leads to an address that cannot be read.") from error
        goal = checked(str(goal), self.limits.ports)
        if goal.origin() != url.origin():
            self.headers = {k: v for k, v in self.headers.items() if k.lower() in KEEP_ON_OTHER_HOSTS}
        return goal


@contextmanager
def _our_errors(url: URL) -> Iterator[None]:
    """Turn the errors of the HTTP client into ours. What the caller's file raises stays as it is."""
    try:
        yield
    except NetError:
        raise
    except TimeoutError as error:
        raise TimedOut(url, "The host did not answer to the end in time.") from error
    except aiohttp.InvalidURL as error:
        raise Refused(url, "The address cannot be read.") from error
    except aiohttp.ClientConnectorCertificateError as error:
        raise Unreachable(url, "The host's certificate is not trusted.") from error
    except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError, aiohttp.ServerDisconnectedError) as error:
        raise BadReply(url, f"The answer cannot be read ({type(error).__name__}).") from error
    except aiohttp.ClientError as error:
        raise Unreachable(url, f"There is no connection ({type(error).__name__}).") from error


def _charset(response: aiohttp.ClientResponse) -> str:
    try:
        return codecs.lookup(response.charset or "utf-8").name
    except LookupError:
        return "utf-8"
