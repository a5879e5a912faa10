"""`manage.py trust ADDRESS` lets somebody settle suggestions of facts alone; with `--no-longer`, not any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.accounts.actions import set_trust
from allostream.accounts.queries import person_with_address
from allostream.audit.rules import Actor


class Command(BaseCommand):
    """Trust a person."""

    help = "Let the person with an e-mail address settle suggestions alone and change what is protected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address of the account")
        parser.add_argument("--no-longer", action="store_true", help="take the trust back")
        parser.add_argument("--why", default="", help="the reason, kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_with_address(options["address"])
        if person is None:
            raise CommandError(f"No account has the address {options['address']}: give that of an account.")
        trusts = not options["no_longer"]
        changed = set_trust(person, is_trusted=trusts, by=Actor.command("trust"), why=options["why"])
        now = "is trusted" if trusts else "is not trusted"
        self.stdout.write(f"{person.name} {now}{' now' if changed else ': nothing to change'}.")
