"""The made-up hosts: one small server for all of them, on every address of this machine's loopback network.

`python -m bench.hosts.server PORT` serves until it is ended. The path says how to answer.
"""

import asyncio
import sys
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.hosts.plan import Way

LONG = "<p>" + "A railway engineer crosses the front line to bring back his locomotive and his love. " * 60
HEAD = "<html><head><title>The General</title></head><body><h1>The General</h1>"
PLAYER = f"{HEAD}<video src=a.mp4></video>{LONG}</body></html>"
BIG = 50 * 1024 * 1024
PIECE = b"x" * 65_536
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(1000)


def answer(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """A whole reply, or its beginning where `length` says that more will follow."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(title: str, words: str = "", status: str = "200 OK") -> bytes:
    """A page with a title and a heading."""
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"
    return answer(status, html.encode(), "Content-Type: text/html; charset=utf-8")


FINE = answer("200 OK", PLAYER.encode(), "Content-Type: text/html; charset=utf-8")
REPLIES = {
    Way.FINE.value: FINE,
    Way.SLOW.value: FINE,
    Way.SOFT.value: page("Video unavailable", "This video is no longer available."),
    Way.GONE.value: page("Not here", status="404 Not Found"),
    Way.FAULT.value: page("Oops", status="500 Internal Server Error"),
    Way.WALL.value: page("Just a moment...", "Checking your browser", status="403 Forbidden"),
    Way.ABROAD.value: page("The General", "This film is not available in your country."),
    Way.ACCOUNT.value: page("Sign in to watch"),
    Way.FILM.value: answer(
        "206 Partial Content", MP4, "Content-Type: video/mp4", "Content-Range: bytes 0-1023/9000000"
    ),
    Way.NO_FILM.value: page("A page where a film was", LONG),
    Way.TO_FRONT.value: answer("302 Found", b"", "Location: /"),
    "moved": answer("301 Moved Permanently", b"", "Location: /watch/fine/1/0"),
}


class Hosts(asyncio.Protocol):
    """One connection: replies in the order of the requests, each after its time."""

    transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)
        self.read = b""

    def data_received(self, data: bytes) -> None:
        self.read += data
        while b"\r\n\r\n" in self.read:
            head, _, self.read = self.read.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            later = int(path.split("/")[3]) / 1000 if path.startswith("/watch/") else 0.0
            asyncio.get_running_loop().call_later(later, self.reply, path)

    def reply(self, path: str) -> None:
        """Answer as the path says."""
        way = path.split("/")[2] if path.startswith("/watch/") else ""
        if path == "/robots.txt":
            self.transport.write(answer("404 Not Found", b""))
        elif not way:
            self.transport.write(page("Video example", LONG))
        elif way == Way.LED_ON:
            self.transport.write(REPLIES["moved"])
        elif way == Way.RESETS:
            self.transport.abort()
        elif way == Way.BIG:
            self.transport.write(answer("200 OK", PLAYER.encode(), "Content-Type: text/html", length=BIG))
            self.more(BIG - len(PLAYER))
        elif way != Way.HANGS:
            self.transport.write(REPLIES[way])

    def more(self, left: int) -> None:
        """The rest of a big body, for as long as somebody reads it."""
        if left > 0 and not self.transport.is_closing():
            self.transport.write(PIECE[:left])
            asyncio.get_running_loop().call_later(0.001, self.more, left - len(PIECE))


async def serve(port: int) -> None:
    """Serve until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Hosts, "0.0.0.0", port, backlog=4096)  # noqa: S104  (loopback)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
