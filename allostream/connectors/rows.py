"""What every connector that reads files gives and needs: rows with their places, and files however they are packed."""

import bz2
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from isal import igzip

from allostream.lib import exchange
from allostream.lib.exchange import BadLine

LONGEST_NAME = 500
LONGEST_KEY = 60
GZIP, BZ2 = b"\x1f\x8b", b"BZh"


class SourceProblem(Exception):  # told to a person as it is
    """A file or folder does not hold what it should, or an outside service gives no answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record and the row it comes from; in place of the record, what is wrong with the row."""

    place: str
    made: exchange.AnyRecord | BadLine


def opened(path: Path) -> BinaryIO:
    """A file, unpacked if its first bytes are those of gzip or bzip2. Raises SourceProblem when it is not there."""
    try:
        with path.open("rb") as file:
            head = file.read(3)
    except OSError as error:
        what = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
        raise SourceProblem(f"{path} {what}: give the path of the file.") from error
    if head.startswith(GZIP):
        return cast(BinaryIO, igzip.open(path, "rb"))  # type: ignore[no-untyped-call]  # isal has no types for it
    return cast(BinaryIO, bz2.open(path, "rb")) if head == BZ2 else path.open("rb")


def json_lines(path: Path, shape: Any) -> Iterator[tuple[str, Any]]:
    """The rows of a file of JSON lines with their places; one that cannot be read comes as a BadLine.

    `shape` is a msgspec.Struct or what else msgspec can decode. Raises SourceProblem when the file is not there.
    """
    decoder = msgspec.json.Decoder(shape)
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"{path.name}:{number}"
            try:
                yield place, decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield place, BadLine("", f"the row cannot be read: {error}: correct it, or leave it out")


def portioned(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Rows some at a time."""
    rest = iter(rows)
    while portion := list(islice(rest, size)):
        yield portion


def one_line(text: str) -> str:
    """A name without tabs, line ends, control signs and signs that turn the direction, not too long for a name.

    Where a source has left the signs of its pages in a name (“Hal &amp; Bons”), they are read.
    """
    kept = "".join(sign if sign.isprintable() else " " for sign in unescape(text))
    return " ".join(kept.split())[:LONGEST_NAME].strip()


def key(source: exchange.Source, id_: str) -> str:
    """The key of a thing of a source. Raises BadLine for an id that no key can hold."""
    if not id_ or len(id_) > LONGEST_KEY or any(sign.isspace() for sign in id_):
        raise BadLine("", f"id: “{id_[:LONGEST_KEY]}” cannot be part of a key: leave the row out")
    return f"{source.slug}:{id_}"
