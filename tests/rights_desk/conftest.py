"""Who works at the desk in these tests, and the film that notices are about."""

import pytest

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import Title
from tests import factories as make
from tests import people


@pytest.fixture
def lead() -> User:
    make.make_sites()
    person = people.basile()
    people.give(person, Role.LEAD)
    return person


@pytest.fixture
def film(lead: User) -> Title:
    return make.make_free_film()
