"""What a new year costs: `./dev bench turn [--titles N] [--due N]`.

On a fresh SQLite database with so many titles, each answered for two countries, of which a few become free on 1 January
2027. Measured is the nightly run of that day: titles that it looks at, rows that it writes, its time and its memory.
Baselines in the same run: reading which titles are due, and judging as many titles without a change. Seconds are of
the processor, so that other work on the machine does not count.
"""

import argparse
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
OLD_YEAR, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)
PORTION = 200


def start(folder: str) -> None:
    """A fresh database, made ready."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "allostream.config.settings", "ALLOSTREAM_DATA": folder}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def make_due(count: int) -> None:
    """American films of 1931, renewed, each with a link: protected at home to the end of 2026. Judged as of then."""
    from django.db import transaction

    from allostream.audit.rules import Actor
    from allostream.catalogue.models import Title, TitleCountry
    from allostream.hosts.models import Host, Standing
    from allostream.links.deciding import decide
    from allostream.links.models import WatchLink
    from allostream.rights.models import Fact

    host = Host.objects.create(
        slug="archive", name="Archive", monogram="A", kind=Host.Kind.ARCHIVE, stands=Standing.LISTED,
        official_page="https://archive.example/",
    )  # fmt: skip
    films = Title.objects.bulk_create([Title(kind="film", name=f"Film {n}", year=1931) for n in range(count)])
    TitleCountry.objects.bulk_create([TitleCountry(title=film, code="US") for film in films])
    WatchLink.objects.bulk_create([
        WatchLink(
            title=film, host=host, content_key=f"x:{film.pk}", content_key_hash=film.pk, key_version=1, basis="work",
            canonical_url=f"https://archive.example/{film.pk}", form="page", offer="free_open", countries_allowed=["*"],
        )
        for film in films
    ])  # fmt: skip
    said = (
        ("renewal", {"code": "renewed"}), ("notice", {"code": "valid"}), ("based_on_nothing", {"holds": True}),
    )  # fmt: skip
    Fact.objects.bulk_create([
        Fact(
            title=film, property=name, value=value, source_name="Catalog of Copyright Entries", source_weight=2,
            stated_kind="system", stated_by="bench", stated_at="2026-11-24T12:00:00Z", state="in_force",
        )
        for film in films
        for name, value in said
    ])  # fmt: skip
    for begin in range(0, count, PORTION):
        with transaction.atomic():
            decide([film.pk for film in films[begin : begin + PORTION]], by=Actor.system("bench"), today=OLD_YEAR)


def make_others(count: int) -> None:
    """So many more titles, each with two answers that change in later years."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)")
        cursor.execute(
            "INSERT INTO numbers WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %s)"
            " SELECT n FROM c", [count],
        )  # fmt: skip
        cursor.execute("SELECT MAX(id) FROM catalogue_title")
        first = cursor.fetchone()[0]
        _copy(cursor, "catalogue_title", {"id": f"{first} + n", "public_id": "printf('b%011d', n)", "year": "1950"})
        for country in ("US", "FR"):
            _copy(cursor, "links_rightsanswer", {
                "id": "(SELECT MAX(id) FROM links_rightsanswer) + n", "title_id": f"{first} + n",
                "country": f"'{country}'", "decision_id": "NULL", "changes_on": "(2030 + n % 60) || '-01-01'",
            })  # fmt: skip


def _copy(cursor: Any, table: str, others: dict[str, str]) -> None:
    """Copy the first row of a table once for each number, with other values in some columns."""
    cursor.execute(f"SELECT name FROM pragma_table_info('{table}')")
    columns = [name for (name,) in cursor.fetchall()]
    values = ", ".join(others.get(name, f"t.{name}") for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM numbers,"
        f" (SELECT * FROM {table} ORDER BY id LIMIT 1) t"
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds of the processor something takes, and what it returns."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def run_night() -> tuple[int, int]:
    """The nightly run of the new year: how many titles it changed, and how many decisions it wrote."""
    from allostream.links.judging import turn

    titles = decisions = 0
    while done := turn(today=NEW_YEAR):
        titles, decisions = titles + len(done.titles), decisions + done.decisions
    return titles, decisions


def measure(titles: int, due: int) -> None:
    from allostream.audit.rules import Actor
    from allostream.links.judging import due_titles, evaluate
    from allostream.links.models import RightsAnswer
    from allostream.rights.models import Decision

    seconds, _ = timed(lambda: make_due(due))
    print(f"{due:,} titles judged for the first time and written: {seconds:.1f} s, {due / seconds:,.0f} titles/s")
    make_others(titles - due)
    answers = RightsAnswer.objects.count()
    print(f"{titles:,} titles, {answers:,} answers")
    seconds, found = timed(lambda: due_titles(NEW_YEAR, limit=due + 1))
    print(f"baseline: which are due: {len(found):,}, {seconds * 1000:.1f} ms")
    seconds, _ = timed(lambda: [
        evaluate(found[n : n + PORTION], by=Actor.system("bench"), today=OLD_YEAR) for n in range(0, due, PORTION)
    ])  # fmt: skip
    print(f"baseline: as many judged without a change: {seconds:.1f} s, {due / seconds:,.0f} titles/s")
    before = Decision.objects.count()
    untouched = RightsAnswer.objects.exclude(evaluated_on=NEW_YEAR).count()
    seconds, (changed, decisions) = timed(run_night)
    written = untouched - RightsAnswer.objects.exclude(evaluated_on=NEW_YEAR).count()
    print(f"the night of {NEW_YEAR}: {changed:,} titles changed, {seconds:.1f} s, {changed / seconds:,.0f} titles/s")
    print(f"rows written: {written:,} of {answers:,} answers, {Decision.objects.count() - before:,} decisions")
    assert written == decisions
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench turn", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--titles", type=int, default=1_000_000, help="titles in the catalogue (1,000,000)")
    parser.add_argument("--due", type=int, default=2_000, help="titles that the new year concerns (2,000)")
    options = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        measure(options.titles, options.due)


if __name__ == "__main__":
    main()
