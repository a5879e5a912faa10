"""`manage.py site`: write a text of a site, such as who its designated agent is, and tell all its readers something."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.audit.rules import Actor
from allostream.hosts.queries import host_names
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.sites.actions import set_message, write_text
from allostream.sites.models import Site, SiteText
from allostream.sites.queries import all_sites, message_of
from allostream.sites.rules import LONGEST, BadMessage, Message, Section

BY = Actor.command("site")
LONGEST_FILE = 20_000
INSTANT = "an instant with its offset, as 2026-12-01T09:00+01:00 or 2026-12-01T08:00Z"


class Command(BaseCommand):
    """Write texts of a site, and the message to all its readers."""

    help = (
        "Write a text of a site in a language (text): about, legal, agent (17 U.S.C. 512(c)(2)), contact (DSA 11 and "
        "12). Tell all readers of a site something for a time (message set, message show, message remove)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        text = parts.add_parser("text", help="write a text of a site")
        text.add_argument("site", help="short name of the site")
        text.add_argument("place", choices=SiteText.Place.values)
        text.add_argument("language", help="its code, as en or fr")
        text.add_argument("file", help="the text, paragraphs parted by an empty line; - for the standard input")
        text.add_argument("--why", default="", help="the reason, kept in the audit")
        message = parts.add_parser(
            "message", help="tell all readers of a site something, beneath the head of its pages"
        )
        ways = message.add_subparsers(dest="way", required=True)
        told = ways.add_parser("set", help="tell it, in the place of what is told now")
        told.add_argument("site", help="short name of the site")
        told.add_argument("--en", required=True, help=f"the text in English, {LONGEST} characters at most")
        told.add_argument("--fr", required=True, help=f"the text in French, {LONGEST} characters at most")
        told.add_argument("--from", dest="since", default="", help=f"since when: {INSTANT}; without it from now on")
        told.add_argument("--until", required=True, help=f"until when: {INSTANT}")
        told.add_argument("--case", default="", help="where more can be read: a path on the site, or an https address")
        told.add_argument("--closed", default="", help="the closed section: country:FR, host:SHORT-NAME or kind:film")
        show = ways.add_parser("show", help="show it with its times")
        show.add_argument("site", help="short name of the site")
        remove = ways.add_parser("remove", help="take it down at once")
        remove.add_argument("site", help="short name of the site")
        for changing in (told, remove):
            changing.add_argument("--why", required=True, help="the reason, kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "text":
            self._text(options)
            return
        site = _site(options["site"])
        if options["way"] == "show":
            self.stdout.write(f"{site.slug}: {_described(message_of(site))}")
            return
        message = _message(options) if options["way"] == "set" else None
        try:
            changed = set_message(site.slug, message, by=BY, why=options["why"])
        except BadMessage as problem:
            raise CommandError(str(problem)) from problem
        now = _described(message_of(_site(site.slug)))
        self.stdout.write(f"{site.slug}: {'' if changed else 'was so already; '}{now}")

    def _text(self, options: dict[str, Any]) -> None:
        body = _read(options["file"])
        try:
            changed = write_text(
                options["site"], options["place"], options["language"], body, by=BY, why=options["why"]
            )
        except NotFound as problem:
            raise CommandError(
                f"There is no site “{options['site']}” with texts in “{options['language']}”: sites are {_known()}, "
                "languages en and fr."
            ) from problem
        said = "written" if body.strip() else "taken away"
        self.stdout.write(
            f"{options['site']}, {options['place']}, {options['language']}: {said if changed else 'was so already'}."
        )


def _known() -> str:
    return ", ".join(site.slug for site in all_sites()) or "none yet"


def _site(slug: str) -> Site:
    """The site with a short name."""
    found = next((site for site in all_sites() if site.slug == slug), None)
    if found is None:
        raise CommandError(f"There is no site “{slug}”: sites are {_known()}.")
    return found


def _message(options: dict[str, Any]) -> Message:
    """The message as it was typed; a host is named in it as pages name it."""
    section, _, closed = options["closed"].partition(":")
    if section == Section.HOST:
        named = host_names([closed])
        if closed not in named:
            raise CommandError(f"There is no host “{closed}”: give its short name, as `manage.py hosts dump` lists it.")
        closed = named[closed]
    since = _instant(options["since"], "--from") if options["since"] else clock.now()
    until = _instant(options["until"], "--until")
    return Message(options["en"], options["fr"], since, until, options["case"], section, closed)


def _instant(text: str, option: str) -> datetime:
    """A moment as it is typed."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError(f"{option} “{text}” is not clear: give {INSTANT}.")
    return found


def _described(message: Message | None) -> str:
    """What is told when, in lines."""
    if message is None:
        return "no message."
    now = clock.now()
    stands = "stands" if message.stands_at(now) else "is over" if message.until <= now else "is to come"
    closed = f"closed: {message.section} {message.closed}" if message.section else ""
    times = f"from {message.since.isoformat()} until {message.until.isoformat()}"
    lines = [f"the message {stands}, {times}.", f"en: {message.english}", f"fr: {message.french}", message.case, closed]
    return "\n".join(line for line in lines if line)


def _read(file: str) -> str:
    try:
        body = sys.stdin.read(LONGEST_FILE + 1) if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read as text in UTF-8 ({error}): name another file.") from error
    if len(body) > LONGEST_FILE:
        raise CommandError(f"{file} is longer than {LONGEST_FILE:,} characters: shorten it.")
    return body
