"""The outbox among several processes, with transactions that are really committed."""

from collections import Counter

import pytest
from django.db import connection, transaction

from allostream.outbox import actions

POST = """
from django.db import transaction
from allostream.outbox import actions
with transaction.atomic():
    for n in range(200):
        actions.post("test.topic", {"n": n})
"""
CLAIM = """
from allostream.outbox import actions
import os
while rows := actions.claim(None, str(os.getpid()), limit=3):
    for row in rows:
        assert actions.finish(row)
        print(row.payload["n"])
"""
POST_SLOWLY = """
from django.db import transaction
from allostream.outbox import actions
with transaction.atomic():
    print(actions.post("test.topic", {}, unique_key="k"), flush=True)
    input()
"""


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"test\.topic.*transaction of its change"):
        actions.post("test.topic", {})


def test_several_processes_do_each_row_once(start, run):
    run(POST)
    workers = [start(CLAIM) for _ in range(3)]
    done = Counter()
    for process in workers:
        out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
        done.update(int(line) for line in out.split())
    assert done == Counter(range(200))


def test_a_row_is_not_run_before_a_later_change_with_its_key_is_committed(start):
    """Else the worker would read data from before that change, and nobody would read them again."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite a claim waits until the writer's transaction ends")
    with transaction.atomic():
        row = actions.post("test.topic", {}, unique_key="k")
    poster = start(POST_SLOWLY)
    assert poster.stdout.readline() == "None\n"
    assert actions.claim(None, "w1") == []
    with transaction.atomic():
        assert actions.post("test.topic", {}, unique_key="k") is None  # other posters need not wait
    poster.communicate("\n", timeout=30)
    assert actions.claim(None, "w1") == [row]
