"""`manage.py flaggers`: the registry of trusted flaggers (DSA, article 22), for the operator."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Problem
from allostream.rights_desk import desk_queries, flagging
from allostream.rights_desk.flagging import Entry

BY = Actor.command("flaggers")


class Command(BaseCommand):
    """List trusted flaggers, add or change one, close its lane or open it again. That one is what it says is confirmed
    by a person on the page of senders at the desk, against the list of the Commission."""

    help = "The registry of trusted flaggers (Digital Services Act, article 22)."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="all entries, and how they stand")
        add = acts.add_parser("add", help="add an entry, or change the one of the same name")
        add.add_argument("name")
        add.add_argument("--country", required=True, help="Member State whose coordinator gave the status, as FR")
        add.add_argument("--source", required=True, help="https address at which the award can be read")
        add.add_argument("--from", dest="valid_from", type=date.fromisoformat, required=True, help="2025-03-01")
        add.add_argument("--until", dest="valid_until", type=date.fromisoformat)
        add.add_argument("--decision", default="", help="reference of the award")
        add.add_argument("--coordinator", default="", help="its e-mail address, to which errors are told")
        add.add_argument("--domain", action="append", default=[], help="from which it writes; may be given again")
        add.add_argument("--area", action="append", default=[], help="a subject, as copyright; none for all")
        for name, words in (("suspend", "close its lane"), ("resume", "open its lane again")):
            act = acts.add_parser(name, help=words)
            act.add_argument("name")
            act.add_argument("--why", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except Problem as refused:
            raise CommandError(said(refused)) from refused

    def _list(self, _options: dict[str, Any]) -> None:
        today = clock.now().date()
        for row in desk_queries.flaggers():
            wrong, decided = flagging.errors_of(row, clock.now())
            is_good = flagging.is_in_force(row, today)
            state = "in force" if is_good else "suspended" if row.suspended_at else "not in force"
            until = f" to {row.valid_until}" if row.valid_until else ""
            self.stdout.write(
                f"{row.name} ({row.country}), {state}, from {row.valid_from}{until}, {', '.join(row.domains)}: "
                f"{wrong} of {decided} wrong"
            )

    def _add(self, given: dict[str, Any]) -> None:
        flagging.add_flagger(
            Entry(
                given["name"], given["country"], given["source"], given["valid_from"], given["valid_until"],
                given["decision"], given["coordinator"], given["domain"], given["area"],
            ),
            by=BY,
        )  # fmt: skip
        self.stdout.write("Added. It counts once a person has confirmed it on the page of senders at the desk.")

    def _suspend(self, given: dict[str, Any]) -> None:
        flagging.suspend_flagger(self._of(given["name"]), by=BY, why=given["why"])

    def _resume(self, given: dict[str, Any]) -> None:
        flagging.resume_flagger(self._of(given["name"]), by=BY, why=given["why"])

    def _of(self, name: str) -> str:
        found = next((row.public_id for row in desk_queries.flaggers() if row.name == name), None)
        if found is None:
            raise CommandError(f"{name} is none of them: see `manage.py flaggers list`.")
        return found


def said(refused: Problem) -> str:
    """A refusal in words."""
    details = {name: gettext(str(value)) if name == "remedy" else value for name, value in refused.details.items()}
    return gettext(refused.sentence) % details
