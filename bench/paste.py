"""How quickly a pasted address is answered: `./dev bench paste --data CATALOGUE [--count N] [--odd N]`.

CATALOGUE is a folder with a database; a copy of it is measured. Addresses are asked for as somebody signed in does,
hosts are given their replies at once, so that what is measured is our own part. `--odd` also asks for addresses as
nobody should write them, and counts the answers by status: none may be a failure.
"""

import argparse
import json
import os
import random
import shutil
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SPELLINGS = (
    "https://archive.org/details/{}", "http://www.archive.org/embed/{}?autoplay=1", "archive.org/details/{}/",
    "https://web.archive.org/web/2020/https://archive.org/details/{}", "hxxps://archive[.]org/details/{}",
)  # fmt: skip
PIECES = (
    "http://", "https://", "archive.org", "youtube.com", "youtu.be", "/watch?v=", "%00", "%E0%A4%A", "\\", "//", "@",
    "[::1]", "0x7f.1", "xn--", "é", "中文", "‮", "\u200b", "#", "?", "&amp;", "'", '"', "<script>", "../..", ":99999",
    ".", "..", "details", "🎬", "\t", "javascript:", "file:///", "data:,", "=1+1", "%2e%2e", "\ud7ff", "ﬁ", "٣",
)  # fmt: skip


def reply_of(item: str, title: str, year: int | None, minutes: int | None) -> dict[str, Any]:
    """What the Internet Archive tells of an item, as far as it is read."""
    metadata = {
        "identifier": item, "title": title, "mediatype": "movies", "collection": ["opensource_movies"],
        "year": str(year or ""), "uploader": "somebody@example.org", "language": "eng",
    }  # fmt: skip
    files = [
        {"name": f"film{n}.mp4", "format": "h.264", "source": "original", "length": str(60 * (minutes or 80))}
        for n in range(12)
    ]
    return {"metadata": metadata, "files": files}


def prepared(data: Path, scratch: Path) -> None:
    """A copy of the catalogue, brought up to date, in which a host may be asked."""
    shutil.copy(data / "allostream.sqlite3", scratch)
    if (data / "search").is_dir():
        shutil.copytree(data / "search", scratch / "search")
    os.environ.update({
        "ALLOSTREAM_DATA": str(scratch), "DJANGO_SETTINGS_MODULE": "allostream.config.settings",
        "ALLOSTREAM_BOT_SITE": "https://allostream.example", "ALLOSTREAM_BOT_CONTACT": "bot@allostream.example",
        "ALLOSTREAM_SOURCE_BUDGETS": "internet-archive=9999999",
    })  # fmt: skip
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    call_command("migrate", verbosity=0)


def replies(known: dict[str, dict[str, Any]]) -> Any:
    """A door behind which every item has its reply at once."""
    from allostream.net.asking import Ask, Reply
    from allostream.net.errors import TimedOut

    def ask(one: Ask) -> Reply:
        told = known.get(one.url.rsplit("/", 1)[-1])
        if told is None:
            raise TimedOut(one.url, "It took too long.")
        body = json.dumps(told).encode()
        return Reply(one.url, 200, {}, body, len(body))

    @contextmanager
    def door() -> Iterator[Any]:
        yield ask

    return door


def addresses(count: int) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    """Addresses of three kinds with their kind, and what the host tells of the new ones."""
    from allostream.catalogue.models import Title
    from allostream.links.models import WatchLink

    chance = random.Random(7)  # noqa: S311 - the same addresses each time
    here = list(
        WatchLink.objects.filter(content_key__startswith="ia:", withdrawn_at=None, removed_at=None).values_list(
            "content_key", flat=True
        )
    )
    films = list(Title.objects.filter(kind="film", year__isnull=False).order_by("?")[: count + 40])
    found, told = [], {}
    for place in range(count):
        key = chance.choice(here).partition(":")[2].partition("/")[0]
        found.append(("already here", chance.choice(SPELLINGS).format(key)))
        film = films[place]
        item = f"{''.join(c for c in film.name if c.isascii() and c.isalnum())[:40] or 'film'}_{place:05}"
        told[item] = reply_of(item, f"{film.name} ({film.year})", film.year, film.runtime_min)
        found.append(("new", f"https://archive.org/details/{item}"))
        found.append(("unknown host", f"https://films{place}.example/watch/{quote(film.name[:40])}"))
    return found, told


def odd(count: int) -> Iterator[str]:
    """Addresses as nobody should write them."""
    chance = random.Random(11)  # noqa: S311 - the same addresses each time
    for _ in range(count):
        pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 7))]
        letters = "".join(chance.choice(string.printable) for _ in range(chance.randint(0, 12)))
        yield "".join(pieces) + letters + ("a" * chance.randint(1500, 3000) if chance.random() < 0.02 else "")


def signed_in() -> Any:
    """A reader who has signed in."""
    from django.test import Client

    from allostream.accounts.models import User

    person = User.objects.create_user("paste@example.org", "ten fine words", name="Paste")
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(person)
    return client


def share(values: list[float], part: float) -> str:
    """The value below which this part of them lies, in milliseconds."""
    return f"{1000 * sorted(values)[min(len(values) - 1, int(part * len(values)))]:,.0f}"


def main() -> None:
    """Measure, print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--data", type=Path, required=True)
    reader.add_argument("--count", type=int, default=200, help="addresses of each kind")
    reader.add_argument("--odd", type=int, default=0)
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        prepared(given.data, Path(scratch))
        from allostream.community import asking
        from allostream.web.views import bringing

        found, told = addresses(given.count)
        asking.open_door = replies(told)
        bringing.LOOKS_PER_MINUTE = 10_000_000
        client = signed_in()
        times: dict[str, list[tuple[float, float]]] = {}
        for place, (kind, address) in enumerate(found):
            begun, wall = time.process_time(), time.perf_counter()
            answer = client.get("/bring", {"url": address})
            took = time.process_time() - begun, time.perf_counter() - wall
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            if place >= 30:
                times.setdefault(kind, []).append(took)
        print("| address | asked | processor p50 | p99 | clock p50 | p99 |\n| --- | --: | --: | --: | --: | --: |")
        for kind, taken in times.items():
            cpu, wall_times = [one for one, _ in taken], [one for _, one in taken]
            cells = [share(cpu, 0.5), share(cpu, 0.99), share(wall_times, 0.5), share(wall_times, 0.99)]
            print(f"| {kind} | {len(taken):,} | {' | '.join(f'{one} ms' for one in cells)} |")
        if given.odd:
            statuses = Counter(client.get("/bring", {"url": one}).status_code for one in odd(given.odd))
            print("odd addresses by status:", dict(sorted(statuses.items())))
            if any(status >= 500 for status in statuses):
                raise SystemExit("an address brought a failure")


if __name__ == "__main__":
    main()
