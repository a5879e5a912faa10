"""Guards of what was decided: decisions, what they rest on, evidence and the history of facts only grow."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from allostream.audit import guards

WARD = guards.Ward(
    (
        "rights_decision",
        "rights_decision_evidence",
        "rights_workinputs",
        "rights_evidence",
        "rights_capture",
        "rights_factevent",
    ),
    "rights_refuse",
    "the record of decisions",
)


def lay_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.lay(schema_editor.connection, WARD)


def lift_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.lift(schema_editor.connection, WARD)


def lay_after_migrating(using: str, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    guards.lay_after_migrating(using, WARD)
