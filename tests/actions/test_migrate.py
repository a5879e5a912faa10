"""`manage.py migrate` on a database that an older version left behind."""

from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from allostream.cli.management.commands.migrate import half_done

pytestmark = pytest.mark.django_db
FIRST = "0001_first_tables"


@pytest.fixture
def steps() -> list[str]:
    """The single steps that the first tables of links replace, none of them applied."""
    recorder = MigrationRecorder(connection)
    replaced = [name for _app, name in import_module(f"allostream.links.migrations.{FIRST}").Migration.replaces]
    for name in (FIRST, *replaced):
        recorder.record_unapplied("links", name)
    return replaced


def test_a_database_that_lacks_steps_of_an_older_version_is_told_what_to_run_first(steps: list[str]) -> None:
    for step in steps[:-1]:
        MigrationRecorder(connection).record_applied("links", step)
    with pytest.raises(CommandError, match=r"lacks steps of: links\. Run “git checkout \w{7} && ./manage.py migrate”"):
        call_command("migrate", verbosity=0)


def test_a_database_with_all_steps_goes_on(steps: list[str]) -> None:
    for step in steps:
        MigrationRecorder(connection).record_applied("links", step)
    assert half_done("default") == []
    call_command("migrate", verbosity=0)
    assert ("links", FIRST) in MigrationRecorder(connection).applied_migrations()
