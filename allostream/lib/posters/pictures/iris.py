"""The shutter and the iris: openings onto the picture."""

import math

from ..dice import Dice
from ..shapes import Box, Point, clipped, disc, polygon, rectangle
from ..tints import Palette, mix
from .landscape import beam, horizon


def iris(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """A target, eccentric rings, rays, shutter blades, or a round window onto a landscape."""
    kind = dice.pick((_target, _eccentric, _rays, _blades, _window, _eccentric, _window))
    return [clipped(dice, box, kind(dice, palette, box))]


def _target(dice: Dice, palette: Palette, box: Box) -> list[str]:
    colours = (palette.soft, palette.shape, palette.ground, palette.shape)
    x, count = box.x + box.width * dice.pick((0.5, 0.28, 0.72)), dice.pick((4, 5))
    y, reach = box.middle[1], _reach(box)
    rings = [disc(x, y, reach * 0.98 * (1 - i / count) ** 1.15, colours[i % 4]) for i in range(count)]
    return [rectangle(box, palette.shape), *rings]


def _eccentric(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Circles that all touch at one point of the rim."""
    colours = (palette.ground, palette.soft, palette.shape)
    count, angle, outer = dice.pick((4, 5, 6)), dice.span(0, 6.28), box.shorter_side * 0.5
    x, y = box.middle
    parts = [rectangle(box, palette.shape)]
    for i in range(count):
        radius = outer * (1 - i / count)
        centre = x + math.cos(angle) * (outer - radius), y + math.sin(angle) * (outer - radius)
        parts.append(disc(*centre, radius, colours[i % 3]))
    return parts


def _rays(dice: Dice, palette: Palette, box: Box) -> list[str]:
    count, y = dice.pick((14, 18, 22)), box.y + box.height * dice.pick((0.5, 1, 0.86))
    x, reach = box.middle[0], _reach(box)

    def rim(step: float) -> Point:
        angle = 2 * math.pi * step / count
        return x + 2 * reach * math.cos(angle), y + 2 * reach * math.sin(angle)

    rays = [polygon([(x, y), rim(i), rim(i + 0.5)], palette.shape) for i in range(count)]
    side = box.shorter_side
    return [*rays, disc(x, y, side * 0.3, palette.ground), disc(x, y, side * 0.24, palette.soft)]


def _blades(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """An iris of six to eight blades; an odd number needs a run of colours, or two alike would meet."""
    count, radius = dice.pick((6, 7, 8)), box.shorter_side * 0.5
    hole, twist = dice.span(0.3, 0.42), dice.span(0.5, 0.9)
    x, y = box.middle

    def at(distance: float, angle: float) -> Point:
        return x + distance * math.cos(angle), y + distance * math.sin(angle)

    pair = (palette.soft, mix(palette.shape, palette.soft, 0.55))
    parts = [disc(x, y, radius, palette.shape)]
    for i in range(count):
        first, last = 2 * math.pi * i / count, 2 * math.pi * (i + 1) / count
        corners = [
            at(radius * hole, first - twist),
            at(radius, first),
            at(radius, (first + last) / 2),
            at(radius * hole, last - twist),
        ]
        odd_colour = mix(palette.shape, palette.soft, 0.25 + 0.75 * i / count)
        parts.append(polygon(corners, pair[i % 2] if count % 2 == 0 else odd_colour))
    parts.append(disc(x, y, radius * hole * 0.72, palette.ground))
    return parts


def _window(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """A landscape or a beam, with colours changed about, in a round opening."""
    radius, name = box.shorter_side * 0.47, "w" + dice.name()
    x, y = box.middle
    view = Box(x - radius, y - radius, 2 * radius, 2 * radius)
    painter = horizon if dice.byte() % 3 else beam
    inner = Palette(palette.soft, palette.shape, palette.ground, palette.ink)
    picture = painter(dice.child("w"), inner, view)
    return [
        rectangle(box, palette.shape),
        f'<clipPath id="{name}"><circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"/></clipPath>',
        f'<g clip-path="url(#{name})">{rectangle(view, palette.soft)}{"".join(picture)}</g>',
    ]


def _reach(box: Box) -> float:
    return math.hypot(box.width, box.height) / 2
