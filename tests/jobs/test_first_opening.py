"""Several processes that open a database which no process has opened before."""

import multiprocessing
import sqlite3

import pytest

from allostream.config.sqlite import keep_log_ahead

COPIES = 25  # without patience about every sixth process fails on a copy


def open_copies(files, gate, told):
    for file in files:
        gate.wait()
        connection = sqlite3.connect(file, timeout=20)
        try:
            keep_log_ahead(connection, patience=20)
            told.put(connection.execute("SELECT name FROM films").fetchone()[0])
        except sqlite3.Error as error:
            told.put(repr(error))
        finally:
            connection.close()


def make_copy(file):
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE films AS SELECT 'The General' AS name")
    connection.close()
    return file


def test_processes_that_open_a_restored_copy_at_once_all_can_read_it(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    files = [make_copy(tmp_path / f"copy-{number}.sqlite3") for number in range(COPIES)]
    gate, told = spawn.Barrier(3), spawn.Queue()
    processes = [spawn.Process(target=open_copies, args=(files, gate, told), daemon=True) for _ in range(3)]
    for process in processes:
        process.start()
    assert {told.get(timeout=30) for _ in range(3 * COPIES)} == {"The General"}
    for process in processes:
        process.join(10)
    last = sqlite3.connect(files[-1])
    assert last.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    last.close()


def test_a_file_that_stays_locked_is_an_error_after_the_time_allowed(tmp_path):
    file = make_copy(tmp_path / "copy.sqlite3")
    other, ours = sqlite3.connect(file), sqlite3.connect(file, timeout=0)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        keep_log_ahead(ours, patience=0.05)
    other.close()
    ours.close()
