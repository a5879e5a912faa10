"""Which lines of a source are held already, word for word: they need not be read, checked or looked up.

A file that this program has written, and every record that a connector makes, has its records in one form, the digest
of which is that of its bytes. Eight bytes a record: a million take eight megabytes.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator

from allostream.catalogue.models import ImportedRecord, Source
from allostream.lib import exchange

PORTION = 10_000
DIGITS = 16  # of the digest: two of a million records agree in them once in 37,000,000 catalogues


class HeldLines:
    """The records of a source as they were taken in, and which of them have been met again. One query."""

    def __init__(self, source: Source) -> None:
        rows = ImportedRecord.objects.filter(source=source, gone_at=None)
        digests = rows.values_list("digest", flat=True).iterator(PORTION)
        self._numbers = array("Q", sorted(int(digest[:DIGITS], 16) for digest in digests))
        self._met = bytearray(len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    def meets(self, line: bytes) -> bool:
        """Whether the line is held; if so it has been met from now on."""
        place = self._place(exchange.digest_of_line(line))
        if place is None:
            return False
        self._met[place] = 1
        return True

    def was_met(self, digest: str) -> bool:
        """Whether a line with this digest has been met."""
        place = self._place(digest)
        return place is not None and bool(self._met[place])

    def _place(self, digest: str) -> int | None:
        number = int(digest[:DIGITS], 16)
        place = bisect_left(self._numbers, number)
        return place if place < len(self._numbers) and self._numbers[place] == number else None


def kind_of(line: bytes) -> str:
    """The kind of record on a line that is held."""
    begin = line.index(b'"record":"') + len(b'"record":"')
    return line[begin : line.index(b'"', begin)].decode()


def names_held(source: Source) -> Iterator[tuple[str, str]]:
    """The names and digests of the records that a source has, as far as is known. One query."""
    rows = ImportedRecord.objects.filter(source=source, gone_at=None)
    yield from rows.values_list("key", "digest").iterator(PORTION)
