"""Blocks of letters on a poster: title with subtitle, and the furniture at the edges.

The furniture never moves: year at the upper start, countries at the upper end, directors at the lower edge. That
sameness is what makes a wall of forty posters one wall.
"""

import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from .faces import Face, face
from .letters import Align, draw_line, extent, width_of
from .scripts import capitals as in_capitals
from .scripts import runs_leftward
from .setting import Setting, fit
from .shapes import Box
from .wording import lighten

WIDTH, HEIGHT, MARGIN = 600, 900, 44
MEASURE = WIDTH - 2 * MARGIN

Anchor = Literal["top", "middle", "bottom"]

_LEADING = {"cond": 0.86, "wide": 0.98, "serif": 0.94, "italic": 0.98, "brico": 0.98}
_LARGEST_FURNITURE = 29
_YEAR_SIZE = 25
_LABEL_CAP_HEIGHT = 0.69

# Bounds in characters of SVG. Real titles keep well below; they hold a poster under 60 KB whatever is typed.
_HEAVIEST_TITLE = 34_000
_HEAVIEST_TITLE_WITH_SUBTITLE = 12_000
_HEAVIEST_SUBTITLE = 20_000
_HEAVIEST_CREDIT = 11_500
_HEAVIEST_COUNTRIES = 3_000


@dataclass(frozen=True, slots=True)
class Block:
    """Drawn lines and the height they take."""

    parts: list[str]
    height: float


@dataclass(frozen=True, slots=True)
class TitleStyle:
    """How a title is set in its box."""

    face: str
    ink: str
    align: Align
    biggest: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class _Typography:
    """What follows from the face and the letters of a title: capitals, tracking, leading, how far lines reach."""

    text: str
    face: Face
    capitals: bool
    tracking: int
    leading: float
    rise: float
    fall: float


def title_block(title: str, subtitle: str, box: Box, style: TitleStyle) -> Block:
    """Title and subtitle, as large as the box allows, at its top, middle or lower edge."""
    type_ = _typography(title, style.face, with_subtitle=bool(subtitle))
    room = box.height - (box.height * 0.22 if subtitle else 0)
    room *= 1 if type_.capitals else 0.92
    setting = fit(
        type_.text, type_.face, box.width, room, style.biggest, type_.leading, type_.tracking, rise=type_.rise
    )
    used = _height(setting, type_)
    small, small_height = _subtitle(subtitle, box.width, box.height - used, setting.size)
    total = used + small_height
    top = {"top": box.y, "bottom": box.bottom - total, "middle": box.y + (box.height - total) / 2}[style.anchor]
    style = replace(style, align=own_edge(title, style.align))
    x = {"left": box.x, "center": box.x + box.width / 2, "right": box.right}[style.align]
    parts = _title_lines(setting, type_, x, top + setting.size * type_.rise, style)
    first_baseline = top + used + _gap_above_subtitle(small.size) + small.size * _LABEL_CAP_HEIGHT
    for number, line in enumerate(small.lines):
        baseline = first_baseline + number * (small.size * 1.2)
        parts.append(draw_line(line, face("label"), small.size, x, baseline, style.ink, style.align))
    return Block(parts, total)


def own_edge(text: str, align: Align) -> Align:
    """Where a text stands in a layout flush left: one from right to left begins at the right margin."""
    return "right" if align == "left" and runs_leftward(text) else align


def corner_lines(left: str, right: str, ink: str) -> list[str]:
    """Year and countries along the upper edge."""
    label, y = face("label"), MARGIN + 18
    parts = [draw_line(left, label, _YEAR_SIZE, MARGIN, y, ink)] if left else []
    if right:
        right = lighten(right, label, _HEAVIEST_COUNTRIES)
        parts.append(draw_line(right, label, _YEAR_SIZE, WIDTH - MARGIN, y, ink, "right"))
    return parts


def foot_line(text: str, ink: str, align: Align = "left") -> list[str]:
    """The directors along the lower edge."""
    align = own_edge(text, align)
    x = {"left": MARGIN, "center": WIDTH / 2, "right": WIDTH - MARGIN}[align]
    return credit_line(text, ink, x, HEIGHT - MARGIN, MEASURE, align)


def credit_line(text: str, ink: str, x: float, y: float, width: float, align: Align) -> list[str]:
    """One small line no wider than this; nothing for an empty text."""
    if not text:
        return []
    label = face("label")
    text = lighten(text, label, _HEAVIEST_CREDIT)
    size = min(_LARGEST_FURNITURE, width / max(1, width_of(text, label)) * 1000)
    return [draw_line(text, label, size, x, y, ink, align)]


def subtitle_setting(text: str, width: float, height: float, biggest: float, most_lines: int) -> Setting:
    """The subtitle in the label face; no lines for an empty one."""
    label = face("label")
    return fit(lighten(text, label, _HEAVIEST_SUBTITLE), label, width, height, biggest, 1.2, most_lines=most_lines)


def title_text(text: str, title_face: Face, *, with_subtitle: bool) -> str:
    """The title, or as much of it as a poster under 60 KB can bear."""
    return lighten(text, title_face, _HEAVIEST_TITLE_WITH_SUBTITLE if with_subtitle else _HEAVIEST_TITLE)


def _typography(title: str, name: str, *, with_subtitle: bool) -> _Typography:
    capitals = name == "cond"
    text = title_text(in_capitals(title) if capitals else title, face(name), with_subtitle=with_subtitle)
    leading = _LEADING[name]
    if capitals and any(unicodedata.normalize("NFD", character) != character for character in text[1:]):
        leading += 0.2  # room for accents on capitals
    rise, fall = extent(text, face(name))
    if rise > face(name).cap_height:  # in a font of the reader's system
        leading = max(leading, rise + fall)
    elif fall and capitals:
        leading += fall
    fall = max(fall, 0 if capitals else 0.2)
    return _Typography(text, face(name), capitals, -4 if name == "wide" else 0, leading, rise, fall)


def _height(setting: Setting, type_: _Typography) -> float:
    return setting.size * (type_.rise + (len(setting.lines) - 1) * type_.leading + type_.fall)


def _subtitle(text: str, width: float, height: float, title_size: float) -> tuple[Setting, float]:
    """The subtitle, at about a third of the title's size, and the height it takes with the gap above it."""
    small = subtitle_setting(text, width, height, max(27, min(40, title_size * 0.36)), 3)
    if not small.lines:
        return small, 0
    lines_height = small.size * (_LABEL_CAP_HEIGHT + (len(small.lines) - 1) * 1.2)
    return small, lines_height + _gap_above_subtitle(small.size)


def _gap_above_subtitle(size: float) -> float:
    return max(16, size * 0.7)


def _title_lines(setting: Setting, type_: _Typography, x: float, baseline: float, style: TitleStyle) -> list[str]:
    parts = []
    for line in setting.lines:
        left = x - (_side_bearing(line, type_.face, setting.size) if style.align == "left" else 0)
        parts.append(draw_line(line, type_.face, setting.size, left, baseline, style.ink, style.align, type_.tracking))
        baseline += setting.size * type_.leading
    return parts


def _side_bearing(line: str, title_face: Face, size: float) -> float:
    """The white at the left of the first letter: taken off, so that large letters stand on the margin."""
    if not title_face.draws(line):
        return 0
    return max(0, min(title_face.glyphs[line[0]].start_x * size / 1000, size * 0.06))
