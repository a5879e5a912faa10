"""`manage.py discover`: what sources of links have found, and what is to be walked through.

discover table [--source S]             how all candidates stand, and why
discover walks                          how far each walk is
discover plan --source S [--query Q | --channel C | --title ID] [--every HOURS]
discover wanted --source S [--count N]  plan for the best known titles that may be free and have no link
discover preview --source S [...]       one page, judged and compared with what is known; nothing is written
discover run [--steps N]                take due steps now, as the worker does
discover take FILE --source S           a file of links (JSON Lines, also .gz)
discover reply CANDIDATE                what the host of a candidate told, as it is kept
discover release WALK --accept|--again  an operator's word on a walk that lost too much
"""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from allostream.audit.rules import Actor
from allostream.cli.discovering import Reading, sentence, table, tallied, walk_lines
from allostream.connectors.candidates import SourceTrouble, Wish
from allostream.discovery import listings, previewing, queries, walking
from allostream.discovery.keeping import unpacked
from allostream.discovery.sources import LISTS, SOURCES
from allostream.discovery.walking import NoSuchSource
from allostream.lib.problems import NotFound
from allostream.links.intake import take_in_source
from allostream.net.door import open_door
from allostream.net.errors import NotSetUp

BY = Actor.command("discover")


class Command(BaseCommand):
    help = "Find watch links: walk through sources, judge candidates, and tell what became of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        counted = parts.add_parser("table", help="how candidates stand, by source, state and reason")
        counted.add_argument("--source", default="")
        parts.add_parser("walks", help="how far each walk is, and when it goes on")
        for name, words in (
            ("plan", "have the worker walk through a source"),
            ("preview", "show one page of a source, judged; nothing is written"),
        ):
            one = parts.add_parser(name, help=words)
            one.add_argument("--source", required=True, help=f"one of {', '.join(SOURCES)}")
            what = one.add_mutually_exclusive_group()
            what.add_argument("--query", help="words of the source's own search")
            what.add_argument("--channel", help="the host's own id of a channel, collection or instance")
            what.add_argument("--title", help="the permanent id of a title")
            one.add_argument("--every", type=int, default=0, metavar="HOURS", help="again after so many hours")
            one.add_argument("--why", default="", help="the reason, kept in the audit")
        best = parts.add_parser("wanted", help="plan for the best known titles without a link")
        best.add_argument("--source", required=True)
        best.add_argument("--count", type=int, default=50)
        run = parts.add_parser("run", help="take due steps now")
        run.add_argument("--steps", type=int, default=0, help="at most so many; 0 for all that are due")
        take = parts.add_parser("take", help="take a file of links in")
        take.add_argument("file", type=Path)
        take.add_argument("--source", required=True, help=f"whose file it is: one of {', '.join(LISTS)}")
        take.add_argument("--limit", type=int, help="at most so many lines")
        take.add_argument("--dry-run", action="store_true", help="write nothing")
        reply = parts.add_parser("reply", help="what the host of a candidate told, as it is kept")
        reply.add_argument("candidate", help="its id on the bench")
        release = parts.add_parser("release", help="an operator's word on a walk that is held")
        release.add_argument("walk")
        word = release.add_mutually_exclusive_group(required=True)
        word.add_argument("--accept", action="store_true", help="what is missing is gone")
        word.add_argument("--again", action="store_true", help="walk again; nothing is taken away")
        release.add_argument("--why", required=True)

    def handle(self, *_: Any, part: str, **options: Any) -> None:
        try:
            getattr(self, part)(**options)
        except NoSuchSource as error:
            raise CommandError(str(error)) from error
        except NotSetUp as error:
            raise CommandError(f"{error.reason} {error.remedy}") from error

    def table(self, source: str, **_: Any) -> None:
        found = queries.table(source)
        lines = list(table(found)) or ["Nothing was found yet: plan a walk, or take a file in."]
        self.stdout.write("\n".join(lines))
        if len({one.source for one in found}) > 1:
            self.stdout.write(f"Together: {sentence(found)}")

    def walks(self, **_: Any) -> None:
        lines = list(walk_lines(queries.walks())) or ["No walk is planned."]
        spent = [f"{slug} {number:,}" for slug, number in sorted(queries.spent().items())]
        self.stdout.write("\n".join([*lines, *([f"Requests today: {', '.join(spent)}."] if spent else [])]))

    def plan(self, **options: Any) -> None:
        title = self._title(options["title"])
        every = timedelta(hours=options["every"]) if options["every"] else None
        walk = walking.plan(options["source"], _wish(options), every=every, title=title, by=BY, why=options["why"])
        self.stdout.write(f"Walk {walk.public_id} is planned: the worker takes its steps, or “discover run”.")

    def wanted(self, source: str, count: int, **_: Any) -> None:
        titles = queries.wanted(count, source)
        for title in titles:
            walking.plan(source, Wish(kind="work"), title=title, by=BY)
        self.stdout.write(f"{len(titles):,} walks are planned, one for each title that may be free and has no link.")

    def preview(self, **options: Any) -> None:
        connector = SOURCES.get(options["source"])
        if connector is None:
            raise CommandError(f"There is no source “{options['source']}”: choose from {', '.join(SOURCES)}.")
        title = self._title(options["title"])
        try:
            with open_door() as ask:
                page = connector.page(previewing.wish_of(_wish(options), title), "", ask)
        except SourceTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        shown = previewing.preview(connector.SOURCE, page)
        total = f" of {page.total:,}" if page.total is not None else ""
        self.stdout.write(f"The first {len(page.found):,}{total}; nothing is written.")
        self.stdout.write("\n".join(shown.lines()))
        self.stdout.write("\n".join(table(tallied(shown.counted, shown.source))))

    def run(self, steps: int, **_: Any) -> None:
        done: Counter[str] = Counter()
        with open_door() as ask:
            while not steps or done.total() < steps:
                walk = walking.claim(str(BY))
                if walk is not None:
                    done["steps"] += 1
                    counted = walking.step(walk, ask)
                    self.stdout.write(f"{walk.source_slug} {walk.kind} {walk.what}: {counted.total():,} candidates")
                looked = walking.ask_hosts(ask) + walking.refresh(ask) + listings.renew(ask)
                done["looks"] += looked
                if walk is None and not looked:
                    break
        self.stdout.write(f"{done['steps']:,} steps, {done['looks']:,} candidates looked at again.")
        self.table("")

    def take(self, file: Path, source: str, **options: Any) -> None:
        record = LISTS.get(source)
        if record is None:
            raise CommandError(f"There is no list “{source}”: choose from {', '.join(LISTS)}.")
        row, _ = take_in_source(record, by=BY)
        reading = Reading(row, self.stderr.write, trial=options["dry_run"], limit=options["limit"])
        try:
            reading.run(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except OperationalError as error:
            raise CommandError(f"The database is away ({error}): the same command goes on from there.") from error
        self.stdout.write(f"{reading.lines:,} lines, {reading.bad:,} of them not understood.")
        self.stdout.write("\n".join(table(tallied(reading.counted, row))))

    def reply(self, candidate: str, **_: Any) -> None:
        kept = queries.reply_of(candidate)
        if kept is None:
            raise CommandError(
                f"No reply is kept of a candidate {candidate}: its host was not asked, or time was over."
            )
        self.stderr.write(
            f"{kept.address}, {kept.told_at:%Y-%m-%d %H:%M} UTC, SHA-256 {kept.sha256}, {kept.size:,} bytes"
        )
        if not kept.packed:
            raise CommandError("It was too long to be kept: its hash alone is.")
        self.stdout.write(json.dumps(unpacked(kept), ensure_ascii=False, indent=1))

    def release(self, walk: str, accept: bool, why: str, **_: Any) -> None:
        try:
            walking.release(walk, accept=accept, by=BY, why=why)
        except NotFound as error:
            raise CommandError(f"No walk “{walk}” is held: “discover walks” lists them.") from error
        self.stdout.write("What is missing is gone." if accept else "It is walked again; nothing was taken away.")

    def _title(self, public_id: str | None) -> Any:
        if not public_id:
            return None
        found = queries.title_with_id(public_id)
        if found is None:
            raise CommandError(f"No title has the id {public_id}: take it from the end of its address.")
        return found


def _wish(options: dict[str, Any]) -> Wish:
    for kind in ("query", "channel"):
        if options.get(kind):
            return Wish(kind=kind, what=options[kind])
    return Wish(kind="work") if options.get("title") else Wish()
