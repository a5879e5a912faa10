"""`manage.py demo`: two sites, the start hosts, the starter catalogue and a few people, ready to be looked at.

May be run at every start: what is there already stays as it is.
"""

import os
import secrets
from pathlib import Path
from typing import Any, TextIO, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from allostream.accounts.actions import make_person, set_password
from allostream.accounts.permission_rules import Role
from allostream.accounts.queries import person_with_address
from allostream.accounts.role_actions import give_role
from allostream.audit.rules import Actor
from allostream.catalogue.intake import Outcome
from allostream.cli.demo_sites import SITES, TEXTS
from allostream.cli.import_files import records_from
from allostream.cli.importing import Import
from allostream.cli.start_hosts import add_start_hosts
from allostream.connectors import starter
from allostream.sites.actions import ensure_site

BY = Actor.command("demo")
WHY = "demonstration"
# Public, in the drawer of each copy: this is no check.
WORD = "demonstration: nobody has looked at these copies"
# Name, address, language, what they may do.
PEOPLE = (
    ("Ada", "ada@example.org", "en", "submits links"),
    ("Basile", "basile@example.org", "fr", "moderates both sites"),
    ("Chiara", "chiara@example.org", "fr", "holds rights"),
)
MODERATOR = "basile@example.org"


class Command(BaseCommand):
    help = "Make the demonstration: two sites, hosts, the starter catalogue and people to sign in as."

    def handle(self, *_: Any, **options: Any) -> None:
        for new in SITES:
            made = ensure_site(new, by=BY, texts=TEXTS, why=WHY)[1]
            if made:
                self.stdout.write(f"Site “{new.slug}” made: {new.domain}.")
        if hosts := add_start_hosts(by=BY, why=WHY):
            self.stdout.write(f"{hosts} hosts added.")
        self.fill(quiet=options["verbosity"] == 0)
        self.make_people()

    def fill(self, *, quiet: bool) -> None:
        run = Import(by=BY, errors=cast(TextIO, self.stderr._out), why=WHY, quiet=quiet, vouch=WORD)
        report = run.run(records_from(starter.records(), "starter"))
        written = report.total(Outcome.NEW, Outcome.CHANGED)
        if written:
            self.stdout.write(f"Starter catalogue: {written:,} records new or changed in {report.seconds:.1f} s.")
        if report.vouched:
            self.stdout.write(
                f"{report.vouched:,} copies are shown though nobody has looked at them: it is a demonstration."
            )
        if refused := report.total(Outcome.REFUSED):
            raise CommandError(f"{refused:,} records of the starter catalogue were refused: the lines above say why.")

    def make_people(self) -> None:
        password, is_new = kept_password(settings.DATA / "demo-people.txt")
        for name, email, language, may in PEOPLE:
            person = person_with_address(email)
            if person is None:
                person = make_person(by=BY, email=email, name=name, password=password, language=language, why=WHY)
            elif is_new:
                # Their old password is lost: nobody could sign in as them any more.
                set_password(person, password, by=BY, why=WHY)
            if email == MODERATOR:
                for site in SITES:
                    give_role(person, Role.MODERATOR, site=site.slug, by=BY, why=WHY)
            self.stdout.write(f"Sign in as {name} ({may}): {email}, password {password}")


def kept_password(path: Path) -> tuple[str, bool]:
    """The password of this installation's demo people, kept for its owner only, and whether it was made just now.

    A password that came with the program would open every demo that somebody puts on a network.
    """
    is_new = not path.exists()
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{secrets.token_urlsafe(9)}\n")
    return path.read_text().strip(), is_new
