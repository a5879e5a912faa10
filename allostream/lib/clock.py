"""The one place that asks what time it is, so that a test can freeze the whole site."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)


def seconds() -> float:
    """The present moment in seconds since 1970, for those who ask many times a request."""
    return time.time()
