"""From a line of a file to a checked record, and back; the digest by which an unchanged record is known."""

import hashlib
import re

import msgspec

from allostream.lib.exchange.checks import complaints, is_sound
from allostream.lib.exchange.records import AnyRecord, Channel, Edition, Fact, Genre, Link, Rights, Source, Title

LONGEST_LINE = 1024 * 1024

_decoder = msgspec.json.Decoder(AnyRecord)
_encoder = msgspec.json.Encoder(order="deterministic")


class BadLine(ValueError):
    """A line that is no record: what is wrong, where, and the remedy. `key` is the record's key if it has one."""

    def __init__(self, key: str, what: str) -> None:
        self.key = key
        super().__init__(what)


class Read(msgspec.Struct, frozen=True):
    """A record, the name by which its source knows it, and its digest."""

    record: AnyRecord
    name: str
    digest: str


def read_line(line: bytes) -> Read:
    """The record on a line. Raises BadLine.

    The decoder goes no deeper into a line than its record's type does, so deep nesting can harm nobody.
    """
    if len(line) > LONGEST_LINE:
        raise BadLine("", f"the line holds {len(line):,} bytes; at most {LONGEST_LINE:,} are read: split the record")
    try:
        record = _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise BadLine(_key_on(line), _in_words(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadLine("", f"this is not JSON ({error}): give one object a line, in UTF-8") from error
    written = _encoder.encode(record)
    if not (type(record) is Title and is_sound(record, written)) and (wrong := complaints(record)):
        raise BadLine(key_of(record), "; ".join(wrong))
    return Read(record, name_of(record), digest_of_line(written))


def checked(record: AnyRecord) -> Read:
    """A record made by a program, held to the same rules as one that is read. Raises BadLine."""
    return read_line(_encoder.encode(record))


def write_line(record: AnyRecord) -> bytes:
    """The record as one line without its line end; equal records give equal lines."""
    return _encoder.encode(record)


def digest_of(record: AnyRecord) -> str:
    """A digest of what the record says, whatever the order and the spaces in which it was written."""
    return digest_of_line(_encoder.encode(record))


def digest_of_line(line: bytes) -> str:
    """That digest, of a line as `write_line` writes it; of the same record in another form it is another."""
    return hashlib.blake2b(line, digest_size=16).hexdigest()


def key_of(record: AnyRecord) -> str:
    """The key that a message calls the record by."""
    match record:
        case Source() | Genre():
            return record.slug
        case Rights():
            return f"{record.on} {record.country}"
        case Link():
            return f"{record.on} {record.url}"
    return record.key


def name_of(record: AnyRecord) -> str:
    """The name of the record among all records of its source, at most 120 characters."""
    if type(record) is Title:  # most records are; telling the others apart takes its time
        return record.key
    match record:
        case Source() | Genre():
            return f"{type(record).__name__.lower()}:{record.slug}"
        case Edition() | Channel() | Fact():
            # None is a work or a person, so a key of theirs takes none from those.
            return f"{type(record).__name__.lower()}:{record.key}"
        case Rights():
            return f"rights:{record.on}:{record.country}"
        case Link():
            return name_of_link(record.on, record.url, record.terms)
    return record.key


def name_of_link(on: str, url: str, terms: str) -> str:
    """The name of the record of a link: a digest, for an address can be longer than the column."""
    named = f"{on} {url} {terms}".rstrip()
    return f"link:{hashlib.blake2b(named.encode(), digest_size=16).hexdigest()}"


def _key_on(line: bytes) -> str:
    """The key of a line that could not be read as a record, for the message; "" if it has none."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    key = found.get("key") or found.get("on") or found.get("slug")
    return key[:100] if isinstance(key, str) else ""


_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>[^`]*)`(?: - at `\$\.?(?P<at>.*)`)?")
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]*)`(?: - at `\$\.?(?P<at>.*)`)?")
_OTHER = re.compile(r"(?P<what>.*) - at `\$\.?(?P<at>.*)`")


def _in_words(message: str) -> str:
    """The decoder's message with the place first and the remedy last."""
    if found := _UNKNOWN.fullmatch(message):
        return f"{_at(found)}“{found['field']}” is no key of this record: remove or correct it (docs/import.md)"
    if found := _MISSING.fullmatch(message):
        return f"{_at(found)}“{found['field']}” is missing: every such record needs it"
    if found := _OTHER.fullmatch(message):
        what = found["what"]
        return f"{_at(found)}{what[:1].lower()}{what[1:]}: see docs/import.md for the form it must have"
    return f"{message[:1].lower()}{message[1:]}: see docs/import.md for the form a record must have"


def _at(found: re.Match[str]) -> str:
    return f"{found['at']}: " if found["at"] else ""
