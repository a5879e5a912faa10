"""`manage.py net`: which hosts were asked, how they fared, who asks them now; `net ask ADDRESS` asks once and tells."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.lib import clock
from allostream.net.asking import Ask, Limits, Purpose, Reply
from allostream.net.door import ask_now
from allostream.net.errors import NetError
from allostream.net.models import AskedHost
from allostream.net.queries import asked_hosts, resting_hosts

HEAD = f"{'host':40} {'requests':>9} {'MB':>8} {'errors':>8} {'same':>8} {'waited':>8}  last"
RESTING_SHOWN = 20


class Command(BaseCommand):
    """See what the door to the network does, and try it."""

    help = (
        "Show the hosts that were asked most and those that rest (status), or ask one address as the robot does (ask)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        status = parts.add_parser("status", help="requests, megabytes, errors and waits by host, and hosts that rest")
        status.add_argument("--host", default="", help="only hosts whose name holds this")
        status.add_argument("--most", type=int, default=30, help="how many hosts at most (30)")
        ask = parts.add_parser("ask", help="ask an address, by robots.txt and at its host's pace, and tell the answer")
        ask.add_argument("address")
        ask.add_argument("--errand", action="store_true", help="as a person, without asking robots.txt")

    def handle(self, *_: Any, part: str, **options: Any) -> None:
        if part == "ask":
            self.ask(options["address"], Purpose.ERRAND if options["errand"] else Purpose.PAGE)
        else:
            self.status(options["host"], options["most"])

    def status(self, named: str, most: int) -> None:
        now = clock.now().timestamp()
        hosts = asked_hosts(most, named=named)
        if not hosts:
            self.stdout.write("No host was asked yet." if not named else f"No host with “{named}” was asked yet.")
            return
        self.stdout.write(HEAD)
        for host in hosts:
            self.stdout.write(line(host, now))
        if resting := resting_hosts(now, RESTING_SHOWN):
            self.stdout.write("\nAt rest after failures:")
            for host in resting:
                until = datetime.fromtimestamp(host.rests_until, UTC)
                self.stdout.write(f"{host.name:40} until {until:%Y-%m-%d %H:%M} UTC, {host.failures} failures in a row")

    def ask(self, address: str, purpose: Purpose) -> None:
        try:
            reply = ask_now(Ask(address, purpose=purpose, limits=Limits(cut=True), patience=120))
        except NetError as error:
            raise CommandError(f"{error.kind}: {error}") from error
        for told in described(reply):
            self.stdout.write(told)


def line(host: AskedHost, now: float) -> str:
    """A host in one line, with who asks it at this moment."""
    last = f"{host.last_at:%Y-%m-%d %H:%M}" if host.last_at else "never"
    said = f" {host.last_error}" if host.last_error else ""
    held = " · being asked" if host.held_by and host.held_until > now else ""
    return (
        f"{host.name[:40]:40} {host.requests:9} {host.bytes / 1e6:8.1f} {host.errors:8} {host.unchanged:8} "
        f"{host.waited:7.0f}s  {last}{said}{held}"
    )


def described(reply: Reply) -> list[str]:
    """What came back, line by line."""
    return [
        *(f"{status} {url}" for url, status in zip(reply.hops, reply.statuses, strict=True)),
        f"{reply.status} {reply.url}",
        f"{reply.size} bytes{' and more' if reply.cut else ''} in {reply.seconds:.2f} s",
        *(f"{name}: {value}" for name, value in sorted(reply.headers.items())),
    ]
