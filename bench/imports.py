"""How fast catalogues come in, and how much memory it takes: `./dev bench imports [--rounds N] [--titles N] [FOLDER]`.

Each row is a process of its own on a fresh SQLite database; the start of the program is in all of them, and has a row.
Rates are of one core's working time, so that others at work on the machine change little. Baselines in the same run:
the very rows that the plain titles became, copied by executemany; reading a source without writing; Django's
bulk_create of bare title rows. FOLDER is the folder with the tables of omdb.org. While each row is measured somebody
reads twenty titles at a time from the same database: the last columns say how often, and what 99 of 100 such readings
did not exceed. With ALLOSTREAM_DATABASE_URL of an empty PostgreSQL database the plain titles alone are measured there:
the time of the core is then that of the program, without the server's.
"""

import argparse
import json
import os
import platform
import random
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


SAME_ROWS = """
import sqlite3, sys
filled, empty = (sqlite3.connect(f"{folder}/allostream.sqlite3", isolation_level=None) for folder in sys.argv[1:3])
count = int(sys.argv[3])
for word in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"):
    empty.execute(f"PRAGMA {word}")
source = filled.execute("SELECT * FROM catalogue_source")
empty.executemany("INSERT INTO catalogue_source VALUES (?,?,?,?,?,?,?)", source)
OF_TITLES = {"catalogue_title": "id", "catalogue_importedrecord": "id", "freshness_change": "object_id"}
OTHERS = ("name", "identifier", "titleface", "titlecountry", "titlelanguage")
tables = {**OF_TITLES, **{f"catalogue_{name}": "title_id" for name in OTHERS}}
for first in range(1, count, 5000):
    empty.execute("BEGIN IMMEDIATE")
    for table, column in tables.items():
        rows = filled.execute(f"SELECT * FROM {table} WHERE {column} BETWEEN ? AND ?", (first, first + 4999)).fetchall()
        if rows:
            empty.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
    empty.execute("COMMIT")
print(count, "records")
"""
WORDS = (
    "la", "nuit", "du", "grand", "départ", "une", "femme", "sans", "maison", "rouge", "hiver", "père", "étoile",
    "the", "night", "of", "great", "escape", "woman", "without", "house", "red", "winter", "father", "star", "sea",
)  # fmt: skip


def plain_file(folder: Path, count: int) -> Path:
    """Titles that nobody has: a name, a year, a length, a country, a language, a number of IMDb, and for one in three
    a French name."""
    chance, path = random.Random(11), folder / "plain.jsonl"  # noqa: S311 - no secret

    def name(number: int) -> str:
        return " ".join((*chance.choices(WORDS, k=chance.randrange(1, 4)), f"{number:x}")).capitalize()

    with path.open("w", encoding="utf-8") as file:
        source = {"record": "source", "slug": "plain", "name": "Plain", "licence": "CC0-1.0", "credit": "Nobody"}
        file.write(json.dumps(source) + "\n")
        for number in range(count):
            title: dict[str, object] = {
                "record": "title", "key": f"plain:{number}", "kind": "film", "name": name(number), "language": "en",
                "year": chance.randrange(1900, 2026), "runtime_min": chance.randrange(60, 180), "languages": ["en"],
                "countries": [chance.choice(("US", "FR", "DE", "JP"))], "identifiers": {"imdb": [f"tt{number:07}"]},
            }  # fmt: skip
            if number % 3 == 0:
                title["names"] = [{"text": name(number), "language": "fr"}]
            file.write(json.dumps(title, ensure_ascii=False, separators=(",", ":")) + "\n")
    return path


class Row(NamedTuple):
    """One line of the table. `processor` is the time that one core worked for it."""

    what: str
    records: int
    seconds: float
    processor: float
    megabytes: float
    readings: int = 0
    wait: float = 0.0
    size: float = 0.0


class Reader(Thread):
    """Somebody who reads while others write: how often, and how many milliseconds each reading took."""

    def __init__(self, data: Path) -> None:
        super().__init__(daemon=True)
        self.path, self.ends, self.waits = data / "allostream.sqlite3", Event(), list[float]()

    def run(self) -> None:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            while not self.ends.wait(0.02):
                start = time.perf_counter()
                database.execute("SELECT id, name, year FROM catalogue_title ORDER BY id DESC LIMIT 20").fetchall()
                self.waits.append((time.perf_counter() - start) * 1000)

    def stop(self) -> float:
        """End, and tell what 99 of 100 readings did not exceed."""
        self.ends.set()
        self.join()
        return sorted(self.waits)[int(len(self.waits) * 0.99)] if self.waits else 0.0


def measure(what: str, command: Sequence[str], data: Path, size: int = 0) -> Row:
    """Run a command and measure its time and greatest memory. Raises SystemExit with its last words if it fails."""
    environment = {**os.environ, "ALLOSTREAM_DATA": str(data), "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    reader = Reader(data)
    if (data / "allostream.sqlite3").exists():
        reader.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wait = reader.stop() if reader.ident else 0.0
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # An import answers 1 when the source has rows that it refuses: that is a figure, not a failure.
    if process.returncode > 1:
        sys.exit(f"{what}: {' '.join(output.splitlines()[-3:])}")
    processor, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    return Row(what, records_in(output), seconds, processor, memory, len(reader.waits), wait, size / 1e6)


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


def plain(scratch: Path, count: int) -> list[Row]:
    """New titles without any doubt whose they are, the same again, and their rows written by nothing but SQLite."""
    path, data = plain_file(scratch, count), fresh(scratch)
    size = path.stat().st_size
    command = [*MANAGE, "import", "catalogue", str(path)]
    rows = [
        measure("starting the command, a file of nothing else", [*MANAGE, "import", "schema"], data),
        measure(f"{count:,} plain titles, first time", command, data, size),
        measure(f"{count:,} plain titles, again", command, data, size),
    ]
    if (data / "allostream.sqlite3").exists():
        again = [sys.executable, "-c", SAME_ROWS, str(data), str(fresh(scratch)), str(count)]
        rows.append(measure("baseline: the same rows by executemany", again, data))
    return rows


def one_round(scratch: Path, omdb: Path | None, count: int) -> list[Row]:
    """All rows of the table, on fresh databases."""
    data = fresh(scratch)
    rows = [
        *plain(scratch, count),
        measure("starter, first time", [*MANAGE, "import", "starter"], data),
        measure("starter, again", [*MANAGE, "import", "starter"], data),
    ]
    if omdb is None:
        return rows
    part = [*MANAGE, "import", "omdb", str(omdb), "--limit", str(PART)]
    whole = [*MANAGE, "import", "omdb", str(omdb)]
    data = fresh(scratch)
    read, bare = [sys.executable, "-c", READ, str(omdb), str(PART)], [sys.executable, "-c", BARE, str(PART)]
    return [
        *rows,
        measure(f"baseline: omdb, {PART:,} records only read", read, data),
        measure(f"baseline: bulk_create of {PART:,} bare titles", bare, fresh(scratch)),
        measure(f"omdb, {PART:,} records, first time", part, data),
        measure(f"omdb, {PART:,} records, again", part, data),
        measure("omdb, all, the rest", whole, data),
        measure("omdb, all, again", whole, data),
    ]


def median(rows: Sequence[Row]) -> Row:
    """The row of the median time, with the greatest memory of all."""
    middle = statistics.median_low(row.processor for row in rows)
    chosen = next(row for row in rows if row.processor == middle)
    return chosen._replace(megabytes=max(row.megabytes for row in rows))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench imports", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="the folder with the tables of omdb.org")
    parser.add_argument("--rounds", type=int, default=1, help="measure so often and give medians")
    parser.add_argument("--titles", type=int, default=200_000, help="how many plain titles are made")
    options = parser.parse_args()
    on_postgresql = os.environ.get("ALLOSTREAM_DATABASE_URL", "").startswith("postgres")
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as scratch:
        if on_postgresql:  # the one database that is given: it has to be empty
            rounds = [plain(Path(scratch), options.titles)]
        else:
            rounds = [one_round(Path(scratch), options.folder, options.titles) for _ in range(options.rounds)]
    print(HEAD)
    for row in map(median, zip(*rounds, strict=True)):
        rate, megabytes = row.records / row.processor, row.size / row.processor
        print(
            f"{row.what:<48} {row.records:>9,} {row.seconds:>8.1f} {row.processor:>8.1f} {rate:>8,.0f} "
            f"{megabytes:>6.1f} {row.megabytes:>8.0f} {row.readings:>8,} {row.wait:>6.1f}"
        )


HEAD = (
    f"{'what':<48} {'records':>9} {'seconds':>8} {'of core':>8} {'/s core':>8} {'MB/s':>6} {'peak MB':>8} "
    f"{'readings':>8} {'p99 ms':>6}"
)

if __name__ == "__main__":
    main()
