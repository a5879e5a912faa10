"""Public ids: short, opaque, permanent, never reused.

Twelve characters of a 30-letter alphabet without vowels (so that no word appears by accident) hold 58 bits:
ten million rows meet a collision with a chance of about 1 in 10,000, and the database's unique constraint
turns even that into a refused write, never into two things under one id.
"""

import hashlib
import re
import secrets

ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
LENGTH = 12
TRIPLES = tuple(a + b + c for c in ALPHABET for b in ALPHABET for a in ALPHABET)
PATTERN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_id() -> str:
    """A fresh random id."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def id_for(key: str) -> str:
    """The id that always belongs to this key, such as `starter:nosferatu-1922`.

    Imported things get their id from their source's key, so that an import begun again, or made on another
    machine, gives the same addresses.
    """
    number = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    # Three letters at a time, the last figures first: an import asks for hundreds of thousands of ids.
    number, first = divmod(number, len(TRIPLES))
    number, second = divmod(number, len(TRIPLES))
    number, third = divmod(number, len(TRIPLES))
    return TRIPLES[first] + TRIPLES[second] + TRIPLES[third] + TRIPLES[number % len(TRIPLES)]


def is_id(text: str) -> bool:
    """Whether the text has the form of a public id."""
    return PATTERN.fullmatch(text) is not None
