"""How rightly the work in a copy is guessed from its names: `./dev bench guessing TITLES --data CATALOGUE [--write]`.

TITLES is a folder with lists of names as people and programs write them, CATALOGUE one with a database that holds the
films and series of omdb.org. Each list is cut into two halves by a digest of what it is about: rules are tuned on one
and judged on the other. `--write` puts the judging half into docs/guessing-quality.md.
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DOCUMENT = ROOT / "docs" / "guessing-quality.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
AT_ONCE = 50


@dataclass
class Score:
    """How many guesses of a list were right."""

    name: str
    asked: int = 0
    known: int = 0
    right: int = 0
    wrong: int = 0
    beside: int = 0  # right among what else it may be
    unknown: int = 0  # guessed a title of which nobody knows whether it is the one
    seconds: float = 0.0
    wrongs: list[str] = field(default_factory=list)

    def row(self) -> str:
        """The figures as a row of a table."""
        guessed = self.right + self.wrong
        precision = f"{self.right / guessed:.4f}" if guessed else "–"
        recall = f"{self.right / self.known:.3f}" if self.known else "–"
        beside = f"{(self.right + self.beside) / self.known:.3f}" if self.known else "–"
        each = f"{1000 * self.seconds / max(1, self.asked):.1f}"
        cells = [f"{one:,}" for one in (self.asked, self.known, self.right, self.wrong, self.unknown)]
        return f"| {self.name} | {' | '.join(cells)} | {precision} | {recall} | {beside} | {each} |"


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a list, packed or not."""
    path = folder / name
    data = path.read_bytes()
    for line in (gzip.decompress(data) if name.endswith(".gz") else data).splitlines():
        yield json.loads(line)


def in_half(key: str, half: str) -> bool:
    """Whether something belongs to a half; by a digest, so that it does for ever."""
    return (hashlib.sha256(key.encode()).digest()[0] & 1) == (half == "judging")


def truths() -> tuple[dict[tuple[str, str], set[int]], dict[int, set[str]]]:
    """Which titles have which identifier, and which schemes each title has."""
    from allostream.catalogue.models import Identifier

    titles: dict[tuple[str, str], set[int]] = defaultdict(set)
    schemes: dict[int, set[str]] = defaultdict(set)
    found = Identifier.objects.filter(scheme__in=("imdb", "wikidata", "omdb"), title__isnull=False)
    for scheme, value, pk in found.values_list("scheme", "value", "title_id"):
        titles[scheme, value].add(pk)
        schemes[pk].add(scheme)
    return titles, schemes


Case = tuple[str, Any, tuple[str, str]]


def of_works(folder: Path) -> Iterator[tuple[str, list[Case]]]:
    """The lists in which each name belongs to a work with an identifier: key, what is told, identifier."""
    from allostream.community.guess_rules import Field, Text
    from allostream.community.guessing import About, texts_of

    def titled(row: dict[str, Any]) -> Case:
        year = int(row["year"]) if row.get("year") else None
        return row["imdb_id"], About((Text(row["ia_title"], Field.TITLE),), year), ("imdb", row["imdb_id"])

    def named(row: dict[str, Any]) -> Case:
        true = ("imdb", row["imdb_id"]) if row.get("imdb_id") else ("wikidata", row["qid"])
        return true[1], About(texts_of("", row["ia_id"], [row["file"]] if row.get("file") else ())), true

    def season(row: dict[str, Any]) -> Case:
        text = f"{row['series_title']} - {row['season_name']} - Episode 2"
        return row["omdb_series_id"], About((Text(text, Field.TITLE),)), ("omdb", row["omdb_series_id"])

    yield (
        "Titles of items at the Internet Archive",
        list(map(titled, rows(folder, "ia_item_titles_with_imdb_dev.jsonl.gz"))),
    )
    yield (
        "Identifiers of items alone",
        [
            named(row)
            for row in rows(folder, "ia_identifiers_to_titles_dev.jsonl.gz")
            if row.get("imdb_id") or row.get("qid")
        ],
    )
    yield "Series by name, season and episode", list(map(season, rows(folder, "season_names_dev.jsonl.gz")))


def judged(name: str, cases: Sequence[Case], known: Any, schemes: Any) -> Score:
    """Guess every case and compare with what is true."""
    from allostream.catalogue.models import Title
    from allostream.community.guessing import guesses

    score, began = Score(name, len(cases)), time.process_time()
    for start in range(0, len(cases), AT_ONCE):
        part = cases[start : start + AT_ONCE]
        for (_, about, true), found in zip(part, guesses([one[1] for one in part]), strict=True):
            truth = known.get(true, set())
            score.known += bool(truth)
            if found.best is None:
                score.beside += any(one.title_id in truth for one in found.others)
            elif found.best.title_id in truth:
                score.right += 1
            elif true[0] in schemes.get(found.best.title_id, ()):
                score.wrong += 1
                title = Title.objects.get(pk=found.best.title_id)
                score.wrongs.append(f"{about.texts[0].text!r} {true[1]}: {title.name} ({title.year})")
            else:
                score.unknown += 1
    score.seconds = time.process_time() - began
    return score


def of_numbers(folder: Path, half: str) -> Iterator[Score]:
    """How rightly seasons and episodes are read, in lists that tell them; known are those that stand in the name."""
    seen: dict[str, list[tuple[str, Any, Any]]] = {"Programmes of broadcasters": [], "Listings of providers": []}
    for row in rows(folder, "site_episode_titles_dev.jsonl"):
        if in_half(row["site"] + row["title"], half):
            told = row.get("season_number"), row.get("episode_number")
            seen["Programmes of broadcasters"].append((row["title"], *told))
    for row in rows(folder, "provider_listing_titles_dev.jsonl.gz"):
        text = next(iter(row["text"].values()))
        if in_half(row["site"] + text, half):
            told = row.get("season_number"), row.get("episode_number")
            visible = row.get("episode_number_visible_in_text")
            seen["Listings of providers"].append((text, told[0] if visible else None, told[1] if visible else None))
    for name, cases in seen.items():
        yield _numbers(name, cases)


def _numbers(name: str, cases: Sequence[tuple[str, Any, Any]]) -> Score:
    from allostream.community.guess_rules import Field, Text, readings_of

    score, began = Score(f"{name}: episode numbers", len(cases)), time.process_time()
    for text, _season, episode in cases:
        found = readings_of([Text(text, Field.TITLE)], 2026)
        read = found[0].episode if found else None
        visible = episode is not None and re.search(rf"(?<!\d)0*{episode}(?!\d)", text) is not None
        score.known += visible
        if read is None:
            continue
        if visible and read == episode:
            score.right += 1
        elif episode is not None:
            score.wrong += 1
            score.wrongs.append(f"{text!r}: {read}, not {episode}")
        else:
            score.unknown += 1
    score.seconds = time.process_time() - began
    return score


HEAD = (
    "| list | asked | known | right | wrong | nobody knows | precision | recall | with the others | ms each |\n"
    "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n"
)


def main() -> None:
    """Judge, print, and write where that is asked for."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("titles", type=Path)
    reader.add_argument("--data", type=Path, required=True)
    reader.add_argument("--half", choices=("tuning", "judging"), default="judging")
    reader.add_argument("--show", type=int, default=0, help="how many wrong guesses to print")
    reader.add_argument("--write", action="store_true")
    given = reader.parse_args()
    os.environ["ALLOSTREAM_DATA"] = str(given.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
    import django

    django.setup()
    known, schemes = truths()
    scores = [
        judged(name, [case for case in cases if in_half(case[0], given.half)], known, schemes)
        for name, cases in of_works(given.titles)
    ]
    scores += of_numbers(given.titles, given.half)
    table = HEAD + "".join(f"{score.row()}\n" for score in scores)
    sys.stdout.write(table)
    for score in scores:
        sys.stdout.writelines(f"  {score.name}: {one}\n" for one in score.wrongs[: given.show])
    if given.write and given.half == "judging":
        text = DOCUMENT.read_text()
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        DOCUMENT.write_text(f"{before}{BEGIN}{table}{END}{after}")


if __name__ == "__main__":
    main()
