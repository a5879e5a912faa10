"""SVG turned into PNG for those who take no SVG, kept on disk so that each picture is drawn about once.

Drawing one takes some 50 ms of a worker, so it is rationed: whoever asks for every title's picture at once gets
“try again” and the readers get their pages.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import resvg_py

from allostream.lib.problems import Problem, gettext_noop

RETRY_AFTER = 2  # seconds


class DrawnTooMuch(Problem):
    """More pictures were asked for than this process may draw in so short a time."""

    code = "busy"
    status = 503
    sentence = gettext_noop("Too many pictures are asked for at this moment: try again in a few seconds.")


@dataclass
class Ration:
    """So many at once, and so many a second after that (a token bucket)."""

    most: float
    per_second: float
    left: float = field(init=False)
    seen_at: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.most

    def take(self, now: float) -> bool:
        """Whether one more may be had at this moment, in seconds of any steady clock."""
        self.left = min(self.most, self.left + (now - self.seen_at) * self.per_second)
        self.seen_at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Shelf:
    """A folder with a fixed number of places: a picture's name decides its place, and the newcomer has it.

    So the folder never outgrows its bound, and nothing has to be counted, aged or tidied. Several processes may share
    it: a place is written whole or not at all.
    """

    def __init__(self, folder: Path, places: int) -> None:
        self.folder, self.places = folder, places

    def get(self, name: str) -> bytes | None:
        """The picture with that name, None when it is not here."""
        if not self.places:
            return None
        try:
            held, _, picture = self._place(name).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return picture if held == name.encode() else None

    def put(self, name: str, picture: bytes) -> None:
        """Keep a picture, in the place of another one perhaps."""
        if not self.places:
            return
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(name.encode() + b"\n" + picture)
        os.replace(file.name, place)

    def _place(self, name: str) -> Path:
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % self.places
        return self.folder / f"{number % 100:02d}" / f"{number:06d}"


def png(svg: str, size: tuple[int, int]) -> bytes:
    """The picture as PNG. Fonts of this machine are looked up only for letters that are not outlines already."""
    width, height = size
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts="<text" not in svg)
    )


def drawn_once(shelf: Shelf, ration: Ration, name: str, draw: Callable[[], str], size: tuple[int, int]) -> bytes:
    """The picture from the shelf, or drawn and put there. Raises DrawnTooMuch when the ration is used up."""
    kept = shelf.get(name)
    if kept is not None:
        return kept
    if not ration.take(time.monotonic()):
        raise DrawnTooMuch
    picture = png(draw(), size)
    shelf.put(name, picture)
    return picture
