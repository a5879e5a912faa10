"""`manage.py worker`: it does what is due, survives what fails, and stops cleanly."""

import json
import signal
from io import StringIO
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from allostream.audit import actions as audit
from allostream.audit import queries
from allostream.audit.rules import Actor
from allostream.jobs import progress
from allostream.jobs.handlers import HANDLERS
from allostream.jobs.loops import Loop, run
from allostream.outbox import actions as outbox
from allostream.outbox.models import OutboxRow
from allostream.outbox.rules import State

WORKER = """
from django.core.management import call_command
from allostream.jobs.handlers import HANDLERS
def slow(payload):
    print("at work", flush=True)
    input()
    print("work done", flush=True)
HANDLERS["test.slow"] = slow
call_command("worker", loops={loops!r})
"""
POST_ONE_SLOW = """
from django.db import transaction
from allostream.outbox import actions
with transaction.atomic():
    actions.post("test.slow", {})
"""
STATES = """
import json
from allostream.outbox.models import OutboxRow
print(json.dumps(list(OutboxRow.objects.values_list("state", flat=True))))
"""
RECORD_AND_AWAIT_SEAL = """
import time
from threading import Event
from django.db import transaction
from allostream.audit import actions, queries
from allostream.audit.rules import Actor
for position in (1, 2, 3):
    with transaction.atomic():
        actions.record("title.change", by=Actor.system("test"), subject_kind="title", subject_id="t1")
    began = time.monotonic()
    while queries.head().position < position and time.monotonic() - began < 20:
        Event().wait(0.01)
    print(time.monotonic() - began)
"""


@pytest.fixture
def handle(monkeypatch):
    """Register a handler for one test."""
    return lambda topic, handler: monkeypatch.setitem(HANDLERS, topic, handler)


def post(topic, **payload):
    with transaction.atomic():
        return outbox.post(topic, payload)


def work_once():
    call_command("worker", once=True, stdout=StringIO())


@pytest.mark.django_db
def test_a_due_row_is_given_to_the_handler_of_its_topic(handle):
    seen = []
    handle("test.count", seen.append)
    row = post("test.count", title="t1")
    work_once()
    row.refresh_from_db()
    assert (seen, row.state) == ([{"title": "t1"}], State.DONE)


@pytest.mark.django_db
def test_a_row_of_an_unknown_topic_is_given_up_with_a_clear_error():
    row = post("test.nobody")
    work_once()
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "No handler is registered for the topic “test.nobody”" in row.last_error


@pytest.mark.django_db
def test_a_handler_that_raises_stops_neither_the_worker_nor_the_other_rows(handle, caplog):
    def broken(payload):
        raise ValueError("no such title")

    seen = []
    handle("test.broken", broken)
    handle("test.count", seen.append)
    first, _ = post("test.broken"), post("test.count")
    work_once()
    first.refresh_from_db()
    assert (first.state, first.last_error, first.tries) == (State.WAITING, "ValueError: no such title", 1)
    assert len(seen) == 1
    assert f"outbox.row_failed id={first.public_id}" in caplog.text


@pytest.mark.django_db
def test_a_handler_can_tell_its_progress(handle):
    handle("test.long", lambda payload: progress.report("1 of 2"))
    row = post("test.long")
    work_once()
    row.refresh_from_db()
    assert (row.state, row.progress) == (State.DONE, "1 of 2")


@pytest.mark.django_db
def test_a_handler_whose_row_was_taken_over_is_told(handle):
    def lose(payload):
        OutboxRow.objects.update(claimed_by="another")
        progress.report("1 of 2")

    handle("test.long", lose)
    row = post("test.long")
    work_once()
    row.refresh_from_db()
    assert (row.state, row.claimed_by, row.progress) == (State.RUNNING, "another", "")


@pytest.mark.django_db
def test_once_seals_the_audit_too():
    with transaction.atomic():
        audit.record("title.change", by=Actor.system("test"), subject_kind="title", subject_id="t1")
    work_once()
    assert queries.head().position == 1


@pytest.mark.django_db
def test_only_the_chosen_loops_run(handle):
    row = post("test.nobody")
    call_command("worker", loops="seal,tidy", once=True, stdout=StringIO())
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_an_unknown_loop_is_refused_with_the_known_ones():
    with pytest.raises(CommandError, match=r"no loop “mail”.*outbox, seal, .*, windows, links, .*, rights"):
        call_command("worker", loops="outbox,mail")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("trouble", "event"),
    [
        (OperationalError("server closed the connection"), "worker.database_away loop=test"),
        (ValueError("a bug"), "worker.step_failed loop=test"),
    ],
)
def test_a_loop_goes_on_after_trouble(trouble, event, caplog):
    stop, steps = Event(), []

    def step(worker):
        steps.append(worker)
        if len(steps) == 1:
            raise trouble
        stop.set()
        return True

    run(Loop("test", step, pause=0), "w1", stop, after_trouble=0)
    assert steps == ["w1", "w1"]
    assert event in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_row_under_way_be_finished_and_starts_no_other(start, run, number):
    run(POST_ONE_SLOW + "\n" + POST_ONE_SLOW)
    worker = start(WORKER.format(loops="outbox"))
    assert "runs outbox" in worker.stdout.readline()
    assert worker.stdout.readline() == "at work\n"
    worker.send_signal(number)
    assert "Stopping after the work under way" in worker.stdout.readline()
    out, err = worker.communicate("\n", timeout=30)
    assert (worker.returncode, err) == (0, "")
    assert out.startswith("work done\n")
    assert out.endswith("has stopped.\n")
    assert sorted(json.loads(run(STATES))) == [State.DONE, State.WAITING]


def test_an_entry_is_sealed_within_a_second_of_its_commit_even_beside_long_work(start, run):
    run(POST_ONE_SLOW)
    worker = start(WORKER.format(loops="outbox,seal,tidy"))
    assert "runs outbox, seal, tidy" in worker.stdout.readline()
    assert worker.stdout.readline() == "at work\n"
    seconds = [float(line) for line in run(RECORD_AND_AWAIT_SEAL).split()]
    assert min(seconds) < 1  # the quickest of three, for the machine may be busy with other tests
    worker.send_signal(signal.SIGTERM)
    _, err = worker.communicate("\n", timeout=30)
    assert (worker.returncode, err) == (0, "")
