"""`manage.py links check ID…` looks at links now, `links check --due` at those that are due; `links timetable` tells
what is to be looked at when."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allostream.audit.rules import Actor
from allostream.checks import actions, queries
from allostream.checks.checking import check_due, look
from allostream.checks.portion_rules import Outcomes
from allostream.net.errors import NotSetUp


class Command(BaseCommand):
    help = "Look at watch links now (check), or say which are looked at when (timetable)."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="check|timetable")
        check = parts.add_parser("check", help="look at links and write down what is seen")
        check.add_argument("links", nargs="*", metavar="ID", help="permanent ids of links, as in /l/…")
        check.add_argument("--due", action="store_true", help="look at all links that are due, as the worker does")
        parts.add_parser("timetable", help="for each host: links, due now, due within a day, never looked at, oldest")

    def handle(self, *_: Any, part: str, **options: Any) -> None:
        try:
            if part == "timetable":
                self.timetable()
            elif options["links"]:
                self.look_at(options["links"])
            elif options["due"]:
                self.check_due()
            else:
                raise CommandError("Name links by their permanent ids, or give --due.")
        except NotSetUp as error:
            raise CommandError(f"{error.reason} {error.remedy}") from error

    def look_at(self, ids: list[str]) -> None:
        links = queries.links_named(ids)
        unknown = set(ids).difference(link.public_id for link in links)
        if unknown:
            raise CommandError(f"No link has the id {', '.join(sorted(unknown))}: take it from the end of its address.")
        actions.enrol_these([link.pk for link in links])
        found = look(actions.targets_of(links))
        actions.record(found, by=Actor.command("links check"))
        for link in queries.links_named(ids):
            finding = found[link.pk]
            self.stdout.write(f"{link.public_id} {link.health}: {finding.seen} ({finding.reason}) {link.canonical_url}")

    def check_due(self) -> None:
        after = 0
        while (last := actions.enrol(after)) > after:
            after = last
        total = 0
        latest = Outcomes()
        while done := check_due(latest=latest):
            total += done
            self.stdout.write(f"{total:,} looked at.")
        if not total:
            self.stdout.write("None is due: “manage.py links timetable” says when the next are.")

    def timetable(self) -> None:
        rows = queries.timetable()
        if not rows:
            self.stdout.write("No link is enrolled yet: the worker does it, or “manage.py links check --due”.")
            return
        self.stdout.write(f"{'host':30}{'links':>10}{'due':>10}{'in a day':>10}{'never':>10}  oldest look")
        for row in rows:
            oldest = f"{row.oldest:%Y-%m-%d %H:%M}" if row.oldest else "none"
            self.stdout.write(
                f"{row.slug:30}{row.links:>10,}{row.due:>10,}{row.within_a_day:>10,}{row.never:>10,}  {oldest}"
            )
