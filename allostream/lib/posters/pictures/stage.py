"""A stage seen from the stalls."""

from ..dice import Dice
from ..shapes import Box, clipped, disc, polygon, rectangle
from ..tints import Palette, mix


def stage(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Arches, stairs, a curtain, screens within screens, or the aisle."""
    kind = dice.pick((_arches, _stairs, _curtain, _screens, _aisle, _curtain))
    count = dice.pick((4, 5, 6))
    return [clipped(dice, box, kind(dice, palette, box, count))]


def _arches(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    colours = (palette.shape, palette.ground, palette.soft, palette.ground)
    parts = []
    for i in range(count):
        depth = i / count
        width, height = box.width * (1 - depth), box.height * (1 - depth * 0.86)
        left, rise = box.x + (box.width - width) / 2, min(width / 2, height)
        path = (
            f"M{left:.0f} {box.bottom:.0f}V{box.bottom - height + rise:.0f}"
            f"a{width / 2:.0f} {rise:.0f} 0 0 1 {width:.0f} 0V{box.bottom:.0f}z"
        )
        parts.append(f'<path fill="{colours[i % 4]}" d="{path}"/>')
    return parts


def _stairs(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    parts, steps, climbs_right = [], count + 2, dice.flip()
    for i in range(steps):
        width, height = box.width / steps, box.height * (i + 1) / steps
        left = box.x + (i * width if climbs_right else box.width - (i + 1) * width)
        step = Box(left, box.bottom - height, width + 0.6, height)
        parts.append(rectangle(step, mix(palette.shape, palette.soft, i / (steps - 1))))
    x = box.x + (box.width * 0.2 if climbs_right else box.width * 0.8)
    return [*parts, disc(x, box.y + box.height * 0.24, box.width * 0.12, palette.soft)]


def _curtain(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    """Folds that hang lower towards the sides, over a lamp. It has its own number of folds, always even."""
    folds, parts = dice.pick((6, 8)), [rectangle(box, palette.soft)]
    width = box.width / folds
    for i in range(folds):
        off_centre = abs(i + 0.5 - folds / 2) / (folds / 2)
        drop = box.height * (0.36 + 0.58 * off_centre**1.4)
        path = (
            f"M{box.x + i * width:.1f} {box.y:.0f}h{width + 0.5:.1f}v{drop:.0f}"
            f"a{width / 2:.1f} {width / 2:.1f} 0 0 1 {-width - 0.5:.1f} 0z"
        )
        parts.append(f'<path fill="{mix(palette.shape, palette.ground, 0.0 if i % 2 else 0.22)}" d="{path}"/>')
    return [*parts, disc(box.x + box.width / 2, box.y + box.height * 0.86, box.width * 0.1, palette.ink)]


def _screens(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    colours = (palette.shape, palette.ground, palette.soft, palette.ground)
    parts, screens = [], count + 1
    for i in range(screens):
        depth = 0.5 * i / screens
        screen = Box(
            box.x + box.width * depth * 0.9,
            box.y + box.height * depth,
            box.width * (1 - 1.8 * depth),
            box.height * (1 - 2 * depth),
        )
        parts.append(rectangle(screen, colours[i % 4]))
    return parts


def _aisle(dice: Dice, palette: Palette, box: Box, count: int) -> list[str]:
    x, y = box.x + box.width * dice.pick((0.36, 0.5, 0.64)), box.y + box.height * dice.span(0.26, 0.4)
    parts, rows = [], 9
    for i in range(rows):
        left = box.x + box.width * (1.6 * i / rows - 0.3)
        right = box.x + box.width * (1.6 * (i + 0.5) / rows - 0.3)
        parts.append(polygon([(x, y), (left, box.bottom), (right, box.bottom)], palette.shape))
    return [*parts, disc(x, y, box.width * 0.2, palette.ground), disc(x, y, box.width * 0.155, palette.soft)]
