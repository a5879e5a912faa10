# ruff: noqa: N999 - the command is called "import"
"""`manage.py import starter | catalogue FILE | schema | SOURCE …`: fill the catalogue (docs/import.md)."""

import json
from collections.abc import Iterator
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from allostream.audit.rules import Actor
from allostream.catalogue.intake import Outcome
from allostream.cli.import_files import CannotRead, Offered, Reading, records_from, records_in
from allostream.cli.import_sources import OUTSIDE, offered
from allostream.cli.importing import BATCH, Import, NoSource, Report
from allostream.cli.start_hosts import add_start_hosts, names_of_start_hosts
from allostream.connectors import starter
from allostream.lib import exchange
from allostream.links.vouching import EmptyWord

LONGEST_SHOWN = 60


def positive(text: str) -> int:
    """A number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


class Command(BaseCommand):
    help = "Fill the catalogue from a file, the starter catalogue or an outside source; print the format's schema."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(
            dest="task", required=True, metavar="|".join(("starter", "catalogue", "schema", *OUTSIDE))
        )
        starter_task = tasks.add_parser("starter", help="the starter catalogue that comes with the program")
        catalogue = tasks.add_parser("catalogue", help="a file of records, one JSON object a line")
        catalogue.add_argument("file", help="a path (gzip or not), - for standard input, or an https address")
        tasks.add_parser("schema", help="print the JSON Schema of a record")
        outside = [tasks.add_parser(name, help=source.help) for name, source in OUTSIDE.items()]
        for parser, source in zip(outside, OUTSIDE.values(), strict=True):
            source.arguments(parser)
        for task in (starter_task, catalogue, *outside):
            self.add_common(task)

    def add_common(self, task: CommandParser) -> None:
        task.add_argument("--dry-run", action="store_true", help="write nothing; tell what would change")
        task.add_argument("--limit", type=positive, metavar="N", help="stop after N records")
        task.add_argument("--again", action="store_true", help="look at records again that were taken in unchanged")
        task.add_argument("--complete", action="store_true", help="the source has nothing else: mark what it lost")
        task.add_argument("--accept-loss", action="store_true", help="although it lost more than a fifth")
        task.add_argument("--batch", type=positive, default=BATCH, metavar="N", help="records a transaction")
        task.add_argument("--why", default="", help="a reason for the audit")
        task.add_argument(
            "--vouch", metavar="WHO, WHAT, WHEN",
            help="your word, in English, that you looked at the copies: those without a warning sign are shown on it",
        )  # fmt: skip

    def handle(self, *_: Any, task: str, **options: Any) -> None:
        if task == "schema":
            self.stdout.write(json.dumps(exchange.schema(), indent=2, ensure_ascii=False, sort_keys=True))
            return
        run = Import(
            by=Actor.command(f"import {task}"), errors=cast(TextIO, self.stderr._out), why=options["why"],
            trial=options["dry_run"], again=options["again"], limit=options["limit"],
            vouch=options["vouch"], batch_size=options["batch"], quiet=options["verbosity"] == 0,
            supposed=names_of_start_hosts() if task == "starter" else (),
            complete=options["complete"] and options["limit"] is None, accepts_loss=options["accept_loss"],
        )  # fmt: skip
        try:
            run.run(self.offered(task, options, run.reading))
        except (CannotRead, NoSource, EmptyWord) as error:
            self.tell(run.report, trial=run.trial)
            raise CommandError(str(error)) from error
        except DatabaseError as error:  # not there yet, not writable, held by another process, the disk full
            self.tell(run.report, trial=run.trial)
            raise CommandError(
                f"The database refused: {error}. Was “manage.py migrate” run, may this user write to it, is there "
                "room? Batches that are in stay in: the same command goes on where it was stopped."
            ) from error
        except KeyboardInterrupt:
            self.tell(run.report, trial=run.trial)
            raise CommandError("Stopped. The same command goes on where it was stopped.", returncode=130) from None
        self.tell(run.report, trial=run.trial)
        if refused := run.report.total(Outcome.REFUSED):
            raise CommandError(f"{refused:,} records were refused: the lines above say why. All others are in.")

    def offered(self, task: str, options: dict[str, Any], reading: Reading) -> Iterator[Offered]:
        match task:
            case "starter":
                # Its links lead to hosts that have to be known.
                if not options["dry_run"]:
                    add_start_hosts(by=Actor.command("import starter"), why=options["why"])
                return records_from(starter.records(), "starter")
            case "catalogue":
                return records_in(options["file"], reading)
        return offered(OUTSIDE[task], options, reading)

    def tell(self, report: Report, *, trial: bool) -> None:
        for line in report.lines():
            self.stdout.write(line)
        if not trial:
            return
        for one in report.differences:
            self.stdout.write(f"{one.key} {one.column}: {shown(one.before)} → {shown(one.after)}")
        self.stdout.write("This was a dry run: nothing is written.")


def shown(value: object) -> str:
    """A value as part of a line."""
    text = "nothing" if value in (None, "", [], ()) else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
