"""The one place that asks what time it is, so that a test can freeze the whole site."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)
