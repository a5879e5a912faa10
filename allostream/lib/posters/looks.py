"""What a poster looks like, decided by its key and year alone: tint, family of pictures, face of the title.

Language, spelling and credits play no part, so the French and the English poster of a film are siblings.
"""

from dataclasses import dataclass

from .dice import Dice
from .tints import TINTS, Palette


@dataclass(frozen=True, slots=True)
class Looks:
    """The three choices that make a poster's style."""

    tint: str
    family: str
    face: str

    @property
    def palette(self) -> Palette:
        """The colours of the tint."""
        return TINTS[self.tint]


@dataclass(frozen=True, slots=True)
class _Era:
    """What was drawn until a year. A choice named twice is twice as likely."""

    until: float
    families: tuple[str, ...]
    faces: tuple[str, ...]


_ERAS = (
    _Era(1914, ("card", "iris", "disc", "horizon", "phases", "steps"), ("serif", "italic", "serif", "brico")),
    _Era(
        1929,
        ("iris", "beam", "tiles", "card", "phases", "disc", "split", "steps"),
        ("serif", "cond", "brico", "cond"),
    ),
    _Era(1949, ("beam", "bands", "split", "disc", "steps", "horizon"), ("cond", "brico", "serif", "cond")),
    _Era(1969, ("tiles", "stack", "bands", "disc", "split", "beam"), ("cond", "wide", "cond", "serif")),
    _Era(float("inf"), ("stack", "phases", "horizon", "tiles", "bands"), ("wide", "cond", "serif")),
)

_TINTS = tuple(TINTS)
# The small picture on an intertitle.
VIGNETTES = ("disc", "horizon", "steps", "phases", "iris")


def looks_of(key: str, year: int | None) -> Looks:
    """The looks that always belong to this key and year; without a year, those of the first era."""
    era = next(era for era in _ERAS if (year or 0) <= era.until)
    return Looks(
        tint=tint_of(key),
        family=Dice(key + "#family").pick(era.families),
        face=Dice(key + "#face").pick(era.faces),
    )


def tint_of(key: str) -> str:
    """The name of the palette alone, which needs no year."""
    return Dice(key + "#tint").pick(_TINTS)


def picture_dice(key: str) -> Dice:
    """The dice of a title's picture: the same on its poster and behind its page head."""
    return Dice(key + "#art")


def layout_dice(key: str) -> Dice:
    """The dice of a title's layout."""
    return Dice(key + "#layout")
