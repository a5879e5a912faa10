"""The feed of changes among several writers, with transactions that are really committed."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from allostream.freshness.actions import forget_changes, note_changes
from allostream.freshness.models import Change
from allostream.freshness.queries import changes_after, place_now
from allostream.freshness.rules import Indexed, Place, has_missed
from allostream.lib import clock

NOTE = """
from django.db import transaction
from allostream.freshness.actions import note_changes
from allostream.freshness.rules import Indexed
"""
NOTE_SLOWLY = (
    NOTE
    + """
with transaction.atomic():
    note_changes(Indexed.TITLE, [7])
    print("noted", flush=True)
    input()
print("committed", flush=True)
"""
)


def noted(kind, *ids):
    with transaction.atomic():
        note_changes(kind, ids)


def read_on(place, limit=100):
    """What follows a place, and the place after it."""
    rows = changes_after(place, limit)
    return [(row.kind.value, row.id) for row in rows], rows[-1].place if rows else place


@pytest.mark.django_db(transaction=True)
def test_noting_a_change_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"title.*its own transaction"):
        note_changes(Indexed.TITLE, [1])
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_begins_now_reads_what_comes_later_in_portions_and_nothing_twice():
    noted(Indexed.TITLE, 1)
    begin = place_now()
    noted(Indexed.TITLE, 3, 2, 2)
    noted(Indexed.PERSON, 9)
    first, place = read_on(begin, limit=2)
    rest, end = read_on(place)
    assert first + rest == [("title", 2), ("title", 3), ("person", 9)]
    assert read_on(end) == ([], end)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_is_not_in_the_feed():
    begin = place_now()
    with transaction.atomic():
        note_changes(Indexed.TITLE, [1])
        transaction.set_rollback(True)
    assert read_on(begin)[0] == []


@pytest.mark.django_db(transaction=True)
def test_a_place_is_read_as_it_is_written():
    noted(Indexed.TITLE, 1)
    (row,) = changes_after(Place(0, 0), 1)
    assert Place.read(str(row.place)) == row.place


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_fortnight_ago_are_removed_but_the_last_by_which_a_late_reader_is_known(time_machine):
    time_machine.move_to(clock.now() - timedelta(days=15))
    begin = place_now()
    noted(Indexed.TITLE, 1)
    noted(Indexed.TITLE, 2)
    time_machine.shift(timedelta(days=2))
    noted(Indexed.TITLE, 3)
    time_machine.shift(timedelta(days=13))
    assert forget_changes() == 1
    (last, young) = changes_after(begin, 10)
    assert (last.id, young.id) == (2, 3)
    assert has_missed(last.at, clock.now())
    assert not has_missed(young.at, clock.now())
    assert forget_changes() == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_change_that_is_committed_late_is_missed_by_nobody(start):
    slow = start(NOTE_SLOWLY)
    assert slow.stdout.readline() == "noted\n"
    begin = place_now()
    noted(Indexed.TITLE, 8)  # a later transaction that ends sooner
    assert read_on(begin)[0] == []  # held back until the earlier one has ended
    out, err = slow.communicate("\n", timeout=30)
    assert (out, err) == ("committed\n", "")
    assert read_on(begin)[0] == [("title", 7), ("title", 8)]


def test_all_changes_of_several_processes_are_read_once(start, run):
    code = NOTE + "for one in range({}, {}):\n  with transaction.atomic(): note_changes(Indexed.TITLE, [one])"
    writers = [start(code.format(first, first + 30)) for first in (0, 100, 200)]
    for process in writers:
        assert process.communicate(timeout=30) == ("", "")
    told = run(
        "from allostream.freshness.queries import changes_after\nfrom allostream.freshness.rules import Place\n"
        "print(sorted(row.id for row in changes_after(Place(0, 0), 1000)))"
    )
    assert told == str([*range(30), *range(100, 130), *range(200, 230)])
