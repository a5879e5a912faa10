"""What a name may hold. No Django, no clock, no network."""

import unicodedata

# Persian and Indic names need them.
JOINERS = frozenset("\u200c\u200d")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def as_name(given: str) -> str:
    """A name as it is kept: one line, with single spaces, without controls and marks of direction, by which it could
    turn around the words that stand beside it or pass for another."""
    seen = "".join(c for c in " ".join(given.split()) if c in JOINERS or unicodedata.category(c) not in UNSEEN)
    return " ".join(seen.split())
