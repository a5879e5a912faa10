"""What a dump holds of the catalogue, gathered in a file beside it in two passes that can be stopped at any time.

The first pass finds the works, the second the people and things that these name. Where each pass stands is kept in the
same transaction as what it found: a harvest that was killed goes on with the first line that is missing.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from allostream.connectors.rows import SourceProblem
from allostream.connectors.wikidata import codes, dump, shapes
from allostream.connectors.wikidata.dump import Mark, Portion
from allostream.connectors.wikidata.works import Item, Work, item, work

TABLES = """
    CREATE TABLE IF NOT EXISTS work (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, body BLOB NOT NULL, series INTEGER,
        season INTEGER
    );
    CREATE TABLE IF NOT EXISTS needed (id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS bad (place TEXT PRIMARY KEY, what TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS pass (
        name TEXT PRIMARY KEY, member INTEGER NOT NULL, offset INTEGER NOT NULL, line INTEGER NOT NULL,
        done INTEGER NOT NULL
    );
"""
IN_KINDS = "SELECT place, body FROM work WHERE kind IN ({}) ORDER BY id"
WORKS, ITEMS = "works", "items"

_encoder = msgspec.json.Encoder()
_work = msgspec.json.Decoder(Work)
_item = msgspec.json.Decoder(Item)
Told = Callable[[float | None], None]


def place_for(folder: Path, dump_file: Path, classes: codes.Classes) -> Path:
    """Where the harvest of a dump is kept: another state of the file, or other classes, make another harvest."""
    try:
        stat = dump_file.stat()
    except OSError as error:
        raise SourceProblem(f"{dump_file} cannot be read ({error.strerror}): give the path of a dump.") from error
    what = f"{dump_file.absolute()} {stat.st_size} {stat.st_mtime_ns} {sorted(classes.by_number.items())}"
    return folder / f"wikidata-{blake2b(what.encode(), digest_size=8).hexdigest()}.sqlite3"


class Harvest:
    """The file of a harvest. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._db.close()

    def gather(self, path: Path, classes: codes.Classes, told: Told = lambda _: None) -> None:
        """Read what of a dump was not read before. `told` hears the share of both passes. Raises SourceProblem."""
        numbers = {str(number).encode() for number, known in classes.by_number.items() if known.kind != "none"}

        def find_works(portion: Portion) -> None:
            self._add_works(path.name, portion, numbers, classes)

        self._pass(WORKS, path, find_works, 0.0, told)
        wanted = self._bitmap()
        self._pass(ITEMS, path, lambda portion: self._add_items(portion, wanted), 0.5, told)
        told(None)

    def works(self, *kinds: str) -> Iterator[tuple[str, Work]]:
        """The works of some kinds in order of their numbers, with their places in the dump."""
        marks = ", ".join("?" for _ in kinds)
        for place, body in self._db.execute(IN_KINDS.format(marks), kinds):
            yield place, _work.decode(body)

    def kind_of(self, item_: str) -> str:
        """The kind of a work in the harvest, "" when it is not there."""
        found = self._db.execute("SELECT kind FROM work WHERE id = ?", (codes.number(item_),)).fetchone()
        return found[0] if found else ""

    def item(self, item_: str) -> Item | None:
        """What the dump says of a thing that a work names."""
        found = self._db.execute("SELECT body FROM item WHERE id = ?", (codes.number(item_),)).fetchone()
        return _item.decode(found[0]) if found else None

    def people(self) -> Iterator[Item]:
        """The people that works name."""
        for (body,) in self._db.execute("SELECT body FROM item ORDER BY id"):
            found = _item.decode(body)
            if found.is_human:
                yield found

    def bad(self) -> Iterator[tuple[str, str]]:
        """The lines that could not be read: place, and what is wrong."""
        yield from self._db.execute("SELECT place, what FROM bad ORDER BY place")

    def _pass(self, name: str, path: Path, take: Callable[[Portion], None], before: float, told: Told) -> None:
        member, offset, line, done = self._db.execute(
            "SELECT member, offset, line, done FROM pass WHERE name = ?", (name,)
        ).fetchone() or (0, 0, 0, 0)
        if done:
            return
        for portion in dump.portions(path, Mark(member, offset, line)):
            with self._db:
                self._db.execute("BEGIN")
                take(portion)
                self._note(name, portion.after, done=0)
            told(before + portion.share / 2)
        self._db.execute("UPDATE pass SET done = 1 WHERE name = ?", (name,))

    def _note(self, name: str, mark: Mark, *, done: int) -> None:
        row = (name, mark.member, mark.offset, mark.line, done)
        self._db.execute("INSERT OR REPLACE INTO pass VALUES (?, ?, ?, ?, ?)", row)

    def _add_works(self, file: str, portion: Portion, numbers: set[bytes], classes: codes.Classes) -> None:
        found: list[tuple[int, str, str, bytes, int | None, int | None]] = []
        needed: set[int] = set()
        for line, text in enumerate(portion.lines, portion.first):
            if not dump.may_be_of(text, numbers):
                continue
            place = f"{file}:{line}"
            try:
                made = work(shapes.entity(dump.entity_on(text)), classes)
                if made is not None:
                    needed.update(int(item_[1:]) for item_ in made.items())
                    found.append(_row(place, made))
            except (msgspec.DecodeError, SourceProblem) as error:
                self._db.execute("INSERT OR REPLACE INTO bad VALUES (?, ?)", (place, str(error)))
        self._db.executemany("INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?, ?, ?)", found)
        self._need(needed)

    def _need(self, numbers: Iterable[int]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO needed VALUES (?)", ((number,) for number in numbers))

    def _bitmap(self) -> bytearray:
        """One bit for each item that is needed: a dump of a hundred million takes 16 MB, however many are needed."""
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM needed").fetchone()
        bits = bytearray(last // 8 + 1)
        for (number,) in self._db.execute("SELECT id FROM needed"):
            bits[number >> 3] |= 1 << (number & 7)
        return bits

    def _add_items(self, portion: Portion, wanted: bytearray) -> None:
        found = []
        for text in portion.lines:
            id_ = dump.id_on(text)
            number = int(id_[1:]) if id_[:1] == "Q" and id_[1:].isdecimal() else 0
            if number >> 3 >= len(wanted) or not wanted[number >> 3] & 1 << (number & 7):
                continue
            try:
                made = item(shapes.entity(dump.entity_on(text)))
            except msgspec.DecodeError:
                continue  # told of in the first pass, if it is a work; as a person it is only left out
            found.append((number, _encoder.encode(made)))
        self._db.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)", found)


def _row(place: str, made: Work) -> tuple[int, str, str, bytes, int | None, int | None]:
    series, season = (int(part.item[1:]) if part else None for part in (made.series, made.season))
    return int(made.id[1:]), made.kind, place, _encoder.encode(made), series, season
