"""How well letters are understood: `./dev bench letters NOTICES [--half tuning|judging] [--show N] [--write]`.

NOTICES is a folder with notices that a host has published: an archive, and a list with the year and the kind of each as
its file is called. The list is cut into two halves by a digest of the file's path: rules are tuned on one and judged on
the other. `--write` puts the judging half into docs/notice-reading.md.

What the host itself has put above a letter is cut off. A form of that host asks for the addresses under one heading:
what stands below it is the truth for addresses, read here by that very heading and by nothing that the parser uses.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DOCUMENT = ROOT / "docs" / "notice-reading.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
HOSTS = ("github.com", "raw.githubusercontent.com", "gist.github.com", "codeload.github.com")
KINDS = {"counter_notice": "counter-notice", "retraction": "retraction"}
PREFACE = re.compile(r"\ABefore disabling any content.*?\n---\n", re.DOTALL)
ASKED = re.compile(r"\*\*What files (?:should be|were) taken down\?[^*]*\*\*(.*?)(?=\n\*\*|\Z)", re.DOTALL)
ADDRESS = re.compile(r"https?://(?:gist\.|raw\.)?github(?:usercontent)?\.com/[^\s<>\")\]]+")
FIELDS = (
    "work named", "work described or named", "addresses", "all addresses bound to a work", "good faith", "accuracy",
    "under penalty of perjury", "authority", "signature", "holder or principal", "language",
)  # fmt: skip


@dataclass
class Group:
    """What was found in the letters of one kind and span of years."""

    letters: int = 0
    found: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    wrong_kind: int = 0
    unsure: int = 0


def letters(folder: Path, half: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The letters of a half, in order, each with its row of the list."""
    wanted = {}
    for line in (folder / "manifest_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if (hashlib.sha256(row["path"].encode()).digest()[0] & 1) == (half == "judging"):
            wanted[row["path"]] = row
    with tarfile.open(folder / "github_dmca_dev.tar.gz") as archive:
        for member in archive:
            path = member.name.partition("notices/")[2] or member.name
            packed = archive.extractfile(member) if path in wanted else None
            if packed is not None:
                yield wanted[path], PREFACE.sub("", packed.read().decode("utf-8", "replace"))


def kind_of(row: dict[str, Any]) -> str:
    """The kind that a file's name tells."""
    kind = str(row["kind_from_name"])
    return "notice" if kind.startswith("notice") else kind


def years(row: dict[str, Any]) -> str:
    """A span of years, as the forms of that host changed."""
    year = int(row["year"])
    return "2011–2015" if year < 2016 else "2016–2019" if year < 2020 else "2020–2023" if year < 2024 else "2024–2026"


def seen(reading: Any) -> Iterator[str]:
    """The fields of FIELDS that a Reading has."""
    made = {one.statement.value for one in reading.statements}
    told = (
        any(work.title for work in reading.works), reading.works, reading.addresses,
        reading.addresses and all(one.work is not None for one in reading.addresses),
        "good-faith" in made or "mistake" in made, "accuracy" in made, "perjury" in made, "authority" in made,
        reading.signature.name, reading.principal.organisation, reading.language,
    )  # fmt: skip
    return (name for name, value in zip(FIELDS, told, strict=True) if value)


def key(text: str) -> str:
    """An address to compare by."""
    return text.casefold().partition("://")[2].rstrip("/.,;:*_>)")


def main() -> None:
    """Judge, print, and write where that is asked for."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("notices", type=Path)
    reader.add_argument("--half", choices=("tuning", "judging"), default="judging")
    reader.add_argument("--show", type=int, default=0, help="how many failures to print")
    reader.add_argument("--write", action="store_true")
    given = reader.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "allostream.config.settings"
    import django

    django.setup()
    from allostream.rights_desk.reading.letters import read
    from allostream.rights_desk.validity_rules import classify

    groups: dict[tuple[str, str], Group] = defaultdict(Group)
    right = missed = beyond = 0
    failures: list[str] = []
    spent = 0.0
    for row, text in letters(given.notices, given.half):
        began = time.process_time()
        reading = read(text, sender="somebody@sender.example", own_hosts=HOSTS)
        spent += time.process_time() - began
        group = groups[kind_of(row), years(row)]
        group.letters += 1
        group.found.update(seen(reading))
        group.levels[classify(reading).level.value] += 1
        group.unsure += bool(reading.doubts)
        wanted = KINDS.get(row["kind_from_name"], "notice")
        if row["kind_from_name"] != "reversal" and reading.kind.value != wanted:
            group.wrong_kind += 1
            failures.append(f"{row['path']}: {reading.kind.value}")
        truth = {key(found) for asked in ASKED.findall(text) for found in ADDRESS.findall(asked)}
        if truth:
            told = {key(address.text) for address in reading.addresses}
            right, missed, beyond = right + len(truth & told), missed + len(truth - told), beyond + len(told - truth)
            if truth - told:
                failures.append(f"{row['path']}: {len(truth - told)} addresses not found, such as {min(truth - told)}")
    tables = written(groups, (right, missed, beyond), spent)
    sys.stdout.write(tables)
    sys.stdout.writelines(f"  {one}\n" for one in failures[: given.show])
    if given.write and given.half == "judging":
        document = DOCUMENT.read_text()
        DOCUMENT.write_text(f"{document.partition(BEGIN)[0]}{BEGIN}{tables}{END}{document.partition(END)[2]}")


def written(groups: dict[tuple[str, str], Group], addresses: Sequence[int], spent: float) -> str:
    """The tables of the note."""
    kinds = sorted({kind for kind, _years in groups})
    total = {kind: sum(groups[one].letters for one in groups if one[0] == kind) for kind in kinds}
    out = (
        "| found in | "
        + " | ".join(f"{kind} ({total[kind]})" for kind in kinds)
        + " |\n| --- |"
        + " --: |" * len(kinds)
        + "\n"
    )
    for name in FIELDS:
        counts = (sum(groups[one].found[name] for one in groups if one[0] == kind) / total[kind] for kind in kinds)
        out += f"| {name} | " + " | ".join(f"{100 * count:.0f} %" for count in counts) + " |\n"
    out += (
        "\n| kind | years | letters | other kind read | with a doubt | levels |\n| --- | --- | --: "
        "| --: | --: | --- |\n"
    )
    for (kind, span), group in sorted(groups.items()):
        levels = " ".join(f"{level} {count}" for level, count in sorted(group.levels.items()))
        out += f"| {kind} | {span} | {group.letters} | {group.wrong_kind} | {group.unsure} | {levels} |\n"
    right, missed, beyond = addresses
    whole = sum(group.letters for group in groups.values())
    out += (
        f"\nAddresses below the form’s heading: {right:,} found, {missed:,} not found; {beyond:,} more we"
        f"re taken from elsewhere in\nthe same letters. Processor time for one letter: "
        f"{1000 * spent / max(1, whole):.0f} ms.\n"
    )
    return out


if __name__ == "__main__":
    main()
