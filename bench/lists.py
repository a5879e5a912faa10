"""What lists cost where very much is in them: `./dev bench lists --data CATALOGUE [--rows N] [--rounds N]`.

CATALOGUE is a folder with a database, such as `./dev bench pages` makes. Nothing is copied and nothing stays: what
people would have brought, said and decided is written in one transaction, which is rolled back at the end. Each page is
asked for with few and with many rows; the number of queries must be the same. Times are of the processor, of one
process, without the cache of pages; every query is explained, and one that goes through a whole large table is told.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FEW, LARGE = 60, 1000
SCAN = re.compile(r"^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?")

Asked = list[tuple[str, Any]]


def prepared(data: Path) -> None:
    """Django with the database of the folder, as it is."""
    os.environ.update({"ALLOSTREAM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "allostream.config.settings"})
    import django

    django.setup()
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


class Seed:
    """What is written: for a few people, at one title, one link, one host, and spread over the catalogue."""

    def __init__(self) -> None:
        from allostream.accounts.models import RoleGrant, User
        from allostream.catalogue.models import Title
        from allostream.hosts.models import Host
        from allostream.lib import clock
        from allostream.links.models import ShownLink
        from allostream.sites.models import Site

        self.now = clock.now()
        self.site = Site.objects.get(language="en")
        self.people = [User.objects.create_user(f"list-{n}@example.org", None, name=f"Lister {n}") for n in range(3)]
        RoleGrant.objects.create(account=self.people[0], role="operator", given_at=self.now, why="bench")
        shown = ShownLink.objects.filter(country="US").select_related("link").first()
        if shown is None:
            raise SystemExit("No link is shown in this catalogue: make one with `./dev bench pages --no-load`.")
        self.link, self.title = shown.link, shown.link.title
        self.titles = list(Title.objects.filter(removed_at=None).values_list("pk", flat=True)[:20_000])
        self.links = list(type(shown.link).objects.values_list("pk", flat=True)[:20_000])
        self.host = Host.objects.get(pk=shown.link.host_id)
        self.made = 0

    def add(self, count: int) -> None:
        """Write so many more rows of each kind."""
        numbers = range(self.made, self.made + count)
        self.made += count
        for rows in (self.submissions, self.items, self.comments, self.faults, self.demands):
            made = [rows(number) for number in numbers]
            type(made[0]).objects.bulk_create(made, batch_size=500, ignore_conflicts=rows == self.faults)
        self.decided(numbers)

    def at(self, number: int) -> Any:
        return self.now - timedelta(minutes=number)

    def submissions(self, number: int) -> Any:
        from allostream.community.models import Submission

        state = ("queued", "accepted", "refused", "asked")[number % 4]
        key = f"ia:bench-{number}"
        return Submission(
            person=self.people[1], site=self.site, country="US", language="en", host=self.host, domain="archive.org",
            address=f"https://archive.org/details/bench-{number}", content_key=key, content_key_hash=number,
            canonical_url=f"https://archive.org/details/bench-{number}", title_id=self.titles[number % 20_000],
            state=state, reason="shown", made_at=self.at(number), changed_at=self.at(number),
            decided_at=None if number % 4 in (0, 3) else self.at(number), public_id=f"bs{number:010}",
        )  # fmt: skip

    def items(self, number: int) -> Any:
        from allostream.moderation.models import Item

        return Item(
            kind=("submission", "comment")[number % 2], subject_id=f"b{'sc'[number % 2]}{number:010}",
            title_id=self.titles[number % 20_000],
            host=self.host.slug, uploader=f"u{number % 50}", person=self.people[1], risk=2, signs=[],
            opened_at=self.at(number), due_at=self.at(number),
        )  # fmt: skip

    def comments(self, number: int) -> Any:
        from allostream.community.models import Comment

        where = self.title.pk if number % 2 else self.titles[number % 20_000]
        return Comment(
            title_id=where, author=self.people[2], site=self.site, language="en", text="Fine.", html="<p>Fine.</p>",
            made_at=self.at(number), public_id=f"bc{number:010}", flags=number % 3,
        )  # fmt: skip

    def faults(self, number: int) -> Any:
        from allostream.community.models import Fault

        link = self.links[number % 20_000] if number > FEW else self.link.pk
        return Fault(
            link_id=link, reason="dead", state="accepted", people=1, opened_at=self.at(number),
            reported_at=self.at(number), decided_at=self.at(number), public_id=f"bf{number:010}",
        )  # fmt: skip

    def demands(self, number: int) -> Any:
        from allostream.community.models import Demand

        return Demand(
            title_id=self.titles[number % 20_000], country=("US", "FR", "DE")[number // 20_000 % 3],
            month=self.now.date().replace(day=1), people=number % 900 + 10,
        )  # fmt: skip

    def decided(self, numbers: range) -> None:
        """Decisions, and appeals and bans for some of them."""
        from allostream.community.models import Fault, Report
        from allostream.links.models import Ban
        from allostream.moderation.models import Appeal, Decision

        rows = [
            Decision(
                at=self.at(n), role="moderator", decided_by=self.people[0], source="own",
                kind=("link", "comment")[n % 2], subject_id=f"bd{n}", title_id=self.titles[n % 20_000],
                host=self.host.slug, measure="hidden",
                rule=f"R{n % 9 + 1}", why="So it is.", facts="Facts.", author=self.people[1], public_id=f"bd{n:010}",
            )
            for n in numbers
        ]  # fmt: skip
        Decision.objects.bulk_create(rows, batch_size=500)
        some = list(Decision.objects.filter(public_id__in=[f"bd{n:010}" for n in numbers[:500]]))
        Appeal.objects.bulk_create([
            Appeal(decision=one, made_by=self.people[1], language="en", text="Not so.", made_at=one.at,
                   answer_by=one.at)
            for one in some
        ])  # fmt: skip
        Ban.objects.bulk_create([
            Ban(reach="path", host=self.host, text=f"archive.org/bench/{n}", since=self.at(n), reason="So.",
                given_by="command:bench", public_id=f"bb{n:010}", lifted_at=self.at(n) if n % 3 else None)
            for n in numbers[:600]
        ])  # fmt: skip
        faults = Fault.objects.filter(public_id__in=[f"bf{n:010}" for n in numbers[:500]])
        Report.objects.bulk_create([
            Report(fault=one, site=self.site, country="US", language="en", voter="v", made_at=one.opened_at,
                   public_id=one.public_id.replace("bf", "br"))
            for one in faults
        ])  # fmt: skip


def pages_of(seed: Seed) -> list[tuple[str, Any, str]]:
    """Name, who asks, and the address of each page."""
    from django.test import Client

    def client(person: Any = None) -> Client:
        made = Client(SERVER_NAME="localhost")
        if person is not None:
            made.force_login(person)
        return made

    keeper, member, nobody = client(seed.people[0]), client(seed.people[1]), client()
    host = seed.host.slug
    return [
        ("queue", keeper, "/bench/queue"),
        ("queue, one kind", keeper, "/bench/queue?kind=submission"),
        ("queue, one host", keeper, f"/bench/queue?host={host}"),
        ("queue, one uploader", keeper, "/bench/queue?uploader=u7"),
        ("queue, one person", keeper, f"/bench/queue?person={seed.people[1].public_id}"),
        ("many at once", keeper, "/bench/many?uploader=u7"),
        ("bans", keeper, "/bench/bans"),
        ("appeals", keeper, "/bench/appeals"),
        ("log", nobody, "/moderation-log"),
        ("log, one rule", nobody, "/moderation-log?rule=R4"),
        ("log, one host", nobody, f"/moderation-log?host={host}"),
        ("feed of the log", nobody, "/feeds/moderation-log.atom"),
        ("comments of a title", nobody, f"/comments/w/{seed.title.public_id}"),
        ("reports of a link", nobody, f"/link/{seed.link.public_id}"),
        ("one report", nobody, "/report/br0000000007"),
        ("wanted", nobody, "/wanted"),
        ("what somebody brought", member, "/brought"),
        ("the same, refused", member, "/brought?state=refused"),
    ]


@contextmanager
def noted() -> Iterator[Asked]:
    """The questions to the database."""
    from django.db import connection

    asked: Asked = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").upper().startswith(("SELECT", "WITH")):
            asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        yield asked


def asked_by(client: Any, path: str) -> Asked:
    """What one page asks. Raises SystemExit where it does not answer."""
    with noted() as asked:
        answer = client.get(path)
        b"".join(answer) if answer.streaming else answer.content
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return asked


def scans(asked: Asked) -> set[str]:
    """The large tables that are gone through from end to end (SQLite's own words)."""
    from django.db import connection

    found = set()
    with connection.cursor() as cursor:
        for sql, values in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            plan = [detail for *_, detail in cursor.fetchall()]
            is_sorted = not any("TEMP B-TREE FOR ORDER BY" in detail for detail in plan)
            goes = [match for detail in plan if (match := SCAN.match(detail))]
            # In the order of an index, and no farther than a page goes, is not through all of it.
            names = {match[1] for match in goes if not (match[2] and is_sorted and " LIMIT " in sql)}
            for name in names:
                table = re.search(rf'"(\w+)"(?: AS)? "?{re.escape(name.strip(chr(34)))}"?\b', sql)
                found.add(table[1] if table else name.strip('"'))
        return {name for name in found if _rows(cursor, name) > LARGE}


def _rows(cursor: Any, name: str) -> int:
    if not re.fullmatch(r"[a-z_]+", name):
        return 0
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
    if not cursor.fetchone()[0]:
        return 0
    cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}")
    return int(cursor.fetchone()[0])


def times(client: Any, path: str, rounds: int) -> list[float]:
    """Seconds of the processor, each time the page is asked for."""
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        client.get(path)
        found.append(time.process_time() - begun)
    return sorted(found)


def main(words: Sequence[str]) -> int:
    reader = argparse.ArgumentParser(prog="./dev bench lists", description=(__doc__ or "").split(":")[0])
    reader.add_argument("--data", type=Path, default=ROOT / "var" / "bench-pages")
    reader.add_argument("--rows", type=int, default=20_000, help="of each kind (20,000)")
    reader.add_argument("--rounds", type=int, default=40)
    given = reader.parse_args(words)
    prepared(given.data.absolute())
    from django.db import transaction

    bad = False
    with transaction.atomic():
        seed = Seed()
        seed.add(FEW)
        pages = pages_of(seed)
        few = [len(asked_by(client, path)) for _, client, path in pages]
        seed.add(given.rows - FEW)
        print("| list | queries | processor p50 | p99 | goes through |\n| --- | --: | --: | --: | --- |")
        for (name, client, path), before in zip(pages, few, strict=True):
            asked = asked_by(client, path)
            taken, whole = times(client, path, given.rounds), scans(asked)
            queries = str(len(asked)) if len(asked) == before else f"**{before} → {len(asked)}**"
            bad |= len(asked) != before
            p50, p99 = (f"{1000 * taken[min(len(taken) - 1, int(part * len(taken)))]:.1f} ms" for part in (0.5, 0.99))
            print(f"| {name} | {queries} | {p50} | {p99} | {', '.join(sorted(whole)) or '–'} |", flush=True)
        transaction.set_rollback(True)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
