"""`manage.py outbox status | failed | retry ID`: see the work that follows changes, and put failed rows back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allostream.outbox import actions, queries


class Command(BaseCommand):
    help = "Count the rows of the outbox (status), list those given up (failed), put one back to work (retry ID)."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True, metavar="status|failed|retry")
        tasks.add_parser("status", help="how many rows are waiting, running, done and failed")
        tasks.add_parser("failed", help="the rows that were given up, the latest first; exit 1 when there are any")
        tasks.add_parser("retry", help="put one failed row back to work").add_argument("id")

    def handle(self, *_: Any, task: str, **options: Any) -> None:
        match task:
            case "status":
                self.stdout.write(", ".join(f"{count} {state}" for state, count in queries.counts().items()))
            case "failed":
                self.failed()
            case "retry":
                self.retry(options["id"])

    def failed(self) -> None:
        rows = queries.failed()
        for row in rows:
            self.stdout.write(f"{row.public_id} {row.topic} after {row.tries} tries: {row.last_error}")
        if rows:
            raise CommandError("Rows were given up: repair the cause, then “manage.py outbox retry ID”.")
        self.stdout.write("No row was given up.")

    def retry(self, public_id: str) -> None:
        if not actions.try_again(public_id):
            raise CommandError(f"No failed row has the id “{public_id}”: “manage.py outbox failed” lists them.")
        self.stdout.write(f"The row {public_id} is due now.")
