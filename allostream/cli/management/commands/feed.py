"""`manage.py feed check FILE --host DOMAIN`: what a provider's feed says and what is wrong with it; writes nothing."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allostream.connectors.watchaction.feed import Feed, NoFeed, read


class Command(BaseCommand):
    help = "Look at a file of a provider's feed (WatchAction of schema.org)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        check = parts.add_parser("check", help="tell offers and mistakes of a file")
        check.add_argument("file", type=Path)
        check.add_argument(
            "--host", action="append", required=True, help="a domain of the provider; as often as needed"
        )

    def handle(self, *_: Any, file: Path, host: list[str], **__: Any) -> None:
        try:
            feed = read(file.read_bytes(), [one.lower() for one in host])
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        except NoFeed as error:
            raise CommandError(f"{file}: {error}.") from error
        self.stdout.write("\n".join(_lines(feed)))


def _lines(feed: Feed) -> list[str]:
    offers = Counter(one.offer for one in feed.found)
    told = ", ".join(f"{kind} {number:,}" for kind, number in sorted(offers.items())) or "none"
    ignored = ", ".join(f"{kind} {number:,}" for kind, number in sorted(feed.ignored.items()))
    return [
        f"{feed.entities:,} works and parts, {len(feed.found):,} offers ({told}), {len(feed.mistakes):,} mistakes.",
        *([f"Passed over: {ignored}."] if ignored else []),
        *(str(one) for one in feed.mistakes),
    ]
