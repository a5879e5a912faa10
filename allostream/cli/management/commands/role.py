"""`manage.py role give|take|list`: who may do what. The first operator of an installation is made with `--new NAME`."""

import getpass
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from allostream.accounts.actions import make_person
from allostream.accounts.models import RoleGrant, User
from allostream.accounts.permission_rules import HATS, UNGIVEN, Role
from allostream.accounts.queries import all_grants, grants_of, person_with_address
from allostream.accounts.role_actions import give_role, take_role
from allostream.audit.rules import Actor
from allostream.lib.problems import Problem
from allostream.sites.queries import all_sites

BY = Actor.command("role")
GIVEN = [role.value for role in Role if role not in UNGIVEN]


class Command(BaseCommand):
    """Give, take and list roles."""

    help = "Give a role to the account with an e-mail address, take it, or list who has which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        for what in ("give", "take"):
            part = parts.add_parser(what)
            part.add_argument("role", choices=GIVEN)
            part.add_argument("address", help="the e-mail address of the account")
            part.add_argument("--site", default="", help="short name of the one site where it counts; all without it")
            part.add_argument("--language", default="", help="code of the one language in which it counts")
            part.add_argument("--about", default="", help="of a hat: for whom it speaks")
            part.add_argument("--why", required=True, help="the reason, kept in the audit")
        give = parts.choices["give"]
        give.add_argument("--until", default="", help="the last day on which it counts, as 2027-12-31")
        give.add_argument("--proof", default="", help="of a hat: on what it rests")
        give.add_argument("--new", default="", metavar="NAME", help="make the account; its password is asked for")
        show = parts.add_parser("list")
        show.add_argument("address", nargs="?", default="", help="of one account alone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            self._list(options["address"])
            return
        self._check_site(options["site"])
        person = person_with_address(options["address"])
        if person is None and options.get("new"):
            person = make_person(
                by=BY, email=options["address"], name=options["new"], password=_password(), why=options["why"]
            )
        if person is None:
            raise CommandError(
                f"No account has the address {options['address']}: give that of one, or make it with --new NAME."
            )
        try:
            self.stdout.write(self._change(person, options))
        except Problem as problem:
            raise CommandError(str(problem)) from problem

    def _change(self, person: User, options: dict[str, Any]) -> str:
        role = Role(options["role"])
        reach = {name: options[name] for name in ("site", "language", "about", "why")}
        if options["what"] == "take":
            return f"{person.name}: {role} {'taken' if take_role(person, role, by=BY, **reach) else 'was not there'}."
        if role in HATS and not (options["about"] and options["proof"]):
            raise CommandError(f"The hat “{role}” needs --about (for whom it speaks) and --proof (how that is known).")
        until = _end_of(options["until"])
        changed = give_role(person, role, by=BY, until=until, proof=options["proof"], **reach)
        return f"{person.name}: {role} {'given' if changed else 'was there already'}."

    def _check_site(self, slug: str) -> None:
        known = [site.slug for site in all_sites()]
        if slug and slug not in known:
            raise CommandError(f"There is no site “{slug}”: give one of {', '.join(known) or '(none yet)'}.")

    def _list(self, address: str) -> None:
        person = person_with_address(address) if address else None
        if address and person is None:
            raise CommandError(f"No account has the address {address}.")
        for grant in grants_of(person) if person else all_grants():
            self.stdout.write(_line(grant))


def _line(grant: RoleGrant) -> str:
    until = f"until {grant.until:%Y-%m-%d}" if grant.until else "without end"
    where = f"{grant.site or 'all sites'}, {grant.language or 'all languages'}"
    told = [grant.role, f"{grant.account.name} <{grant.account.email}>", where, until, grant.about, grant.why]
    return "\t".join(told)


def _end_of(day: str) -> datetime | None:
    """The end of a day as it is typed."""
    if not day:
        return None
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"“{day}” is no day: give it as 2027-12-31.")
    return datetime.combine(found, time.max, tzinfo=UTC)


def _password() -> str:
    """A password typed without being shown, or the first line of what is piped in."""
    given = (
        getpass.getpass("Password of the new account: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
    if len(given) < 10:
        raise CommandError("A password has ten characters or more.")
    return given
