"""The sources that `manage.py import` knows besides files of our own format: what each is given, and its records."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from django.conf import settings

from allostream.catalogue.held import titles_holding
from allostream.cli.import_files import BROKEN, CannotRead, Offered, Reading, checked, content_of, read, records_in
from allostream.connectors import bangumi, lists, mediaarts, omdb, peers, schema_org, tvmaze, wikidata, wikipedia
from allostream.connectors.rows import Row, SourceProblem
from allostream.connectors.wikidata import extract, online, renewing
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from allostream.net.door import ask_now

Options = dict[str, Any]
LIST_COLUMNS = ("year", "id", "director", "cast", "country", "genre", "minutes", "imdb", "wikidata")
PAGES_AGAIN = 25  # a batch holds 5,000 records, a page 250 at most
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
    help_ = "a dump of entities (plain, gzip or bzip2), or the folder of an extract"
    parser.add_argument("path", type=Path, nargs="?", help=help_)
    parser.add_argument("--item", action="append", default=[], metavar="Q42", help="ask Wikidata for this work")
    parser.add_argument("--classes", type=Path, metavar="FILE", help="a table of classes in place of ours")
    parser.add_argument("--write-classes", type=Path, metavar="FILE", help="ask Wikidata for a new table, and stop")


def _wikidata_rows(options: Options, reading: Reading) -> Iterator[Row]:
    path = options["path"]
    if options["write_classes"]:
        lines = list(renewing.table(wikidata.Client(ask_now)))
        options["write_classes"].write_text("\n".join((*lines, "")), encoding="utf-8")
        return iter((Row("wikidata", wikidata.SOURCE),))
    if options["item"]:
        return online.records(wikidata.Client(ask_now), options["item"])
    if path is None:
        raise SourceProblem("Nothing says what to take: give the path of a dump or extract, or --item=Q42.")
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
    parser.add_argument("--all", action="store_true", help="ask the API for all shows, without episodes")
    parser.add_argument("--show", type=int, action="append", default=[], metavar="ID", help="ask the API for this show")


def _tvmaze_rows(options: Options, reading: Reading) -> Iterator[Row]:
    if options["files"]:
        return tvmaze.records(options["files"])
    client = tvmaze.Client(ask_now)
    if options["all"]:
        return _all(client, reading)
    if options["since"]:
        return _updated(client, options["since"], reading)
    if options["show"]:
        return tvmaze.from_api(client, options["show"])
    raise SourceProblem("Nothing says what to take: give files, --all, --since=day, or --show=ID.")


def _all(client: tvmaze.Client, reading: Reading) -> Iterator[Row]:
    """All shows; where it was stopped, it goes on some pages before: their records may not have been in a batch yet."""
    path = kept_folder() / "tvmaze-page"
    path.parent.mkdir(parents=True, exist_ok=True)
    first = max(0, int(path.read_text()) - PAGES_AGAIN) if path.is_file() else 0
    yield from tvmaze.from_index(client, first, lambda page: cast(None, path.write_text(str(page))))
    reading.done = lambda: path.unlink(missing_ok=True)


def _updated(client: tvmaze.Client, since: Literal["day", "week", "month"], reading: Reading) -> Iterator[Row]:
    """The shows that were changed, but for those that were taken in since. What was is noted, so that it goes on."""
    path = kept_folder() / "tvmaze-updated.json"
    known: dict[str, int] = json.loads(path.read_text()) if path.is_file() else {}
    changed = {id_: second for id_, second in client.updated(since).items() if known.get(str(id_), 0) < second}
    yield from tvmaze.from_api(client, sorted(changed))

    def note() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(known | {str(id_): second for id_, second in changed.items()}))

    reading.done = note


def _peer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="its file of records: a path, or an https address")
    parser.add_argument("--site", default="", help="the site's name in the web, where the file does not lie there")


def _peer_rows(options: Options, reading: Reading) -> Iterator[Row]:
    site = options["site"] or urlsplit(options["file"]).hostname
    if not site:
        raise SourceProblem("Nothing says whose file this is: give --site=films.example.")
    lines = ((place, read(line)) for place, line in records_in(options["file"], reading) if isinstance(line, bytes))
    return peers.records(((place, one if isinstance(one, BadLine) else one.record) for place, one in lines), site)


def _terms(parser: argparse.ArgumentParser) -> None:
    """What only whoever imports can say of a source."""
    parser.add_argument("--slug", required=True, help="what keys of this source begin with")
    parser.add_argument("--name", required=True, help="as readers see it")
    parser.add_argument("--licence", required=True, help="SPDX identifier, or the words of its terms")
    parser.add_argument("--credit", required=True, help="what its terms ask to be said")


def _source(options: Options) -> exchange.Source:
    return schema_org.source(*(options[name] for name in ("slug", "name", "licence", "credit")))


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV with a first line of names, or JSON lines; gzip or not")
    _terms(parser)
    parser.add_argument("--title", required=True, metavar="COLUMN", help="the column with the names of works")
    parser.add_argument("--kind", default="film", metavar="COLUMN", help="a column, or film or series for all rows")
    parser.add_argument("--language", default="", help="in which all names are (BCP 47)")
    for column in LIST_COLUMNS:
        parser.add_argument(f"--{column}", default="", metavar="COLUMN", help=f"the column for {column}")


def _list_rows(options: Options, _reading: Reading) -> Iterator[Row]:
    columns = lists.Columns(**{name: options[name] for name in ("title", "kind", "language", *LIST_COLUMNS)})
    return lists.records(options["file"], _source(options), columns)


def _pages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pages", nargs="+", help="pages in HTML or feeds in JSON: paths or https addresses")
    _terms(parser)


def _pages_rows(options: Options, _reading: Reading) -> Iterator[Row]:
    return schema_org.records(_source(options), ((name, content_of(name)) for name in options["pages"]))


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
    "schema-org": Outside("pages and feeds with JSON-LD of schema.org", _pages, _pages_rows),
    "list": Outside("any list of titles, as CSV or JSON lines", _list, _list_rows),
    "allostream": Outside("what another site of this kind publishes", _peer, _peer_rows),
}
