"""A title's picture for messengers and social networks: 1200 x 630, its name beside the picture of its poster.

Made to be turned into a PNG, so every letter is an outline: a name that the faces cannot draw is left to the words that
stand beside the preview, and the picture takes the whole sheet.
"""

from collections.abc import Sequence

from .blocks import TitleStyle, credit_line, title_block
from .faces import face
from .looks import VIGNETTES, Looks, layout_dice, looks_of, picture_dice
from .pictures import PAINTERS
from .scripts import capitals
from .shapes import Box, rectangle
from .wording import clean, country_line, credit, polish, shorten, split_title

# Raise it whenever the same inputs would give another picture.
PREVIEW_VERSION = 1
PREVIEW_WIDTH, PREVIEW_HEIGHT = 1200, 630
_SHEET = Box(0, 0, PREVIEW_WIDTH, PREVIEW_HEIGHT)
_PICTURE = Box(660, 0, 540, PREVIEW_HEIGHT)
_EDGE, _MEASURE = 64, 540
_TITLE = Box(_EDGE, 134, _MEASURE, 362)
_BIGGEST = {"cond": 190, "serif": 118, "italic": 118, "brico": 112, "wide": 96}
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_PLACE, _LONGEST_YEARS = 400, 80, 12, 20


def preview(key: str, title: str, years: str, directors: Sequence[str] = (), places: Sequence[str] = ()) -> str:
    """The SVG text of a preview.

    `key` is the title's permanent id and `years` its year or years, which begin with the one that decides the looks;
    `places` are country codes. Any text is accepted, as for a poster.
    """
    looks = looks_of(key, int(years[:4]) if years[:4].isdigit() else None)
    main, subtitle = split_title(polish(clean(title, _LONGEST_TITLE)))
    can_draw = _drawable(capitals(main), looks.face) and _drawable(main, looks.face) and _drawable(subtitle, "label")
    ground = rectangle(_SHEET, looks.palette.ground)
    if not main or not can_draw:
        return _svg([ground, *_painted(key, looks, _SHEET)])
    style = TitleStyle(looks.face, looks.palette.ink, "left", _BIGGEST[looks.face], "middle")
    block = title_block(shorten(main), shorten(subtitle), _TITLE, style)
    return _svg(
        [
            ground,
            *_painted(key, looks, _PICTURE),
            *_line(_head_line(years, places), looks, 96),
            *block.parts,
            *_line(_foot_line(directors), looks, PREVIEW_HEIGHT - _EDGE),
        ]
    )


def _svg(parts: Sequence[str]) -> str:
    size = f'width="{PREVIEW_WIDTH}" height="{PREVIEW_HEIGHT}" viewBox="0 0 {PREVIEW_WIDTH} {PREVIEW_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>\n'


def _painted(key: str, looks: Looks, box: Box) -> list[str]:
    """The poster's picture; letters alone and intertitles, which have none, take the one that their page head has."""
    family = {"stack": "bands"}.get(looks.family, looks.family)
    if family == "card":
        family = layout_dice(key).pick(VIGNETTES)
    return PAINTERS[family](picture_dice(key), looks.palette, box)


def _head_line(years: str, places: Sequence[str]) -> str:
    countries = country_line([clean(place, _LONGEST_PLACE) for place in places])
    return "   ".join(filter(None, [clean(years, _LONGEST_YEARS), countries]))


def _foot_line(directors: Sequence[str]) -> str:
    return credit([shorten(polish(clean(name, _LONGEST_NAME)), 60) for name in directors])


def _line(text: str, looks: Looks, y: float) -> list[str]:
    """A small line at the left edge, nothing where it cannot be drawn."""
    label = face("label")
    if not text or not label.draws(text):
        return []
    return credit_line(text, looks.palette.ink, _EDGE, y, _MEASURE, "left")


def _drawable(text: str, name: str) -> bool:
    return face(name).draws(text)
