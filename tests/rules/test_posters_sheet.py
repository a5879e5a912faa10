"""The page sheet and the files it names. The palettes it shares with posters are compared in test_posters."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from allostream.lib import posters

STATIC = Path(posters.__file__).parents[2] / "web" / "static"
SHEET = (STATIC / "app.css").read_text("utf-8")


def test_the_sheet_names_only_files_that_lie_beside_it() -> None:
    """A hash goes into the name of each: an absolute address, a `data:` picture or a typing error would escape it."""
    named = re.findall(r"url\(([^)]*)\)", SHEET)
    assert len(named) >= 4
    assert [address for address in named if not (STATIC / address).is_file()] == []
    assert "@import" not in SHEET


def test_the_sheet_stays_small() -> None:
    assert len(SHEET.encode()) < 40_000


def test_each_icon_class_shows_the_icon_of_its_name() -> None:
    root = ElementTree.parse(STATIC / "icons.svg").getroot()  # noqa: S314 -- a file of ours
    drawn = [path.get("id") for path in root.iter("{http://www.w3.org/2000/svg}path")]
    places = {name: int(place) for name, place in re.findall(r"\.i-([a-z]+) \{ --n: (\d+) \}", SHEET)}
    assert [name for name, _ in sorted(places.items(), key=lambda item: item[1])] == drawn
    assert root.get("viewBox") == f"0 0 24 {24 * len(drawn)}"


def test_the_dark_theme_is_the_same_by_hand_and_by_system() -> None:
    by_system = re.search(r":root:not\(\[data-theme=light\]\) \{(.*?)\}", SHEET, re.DOTALL)
    by_hand = re.search(r":root\[data-theme=dark\] \{(.*?)\}", SHEET, re.DOTALL)
    assert by_system is not None
    assert by_hand is not None
    assert by_system[1].split() == by_hand[1].split()


@pytest.mark.parametrize("direction", ["left", "right"])
def test_the_sheet_has_no_physical_direction(direction: str) -> None:
    assert (
        re.findall(rf"(?:margin|padding|border|inset)-{direction}|[\s{{;]{direction}:|text-align: {direction}", SHEET)
        == []
    )
