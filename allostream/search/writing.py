"""Keeping the file of the index up to date, and finding where it is not."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from allostream.search.building import PLACES, read_row
from allostream.search.file import Fault, Shelf, Unusable, cursor, identity, is_damage, open_index, set_cursor
from allostream.search.rows import Document, Row, Text, counted, near_hashes, row_of, shelf_of, texts_of


class Exchanged(Exception):
    """The index was built anew meanwhile: open it again and go on from its own cursor."""


class Wrong(StrEnum):
    """What is wrong with an entry of the index."""

    MISSING = "missing"
    SURPLUS = "surplus"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Drift:
    """An entry in which the index differs from what it is a copy of."""

    shelf: Shelf
    id: int
    wrong: Wrong


class Writer:
    """The one who writes in an index. Another one waits for the end of each change."""

    def __init__(self, path: Path) -> None:
        """Raises Unusable."""
        self._path = path
        self._identity = identity(path)
        self._connection = open_index(path, mode="rw")
        self._connection.execute("PRAGMA synchronous=NORMAL")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    @property
    def cursor(self) -> str:
        """How far the index has followed the feed of changes."""
        return cursor(self._connection)

    def apply(
        self, documents: Iterable[Document], *, titles: Iterable[int] = (), people: Iterable[int] = (), cursor: str
    ) -> None:
        """Bring titles and people up to date, with the cursor, in one transaction: after a crash both are done, or
        neither.

        `titles` and `people` are the ids that were read, `documents` what there is of them now: the titles themselves,
        all episodes of them, the people. What was in the index of these ids and has no document goes.
        Raises Exchanged if the file is not the one behind the name any more, Unusable if it is damaged.
        """
        if identity(self._path) != self._identity:
            raise Exchanged(str(self._path))
        present = {(shelf_of(document), document.id): document for document in documents}
        with self._transaction():
            for shelf, one in sorted({*self._owned(set(titles), set(people)), *present}):
                self._replace(shelf, one, present.get((shelf, one)))
            set_cursor(self._connection, cursor)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError) and is_damage(error):
                raise Unusable(self._path, Fault.DAMAGED, str(error)) from error
            raise

    def _owned(self, titles: set[int], people: set[int]) -> set[tuple[Shelf, int]]:
        """All entries of these titles and people that may be in the index."""
        episodes = (
            self._connection.execute("SELECT id FROM episode WHERE parent = ?", (title,)).fetchall() for title in titles
        )
        return (
            {(Shelf.TITLE, one) for one in titles}
            | {(Shelf.PERSON, one) for one in people}
            | {(Shelf.EPISODE, one) for found in episodes for (one,) in found}
        )

    def _replace(self, shelf: Shelf, one: int, document: Document | None) -> None:
        old = self._old(shelf, one)
        new = row_of(document) if document else None
        if old == new:
            return
        before = texts_of(old, shelf) if old else []
        after = texts_of(new, shelf) if new else []
        if old:
            self._connection.execute(f"DELETE FROM {shelf} WHERE id = ?", (one,))
        if new:
            self._connection.execute(f"INSERT INTO {shelf} VALUES ({PLACES})", new)
        self._exchange(shelf, before, after)

    def _old(self, shelf: Shelf, one: int) -> Row | None:
        try:
            return read_row(self._connection, shelf, one)
        except KeyError:
            return None

    def _exchange(self, shelf: Shelf, before: list[Text], after: list[Text]) -> None:
        for text in before:
            if text not in after:
                self._take_out(shelf, text)
        for text in after:
            if text not in before:
                self._put_in(shelf, text)
        self._count(shelf, counted(before), counted(after))

    def _take_out(self, shelf: Shelf, text: Text) -> None:
        """The full-text table needs to be told what it had taken in."""
        self._connection.execute(
            f"INSERT INTO {shelf}_text ({shelf}_text, rowid, name, others, people, marks) "
            "VALUES ('delete', ?, ?, ?, ?, ?)",
            (text.number, text.name, text.others, text.people, text.marks),
        )
        self._connection.execute(
            f"DELETE FROM {shelf}_key WHERE key = ? AND number = ?",
            (text.key, text.number),
        )

    def _put_in(self, shelf: Shelf, text: Text) -> None:
        self._connection.execute(
            f"INSERT INTO {shelf}_text (rowid, name, others, people, marks) VALUES (?, ?, ?, ?, ?)",
            (text.number, text.name, text.others, text.people, text.marks),
        )
        self._connection.execute(f"INSERT INTO {shelf}_key VALUES (?, ?)", (text.key, text.number))

    def _count(self, shelf: Shelf, before: Counter[str], after: Counter[str]) -> None:
        """Words that nobody has any more go, with their entries."""
        for word in before.keys() | after.keys():
            change = after[word] - before[word]
            if change:
                self._count_word(shelf, word, change)

    def _count_word(self, shelf: Shelf, word: str, change: int) -> None:
        found = self._connection.execute(
            f"UPDATE {shelf}_word SET count = count + ? WHERE word = ? RETURNING count",
            (change, word),
        ).fetchone()
        if found is None:
            self._connection.execute(f"INSERT INTO {shelf}_word VALUES (?, ?)", (word, change))
            self._connection.executemany(
                f"INSERT INTO {shelf}_near VALUES (?, ?) "
                "ON CONFLICT (hash) DO UPDATE SET words = words || ' ' || excluded.words",
                [(near, word) for near in near_hashes(word)],
            )
        elif found[0] <= 0:
            self._connection.execute(f"DELETE FROM {shelf}_word WHERE word = ?", (word,))
            for near in near_hashes(word):
                self._part(shelf, near, word)

    def _part(self, shelf: Shelf, near: int, word: str) -> None:
        """Take a word from those that have one hash."""
        ((words,),) = self._connection.execute(f"SELECT words FROM {shelf}_near WHERE hash = ?", (near,))
        if left := " ".join(one for one in words.split(" ") if one != word):
            self._connection.execute(f"UPDATE {shelf}_near SET words = ? WHERE hash = ?", (left, near))
        else:
            self._connection.execute(f"DELETE FROM {shelf}_near WHERE hash = ?", (near,))


def check(path: Path, versions: Iterable[tuple[Shelf, int, int]]) -> Iterator[Drift]:
    """Where the index differs from what it should hold: `versions` gives shelf, id and rows.version_of of every
    document. In the order of shelves and ids. Raises Unusable for a file that is damaged inside, too.
    """
    connection = open_index(path, mode="ro")
    try:
        yield from _drifts(connection, versions, path)
    finally:
        connection.close()


def _drifts(connection: sqlite3.Connection, versions: Iterable[tuple[Shelf, int, int]], path: Path) -> Iterator[Drift]:
    try:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unusable(path, Fault.DAMAGED, str(error)) from error
    if verdict != "ok":
        raise Unusable(path, Fault.DAMAGED, verdict)
    connection.execute("CREATE TEMP TABLE wanted (shelf TEXT, id INTEGER, version INTEGER, PRIMARY KEY (shelf, id))")
    connection.executemany("INSERT OR REPLACE INTO wanted VALUES (?, ?, ?)", versions)
    for shelf in Shelf:
        for one, wanted, present in connection.execute(
            f"SELECT w.id, w.version, s.version FROM wanted w LEFT JOIN {shelf} s ON s.id = w.id "
            f"WHERE w.shelf = '{shelf}' AND s.version IS NOT w.version UNION ALL "
            f"SELECT s.id, NULL, s.version FROM {shelf} s WHERE NOT EXISTS "
            f"(SELECT 1 FROM wanted w WHERE w.shelf = '{shelf}' AND w.id = s.id) ORDER BY 1"
        ):
            wrong = Wrong.MISSING if present is None else Wrong.SURPLUS if wanted is None else Wrong.DIFFERENT
            yield Drift(shelf, one, wrong)
