"""Which tables hang on works and links, and whether what is told of them is true."""

import pytest
from django.apps import apps
from django.db import models

from allostream.catalogue import attached
from allostream.catalogue.attached import columns_on
from allostream.catalogue.models import Episode, Season, Title
from allostream.links.models import WatchLink

pytestmark = pytest.mark.django_db


def test_every_table_that_hangs_on_a_work_is_thought_of() -> None:
    """A rule that is told of a table that is no more, or misspelt, would take nothing along."""
    there = {
        (model._meta.label_lower, column)
        for target in (Title, Season, Episode, WatchLink)
        for model, column in columns_on(target)
    }
    assert set(attached._registered) <= there
    assert all(
        isinstance(apps.get_model(table), type) and issubclass(apps.get_model(table), models.Model)
        for table, _ in attached._registered
    )
