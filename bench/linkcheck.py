"""How many links one core looks at: `./dev bench linkcheck [--urls N] [--linkchecker]`.

Made-up hosts on this machine answer as hosts do: quickly and slowly, with redirects, pages that are gone and say so in
words alone, walls, big bodies, resets, and some never. Measured is the look alone, without the database: addresses a
second of this process's time, the share of states that are right, memory. Baselines over the same addresses in the same
run: bare aiohttp that reads as much and judges nothing, and LinkChecker, if asked for.
"""

import argparse
import contextlib
import csv
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.hosts.plan import AT_HOST, AT_ONCE, HOSTS, PORT, SECONDS, Place, plan

if TYPE_CHECKING:
    from bench.hosts.looking import Run

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261126


def start(folder: str) -> None:
    """Make the program ready; it has no database here."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "allostream.config.settings", "ALLOSTREAM_BOT_SITE": "https://bench.example",
        "ALLOSTREAM_BOT_CONTACT": "bench@bench.example", "ALLOSTREAM_DATA": folder,
    }  # fmt: skip
    import django

    from allostream.lib.garbage import look_rarely

    django.setup()
    look_rarely()


def linkchecker(places: Sequence[Place], folder: Path) -> tuple["Run", float]:
    """LinkChecker over the same addresses, and its greatest memory in MiB. It knows two states: valid and not."""
    from bench.hosts.looking import Run

    folder.chmod(0o777)  # started by root, it goes on as nobody
    (folder / "urls.html").write_text("".join(f'<a href="{asked(place)}">x</a>\n' for place in places))
    (folder / "linkcheckerrc").write_text(
        f"[checking]\nthreads={AT_HOST * 25}\ntimeout={SECONDS:.0f}\nmaxrequestspersecond=1000000\n"
        "robotstxt=0\n[filtering]\ncheckextern=1\n[output]\nlog=none\nstatus=0\nverbose=1\n"
    )
    program = shutil.which("linkchecker") or str(Path(sys.executable).parent / "linkchecker")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        [program, "-f", str(folder / "linkcheckerrc"), "--recursion-level=1", "-F", f"csv/utf-8/{folder / 'seen.csv'}",
         str(folder / "urls.html")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"HOME": str(folder)}, check=False,
    )  # fmt: skip
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, processor, seen_by_linkchecker(places, folder / "seen.csv")), after.ru_maxrss / 1024


def seen_by_linkchecker(places: Sequence[Place], table: Path) -> dict[int, str]:
    """What it wrote down of each address; "not looked at" where it has no row."""
    with table.open(encoding="utf-8", newline="") as rows:
        valid = {
            row["urlname"]: row["valid"] == "True"
            for row in csv.DictReader((line for line in rows if not line.startswith("#")), delimiter=";")
        }
    words = {True: "works", False: "not valid", None: "not looked at"}
    return {number: words[valid.get(asked(place))] for number, place in enumerate(places)}


def asked(place: Place) -> str:
    """The address by which a program that resolves names itself reaches a made-up host."""
    return f"http://127.0.1.{place.host + 1}:{PORT}{place.path}"


@contextlib.contextmanager
def hosts() -> Iterator[None]:
    """The made-up hosts, in a process of their own."""
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.hosts.server", str(PORT)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout
        if server.stdout.readline() != "ready\n":
            raise SystemExit(f"The made-up hosts do not start: is port {PORT} free?")
        yield
    finally:
        server.terminate()
        server.wait(10)


def show(name: str, runs: "Sequence[Run]", count: int, right: str) -> None:
    """One row of the table, of medians."""
    processor = statistics.median(run.processor for run in runs)
    wall = statistics.median(run.wall for run in runs)
    print(f"| {name} | {count / processor:,.0f} | {processor / count * 1e6:,.0f} | {count / wall:,.0f} | {right} |")


def measure(count: int, rounds: int, with_linkchecker: bool) -> None:
    """Measure and print the table."""
    from bench.hosts.looking import bare, ours

    places = plan(count, SEED)
    with hosts():
        ours(places[:500])
        by_us, by_aiohttp = [], []
        for _ in range(rounds):
            by_us.append(ours(places))
            by_aiohttp.append(bare(places))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wrong = wrongs(places, by_us[-1].seen)
        print(f"{count:,} addresses at {HOSTS} hosts, at most {AT_HOST} at a host and {AT_ONCE} in all.")
        print(f"{machine()}, Python {platform.python_version()}; medians of {rounds}.\n")
        print("| | URLs/s of its processor time | µs/URL | URLs/s by the clock | states right |")
        print("| --- | --- | --- | --- | --- |")
        show("Allostream's look", by_us, count, f"{1 - sum(wrong.values()) / count:.2%}")
        show("bare aiohttp, nothing judged", by_aiohttp, count, "")
        if with_linkchecker:
            show_linkchecker(places)
    print(f"\nGreatest memory of this process: {memory:.0f} MiB.")
    if wrong:
        print("Wrong: " + ", ".join(f"{number} {told}" for told, number in wrong.most_common()))


def wrongs(places: Sequence[Place], seen: dict[int, str]) -> Counter[str]:
    """What was seen otherwise than it is, by kind."""
    return Counter(
        f"{place.way.value} seen as {seen[number]}"
        for number, place in enumerate(places)
        if seen[number] != place.truth
    )


def show_linkchecker(places: Sequence[Place]) -> None:
    """LinkChecker's row: it is right where it calls what works valid, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        run, memory = linkchecker(places, Path(folder))
    missed = sum(seen == "not looked at" for seen in run.seen.values())
    right = sum((place.truth == "works") == (run.seen[number] == "works") for number, place in enumerate(places))
    name = f"LinkChecker, {memory:.0f} MiB" + (f", {missed} not looked at" if missed else "")
    show(name, [run], len(places), f"{right / len(places):.2%} of works or not")


def machine() -> str:
    """The processor and the number of its cores."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--urls", type=int, default=20_000, help="how many addresses")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--linkchecker", action="store_true", help="as a baseline, if it is installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        measure(options.urls, options.rounds, options.linkchecker)
