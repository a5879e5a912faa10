"""How fast catalogues come in, and how much memory it takes: `./dev bench imports [--rounds N] [FOLDER]`.

Each row is a process of its own on a fresh SQLite database. Baselines in the same run: reading the source without
writing anything, and Django's bulk_create of bare title rows. FOLDER is the folder with the tables of omdb.org;
without it only the starter catalogue is measured. While each row is measured somebody reads twenty titles at a time
from the same database: the last columns say how many such readings there were and how long the slowest had to wait.
"""

import argparse
import os
import platform
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PART = 100_000
READ = """
import sys
from pathlib import Path
from itertools import islice
from allostream.connectors import omdb
from allostream.lib.exchange import BadLine, checked
limit = int(sys.argv[2]) or None
rows = islice(omdb.records(Path(sys.argv[1])), limit)
print(sum(1 for row in rows if isinstance(row.made, BadLine) or checked(row.made)), "records")
"""
BARE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
import django; django.setup()
from django.db import transaction
from allostream.catalogue.models import Title
count = int(sys.argv[1])
for start in range(0, count, 2000):
    with transaction.atomic():
        numbers = range(start, start + 2000)
        Title.objects.bulk_create([Title(kind="film", name=f"Title {n}", year=1926) for n in numbers])
print(count, "records")
"""


class Row(NamedTuple):
    """One line of the table."""

    what: str
    records: int
    seconds: float
    megabytes: float
    readings: int = 0
    longest_wait: float = 0.0


class Reader(Thread):
    """Somebody who reads while others write: how often, and how many milliseconds the slowest reading took."""

    def __init__(self, data: Path) -> None:
        super().__init__(daemon=True)
        self.path, self.ends, self.waits = data / "allostream.sqlite3", Event(), [0.0]

    def run(self) -> None:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            while not self.ends.wait(0.02):
                start = time.perf_counter()
                database.execute("SELECT id, name, year FROM catalogue_title ORDER BY id DESC LIMIT 20").fetchall()
                self.waits.append((time.perf_counter() - start) * 1000)

    def stop(self) -> None:
        self.ends.set()
        self.join()


def measure(what: str, command: Sequence[str], data: Path) -> Row:
    """Run a command and measure its time and greatest memory. Raises SystemExit with its last words if it fails."""
    environment = {**os.environ, "ALLOSTREAM_DATA": str(data), "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    reader = Reader(data)
    reader.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    reader.stop()
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # An import answers 1 when the source has rows that it refuses: that is a figure, not a failure.
    if process.returncode > 1:
        sys.exit(f"{what}: {' '.join(output.splitlines()[-3:])}")
    read = records_in(output)
    return Row(what, read, seconds, usage.ru_maxrss / 1024, len(reader.waits) - 1, max(reader.waits))


def records_in(output: str) -> int:
    """How many records a command says that it saw."""
    said = re.findall(r"([\d,]+) records(?: in\b|$)", output, re.MULTILINE)
    return int(said[-1].replace(",", "")) if said else 0


def fresh(folder: Path) -> Path:
    """A data folder with an empty, migrated database."""
    data = Path(tempfile.mkdtemp(dir=folder))
    environment = {**os.environ, "ALLOSTREAM_DATA": str(data)}
    subprocess.run([*MANAGE, "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
    return data


def one_round(scratch: Path, omdb: Path | None) -> list[Row]:
    data = fresh(scratch)
    rows = [
        measure("starter, first time", [*MANAGE, "import", "starter"], data),
        measure("starter, again", [*MANAGE, "import", "starter"], data),
    ]
    if omdb is None:
        return rows
    part = [*MANAGE, "import", "omdb", str(omdb), "--limit", str(PART)]
    whole = [*MANAGE, "import", "omdb", str(omdb)]
    data = fresh(scratch)
    return [
        *rows,
        measure(
            f"baseline: omdb, {PART:,} records only read", [sys.executable, "-c", READ, str(omdb), str(PART)], data
        ),
        measure(
            f"baseline: bulk_create of {PART:,} bare titles", [sys.executable, "-c", BARE, str(PART)], fresh(scratch)
        ),
        measure(f"omdb, {PART:,} records, first time", part, data),
        measure(f"omdb, {PART:,} records, again", part, data),
        measure("omdb, all, the rest", whole, data),
        measure("omdb, all, again", whole, data),
    ]


def median(rows: Sequence[Row]) -> Row:
    """The row of the median time, with the greatest memory of all."""
    middle = statistics.median_low(row.seconds for row in rows)
    chosen = next(row for row in rows if row.seconds == middle)
    return chosen._replace(megabytes=max(row.megabytes for row in rows))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench imports", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="the folder with the tables of omdb.org")
    parser.add_argument("--rounds", type=int, default=1, help="measure so often and give medians")
    options = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as scratch:
        rounds = [one_round(Path(scratch), options.folder) for _ in range(options.rounds)]
    print(f"{'what':<48} {'records':>9} {'seconds':>8} {'records/s':>10} {'peak MB':>8} {'readings':>8} {'ms':>6}")
    for row in map(median, zip(*rounds, strict=True)):
        rate = row.records / row.seconds
        print(
            f"{row.what:<48} {row.records:>9,} {row.seconds:>8.1f} {rate:>10,.0f} {row.megabytes:>8.0f} "
            f"{row.readings:>8,} {row.longest_wait:>6.0f}"
        )


if __name__ == "__main__":
    main()
