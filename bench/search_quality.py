"""How well names are found, over real queries and over made mistakes: `./dev bench search_quality [--judging]`.

Indexes the folder of real data, asks what people typed (bench.queries.real) and names changed in every way of
bench.searching, each through the reading of the words, all of their meanings and the order of the page, where nothing
can be watched. Prints recall@10 (how often the target is among the first ten), MRR (how high it stands), the processor
time of a query in milliseconds, and with `--baselines` the same of FTS5 with bm25 and of tantivy, as the tables of
docs/search-quality.md. Rules are tuned by what is printed without `--judging`, which shares no query with the other
half. `--only part-of-a-class`, `--misses N` and `--data folder --keep` are for tuning.
"""

import argparse
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import thread_time

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allostream.links.search_rules import in_order
from allostream.search import pasted
from allostream.search.building import build
from allostream.search.finding import Index
from allostream.search.normal import normal
from allostream.search.understanding import understand
from bench.queries import real
from bench.searching import scripts
from bench.searching.baselines import build_full_text, build_tantivy, full_text, tantivy_index
from bench.searching.corrupting import MAKERS, log
from bench.searching.habits import HABITS
from bench.searching.numbers import numbers
from bench.searching.reference import Reference, reference

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ALLOSTREAM_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
TODAY_YEAR = 2026
TUNING, JUDGING = 1, 2  # seeds
TEN, ALL = 10, 200
LEAST_OF_A_LANGUAGE = 25
EPISODE = "episode"


@dataclass(frozen=True)
class Case:
    """A query, its class and language, and what is right: titles, of the class “episode” episodes."""

    kind: str
    text: str
    language: str
    targets: Collection[int]


@dataclass(frozen=True)
class Answer:
    """The rank of the first target, 0 for none of the first ten, and the milliseconds of processor time."""

    rank: int
    milliseconds: float


def real_cases(data: Path, known: Reference, half: real.Half, most: int) -> Iterator[Case]:
    """What people typed, as far as its true work is in the catalogue; of each class no more than `most`."""
    asked = Counter[str]()
    for query in sorted(real.read(data, half), key=lambda one: one.digest):
        if asked[query.sort] < most and (targets := targets_of(query, known)):
            asked[query.sort] += 1
            yield Case(query.sort, query.text, query.language, targets)


def targets_of(query: real.Query, known: Reference) -> set[int]:
    """What the query means: by its numbers, else by its names, of these those of its year if it has one."""
    if query.sort == EPISODE:
        return {known.parts[key] for key in query.part if key in known.parts}
    found = {known.identifiers[key] for key in query.identifiers if key in known.identifiers}
    named = {id_ for name in query.names if name for id_ in known.names.get(normal(name), ())}
    if not query.identifiers:
        return named
    if query.year:  # the same work under a second number
        found |= {id_ for id_ in named if known.titles[id_ - 1].year == query.year}
    return found


def made_cases(known: Reference, seed: int, each: int) -> Iterator[Case]:
    """Names with seeded mistakes, and numbers and addresses."""
    for query in log(known.titles, seed, each, MAKERS | HABITS):
        text = f"{query.text} {query.year}" if query.year else query.text
        yield Case(query.kind, text, query.language[:2], (query.target,))
    rng = random.Random(f"scripts {seed}")  # noqa: S311 - a log of queries
    for language, name, _, _ in scripts.works():
        for kind, text in scripts.typed(language, name, rng):
            yield Case(kind, text, language, known.names.get(normal(name), ()))


def ours(path: Path) -> Callable[[Case], list[int]]:
    """The first ten of this project's search, in the order of a page where nothing can be watched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
    django.setup()
    from allostream.web.finding import titles_found

    index = Index.open(path, deadline=1.0)

    def ask(case: Case) -> list[int]:
        language = "fr" if case.language == "fr" else "en"
        asked = understand(case.text, today_year=TODAY_YEAR, language=language)
        if case.kind == EPISODE:
            readings = asked.readings[:1]
            return [hit.id for one in readings for hit in index.episodes(one, limit=TEN).hits]
        return [one.id for one in in_order(titles_found(index, asked, ALL), ())[:TEN]]

    return ask


def answers(cases: Sequence[Case], ask: Callable[[Case], list[int]]) -> list[Answer]:
    """Each case asked once, and once before without being counted so that the file is in memory."""
    made = []
    for case in cases:
        ask(case)
        start = thread_time()
        found = ask(case)
        spent = (thread_time() - start) * 1000
        ranks = [place for place, one in enumerate(found, 1) if one in case.targets]
        made.append(Answer(min(ranks, default=0), spent))
    return made


def recall_and_rank(some: Sequence[Answer]) -> str:
    """recall@10 and MRR as two cells of a table."""
    recall = sum(bool(one.rank) for one in some) / len(some)
    mrr = sum(1 / one.rank for one in some if one.rank) / len(some)
    return f"{recall:.3f} | {mrr:.3f}"


def times(some: Sequence[Answer]) -> str:
    """The middle and the 99th of a hundred as two cells."""
    ordered = sorted(one.milliseconds for one in some)
    return f"{ordered[len(ordered) // 2]:.2f} | {ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]:.1f}"


def table(
    title: str, cases: Sequence[Case], by: Callable[[Case], str], given: dict[str, list[Answer]], least: int = 1
) -> None:
    """Print one table: a line for each group, one for all."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        places[by(case)].append(place)
    lines = [(name, some) for name, some in places.items() if len(some) >= least]
    others = [name for name in given if name != "ours"]
    heads = [
        "queries",
        "recall@10",
        "MRR",
        "p50 ms",
        "p99",
        *(f"{name} {what}" for name in others for what in ("recall@10", "MRR")),
    ]
    print(f"\n| {title} | {' | '.join(heads)} |")
    print("| --- |" + " --- |" * len(heads))
    for name, some in [*lines, ("all", list(range(len(cases))))]:
        own = [given["ours"][place] for place in some]
        cells = [recall_and_rank(own), times(own)]
        cells += [recall_and_rank([given[other][place] for place in some]) for other in others]
        print(f"| {name} | {len(some)} | {' | '.join(cells)} |", flush=True)


def show_misses(
    cases: Sequence[Case], given: Sequence[Answer], known: Reference, ask: Callable[[Case], list[int]], most: int
) -> None:
    """Print queries whose target is not first, with what is, the lost ones first."""
    shown = Counter[str]()
    ranked = sorted(zip(cases, given, strict=True), key=lambda pair: pair[1].rank or 1000, reverse=True)
    for case, answer in ranked:
        if answer.rank == 1 or shown[case.kind] >= most or case.kind == EPISODE:
            continue
        shown[case.kind] += 1
        target = known.titles[min(case.targets) - 1]
        first = [known.titles[one - 1] for one in ask(case)[:1]]
        names = " | ".join(name.text for name in target.names[:4])
        told = f"{case.kind} [{answer.rank}] {case.text!r} → {names} ({target.year})"
        print(f"  {told} — first: {[(one.names[0].text, one.year) for one in first]}")


def measure(options: argparse.Namespace, folder: Path) -> None:
    """Build, ask and print."""
    known = reference(DATA)
    if not known.titles:
        sys.exit("The folder of real data is not here: set ALLOSTREAM_REFERENCE_DATA.")
    path = folder / "index"
    if not (options.keep and path.exists()):
        build(path, [*known.titles, *known.episodes])
    half: real.Half = "judging" if options.judging else "tuning"
    wanted = [case for case in real_cases(DATA, known, half, options.real) if options.only in case.kind]
    made = list(made_cases(known, JUDGING if options.judging else TUNING, options.each))
    made = [case for case in made if options.only in case.kind]
    engines = {"ours": ours(path)}
    if options.baselines:
        build_full_text(folder / "plain", known.titles)
        build_tantivy(folder / "tantivy", known.titles)
        plain, fuzzy = full_text(folder / "plain"), tantivy_index(folder / "tantivy")
        engines |= {"FTS5": lambda case: plain(case.text, None), "tantivy": lambda case: fuzzy(case.text, None)}
    print(f"{len(known.titles):,} titles, {len(known.episodes):,} episodes, the {half} half")
    for title, cases in (("real queries", wanted), ("names with seeded mistakes", made)):
        if cases:
            given = {name: answers(cases, ask) for name, ask in engines.items()}
            table(title, cases, lambda case: case.kind, given)
            table("language of the name", cases, lambda case: case.language or "not known", given, LEAST_OF_A_LANGUAGE)
            if options.misses:
                show_misses(cases, given["ours"], known, engines["ours"], options.misses)
    report_numbers(known, JUDGING if options.judging else TUNING, options.each)


def report_numbers(known: Reference, seed: int, each: int) -> None:
    """Numbers and addresses of other catalogues: how many are read as what they are."""
    print("\n| numbers and addresses | queries | understood |\n| --- | --- | --- |")
    for kind, asked in numbers(known, DATA, seed, each).items():
        right = 0
        for text, key in asked:
            named = pasted.read(text, set())
            found = {
                *(named.identifiers if named else ()),
                *understand(text, today_year=TODAY_YEAR, language="en").identifiers,
            }
            right += key in found
        print(f"| {kind} | {len(asked)} | {right / max(len(asked), 1):.3f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--judging", action="store_true", help="the half that nothing is tuned by")
    parser.add_argument("--each", type=int, default=100, help="made queries of each class")
    parser.add_argument("--real", type=int, default=400, help="real queries of each class at most")
    parser.add_argument("--baselines", action="store_true", help="ask FTS5 with bm25 and tantivy, too")
    parser.add_argument("--misses", type=int, default=0, help="print so many of each class whose target is not first")
    parser.add_argument("--only", default="", help="classes with this in their name")
    parser.add_argument("--data", type=Path, help="keep the index in this folder; with --keep use the one there")
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    if chosen.data:
        chosen.data.mkdir(parents=True, exist_ok=True)
        measure(chosen, chosen.data)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            measure(chosen, Path(temporary))
