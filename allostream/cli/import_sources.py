"""The sources that `manage.py import` knows besides files of our own format: what each is given, and its records."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from django.conf import settings

from allostream.catalogue.held import titles_holding
from allostream.cli.import_files import BROKEN, CannotRead, Offered, Reading, checked
from allostream.connectors import bangumi, mediaarts, omdb, tvmaze, wikidata, wikipedia
from allostream.connectors.rows import Row, SourceProblem
from allostream.connectors.wikidata import extract
from allostream.lib.exchange import BadLine
from allostream.net.door import ask_now

Options = dict[str, Any]
SINCE = ("day", "week", "month")


@dataclass(frozen=True)
class Outside:
    """A source outside: a line of help, its arguments, and how its rows are had."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    rows: Callable[[Options, Reading], Iterator[Row]]


def offered(source: Outside, options: Options, reading: Reading) -> Iterator[Offered]:
    """The records of a source, checked, with their places. Raises CannotRead, also half-way."""
    try:
        for row in source.rows(options, reading):
            yield row.place, row.made if isinstance(row.made, BadLine) else checked(row.made)
    except SourceProblem as error:
        raise CannotRead(str(error)) from error
    except BROKEN as error:
        raise CannotRead(f"The source cannot be read: {error}. What was read before is kept.") from error


def kept_folder() -> Path:
    """Where imports keep what they have read so far: they go on there after they were stopped."""
    return settings.DATA / "imports"


def _path(name: str, help_: str) -> Callable[[argparse.ArgumentParser], None]:
    return lambda parser: cast(None, parser.add_argument(name, type=Path, help=help_))


def _omdb(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)
    parser.add_argument("--snapshot", default="", metavar="YYYY-MM", help="take the tables of a later state")


def _wikidata(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a dump of entities (.json, .gz, .bz2), or the folder of an extract")
    parser.add_argument("--classes", type=Path, help="a table of classes: item,kind,form (docs/adding-a-source.md)")


def _wikidata_rows(options: Options, reading: Reading) -> Iterator[Row]:
    path = options["path"]
    if path.is_dir():
        return extract.records(path, _held)
    classes = wikidata.read_classes(options["classes"]) if options["classes"] else wikidata.classes()
    return wikidata.records(path, kept_folder(), classes, reading.tell)


def _held(items: Any) -> dict[str, extract.Held]:
    found = titles_holding("wikidata", items)
    return {item: extract.Held(cast(Any, one.kind), one.name, one.language) for item, one in found.items()}


def _tvmaze(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="*", help="files of JSON lines with objects of the API")
    parser.add_argument(
        "--since", choices=SINCE, help="ask the API for what was changed in the last day, week or month"
    )
    parser.add_argument("--show", type=int, action="append", default=[], metavar="ID", help="ask the API for this show")


def _tvmaze_rows(options: Options, _reading: Reading) -> Iterator[Row]:
    if options["files"]:
        return tvmaze.records(options["files"])
    client = tvmaze.Client(ask_now)
    if options["since"]:
        return _updated(client, options["since"])
    if options["show"]:
        return tvmaze.from_api(client, options["show"])
    raise SourceProblem("Nothing says what to take: give files, --since=day, or --show=ID.")


def _updated(client: tvmaze.Client, since: Literal["day", "week", "month"]) -> Iterator[Row]:
    """The shows that were changed, but for those that were taken in since. What was is noted, so that it goes on."""
    path = kept_folder() / "tvmaze-updated.json"
    known: dict[str, int] = json.loads(path.read_text()) if path.is_file() else {}
    changed = {id_: second for id_, second in client.updated(since).items() if known.get(str(id_), 0) < second}
    yield from tvmaze.from_api(client, sorted(changed))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known | {str(id_): second for id_, second in changed.items()}))


OUTSIDE: dict[str, Outside] = {
    "omdb": Outside(
        "a folder with the tables of omdb.org", _omdb, lambda o, _: omdb.records(o["folder"], o["snapshot"])
    ),
    "wikidata": Outside("a dump of Wikidata, or an extract of one", _wikidata, _wikidata_rows),
    "tvmaze": Outside("series of TVmaze: files of its objects, or its API", _tvmaze, _tvmaze_rows),
    "wikipedia": Outside(
        "American films listed by Wikipedia, as JSON lines",
        _path("file", "the file"),
        lambda o, _: wikipedia.records(o["file"]),
    ),
    "bangumi": Outside(
        "anime of bangumi-data, as JSON lines", _path("file", "the file"), lambda o, _: bangumi.records(o["file"])
    ),
    "mediaarts": Outside(
        "anime of Japan's Media Arts Database",
        _path("folder", "the folder with its tables"),
        lambda o, _: mediaarts.records(o["folder"]),
    ),
}
