"""`manage.py audit verify | seal | head`: prove the audit, seal what waits, tell where the chain ends."""

import argparse
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from allostream.audit import actions, guards, queries
from allostream.audit.queries import Head


def noted_head(text: str) -> Head:
    """The place that `audit head` printed earlier."""
    found = re.fullmatch(r"(\d+):([0-9a-f]{64})", text)
    if not found:
        raise argparse.ArgumentTypeError("give POSITION:HASH, as “manage.py audit head” prints it")
    return Head(int(found[1]), found[2])


class Command(BaseCommand):
    help = "Prove the audit (verify), seal the entries that wait (seal), or print the end of the chain (head)."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True, metavar="verify|seal|head")
        verify = tasks.add_parser("verify", help="check every entry, payload and seal; exit 1 when one is broken")
        verify.add_argument(
            "--head",
            type=noted_head,
            metavar="POSITION:HASH",
            help="also prove that this head, printed earlier, is still part of the chain",
        )
        tasks.add_parser("seal", help="seal all committed entries now, as the worker does every second")
        tasks.add_parser("head", help="print POSITION:HASH of the last seal, to be kept elsewhere")

    def handle(self, *_: Any, task: str, **options: Any) -> None:
        match task:
            case "verify":
                self.verify(options["head"])
            case "seal":
                self.seal()
            case "head":
                self.stdout.write(str(queries.head()))

    def verify(self, noted: Head | None) -> None:
        report = queries.verify(noted)
        self.stdout.write(
            f"{report.sealed} entries proved up to {report.head}, {report.erased} payloads erased, "
            f"{report.unsealed} entries not sealed yet."
        )
        if report.oldest_unsealed:
            self.stdout.write(f"The oldest of them has waited {report.oldest_unsealed.total_seconds():.0f} s.")
        if report.broken:
            raise CommandError(f"The audit is broken at {report.broken}. Compare with a backup from before the change.")
        if unguarded := guards.missing(connection):
            raise CommandError(
                f"The chain holds, but triggers are missing: {', '.join(unguarded)}. Run manage.py migrate."
            )
        self.stdout.write("The audit is whole.")

    def seal(self) -> None:
        total = 0
        while sealed := actions.seal():
            total += sealed
        self.stdout.write(f"{total} entries sealed. The chain ends at {queries.head()}.")
