"""How fast searches are answered by a running site: `./dev bench search_http --data FOLDER`.

The folder holds a catalogue with its index of names. The site runs with one process a core; names from the catalogue,
whole, unfinished and with a letter wrong, are asked for at a steady rate below what it can serve, each as a suggestion
and as a page, first alone and then while a writer makes changes, which the worker's loop takes into the index. Times
are from when a request was due to its last byte. Baseline in the same run: the page that says that the site runs.
"""

import argparse
import http.client
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.load.server import SITE, Server, running  # noqa: E402 - found only now
from bench.pages import environment_for, machine, run  # noqa: E402
from bench.searching.corrupting import typo  # noqa: E402

SEED = 20261126
ASKERS = 8
WARM = 100
NAMES = """
import django; django.setup()
from allostream.catalogue.models import Title
ids = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True).order_by("-popularity", "id")
print(*ids.values_list("name", flat=True)[:4000:2], sep="\\n")
"""


def typed(names: Sequence[str], rng: random.Random) -> Iterator[str]:
    """What is typed: a name in turn whole, unfinished, with a letter wrong, unfinished with a letter wrong."""
    for number, name in enumerate(names):
        text = typo(name, rng) if number % 4 >= 2 else name
        yield text[: max(3, len(text) * 2 // 3)] if number % 2 else text


def asked(server: Server, paths: Sequence[str], rate: float) -> list[float]:
    """Seconds from when each request was due to its end, at so many a second. Raises SystemExit for a bad answer."""
    start = time.perf_counter() + 0.05

    def ask(share: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        took = []
        for number in range(share, len(paths), ASKERS):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("GET", paths[number], headers={"Host": f"localhost:{server.port}"})
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - due)
            if answer.status not in {200, 302}:
                sys.exit(f"{paths[number]} was answered with {answer.status}.")
        connection.close()
        return took

    with ThreadPoolExecutor(ASKERS) as askers:
        return [seconds for some in askers.map(ask, range(ASKERS)) for seconds in some]


@contextmanager
def changes(environment: Mapping[str, str], rate: int) -> Iterator[None]:
    """Changes at so many a second by their action, with the worker's loop that takes them into the index."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "bench.searching.changing", str(rate)], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout
    if writer.stdout.readline() != "ready\n":
        sys.exit("The writer did not start.")
    try:
        yield
    finally:
        print(writer.communicate("\n", timeout=60)[0].strip())


def show(words: str, seconds: Sequence[float]) -> None:
    """One row of the table."""
    ordered = sorted(seconds)
    parts = (statistics.median(ordered), *(ordered[int(len(ordered) * part)] for part in (0.95, 0.99)), ordered[-1])
    print(f"| {words} | " + " | ".join(f"{part * 1000:.1f}" for part in parts) + " |")


def measure(server: Server, texts: Sequence[str], rate: float, words: str) -> None:
    """Ask for each kind of answer and print its rows."""
    for name, shape in (("suggestion", "/suggest?q={}"), ("page of results", "/search?q={}")):
        paths = [shape.format(quote(text)) for text in texts]
        asked(server, paths[:WARM], rate)
        show(f"{name}, {words}", asked(server, paths[WARM:], rate))


def main(words: Sequence[str]) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="./dev bench search_http", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with a catalogue and its index")
    parser.add_argument("--rate", type=float, default=25, help="requests a second (25)")
    parser.add_argument("--requests", type=int, default=1000, help="of each kind (1,000)")
    parser.add_argument("--changes", type=int, default=50, help="changes a second (50)")
    options = parser.parse_args(words)
    environment = {**environment_for(options.data.absolute()), "ALLOSTREAM_SEARCHES_PER_MINUTE": "0"}
    run(environment, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0")
    told = subprocess.run(
        [sys.executable, "-c", NAMES], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    rng = random.Random(SEED)  # noqa: S311 - a log of queries
    names = told.stdout.splitlines()
    rng.shuffle(names)
    texts = list(islice(typed(list(islice(cycle(names), options.requests + WARM)), rng), options.requests + WARM))
    print(f"{machine()}, Python {platform.python_version()}; {options.rate:.0f} requests a second, milliseconds\n")
    with running(SITE, environment, "/healthz") as server:
        print("| | p50 | p95 | p99 | most |\n| --- | --- | --- | --- | --- |")
        show("that the site runs", asked(server, ["/healthz"] * options.requests, options.rate))
        measure(server, texts, options.rate, "nothing else going on")
        with changes(environment, options.changes):
            measure(server, texts[::-1], options.rate, f"{options.changes} changes a second")
        print(f"\nMemory of a process of the site: {server.megabytes():.0f} MB.")


if __name__ == "__main__":
    os.chdir(ROOT)
    main(sys.argv[1:])
