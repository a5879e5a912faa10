"""Measuring and drawing one line of letters.

Letters are drawn as outlines, so that a poster looks alike everywhere and needs no font. A line with a letter that
the face does not have (other scripts, emoji) is written as text in a system font, at an estimated width.
"""

import html
from itertools import pairwise
from typing import Literal

from .faces import Face
from .scripts import descends, is_beyond_latin, reach, runs_leftward, system_width

Align = Literal["left", "center", "right"]

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"
_SYSTEM_FONT_SCALE = 0.92
_DESCENDING_CAPITALS = 0.15


class Ruler:
    """Measures any slice of one text in one face, in thousandths of the letter size.

    Running sums make a slice cost a subtraction: line breaking asks for thousands of them.
    """

    def __init__(self, text: str, face: Face, tracking: int = 0) -> None:
        self._tracking = tracking
        self._drawn, self._estimated, self._missing = [0], [0], [0]
        self._kerns = [0, *(face.kern(left, right) for left, right in pairwise(text))]
        for character, kern in zip(text, self._kerns, strict=False):
            glyph = face.glyphs.get(character)
            self._drawn.append(self._drawn[-1] + (glyph.advance if glyph else 0) + kern + tracking)
            self._estimated.append(self._estimated[-1] + system_width(character))
            self._missing.append(self._missing[-1] + (glyph is None))

    def width(self, start: int, end: int) -> int:
        """Width of text[start:end] set on a line of its own."""
        if start >= end:
            return 0
        if self._missing[end] > self._missing[start]:
            return self._estimated[end] - self._estimated[start]
        return self._drawn[end] - self._drawn[start] - self._kerns[start] - self._tracking


def width_of(text: str, face: Face, tracking: int = 0) -> int:
    """Width of the text on one line, in thousandths of the letter size."""
    return Ruler(text, face, tracking).width(0, len(text))


def draw_line(
    text: str, face: Face, size: float, x: float, y: float, colour: str, align: Align = "left", tracking: int = 0
) -> str:
    """One line as an SVG element; (x, y) is the point of the baseline at the aligned edge."""
    if not face.draws(text):
        return _system_text(text, face, size, x, y, colour, align)
    scale = size / 1000
    width = width_of(text, face, tracking) * scale
    left = x - {"left": 0, "center": width / 2, "right": width}[align]
    outlines = _outlines(text, face, tracking)
    return f'<path fill="{colour}" transform="translate({left:.1f} {y:.1f})scale({scale:.4f})" d="{outlines}"/>'


def extent(text: str, face: Face) -> tuple[float, float]:
    """How far above and below its line the text goes, as parts of the letter size; small letters are not looked at."""
    if not face.draws(text) and is_beyond_latin(text):
        rise, fall = reach(text)
        return rise * _SYSTEM_FONT_SCALE, fall * _SYSTEM_FONT_SCALE
    return face.cap_height, _DESCENDING_CAPITALS if descends(text) else 0


def outline_weight(text: str, face: Face) -> int:
    """About how many characters of SVG the text takes when it is drawn."""
    return sum(len(face.glyphs[character].outline) + 10 if character in face.glyphs else 6 for character in text)


def _outlines(text: str, face: Face, tracking: int) -> str:
    outlines, pen, previous = [], 0, ""
    for character in text:
        glyph = face.glyphs[character]
        pen += face.kern(previous, character) if previous else 0
        if glyph.outline:
            outlines.append(f"M{pen + glyph.start_x} {glyph.start_y}{glyph.outline}")
        pen += glyph.advance + tracking
        previous = character
    return "".join(outlines)


def _system_text(text: str, face: Face, size: float, x: float, y: float, colour: str, align: Align) -> str:
    """The line in a font of the reader's system.

    A line from right to left stands between marks of Unicode's own (annex 9, RLI and PDI) instead of in an attribute:
    with that, not all who draw SVG agree on which edge is the start.
    """
    text = f"{_RIGHT_TO_LEFT}{text}{_END}" if runs_leftward(text) else text
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-family="{face.fallback}" font-weight="700" '
        f'font-size="{size * _SYSTEM_FONT_SCALE:.0f}" '
        f'text-anchor="{_ANCHORS[align]}" fill="{colour}">{html.escape(text)}</text>'
    )
