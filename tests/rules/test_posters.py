"""Posters: the same bytes for ever, and well-formed whatever the title."""

import hashlib
import json
import re
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib import posters
from allostream.lib.posters.dice import Dice
from allostream.lib.posters.faces import face
from allostream.lib.posters.letters import width_of
from allostream.lib.posters.setting import Paragraph
from allostream.lib.posters.tints import TINTS, contrast

SVG = "{http://www.w3.org/2000/svg}"
SHEET = Path(posters.__file__).parents[2] / "web" / "static" / "app.css"

# Digests of posters that have been published. Other bytes need another GENERATOR_VERSION, or browsers keep the old.
PUBLISHED = [
    ("post-no-bills-1896", "Post No Bills", 1896, ["Georges Méliès"], ["FR"], "Poster", "b702a74825bc3849"),
    (
        "the-arrival-of-a-train-at-la-ciotat-1896",
        "The Arrival of a Train at La Ciotat",
        1896,
        ["Auguste Lumière", "Louis Lumière"],
        ["FR"],
        "Poster",
        "69cd495a03b2f6e4",
    ),
    ("joan-of-arc-1900", "Joan of Arc", 1900, ["Georges Méliès"], ["FR"], "Poster", "12b55c5dc58d5e6a"),
    (
        "alice-in-wonderland-1903",
        "Alice in Wonderland",
        1903,
        ["Cecil Hepworth", "Percy Stow"],
        ["GB"],
        "Poster",
        "f6e1c1dbc8805d8c",
    ),
    ("fantasmagorie-1908", "Fantasmagorie", 1908, ["Émile Cohl"], ["FR"], "Poster", "8ec8e52d49987b8b"),
    (
        "conquest-of-the-pole-1912",
        "Conquest of the Pole",
        1912,
        ["Georges Méliès"],
        ["FR"],
        "Poster",
        "e172d070ae975dd8",
    ),
    ("the-cheat-1915", "The Cheat", 1915, ["Cecil B. DeMille"], ["US"], "Poster", "f155d6b5f2f70550"),
    (
        "the-cabinet-of-dr-caligari-1920",
        "The Cabinet of Dr. Caligari",
        1920,
        ["Robert Wiene"],
        ["DE"],
        "Poster",
        "b9cd03688f5876da",
    ),
    ("nosferatu-1922", "Nosferatu", 1922, ["F. W. Murnau"], ["DE"], "Poster", "2db9eb45ffc3fc61"),
    ("haxan-1922", "Häxan", 1922, ["Benjamin Christensen"], ["SE"], "Poster", "0216f8b33d1c37c5"),
    (
        "the-general-1926",
        "The General",
        1926,
        ["Buster Keaton", "Clyde Bruckman"],
        ["US"],
        "Poster",
        "c469618970d1969b",
    ),
    ("metropolis-1927", "Metropolis", 1927, ["Fritz Lang"], ["DE"], "Poster", "804f227e4abedf99"),
    ("his-girl-friday-1940", "His Girl Friday", 1940, ["Howard Hawks"], ["US"], "Poster", "0104307d51c30b05"),
    ("penny-serenade-1941", "Penny Serenade", 1941, ["George Stevens"], ["US"], "Poster", "3f399dce748ade85"),
    ("d-o-a-1950", "D.O.A.", 1950, ["Rudolph Maté"], ["US"], "Poster", "b32a2211cdcd32c3"),
    (
        "the-little-shop-of-horrors-1960",
        "The Little Shop of Horrors",
        1960,
        ["Roger Corman"],
        ["US"],
        "Poster",
        "f73f1e81957de96c",
    ),
    (
        "santa-claus-conquers-the-martians-1964",
        "Santa Claus Conquers the Martians",
        1964,
        ["Nicholas Webster"],
        ["US"],
        "Poster",
        "a9cab9fd34ab3cdd",
    ),
    ("big-buck-bunny-2008", "Big Buck Bunny", 2008, ["Sacha Goedegebure"], ["NL"], "Poster", "18c8dff874da8f49"),
    ("sintel-2010", "Sintel", 2010, ["Colin Levy"], ["NL"], "Poster", "46686c665cab9287"),
    ("tears-of-steel-2012", "Tears of Steel", 2012, ["Ian Hubert"], ["NL"], "Poster", "55794bb9b785fad1"),
    (
        "a-trip-to-the-moon-1902",
        "Le Voyage dans la Lune",
        1902,
        ["Georges Méliès"],
        ["FR"],
        "Affiche",
        "b2485cb0275e9644",
    ),
    (
        "battleship-potemkin-1925",
        "Le Cuirassé Potemkine",
        1925,
        ["Sergei Eisenstein"],
        ["SU"],
        "Affiche",
        "0f8d98b3571b7930",
    ),
    (
        "the-wonderful-wizard-of-oz-1910",
        "The Wonderful Wizard of Oz",
        1910,
        ["Otis Turner"],
        ["US"],
        "Affiche",
        "5da9e4ff72d8e676",
    ),
    ("les-vampires", "Les Vampires", 1915, ["Louis Feuillade"], ["FR"], "Affiche", "d23f32647ac764d6"),
]
PUBLISHED_BACKDROPS = [
    ("fantasmagorie-1908", 1908, False, "52aa1dd70e5b4890"),
    ("joan-of-arc-1900", 1900, True, "ffbd6b99e0cd6b90"),
    ("nosferatu-1922", 1922, False, "b5bff580ee34fe54"),
    ("the-little-shop-of-horrors-1960", 1960, False, "17f49006f4652927"),
    ("metropolis-1927", 1927, True, "f470932ca7fd1bca"),
]
# One year of each era.
YEARS = st.sampled_from([None, -44, 1900, 1925, 1940, 1960, 2026, 12_026])
KEYS = st.integers(0, 400).map("key-{}".format)
# Letters whose outlines are the heaviest, a letter that capitals double, scripts of all kinds, and forbidden ones.
ANY_TEXT = st.one_of(
    st.text(max_size=150),
    st.text(alphabet="aàß@ğģĝ§æ' :–(!", max_size=150),
    st.text(alphabet="ab ", max_size=150),
    st.text(alphabet="映画の夜אבגد سחНочь🎬👩‍🚀é ́\u202e", max_size=60),
    st.text(alphabet=st.characters(categories=["Cc", "Cs", "Cn", "Cf", "Zs"]), max_size=60),
    st.text(alphabet="ab<&\"'>]]>", max_size=60),
)
ENDLESS = [
    "x" * 5000,
    "a " * 2500,
    " " * 5000,
    "ğ" * 5000,
    "映" * 5000,
    "Ab: " + "é@" * 2500,
    "🎬 " * 2500,
    "\x00" * 5000,
]


def digest(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()[:16]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 -- our own output, which has no document type


def assert_it_stands_alone(svg: str) -> ElementTree.Element:
    """Well-formed, under 60 KB, nothing fetched, nothing run, no number that is not one."""
    assert len(svg.encode()) < 60_000
    root = parsed(svg)
    drawn = svg[svg.index("</title>") :] if "</title>" in svg else svg
    assert not re.search(r"[\s\"(-](nan|inf)[\s\")]", drawn)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "path", "circle", "clipPath", "g", "text"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert "href" not in name
            assert "url(" not in value or re.fullmatch(r"url\(#[cw][0-9a-f]{6}\)", value)
    return root


@pytest.mark.parametrize(
    ("key", "title", "year", "directors", "places", "label", "expected"), PUBLISHED, ids=[row[0] for row in PUBLISHED]
)
def test_a_published_poster_keeps_its_bytes(
    key: str, title: str, year: int, directors: list[str], places: list[str], label: str, expected: str
) -> None:
    assert digest(posters.poster(key, title, year, directors, places, label)) == expected


@pytest.mark.parametrize(("key", "year", "soft", "expected"), PUBLISHED_BACKDROPS)
def test_a_published_backdrop_keeps_its_bytes(key: str, year: int, soft: bool, expected: str) -> None:
    svg = posters.backdrop(key, year, soft=soft)
    assert digest(svg) == expected
    assert_it_stands_alone(svg)


@given(KEYS, ANY_TEXT, YEARS, st.lists(ANY_TEXT, max_size=4), st.lists(ANY_TEXT, max_size=6), ANY_TEXT)
def test_any_words_give_a_poster_that_stands_alone(
    key: str, title: str, year: int | None, directors: list[str], places: list[str], label: str
) -> None:
    svg = posters.poster(key, title, year, directors, places, label)
    assert_it_stands_alone(svg)
    assert svg == posters.poster(key, title, year, directors, places, label)


@given(st.text(), YEARS, st.booleans())
def test_any_key_gives_a_backdrop_a_poster_and_a_tint(key: str, year: int | None, soft: bool) -> None:
    assert_it_stands_alone(posters.backdrop(key, year, soft=soft))
    assert_it_stands_alone(posters.poster(key, "Title", year))
    assert posters.tint(key) in TINTS


@pytest.mark.parametrize("text", ENDLESS, ids=range(len(ENDLESS)))
@pytest.mark.parametrize("year", [1900, 1925, 1940, 1960, 2020])
def test_an_endless_title_costs_little_time_and_room(text: str, year: int) -> None:
    posters.poster("warm", "The outlines are read at the first poster", year)
    for number in range(4):
        started = time.process_time()
        svg = posters.poster(f"key-{number}", text, year, [text] * 50, [text] * 300, text)
        # About 10 ms here. Trying every way to break 45 words takes half a second, so there is room for slow machines.
        assert time.process_time() - started < 0.2
        assert_it_stands_alone(svg)


def test_a_poster_without_a_title_still_has_its_picture_and_caption() -> None:
    for year in (1900, 1925, 1940, 1960, 2020):
        for number in range(12):
            root = assert_it_stands_alone(posters.poster(f"key-{number}", "", year))
            assert root.findtext(f"{SVG}title") == f"Poster:  ({year})"
            assert len(list(root.iter())) > 3


def test_the_caption_says_what_the_picture_cannot() -> None:
    svg = posters.poster("nosferatu-1922", "Nosferatu", 1922, ["F. W. Murnau"], ["DE"], "Affiche")
    assert parsed(svg).findtext(f"{SVG}title") == "Affiche: Nosferatu (1922), F. W. Murnau"


def test_siblings_in_two_languages_share_their_colours_and_picture() -> None:
    english = posters.poster("a-trip-to-the-moon-1902", "A Trip to the Moon", 1902)
    french = posters.poster("a-trip-to-the-moon-1902", "Le Voyage dans la Lune", 1902)

    def colours(svg: str) -> set[str]:
        return set(re.findall(r'fill="(#[0-9a-f]{6})"', svg))

    assert english != french
    assert colours(english) == colours(french)
    assert TINTS[posters.tint("a-trip-to-the-moon-1902")].ground in english


def test_latin_titles_need_no_font() -> None:
    assert "<text" not in posters.poster(
        "k", "L\u2019Arrivée d\u2019un train à La Ciotat\u202f!", 1896, ["Louis Lumière"]
    )


@pytest.mark.parametrize("name", TINTS)
def test_ink_can_be_read_on_its_ground(name: str) -> None:
    assert contrast(TINTS[name].ink, TINTS[name].ground) >= 4.5


@pytest.mark.parametrize("name", TINTS)
def test_the_page_sheet_has_the_palette_of_the_posters(name: str) -> None:
    rule = re.search(rf"\[data-tint=\"?{name}\"?\]\s*\{{(.*?)\}}", SHEET.read_text("utf-8"), re.DOTALL)
    assert rule is not None
    assert re.findall(r"#[0-9a-f]{6}", rule[1]) == [
        TINTS[name].ground,
        TINTS[name].shape,
        TINTS[name].soft,
        TINTS[name].ink,
    ]


@given(st.lists(st.sampled_from(["a", "of", "the", "Night", "Bédarieux", "II"]), min_size=1, max_size=7), st.data())
def test_no_other_way_to_break_a_title_has_a_narrower_widest_line(words: list[str], data: st.DataObject) -> None:
    """Compared with all ways there are, with the same price for a small word at the end of a line."""
    paragraph = Paragraph(" ".join(words), face("serif"))
    count = data.draw(st.integers(1, len(words)))
    lines = paragraph.lines(count)
    assert len(lines) == count
    assert " ".join(lines) == " ".join(words)
    assert priced_width(lines) == min(priced_width(way) for way in all_ways(words, count))


def all_ways(words: list[str], count: int) -> list[list[str]]:
    if count == 1:
        return [[" ".join(words)]]
    ends = range(1, len(words) - count + 2)
    return [[" ".join(words[:end]), *rest] for end in ends for rest in all_ways(words[end:], count - 1)]


def priced_width(lines: list[str]) -> float:
    prices = [1.25 if line.split()[-1] in {"a", "of", "the"} else 1 for line in lines[:-1]]
    return max(width_of(line, face("serif")) * price for line, price in zip(lines, [*prices, 1], strict=True))


def test_a_title_in_chinese_characters_can_break_and_one_in_korean_breaks_at_spaces() -> None:
    assert Paragraph("大鬧天宮", face("serif")).lines(2) == ["大鬧", "天宮"]
    assert Paragraph("살인의 추억", face("serif")).pieces == 2


@given(st.binary(max_size=20), st.integers(1, 9))
def test_dice_fall_the_same_way_for_the_same_key_and_within_bounds(key: bytes, sides: int) -> None:
    first, second = Dice(key), Dice(key)
    choices = range(sides)
    picked = [first.pick(choices) for _ in range(40)]
    assert picked == [second.pick(choices) for _ in range(40)]
    assert all(2 <= first.span(2, 3) <= 3 for _ in range(20))


INPUTS = ("Nosferatu", 1922, ["F. W. Murnau"], ["DE"], "Poster")


def test_the_version_in_an_address_follows_the_generator_and_is_fit_for_an_address() -> None:
    version = posters.address_version(*INPUTS)
    assert re.fullmatch(rf"{posters.GENERATOR_VERSION}-[0-9a-f]{{12}}", version)
    assert version == posters.address_version(*INPUTS)


@given(st.text(), st.none() | st.integers(), st.lists(st.text()), st.lists(st.text()), st.text())
def test_the_hash_in_an_address_is_that_of_the_inputs_as_a_list_in_json(
    title: str, year: int | None, directors: list[str], places: list[str], label: str
) -> None:
    written = json.dumps([title, year, directors, places, label])
    version = posters.address_version(title, year, directors, places, label)
    assert version.partition("-")[2] == hashlib.sha256(written.encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    "other",
    [
        ("Nosferatu ", 1922, ["F. W. Murnau"], ["DE"], "Poster"),
        ("Nosferatu", 1921, ["F. W. Murnau"], ["DE"], "Poster"),
        ("Nosferatu", None, ["F. W. Murnau"], ["DE"], "Poster"),
        ("Nosferatu", 1922, ["F. W.", "Murnau"], ["DE"], "Poster"),
        ("Nosferatu", 1922, [], ["F. W. Murnau", "DE"], "Poster"),
        ("Nosferatu", 1922, ["F. W. Murnau"], ["DE", "FR"], "Poster"),
        ("Nosferatu", 1922, ["F. W. Murnau"], ["DE"], "Affiche"),
    ],
)
def test_the_version_in_an_address_changes_with_every_input(
    other: tuple[str, int | None, list[str], list[str], str],
) -> None:
    assert posters.address_version(*other) != posters.address_version(*INPUTS)


def test_a_version_can_be_made_of_any_text() -> None:
    assert posters.address_version("\ud800\x00", None, ["\udfff"], [], "")
