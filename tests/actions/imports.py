"""Short ways to write a file of records and to take it in by the command."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

SOURCE = {
    "record": "source", "slug": "lists", "name": "Lists", "licence": "CC0-1.0", "credit": "Kept by its readers",
}  # fmt: skip
# The word of somebody who has looked at the copies of a file, without which none of them is shown.
LOOKED = "Ada looked at each copy on 20 November 2026"
OTHER = {**SOURCE, "slug": "films", "name": "Films"}


def film(id_: str = "1", source: str = "lists", **values: Any) -> dict[str, Any]:
    facts = {"key": f"{source}:{id_}", "kind": "film", "name": "The General", "language": "en", "year": 1926}
    return {"record": "title", **facts, **values}


def series(id_: str = "10", source: str = "lists", **values: Any) -> dict[str, Any]:
    return film(id_, source, **{"kind": "series", "name": "Judex", "year": 1916, **values})


def season(id_: str = "20", of: str = "lists:10", **values: Any) -> dict[str, Any]:
    return {"record": "season", "key": f"{of.split(':')[0]}:{id_}", "series": of, "number": 1, **values}


def episode(id_: str = "30", of: str = "lists:20", **values: Any) -> dict[str, Any]:
    return {"record": "episode", "key": f"{of.split(':')[0]}:{id_}", "season": of, **values}


def rights(on: str = "lists:1", country: str = "US", **values: Any) -> dict[str, Any]:
    facts = {
        "status": "pd", "play": "yes", "rule": "us_term_expired", "confidence": "high", "evaluated_on": "2026-11-24",
    }  # fmt: skip
    return {"record": "rights", "on": on, "country": country, **facts, **values}


def link(on: str = "lists:1", item: str = "general", **values: Any) -> dict[str, Any]:
    facts = {"url": f"https://archive.org/details/{item}", "offer": "free_open", "basis": "work", "form": "embed"}
    return {"record": "link", "on": on, **facts, **values}


def edition(id_: str = "40", on: str = "lists:1", **values: Any) -> dict[str, Any]:
    facts = {"key": f"lists:{id_}", "on": on, "kind": "restoration", "name": "Restoration of 2017"}
    return {"record": "edition", **facts, **values}


def channel(id_: str = "50", source: str = "lists", **values: Any) -> dict[str, Any]:
    facts = {
        "key": f"{source}:{id_}", "host": "internet-archive", "id": "filmmuseum", "name": "Film Museum",
        "kind": "collection",
    }  # fmt: skip
    return {"record": "channel", **facts, **values}


class Run:
    """One run of the command: what it printed and how it ended."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        out, errors = StringIO(), StringIO()
        self.failure = ""
        try:
            call_command("import", *map(str, arguments), stdout=out, stderr=errors, **options)
        except CommandError as error:
            self.failure = str(error)
            self.code = error.returncode
        else:
            self.code = 0
        self.out, self.errors = out.getvalue(), errors.getvalue()

    def count(self, kind: str) -> tuple[int, ...]:
        """How many records of a kind were new, changed, unchanged, refused."""
        row = next((line for line in self.out.splitlines() if line.startswith(f"{kind} ")), f"{kind} 0 0 0 0")
        return tuple(int(number.replace(",", "")) for number in row.split()[1:])


def written(folder: Path, *records: dict[str, Any] | str, name: str = "list.jsonl") -> Path:
    """A file of these records, one a line; texts are lines as they are."""
    path = folder / name
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def take_in(folder: Path, *records: dict[str, Any] | str, **options: Any) -> Run:
    """Write a file of these records, its source first, and import it."""
    first = () if records and isinstance(records[0], dict) and records[0]["record"] == "source" else (SOURCE,)
    return Run("catalogue", written(folder, *first, *records), **options)
