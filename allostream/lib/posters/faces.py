"""Typefaces as outlines: `faces.json`, made once from three fonts under the SIL Open Font License (OFL.txt).

`serif` and `italic` are Newsreader (display, 500), `cond` and `wide` are Archivo (62 % wide 800, 118 % wide 750),
`brico` is Bricolage Grotesque (78 % wide, 750), `label` is Archivo 600 for small lines. Lengths are thousandths of
the letter size.
"""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Glyph(NamedTuple):
    """One letter: its advance, where its outline starts, and the rest of the outline as relative path commands."""

    advance: int
    start_x: int
    start_y: int
    outline: str


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of one typeface."""

    name: str
    cap_height: float
    glyphs: dict[str, Glyph]
    kerning: dict[str, int]
    fallback: str

    def draws(self, text: str) -> bool:
        """Whether there is an outline for every character of the text."""
        return all(character in self.glyphs for character in text)

    def kern(self, left: str, right: str) -> int:
        """By how much two neighbours move apart or, below zero, together."""
        return self.kerning.get(_base_letter(left) + _base_letter(right), 0)


def face(name: str) -> Face:
    """The face of this name.

    The file is read once, at the first poster of a process, not at import: commands that draw nothing do not pay.
    """
    return _faces()[name]


@cache
def _faces() -> dict[str, Face]:
    raw = json.loads(files(__package__).joinpath("faces.json").read_text("utf-8"))
    return {
        name: Face(
            name=name,
            cap_height=cut["cap"] / 1000,
            glyphs={character: Glyph(*glyph) for character, glyph in cut["g"].items()},
            kerning=cut["k"],
            fallback="Georgia,serif" if name in ("serif", "italic", "brico") else "system-ui,sans-serif",
        )
        for name, cut in raw.items()
    }


@cache
def _base_letter(character: str) -> str:
    """The letter under the accents: kerning pairs are kept for plain letters only."""
    return unicodedata.normalize("NFD", character)[0]
