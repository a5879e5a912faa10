"""`manage.py audit`: a whole chain is proved, and the first broken entry of any other is named."""

import re
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from allostream.audit import actions, guards, queries, rules
from allostream.audit.models import AuditEntry, AuditHead, AuditPayload, AuditSeal, AuditWaiting
from allostream.audit.queries import Head
from allostream.audit.rules import GENESIS, Actor

pytestmark = pytest.mark.django_db


def record(subject, **more):
    with transaction.atomic():
        return actions.record("title.change", by=Actor.person("ada"), subject_kind="title", subject_id=subject, **more)


@pytest.fixture
def entries():
    """Five entries, the first four sealed."""
    made = [record(f"t{n}", before={"year": n}, why="reason") for n in range(1, 5)]
    actions.seal()
    return [*made, record("t5")]


@contextmanager
def tampering():
    """Someone who owns the database drops the guards; all he does is undone at the end."""
    connection.check_constraints()  # PostgreSQL drops no trigger while checks are pending
    with transaction.atomic():
        guards.lift(connection)
        yield
        transaction.set_rollback(True)


def forge_entry(entries):
    entry = AuditEntry.objects.get(pk=entries[1].pk)
    entry.actor_id = "eve"
    entry.digest = rules.entry_digest(
        rules.Facts(
            public_id=entry.public_id,
            at=entry.at,
            action=entry.action,
            actor=Actor(entry.actor_kind, "eve"),
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            site=entry.site,
            payload_digest=entry.payload_digest,
        )
    )
    entry.save()


def cut_off_and_cover_up(entries):
    """Make it look as if entry 4 had never been, and entry 3 were not sealed yet."""
    AuditSeal.objects.filter(position__gt=2).delete()
    AuditPayload.objects.filter(pk=entries[3].pk).delete()
    AuditEntry.objects.filter(pk=entries[3].pk).delete()
    AuditHead.objects.update(position=2, hash=AuditSeal.objects.get(position=2).hash)
    AuditWaiting.objects.create(entry=entries[2])


TAMPERING = {
    "actor changed": (
        lambda entries: AuditEntry.objects.filter(pk=entries[1].pk).update(actor_id="eve"),
        2, "the entry was changed",
    ),
    "action made malformed": (
        lambda entries: AuditEntry.objects.filter(pk=entries[1].pk).update(action="!"),
        2, "the entry was changed",
    ),
    "actor changed and digest made to fit": (forge_entry, 2, "the entry does not fit its seal"),
    "reason changed": (
        lambda entries: AuditPayload.objects.filter(pk=entries[2].pk).update(why="no reason"),
        3, "the payload was changed",
    ),
    "former value changed": (
        lambda entries: AuditPayload.objects.filter(pk=entries[2].pk).update(before_json='{"year":9}'),
        3, "the payload was changed",
    ),
    "payload emptied by hand": (
        lambda entries: AuditPayload.objects.filter(pk=entries[2].pk).update(
            salt="", before_json="", after_json="", why="", erased_at=entries[2].at
        ),
        3, "no entry tells of it",
    ),
    "payload deleted": (
        lambda entries: AuditPayload.objects.filter(pk=entries[0].pk).delete(),
        1, "the payload is missing",
    ),
    "entry deleted": (
        lambda entries: AuditEntry.objects.filter(pk=entries[1].pk)._raw_delete("default"),
        2, "the entry is missing",
    ),
    "seal deleted": (lambda entries: AuditSeal.objects.filter(position=2).delete(), 2, "the seal is missing"),
    "seals cut off": (
        lambda entries: AuditSeal.objects.filter(position__gte=3).delete(),
        3, "the end of the chain was cut off",
    ),
    "seal relinked": (
        lambda entries: AuditSeal.objects.filter(position=3).update(previous=GENESIS),
        3, "does not follow from the seal before",
    ),
    "seal rehashed": (
        lambda entries: AuditSeal.objects.filter(position=4).update(hash=GENESIS),
        4, "the entry does not fit its seal",
    ),
    "head rewritten": (lambda entries: AuditHead.objects.update(hash=GENESIS), 4, "not the one that the head"),
    "head set back": (
        lambda entries: AuditHead.objects.update(position=3, hash=AuditSeal.objects.get(position=3).hash),
        4, "behind the head",
    ),
    "waiting row removed": (lambda entries: AuditWaiting.objects.all().delete(), None, "does not wait for one"),
    "unsealed entry changed": (
        lambda entries: AuditEntry.objects.filter(pk=entries[4].pk).update(site="fr"),
        None, "the entry was changed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TAMPERING)
def test_the_first_broken_place_is_named(entries, case):
    assert queries.verify().broken is None
    tamper, position, what = TAMPERING[case]
    with tampering():
        tamper(entries)
        found = queries.verify().broken
        assert found is not None
        assert (found.position, what in found.what) == (position, True), found
        with pytest.raises(CommandError, match=what):
            call_command("audit", "verify", stdout=StringIO())


def test_only_a_noted_head_shows_a_cut_that_was_covered_up(entries):
    noted = queries.head()
    assert queries.verify(noted).broken is None
    with tampering():
        cut_off_and_cover_up(entries)
        assert queries.verify().broken is None
        assert "before the noted position 4" in queries.verify(noted).broken.what
        actions.seal()  # the worker goes on, and the chain reaches the noted position again
        assert queries.verify().broken is None
        assert queries.head().position == noted.position
        assert "not the one noted" in queries.verify(noted).broken.what


def test_an_earlier_head_stays_part_of_the_chain(entries):
    noted = queries.head()
    actions.seal()
    assert queries.head().position > noted.position
    assert queries.verify(noted).broken is None
    forged = Head(noted.position, "f" * 64)
    assert queries.verify(forged).broken.position == noted.position


def test_unsealed_entries_are_counted_with_their_age(entries, time_machine):
    time_machine.move_to(entries[4].at + timedelta(seconds=90), tick=False)
    report = queries.verify()
    assert (report.sealed, report.unsealed, report.oldest_unsealed) == (4, 1, timedelta(seconds=90))


def test_a_proof_reads_a_page_at_a_time(entries, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(queries, "PAGE", 2)
    with django_assert_max_num_queries(14):
        report = queries.verify()
    assert (report.broken, report.sealed, report.unsealed) == (None, 4, 1)


def run(*words):
    out = StringIO()
    call_command("audit", *words, stdout=out)
    return out.getvalue()


def test_the_command_proves_seals_and_tells_the_head(entries):
    head = run("head").strip()
    assert re.fullmatch(r"4:[0-9a-f]{64}", head)
    assert "4 entries proved" in run("verify")
    assert "1 entries not sealed yet" in run("verify")
    assert "1 entries sealed" in run("seal")
    assert "The audit is whole." in run("verify", "--head", head)
    with pytest.raises(CommandError, match=r"position 4.*not the one noted"):
        run("verify", "--head", f"4:{'f' * 64}")
    with pytest.raises(CommandError, match="before the noted position 9"):
        run("verify", "--head", f"9:{'f' * 64}")
    with pytest.raises(CommandError, match="POSITION:HASH"):
        run("verify", "--head", "4")


def test_the_command_tells_of_missing_guards(entries):
    connection.check_constraints()
    with transaction.atomic():
        guards.lift(connection)
        with pytest.raises(CommandError, match="audit_auditentry_no_update"):
            run("verify")
        transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite holds what a column cannot mean")
@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE audit_auditentry SET at = 'never' WHERE id = %s", "the entry was changed after it was written"),
        ("UPDATE audit_auditentry SET at = '2026-13-45 00:00:00' WHERE id = %s", "cannot be read"),
        ("UPDATE audit_auditpayload SET why = CAST(x'ff00fe' AS TEXT) WHERE entry_id = %s", "cannot be read"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_like_any_other(entries, change, what):
    with tampering():
        with connection.cursor() as cursor:
            cursor.execute(change, [entries[1].pk])
        broken = queries.verify().broken

    assert broken.position == 2
    assert what in broken.what
