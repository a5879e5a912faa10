"""Columns that a migration adds to a large table without writing its rows anew."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AddColumn(migrations.AddField):
    """As AddField, for a field with a constant default. SQLite adds such a column in an instant, but Django makes the
    whole table anew there, because SQLite cannot drop the default afterwards; it may stay.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Add the column, with its default for the rows that there are."""
        model: Any = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        if schema_editor.connection.vendor != "sqlite" or field.null or field.unique or field.db_index:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        kind = field.db_parameters(schema_editor.connection)
        default = schema_editor.quote_value(schema_editor.effective_default(field))
        check = f" CHECK ({kind['check']})" if kind["check"] else ""
        schema_editor.execute(
            f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} ADD COLUMN "
            f"{schema_editor.quote_name(field.column)} {kind['type']} NOT NULL DEFAULT {default}{check}"
        )
