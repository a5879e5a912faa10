"""Other processes that work on the same database, with transactions that are really committed."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
START = "import django; django.setup()\n"


@pytest.fixture
def shared(transactional_db, tmp_path):
    """The address of a database that other processes can open: a file beside ours, or ours itself on PostgreSQL."""
    if connection.vendor == "sqlite":
        file = tmp_path / "shared.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        return f"sqlite:///{file}"
    at = connection.settings_dict
    who = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    where = quote(at["HOST"], safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    return f"postgresql://{who}@{where}/{at['NAME']}"


@pytest.fixture
def environment(shared, tmp_path):
    """The environment of other processes on the shared database."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "allostream.config.settings",
        "ALLOSTREAM_DATABASE_URL": shared,
        "ALLOSTREAM_DATA": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def start(environment):
    """Start another Python process on the shared database; what still runs at the end is killed."""
    running = []

    def start_process(code):
        process = subprocess.Popen(
            [sys.executable, "-c", START + code],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start_process
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def run(start):
    """Run Python code on the shared database and return what it prints."""

    def run_to_end(code):
        out, err = start(code).communicate(timeout=30)
        assert err == ""
        return out.strip()

    return run_to_end
