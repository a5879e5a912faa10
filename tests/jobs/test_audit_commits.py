"""The audit among several writers and sealers, with transactions that are really committed."""

import pytest
from django.db import connection, transaction

from allostream.audit import actions, queries
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor

RECORD = """
from django.db import transaction
from allostream.audit import actions, queries
from allostream.audit.rules import Actor
def record(n):
    with transaction.atomic():
        actions.record("title.change", by=Actor.system("test"), subject_kind="title", subject_id=f"t{n}")
"""
# One line on its standard input lets it go on, one line on its standard output tells how far it is.
RECORD_SLOWLY = (
    RECORD
    + """
with transaction.atomic():
    record(1)
    print("recorded", flush=True)
    input()
print("committed", flush=True)
"""
)
postgresql_only = "SQLite has one writer at a time: no second transaction can be open between record and commit"


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"title\.change.*transaction of its change"):
        actions.record("title.change", by=Actor.person("ada"), subject_kind="title", subject_id="t1")
    assert not AuditEntry.objects.exists()


def test_two_transactions_record_at_once_without_waiting_and_the_late_one_is_sealed_later(start):
    if connection.vendor != "postgresql":
        pytest.skip(postgresql_only)
    slow = start(RECORD_SLOWLY)
    assert slow.stdout.readline() == "recorded\n"
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1ms'")  # any wait for the other transaction is an error
    with transaction.atomic():
        quick = actions.record("title.change", by=Actor.person("ada"), subject_kind="title", subject_id="t2")
    assert actions.seal() == 1
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    slow.communicate("\n", timeout=30)
    (late,) = queries.history("title", "t1")
    assert late.pk < quick.pk
    assert actions.seal() == 1
    assert (quick.seal.position, late.seal.position) == (1, 2)
    assert queries.verify().broken is None


def test_several_writers_and_sealers_leave_one_whole_chain(start, run):
    writers = [start(RECORD + "for n in range(40): record(n)") for _ in range(2)]
    sealers = [
        start(RECORD + "total = 0\nwhile total < 30 and queries.head().position < 80: total += actions.seal(limit=7)")
        for _ in range(2)
    ]
    for process in writers + sealers:
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
    proof = "from django.core.management import call_command as call\n"
    assert "entries sealed" in run(proof + "call('audit', 'seal')")
    out = run(proof + "call('audit', 'verify')")
    assert "80 entries proved" in out
    assert "The audit is whole." in out
