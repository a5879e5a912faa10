"""Where an import reads from: a file, a gzip file, standard input or an https address, as checked records."""

import os
import sys
import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from isal import igzip, isal_zlib

from allostream.lib import exchange
from allostream.lib.exchange import BadLine, Read
from allostream.lib.exchange.reading import LONGEST_LINE
from allostream.net.asking import Limits
from allostream.net.door import download
from allostream.net.errors import NetError

GZIP = b"\x1f\x8b"
# Where a record stands, and its line; what a program could not make into a record comes as what is wrong with it.
Offered = tuple[str, bytes | BadLine]
# A catalogue of a million titles compresses to about 100 MB.
LARGEST = Limits(seconds=3600, size=2 * 1024**3)
LARGEST_PAGE = 256 * 1024**2
FETCHED = (200, 203)
BROKEN: tuple[type[Exception], ...] = (OSError, EOFError, cast(type[Exception], isal_zlib.error))


class CannotRead(Exception):  # told to a person as it is
    """The source of an import cannot be read."""


@dataclass
class Reading:
    """How far a file has been read."""

    file: BinaryIO | None = None
    told: float | None = None
    heard: Callable[[], None] = lambda: None
    # What whoever reads notes once every batch is in.
    done: Callable[[], None] = lambda: None

    def tell(self, share: float | None) -> None:
        """Note the part that has been read, where whoever reads knows it better than the file does."""
        self.told = share
        self.heard()

    def share(self) -> float | None:
        """The part that has been read, from 0 to 1; None where the size is not known, as of standard input."""
        if self.told is not None:
            return self.told
        if self.file is None or self.file.closed:
            return None
        size = os.fstat(self.file.fileno()).st_size
        return min(1.0, self.file.tell() / size) if size else None


def records_in(name: str, reading: Reading) -> Iterator[Offered]:
    """The records of a file, `-` for standard input, or an https address. Raises CannotRead, also half-way.

    `reading` tells at any moment how far the file has been read.
    """
    shown = "stdin" if name == "-" else name
    try:
        with _opened(name, reading) as stream:
            for number, line in lines(stream):
                if line.strip():
                    yield f"{shown}:{number}", line
    except BROKEN as error:
        raise CannotRead(f"{shown} cannot be read: {error}. What was read before is kept.") from error


def records_from(made: Iterator[exchange.AnyRecord], name: str) -> Iterator[Offered]:
    """Records that a program makes, numbered like lines."""
    for number, record in enumerate(made, 1):
        yield f"{name}:{number}", checked(record)


def content_of(name: str) -> str:
    """The text of a page or feed: a path, or an https address. Raises CannotRead."""
    try:
        with _opened(name, Reading()) as stream:
            content = stream.read(LARGEST_PAGE + 1)
    except BROKEN as error:
        raise CannotRead(f"{name} cannot be read: {error}.") from error
    if len(content) > LARGEST_PAGE:
        raise CannotRead(f"{name} holds more than {LARGEST_PAGE:,} bytes: give it in parts.")
    return content.decode("utf-8", "replace")


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of one that is too long only as much is kept as shows that it is, so that memory is bounded."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 2):
        number += 1
        # Some editors mark UTF-8 by three bytes at the beginning of a file.
        yield number, (line.removeprefix(BOM_UTF8) if number == 1 else line).rstrip(b"\r\n")
        while not line.endswith(b"\n") and (line := stream.readline(LONGEST_LINE)):
            pass


def read(line: bytes) -> Read | BadLine:
    """The record on a line, or what is wrong with it."""
    try:
        return exchange.read_line(line)
    except BadLine as error:
        return error


def checked(record: exchange.AnyRecord) -> bytes:
    """A record that a program made, as a line that is held to the same rules as one of a file."""
    return exchange.write_line(record)


@contextmanager
def _opened(name: str, reading: Reading) -> Iterator[BinaryIO]:
    if name == "-":
        if sys.stdin is None:  # closed by whoever started the command
            raise OSError("there is no standard input, give a file or a pipe")
        yield _unpacked(sys.stdin.buffer)
    elif name.startswith("https://"):
        with tempfile.TemporaryFile(prefix="allostream-import-") as file:
            _fetch(name, file)
            file.seek(0)
            reading.file = file
            yield _unpacked(file)
    else:
        with Path(name).open("rb") as file:
            reading.file = file
            yield _unpacked(file)


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream, decompressed if its first bytes are those of gzip. Nothing is read ahead that cannot be put back."""
    peeked = stream.peek(len(GZIP)) if hasattr(stream, "peek") else stream.read(len(GZIP))
    if not hasattr(stream, "peek"):
        stream.seek(0)
    if peeked[: len(GZIP)] != GZIP:
        return stream
    return cast(BinaryIO, igzip.GzipFile(fileobj=stream, mode="rb"))  # type: ignore[no-untyped-call]  # isal has no types for it


def _fetch(address: str, file: BinaryIO) -> None:
    try:
        reply = download(address, file, limits=LARGEST)
    except NetError as error:
        raise CannotRead(f"{address} cannot be fetched: {error}") from error
    if reply.status not in FETCHED:
        raise CannotRead(f"{address} cannot be fetched: the host answered with status {reply.status}.")
