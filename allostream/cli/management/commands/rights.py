"""`manage.py rights evaluate` has titles judged anew by the rules, `rights turn` does the nightly run, `rights show`
shows and hides all links anew."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.audit.rules import Actor
from allostream.catalogue.title_ids import ids_of_titles, title_ids_after
from allostream.links.deciding import SIZE
from allostream.links.judging import evaluate, show_anew, turn


class Command(BaseCommand):
    """Judge works anew."""

    help = "Judge titles by the rules of protection (evaluate ID… or --all), or do the nightly run (turn [--on DATE])."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        evaluating = parts.add_parser("evaluate", help="ask the rules anew on titles")
        evaluating.add_argument("ids", nargs="*", help="ids of titles, as their short addresses have them")
        evaluating.add_argument("--all", action="store_true", dest="whole", help="on every title")
        evaluating.add_argument("--why", default="", help="the reason, kept in the audit")
        parts.add_parser("show", help="show and hide all links anew, as after a change of ALLOSTREAM_AUDIENCE")
        turning = parts.add_parser("turn", help="judge what a day that has come changes, and show what became free")
        turning.add_argument("--on", type=date.fromisoformat, help="as if it were this day, such as 2027-01-01")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["part"] == "turn":
            self.turn(options["on"])
        elif options["part"] == "show":
            self.show()
        else:
            self.evaluate(options["ids"], whole=options["whole"], why=options["why"])

    def evaluate(self, ids: list[str], *, whole: bool, why: str) -> None:
        if bool(ids) == whole:
            raise CommandError("Give the ids of titles, or --all.")
        titles = decisions = 0
        for portion in self.everything() if whole else [self.named(ids)]:
            done = evaluate(portion, by=Actor.command("rights evaluate"), why=why)
            titles, decisions = titles + len(done.titles), decisions + done.decisions
        self.tell(titles, decisions)

    def show(self) -> None:
        titles = 0
        for portion in self.everything():
            show_anew(portion, by=Actor.command("rights show"))
            titles += len(portion)
        self.stdout.write(f"The links of {titles:,} titles are shown by the rules as they are now.")

    def named(self, ids: list[str]) -> list[int]:
        """The rows of titles. Raises CommandError for an id that is none."""
        found = ids_of_titles(ids)
        if unknown := [one for one in ids if one not in found]:
            raise CommandError(f"There is no title with the id {unknown[0]}.")
        return list(found.values())

    def everything(self) -> Iterator[list[int]]:
        after = 0
        while portion := title_ids_after(after, SIZE):
            yield portion
            after = portion[-1]

    def turn(self, on: date | None) -> None:
        titles = decisions = 0
        while done := turn(today=on):
            titles, decisions = titles + len(done.titles), decisions + done.decisions
        self.tell(titles, decisions)

    def tell(self, titles: int, decisions: int) -> None:
        self.stdout.write(f"{decisions:,} decisions on {titles:,} titles.")
