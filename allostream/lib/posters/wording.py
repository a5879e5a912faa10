"""The words of a poster: cleaned, mended, cut to a length that can be drawn, and parted."""

import re
import unicodedata
from collections.abc import Sequence

from .faces import Face
from .letters import outline_weight

# Where title and subtitle part: a colon, a spaced dash or a bracket after 3 to 28 characters.
_SUBTITLE = re.compile(r"^(?P<main>.{3,28}?)\s*(?:[:：]| – | \()\s*(?P<sub>.+?)\)?$")
_SPACE_BEFORE_MARK = re.compile(r"\s+([!?:;])")
_SPACES = re.compile(r"\s{2,}")
# Characters that turn the direction of the text around them, the separators of lines and paragraphs, and a space
# and a hyphen that the faces hold under another number.
_REPLACED = str.maketrans(
    {
        **dict.fromkeys("\t\n\r\x0b\x0c\x85\u2028\u2029", " "),
        **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", None),
        "\u202f": "\u00a0",
        "\u2011": "-",
    }
)


def clean(text: str, most: int) -> str:
    """The text, from its first `most` characters, without what XML 1.0 forbids or what would disturb its neighbours.

    Forbidden are control characters, lone surrogates and noncharacters (XML 1.0, section 2.2).
    """
    mended = unicodedata.normalize("NFC", text[:most]).translate(_REPLACED)
    return _SPACES.sub(" ", "".join(filter(_is_allowed, mended))).strip()


def polish(text: str) -> str:
    """Typographic apostrophes, and a no-break space where French puts a space before a mark."""
    return _SPACE_BEFORE_MARK.sub("\u00a0\\1", text.strip().replace("'", "\u2019"))


def split_title(title: str) -> tuple[str, str]:
    """Main title and subtitle, which may be empty."""
    match = _SUBTITLE.match(title)
    return (match["main"].strip(), match["sub"].strip()) if match else (title, "")


def shorten(text: str, most: int = 90) -> str:
    """The text, or its beginning with an ellipsis: longer ones would be too small to read."""
    return text if len(text) <= most else text[: most - 2].rsplit(" ", 1)[0] + " …"


def lighten(text: str, face: Face, most: int) -> str:
    """The text, or as much of its beginning as can be drawn in `most` characters of SVG."""
    if outline_weight(text, face) <= most:
        return text
    weight, end = 0, 0
    while weight <= most:
        weight += outline_weight(text[end], face)
        end += 1
    return text[: end - 1].rstrip() + "…"


def credit(names: Sequence[str]) -> str:
    """The line of directors: one, two short ones, or the first and how many more."""
    if len(names) < 2:
        return "".join(names)
    first, second = names[0], names[1]
    if len(names) == 2 and len(first) + len(second) < 34:
        return f"{first} · {second}"
    return f"{first} +{len(names) - 1}"


def country_line(places: Sequence[str], most: int = 4) -> str:
    """Countries in one short line; the year stands at the other end of it."""
    shown = places if len(places) <= most else [*places[: most - 1], f"+{len(places) - most + 1}"]
    return shorten(" ".join(shown), 30)


def _is_allowed(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) not in ("Cc", "Cs") and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF
    )
