"""The clock of tests of discovery: it stands, and each test may set it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from allostream.lib import clock

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock; it begins at NOW."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOW)
    return set_to
