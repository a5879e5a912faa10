"""How fast pages are at 1,000,000 titles: `./dev bench pages [--titles N] [--rounds N] [--previous FILE]`.

The catalogue is made up once, in a folder of its own, and used again. Then the production server runs on a free port of
the loopback, and wrk asks it for pages beside two baselines of the same run: a bare Django view and a static file.
docs/operating.md says what the columns mean.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.load import report  # noqa: E402 - found only now
from bench.load.rounds import Measurement  # noqa: E402
from bench.load.server import NotStarted  # noqa: E402
from bench.load.wrk import BadRun, NoWrk, ensure_wrk  # noqa: E402

PAGES = ("home", "browse", "film", "series", "episode")
MANAGE = str(ROOT / "manage.py")
NO_WRK = 4


def environment_for(data: Path) -> dict[str, str]:
    """The environment of the site with its data in a folder; the database may be named by ALLOSTREAM_DATABASE_URL."""
    site = {"ALLOSTREAM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "allostream.config.settings"}
    return {**os.environ, **site, "ALLOSTREAM_HOSTS": "localhost,.localhost,127.0.0.1", "PYTHONPATH": str(ROOT)}


def run(environment: Mapping[str, str], *words: str) -> None:
    """Run Python with these words. Raises SystemExit when it fails; it has said why."""
    code = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=False).returncode
    if code:
        sys.exit(code)


def prepare(environment: Mapping[str, str], titles: int, seed: int) -> None:
    """The catalogue, the translations and the static files, each made where it is missing."""
    run(environment, "-m", "bench.seeding", "--titles", str(titles), "--seed", str(seed))
    run(environment, MANAGE, "messages", "compile", "-v0")
    run(environment, MANAGE, "collectstatic", "--noinput", "-v0")


def sampled(environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """What is to be asked for, and what each page costs in SQL and bytes."""
    file = folder / "sample.json"
    run(environment, "-m", "bench.load.sample", str(file))
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def machine() -> str:
    """What this machine is: figures of two machines do not compare."""
    facts = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(
        (line.partition(":")[2].strip() for line in facts if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def show(result: Mapping[str, Any], previous: Mapping[str, Any] | None) -> None:
    """Print the whole report as Markdown."""
    print(f"\n{result['machine']}; Python {result['python']}; {result['database']}; {result['titles']:,} titles.\n")
    if result["rows"]:
        print(report.table(result, previous) + "\n")
    for line in report.first_load_lines(result["first_load"]):
        print(line)
    print()
    for met, words in report.aims(result):
        print(f"- {'met' if met else '**missed**'}: {words}")


def told(words: str) -> None:
    """Say how far the run is."""
    print(f"  {words}", flush=True)


def options_from(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="./dev bench pages", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--titles", type=int, default=1_000_000, help="size of the catalogue (1,000,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another catalogue (1)")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench-pages", help="folder (var/bench-pages)")
    parser.add_argument("--rounds", type=int, default=3, help="medians are of so many rounds (3)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each row is loaded in a round (3)")
    parser.add_argument("--page", choices=PAGES, action="append", help="only this page; may be repeated")
    parser.add_argument("--previous", type=Path, help="the JSON file of an earlier run to compare with")
    parser.add_argument("--out", type=Path, help="where the JSON goes (pages.json in the folder)")
    parser.add_argument("--no-load", action="store_true", help="make the catalogue and count SQL and bytes, no load")
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    options = options_from(words)
    if not options.no_load:
        try:
            ensure_wrk()
        except NoWrk:
            print("The load is made by wrk: run `apt install wrk`, then this again.", file=sys.stderr)
            return NO_WRK
    previous = json.loads(options.previous.read_text()) if options.previous else None
    data = options.data.absolute()
    environment = environment_for(data)
    prepare(environment, options.titles, options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        sample = sampled(environment, Path(scratch))
        try:
            rows = [] if options.no_load else measured(options, sample, environment, Path(scratch))
        except (BadRun, NotStarted) as trouble:
            print(f"Measured nothing: {trouble}.", file=sys.stderr)
            return 1
    result = {
        "machine": machine(), "python": platform.python_version(), "database": sample["database"],
        "titles": options.titles, "seed": options.seed, "when": time.strftime("%Y-%m-%d %H:%M"),
        "seconds": options.seconds, "rows": rows, "costs": sample["costs"], "first_load": sample["first_load"],
    }  # fmt: skip
    out = options.out or data / "pages.json"
    out.write_text(json.dumps(result, indent=1))
    show(result, previous)
    print(f"\nAll figures are in {out}.")
    return 0


def measured(
    options: argparse.Namespace, sample: Mapping[str, Any], environment: Mapping[str, str], folder: Path
) -> list[dict[str, Any]]:
    """The rows of the table. Raises BadRun and NotStarted."""
    pages = options.page or PAGES
    return Measurement(sample, environment, folder, options.seconds, options.rounds, pages, told).measure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
