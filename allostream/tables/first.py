"""The base of first migrations: all tables of an app at once."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class FirstTables(migrations.Migration):
    """A migration that does nothing but create models, written down in any order.

    Django draws every related model anew after each operation, which for a hundred tables costs far more than making
    them. Here the state with all models is drawn once. Foreign keys may therefore lead to tables that come later in
    the list: SQLite looks for them when rows are written, and PostgreSQL is told of keys when all tables are there.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """The state with the tables, which are made in the database (or only written down, to be shown)."""
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)  # a state that was drawn would be drawn anew for each model
        after = self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            if collect_sql:
                schema_editor.collected_sql += ["--", f"-- {operation.describe()}", "--"]
            operation.database_forwards(self.app_label, schema_editor, before, after)
        return after
