"""Connections to a SQLite file that several processes may be the first to open."""

import sqlite3
import time
from typing import Any

PAUSE = 0.02  # seconds between two tries


class LoggedAhead(sqlite3.Connection):
    """A connection to a file with a write-ahead log, which lets readers go on while one process writes.

    Raises sqlite3.OperationalError if the file is still locked after `timeout` seconds.
    """

    def __init__(self, database: str, timeout: float = 5.0, **options: Any) -> None:
        super().__init__(database, timeout, **options)
        keep_log_ahead(self, patience=timeout)


def keep_log_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Turn a file to a write-ahead log if it has none yet, within `patience` seconds.

    A fresh file and a restored copy (`VACUUM INTO`) have none. SQLite turns a file only while nobody else reads it, and
    then fails at once, whatever the connection's timeout: a site whose processes start together would lose one of them.
    """
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            busy = (error.sqlite_errorcode or 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
            if not busy or time.monotonic() > end:
                raise
        time.sleep(PAUSE)
