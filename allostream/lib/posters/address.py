"""Versions in the addresses of posters, so that a browser may keep one for ever."""

import hashlib
import json
from collections.abc import Sequence

from .scripts import is_beyond_latin

# Raise them whenever the same inputs would give other bytes; the golden digests in the tests say when that is so.
# Posters in letters beyond Latin have a number of their own, since what is done for them leaves the others as they are.
GENERATOR_VERSION = 1
BEYOND_LATIN_VERSION = 2


def address_version(title: str, year: int | None, directors: Sequence[str], places: Sequence[str], label: str) -> str:
    """The generator's version and a short hash of everything but the key, such as `1-9f86d081884c`.

    Two sets of inputs that differ anywhere have different versions (48 bits of SHA-256).
    """
    inputs = json.dumps([title, year, list(directors), list(places), label])
    is_beyond = is_beyond_latin("".join([title, label, *directors]))
    version = BEYOND_LATIN_VERSION if is_beyond else GENERATOR_VERSION
    return f"{version}-{hashlib.sha256(inputs.encode()).hexdigest()[:12]}"
