"""Colours: sixteen palettes named after the dyes of silent prints, and sums with colours.

The page sheet repeats the palettes under `[data-tint=…]`; a test holds the two together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Four colours as `#rrggbb`. Ink on ground has a contrast of 4.5 or more; nothing else carries letters."""

    ground: str
    shape: str
    soft: str
    ink: str


TINTS: dict[str, Palette] = {
    "amber": Palette("#e7a03c", "#b8481a", "#f7deaa", "#2a1607"),
    "straw": Palette("#f1e2b4", "#cf7f2b", "#2f5d62", "#2b2416"),
    "rose": Palette("#e9b7aa", "#9f2b3f", "#f8e8df", "#3a0f18"),
    "fire": Palette("#ae2f1e", "#f0a63e", "#74160f", "#fdeee0"),
    "lavender": Palette("#bbb0dd", "#55398d", "#f3edf8", "#211442"),
    "night": Palette("#13264b", "#e9c56b", "#3d68ab", "#f5f0e1"),
    "cerulean": Palette("#83b9d4", "#124b74", "#f6edd5", "#0b2031"),
    "seafoam": Palette("#acd4c3", "#135e52", "#f3c877", "#0c2a25"),
    "forest": Palette("#1e4733", "#dcc76d", "#6b9f78", "#f3f1e2"),
    "verdigris": Palette("#0e5651", "#f2b38e", "#86c7ba", "#f6f2e5"),
    "sepia": Palette("#cfb28c", "#693d21", "#f3e6cd", "#2a180b"),
    "iron": Palette("#22344a", "#a2bcd2", "#dd7650", "#f0f3f2"),
    "nitrate": Palette("#1a1918", "#e8e2d6", "#b53b2a", "#f4f0e7"),
    "paper": Palette("#ece6d9", "#1f1d1b", "#c03a2a", "#1a1917"),
    "plum": Palette("#561d3c", "#e8a4aa", "#eac57e", "#fbefe8"),
    "olive": Palette("#4f5126", "#e6d07a", "#a9a75c", "#fbf6dd"),
}


def mix(first: str, second: str, share: float) -> str:
    """The colour that is `share` of the second and the rest of the first."""
    blend = (round(a * (1 - share) + b * share) for a, b in zip(_channels(first), _channels(second), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in blend)


def muted(palette: Palette) -> Palette:
    """The palette drawn back towards its ground, for a picture that something else stands on."""
    ground = palette.ground
    return Palette(
        ground, mix(ground, palette.shape, 0.34), mix(ground, palette.soft, 0.3), mix(ground, palette.ink, 0.25)
    )


def contrast(first: str, second: str) -> float:
    """Contrast ratio from 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance")."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
