"""From a line of a list to candidates."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from allostream.connectors.candidates import Candidate, Work
from allostream.lib.exchange import Name

ADDRESSES = re.compile(r"freenessurl\d*")
IMDB = re.compile(r"tt\d{7,10}")
ITEM = re.compile(r"Q[1-9]\d{0,11}")
YEAR = re.compile(r"(?:18[789]|19\d|20\d)\d")
LONGEST_ITEM = 480


class BadRow(ValueError):
    """A line that is none of the shapes; the message says what is missing."""


def found_in(line: bytes) -> Iterator[Candidate]:
    """The candidates of a line: one for each address. Raises BadRow."""
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRow("it is no JSON") from error
    if not isinstance(row, dict):
        raise BadRow("it is no object")
    if "address" in row and "item" in row:
        yield _own(row)
        return
    addresses = list(_addresses(row))
    if not addresses:
        raise BadRow("it has neither item and address, nor internet_archive_id, nor freenessurl")
    work = work_of(row)
    for address in addresses:
        key = _text(row.get("qid")) or _text(row.get("imdb_id")) or _text(row.get("title"))
        yield Candidate(
            item=f"{key} {address}"[:LONGEST_ITEM], address=address, work=work, form="embed",
            found_in=_text(row.get("list"))[:300],
        )  # fmt: skip


def _own(row: Mapping[str, Any]) -> Candidate:
    try:
        return msgspec.convert(row, Candidate)
    except msgspec.ValidationError as error:
        raise BadRow(str(error)) from error


def _addresses(row: Mapping[str, Any]) -> Iterator[str]:
    """Each address once, in the order of the line."""
    item = _text(row.get("internet_archive_id"))
    given = [f"https://archive.org/details/{quote(item, safe='')}"] if item else []
    given += [_text(value) for name, value in row.items() if ADDRESSES.fullmatch(name)]
    yield from dict.fromkeys(address for address in given if address)


def work_of(row: Mapping[str, Any]) -> Work:
    """What a line says of the work: what does not look like an identifier or a year is left out."""
    name = _text(row.get("title")) or _text(row.get("label"))
    year = _text(row.get("year"))
    found = {"imdb": IMDB.fullmatch(_text(row.get("imdb_id")))}
    items = (_text(row.get(field)).rpartition("/")[2] for field in ("qid", "wdurl"))
    item = next((one for one in items if ITEM.fullmatch(one)), "")
    ids = {scheme: (match[0],) for scheme, match in found.items() if match} | ({"wikidata": (item,)} if item else {})
    return Work(
        names=(Name(text=name[:500]),) if name else (), year=int(year) if YEAR.fullmatch(year) else None,
        identifiers=ids,
    )  # fmt: skip


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) else ""
