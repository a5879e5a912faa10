"""The order of seasons and episodes, worked out on disk: memory does not grow with the collection."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from allostream.connectors.omdb.season_names import says_special, season_number

TABLES = """
    CREATE TABLE episode (id INTEGER PRIMARY KEY, season INTEGER, series INTEGER, aired TEXT, number INTEGER);
    CREATE TABLE series (id INTEGER PRIMARY KEY);
    CREATE TABLE season (id INTEGER PRIMARY KEY, series INTEGER, name TEXT, aired TEXT, number INTEGER);
"""
# Episodes of one day stand in the order in which they were entered, those without a date at the end.
NUMBER_EPISODES = """
    WITH placed AS (
        SELECT id, row_number() OVER (PARTITION BY season ORDER BY aired IS NULL, aired, id) AS place FROM episode
    )
    UPDATE episode SET number = placed.place FROM placed WHERE placed.id = episode.id
"""
# A season's own date is often that of its latest change: its first episode says when it began.
DATE_SEASONS = """
    WITH begun AS (SELECT season, min(aired) AS first FROM episode WHERE season IS NOT NULL GROUP BY season)
    UPDATE season SET aired = begun.first FROM begun WHERE begun.season = season.id
"""


class Order:
    """A temporary database of what stands where. Use as a context manager; call `settle` once everything is in."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "order.sqlite3", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + TABLES)

    def __enter__(self) -> "Order":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._db.close()

    def add_series(self, ids: Iterable[int]) -> None:
        """The series there are."""
        self._db.executemany("INSERT OR IGNORE INTO series VALUES (?)", ((id_,) for id_ in ids))

    def add_seasons(self, rows: Iterable[tuple[int, int | None, str]]) -> None:
        """Seasons as (id, series, name)."""
        self._db.executemany("INSERT OR IGNORE INTO season (id, series, name) VALUES (?, ?, ?)", rows)

    def add_episodes(self, rows: Iterable[tuple[int, int | None, int | None, str | None]]) -> None:
        """Episodes as (id, season, series, day of the first showing)."""
        self._db.executemany("INSERT OR IGNORE INTO episode (id, season, series, aired) VALUES (?, ?, ?, ?)", rows)

    def settle(self) -> None:
        """Number everything."""
        self._db.execute(NUMBER_EPISODES)
        self._db.execute(DATE_SEASONS)
        self._number_seasons()
        self._db.execute("CREATE INDEX by_series ON episode (series, aired)")
        self._db.execute("CREATE INDEX seasons_by_series ON season (series)")
        self._db.execute("CREATE INDEX by_season ON episode (season)")

    def episode_number(self, id_: int) -> int | None:
        """An episode's place in its season, from 1."""
        found = self._db.execute("SELECT number FROM episode WHERE id = ? AND season IS NOT NULL", (id_,)).fetchone()
        return found[0] if found else None

    def season(self, id_: int) -> tuple[int | None, str | None]:
        """A season's number, and the day of its first episode."""
        found = self._db.execute("SELECT number, aired FROM season WHERE id = ?", (id_,)).fetchone()
        return found or (None, None)

    def is_special(self, season: int) -> bool:
        """Whether a season holds specials."""
        found = self._db.execute("SELECT name FROM season WHERE id = ?", (season,)).fetchone()
        return bool(found) and says_special(found[0]) and season_number(found[0]) == 0

    def loose_series(self) -> Iterator[tuple[int, bool, str | None]]:
        """Series with episodes that stand in no season: (id, whether it has seasons besides, first day of those)."""
        yield from self._db.execute(
            "SELECT series.id, EXISTS (SELECT 1 FROM season WHERE season.series = series.id), min(episode.aired)"
            " FROM series JOIN episode ON episode.season = series.id GROUP BY series.id ORDER BY series.id"
        )

    def is_series(self, id_: int) -> bool:
        """Whether the id is that of a series."""
        return self._db.execute("SELECT 1 FROM series WHERE id = ?", (id_,)).fetchone() is not None

    def first_day(self, series: int) -> str | None:
        """The day of the first episode of a series."""
        found = self._db.execute("SELECT min(aired) FROM episode WHERE series = ?", (series,)).fetchone()
        return found[0] if found else None

    def _number_seasons(self) -> None:
        ordered = self._db.execute("SELECT series, id, name FROM season ORDER BY series, aired IS NULL, aired, id")
        group: list[tuple[int, str]] = []
        last: int | None = None
        numbered: list[tuple[int | None, int]] = []
        for series, id_, name in ordered:
            if series != last:
                numbered += numbers_of(group)
                group, last = [], series
            group.append((id_, name))
            # A season without a series is in no order with others.
            if series is None:
                group = []
            if len(numbered) > 5000:
                self._write_numbers(numbered)
                numbered = []
        self._write_numbers([*numbered, *numbers_of(group)])

    def _write_numbers(self, numbered: Iterable[tuple[int | None, int]]) -> None:
        self._db.executemany("UPDATE season SET number = ? WHERE id = ?", numbered)


def numbers_of(seasons: Iterable[tuple[int, str]]) -> list[tuple[int | None, int]]:
    """Numbers for the seasons of one series, which come in order of date: (number, id).

    A number that the name says holds for the first season that says it. The others get the smallest numbers that are
    left, in order of date; seasons of specials beyond the first have none.
    """
    said: dict[int, int] = {}
    rest = []
    for id_, name in seasons:
        number = season_number(name)
        if number is not None and number not in said:
            said[number] = id_
        else:
            rest.append((id_, name))
    numbered: list[tuple[int | None, int]] = [*said.items()]
    free = (number for number in range(1, 10_000) if number not in said)
    for id_, name in rest:
        numbered.append((None if says_special(name) else next(free), id_))
    return numbered
