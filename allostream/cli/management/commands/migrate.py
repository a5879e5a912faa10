"""`manage.py migrate`: Django's own, with a word for databases that are too old for it."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from allostream.tables.first import FirstTables

LAST_WITH_STEPS = "3a3e7ed"  # the commit whose single steps the first tables of each app replace


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a database that has some of the single steps from before, and not all."""
        if half := half_done(options["database"]):
            raise CommandError(
                f"This database was made by an older version and lacks steps of: {', '.join(half)}. Run “git checkout "
                f"{LAST_WITH_STEPS} && ./manage.py migrate” once, then come back to this version and run this again."
            )
        super().handle(*args, **options)


def half_done(database: str) -> list[str]:
    """Apps of which some of the steps that `FirstTables` replaces were applied, and others not."""
    applied = set(MigrationRecorder(connections[database]).applied_migrations())
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return sorted(
        app
        for (app, name), migration in loader.disk_migrations.items()
        if isinstance(migration, FirstTables) and (app, name) not in applied
        if 0 < sum(step in applied for step in migration.replaces) < len(migration.replaces)
    )
