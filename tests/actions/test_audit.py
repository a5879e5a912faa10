"""Recording, sealing and erasing."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from allostream.audit import actions, guards, queries, rules
from allostream.audit.models import AuditEntry, AuditPayload, AuditSeal
from allostream.audit.rules import Actor

ADA = Actor.person("ada")


def record(subject="t1", **more):
    with transaction.atomic():
        return actions.record("title.change", by=ADA, subject_kind="title", subject_id=subject, **more)


@pytest.mark.django_db
def test_an_entry_keeps_who_did_what_to_which_subject_and_why(time_machine):
    time_machine.move_to(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False)
    record(before={"year": 1907}, after={"year": 1908}, why="The print says so.", site="fr")
    (entry,) = queries.history("title", "t1")
    assert (entry.action, entry.actor_kind, entry.actor_id, entry.site) == ("title.change", "person", "ada", "fr")
    assert entry.at == datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert (entry.payload.before, entry.payload.after) == ({"year": 1907}, {"year": 1908})
    assert entry.payload.why == "The print says so."


@pytest.mark.django_db
def test_the_history_of_a_subject_is_its_own_latest_first_in_one_query(django_assert_num_queries):
    for year in (1, 2, 3):
        record(after={"year": year})
    record("t2", after={"year": 9})
    with django_assert_num_queries(1):
        assert [entry.payload.after["year"] for entry in queries.history("title", "t1", limit=2)] == [3, 2]


@pytest.mark.django_db
def test_an_entry_goes_when_its_transaction_is_rolled_back():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert queries.history("title", "t1") == []
    assert actions.seal() == 0
    assert queries.verify().broken is None


@pytest.mark.django_db
def test_a_batch_is_one_entry_with_the_digest_of_its_rows():
    digest = rules.digest_rows({"id": n} for n in range(300))
    with transaction.atomic():
        actions.record_batch(
            "title.import",
            by=Actor.command("import"),
            subject_kind="title",
            digest=digest,
            count=300,
            summary={"new": 300},
        )
    (entry,) = queries.history("title", digest)
    assert entry.payload.after == {"count": 300, "digest": digest, "summary": {"new": 300}}


@pytest.mark.django_db
def test_sealing_links_all_waiting_entries_without_a_gap():
    entries = [record(f"t{n}") for n in range(5)]
    assert (actions.seal(limit=2), actions.seal(limit=2), actions.seal(limit=2), actions.seal()) == (2, 2, 1, 0)
    seals = list(AuditSeal.objects.order_by("position"))
    assert [(seal.position, seal.entry_id) for seal in seals] == [(n + 1, entry.pk) for n, entry in enumerate(entries)]
    assert [seal.previous for seal in seals] == [rules.GENESIS, *(seal.hash for seal in seals[:-1])]
    assert queries.head() == queries.Head(5, seals[-1].hash)


@pytest.mark.django_db
def test_a_sealer_with_nothing_to_do_only_reads_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert actions.seal() == 0


@pytest.mark.django_db
def test_the_empty_chain_is_whole_and_ends_at_zero():
    assert str(queries.head()) == f"0:{'0' * 64}"
    assert queries.verify().broken is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor_id = 'eve'",
        "DELETE FROM audit_auditentry",
        "UPDATE audit_auditseal SET hash = ''",
        "DELETE FROM audit_auditseal",
        "UPDATE audit_auditpayload SET why = 'never mind'",
        "DELETE FROM audit_auditpayload",
    ],
)
def test_the_database_refuses_to_change_the_log(statement):
    record(why="reason")
    actions.seal()
    with (
        pytest.raises(DatabaseError, match="the audit only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert queries.verify().broken is None


@pytest.mark.django_db
@pytest.mark.parametrize("table", guards.TABLES)
def test_postgresql_refuses_to_empty_a_table(table):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused row by row")
    with (
        pytest.raises(DatabaseError, match="the audit only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_the_guards_can_be_lifted_and_are_laid_again():
    assert guards.missing(connection) == []
    with guards.lifted(connection):
        assert "audit_auditentry_no_update" in guards.missing(connection)
        AuditEntry.objects.update(site="fr")
    assert guards.missing(connection) == []


@pytest.mark.django_db
def test_erasing_a_payload_leaves_the_chain_whole_and_tells_of_itself():
    entry = record(before={"name": "A. Nonymous"}, why="He asked.")
    record("t2")
    actions.seal()
    actions.erase_payload(entry.public_id, by=Actor.person("basile"), why="Data protection request 7.")
    payload = AuditPayload.objects.get(entry=entry)
    assert (payload.before, payload.after, payload.why, payload.salt) == (None, None, "", "")
    (told,) = queries.history("audit-entry", entry.public_id)
    assert (told.action, told.actor_id, told.payload.why) == ("audit.erase", "basile", "Data protection request 7.")
    actions.seal()
    report = queries.verify()
    assert (report.broken, report.erased, report.sealed) == (None, 1, 3)


@pytest.mark.django_db
def test_a_payload_is_erased_once():
    entry = record()
    actions.erase_payload(entry.public_id, by=ADA, why="Asked.")
    with pytest.raises(ValueError, match="erased already"):
        actions.erase_payload(entry.public_id, by=ADA, why="Asked.")
    with pytest.raises(AuditEntry.DoesNotExist):
        actions.erase_payload("nobody", by=ADA, why="Asked.")
