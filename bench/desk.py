"""How fast a notice takes effect: `./dev bench desk [--notices N] [--marks N] [--addresses N]`.

A database of its own is filled with titles, each with one link. Measured, in processor time of this process: from the
receipt of a complete notice to the first page without the link; the question whether something must stay down, among so
many marks; addresses a second that are matched against the links, and the memory that takes. On PostgreSQL where
ALLOSTREAM_DATABASE names one that may be filled.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

BATCH = 5000


def start(folder: str) -> None:
    """Make the program ready on an empty database, which is SQLite in a folder where nothing else is said."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "allostream.config.settings", "ALLOSTREAM_DATA": folder}
    import django
    from django.conf import settings
    from django.core.management import call_command

    from allostream.lib.garbage import look_rarely

    django.setup()
    # Files under their own names: the hashed ones exist only after collectstatic.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    look_rarely()
    call_command("migrate", verbosity=0)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that something takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def told(name: str, found: Sequence[float], unit: str = "ms") -> None:
    """One line of the answer: the median, and what a hundredth exceeds."""
    ordered = sorted(found)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{name}: p50 {statistics.median(ordered):.3f} {unit}, p99 {last:.3f} {unit} ({len(ordered)} times)")


def fill(titles: int) -> list[str]:
    """Titles with a link each, shown everywhere; returns the addresses of the links."""
    from tests import factories as make

    make.make_sites()
    host = make.make_host("youtube", item_level=True)
    addresses = []
    for number in range(titles):
        title = make.make_title(f"Film {number}", year=1926)
        make.make_answer(title, "*")
        link = make.make_link(title, f"https://www.youtube.com/watch?v=bench{number:06d}", host=host)
        addresses.append(link.canonical_url)
    return addresses


def notices(addresses: Sequence[str]) -> list[float]:
    """How long each notice takes until the page of its title is made without the link."""
    from django.test import Client

    from tests.rights_desk.notices import notice, send

    reader, found = Client(), []
    for number, address in enumerate(addresses):
        message = notice(address, reference=str(number))

        def act(message: object = message, number: int = number, address: str = address) -> None:
            send(message)  # type: ignore[arg-type]  # a Reading
            page = reader.get(f"/movie/film-{number}-1926").content.decode()
            assert address.partition("v=")[2] not in page

        found.append(timed(act))
    return found


def marks(count: int) -> None:
    """Fill the table of what must stay down."""
    from django.db import connection

    from allostream.lib import clock
    from allostream.links.mark_rules import Known, Sign
    from allostream.links.models import StayDown

    now = clock.now()
    for begin in range(0, count, BATCH):
        rows = [
            StayDown.laid(
                Sign(Known.COPY, f"yt:mk{number:09d}"), territory=["*"], since=now, why="bench", laid_by="system:bench"
            )
            for number in range(begin, min(begin + BATCH, count))
        ]
        StayDown.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def questions(count: int, among: int) -> list[float]:
    """How long it takes to ask whether an address that somebody brings must stay down; half of them must."""
    from allostream.hosts.identity import identify
    from allostream.links.queries.marks import marks_on

    found = []
    for number in range(count):
        word = "mk" if number % 2 else "fr"
        identity = identify(f"https://www.youtube.com/watch?v={word}{(number * 7919) % among:09d}")
        found.append(timed(partial(marks_on, [(identity, None)])))
    return found


def matching(count: int, addresses: Sequence[str]) -> tuple[float, float]:
    """Addresses a second of processor time that are matched, one of ten against a link, and MiB more than before."""
    from allostream.rights_desk.matching import Asked, look_up

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    for begin in range(0, count, BATCH):
        asked = [
            Asked(
                addresses[number % len(addresses)] if number % 10 == 0 else f"https://h{number % 97}.example/v/{number}"
            )
            for number in range(begin, min(begin + BATCH, count))
        ]
        assert look_up(asked)
    seconds = time.process_time() - begun
    return count / seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> int:
    """Fill, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notices", type=int, default=100)
    parser.add_argument("--marks", type=int, default=10_000_000)
    parser.add_argument("--addresses", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment()
        addresses = fill(options.notices)
        print(
            f"{connection.vendor}, {options.marks:,} marks, {options.addresses:,} addresses; processor time of one core"
        )
        told("notice until a page is made without the link", notices(addresses))
        marks(options.marks)
        told("must it stay down?", questions(2000, options.marks))
        rate, memory = matching(options.addresses, addresses)
        print(f"matching: {rate:,.0f} addresses a second, {memory:.0f} MiB more than before")
    return 0


if __name__ == "__main__":
    sys.exit(main())
