"""Making a new file of the index beside the one in use, and exchanging them."""

import fcntl
import os
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from allostream.search.file import APPLICATION, FORMAT, META, PARENTS, TABLES, Shelf, connect, set_cursor
from allostream.search.rows import Document, Row, counted, near_hashes, row_of, shelf_of, texts_of

ROWS_AT_ONCE = 2000
BUILDING_CACHE_KB = 200_000
PLACES = ",".join("?" * len(Row._fields))


class BeingBuilt(Exception):
    """Another process is building this index."""


def build(
    path: Path, documents: Iterable[Document], *, cursor: str = "", progress: Callable[[int], None] | None = None
) -> int:
    """Build the index anew from all documents and put it in the place of the old one; how many are in it.

    `cursor` is how far the feed of changes was when the documents began to be read. `progress` is told after every
    2,000 documents how many there were. Who reads the old file goes on reading it until they look again. Raises
    BeingBuilt if that happens already; whatever else is raised leaves the old index as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        _sweep(path)
        made = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
        try:
            count = _make(made, documents, cursor, progress or (lambda count: None))
            _exchange(path, made)
        except BaseException:
            _remove(made)
            raise
        _sweep(path)
    return count


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of builders; the system lets it go if this process is killed."""
    with open(path.with_name(f"{path.name}.lock"), "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BeingBuilt(str(path)) from error
        yield


def is_being_built(path: Path) -> bool:
    """Whether a process builds this index now."""
    try:
        with _alone(path):
            return False
    except BeingBuilt:
        return True
    except FileNotFoundError:
        return False


def _exchange(path: Path, made: Path) -> None:
    """Let the name stand for the new file. The journals of the old one bear its own name and stay with it."""
    link = made.with_name(f"{made.name}.link")
    link.symlink_to(made.name)
    os.replace(link, path)


def _sweep(path: Path) -> None:
    """Remove the files of generations that are no longer in use, those of killed builders too. Who has one open goes on
    reading it."""
    kept = path.resolve().name
    for found in path.parent.glob(f"{path.name}.*"):
        if not found.name.startswith(kept) and found.name != f"{path.name}.lock":
            found.unlink(missing_ok=True)
    if not path.is_symlink():
        return
    for journal in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        journal.unlink(missing_ok=True)


def _remove(made: Path) -> None:
    for found in made.parent.glob(f"{made.name}*"):
        found.unlink(missing_ok=True)


def _make(made: Path, documents: Iterable[Document], cursor: str, progress: Callable[[int], None]) -> int:
    connection = connect(made, mode="rwc")
    try:
        connection.execute("PRAGMA page_size=4096")
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(f"PRAGMA cache_size=-{BUILDING_CACHE_KB}")
        connection.executescript(META + "".join(TABLES.format(shelf) for shelf in Shelf) + PARENTS)
        connection.execute("BEGIN")
        count = _fill(connection, documents, progress)
        for shelf in Shelf:
            _index(connection, shelf)
        set_cursor(connection, cursor)
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
    _flush(made)
    return count


def _flush(made: Path) -> None:
    """Have the file on the disk before the name stands for it."""
    with open(made, "rb") as file:
        os.fsync(file.fileno())


def _fill(connection: sqlite3.Connection, documents: Iterable[Document], progress: Callable[[int], None]) -> int:
    """Write the rows of the shelves; the last document of an id counts."""
    waiting: dict[Shelf, list[Row]] = {shelf: [] for shelf in Shelf}
    count = 0
    for document in documents:
        shelf, row = shelf_of(document), row_of(document)
        if row is not None:
            waiting[shelf].append(row)
            count += 1
        if len(waiting[shelf]) >= ROWS_AT_ONCE:
            _write(connection, shelf, waiting)
            progress(count)
    for shelf in Shelf:
        _write(connection, shelf, waiting)
    progress(count)
    return count


def _write(connection: sqlite3.Connection, shelf: Shelf, waiting: dict[Shelf, list[Row]]) -> None:
    connection.executemany(f"INSERT OR REPLACE INTO {shelf} VALUES ({PLACES})", waiting[shelf])
    waiting[shelf] = []


def _index(connection: sqlite3.Connection, shelf: Shelf) -> None:
    """Write what the rows are found by, in the order of its numbers: the full-text table takes it up ten times slower
    in any other."""
    connection.execute("CREATE TEMP TABLE keys (key TEXT, number INTEGER)")
    words = Counter[str]()
    rows = connection.cursor()
    rows.execute(f"SELECT id FROM {shelf} ORDER BY bucket, id")
    while ids := rows.fetchmany(ROWS_AT_ONCE):
        texts = [text for (one,) in ids for text in texts_of(read_row(connection, shelf, one), shelf)]
        connection.executemany(
            f"INSERT INTO {shelf}_text (rowid, name, others, people, marks) VALUES (?, ?, ?, ?, ?)",
            [(text.number, text.name, text.others, text.people, text.marks) for text in texts],
        )
        connection.executemany("INSERT INTO keys VALUES (?, ?)", [(text.key, text.number) for text in texts])
        words.update(counted(texts))
    connection.execute(f"INSERT INTO {shelf}_key SELECT key, number FROM keys ORDER BY key, number")
    connection.execute("DROP TABLE keys")
    connection.execute(f"INSERT INTO {shelf}_text ({shelf}_text) VALUES ('optimize')")
    _index_words(connection, shelf, words)


def _index_words(connection: sqlite3.Connection, shelf: Shelf, words: Counter[str]) -> None:
    """Write the words, and by each hash those that have it, the most frequent first."""
    connection.executemany(f"INSERT INTO {shelf}_word VALUES (?, ?)", sorted(words.items()))
    connection.execute("CREATE TEMP TABLE nears (hash INTEGER, place INTEGER, word TEXT)")
    by_count = sorted(words, key=lambda word: (-words[word], word))
    connection.executemany(
        "INSERT INTO nears VALUES (?, ?, ?)",
        ((found, place, word) for place, word in enumerate(by_count) for found in near_hashes(word)),
    )
    rows = connection.execute("SELECT hash, word FROM nears ORDER BY hash, place")
    connection.executemany(
        f"INSERT INTO {shelf}_near VALUES (?, ?)",
        ((found, " ".join(word for _, word in several)) for found, several in groupby(rows, key=itemgetter(0))),
    )
    connection.execute("DROP TABLE nears")


def read_row(connection: sqlite3.Connection, shelf: Shelf, one: int) -> Row:
    """The row of an id. Raises KeyError if there is none."""
    found = connection.execute(f"SELECT * FROM {shelf} WHERE id = ?", (one,)).fetchone()
    if found is None:
        raise KeyError(one)
    return Row(*found)
