"""One large disc: a moon, a lens, a reel."""

import math

from ..dice import Dice
from ..shapes import Box, rectangle
from ..shapes import disc as circle
from ..tints import Palette


def disc(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """An eclipse, two halves, a lens, ripples on water, or a disc in slices."""
    radius = box.shorter_side * dice.span(0.34, 0.47)
    x = box.x + box.width * dice.pick((0.38, 0.5, 0.62))
    y = box.y + box.height * dice.span(0.44, 0.56)
    kind = dice.pick((_eclipse, _halves, _lens, _ripples, _slices))
    return kind(dice, palette, x, y, radius)


def _eclipse(dice: Dice, palette: Palette, x: float, y: float, radius: float) -> list[str]:
    side = dice.pick((-1, 1))
    shadow = palette.soft if dice.flip() else palette.ground
    return [
        circle(x, y, radius, palette.shape),
        circle(x + side * radius * 0.42, y - radius * 0.22, radius * 0.86, shadow),
    ]


def _halves(dice: Dice, palette: Palette, x: float, y: float, radius: float) -> list[str]:
    lower_half = f"M{x - radius:.0f} {y:.0f}a{radius:.0f} {radius:.0f} 0 0 0 {2 * radius:.0f} 0z"
    return [
        circle(x, y, radius, palette.shape),
        f'<path fill="{palette.soft}" d="{lower_half}"/>',
        circle(x + radius * dice.pick((-0.45, 0.45)), y - radius * 0.38, radius * 0.16, palette.ground),
    ]


def _lens(dice: Dice, palette: Palette, x: float, y: float, radius: float) -> list[str]:
    return [
        circle(x, y, radius, palette.shape),
        circle(x, y, radius * 0.74, palette.ground),
        circle(x, y, radius * 0.58, palette.soft),
        circle(x, y, radius * 0.26, palette.ink),
        circle(x - radius * 0.2, y - radius * 0.2, radius * 0.1, palette.ground),
    ]


def _ripples(dice: Dice, palette: Palette, x: float, y: float, radius: float) -> list[str]:
    """Stripes of ground over the lower half, thicker towards the edge."""
    parts = [circle(x, y, radius, palette.shape)]
    for i in range(1, 7):
        stripe = Box(x - radius - 6, y + radius * (i * 0.165 - 0.02), 2 * radius + 12, radius * 0.02 * i + 5)
        parts.append(rectangle(stripe, palette.ground))
    return parts


def _slices(dice: Dice, palette: Palette, x: float, y: float, radius: float) -> list[str]:
    """Five bars as wide as the disc at their height, each pushed aside a little."""
    parts, count = [], 5
    for i in range(count):
        top, push = y - radius + i * 2 * radius / count, dice.span(-0.18, 0.18) * radius
        middle = top + radius / count
        half = math.sqrt(max(0, radius * radius - (middle - y) ** 2))
        bar = Box(x - half + push, top, 2 * half, 2 * radius / count - 7)
        parts.append(rectangle(bar, palette.shape if i % 2 else palette.soft))
    return parts
