"""Fill the database of this environment with the made-up catalogue, unless it is there: `python -m bench.seeding`.

A file of SQLite is made under another name and put in its place when it is whole; there it replaces an older made-up
catalogue. A database with anybody's titles is never touched.
"""

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
django.setup()

from bench.seeding import build  # noqa: E402 - models can be imported only now


def program() -> str:
    """A hash of the files that make the catalogue: when they change, so does what they make."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.seeding", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wanted = build.fingerprint(options.titles, options.seed, program())
    found = build.state(wanted)
    if found is build.State.READY:
        return 0
    if found is build.State.OTHER:
        sys.exit("The database holds titles that were not made up here: give another folder or database.")
    if found is build.State.OLD and connection.vendor != "sqlite":
        sys.exit("The database holds an older made-up catalogue: drop it and make an empty one.")
    start = time.monotonic()
    print(f"Making a catalogue of {options.titles:,} titles and {options.titles * build.LINKS_PER_TITLE:,} links:")
    with in_another_file() if connection.vendor == "sqlite" else nullcontext():
        call_command("migrate", verbosity=0)
        build.fill(options.titles, options.seed, wanted, lambda said: print(f"  {said}", flush=True))
    print(f"  all: {time.monotonic() - start:.0f} s")
    return 0


@contextmanager
def in_another_file() -> Iterator[None]:
    """Let the connection lead to a new file, which takes the place of the old one when all went well."""
    place = Path(connection.settings_dict["NAME"])
    making = place.with_name(f"{place.name}.making")
    connection.close()
    _delete(making)
    connection.settings_dict["NAME"] = making
    yield
    connection.close()
    _delete(place)
    making.rename(place)


def _delete(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
