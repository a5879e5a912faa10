"""Kept pages: one page as it is sent again, and the bounded place for all. Knows nothing of requests and tables."""

import hashlib
from collections import Counter, OrderedDict
from datetime import datetime
from threading import Lock
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]  # it comes without types
from isal import isal_zlib

from allostream.freshness.rules import Subject
from allostream.web.choices import Choices

Headers = list[tuple[str, str]]
# Measured on pages of series, home and films (24 to 39 KB): as small as the highest level, in less than half its time.
GZIP_LEVEL = 2
GZIP_FORM = 31  # with gzip's own head and checksum (zlib's manual, deflateInit2)
# A seventh smaller than gzip for 0.8 ms: worth it for a page that is asked for again and again. The levels above this
# one take twenty times as long for little.
BROTLI_QUALITY = 5
ASKED_OFTEN = 8
# What a page takes beside its bodies: headers, key, places in dictionaries.
AROUND = 3000
# Of a 304 (RFC 9110, section 15.4.5): what describes the body is left out.
OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
# One address, whatever its queries and whoever its readers, may take this part of the room.
SHARE = 4
# So much of the room is for pages that were asked for twice: who walks through a million titles displaces none.
PROVEN = 3 / 4


class Key(NamedTuple):
    """Everything of a request that its page may depend on. The address is taken as it was sent, not as it is meant."""

    path: str
    query: str
    host: str
    scheme: str
    choices: Choices


class Rests(NamedTuple):
    """What a page was made from: it holds while the state is the same and the moment has not come."""

    title_id: int | None
    subjects: tuple[Subject, ...]
    state: tuple[int | None, ...]
    until: datetime


class KeptPage:
    """One page, compressed once, with what it rests on."""

    def __init__(self, body: bytes, headers: Headers) -> None:
        """`headers` are those of the answer, without any on length, encoding or tag."""
        self.gzip = isal_zlib.compress(body, GZIP_LEVEL, GZIP_FORM)
        # Of the compressed body, which says the same in a seventh of the bytes.
        digest = hashlib.sha256(self.gzip).hexdigest()[:32]
        self.tag = f'"{digest}"'
        # A weak tag: the same for all encodings, which say the same in other bytes (RFC 9110, section 8.8.1).
        self.headers: Headers = [*headers, ("ETag", f"W/{self.tag}")]
        self.unchanged: Headers = [header for header in self.headers if header[0].lower() not in OF_THE_BODY]
        self.gzip_headers = self._encoded("gzip", self.gzip)
        self.brotli = b""
        self.brotli_headers: Headers = []
        self.asked = 0
        self.rests: Rests | None = None
        self.size = 2 * len(self.gzip) + AROUND  # about what it will take when it is asked for often

    def for_coding(self, coding: str) -> tuple[Headers, bytes]:
        """Headers and body for a reader who takes a coding: "br", "gzip", or "" for none."""
        if coding == "br" and (self.brotli or self._is_worth_it()):
            return self.brotli_headers, self.brotli
        if coding:
            return self.gzip_headers, self.gzip
        body = isal_zlib.decompress(self.gzip, GZIP_FORM)
        return [*self.headers, ("Content-Length", str(len(body)))], body

    def _is_worth_it(self) -> bool:
        """Count another reader who takes brotli; from some on make that body. Until then they get gzip."""
        self.asked += 1
        if self.asked < ASKED_OFTEN:
            return False
        body = brotli.compress(
            isal_zlib.decompress(self.gzip, GZIP_FORM), mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY
        )
        self.brotli_headers = self._encoded("br", body)
        self.brotli = body  # last: another thread looks at this first
        return True

    def _encoded(self, coding: str, body: bytes) -> Headers:
        return [*self.headers, ("Content-Encoding", coding), ("Content-Length", str(len(body)))]


class Shelf:
    """Kept pages in a bounded room, the one longest unused going first. For one process; its threads may share it.

    A page is on trial until it is asked for a second time. Proven ones beyond their part of the room are tried again.
    """

    def __init__(self, room: int) -> None:
        """`room` in bytes."""
        self.room = room
        self.size = 0
        self._proven_size = 0
        self._trial: OrderedDict[Key, KeptPage] = OrderedDict()
        self._proven: OrderedDict[Key, KeptPage] = OrderedDict()
        self._by_address: dict[str, dict[Key, KeptPage]] = {}
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._trial) + len(self._proven)

    def get(self, key: Key) -> KeptPage | None:
        """The page under a key, which is now the one used last."""
        with self._lock:
            page = self._proven.get(key)
            if page is not None:
                self._proven.move_to_end(key)
                return page
            page = self._trial.get(key)
            if page is not None:
                self._prove(key, page)
            return page

    def put(self, key: Key, page: KeptPage) -> None:
        """Keep a page, in the place of the one under its key. One that is too big for an address is not kept."""
        with self._lock:
            self._drop(key)
            most = self.room // SHARE - page.size
            if most < 0:
                return
            self._make_room(key.path, most)
            self._by_address.setdefault(key.path, {})[key] = page
            self._trial[key] = page
            self._taken[key.path] += page.size
            self.size += page.size
            while self.size > self.room:
                self._drop(next(iter(self._trial or self._proven)))

    def drop(self, key: Key) -> None:
        """Forget the page under a key, if there is one."""
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            for key in [*self._trial, *self._proven]:
                self._drop(key)

    def _prove(self, key: Key, page: KeptPage) -> None:
        del self._trial[key]
        self._proven[key] = page
        self._proven_size += page.size
        while self._proven_size > PROVEN * self.room:
            oldest, again = self._proven.popitem(last=False)
            self._proven_size -= again.size
            self._trial[oldest] = again

    def _make_room(self, path: str, most: int) -> None:
        """Drop the pages of an address that were made first until they take no more than `most` bytes."""
        own = self._by_address.get(path, {})  # in the order in which they were made
        while self._taken[path] > most:
            self._drop(next(iter(own)))

    def _drop(self, key: Key) -> None:
        page = self._trial.pop(key, None)
        if page is None:
            page = self._proven.pop(key, None)
            if page is None:
                return
            self._proven_size -= page.size
        self.size -= page.size
        own = self._by_address[key.path]
        del own[key]
        self._taken[key.path] -= page.size
        if not own:
            del self._by_address[key.path], self._taken[key.path]
