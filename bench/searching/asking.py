"""Asks an index a log of queries in a process of its own, so that its memory and time are its own.

Reads from standard input a JSON object {"engine": …, "path": …, "queries": [[kind, text, target, year], …]}, writes one
with the rank of each target (0 for not found), the milliseconds of processor time, so that other work on the machine
does not slow it, the private memory in MB, and the milliseconds, by the clock, of the first queries of all.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from allostream.search.asked import Reading, Words
from allostream.search.finding import Index
from allostream.search.normal import tokens

Ask = Callable[[str, int | None], list[int]]
TEN = 10
FIRSTS = 20  # queries that are asked before all others, for what a cold start costs


def ours(path: Path) -> Ask:
    """This project's index."""
    index = Index.open(path, deadline=1.0)

    def ask(text: str, year: int | None) -> list[int]:
        reading = Reading(Words(tokens(text), is_open=not text.endswith(" ")), year_hint=year)
        return [hit.id for hit in index.titles(reading, limit=TEN).hits]

    return ask


def engine(name: str, path: Path) -> Ask:
    """How this engine is asked."""
    if name == "ours":
        return ours(path)
    from bench.searching import baselines

    return baselines.full_text(path) if name == "FTS5 with bm25" else baselines.tantivy_index(path)


def private_megabytes() -> float:
    """Memory that this process shares with no other; what is mapped of a file counts as shared."""
    found = 0
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Private_Dirty", "Anonymous"):
            found = max(found, int(rest.split()[0]))
    return found / 1024


def main() -> None:
    """Ask and answer."""
    asked = json.load(sys.stdin)
    start = perf_counter()
    ask = engine(asked["engine"], Path(asked["path"]))
    firsts = []
    for _, text, _, year, *_ in asked["queries"][:FIRSTS]:
        ask(text, year)
        firsts.append((perf_counter() - start) * 1000)
        start = perf_counter()
    ranks, times = [], []
    for _, text, target, year, *_ in asked["queries"]:
        start = thread_time()
        found = ask(text, year)
        times.append((thread_time() - start) * 1000)
        ranks.append(found.index(target) + 1 if target in found else 0)
    json.dump({"ranks": ranks, "times": times, "memory": private_megabytes(), "firsts": firsts}, sys.stdout)


if __name__ == "__main__":
    main()
