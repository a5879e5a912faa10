"""`manage.py site text SITE PLACE LANGUAGE FILE`: write a text of a site, such as who its designated agent is."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.audit.rules import Actor
from allostream.lib.problems import NotFound
from allostream.sites.actions import write_text
from allostream.sites.models import SiteText
from allostream.sites.queries import all_sites

BY = Actor.command("site")
LONGEST = 20_000


class Command(BaseCommand):
    """Write texts of a site."""

    help = "Write a text of a site in a language: about, legal, agent (17 U.S.C. 512(c)(2)), contact (DSA 11 and 12)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        text = parts.add_parser("text")
        text.add_argument("site", help="short name of the site")
        text.add_argument("place", choices=SiteText.Place.values)
        text.add_argument("language", help="its code, as en or fr")
        text.add_argument("file", help="the text, paragraphs parted by an empty line; - for the standard input")
        text.add_argument("--why", default="", help="the reason, kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        body = _read(options["file"])
        try:
            changed = write_text(
                options["site"], options["place"], options["language"], body, by=BY, why=options["why"]
            )
        except NotFound as problem:
            known = ", ".join(site.slug for site in all_sites()) or "none yet"
            raise CommandError(
                f"There is no site “{options['site']}” with texts in “{options['language']}”: sites are {known}, "
                "languages en and fr."
            ) from problem
        said = "written" if body.strip() else "taken away"
        self.stdout.write(
            f"{options['site']}, {options['place']}, {options['language']}: {said if changed else 'was so already'}."
        )


def _read(file: str) -> str:
    try:
        body = sys.stdin.read(LONGEST + 1) if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read as text in UTF-8 ({error}): name another file.") from error
    if len(body) > LONGEST:
        raise CommandError(f"{file} is longer than {LONGEST:,} characters: shorten it.")
    return body
