"""`manage.py origin LINK REPLY` judges a copy by the reply of its host; with --record its link stands accordingly."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from allostream.audit.rules import Actor
from allostream.lib.problems import NotFound, Problem
from allostream.links.copies import Judged, judge_copy, judge_reply
from allostream.links.copy_evidence import Seen


class Command(BaseCommand):
    """See what a host's own words say of a copy, sign by sign."""

    help = "Judge the copy of a link by the JSON reply of its host; nothing is changed without --record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("link", help="the permanent id of the link, as in /l/…")
        parser.add_argument("reply", help="a file with the JSON that the host answered, or - for standard input")
        parser.add_argument("--address", default="", help="where the reply was read; keys in it are not kept")
        parser.add_argument("--record", action="store_true", help="let the link show or hide as the judgement says")
        parser.add_argument("--why", default="", help="the reason, kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        reply, digest = read_json(options["reply"])
        try:
            if options["record"]:
                by = Actor.command("origin")
                judged = judge_copy(
                    options["link"], reply, site_secret(), by=by, why=options["why"],
                    seen=Seen(options["address"], digest),
                )  # fmt: skip
            else:
                judged = judge_reply(options["link"], reply, site_secret())
        except NotFound as error:
            raise CommandError(f"No link has the id {options['link']}: take it from the end of its address.") from error
        except Problem as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(told(judged)))


def read_json(file: str) -> tuple[Any, str]:
    """What a file or standard input holds, with the hash of its bytes. Raises CommandError naming file and fault."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return json.loads(content.decode("utf-8")), hashlib.sha256(content).hexdigest()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise CommandError(f"{file} is no JSON (line {error.lineno}): give the reply as the host sent it.") from error


def site_secret() -> bytes:
    """The key for hashes of accounts, drawn from the secret of the site: other uses of that learn nothing of it."""
    return hashlib.sha256(b"allostream.origin\0" + settings.SECRET_KEY.encode()).digest()


def told(judged: Judged) -> list[str]:
    """The verdict, then each sign with its weight and the words that it stands in."""
    lines = [f"{judged.link.content_key}: {judged.judgement.verdict}"]
    for sign in judged.judgement.signs:
        where = f" ({sign.field}: {sign.value})" if sign.value else f" ({sign.field})" if sign.field else ""
        lines.append(f"  {sign.weight} {sign.code}{where}")
    return lines
