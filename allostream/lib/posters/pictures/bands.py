"""Bands of colour in a row."""

import math

from ..dice import Dice
from ..shapes import Box, clipped, polygon, rectangle
from ..tints import Palette


def bands(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Growing bands, slanted ones, bars of different height, or chevrons."""
    kind = dice.pick((_growing, _slanted, _bars, _chevrons))
    count = dice.pick((7, 9, 11))
    return [clipped(dice, box, kind(dice, palette, box, count))]


def _growing(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    colours = (palette.shape, palette.shape, palette.soft)
    parts, total, top = [], count * (count + 1) / 2, box.y
    for i in range(count, 0, -1):
        height = box.height * i / total
        parts.append(rectangle(Box(box.x, top, box.width, height * dice.pick((0.55, 0.62))), colours[i % 3]))
        top += height
    return parts


def _slanted(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    parts, lean, thickness = [], box.height * 0.7, box.width / count * 0.62
    for i in range(-count, count * 2):
        foot = box.x + i * box.width / count * 1.3
        corners = [
            (foot, box.bottom),
            (foot + lean, box.y),
            (foot + lean + thickness, box.y),
            (foot + thickness, box.bottom),
        ]
        parts.append(polygon(corners, (palette.shape, palette.soft)[i % 2]))
    return parts


def _bars(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    colours = (palette.shape, palette.shape, palette.soft)
    parts = []
    for i in range(count):
        height = box.height * (0.1 + 0.8 * abs(math.sin(i * dice.span(0.5, 0.9) + 0.4)))
        bar = Box(box.x + i * box.width / count, box.y + box.height - height, box.width / count * 0.64, height)
        parts.append(rectangle(bar, colours[i % 3]))
    return parts


def _chevrons(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    parts, drop, thickness = [], box.width * 0.34, box.height / count * 0.6
    for i in range(count):
        tip = box.y + (i - 2) * box.height / (count - 3)
        centre = box.x + box.width / 2
        corners = [
            (box.x, tip + drop),
            (centre, tip),
            (box.right, tip + drop),
            (box.right, tip + drop + thickness),
            (centre, tip + thickness),
            (box.x, tip + drop + thickness),
        ]
        parts.append(polygon(corners, (palette.shape, palette.soft, palette.shape)[i % 3]))
    return parts
