"""The few SVG shapes that pictures are made of. Lengths are units of the 600 x 900 sheet, colours `#rrggbb`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .dice import Dice

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point where the diagonals cross."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def shorter_side(self) -> float:
        """The smaller of width and height."""
        return min(self.width, self.height)


def outline(box: Box) -> str:
    """The path data of a box."""
    return f"M{box.x:.0f} {box.y:.0f}h{box.width:.0f}v{box.height:.0f}h{-box.width:.0f}z"


def rectangle(box: Box, colour: str) -> str:
    """A filled box."""
    return f'<path fill="{colour}" d="{outline(box)}"/>'


def frame(box: Box, thickness: str, colour: str) -> str:
    """The edge of a box."""
    return f'<path fill="none" stroke="{colour}" stroke-width="{thickness}" d="{outline(box)}"/>'


def disc(x: float, y: float, radius: float, colour: str) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{colour}"/>'


def ring(x: float, y: float, radius: float, thickness: float, colour: str) -> str:
    """The edge of a circle."""
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="none" '
        f'stroke="{colour}" stroke-width="{thickness:.1f}"/>'
    )


def polygon(points: Iterable[Point], colour: str) -> str:
    """A filled shape with straight sides."""
    return f'<path fill="{colour}" d="M' + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + 'z"/>'


def clipped(dice: Dice, box: Box, parts: Sequence[str]) -> str:
    """The parts, cut off at the edges of the box. The dice name the clip, which must differ inside one picture."""
    name = "c" + dice.name(b"%d" % len(parts))
    return (
        f'<clipPath id="{name}"><path d="{outline(box)}"/></clipPath><g clip-path="url(#{name})">{"".join(parts)}</g>'
    )


def joined(paths: Mapping[str, Sequence[str]], *, cover_edges: bool = False) -> list[str]:
    """One path for each colour, so that neighbours of one colour show no hairline between them.

    `cover_edges` also draws a thin edge, which hides what lies beneath.
    """
    edge = ' stroke="{}" stroke-width="1.2"' if cover_edges else ""
    return [
        f'<path fill="{colour}"{edge.format(colour)} d="{"".join(data)}"/>' for colour, data in paths.items() if data
    ]
