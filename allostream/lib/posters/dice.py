"""The draw behind every poster: endless bytes from SHA-256, the same on every machine and Python version."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of bytes that depends on its key alone.

    Each purpose (tint, family, picture…) throws dice of its own, so that a new choice for one purpose never
    changes what was drawn for another.
    """

    def __init__(self, key: str | bytes) -> None:
        # A lone surrogate cannot be written as UTF-8; a key from outside must not be able to break a page.
        self.key = key if isinstance(key, bytes) else key.encode("utf-8", "surrogatepass")
        self._round = 0
        self._pool = b""

    def child(self, suffix: str) -> "Dice":
        """Dice of a part of the same picture, independent of how often these were thrown."""
        return Dice(self.key + suffix.encode())

    def byte(self) -> int:
        """The next byte."""
        if not self._pool:
            self._pool = hashlib.sha256(self.key + b"/%d" % self._round).digest()
            self._round += 1
        first, self._pool = self._pool[0], self._pool[1:]
        return first

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices; one named twice is twice as likely."""
        return choices[self._two_bytes() % len(choices)]

    def span(self, low: float, high: float) -> float:
        """A number from low to high, both included."""
        return low + (high - low) * self._two_bytes() / 65535

    def flip(self) -> bool:
        """Heads or tails."""
        return self.byte() % 2 == 1

    def name(self, salt: bytes = b"") -> str:
        """Six letters and digits that follow from the key: an id inside the picture."""
        return hashlib.sha256(self.key + salt).hexdigest()[:6]

    def _two_bytes(self) -> int:
        return self.byte() * 256 + self.byte()
