"""Frames of one movement, as in chronophotography."""

import math
from collections.abc import Iterator

from ..dice import Dice
from ..shapes import Box, clipped, disc, polygon, rectangle
from ..tints import Palette

_GAP = 9


def phases(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """A dozen or so frames: a moon, a ball, a wipe, a step or a rod that turns."""
    columns = 4 if box.width > box.height * 1.3 else 3
    rows = max(2, round(box.height / (box.width / columns * 0.76)))
    draw = dice.pick((_moon, _ball, _wipe, _step, _rod))
    parts, last = [], columns * rows - 1
    for i, cell in enumerate(_cells(box, columns, rows)):
        content = [rectangle(cell, palette.shape), *draw(palette, cell, i / last, i % columns)]
        parts.append(clipped(dice.child(str(i)), cell, content))
    return parts


def _cells(box: Box, columns: int, rows: int) -> Iterator[Box]:
    width = (box.width - _GAP * (columns - 1)) / columns
    height = (box.height - _GAP * (rows - 1)) / rows
    for row in range(rows):
        for column in range(columns):
            yield Box(box.x + column * (width + _GAP), box.y + row * (height + _GAP), width, height)


def _radius(cell: Box) -> float:
    return cell.shorter_side * 0.36


def _moon(palette: Palette, cell: Box, time: float, column: int) -> list[str]:
    (x, y), radius = cell.middle, _radius(cell)
    shadow = disc(x + (time * 2 - 1) * radius * 2.1, y, radius * 1.02, palette.shape)
    return [disc(x, y, radius, palette.soft), shadow]


def _ball(palette: Palette, cell: Box, time: float, column: int) -> list[str]:
    radius, floor = _radius(cell) * 0.55, cell.y + cell.height * 0.86
    y = floor - radius - abs(math.cos(time * 7.4)) * cell.height * 0.42
    return [
        rectangle(Box(cell.x, floor, cell.width, cell.height * 0.14), palette.ground),
        disc(cell.x + cell.width * (0.18 + 0.64 * time), y, radius, palette.soft),
    ]


def _wipe(palette: Palette, cell: Box, time: float, column: int) -> list[str]:
    curtain = Box(cell.x, cell.y, cell.width * time, cell.height)
    return [rectangle(curtain, palette.soft), disc(*cell.middle, _radius(cell) * 0.6, palette.ground)]


def _step(palette: Palette, cell: Box, time: float, column: int) -> list[str]:
    width = cell.width * (0.16 + 0.1 * column)
    x = cell.x + cell.width * 0.1 + (cell.width * 0.8 - width) * time
    top = cell.y + cell.height * (1 - 0.2 - 0.65 * time)
    return [rectangle(Box(x, top, width, cell.height * (0.2 + 0.65 * time)), palette.soft)]


def _rod(palette: Palette, cell: Box, time: float, column: int) -> list[str]:
    (x, y), radius, angle = cell.middle, _radius(cell), time * math.pi
    dx, dy = math.cos(angle) * radius * 1.25, math.sin(angle) * radius * 1.25
    corners = [
        (x - dx - dy * 0.16, y - dy + dx * 0.16),
        (x + dx - dy * 0.16, y + dy + dx * 0.16),
        (x + dx + dy * 0.16, y + dy - dx * 0.16),
        (x - dx + dy * 0.16, y - dy - dx * 0.16),
    ]
    return [polygon(corners, palette.soft), disc(x, y, radius * 0.2, palette.ground)]
