"""What Django keeps for one thread has the form that costs nothing, and stays with that thread."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.local import Local
from django.utils.translation import get_language, override

from allostream.config.threads import KEPT_BY_THREAD, keep_by_thread


@pytest.fixture
def kept_by_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a server; afterwards everything is what it was."""
    for owner, name in KEPT_BY_THREAD:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    keep_by_thread()


@pytest.mark.parametrize(("owner", "name"), KEPT_BY_THREAD, ids=[name for _owner, name in KEPT_BY_THREAD])
def test_this_django_has_such_a_value(owner: object, name: str) -> None:
    assert isinstance(getattr(owner, name), Local)


@pytest.mark.usefixtures("kept_by_thread")
@pytest.mark.parametrize(("owner", "name"), KEPT_BY_THREAD, ids=[name for _owner, name in KEPT_BY_THREAD])
def test_a_server_keeps_it_by_thread(owner: object, name: str) -> None:
    assert type(getattr(owner, name)) is threading.local


@pytest.mark.usefixtures("kept_by_thread")
def test_each_thread_has_its_own_language() -> None:
    with override("fr"), ThreadPoolExecutor(1) as other:
        assert other.submit(get_language).result() == "en"
        with override("en"):
            assert get_language() == "en"
        assert get_language() == "fr"
    assert get_language() == "en"
