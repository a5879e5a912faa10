"""Decompression of bodies, a bounded piece at a time, so that a small answer cannot become a huge one in memory.

Only what we ask for is understood: gzip and deflate, one of them at a time (RFC 9110, section 8.4). Two on top of each
other, which would multiply, and codings that we did not offer are refused.
"""

import zlib
from collections.abc import Iterator

PIECE = 64 * 1024
OFFERED = "gzip, deflate"
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
GZIP_START = b"\x1f\x8b"
KNOWN_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


class NotUnpackable(ValueError):
    """The body is not packed in a way that we asked for, or not as it says."""


class Unpacker:
    """Takes a body as it comes and gives its content. `coding` is the whole value of Content-Encoding."""

    def __init__(self, coding: str) -> None:
        named = [part.strip().lower() for part in coding.split(",")]
        codings = [name for name in named if name and name != "identity"]
        if len(codings) > 1:
            raise NotUnpackable("it is packed more than once")
        if codings and codings[0] not in KNOWN_CODINGS:
            raise NotUnpackable("it is packed in a way that was not asked for")
        self._coding = KNOWN_CODINGS[codings[0]] if codings else ""
        self._stream: zlib._Decompress | None = None
        self._over = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The content of the next bytes of the body, at most PIECE at a time. Raises NotUnpackable."""
        if not self._coding:
            yield data
            return
        while data and not self._over:
            try:
                yield from self._unpacked(data)
            except zlib.error as error:
                raise NotUnpackable("it is not packed as it says") from error
            data = self._after_the_end()

    def end(self) -> None:
        """Say that the body is over. Raises NotUnpackable where its packing is not."""
        if self._stream is not None and not self._over:
            raise NotUnpackable("it breaks off in the middle")

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        stream = self._stream = self._stream or zlib.decompressobj(self._form(data))
        while data and not stream.eof:
            piece = stream.decompress(data, PIECE)
            data = stream.unconsumed_tail
            if piece:
                yield piece

    def _form(self, data: bytes) -> int:
        if self._coding == "gzip":
            return GZIP
        # “deflate” means the zlib format; some send the bare stream, which never begins so (RFC 9110, 8.4.1.2).
        return ZLIB if data[0] & 0x0F == 8 else RAW

    def _after_the_end(self) -> bytes:
        """What follows a finished stream: another member of gzip, or padding, which ends the content."""
        stream = self._stream
        if stream is None or not stream.eof:
            return b""
        rest = stream.unused_data
        if self._coding == "gzip" and rest.startswith(GZIP_START):
            self._stream = None
            return rest
        self._over = True
        return b""
