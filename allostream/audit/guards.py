"""Triggers by which the database itself refuses to change or delete what only grows: the audit, and other wards.

They stop mistakes and ordinary code; who owns the database can drop them, and then the chain tells
(`manage.py audit verify`). Django's test flush empties all tables, so a test with real commits lets it through:

    with guards.lifted(connection):
        ...flush...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ENTRY, SEAL, PAYLOAD = "audit_auditentry", "audit_auditseal", "audit_auditpayload"
TABLES = (ENTRY, SEAL, PAYLOAD)

# The only change of a payload that is let through: everything personal goes, and it is said when.
ERASING = (
    "NEW.entry_id = OLD.entry_id AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL"
    " AND NEW.salt = '' AND NEW.before_json = '' AND NEW.after_json = '' AND NEW.why = ''"
)


@dataclass(frozen=True)
class Ward:
    """Tables that only grow. `function` names the guard of PostgreSQL, `what` speaks in the refusal; `let_through` is
    the only change of a table that passes.
    """

    tables: tuple[str, ...]
    function: str
    what: str
    let_through: dict[str, str] = field(default_factory=dict)


AUDIT = Ward(TABLES, "audit_refuse", "the audit", {PAYLOAD: ERASING})


def lay(connection: BaseDatabaseWrapper, ward: Ward = AUDIT) -> None:
    """Put every guard in place, anew where it is there already."""
    lift(connection, ward)
    _run(connection, _laying(connection.vendor, ward))


def lift(connection: BaseDatabaseWrapper, ward: Ward = AUDIT) -> None:
    """Take every guard away."""
    _run(connection, _lifting(connection.vendor, ward))


@contextmanager
def lifted(connection: BaseDatabaseWrapper, ward: Ward = AUDIT) -> Iterator[None]:
    """Take the guards away for the body of a `with` and lay them again after it."""
    lift(connection, ward)
    try:
        yield
    finally:
        lay(connection, ward)


def missing(connection: BaseDatabaseWrapper, ward: Ward = AUDIT) -> list[str]:
    """The names of guards that are not in place, sorted."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[_known(connection.vendor)]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        found = {name for (name,) in cursor.fetchall()}
    return sorted({name for name, _ in _names(connection.vendor, ward)} - found)


def lay_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lay(schema_editor.connection)


def lift_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lift(schema_editor.connection)


def lay_after_migrating(using: str, ward: Ward = AUDIT, **_: Any) -> None:
    """Receiver of `post_migrate`: lay the guards unless the tables were just migrated away."""
    connection = connections[using]
    if set(ward.tables) <= set(connection.introspection.table_names()):
        lay(connection, ward)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _known(vendor: str) -> str:
    if vendor not in {"sqlite", "postgresql"}:
        raise NotImplementedError(f"The audit cannot be guarded on {vendor}: use SQLite or PostgreSQL.")
    return vendor


def _names(vendor: str, ward: Ward) -> list[tuple[str, str]]:
    verbs = ["update", "delete"] + ["truncate"] * (_known(vendor) == "postgresql")
    return [(f"{table}_no_{verb}", table) for table in ward.tables for verb in verbs]


def _lifting(vendor: str, ward: Ward) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, _ in _names(vendor, ward)]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _names(vendor, ward)]


def _laying(vendor: str, ward: Ward) -> list[str]:
    laying = _sqlite_trigger if vendor == "sqlite" else _postgresql_trigger
    before = [] if vendor == "sqlite" else [_postgresql_function(ward)]
    return before + [laying(name, table, ward) for name, table in _names(vendor, ward)]


def _sqlite_trigger(name: str, table: str, ward: Ward) -> str:
    verb = name.rpartition("_")[2].upper()
    passing = ward.let_through.get(table)
    unless = f" WHEN NOT ({passing})" if passing and verb == "UPDATE" else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{unless}"
        f" BEGIN SELECT RAISE(ABORT, '{ward.what} only grows: {verb} of {table} is refused'); END"
    )


def _postgresql_function(ward: Ward) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {ward.function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{ward.what} only grows: % of % is refused', TG_OP, TG_TABLE_NAME"
        " USING ERRCODE = 'restrict_violation'; END $$"
    )


def _postgresql_trigger(name: str, table: str, ward: Ward) -> str:
    verb = name.rpartition("_")[2].upper()
    scope = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    passing = ward.let_through.get(table)
    unless = f" WHEN (NOT ({passing}))" if passing and verb == "UPDATE" else ""
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {scope}{unless} EXECUTE FUNCTION {ward.function}()"
