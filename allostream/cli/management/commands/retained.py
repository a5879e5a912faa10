"""`manage.py retained list|forget`: what a law has us keep of people who have left, until when, and nothing longer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from allostream.accounts.leaving import forget_retained
from allostream.accounts.queries import retained


class Command(BaseCommand):
    """See to what is kept of people who have left."""

    help = "List what is kept of people who have left, why and until when, or erase at once what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        listed = parts.add_parser("list", help="whom something is kept of, by which law, until when")
        listed.add_argument("--whole", action="store_true", help="addresses and names too, for the authority that asks")
        parts.add_parser("forget", help="erase what is due; the worker does so every hour")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "forget":
            self.stdout.write(f"{forget_retained():,} erased.")
            return
        self.stdout.write("\t".join(("account", "left", "address until", "name until", "law", "address", "name")))
        for row in retained():
            shown = (row.address, row.name) if options["whole"] else ("kept", "kept" if row.name else "erased")
            days = (f"{one:%Y-%m-%d}" for one in (row.left_at, row.address_until, row.name_until))
            self.stdout.write("\t".join((row.public_id, *days, row.law, *shown)))
