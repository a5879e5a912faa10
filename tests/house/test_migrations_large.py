"""Migrations that add columns to the table of links add them, and do not write millions of rows anew."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["0019", "0023", "0028"])
def test_columns_are_added_to_links_in_place(name: str) -> None:
    told = StringIO()
    call_command("sqlmigrate", "links", name, stdout=told, no_color=True)
    assert 'ALTER TABLE "links_watchlink" ADD COLUMN' in told.getvalue()
    assert "new__links_watchlink" not in told.getvalue()
