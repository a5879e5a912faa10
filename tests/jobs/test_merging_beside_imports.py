"""An import and a merge at once, in two processes: nothing is written to the title that is gone."""

import pytest
from django.db import connection

from allostream.catalogue.models import Title
from tests.actions.imports import SOURCE, episode, season, series, take_in, written

# It stops once at the function that is named, and goes on when it is told to.
IMPORT = """
import sys
from django.core.management import call_command
from allostream.catalogue.intake import holding
inner, stops = holding.{stop}, [True]
def stopping(*given):
    result = inner(*given)
    if stops.pop() if stops else False:
        print("ready", flush=True)
        input()
    return result
holding.{stop} = stopping
call_command("import", "catalogue", {file!r}, stdout=sys.stderr)
"""
MERGE = """
from django.db import OperationalError, connection
from allostream.audit.rules import Actor
from allostream.links.regrouping import merge_titles
with connection.cursor() as cursor:
    cursor.execute("SET lock_timeout = {patience}" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = {patience}")
print("begun", flush=True)
try:
    merge_titles({gone!r}, {kept!r}, by=Actor.command("test"), why="One work.")
    print("merged", flush=True)
except OperationalError:
    print("kept waiting", flush=True)
"""  # noqa: E501 - a line of a program
LOOK = """
from allostream.catalogue.models import *
gone, kept = (Title.objects.get(public_id=one) for one in ({gone!r}, {kept!r}))
print(gone.merged_into_id == kept.pk, gone.year, kept.runtime_min, kept.name)
names, seasons = gone.names.values_list("text", flat=True), gone.seasons.filter(removed_at=None)
print(*names, gone.country_rows.count(), seasons.count())
print(*sorted(kept.country_rows.values_list("code", flat=True)))
print(*sorted(Episode.objects.filter(title=kept, removed_at=None).values_list("name", flat=True)))
print(*sorted(kept.identifiers.values_list("scheme", "value")))
"""
PATIENT = 30_000


@pytest.fixture
def two(transactional_db, tmp_path):
    """Two series of a source, the first to become one with the second, and a file that says more of the first."""
    start = [
        SOURCE, series("10"), season("20", of="lists:10"), episode("30", of="lists:20", name="The Shadow", number=1),
        series("11", year=1917), season("21", of="lists:11"), episode("31", of="lists:21", name="The Shadow", number=1),
    ]  # fmt: skip
    take_in(tmp_path, *start)
    gone, kept = Title.objects.get(year=1916), Title.objects.get(year=1917)
    more = [
        SOURCE, series("10", runtime_min=25, countries=["FR"], names=[{"text": "Le Justicier", "language": "fr"}]),
        season("20", of="lists:10"), episode("30", of="lists:20", name="The Shadow", number=1),
        episode("32", of="lists:20", name="The Deed", number=2),
    ]  # fmt: skip
    return gone.public_id, kept.public_id, str(written(tmp_path, *more, name="more.jsonl"))


def look(run, gone, kept):
    return run(LOOK.format(gone=gone, kept=kept)).splitlines()


def test_a_merge_between_the_look_up_of_an_import_and_its_writes_is_followed(two, start, run):
    gone, kept, file = two
    importing = start(IMPORT.format(stop="wanted_titles", file=file))
    assert importing.stdout.readline() == "ready\n"
    merging = start(MERGE.format(gone=gone, kept=kept, patience=PATIENT))
    assert merging.stdout.readline() == "begun\n"
    if connection.vendor == "postgresql":  # on SQLite it waits until the import has ended
        assert merging.stdout.readline() == "merged\n"
    importing.communicate("\n", timeout=60)
    out, err = merging.communicate(timeout=60)
    assert (importing.returncode, err) == (0, "")
    assert connection.vendor == "postgresql" or out == "merged\n"
    led, hanging, countries, episodes, keys = look(run, gone, kept)
    assert led.split()[0] == "True"
    assert hanging == "Judex 0 0"  # a name that both have stays behind
    assert countries == "FR"
    assert episodes == "The Deed The Shadow"
    assert keys == "('lists', '10') ('lists', '11')"


def test_a_merge_waits_for_an_import_that_is_writing(two, start, run):
    gone, kept, file = two
    importing = start(IMPORT.format(stop="present_titles", file=file))
    assert importing.stdout.readline() == "ready\n"
    assert start(MERGE.format(gone=gone, kept=kept, patience=100)).communicate(timeout=60)[0] == "begun\nkept waiting\n"
    importing.communicate("\n", timeout=60)
    assert importing.returncode == 0
    assert run(MERGE.format(gone=gone, kept=kept, patience=PATIENT)) == "begun\nmerged"
    led, hanging, countries, episodes, _keys = look(run, gone, kept)
    assert led.split()[0] == "True"
    assert (hanging, countries, episodes) == ("Judex 0 0", "FR", "The Deed The Shadow")
