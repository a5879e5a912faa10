"""The picture of a poster: nine families of shapes, each in a few kinds.

A painter takes dice, a palette and a box, and returns SVG elements that stay inside the box. The order in which a
painter throws its dice is part of its design: another order repaints every poster of the family.
"""

from collections.abc import Callable

from ..dice import Dice
from ..shapes import Box
from ..tints import Palette
from .bands import bands
from .disc import disc
from .iris import iris
from .landscape import beam, horizon
from .phases import phases
from .stage import stage
from .tiles import halves, tiles

Painter = Callable[[Dice, Palette, Box], list[str]]

PAINTERS: dict[str, Painter] = {
    "disc": disc,
    "iris": iris,
    "beam": beam,
    "bands": bands,
    "phases": phases,
    "split": halves,
    "horizon": horizon,
    "tiles": tiles,
    "steps": stage,
}
