"""What Django asks of a database of its own: one class under this very name."""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

PAUSE = 0.02  # seconds between two tries


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite with a write-ahead log, which lets readers go on while one process writes."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Django's connection, with the file turned to a write-ahead log.

        Raises sqlite3.OperationalError if the file is still locked after the connection's `timeout` in seconds.
        """
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        keep_log_ahead(connection, patience=conn_params.get("timeout", 5.0))
        return connection


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
