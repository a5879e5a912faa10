"""Fill the database of this environment with the made-up catalogue, unless it is there.

`python -m bench.seeding --titles N`; the tables must have been made (manage.py migrate). Answers 3 when the database
holds something else.
"""

import argparse
import hashlib
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
django.setup()

from bench.seeding import build  # noqa: E402 - models can be imported only now

OTHER_CONTENT = 3


def program() -> str:
    """A hash of the files that make the catalogue: when they change, so does what they make."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.seeding", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.monotonic()
    try:
        if build.is_ready(options.titles, options.seed, program()):
            return 0
    except build.NotEmpty:
        return OTHER_CONTENT
    print(f"Making a catalogue of {options.titles:,} titles and {options.titles * build.LINKS_PER_TITLE:,} links:")
    build.fill(options.titles, options.seed, program(), lambda said: print(f"  {said}", flush=True))
    print(f"  all: {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
