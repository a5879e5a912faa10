"""How fast a dump of Wikidata is read, and how much memory it takes: `./dev bench dump [--megabytes N] [FILE]`.

Without FILE a dump is made whose entities are shaped and mixed as those of the real one: of a hundred, two are films or
series with some forty labels and twenty properties, eight people, forty scholarly articles, fifty of everything else,
about 10 kB each. Each row is a process of its own and counts processor time. Baselines in the same run: unpacking the
file, and parsing each of its lines as JSON with the standard library.
"""

import argparse
import gzip
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TONGUES = (
    "en", "fr", "de", "es", "it", "nl", "pt", "ru", "uk", "pl", "sv", "nb", "da", "fi", "cs", "sk", "hu", "ro", "bg",
    "el", "tr", "ar", "fa", "he", "hi", "bn", "ta", "te", "ja", "ko", "zh", "vi", "id", "ms", "th", "ca", "eu", "gl",
)  # fmt: skip
MEMBER = 4 * 1024 * 1024
OF_A_HUNDRED = ((2, "film"), (8, "person"), (40, "article"), (50, "other"))
COUNT = """
import sys
from allostream.connectors.wikidata import dump
from pathlib import Path
size = lines = 0
for portion in dump.portions(Path(sys.argv[1]), dump.Mark()):
    lines += len(portion.lines)
    size += sum(map(len, portion.lines)) + len(portion.lines)
print(lines, size)
"""
PARSE = """
import sys, json, gzip
size = lines = 0
for line in gzip.open(sys.argv[1]):
    size += len(line)
    lines += 1
    if len(line) > 3:
        json.loads(line.rstrip(b",\\n"))
print(lines, size)
"""
HARVEST = """
import sys, tempfile
from pathlib import Path
from allostream.connectors.wikidata import codes
from allostream.connectors.wikidata.harvest import Harvest
with tempfile.TemporaryDirectory() as folder, Harvest(Path(folder) / "kept.sqlite3") as harvest:
    harvest.gather(Path(sys.argv[1]), codes.classes())
    print(sum(1 for _ in harvest.works("film", "series")), 0)
"""
RECORDS = """
import sys, tempfile
from pathlib import Path
from allostream.connectors import wikidata
from allostream.lib.exchange import BadLine, checked
with tempfile.TemporaryDirectory() as folder:
    rows = wikidata.records(Path(sys.argv[1]), Path(folder))
    print(sum(1 for row in rows if isinstance(row.made, BadLine) or checked(row.made)), 0)
"""


class Row(NamedTuple):
    """One line of the table."""

    what: str
    found: int
    seconds: float
    megabytes: float


def snak(property_: str, value: Any) -> dict[str, Any]:
    if isinstance(value, int):
        known = {"entity-type": "item", "numeric-id": value, "id": f"Q{value}"}
        data: dict[str, Any] = {"value": known, "type": "wikibase-entityid"}
    else:
        data = {"value": value, "type": "string" if isinstance(value, str) else "time"}
    return {"snaktype": "value", "property": property_, "hash": "5f" * 20, "datavalue": data, "datatype": "external-id"}


def statement(property_: str, value: Any, chance: random.Random) -> dict[str, Any]:
    """A statement with the references that most of the real ones have."""
    reference = {
        "hash": "ab" * 20,
        "snaks": {"P248": [snak("P248", 37312)], "P854": [snak("P854", f"https://a.example/{chance.getrandbits(60)}")]},
        "snaks-order": ["P248", "P854"],
    }
    id_ = f"Q1${chance.getrandbits(120):x}"
    return {
        "mainsnak": snak(property_, value), "type": "statement", "id": id_, "rank": "normal", "references": [reference],
    }  # fmt: skip


def day(year: int) -> dict[str, Any]:
    model = "http://www.wikidata.org/entity/Q1985727"
    time = f"+{year}-03-04T00:00:00Z"
    return {"time": time, "timezone": 0, "before": 0, "after": 0, "precision": 11, "calendarmodel": model}


def values(kind: str, chance: random.Random) -> list[tuple[str, Any]]:
    """The statements of an entity of a kind."""
    year = chance.randrange(1900, 2025)
    person = [chance.randrange(1_000, 9_000) for _ in range(10)]
    if kind == "film":
        cast = [("P161", one) for one in person]
        known = [("P345", f"tt{chance.randrange(10**7):07}"), ("P577", day(year)), ("P57", person[0]), ("P495", 30)]
        more = [(f"P{number}", str(chance.getrandbits(40))) for number in (2529, 3138, 480, 1970, 6127, 4947, 1874)]
        what = chance.choice((11424, 11424, 24862, 5398426))
        return [("P31", what), ("P364", 1860), ("P136", 130232), *known, *cast, *more]
    if kind == "person":
        many = [(f"P{number}", str(chance.getrandbits(40))) for number in range(214, 240)]
        return [("P31", 5), ("P569", day(year)), ("P27", 142), ("P106", 33999), *many]
    if kind == "article":
        return [("P31", 13442814), ("P577", day(year)), *(("P2093", f"Author {number}") for number in range(14))]
    return [("P31", 16521), *((f"P{chance.randrange(10, 9000)}", str(chance.getrandbits(50))) for _ in range(12))]


def entity(id_: int, kind: str, chance: random.Random) -> dict[str, Any]:
    tongues = TONGUES if kind in ("film", "person") else TONGUES[: chance.randrange(1, 12)]
    claims: dict[str, list[Any]] = {}
    for property_, value in values(kind, chance):
        claims.setdefault(property_, []).append(statement(property_, value, chance))
    return {
        "type": "item", "id": f"Q{id_}",
        "labels": {tag: {"language": tag, "value": f"Thing {id_} {tag}"} for tag in tongues},
        "descriptions": {tag: {"language": tag, "value": f"what it is, {kind}"} for tag in tongues},
        "aliases": {"en": [{"language": "en", "value": f"Other {id_}"}]}, "claims": claims,
        "sitelinks": {f"{tag}wiki": {"site": f"{tag}wiki", "title": f"T {id_}", "badges": []} for tag in tongues[:6]},
        "pageid": id_, "ns": 0, "title": f"Q{id_}", "lastrevid": id_, "modified": "2026-11-01T00:00:00Z",
    }  # fmt: skip


def make(path: Path, megabytes: int) -> None:
    """A dump of so many megabytes once unpacked, made of members as the real one is."""
    chance, id_, size = random.Random(31), 1_000, 0  # noqa: S311 - no secret
    kinds = [kind for share, kind in OF_A_HUNDRED for _ in range(share)]
    with path.open("wb") as file:
        member = [b"[\n"]
        while size < megabytes * 1_000_000:
            text = json.dumps(entity(id_, chance.choice(kinds), chance), separators=(",", ":")).encode()
            member.append(text + b",\n")
            size, id_ = size + len(text), id_ + 1
            if size // MEMBER != (size - len(text)) // MEMBER:
                file.write(gzip.compress(b"".join(member), 6))
                member = []
        last = b"".join(member).removesuffix(b",\n")
        file.write(gzip.compress(last + b"\n]\n", 6))


def measure(what: str, program: str, path: Path) -> tuple[Row, str]:
    """Run a program on the dump; its processor time and greatest memory."""
    command = [sys.executable, "-c", program, str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = re.search(r"^(\d+) (\d+)$", output, re.MULTILINE)
    if process.returncode or not said:
        sys.exit(f"{what}: {output}")
    return Row(what, int(said[1]), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), said[2]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench dump", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="a dump of your own, packed with gzip")
    parser.add_argument("--megabytes", type=int, default=200, help="how large the dump that is made is, unpacked")
    options = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as scratch:
        path = options.file or Path(scratch) / "dump.json.gz"
        if not options.file:
            make(path, options.megabytes)
        counted, size = measure("baseline: unpacked and parted in lines", COUNT, path)
        rows = [
            counted,
            measure("baseline: each line through json.loads", PARSE, path)[0],
            measure("both passes of a harvest", HARVEST, path)[0],
            measure("harvest and records, checked", RECORDS, path)[0],
        ]
    entities, megabytes = counted.found, int(size) / 1_000_000
    print(f"{entities:,} lines, {megabytes:,.0f} MB unpacked. Rates are of one core, of the dump once through.")
    print(f"{'what':<42} {'found':>9} {'seconds':>8} {'MB/s':>7} {'entities/s':>11} {'peak MB':>8}")
    for row in rows:
        rates = f"{megabytes / row.seconds:>7,.0f} {entities / row.seconds:>11,.0f}"
        print(f"{row.what:<42} {row.found:>9,} {row.seconds:>8.1f} {rates} {row.megabytes:>8.0f}")


if __name__ == "__main__":
    main()
