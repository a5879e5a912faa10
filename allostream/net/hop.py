"""One request on its way: sent, and read within its limits. Which requests may be sent is decided in `door`."""

import asyncio
import ssl
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import BinaryIO

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from allostream.net.asking import Limits
from allostream.net.errors import BadReply, NetError, Refused, TimedOut, TooLarge, Unreachable, Untrusted
from allostream.net.unpacking import OFFERED, PIECE, NotUnpackable, Unpacker

LINES = {"x-robots-tag": "\n"}
WITH_BODY = {200, 203, 206}  # what is written to a caller's file
REDIRECTS = {301, 302, 303, 307, 308}
SLOW_AFTER = 30.0
LONGEST_HEADER = 16 * 1024
MOST_HEADERS = 128
LATE = 0.5  # seconds by which this process may be late itself before a host is not blamed for a timeout


@dataclass(slots=True)
class Message:
    """One answer: its status and headers (names in lower case), and what was read of its body."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    size: int = 0
    cut: bool = False
    seconds: float = 0.0

    @property
    def leads_on(self) -> bool:
        """Whether it only says where to ask instead."""
        return self.status in REDIRECTS and "location" in self.headers


@dataclass(slots=True)
class Watch:
    """Notes when this process was late, so that its own overload is not taken for a host that does not answer."""

    tick: float = 0.25
    late_at: float = -1.0
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def was_late(self, began: float, due: float) -> bool:
        """Whether it was late since `began`, or is now, when something was due at a moment that has passed."""
        return self.late_at >= began or asyncio.get_running_loop().time() > due + LATE

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + self.tick
            await asyncio.sleep(self.tick)
            if loop.time() > due + LATE:
                self.late_at = loop.time()


@dataclass(slots=True)
class Hop:
    """One request. `seconds` is what is left of the caller's time."""

    url: URL
    method: str
    headers: dict[str, str]
    body: bytes | None
    limits: Limits
    seconds: float
    to: BinaryIO | None

    async def send(self, session: aiohttp.ClientSession, watch: Watch) -> Message:
        """The answer, read as far as it is wanted. Raises a NetError; what the caller's file raises stays as it is."""
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.seconds), self._request(session) as response:
                message = await self._read(response)
                message.seconds = asyncio.get_running_loop().time() - began
                return message
        except NetError:
            raise
        except TimeoutError as error:
            late = watch.was_late(began, began + self.seconds)
            raise TimedOut(self.url, "The host did not answer to the end in time.", overloaded=late) from error
        except (aiohttp.ClientError, ssl.SSLError) as error:
            raise _ours(self.url, error) from error

    def _request(self, session: aiohttp.ClientSession) -> "aiohttp.client._RequestContextManager":
        return session.request(
            self.method,
            self.url,
            headers={"Accept-Encoding": self._offered(), **self.headers},
            data=self.body,
            allow_redirects=False,
            auto_decompress=False,
            max_field_size=LONGEST_HEADER,
            max_headers=MOST_HEADERS,
            timeout=self._timeout(),
        )

    def _timeout(self) -> aiohttp.ClientTimeout:
        """The client's own limits of time. One that is no shorter than all that is left needs no clock of its own."""
        left, silence = self.seconds, self.limits.silence
        return _timeout(self.limits.connect_seconds, silence if silence < left else None)

    def _offered(self) -> str:
        # A part of a packed body could not be unpacked.
        return "identity" if "range" in map(str.lower, self.headers) else OFFERED

    async def _read(self, response: aiohttp.ClientResponse) -> Message:
        if response.version is None or response.version.major != 1:
            raise BadReply(self.url, "The answer is in a version of HTTP that was not asked for.")
        message = Message(response.status, _together(response.headers))
        if self.method == "HEAD" or message.leads_on:
            return message
        if self.to is not None and response.status not in WITH_BODY:
            return message
        sink: BinaryIO = self.to or BytesIO()
        try:
            await self._read_body(response, message, sink)
        except NotUnpackable as error:
            raise BadReply(self.url, f"The answer cannot be unpacked: {error}.") from error
        if isinstance(sink, BytesIO) and self.to is None:
            message.body = sink.getvalue()
        return message

    async def _read_body(self, response: aiohttp.ClientResponse, message: Message, sink: BinaryIO) -> None:
        """Write the content of the body, unpacked, as far as it is wanted and while it comes quickly enough."""
        unpacker = self._unpacker(response)
        now, content = asyncio.get_running_loop().time, response.content
        began, size = now(), 0
        while packed := await content.read(PIECE):
            size += len(packed)
            lasted = now() - began
            if lasted > SLOW_AFTER and size < self.limits.slowest * lasted:
                raise TimedOut(self.url, f"The answer comes at {size / lasted:.0f} bytes a second.")
            for piece in unpacker.pieces(packed):
                self._write(piece, message, sink)
                if message.cut:
                    return
        unpacker.end()

    def _write(self, piece: bytes, message: Message, sink: BinaryIO) -> None:
        room = self.limits.size - message.size
        if len(piece) > room:
            message.cut = self._cut()
            piece = piece[:room]
        sink.write(piece)
        message.size += len(piece)

    def _cut(self) -> bool:
        if self.limits.cut:
            return True
        raise TooLarge(self.url, f"The answer has more than the {self.limits.size} bytes allowed.")

    def _unpacker(self, response: aiohttp.ClientResponse) -> Unpacker:
        said, coding = response.content_length or 0, ",".join(response.headers.getall("Content-Encoding", []))
        if said > self.limits.size and not coding and not self.limits.cut:
            raise TooLarge(self.url, f"The answer says it has {said} bytes, at most {self.limits.size} are allowed.")
        return Unpacker(coding)


@cache
def _timeout(connect: float, silence: float | None) -> aiohttp.ClientTimeout:
    """The client's own limits of time; the few that are asked for are kept."""
    return aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=silence)


def _together(headers: CIMultiDictProxy[str]) -> dict[str, str]:
    """The headers, names in lower case; several of one name as one, in which commas part them (RFC 9110, section 5.3).

    Those of X-Robots-Tag stay lines: each may begin with whom it is for.
    """
    found: dict[str, str] = {}
    for given, value in headers.items():
        name = given.lower()
        found[name] = f"{found[name]}{LINES.get(name, ', ')}{value}" if name in found else value
    return found


def _ours(url: URL, error: aiohttp.ClientError | ssl.SSLError) -> NetError:
    """An error of the HTTP client, but for those of time, as one of ours."""
    match error:
        case aiohttp.InvalidURL():
            return Refused(url, "The address cannot be read.")
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return Untrusted(url, f"There is no safe connection: {_said(error)}.")
        case aiohttp.ClientPayloadError() | aiohttp.ClientResponseError() | aiohttp.ServerDisconnectedError():
            return BadReply(url, f"The answer cannot be read ({type(error).__name__}).")
    return Unreachable(url, f"There is no connection ({type(error).__name__}).")


def _said(error: Exception) -> str:
    """What OpenSSL says is wrong, in its short words."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    message = getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or type(inner).__name__
    return str(message).replace("_", " ").lower()
