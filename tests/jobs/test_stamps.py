"""Stamps among several writers, with transactions that are really committed."""

import pytest
from django.db import connection, transaction

from allostream.catalogue.state import state_of
from allostream.freshness.actions import raise_stamp
from allostream.freshness.models import Stamp
from allostream.freshness.queries import stamps
from allostream.freshness.rules import Subject

RAISE = """
from django.db import transaction
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
def change(subject=Subject.LISTS):
    with transaction.atomic():
        raise_stamp(subject)
"""
# One line on its standard input lets it go on, one line on its standard output tells how far it is.
RAISE_SLOWLY = (
    RAISE
    + """
with transaction.atomic():
    change()
    print("raised", flush=True)
    input()
print("committed", flush=True)
"""
)


def value(subject=Subject.LISTS):
    """A stamp as both ways of reading tell it."""
    (_version, read) = state_of(None, (subject,))
    assert (read or 0) == stamps([subject])[subject]
    return read or 0


@pytest.mark.django_db(transaction=True)
def test_raising_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"lists.*transaction of its change"):
        raise_stamp(Subject.LISTS)
    assert not Stamp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_stamp_rises_once_for_each_change_and_stays_where_a_change_is_undone():
    with transaction.atomic():
        raise_stamp(Subject.LISTS)
        raise_stamp(Subject.LISTS)
        raise_stamp(Subject.SITES)
    with transaction.atomic():
        raise_stamp(Subject.LISTS)
        transaction.set_rollback(True)
    assert stamps() == dict.fromkeys(Subject, 0) | {Subject.LISTS: 2, Subject.SITES: 1}
    assert (value(Subject.LISTS), value(Subject.SITES)) == (2, 1)
    assert Stamp.objects.count() == 2  # no more parts than there were writers at once


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_transactions_raise_one_stamp_at_once_and_readers_see_each_raise_with_its_commit(start):
    with transaction.atomic():
        raise_stamp(Subject.LISTS)  # so that there is one part for two to ask for
    slow = start(RAISE_SLOWLY)
    assert slow.stdout.readline() == "raised\n"
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1ms'")  # any wait for the other transaction is an error
    assert value() == 1
    for expected in (2, 3):
        with transaction.atomic():
            raise_stamp(Subject.LISTS)
        assert value() == expected
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    out, err = slow.communicate("\n", timeout=30)
    assert (out, err) == ("committed\n", "")
    assert value() == 4
    assert Stamp.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it is about readers while SQLite's one writer is at work")
def test_readers_see_a_raise_with_its_commit_and_do_not_wait_for_it(start, run):
    slow = start(RAISE_SLOWLY)
    assert slow.stdout.readline() == "raised\n"
    ask = "from allostream.catalogue.state import state_of\nprint(state_of(None, ('lists',)))"
    assert run(ask) == "(None, None)"
    slow.communicate("\n", timeout=30)
    assert run(ask) == "(None, 1)"


def test_no_raise_of_several_processes_is_lost(start, run):
    writers = [start(RAISE + "for _ in range(40): change(); change(Subject.SITES)") for _ in range(3)]
    for process in writers:
        assert process.communicate(timeout=30) == ("", "")
    told = run("from allostream.catalogue.state import state_of\nprint(state_of(None, ('lists', 'sites')))")
    assert told == "(None, 120, 120)"
