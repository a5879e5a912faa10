"""What is asked and what comes back: plain values that callers make and read.

    Ask ── the door ──► Reply            or a NetError (see `errors`)

A connector's client takes the function that asks, so that its tests give it recorded replies:

    def show(number: int, *, ask: Asker) -> Show:
        reply = ask(Ask(f"https://api.example.org/shows/{number}", purpose=Purpose.API, pace=PACE, tries=5))
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import BinaryIO

from msgspec import Struct

TRIAL = b"\xffa"  # some of Python's codecs are not for text, or cannot replace what does not fit
NOTHING: Mapping[str, str] = MappingProxyType({})
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
STARTS_OF_MARKS = frozenset(mark[:2] for mark in MARKS)
META = re.compile(rb"""<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([^\s"'/;>]{1,40})""", re.IGNORECASE)
PRESCANNED = 1024
# Whoever says the first mostly writes the second, which holds more (Encoding Standard, section 4.2).
READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)


class Purpose(StrEnum):
    """Why something is asked for, which says whose word counts."""

    PAGE = "page"  # a robot looks at a page or file: robots.txt is obeyed, on every hop
    API = "api"  # an interface made for programs, asked as its terms say
    ERRAND = "errand"  # a person wants this very address: the operator's import, the check of a proof


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a request may take. `seconds` covers all hops and the body, not the wait for our turn at a host.

    `silence` is the longest time without a byte. A body slower than `slowest` bytes a second is given up after
    `SLOW_AFTER` seconds. Where `cut` is set, a body is read up to `size` and the rest is left (`Reply.cut`); else
    a larger one raises TooLarge. Both count what is read once decompressed.
    """

    seconds: float = 20
    connect_seconds: float = 10
    silence: float = 15
    slowest: int = 256
    size: int = 2 * 1024 * 1024
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly a host may be asked: a bucket of `burst` requests that fills at `per_second`, `at_once` in flight.

    Several hosts with one `group` share one pace, as those of one owner should. The operator's ALLOSTREAM_PACES goes
    before it, and a longer Crawl-delay of the host's robots.txt too.
    """

    per_second: float = 1.0
    burst: int = 1
    at_once: int = 1
    group: str = ""

    def __post_init__(self) -> None:
        if not (self.per_second > 0 and self.burst >= 1 and self.at_once >= 1):
            raise ValueError(f"{self} never lets anybody in: per_second, burst and at_once must be above 0.")


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier reply said about its state (RFC 9110, section 8.8): give it back to be told only of changes."""

    etag: str = ""
    last_modified: str = ""


LIMITS = Limits()
PACE = Pace()


class Ask(Struct, frozen=True):
    """One question to a host.

    `known` makes it conditional. `tries` above 1 asks again after 408, 429, 5xx and errors that pass, with pauses
    between; for methods that change nothing. `patience` is how many seconds the caller waits for a turn at the host:
    where it would take longer, Busy is raised. `to` is a file for the body, which is only written for 200, 203, 206.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = NOTHING
    body: bytes | None = None
    purpose: Purpose = Purpose.PAGE
    known: Known | None = None
    limits: Limits = LIMITS
    pace: Pace | None = None
    tries: int = 1
    patience: float = 300
    to: BinaryIO | None = None


class Reply(Struct, frozen=True):
    """What came back. `url` is where the redirects ended; header names are in lower case.

    `body` is empty after a download; `size` is the number of bytes, decompressed. `hops` are the addresses on the
    way, first to last but one; `tries` says how often it was asked, `seconds` how long the last try took.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    size: int
    charset: str = "utf-8"
    hops: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()  # of the hops
    cut: bool = False
    tries: int = 1
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """The body as text; what does not fit the charset is replaced."""
        return self.body.decode(self.charset, "replace")

    @property
    def unchanged(self) -> bool:
        """Whether the copy that the caller knows is still the latest."""
        return self.status == 304

    @property
    def known(self) -> Known | None:
        """What to give back the next time, None where the host said nothing of the kind."""
        found = Known(self.headers.get("etag", ""), self.headers.get("last-modified", ""))
        return found if found.etag or found.last_modified else None

    @property
    def kind(self) -> str:
        """The media type in lower case and without parameters, such as text/html; empty where none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


Asker = Callable[[Ask], Reply]


def charset_in(content_type: str, body: bytes) -> str:
    """The charset of a body: by its mark of order, by its Content-Type, and of a page by what its head says of it (HTML
    Standard, sections 13.2.3.1 and 13.2.3.2)."""
    if body[:2] in STARTS_OF_MARKS:
        for mark, name in MARKS.items():
            if body.startswith(mark):
                return name
    kind = content_type.lower()
    if "charset" not in kind and "html" in kind and (said := META.search(body, 0, PRESCANNED)):
        found = _known_charset(said[1].decode("ascii", "replace"))
        return "utf-8" if found.startswith("utf-16") else found  # what says so in single bytes cannot be that
    return charset_of(content_type)


@lru_cache(maxsize=256)
def charset_of(content_type: str) -> str:
    """The charset that a Content-Type names, by the name Python knows it by; utf-8 where it is none for text."""
    named = CHARSET.search(content_type)
    return _known_charset(named[1]) if named else "utf-8"


@lru_cache(maxsize=256)
def _known_charset(named: str) -> str:
    try:
        found = codecs.lookup(named).name
        TRIAL.decode(found, "replace")
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if "escape" in found else READ_AS.get(found, found)
