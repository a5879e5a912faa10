"""What every test stands on: no network, a database whose guards can be lifted for a flush, plain static files."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings

from allostream.audit import guards
from allostream.jobs import loops
from allostream.links.queries.browse import MEETING, PAGES
from allostream.rights.guards import WARD
from allostream.search.finding import Index
from allostream.web import search_index

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 5.0  # seconds
# How long an example takes says more of the machine than of the code. Whether a change lands must not hang on luck:
# there (`./dev ci` sets CI) the same examples are tried each time, while `./dev test` goes on looking for others.
hypothesis.settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what asks no database: it would say the same again."""
    if connection.vendor != "postgresql":
        return
    pure = [item for item in items if not asks_a_database(item)]
    if pure:
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test is marked for the database, or has it from one of its fixtures."""
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(fixtures)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Static files under their own names: the hashed ones exist only after collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Passwords are slow to check on purpose, a quarter of a second each; tests have nothing to guard."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test has lists of its own under the same stamps."""
    PAGES.clear()
    MEETING.clear()


@pytest.fixture(autouse=True)
def no_index_of_names(settings: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any) -> Iterator[None]:
    """Each test begins without an index of names; one that a worker has made goes with its test.

    Searches are given time enough on a busy machine.
    """
    monkeypatch.setattr(search_index, "_opened", lru_cache(maxsize=1)(lambda path: Index.open(path, deadline=PATIENCE)))
    settings.SEARCH_INDEX = tmp_path_factory.getbasetemp() / f"index-{uuid4().hex}" / "names"
    yield
    if loops.follower.cache_info().currsize:
        loops.follower(settings.SEARCH_INDEX).close()
        loops.follower.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_guards() -> Iterator[None]:
    """Tests that really commit are followed by a flush of all tables, which guards would refuse."""
    flush = TransactionTestCase._fixture_teardown

    def flush_unguarded(case: TransactionTestCase) -> None:
        with guards.lifted(connection), guards.lifted(connection, WARD):
            flush(case)

    TransactionTestCase._fixture_teardown = flush_unguarded  # type: ignore[method-assign]  # for the session
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def db_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which fixtures of a module make rows once for all its tests; each test undoes what it does itself.

    For what takes seconds to make. Tests of such a module must not really commit (`transactional_db`).
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reference_data() -> Path:
    """The folder of real data beside the project; the test is skipped where there is none."""
    folder = Path(os.environ.get("ALLOSTREAM_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the folder of real data is not here (set ALLOSTREAM_REFERENCE_DATA)")
    return folder
