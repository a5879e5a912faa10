"""Posting, claiming, finishing, failing and tidying rows of work."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from allostream.lib import clock
from allostream.outbox import actions, queries
from allostream.outbox.models import OutboxRow
from allostream.outbox.rules import MOST_TRIES, State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


def post(topic="counts.refresh", payload=None, **more):
    with transaction.atomic():
        return actions.post(topic, payload or {"title": "t1"}, **more)


def claim(worker="w1", topics=None, **more):
    return actions.claim(topics, worker, **more)


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_a_posted_row_waits_and_is_due_at_once():
    row = post()
    assert (row.state, row.due_at, row.payload, row.tries) == (State.WAITING, NOON, {"title": "t1"}, 0)
    assert claim() == [row]


def test_a_row_goes_when_its_transaction_is_rolled_back():
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert claim() == []


def test_an_equal_key_that_waits_already_is_posted_once_and_harms_nothing():
    with transaction.atomic():
        first = post(unique_key="t1")
        assert post(unique_key="t1") is None
        assert post("other.topic", unique_key="t1") is not None
        assert post(unique_key="t2") is not None
        assert post() is not None
        assert post() is not None
    assert OutboxRow.objects.count() == 5
    assert OutboxRow.objects.get(topic="counts.refresh", unique_key="t1") == first


def test_a_key_that_runs_already_is_posted_again_for_the_later_change():
    first = post(unique_key="t1")
    claim()
    second = post(unique_key="t1")
    assert second is not None
    assert second != first


def test_a_done_key_is_posted_again():
    post(unique_key="t1")
    (row,) = claim()
    actions.finish(row)
    assert post(unique_key="t1") is not None


def test_the_urgent_go_first_then_the_long_due():
    late, soon, urgent = post(due_at=NOON), post(due_at=NOON - timedelta(hours=1)), post(priority=5)
    assert claim(limit=2) == [urgent, soon]
    assert claim(limit=2) == [late]


def test_a_row_is_not_claimed_before_it_is_due(at_noon):
    row = post(due_at=NOON + timedelta(minutes=10))
    assert claim() == []
    at_noon.shift(timedelta(minutes=10))
    assert claim() == [row]


def test_only_the_asked_topics_are_claimed():
    post("a.b"), post("c.d")
    assert [row.topic for row in claim(topics=["c.d"], limit=9)] == ["c.d"]


def test_a_claimed_row_is_nobody_elses():
    post()
    (row,) = claim("w1")
    assert (row.state, row.claimed_by, row.tries, row.lease_until) == (State.RUNNING, "w1", 1, NOON + actions.LEASE)
    assert claim("w2") == []


def test_a_finished_row_is_done():
    post()
    (row,) = claim()
    assert actions.finish(row)
    assert (state_of(row), row.done_at, row.lease_until) == (State.DONE, NOON, None)
    assert claim() == []


def test_a_failed_row_is_tried_again_after_a_pause(at_noon):
    post()
    (row,) = claim()
    assert actions.fail(row, "ValueError: no such title")
    assert (state_of(row), row.last_error) == (State.WAITING, "ValueError: no such title")
    assert claim() == []
    at_noon.shift(timedelta(seconds=15))
    assert claim() == [row]


def test_a_row_is_given_up_after_its_last_try_and_stays_visible(at_noon, caplog):
    post()
    for _ in range(MOST_TRIES):
        (row,) = claim()
        actions.fail(row, "no luck")
        at_noon.shift(timedelta(hours=1))
    assert claim() == []
    assert queries.failed() == [row]
    assert (state_of(row), row.last_error, row.tries) == (State.FAILED, "no luck", MOST_TRIES)
    assert f"outbox.given_up id={row.public_id}" in caplog.text


def test_a_permanent_failure_is_given_up_at_once():
    post()
    (row,) = claim()
    actions.fail(row, "no handler", permanent=True)
    assert state_of(row) == State.FAILED


def test_a_row_put_back_beside_a_newer_one_with_its_key_leaves_the_work_to_that():
    post(unique_key="t1")
    (row,) = claim()
    newer = post(unique_key="t1")
    actions.fail(row, "no luck")
    assert state_of(row) == State.DONE
    assert claim() == [newer]


def test_a_row_that_is_put_off_waits_until_then_and_has_not_failed(at_noon):
    row = post(unique_key="t1")
    claimed = claim()[0]
    assert actions.put_off(claimed, NOON + timedelta(minutes=3))
    assert (state_of(row), row.last_error, row.claimed_by) == (State.WAITING, "", "")
    assert post(unique_key="t1") is None
    at_noon.move_to(NOON + timedelta(minutes=2), tick=False)
    assert claim() == []
    at_noon.move_to(NOON + timedelta(minutes=3), tick=False)
    assert claim() == [row]
    assert not actions.put_off(claimed, NOON + timedelta(hours=1))


def test_a_row_put_off_beside_a_newer_one_with_its_key_leaves_the_work_to_that():
    old = post(unique_key="t1")
    claimed = claim()[0]
    newer = post(unique_key="t1")
    assert actions.put_off(claimed, NOON + timedelta(minutes=3))
    assert (state_of(old), state_of(newer)) == (State.DONE, State.WAITING)
    assert claim() == [newer]


def test_the_row_of_a_dead_worker_goes_to_another(at_noon, caplog):
    post()
    (row,) = claim("dead")
    at_noon.shift(actions.LEASE + timedelta(seconds=1))
    assert claim("w2") == []  # put back, and due after the usual pause
    at_noon.shift(timedelta(seconds=15))
    (again,) = claim("w2")
    assert (again, again.claimed_by, again.tries) == (row, "w2", 2)
    assert "dead did not report back" in again.last_error
    assert "outbox.lease_expired" in caplog.text


def test_a_row_that_kills_its_workers_is_given_up_in_the_end(at_noon):
    row = post()
    for _ in range(MOST_TRIES):
        assert claim() == [row]
        at_noon.shift(timedelta(minutes=6))
        claim()
        at_noon.shift(timedelta(hours=1))
    assert claim() == []
    assert state_of(row) == State.FAILED


def test_a_worker_that_lost_its_row_can_no_longer_speak_for_it(at_noon):
    post()
    (lost,) = claim("slow")
    at_noon.shift(timedelta(minutes=6))
    claim("w2")
    at_noon.shift(timedelta(minutes=6))
    (row,) = claim("w2")
    assert not actions.keep(lost, "half")
    assert not actions.finish(lost)
    assert not actions.fail(lost, "late")
    assert state_of(row) == State.RUNNING
    assert actions.finish(row)


def test_keeping_a_row_renews_its_lease_and_tells_its_progress(at_noon):
    post()
    (row,) = claim()
    at_noon.shift(timedelta(minutes=4))
    assert actions.keep(row, "1,200 of 5,000")
    at_noon.shift(timedelta(minutes=4))
    assert claim("w2") == []
    assert (state_of(row), row.progress) == (State.RUNNING, "1,200 of 5,000")


def test_tidying_removes_old_done_rows_only(at_noon):
    for _ in range(3):
        post()
    done, failed, waiting = claim(limit=3)
    actions.finish(done)
    actions.fail(failed, "no luck", permanent=True)
    actions.fail(waiting, "no luck")
    at_noon.shift(timedelta(days=14))
    assert actions.tidy() == 0
    at_noon.shift(timedelta(seconds=1))
    assert actions.tidy(batch=1) == 1
    assert set(OutboxRow.objects.all()) == {failed, waiting}


def test_an_idle_claim_only_reads(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert claim() == []


def run(*words):
    out = StringIO()
    call_command("outbox", *words, stdout=out)
    return out.getvalue()


def test_the_command_counts_lists_and_puts_back_failed_rows():
    post()
    assert run("failed") == "No row was given up.\n"
    (row,) = claim()
    actions.fail(row, "no luck", permanent=True)
    assert run("status") == "0 waiting, 0 running, 0 done, 1 failed\n"
    with pytest.raises(CommandError, match="Rows were given up"):
        run("failed")
    assert "due now" in run("retry", row.public_id)
    with pytest.raises(CommandError, match="No failed row has the id"):
        run("retry", row.public_id)
    assert [(again.pk, again.tries) for again in claim()] == [(row.pk, 1)]


def test_the_clock_is_aware_and_can_be_frozen():
    assert clock.now() == NOON
    assert clock.now().utcoffset() == timedelta(0)
