"""The day on which things happen, the sites, a moderator and a lead."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from tests import factories, people

NOW = "2026-11-25T12:00:00+00:00"


@pytest.fixture(autouse=True)
def moving() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def sites(db: None) -> Any:
    return factories.make_sites()


@pytest.fixture
def basile(sites: Any) -> User:
    return people.basile(*sites)


@pytest.fixture
def lead(sites: Any) -> User:
    person = people.chiara()
    people.give(person, Role.LEAD)
    return person
