"""`manage.py retained`: what a law has us keep of people who have left and of those in cases, until when, no longer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.accounts.leaving import forget_retained
from allostream.accounts.queries import retained
from allostream.audit.rules import Actor
from allostream.lib.problems import NotFound
from allostream.rights_desk.keeping import erase_due, erase_messages_due, kept_cases, shorten
from allostream.rights_desk.queries import case_with_number


class Command(BaseCommand):
    """See to what is kept of people who have left, and of those in cases of the rights desk."""

    help = "List what is kept of people who have left or are in cases, why and until when; erase at once what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        listed = parts.add_parser("list", help="whom something is kept of, by which law, until when")
        listed.add_argument("--whole", action="store_true", help="addresses and names too, for the authority that asks")
        parts.add_parser("forget", help="erase what is due; the worker does so every hour")
        parts.add_parser("cases", help="ended cases in which people are still named, by which law, until when")
        shortened = parts.add_parser("shorten", help="erase of a case, as somebody in it wishes, what no claim needs")
        shortened.add_argument("number", help="of the case")
        shortened.add_argument("--why", required=True, help="who wished it, and how they showed who they are")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "forget":
            self.stdout.write(f"{forget_retained() + erase_due() + erase_messages_due():,} erased.")
        elif options["what"] == "cases":
            self._list_cases()
        elif options["what"] == "shorten":
            self._shorten(options["number"], options["why"])
        else:
            self._list_people(options)

    def _list_cases(self) -> None:
        self.stdout.write("\t".join(("case", "last act", "until", "shortened", "law")))
        for one in kept_cases():
            days = (f"{one.last_act:%Y-%m-%d}", f"{one.until:%Y-%m-%d}", "yes" if one.is_shortened else "no")
            self.stdout.write("\t".join((one.number, *days, one.law)))

    def _shorten(self, number: str, why: str) -> None:
        try:
            case = case_with_number(number)
        except NotFound:
            raise CommandError(
                f"There is no case {number}: its number stands at its address, as /n/<number>."
            ) from None
        done = shorten(case, by=Actor.command("retained"), why=why)
        self.stdout.write("Postal address, telephone and site are erased." if done else "Nothing was left to erase.")

    def _list_people(self, options: dict[str, Any]) -> None:
        self.stdout.write("\t".join(("account", "left", "address until", "name until", "law", "address", "name")))
        for row in retained():
            shown = (row.address, row.name) if options["whole"] else ("kept", "kept" if row.name else "erased")
            days = (f"{one:%Y-%m-%d}" for one in (row.left_at, row.address_until, row.name_until))
            self.stdout.write("\t".join((row.public_id, *days, row.law, *shown)))
