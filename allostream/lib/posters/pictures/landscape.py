"""Wide views: a projector's beam, and hills under a sun or a moon."""

import math
from collections.abc import Sequence
from itertools import pairwise

from ..dice import Dice
from ..shapes import Box, Point, clipped, disc, polygon
from ..tints import Palette, mix


def beam(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Light from a projector at one side."""
    from_left = dice.flip()
    x, y = (box.x if from_left else box.right), box.y + box.height * dice.span(0.08, 0.3)
    side = 1 if from_left else -1
    count, first_angle, spread = dice.pick((1, 3, 5, 7)), dice.span(0.12, 0.3), dice.span(0.7, 1.0)
    reach = 1.7 * math.hypot(box.width, box.height)

    def at(angle: float) -> Point:
        return x + side * reach * math.cos(angle), y + reach * math.sin(angle)

    parts = []
    for i in range(count):
        start = first_angle + spread * i / count
        end = first_angle + spread * (i + 0.5 + 0.5 * (i % 2 == 0)) / count
        parts.append(polygon([(x, y), at(start), at(end)], (palette.shape, palette.soft)[i % 2]))
    parts += [
        disc(x, y, box.width * 0.2, palette.ink),
        disc(x, y, box.width * 0.12, palette.ground),
        disc(x, y, box.width * 0.055, palette.shape),
    ]
    return [clipped(dice, box, parts)]


def horizon(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Three or four ranges of hills, all soft or all sharp, fading into the ground with distance."""
    x, y = box.x + box.width * dice.span(0.24, 0.76), box.y + box.height * dice.span(0.26, 0.4)
    parts = [disc(x, y, box.width * dice.span(0.13, 0.22), palette.soft)]
    count, is_sharp = dice.pick((3, 4)), dice.flip()
    fades = (0.62, 0.38, 0.16, 0)[4 - count :]
    for i, fade in zip(range(count), fades, strict=True):
        base, height = box.y + box.height * (0.42 + 0.17 * i), box.height * (0.13 - 0.02 * i)
        crest = _crest(dice, box, base, height, is_sharp=is_sharp)
        colour = mix(palette.shape, palette.ground, fade)
        if is_sharp:
            parts.append(polygon([*crest, (box.right, box.bottom), (box.x, box.bottom)], colour))
        else:
            parts.append(_soft_hills(crest, box, colour))
    return [clipped(dice, box, parts)]


def _crest(dice: Dice, box: Box, base: float, height: float, *, is_sharp: bool) -> list[Point]:
    phase, frequency = dice.span(0, 6), dice.span(1.1, 2.3)
    crest = []
    for step in range(13):
        if is_sharp:
            wave = (1 if step % 2 else -1) * (0.6 + 0.4 * math.sin(phase + step))
        else:
            wave = math.sin(phase + frequency * step / 12 * 6.3) + 0.5 * math.sin(phase * 2 + step * 1.1)
        crest.append((box.x + box.width * step / 12, base + height * wave))
    return crest


def _soft_hills(crest: Sequence[Point], box: Box, colour: str) -> str:
    path = f"M{crest[0][0]:.0f} {crest[0][1]:.0f}"
    for (x0, y0), (x1, y1) in pairwise(crest):
        middle = (x0 + x1) / 2
        path += f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    return f'<path fill="{colour}" d="{path}V{box.bottom:.0f}H{box.x:.0f}z"/>'
