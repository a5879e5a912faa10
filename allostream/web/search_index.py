"""The index of names that this process asks: opened once, looked at anew at every search."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from allostream.search.finding import Index


def index() -> Index:
    """The index of this machine. Its searches raise Unusable while it is being built."""
    return _opened(settings.SEARCH_INDEX)


@lru_cache(maxsize=1)
def _opened(path: Path) -> Index:
    return Index.open(path)
