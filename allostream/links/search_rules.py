"""In which order the results of a search stand. No Django, no clock, no network.

How well the words fit the name comes first, in steps: within one nobody could say which is meant. There, what can be
watched lawfully in the reader's country comes before what cannot, and then the better known before the less known.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

STEP = 5.0  # points of fit, of a hundred
EXACT = 99.5  # a title that is called just so stands before every other
ALMOST_EXACT = 98.5  # but for spaces, an article or how a number is written: before all that are called otherwise


@dataclass(frozen=True, slots=True)
class Scored:
    """A title or episode that the index found; `fit` tells from 0 to 100 how well its name fits the words."""

    id: int
    fit: float
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Why something stands where it does: what its order was made from, for those who want to know."""

    id: int
    tier: int
    is_here: bool
    popularity: int
    fit: float

    def key(self) -> tuple[int, bool, int, float, int]:
        """What results are sorted by, the first first."""
        return -self.tier, not self.is_here, -self.popularity, -self.fit, self.id


def tier(fit: float) -> int:
    """The step of a fit: the higher the better."""
    if fit >= ALMOST_EXACT:
        return int(100 // STEP) + (fit >= EXACT)
    return int(max(fit, 0) // STEP)


def in_order(found: Iterable[Scored], here: Collection[int]) -> list[Placed]:
    """Results in their order; `here` are those that can be watched where the reader is. Of one found twice the better
    fit counts.
    """
    best: dict[int, Scored] = {}
    for one in found:
        known = best.get(one.id)
        if known is None or one.fit > known.fit:
            best[one.id] = one
    placed = (Placed(one.id, tier(one.fit), one.id in here, one.popularity, one.fit) for one in best.values())
    return sorted(placed, key=Placed.key)
