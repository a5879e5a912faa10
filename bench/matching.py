"""How often works are rightly recognised: `./dev bench matching DATA [--half tuning|judging] [--misses N] [--write]`.

DATA is a folder with the lists of bench.pairs. The films and series of omdb.org are taken in; then each list describes
works to the resolution without their identifiers, which afterwards say what is true. Rules are tuned on one half of
each list and judged on the other. `--write` puts the judging half into docs/matching-quality.md.
"""

import argparse
import gzip
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allostream.catalogue.identity_rules import Verdict
    from bench.pairs.lists import Known

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DOCUMENT = ROOT / "docs" / "matching-quality.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
AT_ONCE = 2000
STRICT = ("imdb", "wikidata")  # an article of Wikipedia may have been renamed since


@dataclass
class Truth:
    """Which titles have which identifier, and which schemes each title has."""

    titles: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    schemes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def fill(omdb: Path, scratch: Path) -> None:
    """Take the films and series of omdb.org into a fresh database."""
    from django.core.management import call_command
    from msgspec.structs import replace

    from allostream.connectors.omdb import records
    from allostream.lib import exchange

    path = scratch / "omdb.jsonl"
    with path.open("wb") as lines:
        for row in records(omdb, ""):
            if isinstance(row.made, exchange.Season):
                break
            if isinstance(row.made, exchange.Source):
                lines.write(exchange.write_line(row.made) + b"\n")
            elif isinstance(row.made, exchange.Title):
                lines.write(exchange.write_line(replace(row.made, genres=())) + b"\n")
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("import", "catalogue", str(path), verbosity=0, stdout=nowhere, stderr=nowhere)


def truth_of(omdb: Path) -> Truth:
    """What the tables of omdb.org say their works are called elsewhere."""
    from allostream.catalogue.models import Identifier

    keys = dict(Identifier.objects.filter(scheme="omdb").values_list("value", "title_id"))
    truth = Truth()
    for table in ("films", "series"):
        for line in gzip.decompress((omdb / f"{table}.jsonl.gz").read_bytes()).splitlines():
            row = json.loads(line)
            links, pk = row.get("links") or {}, keys.get(row["id"])
            articles = [one["key"].replace(" ", "_") for one in links.get("wikipedia", ()) if one["lang"] == "en"]
            given = {"imdb": links.get("imdbmovie", ()), "wikidata": links.get("wikidata", ()), "enwiki": articles}
            for scheme, values in given.items() if pk else ():
                for value in values:
                    truth.titles[scheme, value].add(pk)
                    truth.schemes[pk].add(scheme)
    return truth


def in_half(key: str, half: str) -> bool:
    """Whether a work belongs to a half; by a digest, so that it does for ever."""
    return hashlib.blake2b(key.encode()).digest()[0] % 2 == (half == "judging")


@dataclass
class Figures:
    """What became of a list: as links are taken for a title, as records are made one with it, and how long it took."""

    taken: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, other: "Figures") -> None:
        """Add those of another list."""
        self.taken += other.taken
        self.merged += other.merged
        self.seconds += other.seconds


def measured(known: "Iterator[Known]", truth: Truth, half: str, misses: list[str]) -> Figures:
    """What became of a list; the time is the processor's."""
    from allostream.catalogue.identity_rules import for_merging
    from allostream.catalogue.resolving import resolve

    figures, start = Figures(), time.process_time()
    chosen = (one for one in known if in_half(next(iter(one.identifiers.values()), one.described.names[0].text), half))
    while portion := list(islice(chosen, AT_ONCE)):
        for one, verdict in zip(portion, resolve([one.described for one in portion]), strict=True):
            if count(figures.taken, one, verdict, truth) == "wrong":
                misses.append(f"{one.described.names[0].text} ({one.described.year}) {one.identifiers} {verdict}")
            count(figures.merged, one, for_merging(verdict), truth)
    figures.seconds = time.process_time() - start
    return figures


def count(counts: Counter[str], one: "Known", verdict: "Verdict", truth: Truth) -> str:
    """Count a verdict; what it is if it says that the work is one of the catalogue, else ""."""
    true = set[int]().union(*(truth.titles.get(pair, set()) for pair in one.identifiers.items()))
    counts["all"] += 1
    counts["known"] += bool(true)
    if verdict.outcome == "doubtful":
        counts["doubtful and right"] += verdict.title in true
    if verdict.outcome != "same":
        return ""
    answer = _right(verdict.title, true, one.identifiers, truth)
    counts[answer] += 1
    return answer


def _right(title: int | None, true: set[int], identifiers: dict[str, str], truth: Truth) -> str:
    if title in true:
        return "right"
    differs = any(scheme in truth.schemes.get(title or 0, ()) for scheme in identifiers if scheme in STRICT)
    return "wrong" if true or differs else "nobody knows"


def line(what: str, counts: Counter[str], seconds: float) -> str:
    """A row of a table."""
    judged = counts["right"] + counts["wrong"]
    precision = f"{counts['right'] / judged:.4f}" if judged else "–"
    recall = f"{counts['right'] / counts['known']:.3f}" if counts["known"] else "–"
    asked = f"{(counts['right'] + counts['doubtful and right']) / counts['known']:.3f}" if counts["known"] else "–"
    rate = f"{counts['all'] / max(seconds, 0.001):,.0f}"
    cells = (counts["all"], counts["known"], counts["right"], counts["wrong"], counts["nobody knows"])
    return f"| {what} | {' | '.join(f'{n:,}' for n in cells)} | {precision} | {recall} | {asked} | {rate} |"


HEAD = (
    "| list | described | known | right | wrong | nobody knows | precision | recall | with the doubtful | a second |\n"
    "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
)


def tables(data: Path, half: str, misses: list[str]) -> str:
    """The table of what is taken for a title, and that of what is made one with it, each of all lists."""
    from bench.pairs.lists import lists

    truth, total, found = truth_of(data / "catalogue" / "omdb"), Figures(), []
    for one in lists(data):
        figures = measured(one.read(), truth, half, misses)
        found.append((one.what, figures))
        if figures.taken["known"]:
            total.add(figures)
    found.append(("**all whose truth is known**", total))
    taken = (line(what, one.taken, one.seconds) for what, one in found)
    merged = (line(what, one.merged, one.seconds) for what, one in found)
    return "\n".join((
        "What is taken for a title without a person, for a link (`judge`):", "", HEAD, *taken, "",
        "What is made one without a person, of records (`for_merging`):", "", HEAD, *merged,
    )) + "\n"  # fmt: skip


def write(made: str) -> None:
    """Put the table where the document has its place."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}{made}{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench matching", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of the lists")
    parser.add_argument("--half", choices=("tuning", "judging"), default="tuning")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print so many that were wrong")
    parser.add_argument("--kept", type=Path, metavar="FOLDER", help="keep the database there, and use it again")
    parser.add_argument("--write", action="store_true", help="write the judging half into the document")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
    with tempfile.TemporaryDirectory() as fresh:
        scratch = options.kept or Path(fresh)
        is_there = (scratch / "omdb.jsonl").exists()
        os.environ["ALLOSTREAM_DATA"] = str(scratch)
        import django

        django.setup()
        if not is_there:
            fill(options.data / "catalogue" / "omdb", scratch)
        misses: list[str] = []
        made = tables(options.data, "judging" if options.write else options.half, misses)
    print(made)
    for one in misses[: options.misses]:
        print(one)
    if options.write:
        write(made)


if __name__ == "__main__":
    main()
