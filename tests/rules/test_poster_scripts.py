"""Posters beyond Latin letters: outlines for Cyrillic and Greek, lines of other scripts that keep to their sheet."""

import hashlib
import re
import time
import unicodedata
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib import posters
from allostream.lib.posters import scripts
from allostream.lib.posters.faces import Glyph, face
from allostream.lib.posters.letters import width_of
from allostream.lib.posters.setting import Paragraph

SVG = "{http://www.w3.org/2000/svg}"
FACES = ("serif", "italic", "cond", "wide", "brico", "label")
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
OTHERS = "ҐґЄєІіЇїЎўЂђЈјЉљЊњЋћЏџЃѓЅѕЌќЍѝѢѣѲѳѴѵҚқҒғӘәҢңҮүҰұҺһӨөҖҗ№"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫ"
POLYTONIC = "ἀἁἂἃἄἅἆἇἈἌὰᾳᾷἐἔἠἦὴῆῃἰἴὶῖὀὄὸὐὔὖὺῦὠὤὦὼῶῳᾧῥῬὉὙὭ"

# Digests of posters that have been published. Other bytes need another BEYOND_LATIN_VERSION.
PUBLISHED = [
    ("potemkin", "Броненосец «Потёмкин»", 1925, ["Сергей Эйзенштейн"], ["SU"], "0a12927433078a23"),
    ("man-with-a-movie-camera", "Человек с киноаппаратом", 1929, ["Дзига Вертов"], ["SU"], "970fe44ebcf03e1c"),
    ("shadows", "Тіні забутих предків", 1965, ["Сергій Параджанов"], ["SU"], "aeefdc5fffc3dc88"),
    ("stella", "Στέλλα", 1955, ["Μιχάλης Κακογιάννης"], ["GR"], "bc691a92aa521b80"),
    ("lover-of-the-shepherdess", "Ὁ ἀγαπητικὸς τῆς βοσκοπούλας", 1932, [], ["GR"], "7e3694f3d16636ca"),
    ("aelita", "Аэлита: Queen of Mars", 1924, ["Яков Протазанов"], ["SU"], "51e6a125bf46a052"),
    ("raja", "राजा हरिश्चंद्र", 1913, ["Dadasaheb Phalke"], ["IN"], "20c8405593d3ed64"),
    ("cairo", "باب الحديد", 1958, ["يوسف شاهين"], ["EG"], "3e5b985ac1827239"),
    ("tears", "ฟ้าทะลายโจร", 2000, [], ["TH"], "37f730009be12544"),
    ("ozu", "東京物語", 1953, ["小津安二郎"], ["JP"], "25cbfde0763e0ef8"),
]
# Widths of lines as HarfBuzz sets them in the wider bold cut of Noto, in thousandths of the letter size on a poster.
MEASURED = [
    ("सत्य हरिश्चंद्र", 4211),
    ("मुग़ल-ए-आज़म", 5461),
    ("গুপী গাইন বাঘা বাইন", 8269),
    ("পথের পাঁচালী", 5352),
    ("பராசக்தி", 4714),
    ("நாயகன்", 4581),
    ("మాయాబజార్", 5261),
    ("శంకరాభరణం", 5188),
    ("ಬೇಡರ ಕಣ್ಣಪ್ಪ", 5414),
    ("ಸಂಸ್ಕಾರ", 3234),
    ("ചെമ്മീൻ", 4255),
    ("വിഗതകുമാരൻ", 7692),
    ("රේඛාව", 3260),
    ("ගම්පෙරළිය", 5227),
    ("ભવની ભવાઈ", 4712),
    ("કંકુ", 999),
    ("ਚੌਧਰੀ ਕਰਨੈਲ ਸਿੰਘ", 6637),
    ("ਨਾਨਕ ਨਾਮ ਜਹਾਜ਼ ਹੈ", 6885),
    ("ସୀତା ବିବାହ", 4474),
    ("ଅମଡ଼ାବାଟ", 3955),
    ("ฟ้าทะลายโจร", 5245),
    ("นางสาวสุวรรณ", 5952),
    ("ບົວແດງ", 2897),
    ("ສະບາຍດີ", 3342),
    ("ကျွန်တော်မျိုးနှင့်", 6623),
    ("မေတ္တာနှင့်သူရာ", 5875),
    ("ពស់កេងកង", 4594),
    ("ព្រះនាង", 3007),
    ("باب الحديد", 4272),
    ("المومياء", 3217),
    ("המלך שלמה והזבוב", 7888),
    ("סאלח שבתי", 4837),
    ("გიორგი სააკაძე", 7802),
    ("ვედრება", 4374),
    ("Պեպո", 2863),
    ("Նռան գույնը", 6005),
    ("ሂሩት አባቷ ማነው", 6466),
    ("ጉማ", 1685),
    ("ཕོར་པ", 2086),
    ("དབང་ཆེན", 3310),
]


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  (our own drawing)


@pytest.mark.parametrize(("key", "title", "year", "directors", "places", "digest"), PUBLISHED)
def test_published_posters_stay_as_they_are(
    key: str, title: str, year: int, directors: list[str], places: list[str], digest: str
) -> None:
    svg = posters.poster(key, title, year, directors, places, "Poster")
    assert hashlib.sha256(svg.encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("letters", [RUSSIAN, OTHERS, GREEK, POLYTONIC])
@pytest.mark.parametrize("name", FACES)
def test_every_face_draws_cyrillic_and_greek(name: str, letters: str) -> None:
    assert [letter for letter in letters if not face(name).draws(letter)] == []
    assert all(face(name).glyphs[letter].advance > 0 for letter in letters)


@pytest.mark.parametrize("name", FACES)
def test_capitals_of_every_script_are_as_high_as_those_of_latin(name: str) -> None:
    """П and Π stand on the line and reach as high as a Latin capital."""
    tall = face(name).cap_height * 1000
    for letter in "ПΠ":
        low, high = reached(face(name).glyphs[letter])
        assert abs(low) <= 2
        assert high == pytest.approx(tall, abs=3)


def reached(glyph: Glyph) -> tuple[int, int]:
    """The lowest and the highest point of an outline, counted upwards from the line."""
    y, start, points = glyph.start_y, glyph.start_y, [glyph.start_y]
    for command, numbers in re.findall(r"([a-z])([-\d ]*)", glyph.outline):
        steps = [int(number) for number in re.findall(r"-?\d+", numbers)]
        if command == "v":
            y += steps[0]
        elif command in "lmq":
            y += steps[-1]
        y, start = (start, start) if command == "z" else (y, y if command == "m" else start)
        points.append(y)
    return -max(points), -min(points)


def test_a_title_in_cyrillic_or_greek_needs_no_font() -> None:
    for key, title, year, directors, places, _digest in PUBLISHED[:6]:
        svg = posters.poster(key, title, year, directors, places)
        assert "<text" not in svg
        assert len(svg) < 60_000
        drawn(svg)
    assert "<text" in posters.poster("k", "東京物語", 1953)


def test_kerning_is_there_from_the_first_line_on() -> None:
    """The letters of a script are read when they are first asked for; the first poster must equal the second."""
    line = "Газета Уделов"
    assert face("cond").kern("Г", "а") < 0
    assert width_of(line, face("cond")) == width_of(line, face("cond"))
    assert face("serif").kern("Τ", "ά") == face("serif").kern("Τ", "α")


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("Στέλλα", "ΣΤΕΛΛΑ"), ("Μάιος του 1968", "ΜΑΪΟΣ ΤΟΥ 1968"), ("Ὁ ἀγαπητικὸς τῆς", "Ο ΑΓΑΠΗΤΙΚΟΣ ΤΗΣ"),
        ("Ευρυδίκη", "ΕΥΡΥΔΙΚΗ"), ("ταΐζω", "ΤΑΪΖΩ"), ("οίκος", "ΟΙΚΟΣ"), ("Потёмкин", "ПОТЁМКИН"),
        ("Їжак", "ЇЖАК"), ("გიორგი", "გიორგი"), ("Café Œuvre ß", "CAFÉ ŒUVRE SS"), ("ᾠδή", "ΩΙΔΗ"),
    ],
)  # fmt: skip
def test_capitals_are_those_of_each_script(text: str, capitals: str) -> None:
    assert scripts.capitals(text) == capitals


@given(st.text(st.characters(max_codepoint=0x36F, exclude_categories=["Cs", "Cc"])))
def test_latin_capitals_are_pythons_own(text: str) -> None:
    assert scripts.capitals(text) == text.upper()


def test_only_posters_beyond_latin_have_a_version_of_their_own() -> None:
    def version(title: str, *directors: str) -> str:
        return posters.address_version(title, 1925, directors, ["SU"], "Poster").partition("-")[0]

    assert version("L’Arrivée d’un train à La Ciotat — œuvre", "Šarūnas Đoković") == str(posters.GENERATOR_VERSION)
    for beyond in ("Потёмкин", "Στέλλα", "東京物語", "باب", "Film 🎬", "ἀ", "Đặng Nhật Minh", "phương"):
        assert version(beyond) == version("Film", beyond) != str(posters.GENERATOR_VERSION)


@pytest.mark.parametrize("key", [f"key-{number}" for number in range(8)])
def test_lines_with_two_marks_on_a_letter_stand_clear_of_each_other(key: str) -> None:
    """Vietnamese: a line that has an outline for each letter stands among lines that the reader's system draws."""
    for year in (1912, 1925, 1955, 1985):
        texts = drawn(posters.poster(key, "Đất rừng phương Nam", year)).iter(f"{SVG}text")
        lines = [(float(text.get("y", 0)), float(text.get("font-size", 0))) for text in texts]
        assert lines
        for (above, _), (below, size) in pairwise(sorted(lines)):
            assert below - above >= 1.3 * size


@pytest.mark.parametrize(("line", "width"), MEASURED)
def test_a_line_in_a_system_font_is_not_wider_than_was_reckoned(line: str, width: int) -> None:
    assert width <= width_of(line, face("serif")) <= 2.2 * width


@pytest.mark.parametrize("key", [f"key-{number}" for number in range(8)])
@pytest.mark.parametrize("title", ["باب الحديد!", "המלך שלמה והזבוב"])
def test_a_title_from_right_to_left_begins_at_the_right_margin(title: str, key: str) -> None:
    for year in (1933, 1975):
        texts = list(drawn(posters.poster(key, title, year, [title])).iter(f"{SVG}text"))
        assert texts
        for text in texts:
            assert text.text is not None
            assert (text.text[0], text.text[-1]) == ("\u2067", "\u2069")
            assert text.get("direction") is None
            edge = (text.get("text-anchor"), text.get("x"))
            assert edge in (("end", "556"), ("middle", "300")), edge


@pytest.mark.parametrize(
    ("title", "spoken"), [("東京物語", None), ("羅生門のはなし", "ja"), ("살인의 추억 殺人", "ko"), ("राजा", None)]
)
def test_letters_beside_chinese_characters_tell_whose_form_they_have(title: str, spoken: str | None) -> None:
    assert drawn(posters.poster("key-3", title, 1933)).get("{http://www.w3.org/XML/1998/namespace}lang") == spoken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("東京物語", 4), ("살인의 추억", 2), ("ちょっと", 2), ("キャンディー", 3), ("ฟ้าทะลายโจร", 2), ("ບົວແດງ", 2),
        ("ཕོར་པ", 2), ("ស្នេហា", 1), ("один\u200bдва", 2), ("राजा हरिश्चंद्र", 2),
    ],
)  # fmt: skip
def test_lines_break_where_the_script_lets_them(text: str, pieces: int) -> None:
    assert Paragraph(text, face("serif")).pieces == pieces


def test_a_small_word_is_not_left_at_the_end_of_a_line_without_need() -> None:
    assert Paragraph("Война и мир и любовь", face("serif")).lines(2) == ["Война и мир", "и любовь"]


def test_tall_scripts_have_room_above_and_below() -> None:
    """Lines of Thai, Tibetan or Khmer carry signs above and below: their base lines stand further apart."""

    def distance(title: str) -> float:
        texts = list(drawn(posters.poster("key-1", title, 1933)).iter(f"{SVG}text"))
        (first, size), (second, _) = [(float(t.get("y", "")), float(t.get("font-size", ""))) for t in texts[:2]]
        return (second - first) / size

    assert distance("ที่รักของ เพื่อนฝูง") > 1.2
    assert distance("ཕོར་པ་དཀར་པོ་ ཆེན་པོ་བཟང་པོ་") > 1.2


@given(st.text(st.characters(min_codepoint=0x370, max_codepoint=0x1FFFF), max_size=60), st.integers(1890, 2026))
def test_any_text_gives_a_picture_that_stands_by_itself(title: str, year: int) -> None:
    svg = posters.poster("key", title, year, [title[:30]])
    assert len(svg) < 60_000
    drawn(svg)
    drawn(posters.preview("key", title, str(year), [title[:30]]))


def test_a_long_title_in_another_script_is_as_quick_as_any() -> None:
    title = " ".join(["Необыкновенные", "приключения"] * 10)
    posters.poster("key", title, 1924)
    started = time.process_time()
    posters.poster("key", title, 1924)
    assert time.process_time() - started < 0.2


def test_a_preview_has_every_letter_as_outline_or_none_at_all() -> None:
    drawn_name = posters.preview("key", "Броненосец «Потёмкин»", "1925", ["Сергей Эйзенштейн"], ["SU"])
    assert "<text" not in drawn_name
    plain = posters.preview("key", "東京物語", "1953")
    assert "<text" not in plain
    assert plain == posters.preview("key", "羅生門", "1953")
    assert len(drawn_name) > len(plain)
    assert unicodedata.normalize("NFC", "Й") in face("cond").glyphs
