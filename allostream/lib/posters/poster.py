"""A typographic poster: one title in, one SVG of 600 x 900 out, always the same bytes."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .blocks import (
    HEIGHT,
    MARGIN,
    MEASURE,
    WIDTH,
    Block,
    TitleStyle,
    corner_lines,
    credit_line,
    foot_line,
    own_edge,
    subtitle_setting,
    title_block,
    title_text,
)
from .dice import Dice
from .faces import Face, face
from .letters import Align, draw_line, extent, width_of
from .looks import VIGNETTES, layout_dice, looks_of, picture_dice, tint_of
from .pictures import PAINTERS
from .scripts import capitals, language
from .setting import Paragraph
from .shapes import Box, disc, frame, rectangle, ring
from .tints import Palette, contrast, muted
from .wording import clean, country_line, credit, polish, shorten, split_title

_BIGGEST = {"cond": 230, "serif": 150, "italic": 150, "brico": 140, "wide": 120}
_FOOT_TOP = HEIGHT - MARGIN - 62
_BACKDROP = Box(0, 0, 900, 640)

# How many characters of a text from outside are looked at; no real one comes near.
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_PLACE, _LONGEST_LABEL = 400, 80, 12, 40


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Everything that the layouts need: words ready to be set, looks, and dice."""

    title: str
    subtitle: str
    year: str
    countries: str
    directors: str
    palette: Palette
    family: str
    face: str
    picture: Dice
    layout: Dice

    @property
    def ink(self) -> str:
        """The colour of all letters; they stand on the ground colour, never on the picture."""
        return self.palette.ink

    def paint(self, family: str, box: Box) -> list[str]:
        """A picture in the colours of this sheet."""
        return PAINTERS[family](self.picture, self.palette, box)


def poster(
    key: str,
    title: str,
    year: int | None,
    directors: Sequence[str] = (),
    places: Sequence[str] = (),
    label: str = "Poster",
) -> str:
    """The SVG text of one poster.

    `key` is the title's permanent id: it and the year decide the looks, so it must never change. `places` are
    country codes, `label` is the word for "poster" in the language of the page. Any text is accepted; what XML
    cannot carry is left out, and what is too long to be read is cut.
    """
    looks = looks_of(key, year)
    title = clean(title, _LONGEST_TITLE)
    main, subtitle = split_title(polish(title))
    names = _cleaned(directors, _LONGEST_NAME)
    sheet = _Sheet(
        title=shorten(main),
        subtitle=shorten(subtitle),
        year=str(year or ""),
        countries=country_line(_cleaned(places, _LONGEST_PLACE)),
        directors=credit([shorten(polish(name), 60) for name in names]),
        palette=looks.palette,
        family=looks.family,
        face=looks.face,
        picture=picture_dice(key),
        layout=layout_dice(key),
    )
    draw = {"card": _card, "stack": _stack}.get(looks.family, _picture_and_title)
    body = [rectangle(Box(0, 0, WIDTH, HEIGHT), sheet.palette.ground), *draw(sheet)]
    caption = _caption(clean(label, _LONGEST_LABEL), shorten(title, 300), sheet.year, names)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"{_spoken(title)}>'
        f"<title>{html.escape(caption)}</title>{''.join(body)}</svg>\n"
    )


def _spoken(title: str) -> str:
    """The language as an attribute, where it decides between the forms of a character."""
    known = language(title)
    return f' xml:lang="{known}"' if known else ""


def backdrop(key: str, year: int | None, *, soft: bool = False) -> str:
    """The poster's picture without words, 900 x 640, for the head of a page; `soft` for the player's cover."""
    looks = looks_of(key, year)
    palette = muted(looks.palette) if soft else looks.palette
    family = {"stack": "bands"}.get(looks.family, looks.family)
    if family == "card":
        family = layout_dice(key).pick(VIGNETTES)
    picture = PAINTERS[family](picture_dice(key), palette, _BACKDROP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_BACKDROP.width} {_BACKDROP.height}" '
        f'preserveAspectRatio="xMidYMid slice">{rectangle(_BACKDROP, palette.ground)}{"".join(picture)}</svg>\n'
    )


def tint(key: str) -> str:
    """The name of the poster's palette, for `data-tint` on a page."""
    return tint_of(key)


def _cleaned(texts: Sequence[str], most: int) -> list[str]:
    cleaned = (clean(text, most) for text in texts)
    return [text for text in cleaned if text]


def _caption(label: str, title: str, year: str, names: Sequence[str]) -> str:
    """What a screen reader says: "Poster: Nosferatu (1922), F. W. Murnau"."""
    with_year = f"{label}: {title} ({year})" if year else f"{label}: {title}"
    return f"{with_year}, {shorten(', '.join(names), 300)}" if names else with_year


def _card(sheet: _Sheet) -> list[str]:
    """A silent film's intertitle: a double frame with corner roses, a vignette, the title beneath it."""
    # A card is set in letters with serifs; of the others only italics keep their own face.
    title_face = {"cond": "serif", "wide": "serif", "brico": "serif"}.get(sheet.face, sheet.face)
    vignette = sheet.paint(sheet.layout.pick(VIGNETTES), Box(150, 112, 300, 300))
    box = Box(84, 440, WIDTH - 168, 270)
    block = title_block(sheet.title, sheet.subtitle, box, TitleStyle(title_face, sheet.ink, "center", 128, "middle"))
    return [
        *_card_frame(sheet.palette),
        *vignette,
        *block.parts,
        draw_line(sheet.year, face("label"), 27, WIDTH / 2, 748, sheet.ink, "center", 60),
        *credit_line(sheet.directors, sheet.ink, WIDTH / 2, HEIGHT - 92, 430, "center"),
    ]


def _card_frame(palette: Palette) -> list[str]:
    fine = palette.shape if contrast(palette.shape, palette.ground) > 2 else palette.ink
    inset, inner, rose = 30, 42, 42
    parts = [
        frame(Box(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset), "3", palette.ink),
        frame(Box(inner, inner, WIDTH - 2 * inner, HEIGHT - 2 * inner), "1.5", fine),
    ]
    for x, y in ((rose, rose), (WIDTH - rose, rose), (rose, HEIGHT - rose), (WIDTH - rose, HEIGHT - rose)):
        parts += [disc(x, y, 23, palette.ground), ring(x, y, 15, 3, palette.ink), disc(x, y, 5, fine)]
    return parts


def _stack(sheet: _Sheet) -> list[str]:
    """Type alone: every line of the title as wide as the sheet allows, a strip of picture if there is room."""
    parts, y = _stacked_title(sheet)
    if sheet.subtitle:
        small = subtitle_setting(sheet.subtitle, MEASURE, 70, 34, 2)
        for line in small.lines:
            y += small.size * 1.05
            parts.append(_flush(line, face("label"), small.size, y, sheet))
        y += 20
    rest = HEIGHT - MARGIN - 62 - y
    if rest > 90:
        family = sheet.layout.pick(("bands", "tiles", "phases") if rest > 200 else ("bands",))
        parts += sheet.paint(family, Box(MARGIN, y + 12, MEASURE, rest - 12))
    return [*parts, *corner_lines(sheet.year, sheet.countries, sheet.ink), *foot_line(sheet.directors, sheet.ink)]


def _stacked_title(sheet: _Sheet) -> tuple[list[str], float]:
    """The lines of the title and the y where they end."""
    title_face = face("cond" if sheet.face == "serif" else sheet.face)
    text = title_text(capitals(sheet.title), title_face, with_subtitle=bool(sheet.subtitle))
    paragraph = Paragraph(text, title_face, bind_small_words=True)
    lines = paragraph.lines(min(paragraph.pieces, 5)) if paragraph.pieces else []
    sizes = [min(MEASURE / max(1, width_of(line, title_face)) * 1000, 330) for line in lines]
    gap, room = 20, HEIGHT - 2 * MARGIN - 150 - (70 if sheet.subtitle else 0)
    reaches = [extent(line, title_face) for line in lines]
    tall = sum(size * (rise + fall) for size, (rise, fall) in zip(sizes, reaches, strict=True))
    scale = min(1, (room - gap * (len(lines) - 1)) / tall) if lines else 1
    parts: list[str] = []
    y: float = MARGIN + 70
    for line, size, (rise, fall) in zip(lines, sizes, reaches, strict=True):
        y += size * scale * rise
        parts.append(_flush(line, title_face, size * scale, y, sheet))
        y += size * scale * fall + gap
    return parts, y


def _flush(line: str, line_face: Face, size: float, y: float, sheet: _Sheet) -> str:
    """A line at the margin at which the title begins."""
    edge = own_edge(sheet.title, "left")
    return draw_line(line, line_face, size, WIDTH - MARGIN if edge == "right" else MARGIN, y, sheet.ink, edge)


def _picture_and_title(sheet: _Sheet) -> list[str]:
    """One of three layouts; a framed picture with the title below is twice as likely as the others."""
    layouts: tuple[_Layout, ...] = (_framed, _framed, _title_on_top, _bleeding)
    layout = sheet.layout.pick(layouts)
    if sheet.family in ("horizon", "steps") and layout is _title_on_top:
        layout = _bleeding  # a landscape or a stage needs ground to stand on
    is_centred = sheet.family in ("iris", "steps") and layout is not _bleeding and sheet.layout.flip()
    return layout(sheet, "center" if is_centred else "left")


def _title_on_top(sheet: _Sheet, align: Align) -> list[str]:
    """Title above, picture down to the lower edge."""
    style = TitleStyle(sheet.face, sheet.ink, align, _BIGGEST[sheet.face], "top")
    block = title_block(sheet.title, sheet.subtitle, Box(MARGIN, MARGIN + 62, MEASURE, _title_height(sheet)), style)
    top = MARGIN + 62 + block.height + 44
    picture = sheet.paint(sheet.family, Box(MARGIN, top, MEASURE, HEIGHT - MARGIN - 58 - top))
    corners = corner_lines(sheet.year, sheet.countries, sheet.ink)
    return [*picture, *block.parts, *corners, *foot_line(sheet.directors, sheet.ink, align)]


def _bleeding(sheet: _Sheet, align: Align) -> list[str]:
    """Picture to three edges under a strip for the year, title below."""
    block = _title_at_foot(sheet, align)
    picture = sheet.paint(sheet.family, Box(0, 0, WIDTH, _FOOT_TOP - block.height - 46))
    strip = rectangle(Box(0, 0, WIDTH, MARGIN + 42), sheet.palette.ground)
    foot = foot_line(sheet.directors, sheet.ink, align)
    return [*picture, *block.parts, *foot, strip, *corner_lines(sheet.year, sheet.countries, sheet.ink)]


def _framed(sheet: _Sheet, align: Align) -> list[str]:
    """Picture inside the margins, title below."""
    block = _title_at_foot(sheet, align)
    top, bottom = MARGIN + 48, _FOOT_TOP - block.height - 46
    picture = sheet.paint(sheet.family, Box(MARGIN, top, MEASURE, bottom - top))
    corners = corner_lines(sheet.year, sheet.countries, sheet.ink)
    return [*picture, *block.parts, *corners, *foot_line(sheet.directors, sheet.ink, align)]


def _title_at_foot(sheet: _Sheet, align: Align) -> Block:
    style = TitleStyle(sheet.face, sheet.ink, align, _BIGGEST[sheet.face], "bottom")
    tall = _title_height(sheet)
    return title_block(sheet.title, sheet.subtitle, Box(MARGIN, _FOOT_TOP - tall, MEASURE, tall), style)


def _title_height(sheet: _Sheet) -> int:
    """How much of the sheet a title may take: more for a long one."""
    if len(sheet.title) > 24 or sheet.subtitle:
        return 330
    return 270 if len(sheet.title) > 12 else 220


_Layout = Callable[[_Sheet, Align], list[str]]
