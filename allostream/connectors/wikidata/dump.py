"""A dump of Wikidata as it stands on disk: its lines, where each stands, and which of them are worth reading.

https://www.wikidata.org/wiki/Wikidata:Database_download: one array, one entity a line, plain, gzip or bzip2. Packed
dumps are made of many members put one behind another; a reader that was stopped goes on at the beginning of a member.
"""

import bz2
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import msgspec
from isal import igzip_lib

from allostream.connectors.rows import BZ2, GZIP, SourceProblem

PACKED = 1024 * 1024
UNPACKED = 8 * 1024 * 1024
LONGEST_ENTITY = 128 * 1024 * 1024
CLASS = b'"P31"'
# A statement's item stands shortly behind the name of its property, or before it, according to who wrote the dump.
BEHIND, BEFORE = 400, 250
ITEM = re.compile(rb'"id"\s*:\s*"Q(\d{1,10})"|"numeric-id"\s*:\s*(\d{1,10})')
OWN_ID = re.compile(
    rb'\s*\{\s*(?:"(?:type|pageid|ns|title)"\s*:\s*(?:"[^"\\]*"|\d+)\s*,\s*){0,4}"id"\s*:\s*"(Q\d{1,10})"'
)
BROKEN: tuple[type[Exception], ...] = (OSError, cast(type[Exception], igzip_lib.IsalError))
FRAME = b"[]"
# Where the member begins in the file, where the piece begins in the member, the piece, the share that is read.
Piece = tuple[int, int, bytes, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a reader goes on: where the member begins in the file, how far it is read, how many lines were read."""

    member: int = 0
    offset: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """Some lines, the number of the first, and where to go on after them."""

    lines: list[bytes]
    first: int
    after: Mark
    # The part of the file that is read, from 0 to 1.
    share: float


class Unpacker(Protocol):
    """What bz2 and isal give alike."""

    needs_input: bool
    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Unpack some more."""


class _Plain:
    """A file that is not packed."""

    needs_input = True
    eof = False
    unused_data = b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        del max_length
        return data


def portions(path: Path, start: Mark) -> Iterator[Portion]:
    """The lines of a dump from a mark on, some megabytes at a time. Raises SourceProblem, also half-way."""
    carried, at, line = b"", start, start.line
    for member, offset, data, share in _pieces(path, start):
        cut = data.rfind(b"\n") + 1
        if not cut:
            carried = carried + data if carried else data
            if len(carried) > LONGEST_ENTITY:
                raise SourceProblem(f"{path}:{line + 1} is too long for an entity: give a dump with one on each line.")
            continue
        lines = (carried + data[:cut]).split(b"\n")
        lines.pop()
        at = Mark(member, offset + cut, line + len(lines))
        yield Portion(lines, line + 1, at, share)
        carried, line = data[cut:], at.line
    if carried.strip():
        yield Portion([carried], line + 1, Mark(at.member, at.offset + len(carried), line + 1), 1.0)


def _pieces(path: Path, start: Mark) -> Iterator[Piece]:
    """What a file holds, unpacked."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            make = _unpacker(file)
            if make is _Plain:
                yield from _plain(file, start, size)
            else:
                yield from _unpacked(path, file, make, start, size)
    except BROKEN as error:
        raise SourceProblem(f"{path} cannot be read: {error}. What was read before is kept.") from error


def _plain(file: BinaryIO, start: Mark, size: int) -> Iterator[Piece]:
    file.seek(start.offset)
    offset = start.offset
    while data := file.read(UNPACKED):
        yield 0, offset, data, (offset + len(data)) / size
        offset += len(data)


def _unpacked(path: Path, file: BinaryIO, make: type, start: Mark, size: int) -> Iterator[Piece]:
    file.seek(start.member)
    member, offset, skip = start.member, 0, start.offset
    unpacker: Unpacker = make()
    packed = b""
    while True:
        if unpacker.eof:
            # Some programs fill up the last block of a file with zeros.
            rest = (unpacker.unused_data or packed).lstrip(b"\0") or file.read(PACKED).lstrip(b"\0")
            if not rest:
                return
            member, offset, skip, packed = file.tell() - len(rest), 0, 0, rest
            unpacker = make()
        elif unpacker.needs_input:
            packed = file.read(PACKED)
            if not packed:
                raise SourceProblem(f"{path} ends in the middle: fetch it again. What was read before is kept.")
        data = unpacker.decompress(packed, UNPACKED)
        packed = b""
        begun = max(0, skip - offset)
        offset += len(data)
        if data[begun:]:
            skip = 0
            yield member, offset - len(data) + begun, data[begun:] if begun else data, file.tell() / size


def _unpacker(file: BinaryIO) -> type:
    head = file.read(3)
    file.seek(0)
    if head.startswith(GZIP):
        return cast(type, _Gzip)
    return bz2.BZ2Decompressor if head == BZ2 else _Plain


def _Gzip() -> Unpacker:  # noqa: N802 - it stands where a class does
    return cast(Unpacker, igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP))


def entity_on(line: bytes) -> bytes:
    """The entity on a line without the comma behind it; empty for the frame of the array."""
    text = line.strip().rstrip(b",")
    return b"" if text in FRAME else text


def may_be_of(line: bytes, classes: Collection[bytes]) -> bool:
    """Whether an entity may be an instance of one of the classes (numbers as bytes). Never no when it is one.

    Looks at the bytes around each mention of the property "instance of", so that most entities need no parsing.
    """
    at = line.find(CLASS)
    while at >= 0:
        for found in ITEM.finditer(line, max(0, at - BEFORE), at + BEHIND):
            if (found[1] or found[2]) in classes:
                return True
        at = line.find(CLASS, at + len(CLASS))
    return False


class _Named(msgspec.Struct):
    id: str


_named = msgspec.json.Decoder(_Named)


def id_on(line: bytes) -> str:
    """The item on a line without parsing more than its beginning; "" when there is none."""
    if found := OWN_ID.match(line):
        return found[1].decode()
    try:
        return _named.decode(entity_on(line)).id
    except msgspec.DecodeError:
        return ""
