"""`manage.py origin LINK REPLY` judges a copy by the reply of its host, `origin judge FILE` all copies of a file of
replies; with --record their links stand accordingly. `origin refuse CHANNEL` refuses a channel with all its copies."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError

from allostream.audit.rules import Actor
from allostream.checks.actions import note_missed
from allostream.cli.replies import judge_all
from allostream.lib.problems import NotFound, Problem
from allostream.links.copies import Judged, judge_copy, judge_reply
from allostream.links.copy_evidence import Seen
from allostream.links.listing import refuse_channel
from allostream.links.submitting import site_secret


class Command(BaseCommand):
    """See what a host's own words say of a copy, sign by sign."""

    help = "Judge the copy of a link by the JSON reply of its host; nothing is changed without --record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "link", help="the permanent id of the link, as in /l/…; or “judge” for a file of replies; or “refuse”"
        )  # fmt: skip
        parser.add_argument(
            "reply",
            help="a file with the JSON that the host answered, or - for standard input; after “judge” one "
            '{"link" or "url": …, "reply": …} a line; after “refuse” the permanent id of a channel',
        )
        parser.add_argument("--address", default="", help="where the reply was read; keys in it are not kept")
        parser.add_argument("--record", action="store_true", help="let the link show or hide as the judgement says")
        parser.add_argument("--why", default="", help="the reason, kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["link"] == "judge":
            self.judge_file(options["reply"], records=options["record"], why=options["why"])
        elif options["link"] == "refuse":
            self.refuse(options["reply"], options["why"])
        else:
            self.judge_one(options)

    def judge_file(self, file: str, *, records: bool, why: str) -> None:
        lines = read_text(file).splitlines()
        by = Actor.command("origin judge")
        done = judge_all(lines, site_secret(), records=records, by=by, why=why, errors=cast(TextIO, self.stderr._out))
        for line in done.lines():
            self.stdout.write(line)
        if not records:
            self.stdout.write("Nothing is changed: with --record the links stand so.")

    def refuse(self, channel: str, why: str) -> None:
        try:
            refused = refuse_channel(channel, by=Actor.command("origin refuse"), why=why)
        except NotFound as error:
            raise CommandError(f"No channel has the id {channel}: take it from the end of its address.") from error
        except Problem as error:
            raise CommandError(f"{error} Say it with --why.") from error
        self.stdout.write(f"“{refused.name}” is refused: none of its copies is shown, each has to be looked at anew.")

    def judge_one(self, options: dict[str, Any]) -> None:
        reply, digest = read_json(options["reply"])
        try:
            if options["record"]:
                by = Actor.command("origin")
                judged = judge_copy(
                    options["link"], reply, site_secret(), by=by, why=options["why"],
                    seen=Seen(options["address"], digest),
                )  # fmt: skip
                if judged.is_missed:
                    note_missed([judged.link.pk])
            else:
                judged = judge_reply(options["link"], reply, site_secret())
        except NotFound as error:
            raise CommandError(f"No link has the id {options['link']}: take it from the end of its address.") from error
        except Problem as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(told(judged)))


def read_json(file: str) -> tuple[Any, str]:
    """What a file or standard input holds, with the hash of its bytes. Raises CommandError naming file and fault."""
    text = read_text(file)
    try:
        return json.loads(text), hashlib.sha256(text.encode()).hexdigest()
    except json.JSONDecodeError as error:
        raise CommandError(f"{file} is no JSON (line {error.lineno}): give the reply as the host sent it.") from error


def read_text(file: str) -> str:
    """The text of a file, or of standard input. Raises CommandError naming file and fault."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error


def told(judged: Judged) -> list[str]:
    """The verdict, then each sign with its weight and the words that it stands in."""
    lines = [f"{judged.link.content_key}: {judged.judgement.verdict}"]
    for sign in judged.judgement.signs:
        where = f" ({sign.field}: {sign.value})" if sign.value else f" ({sign.field})" if sign.field else ""
        lines.append(f"  {sign.weight} {sign.code}{where}")
    return lines
