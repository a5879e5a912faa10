"""Surfaces cut into parts: a sheet in two, and a floor of tiles."""

from collections.abc import Callable

from ..dice import Dice
from ..shapes import Box, clipped, disc, joined, polygon, rectangle
from ..tints import Palette

# Corners of a tile in whole units: x0, y0, x1, y1.
Tile = tuple[int, int, int, int]


def halves(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """A diagonal, half discs, a column, or a door ajar."""
    kind = dice.pick((_diagonal, _half_discs, _column, _door))
    return [clipped(dice, box, kind(dice, palette, box))]


def _diagonal(dice: Dice, palette: Palette, box: Box) -> list[str]:
    falls_left = dice.pick((False, True))
    shoulder = box.y + box.height * 0.2
    top = [(box.x, box.y), (box.right, box.y)]
    sides = [(box.right, shoulder), (box.x, box.bottom)] if falls_left else [(box.right, box.bottom), (box.x, shoulder)]
    x = box.x + box.width * (0.72 if falls_left else 0.28)
    return [
        polygon([*top, *sides], palette.shape),
        disc(x, box.y + box.height * 0.74, box.width * 0.17, palette.soft),
    ]


def _half_discs(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Pairs of half discs, back to back, row upon row."""
    rows = max(2, round(box.height / (box.width / 2)))
    radius = min(box.width / 2, box.height / rows)
    paths: dict[str, list[str]] = {palette.shape: [], palette.soft: []}
    colours = (palette.shape, palette.soft)
    quarter, half = f"{box.width / 4:.0f}", f"{box.width / 2:.0f}"
    for i in range(rows):
        y, is_flipped = box.y + i * radius, (i + dice.byte()) % 2
        rising = box.x + (box.width / 2 if is_flipped else 0)
        falling = box.x + (0 if is_flipped else box.width / 2)
        paths[colours[i % 2]].append(f"M{rising:.0f} {y + radius:.0f}a{quarter} {radius:.0f} 0 0 1 {half} 0z")
        paths[colours[1 - i % 2]].append(f"M{falling:.0f} {y:.0f}a{quarter} {radius:.0f} 0 0 0 {half} 0z")
    return joined(paths)


def _column(dice: Dice, palette: Palette, box: Box) -> list[str]:
    x = box.x + box.width * dice.pick((0.28, 0.5, 0.64))
    sun = disc(x, box.y + box.height * dice.span(0.3, 0.6), box.width * 0.21, palette.soft)
    shadow = Box(x, box.y + box.height * 0.12, box.width * 0.05, box.height * 0.88)
    return [
        rectangle(Box(x, box.y, box.width * 0.2, box.height), palette.shape),
        sun,
        rectangle(shadow, palette.ground),
    ]


def _door(dice: Dice, palette: Palette, box: Box) -> list[str]:
    hinge, edge = box.x + box.width * 0.8, box.x + box.width * 0.38
    leaf = [
        (edge, box.y + box.height * 0.14),
        (hinge, box.y),
        (hinge, box.bottom),
        (edge, box.y + box.height * 0.86),
    ]
    return [
        rectangle(Box(box.x + box.width * 0.2, box.y, box.width * 0.6, box.height), palette.shape),
        polygon(leaf, palette.soft),
        disc(box.x + box.width * 0.46, box.y + box.height * 0.53, box.width * 0.025, palette.ground),
    ]


def tiles(dice: Dice, palette: Palette, box: Box) -> list[str]:
    """Quarter discs, half discs, triangles and dots, three or four to a row."""
    columns = dice.pick((3, 4))
    width = box.width / columns
    rows = max(2, int(box.height // width))
    height = box.height / rows
    motifs = dice.pick(_MOTIFS)
    ground, shape, soft = palette.ground, palette.shape, palette.soft
    pairs = ((ground, shape), (ground, soft), (shape, soft), (soft, shape), (shape, ground), (ground, shape))
    under: dict[str, list[str]] = {ground: [], shape: [], soft: []}
    over: dict[str, list[str]] = {ground: [], shape: [], soft: []}
    for row in range(rows):
        for column in range(columns):
            motif, turn = dice.pick(motifs), dice.byte() % 4
            below, above = dice.pick(pairs)
            left, top = box.x + column * width, box.y + row * height
            x0, y0, x1, y1 = tile = round(left), round(top), round(left + width), round(top + height)
            under[below].append(f"M{x0} {y0}h{x1 - x0}v{y1 - y0}h{x0 - x1}z")
            over[above].append(motif(tile, turn))
    del under[ground]  # the sheet has that colour already
    return [clipped(dice, box, joined(under) + joined(over, cover_edges=True))]


def _quarter_disc(tile: Tile, turn: int) -> str:
    x0, y0, x1, y1 = tile
    x, y = _corners(tile)[turn]
    across, down = (x1 - x0 if x == x0 else x0 - x1), (y1 - y0 if y == y0 else y0 - y1)
    clockwise = 1 if across * down > 0 else 0
    return f"M{x} {y}h{across}A{x1 - x0} {y1 - y0} 0 0 {clockwise} {x} {y + down}z"


def _half_disc(tile: Tile, turn: int) -> str:
    x0, y0, x1, y1 = tile
    width, height = x1 - x0, y1 - y0
    return f"M{x0} {y1 if turn % 2 else y0}a{width / 2:.1f} {height / 2:.1f} 0 0 {turn % 2} {width} 0z"


def _triangle(tile: Tile, turn: int) -> str:
    kept = [corner for i, corner in enumerate(_corners(tile)) if i != turn]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "z"


def _dot(tile: Tile, turn: int) -> str:
    x0, y0, x1, y1 = tile
    width, height = x1 - x0, y1 - y0
    r = min(width, height) * 0.36
    start = f"M{x0 + width / 2 - r:.1f} {y0 + height / 2:.1f}"
    return f"{start}a{r:.1f} {r:.1f} 0 0 1 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 0 1 {-2 * r:.1f} 0z"


def _corners(tile: Tile) -> list[tuple[int, int]]:
    x0, y0, x1, y1 = tile
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


# A floor keeps to one to three motifs, or it would look like noise.
_MOTIFS: tuple[tuple[Callable[[Tile, int], str], ...], ...] = (
    (_quarter_disc,),
    (_quarter_disc, _half_disc),
    (_triangle,),
    (_quarter_disc, _triangle, _dot),
    (_half_disc, _dot),
)
