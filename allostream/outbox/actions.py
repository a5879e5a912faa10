"""Every write of the outbox: post work, claim it, tell how it ended, tidy up."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet

from allostream.lib import clock
from allostream.outbox import rules
from allostream.outbox.models import OutboxRow
from allostream.outbox.rules import State

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
LONGEST_ERROR = 4000


def post(
    topic: str,
    payload: Mapping[str, Any],
    *,
    unique_key: str = "",
    due_at: datetime | None = None,
    priority: int = 0,
) -> OutboxRow | None:
    """Write one row of work in the caller's transaction, so that both are committed or neither is.

    The row is due at `due_at`, else at once; a higher `priority` goes first. Returns None when a row with the
    same topic and `unique_key` waits already: it will do this work too, at its own due time. Who posts several
    keys in one transaction should post them in sorted order, or two such transactions can wait for each other.
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The outbox row “{topic}” must be posted in the transaction of its change: use atomic().")
    now = clock.now()
    row = OutboxRow(
        topic=topic,
        payload=dict(payload),
        unique_key=unique_key,
        due_at=due_at or now,
        priority=priority,
        created_at=now,
    )
    if unique_key:
        return _insert_unless_waiting(row)
    row.save(force_insert=True)
    return row


def claim(topics: Collection[str] | None, worker: str, limit: int = 1, lease: timedelta = LEASE) -> list[OutboxRow]:
    """Take up to `limit` due rows of these topics (None: of any) for `worker` and return them, most urgent first.

    `worker` names one process or thread and nobody else. No row goes to two workers while its lease runs. Rows
    whose lease has run out are put back first. Each claim counts as a try, so that a row which kills its worker
    is given up in the end.
    """
    now = clock.now()
    _put_back_expired(now)
    due = OutboxRow.objects.filter(state=State.WAITING, due_at__lte=now)
    if topics is not None:
        due = due.filter(topic__in=topics)
    if not due.exists():  # an idle worker must not take SQLite's write lock a few times a second
        return []
    with transaction.atomic():
        # The locks only spare workers of PostgreSQL from waiting for each other; SQLite has none and ignores them.
        # What keeps a row from two workers is the condition of the update.
        chosen = due.select_for_update(skip_locked=True).order_by("-priority", "due_at", "id")
        keys = list(chosen.values_list("pk", flat=True)[:limit])
        OutboxRow.objects.filter(pk__in=keys, state=State.WAITING).update(
            state=State.RUNNING, lease_until=now + lease, claimed_by=worker, tries=F("tries") + 1
        )
        mine = OutboxRow.objects.filter(pk__in=keys, state=State.RUNNING, claimed_by=worker)
        return list(mine.order_by("-priority", "due_at", "id"))


def keep(row: OutboxRow, progress: str = "", lease: timedelta = LEASE) -> bool:
    """Renew the lease of a claimed row and note its progress; False when another worker has it by now."""
    changed = _held(row).update(lease_until=clock.now() + lease, progress=progress[:200])
    return bool(changed)


def finish(row: OutboxRow) -> bool:
    """Mark a claimed row as done; False when another worker has it by now."""
    return bool(_held(row).update(state=State.DONE, done_at=clock.now(), lease_until=None, last_error=""))


def fail(row: OutboxRow, error: str, *, permanent: bool = False) -> bool:
    """Note that a claimed row failed; False when another worker has it by now.

    It is tried again after a pause, or is given up (state “failed”) when it had its last try or `permanent`.
    """
    now = clock.now()
    again = None if permanent else rules.next_try(row.tries, now)
    with transaction.atomic():
        held = _held(row).select_for_update().first()
        if held is None:
            return False
        _put_back_or_give_up(held, again, error, now)
    return True


def put_off(row: OutboxRow, until: datetime) -> bool:
    """Have a claimed row wait until a later time; False when another worker has it by now.

    That is no failure, but a try it stays. Where the same key was posted again meanwhile, that row does this work and
    this one is done.
    """
    with transaction.atomic():
        held = _held(row).select_for_update().first()
        if held is None:
            return False
        _put_back_or_give_up(held, until, "", clock.now())
    return True


def try_again(public_id: str) -> bool:
    """Put a row that was given up back to work, with all its tries; False when no such row is given up."""
    now = clock.now()
    with transaction.atomic():
        row = OutboxRow.objects.select_for_update().filter(public_id=public_id, state=State.FAILED).first()
        if row is None:
            return False
        row.tries = 0
        _put_back_or_give_up(row, now, row.last_error, now)
    return True


def tidy(days: int = 14, batch: int = 1000) -> int:
    """Remove rows that were done more than `days` days ago and return how many; failed rows stay for staff.

    Works in short transactions of `batch` rows, so that writers on SQLite are not held up.
    """
    old = OutboxRow.objects.filter(state=State.DONE, done_at__lt=clock.now() - timedelta(days=days))
    total = 0
    while ids := list(old.order_by("done_at").values_list("pk", flat=True)[:batch]):
        total += OutboxRow.objects.filter(pk__in=ids).delete()[0]
    return total


def _insert_unless_waiting(row: OutboxRow) -> OutboxRow | None:
    while True:
        OutboxRow.objects.bulk_create([row], ignore_conflicts=True)
        found = _hold_waiting(row.topic, row.unique_key)
        if found is not None:
            return found if found.public_id == row.public_id else None
        # The row that stood in the way was claimed between the two statements: it may have read old data.


def _hold_waiting(topic: str, unique_key: str) -> OutboxRow | None:
    """The waiting row with this key, kept from being claimed until the caller's transaction ends.

    Without that a worker could run the row before the caller's change is committed, see old data, and be done:
    the change would never be followed up. FOR SHARE lets other posters through. SQLite needs and has no such
    lock: a claim waits there until the caller's transaction ends.
    """
    # State and “> ''” stand in the text so that SQLite can tell that the partial unique index fits.
    sql = (
        f"SELECT * FROM {OutboxRow._meta.db_table}"  # noqa: S608 - only the table's own name is put in
        " WHERE state = 'waiting' AND unique_key > '' AND topic = %s AND unique_key = %s"
    )
    if connection.features.has_select_for_update:
        sql += " FOR SHARE"
    found = list(OutboxRow.objects.raw(sql, [topic, unique_key]))
    return found[0] if found else None


def _held(row: OutboxRow) -> QuerySet[OutboxRow]:
    """The row if this claim of it still stands. The count of tries tells two claims by one worker apart."""
    return OutboxRow.objects.filter(pk=row.pk, state=State.RUNNING, claimed_by=row.claimed_by, tries=row.tries)


def _put_back_expired(now: datetime) -> None:
    expired = OutboxRow.objects.filter(state=State.RUNNING, lease_until__lt=now)
    if not expired.exists():
        return
    with transaction.atomic():
        for row in expired.select_for_update(skip_locked=True):
            error = f"The worker {row.claimed_by} did not report back before its lease ran out."
            log.warning("outbox.lease_expired id=%s topic=%s worker=%s", row.public_id, row.topic, row.claimed_by)
            _put_back_or_give_up(row, rules.next_try(row.tries, now), error, now)


def _put_back_or_give_up(row: OutboxRow, again: datetime | None, error: str, now: datetime) -> None:
    row.lease_until, row.claimed_by, row.last_error = None, "", error[:LONGEST_ERROR]
    if again is None:
        log.error("outbox.given_up id=%s topic=%s tries=%s", row.public_id, row.topic, row.tries)
        _end(row, State.FAILED, now)
        return
    row.state, row.due_at, row.done_at = State.WAITING, again, None
    try:
        with transaction.atomic():
            _save(row)
    except IntegrityError:
        # The same key was posted again meanwhile: that row waits already and does this work too.
        _end(row, State.DONE, now)


def _end(row: OutboxRow, state: State, now: datetime) -> None:
    row.state, row.done_at = state, now
    _save(row)


def _save(row: OutboxRow) -> None:
    row.save(update_fields=["state", "due_at", "done_at", "lease_until", "claimed_by", "last_error", "tries"])
