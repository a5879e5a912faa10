"""Asking a WSGI application for pages, as a server does, and noting which tables that reads."""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import brotli
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

# What the cache adds to an answer of Django's.
ADDED = {"ETag", "Content-Encoding", "Content-Length"}
UNPACKED: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass(frozen=True)
class Answer:
    """What a WSGI application answered."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return dict(self.headers)[name]

    @property
    def page(self) -> bytes:
        """The body without its coding."""
        return UNPACKED[dict(self.headers).get("Content-Encoding", "")](self.body)

    def plain_headers(self) -> dict[str, str]:
        """The headers without those that the cache adds."""
        kept = {name: value for name, value in self.headers if name not in ADDED}
        return {**kept, "Vary": kept.get("Vary", "").replace(", Accept-Encoding", "")}


@dataclass
class Reader:
    """Somebody who asks an application for pages; `sent` are headers as WSGI names them."""

    application: Any
    sent: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, method: str = "GET", **sent: str) -> Answer:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "HTTP_ACCEPT_ENCODING": "gzip", **self.sent, **sent,
        }  # fmt: skip
        started: list[Any] = []
        with kept_connections():
            told = self.application(environ, lambda *answer: started.extend(answer))
            body = b"".join(told)
            if hasattr(told, "close"):
                told.close()
        return Answer(started[0], started[1], body)


@contextmanager
def kept_connections() -> Iterator[None]:
    """Keep the connection that the test's transaction is open on, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Tables:
    """Notes which tables statements name."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.named: set[str] = set()

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.named.update(self.pattern.findall(sql))
        return execute(sql, *rest)
