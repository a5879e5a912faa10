"""How fast queries are understood, and how often rightly: `./dev bench understanding [--judging] [--misses N]`.

Over the real log (bench.queries.real), its tuning half unless told otherwise. A query is understood rightly when its
first reading, or any, has the season and the episode that are true, and no others. Times are of one call each on one
core, the quickest of three; the baseline is bringing the same words into the index's form.
"""

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allostream.links.query_rules import vocabulary
from allostream.search.normal import tokens
from allostream.search.understanding import understand
from bench.queries.real import Query, read

ROOT = Path(__file__).resolve().parents[1]
VOCABULARY = vocabulary({"horror": ("Horror", "Horreur")}, {"internet-archive": ("Internet Archive", "archive.org")})
TODAY_YEAR = 2026


def quickest(call: Callable[[], object]) -> float:
    """Microseconds of the quickest of three calls."""
    times = []
    for _ in range(3):
        start = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - start)
    return min(times) / 1000


def parts(query: Query) -> list[tuple[int | None, int | None]]:
    """The season and episode of each reading."""
    asked = understand(query.text, today_year=TODAY_YEAR, language="en", vocabulary=VOCABULARY)
    return [(one.season, one.episode) for one in asked.readings]


def is_right(query: Query, part: tuple[int | None, int | None]) -> bool:
    """Whether a reading has the true part. What providers list may tell its part or not."""
    if query.sort == "listed":
        return part == (None, None) or (part[0] in (None, query.season) and part[1] in (None, query.episode))
    return part == (query.season, query.episode)


def is_judged(query: Query) -> bool:
    """Whether the true part is known: not where a season has a name without figures."""
    return query.sort != "season" or query.season is not None


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judging", action="store_true", help="the half that nothing is tuned by")
    parser.add_argument("--misses", type=int, default=0, help="how many misses to print of each class")
    given = parser.parse_args()
    data = Path(os.environ.get("ALLOSTREAM_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    queries = list(read(data, "judging" if given.judging else "tuning"))
    by_sort: dict[str, list[Query]] = defaultdict(list)
    if not queries:
        sys.exit("The folder of real data is not here: set ALLOSTREAM_REFERENCE_DATA.")
    for query in filter(is_judged, queries):
        by_sort[query.sort].append(query)
    print(f"{'class':16}{'queries':>8}{'first right':>12}{'any right':>10}{'p50 µs':>8}{'p99 µs':>8}")
    for sort, some in by_sort.items():
        report(sort, some, given.misses)
    every = [quickest(lambda: parts(query)) for query in queries]  # noqa: B023  # called at once
    bare = [quickest(lambda: tokens(query.text)) for query in queries]  # noqa: B023
    for name, times in (("understand", every), ("tokens alone", bare)):
        middle, high = statistics.median(times), percentile(times, 0.99)
        print(f"{name}: p50 {middle:.0f} µs, p99 {high:.0f} µs, max {max(times):.0f} µs")


def report(sort: str, some: list[Query], misses: int) -> None:
    """One line of the table, and queries whose first reading is wrong."""
    found = [parts(query) for query in some]
    first = [bool(ways) and is_right(query, ways[0]) for query, ways in zip(some, found, strict=True)]
    any_ = [any(is_right(query, way) for way in ways) for query, ways in zip(some, found, strict=True)]
    times = [quickest(lambda: parts(query)) for query in some]  # noqa: B023
    print(
        f"{sort:16}{len(some):8}{sum(first) / len(some):12.3f}{sum(any_) / len(some):10.3f}"
        f"{statistics.median(times):8.0f}{percentile(times, 0.99):8.0f}"
    )
    for query in [query for query, right in zip(some, first, strict=True) if not right][:misses]:
        print(f"    {query.text!r}: {parts(query)}, true {query.season} {query.episode}")


if __name__ == "__main__":
    main()
