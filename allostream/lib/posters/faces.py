"""Typefaces as outlines: `faces.json`, made once from three fonts under the SIL Open Font License (OFL.txt).

`serif` and `italic` are Newsreader (display, 500), `cond` and `wide` are Archivo (62 % wide 800, 118 % wide 750),
`brico` is Bricolage Grotesque (78 % wide, 750), `label` is Archivo 600 for small lines. Lengths are thousandths of
the letter size.

Their Cyrillic and Greek letters are those of Noto (Serif Display and Sans, the cut nearest to each), with capitals of
the same height: `tools/poster_faces.py` makes them. Each script has a file of its own, which is read when the first of
its letters is asked for, so that a site without such titles does not pay for them.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Glyph(NamedTuple):
    """One letter: its advance, where its outline starts, and the rest of the outline as relative path commands."""

    advance: int
    start_x: int
    start_y: int
    outline: str


# Which letters are in which further file; what a range has beside letters is simply not there.
_FURTHER = (
    ("greek", "\u0386", "\u03cf"),
    ("cyrillic", "\u0400", "\u04ff"),
    ("greek", "\u1f00", "\u1fff"),
    ("cyrillic", "\u2116", "\u2116"),
)
_FIRST_FURTHER = "\u0386"


class Glyphs(dict[str, Glyph]):
    """The letters of a face; those of a further script join them, and its pairs the kerning, when one is asked for."""

    def __init__(self, face_name: str, own: Mapping[str, Glyph], kerning: dict[str, int]) -> None:
        super().__init__(own)
        self._face_name, self._kerning = face_name, kerning
        self._joined: set[str] = set()

    def __contains__(self, character: object) -> bool:
        return super().__contains__(character) or self._finds(str(character))

    def __missing__(self, character: str) -> Glyph:
        if self._finds(character):
            return self[character]
        raise KeyError(character)

    def get(self, character: str, default: Any = None) -> Any:
        """The letter, or the default when there is none."""
        found = super().get(character)
        return found or (self[character] if self._finds(character) else default)

    def _finds(self, character: str) -> bool:
        if character < _FIRST_FURTHER:
            return False
        script = next((name for name, first, last in _FURTHER if first <= character <= last), "")
        if not script or script in self._joined:
            return False
        cut = _further(script)[self._face_name]
        self._kerning.update(cut["k"])
        self.update({letter: Glyph(*glyph) for letter, glyph in cut["g"].items()})
        self._joined.add(script)
        return super().__contains__(character)


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of one typeface."""

    name: str
    cap_height: float
    glyphs: Glyphs
    kerning: dict[str, int]
    fallback: str

    def draws(self, text: str) -> bool:
        """Whether there is an outline for every character of the text."""
        return all(character in self.glyphs for character in text)

    def kern(self, left: str, right: str) -> int:
        """By how much two neighbours move apart or, below zero, together."""
        if left >= _FIRST_FURTHER:
            self.glyphs.get(left)  # so that its pairs are here
        return self.kerning.get(_base_letter(left) + _base_letter(right), 0)


def face(name: str) -> Face:
    """The face of this name.

    The file is read once, at the first poster of a process, not at import: commands that draw nothing do not pay.
    """
    return _faces()[name]


@cache
def _further(script: str) -> dict[str, dict[str, Any]]:
    """The letters and pairs of a further script, by face."""
    return dict(_read(f"faces-{script}.json"))


def _read(name: str) -> Any:
    return json.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def _faces() -> dict[str, Face]:
    raw = _read("faces.json")
    return {
        name: Face(
            name=name,
            cap_height=cut["cap"] / 1000,
            glyphs=Glyphs(name, {character: Glyph(*glyph) for character, glyph in cut["g"].items()}, cut["k"]),
            kerning=cut["k"],
            fallback="Georgia,serif" if name in ("serif", "italic", "brico") else "system-ui,sans-serif",
        )
        for name, cut in raw.items()
    }


@cache
def _base_letter(character: str) -> str:
    """The letter under the accents: kerning pairs are kept for plain letters only."""
    return unicodedata.normalize("NFD", character)[0]
