"""Versions in the addresses of posters, so that a browser may keep one for ever."""

import hashlib
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii as quoted

from .scripts import is_beyond_latin

# Raise them whenever the same inputs would give other bytes; the golden digests in the tests say when that is so.
# Posters in letters beyond Latin have a number of their own, since what is done for them leaves the others as they are.
GENERATOR_VERSION = 1
BEYOND_LATIN_VERSION = 2


def address_version(title: str, year: int | None, directors: Sequence[str], places: Sequence[str], label: str) -> str:
    """The generator's version and a short hash of everything but the key, such as `1-9f86d081884c`.

    Two sets of inputs that differ anywhere have different versions (48 bits of SHA-256).
    """
    # A list in JSON, as its encoder writes it; but that makes one of its parts anew for each list, which takes longer
    # than the rest of this.
    when = "null" if year is None else year
    inputs = f"[{quoted(title)}, {when}, {_listed(directors)}, {_listed(places)}, {quoted(label)}]"
    is_beyond = is_beyond_latin("".join([title, label, *directors]))
    version = BEYOND_LATIN_VERSION if is_beyond else GENERATOR_VERSION
    return f"{version}-{hashlib.sha256(inputs.encode()).hexdigest()[:12]}"


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"
