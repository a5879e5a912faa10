"""How fast the rules of protection answer, and in how much memory: `./dev bench rights [--evaluations N]`.

Made-up films, each asked for every country with a rule, on one core. Baselines in the same run and over the same films:
a loop that calls a function which does nothing, and reading the films from JSON. Each figure is the median of the
parts; the rate counts processor time, so that other work on the machine does not slow it.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec

from allostream.rights.engine import COUNTRIES, Answer, Status, evaluate_all
from allostream.rights.engine.facts import Work
from bench.seeding.works import made_up

PARTS = 20
OURS = "evaluate_all"
SEED = 20261124
TODAY = date(2026, 11, 24)


def nothing(_work: Work, _country: str) -> None:
    """What a call costs by itself."""


def call_nothing(works: list[Work]) -> None:
    """The bare loop."""
    for work in works:
        for country in COUNTRIES:
            nothing(work, country)


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second of processor time."""
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def megabytes() -> float:
    """The greatest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tally(answers: Iterable[dict[str, Answer]], counted: Counter[Status]) -> None:
    """Count answers by status."""
    for by_country in answers:
        counted.update([answer.status for answer in by_country.values()])


def measure_part(number: int, films: int, counted: Counter[Status]) -> tuple[dict[str, float], float]:
    """The rates of one part, and the greatest memory up to then."""
    works = made_up(SEED + number, films)
    rows = [msgspec.json.encode(work) for work in works]
    count = films * len(COUNTRIES)
    rates = {OURS: rate(count, lambda: tally((evaluate_all(one, COUNTRIES, TODAY) for one in works), counted))}
    greatest = megabytes()
    rates["a call that does nothing"] = rate(count, lambda: call_nothing(works))
    rates["json.loads of the films"] = rate(films, lambda: [json.loads(row) for row in rows])
    return rates, greatest


def measure(evaluations: int) -> None:
    """Measure and print the table."""
    films = max(1, round(evaluations / len(COUNTRIES) / PARTS))
    counted: Counter[Status] = Counter()
    parts = [measure_part(number, films, counted) for number in range(PARTS)]
    print(f"{machine()}, Python {platform.python_version()}, one core; seed {SEED}")
    print(f"{PARTS} parts of {films:,} films in {len(COUNTRIES)} countries: {counted.total():,} evaluations")
    for what in parts[0][0]:
        found = [rates[what] for rates, _ in parts]
        spread = f"{min(found):,.0f} to {max(found):,.0f}"
        print(f"  {what:<26} {statistics.median(found):>12,.0f} a second   ({spread})")
    greatest = max(memory for _, memory in parts)
    print(f"  {'greatest memory':<26} {greatest:>12,.0f} MB, with the films of one part")
    print("  answers: " + ", ".join(f"{status.value} {number:,}" for status, number in sorted(counted.items())))


def machine() -> str:
    """The processor and the number of its cores."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--evaluations", type=int, default=1_000_000, help="titles times countries")
    measure(parser.parse_args().evaluations)
