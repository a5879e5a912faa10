"""How well and how fast names are found: `./dev bench search [--titles N] [--seed S] [--each Q] [--baselines]`.

Builds an index of made documents, asks it a log of corrupted names in a process of its own, and prints for each class
of query how many targets are among the first ten (recall@10), how high (MRR), and the times; then what building, the
file, a cold start and one update cost. The rules are tuned with one seed of queries (1) and judged with another (2).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allostream.search.building import build
from allostream.search.documents import Named, TitleDocument
from allostream.search.writing import Writer
from bench.searching.corrupting import Query, log
from bench.searching.names import documents

ASKING = Path(__file__).resolve().parent / "searching" / "asking.py"
NAMES_SEED = 20261125
UPDATES = 200


def asked(engine: str, path: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """The answers of an engine in a process of its own."""
    forget(path)
    question = json.dumps({"engine": engine, "path": str(path), "queries": queries})
    done = subprocess.run([sys.executable, str(ASKING)], input=question, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def forget(path: Path) -> None:
    """Have the system read the file anew: after a start of the machine nothing of it is in memory."""
    if path.is_file():
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def share(values: list[float], part: float) -> float:
    """The value below which this part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def table(engine: str, queries: Sequence[Query], answers: dict[str, Any]) -> None:
    """Print recall, MRR and times of each class and of all."""
    of: dict[str, list[int]] = defaultdict(list)
    for place, query in enumerate(queries):
        of[query.kind].append(place)
    print(f"\n{engine}: {answers['memory']:.0f} MB private memory")
    first, *further = answers["firsts"]
    print(
        f"  cold: the first query {first:.0f} ms with opening the file, the next {statistics.mean(further):.0f} ms each"
    )
    print(f"  {'class':<18}{'queries':>8}{'recall@10':>11}{'MRR':>8}{'p50 ms':>9}{'p95':>8}{'p99':>8}{'max':>8}")
    for kind, places in [*of.items(), ("all", list(range(len(queries))))]:
        ranks = [answers["ranks"][place] for place in places]
        times = [answers["times"][place] for place in places]
        recall = sum(map(bool, ranks)) / len(ranks)
        mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
        print(
            f"  {kind:<18}{len(places):>8}{recall:>11.3f}{mrr:>8.3f}{share(times, 0.5):>9.2f}"
            f"{share(times, 0.95):>8.2f}{share(times, 0.99):>8.2f}{max(times):>8.1f}"
        )


def update_times(path: Path, made: Sequence[TitleDocument]) -> list[float]:
    """Milliseconds of updates of one title, each in a transaction of its own."""
    times = []
    with Writer(path) as writer:
        for place in range(UPDATES):
            one = made[place * (len(made) // UPDATES)]
            changed = replace(one, names=(*one.names, Named(f"{one.names[0].text} zqx{place}")))
            start = perf_counter()
            writer.apply([changed], titles=[one.id], cursor=str(place))
            times.append((perf_counter() - start) * 1000)
    return times


def baselines(folder: Path, made: Sequence[TitleDocument], queries: Sequence[Query]) -> None:
    """Build and ask the others."""
    from bench.searching.baselines import build_full_text, build_tantivy

    for engine, path, make in (
        ("FTS5 with bm25", folder / "plain", build_full_text),
        ("tantivy", folder / "tantivy", build_tantivy),
    ):
        start = perf_counter()
        make(path, made)
        print(f"\n{engine}: built in {perf_counter() - start:.1f} s")
        table(engine, queries, asked(engine, path, queries))


def measure(options: argparse.Namespace, folder: Path) -> None:
    """Build, ask, and print."""
    made = documents(options.titles, NAMES_SEED)
    queries = log(made, options.seed, options.each)
    names = sum(len(one.names) for one in made)
    print(f"{len(made):,} titles with {names:,} names, {len(queries):,} queries of seed {options.seed}", flush=True)
    path = folder / "index"
    if not (options.keep and path.exists()):
        start = perf_counter()
        build(path, made)
        print(f"built in {perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True)
    answers = asked("ours", path, queries)
    table("ours", queries, answers)
    if options.misses:
        show_misses(made, queries, answers, options.misses)
    if options.baselines:
        baselines(folder, made, queries)
    times = update_times(path, made)
    print(f"\none update: {statistics.median(times):.2f} ms, p99 {share(times, 0.99):.2f} ms")


def show_misses(made: Sequence[TitleDocument], queries: Sequence[Query], answers: dict[str, Any], most: int) -> None:
    """Print queries whose target was not found, and the slowest."""
    print("\nnot found:")
    missed = [query for query, rank in zip(queries, answers["ranks"], strict=True) if not rank]
    for query in missed[:most]:
        print(f"  {query.kind}: {query.text!r} → {' | '.join(name.text for name in made[query.target - 1].names)}")
    print("slowest:")
    for time, query in sorted(zip(answers["times"], queries, strict=True), reverse=True)[:most]:
        print(f"  {time:.1f} ms {query.kind}: {query.text!r}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--titles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2, help="of the queries: 1 is for tuning, others for judging")
    parser.add_argument("--each", type=int, default=150, help="queries of each class")
    parser.add_argument("--baselines", action="store_true", help="ask SQLite's own full-text search and tantivy, too")
    parser.add_argument("--misses", type=int, default=0, help="print so many queries that were not answered")
    parser.add_argument("--data", type=Path, help="keep the index in this folder; with --keep use the one there")
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    if chosen.data:
        os.makedirs(chosen.data, exist_ok=True)
        measure(chosen, chosen.data)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            measure(chosen, Path(temporary))
