"""`manage.py mail list|show|send|retry|test`: letters that wait, and whether the mail server takes them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from allostream.mail import actions
from allostream.mail.queries import counts, letter_with_id, open_letters
from allostream.mail.rules import Kind, Letterhead, is_address
from allostream.mail.smtp import NotNow
from allostream.sites.queries import all_sites, letterhead

TRIAL = Kind("trial")


class Command(BaseCommand):
    """See to letters."""

    help = "List letters that were not sent, show one, have them sent, or try the mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        parts.add_parser("list", help="letters that were not sent, and how many were")
        for what, told in (("show", "the whole text of a letter"), ("retry", "send a refused letter again")):
            parts.add_parser(what, help=told).add_argument("id")
        parts.add_parser("send", help="have all letters sent that wait")
        parts.add_parser("test", help="send a letter to an address at once").add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        {"list": self._list, "show": self._show, "retry": self._retry, "send": self._send, "test": self._test}[
            options["what"]
        ](options)

    def _list(self, _options: dict[str, Any]) -> None:
        found = counts()
        self.stdout.write(", ".join(f"{number:,} {state}" for state, number in found.items()))
        if not settings.SMTP:
            self.stdout.write("No mail server is set (ALLOSTREAM_SMTP): letters wait.")
        for letter in open_letters():
            told = [letter.public_id, letter.state, f"{letter.written_at:%Y-%m-%d %H:%M}", letter.kind]
            error = " ".join(letter.last_error.split())
            self.stdout.write("\t".join([*told, letter.address, letter.subject, f"{letter.tries} tries", error]))

    def _show(self, options: dict[str, Any]) -> None:
        letter = letter_with_id(options["id"])
        if letter is None:
            raise CommandError(f"There is no letter {options['id']}: `manage.py mail list` names those that wait.")
        said = letter.text or "(sent: what it said is no longer kept)"
        self.stdout.write(f"To: {letter.address}\nSubject: {letter.subject}\n\n{said}")

    def _retry(self, options: dict[str, Any]) -> None:
        if not actions.try_again(options["id"]):
            raise CommandError(f"No letter {options['id']} was refused.")
        self.stdout.write("It waits again.")

    def _send(self, _options: dict[str, Any]) -> None:
        if not settings.SMTP:
            raise CommandError("No mail server is set: give ALLOSTREAM_SMTP.")
        self.stdout.write(f"The worker sends {actions.resume():,} letters.")

    def _test(self, options: dict[str, Any]) -> None:
        if not settings.SMTP:
            raise CommandError("No mail server is set: give ALLOSTREAM_SMTP.")
        if not is_address(options["address"]):
            raise CommandError(f"“{options['address']}” is no e-mail address.")
        sites = all_sites()
        head = letterhead(sites[0]) if sites else Letterhead("Allostream", "http://localhost")
        with transaction.atomic():
            letter = actions.post(to=options["address"], kind=TRIAL, values={}, head=head)
        try:
            taken = letter is not None and actions.send(letter.public_id)
        except NotNow as error:
            raise CommandError(f"The mail server did not take it: {error}. The letter waits.") from error
        if not taken:
            raise CommandError("The mail server refused it: `manage.py mail list` says why.")
        self.stdout.write("The mail server has taken it.")
