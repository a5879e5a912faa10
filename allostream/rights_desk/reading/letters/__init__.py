"""Plain letters: what they ask, for which works, at which addresses, on whose word."""

from allostream.rights_desk.reading.letters.gathering import host_of
from allostream.rights_desk.reading.letters.letter import read

__all__ = ["host_of", "read"]
