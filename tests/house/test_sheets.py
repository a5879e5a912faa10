"""The style sheets: small, readable in every direction of writing, without rules that nothing uses.

The palettes that they share with posters are compared in tests/rules/test_posters.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

WEB = Path(__file__).resolve().parents[2] / "allostream" / "web"
STATIC = WEB / "static"
SHEETS = {path.name: path.read_text("utf-8") for path in sorted(STATIC.glob("*.css"))}
EVERY_PAGE = "app.css"
MOST_BYTES = {EVERY_PAGE: 30_000}
MOST_BYTES_OF_ANOTHER = 12_000

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEXT = re.compile(r"url\([^)]*\)|\"[^\"]*\"|'[^']*'")
TAG = re.compile(r"{[%#].*?[%#]}|{{.*?}}", re.DOTALL)
FOUR_SIDES = {"margin", "padding", "inset", "border-width", "border-color", "border-style", "scroll-padding"}
PHYSICAL_NAME = re.compile(r"(^|-)(left|right|top|bottom)(-|$)|^(min-|max-)?(width|height)$")


def bare(sheet: str) -> str:
    """The sheet without comments, and without texts and addresses, whose dots and braces mean nothing here."""
    return TEXT.sub('""', COMMENT.sub("", sheet))


def selectors(sheet: str) -> Iterator[str]:
    for before_brace in re.findall(r"([^{};]+)\{", bare(sheet)):
        if not before_brace.strip().startswith("@"):
            yield before_brace.strip()


def declarations(sheet: str) -> Iterator[tuple[str, str]]:
    for block in re.findall(r"\{([^{}]*)\}", bare(sheet)):
        for line in block.split(";"):
            name, colon, value = line.partition(":")
            if colon:
                yield name.strip(), " ".join(value.split())


def classes(sheet: str) -> set[str]:
    return {name for selector in selectors(sheet) for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}


def values(value: str) -> list[str]:
    """The parts of a value, those in brackets kept together."""
    return re.findall(r"(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+", value)


def is_physical(name: str, value: str) -> bool:
    """Whether a declaration speaks of left and right, or of above and below, instead of the directions of writing."""
    if PHYSICAL_NAME.search(name) and not name.startswith("--"):
        return True
    if name in ("text-align", "float", "clear") and value in ("left", "right"):
        return True
    parts = values(value)
    if name in FOUR_SIDES and len(parts) == 4:
        return parts[1] != parts[3]
    return name == "border-radius" and len(parts) == 4 and (parts[0] != parts[1] or parts[2] != parts[3])


def templates() -> str:
    files = [path for path in (WEB / "templates").rglob("*") if path.is_file()]
    return "\n".join(TAG.sub("", path.read_text("utf-8")) for path in files)


def classes_in_templates() -> set[str]:
    """The classes of all templates; what a value puts there is not known here."""
    return {name for found in re.findall(r"class=\"([^\"]*)\"", templates()) for name in found.split()}


def words_of_programs() -> set[str]:
    """The words inside quotes in views and scripts: those give classes too."""
    found: set[str] = set()
    for path in [*WEB.rglob("*.py"), *STATIC.glob("*.js")]:
        text = path.read_text("utf-8")
        for quoted in re.findall(r"[\"'`]([^\"'`\n]*)[\"'`]", text):
            found.update(word.lstrip(".") for word in re.split(r"[\s<>=\[\]#,:()]+", quoted))
        found.update(name for names in re.findall(r"class=\"([^\"]*)\"", text) for name in names.split())
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_stays_small(name: str) -> None:
    assert len(SHEETS[name].encode()) <= MOST_BYTES.get(name, MOST_BYTES_OF_ANOTHER)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_names_only_files_that_lie_beside_it(name: str) -> None:
    """A hash goes into the name of each: an absolute address, a `data:` picture or a typing error would escape it."""
    named = re.findall(r"url\(([^)]*)\)", SHEETS[name])
    assert [address for address in named if not (STATIC / address).is_file()] == []
    assert "@import" not in SHEETS[name]


def test_fonts_and_icons_are_among_the_files_that_are_looked_at() -> None:
    assert len(re.findall(r"url\(", SHEETS[EVERY_PAGE])) >= 4


def test_each_icon_class_shows_the_icon_of_its_name() -> None:
    root = ElementTree.parse(STATIC / "icons.svg").getroot()  # noqa: S314 -- a file of ours
    drawn = [path.get("id") for path in root.iter("{http://www.w3.org/2000/svg}path")]
    places = {name: int(place) for name, place in re.findall(r"\.i-([a-z]+) \{ --n: (\d+) \}", SHEETS[EVERY_PAGE])}
    assert [name for name, _ in sorted(places.items(), key=lambda item: item[1])] == drawn
    assert root.get("viewBox") == f"0 0 24 {24 * len(drawn)}"


@pytest.mark.parametrize(
    ("declaration", "physical"),
    [
        ("margin-left: 1px", True), ("border-top-color: red", True), ("left: 0", True), ("max-width: 3rem", True),
        ("text-align: right", True), ("padding: 1px 2px 1px 0", True), ("border-radius: 1px 0 0 1px", True),
        ("margin-inline: 1px 2px", False), ("border-block-start: 1px", False), ("inset-inline-end: 0", False),
        ("max-inline-size: 3rem", False), ("text-align: start", False), ("padding: 1px 2px", False),
        ("border-radius: 0 0 1px 1px", False), ("padding: 1px calc(1px + 2px) 3px calc(1px + 2px)", False),
        ("line-height: 1", False), ("background-position: right", False),
    ],
)  # fmt: skip
def test_a_physical_direction_is_known_when_seen(declaration: str, physical: bool) -> None:
    [(name, value)] = declarations(f"a {{ {declaration} }}")
    assert is_physical(name, value) is physical


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_no_physical_direction(name: str) -> None:
    """Pages may be read from right to left; a side that is named by hand stays behind when the page turns round."""
    assert [f"{prop}: {value}" for prop, value in declarations(SHEETS[name]) if is_physical(prop, value)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_shouts_nothing_down(name: str) -> None:
    assert "!important" not in bare(SHEETS[name])


@pytest.mark.parametrize("name", SHEETS)
def test_what_moves_stops_for_who_wants_no_motion(name: str) -> None:
    """Every duration is the token that is zero for these readers."""
    moving = [value for prop, value in declarations(SHEETS[name]) if prop in ("transition", "animation")]
    assert [value for value in moving if any("var(--t)" not in part for part in value.split(","))] == []
    assert "scroll-behavior" not in SHEETS[name]


def test_both_ways_to_want_no_motion_set_the_same() -> None:
    sheet = SHEETS[EVERY_PAGE]
    by_system = re.search(r"prefers-reduced-motion: reduce\) \{\s*:root \{(.*?)\}", sheet)
    by_hand = re.search(r":root\[data-motion=less\] \{(.*?)\}", sheet)
    assert by_system is not None
    assert by_hand is not None
    assert by_system[1] == by_hand[1]
    assert "--t: 0s" in by_hand[1]


def test_each_theme_can_be_chosen_by_hand() -> None:
    assert ":root[data-theme=light] { color-scheme: light }" in SHEETS[EVERY_PAGE]
    assert ":root[data-theme=dark] { color-scheme: dark }" in SHEETS[EVERY_PAGE]


def test_every_class_of_a_template_is_in_a_sheet() -> None:
    known = {name for sheet in SHEETS.values() for name in classes(sheet)}
    assert sorted(classes_in_templates() - known) == [], "strike the class out, or give it its rule"


@pytest.mark.parametrize("name", SHEETS)
def test_every_class_of_a_sheet_is_used(name: str) -> None:
    """But for icons, which are there as they are drawn: another test holds the two together."""
    used = classes_in_templates() | words_of_programs()
    unused = [one for one in classes(SHEETS[name]) - used if not one.startswith("i-")]
    assert sorted(unused) == [], "strike the rule out"
