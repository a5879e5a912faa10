"""`manage.py search rebuild | check | follow | status`: the index of names that this machine searches in."""

import signal
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from allostream.catalogue.documents import how_many
from allostream.freshness.queries import changes_after
from allostream.freshness.rules import Place
from allostream.jobs.indexing import Follower, drift, rebuild
from allostream.jobs.loops import LOOPS, run
from allostream.jobs.rebuilding import last_failure
from allostream.search.building import BeingBuilt, is_being_built
from allostream.search.file import Unusable, cursor, open_index

MOST_NAMED = 20
COUNTED = 10_000  # changes that wait are counted so far


class Command(BaseCommand):
    help = "Build the index of names anew (rebuild), compare it with the catalogue (check), feed it (follow)."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True, metavar="rebuild|check|follow|status")
        tasks.add_parser("rebuild", help="build it anew beside the one in use, then exchange them")
        tasks.add_parser("check", help="compare it with the catalogue; exit 1 when they differ")
        following = tasks.add_parser("follow", help="take in changes as they come, until stopped, as the worker does")
        following.add_argument("--once", action="store_true", help="take in what there is, then end")
        tasks.add_parser("status", help="whether it can be used, and how many changes wait for it")

    def handle(self, *_: Any, task: str, **options: Any) -> None:
        match task:
            case "rebuild":
                self.rebuild(quiet=options["verbosity"] == 0)
            case "check":
                self.check_index()
            case "follow":
                self.follow(once=options["once"])
            case "status":
                self.status()

    def rebuild(self, *, quiet: bool) -> None:
        expected = sum(how_many().values())
        self.told = 0

        def tell(count: int) -> None:
            if not quiet and count - self.told >= 50_000:
                self.told = count
                self.stderr.write(f"  {count:,} names of some {expected:,} titles and people, and of their episodes")

        try:
            count = rebuild(progress=tell)
        except BeingBuilt as error:
            raise CommandError("Another process is building this index: wait for its end.") from error
        if not quiet:
            self.stdout.write(f"{count:,} titles, episodes and people are indexed in {settings.SEARCH_INDEX}.")

    def check_index(self) -> None:
        count = 0
        try:
            for found in drift():
                count += 1
                if count <= MOST_NAMED:
                    self.stdout.write(f"{found.shelf} {found.id}: {found.wrong}")
        except Unusable as error:
            raise CommandError(
                f"{error}: “manage.py search rebuild” builds it anew, and so does the worker."
            ) from error
        if count > MOST_NAMED:
            self.stdout.write(f"and {count - MOST_NAMED:,} more")
        if count:
            raise CommandError(
                f"The index differs from the catalogue in {count:,} places. Where no worker runs, start one; if one "
                "does and they stay, “manage.py search rebuild” mends them: please report how they came."
            )
        self.stdout.write("The index holds what the catalogue does.")

    def follow(self, *, once: bool) -> None:
        if once:
            follower = Follower(settings.SEARCH_INDEX)
            while follower.step():
                pass
            follower.close()
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write(f"Feeding {settings.SEARCH_INDEX}. Ctrl-C stops it.")
        run(LOOPS["search"], "search follow", stop)

    def status(self) -> None:
        path = settings.SEARCH_INDEX
        if is_being_built(path):
            self.stdout.write("The index is being built.")
        try:
            index = open_index(path, mode="ro")
        except Unusable as error:
            raise CommandError(
                f"{error}: the worker builds it, or “manage.py search rebuild” does.{told_failure(path)}"
            ) from error
        waiting = len(changes_after(Place.read(cursor(index)), COUNTED))
        index.close()
        many = f"{COUNTED:,} changes or more wait" if waiting == COUNTED else f"{waiting:,} changes wait"
        self.stdout.write(f"{path} can be searched; {many} for it.{told_failure(path)}")


def told_failure(path: Path) -> str:
    """What went wrong when the worker built it, "" where nothing did."""
    failed = last_failure(path)
    if failed is None:
        return ""
    return (
        f" It failed {failed.tries:,} times, the last time because of “{failed.why}”; "
        f"the worker tries again at {failed.again_at:%Y-%m-%d %H:%M:%S} UTC."
    )
