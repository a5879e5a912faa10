"""A sum that costs whoever sends something a moment of their machine, and whoever checks it next to nothing. Pure.

As Hashcash does (Adam Back, 2002): numbers are looked for whose SHA-256 together with a challenge begins with so many
bits of 0. PARTS numbers are asked for instead of one: the time then hardly depends on luck.
"""

from collections.abc import Sequence
from hashlib import sha256

PARTS = 16
MOST_BITS = 24  # of a part: beyond this a phone would look for many minutes
DIGEST_BITS = 256


def is_part_solved(challenge: str, part: int, number: int, bits: int) -> bool:
    """Whether a number solves one part: the digest of `challenge:part:number` begins with so many bits of 0."""
    digest = sha256(f"{challenge}:{part}:{number}".encode()).digest()
    return int.from_bytes(digest) >> (DIGEST_BITS - bits) == 0


def is_solved(challenge: str, numbers: Sequence[int], bits: int) -> bool:
    """Whether numbers solve all parts, in their order; 16 digests at most."""
    return len(numbers) == PARTS and all(
        is_part_solved(challenge, part, number, bits) for part, number in enumerate(numbers)
    )


def read_numbers(text: str) -> tuple[int, ...]:
    """The numbers of an answer, which has dots between them; none where it is no answer."""
    parts = text.split(".", PARTS)
    if len(parts) != PARTS or not all(one.isascii() and one.isdigit() and len(one) < 12 for one in parts):
        return ()
    return tuple(map(int, parts))


def digests_wanted(bits: int) -> int:
    """How many digests it takes on average to solve all parts."""
    return PARTS << bits
