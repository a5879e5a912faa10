"""Dumps of Wikidata: values and their ranks, which lines are read, how a stopped reader goes on, what comes out."""

import bz2
import gzip
import json
import sqlite3
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from allostream.catalogue.models import Episode, Source, Title
from allostream.connectors import wikidata
from allostream.connectors.rows import SourceProblem
from allostream.connectors.wikidata import codes, dump, harvest, shapes, works
from allostream.connectors.wikidata.dump import Mark
from allostream.lib import exchange
from allostream.lib.exchange import BadLine
from tests.connectors import entities
from tests.connectors.entities import NOSFERATU, WORLD, day, entity, statement

GREGORIAN, JULIAN = "Q1985727", "Q1985786"
DAYS = [
    ("+1968-10-01T00:00:00Z", 11, GREGORIAN, "1968-10-01"), ("+1968-10-00T00:00:00Z", 10, GREGORIAN, "1968-10"),
    ("+1968-00-00T00:00:00Z", 9, GREGORIAN, "1968"), ("+1968-10-01T00:00:00Z", 9, GREGORIAN, "1968"),
    ("+1960-00-00T00:00:00Z", 8, GREGORIAN, None), ("+1900-00-00T00:00:00Z", 7, GREGORIAN, None),
    ("-0044-03-15T00:00:00Z", 11, JULIAN, None), ("+1917-10-25T00:00:00Z", 11, JULIAN, "1917-11-07"),
    ("+1900-02-29T00:00:00Z", 11, JULIAN, "1900-03-13"), ("+1899-12-31T00:00:00Z", 11, JULIAN, "1900-01-12"),
    ("+1917-10-00T00:00:00Z", 10, JULIAN, "1917"), ("+1900-02-29T00:00:00Z", 11, GREGORIAN, "1900-02"),
    ("+1968-00-00T00:00:00Z", 11, GREGORIAN, "1968"), ("+12026-01-01T00:00:00Z", 11, GREGORIAN, None),
    ("nonsense", 11, GREGORIAN, None),
]  # fmt: skip


def parsed(of: dict[str, Any]) -> shapes.Entity:
    return shapes.entity(json.dumps(of).encode())


def work(of: dict[str, Any]) -> works.Work:
    made = works.work(parsed(of), codes.classes())
    assert made is not None
    return made


@pytest.mark.parametrize(("time", "precision", "calendar", "told"), DAYS)
def test_a_date_is_told_as_exactly_as_it_is_known(time: str, precision: int, calendar: str, told: str | None) -> None:
    found = parsed(entity("Q1", {}, statement("P577", day(time, precision, calendar)))).best("P577")

    assert shapes.day(found[0].mainsnak) == told


@hypothesis_settings(max_examples=40)
@given(st.dates())
def test_the_julian_calendar_is_turned_as_the_day_number_says(date: Any) -> None:
    shift = date.year // 100 - date.year // 400 - 2 - (date.year % 100 == 0 and date.year % 400 != 0 and date.month < 3)
    turned = shapes.gregorian(date.year, date.month, date.day)

    assert int(turned[:-6]) - date.year in (0, 1, -1)
    if 1583 <= date.year < 2200:
        later = type(date).fromisoformat(turned)
        assert (later - date).days == shift


@pytest.mark.parametrize(
    ("unit", "amount", "minutes"),
    [("Q7727", "+94", 94), ("Q11574", "+5640", 94), ("Q25235", "+1.5", 90), ("1", "+94", None), ("Q7727", "-3", None)],
)
def test_a_length_is_in_minutes_whatever_its_unit(unit: str, amount: str, minutes: int | None) -> None:
    given_ = {"amount": amount, "unit": f"http://www.wikidata.org/entity/{unit}"}

    assert work(entity("Q1", {"en": "X"}, statement("P31", "Q11424"), statement("P2047", given_))).minutes == minutes


def test_preferred_statements_go_before_normal_ones_and_deprecated_ones_never_count() -> None:
    film = [statement("P31", "Q11424"), statement("P136", "Q200092", "deprecated")]
    normal = work(entity("Q1", {"en": "X"}, *film, statement("P345", "tt0000001"), statement("P136", "Q130232")))
    preferred = work(
        entity("Q1", {}, *film, statement("P345", "tt0000001"), statement("P345", "tt0000002", "preferred"))
    )

    assert (normal.identifiers, normal.genres) == ({"imdb": ("tt0000001",)}, ("Q130232",))
    assert preferred.identifiers == {"imdb": ("tt0000002",)}


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        (("Q11424",), "film"), (("Q24862", "Q226730"), "film"), (("Q11424", "Q21191270"), "episode"),
        (("Q5398426", "Q3464665"), "season"), (("Q11424", "Q5398426"), "series"), (("Q11424", "Q18011172"), None),
        (("Q97570383",), None), (("Q5",), None), ((), None),
    ],
)  # fmt: skip
def test_an_item_is_what_the_narrower_of_its_classes_says(classes: tuple[str, ...], kind: str | None) -> None:
    made = works.work(parsed(entity("Q1", {}, *(statement("P31", one) for one in classes))), codes.classes())

    assert (made and made.kind) == kind


def test_what_is_said_of_rights_is_kept_as_a_claim_with_its_countries_and_method() -> None:
    (claim,) = work(NOSFERATU).rights

    assert claim == works.RightsClaim("P6216", "Q19652", ("Q30",), ("Q47246828",))


def test_what_can_be_watched_leaves_out_trailers_and_what_is_advised_against() -> None:
    found = work(NOSFERATU)

    assert [(one.kind, one.is_whole_work) for one in found.playable] == [
        ("commons-video", True), ("internet-archive", False),
    ]  # fmt: skip
    assert found.listed == (works.Listed("P7299", "MUBI", "mubi", "12", "https://mubi.com/films/12"),)


CLASSES = {str(number).encode() for number, one in codes.classes().by_number.items() if one.kind != "none"}


@given(
    st.sampled_from(WORLD), st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " : ")]), st.booleans(), st.booleans()
)
def test_no_work_is_passed_over_however_its_line_is_written(
    one: dict[str, Any], separators: tuple[str, str], is_sorted: bool, is_ascii: bool
) -> None:
    line = json.dumps(one, separators=separators, sort_keys=is_sorted, ensure_ascii=is_ascii).encode()

    if works.work(parsed(one), codes.classes()):
        assert dump.may_be_of(line, CLASSES)
    assert dump.id_on(line) == one["id"]


def packed(content: bytes, how: str, member: int = 700) -> bytes:
    """A dump as it is published: members one behind another, which part lines anywhere."""
    pieces = [content[start : start + member] for start in range(0, len(content), member)]
    pack = {"plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress}[how]
    return b"".join(pack(piece) for piece in pieces)


@pytest.mark.parametrize("how", ["plain", "gzip", "bzip2"])
def test_a_reader_goes_on_at_any_mark_with_the_line_that_is_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(dump, "UNPACKED", 512)
    path = tmp_path / "dump"
    path.write_bytes(packed(entities.dump(WORLD), how))
    portions = list(dump.portions(path, Mark()))
    whole = [line for portion in portions for line in portion.lines]

    assert len(portions) > 5
    assert b"\n".join(whole) + b"\n" == entities.dump(WORLD)
    for portion in portions:
        rest = [line for later in dump.portions(path, portion.after) for line in later.lines]
        assert rest == whole[portion.after.line :]


def test_a_dump_that_ends_in_the_middle_says_so_and_keeps_what_it_held(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(packed(entities.dump(WORLD), "gzip", 4000)[:-50])
    found = []

    with pytest.raises(SourceProblem, match="ends in the middle: fetch it again"):
        found += dump.portions(tmp_path / "cut.gz", Mark())  # what is yielded before the error is in the list
    assert [row for row in rows(tmp_path, WORLD) if isinstance(row.made, exchange.Title)]


def rows(folder: Path, world: list[dict[str, Any]]) -> list[Any]:
    path = folder / "dump.json"
    path.write_bytes(entities.dump(world))
    return list(wikidata.records(path, folder / "kept"))


def made(folder: Path, kind: type[Any]) -> dict[str, Any]:
    return {row.made.key: row.made for row in rows(folder, WORLD) if isinstance(row.made, kind)}


def test_a_film_becomes_a_record_with_everything_that_is_known(tmp_path: Path) -> None:
    film = made(tmp_path, exchange.Title)["wikidata:Q151895"]

    assert film == exchange.Title(
        key="wikidata:Q151895", kind="film", name="Nosferatu, eine Symphonie des Grauens", language="de", year=1922,
        released="1922-03-04", runtime_min=94, countries=("DE",), languages=("de",), genres=("horror",),
        names=(
            exchange.Name(text="Nosferatu, eine Symphonie des Grauens", language="de", kind="original"),
            exchange.Name(text="Nosferatu", language="en"),
            exchange.Name(text="Nosferatu le vampire", language="fr"),
            exchange.Name(text="Nosferatu – Eine Symphonie des Grauens", language="de", kind="alias"),
            exchange.Name(text="Nosferatu: A Symphony of Horror", language="en", kind="alias"),
        ),
        identifiers={"imdb": ("tt0013442",), "mubi": ("12",)},
        credits=(
            exchange.Credit(role="principal_director", person="wikidata:Q55412"),
            exchange.Credit(role="cast", person="wikidata:Q76725", character="Count Orlok"),
        ),
    )  # fmt: skip


def test_people_come_with_their_days_and_only_those_that_works_name(tmp_path: Path) -> None:
    people = made(tmp_path, exchange.Person)

    assert people == {
        "wikidata:Q55412": exchange.Person(
            key="wikidata:Q55412", name="F. W. Murnau", born="1888-12-28", died="1931-03-11", nationalities=("DE",),
            identifiers={"imdb_name": ("nm0003638",)},
        ),
        "wikidata:Q76725": exchange.Person(key="wikidata:Q76725", name="Max Schreck"),
    }  # fmt: skip


def test_seasons_and_episodes_stand_under_their_series_with_their_numbers(tmp_path: Path) -> None:
    seasons, episodes = made(tmp_path, exchange.Season), made(tmp_path, exchange.Episode)
    titles = made(tmp_path, exchange.Title)

    assert (titles["wikidata:Q10"].year, titles["wikidata:Q10"].end_year) == (1968, 1970)
    assert {key: (one.series, one.number) for key, one in seasons.items()} == {
        "wikidata:Q20": ("wikidata:Q10", 1), "wikidata:Q10/episodes": ("wikidata:Q10", None),
    }  # fmt: skip
    pilot, extra = episodes["wikidata:Q50"], episodes["wikidata:Q52"]
    assert (pilot.season, pilot.number, pilot.absolute_number, pilot.aired) == ("wikidata:Q20", 1, 1, "1968-10-01")
    assert (extra.season, extra.kind, extra.absolute_number) == ("wikidata:Q10/episodes", "special", None)
    assert (titles["wikidata:Q53"].kind, titles["wikidata:Q53"].form) == ("film", "tv_film")


def test_what_cannot_be_taken_is_told_with_place_and_remedy(tmp_path: Path) -> None:
    bad = [f"{row.place} {row.made.key} {row.made}" for row in rows(tmp_path, WORLD) if isinstance(row.made, BadLine)]

    assert bad == [
        "dump.json:9 wikidata:Q60 label: it has none in any language: correct it at Wikidata, or give a dump that "
        "holds it too",
        "dump.json:3 wikidata:Q51 P179: Q999 is not in this dump as a work, where a series is needed: correct it at "
        "Wikidata, or give a dump that holds it too",
    ]


def test_a_harvest_that_was_killed_goes_on_without_reading_a_line_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "UNPACKED", 1024)
    path, read = tmp_path / "dump.gz", list[int]()
    path.write_bytes(packed(entities.dump(WORLD), "gzip"))
    whole = [str(row.made) for row in wikidata.records(path, tmp_path / "whole")]
    portions = dump.portions

    def killed(of: Path, start: Mark) -> Any:
        for number, portion in enumerate(portions(of, start)):
            read.extend(range(portion.first, portion.first + len(portion.lines)))
            yield portion
            if number == 1:
                raise KeyboardInterrupt

    monkeypatch.setattr(dump, "portions", killed)
    found: list[str] = []
    for _ in range(20):
        try:
            found = [str(row.made) for row in wikidata.records(path, tmp_path / "kept")]
            break
        except KeyboardInterrupt:
            continue

    assert found == whole
    assert sorted(read) == sorted([*range(1, len(WORLD) + 3)] * 2)  # once in each of the two passes


def test_a_harvest_of_another_state_of_the_dump_is_forgotten(tmp_path: Path) -> None:
    rows(tmp_path, WORLD)
    rows(tmp_path, WORLD[:3])

    (kept,) = (tmp_path / "kept").glob("*.sqlite3")
    assert sqlite3.connect(kept).execute("SELECT count(*) FROM work").fetchone() == (3,)


def test_sources_of_links_get_what_can_be_watched_as_values(tmp_path: Path) -> None:
    rows(tmp_path, WORLD)
    found = {one.id: one for one in wikidata.found(tmp_path / "dump.json", tmp_path / "kept")}

    assert found.keys() == {"Q10", "Q151895"}
    assert found["Q10"].listed[0].address == "https://www.netflix.com/title/70153404"


def test_a_table_of_classes_with_another_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "classes.csv").write_text("item,kind\nQ1,film\nQ2,opera\n")

    with pytest.raises(SourceProblem, match=r"classes.csv:3 “opera” is no kind: give one of"):
        wikidata.read_classes(tmp_path / "classes.csv")


def run(*arguments: object) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    try:
        call_command("import", "wikidata", *map(str, arguments), stdout=out, stderr=errors)
    except CommandError as error:
        errors.write(str(error))
    return out.getvalue(), errors.getvalue()


@pytest.mark.django_db
def test_a_dump_is_taken_in_and_again_without_change(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    (tmp_path / "dump.json.bz2").write_bytes(packed(entities.dump(WORLD), "bzip2", 4000))

    _, told = run(tmp_path / "dump.json.bz2")

    assert "2 records were refused" in told
    assert Source.objects.get().licence == "CC0-1.0"
    assert Title.objects.filter(identifiers__scheme="netflix", identifiers__value="70153404").get().name == "Show"
    assert Episode.objects.get(number=1).season.number == 1
    assert "Nothing changed." in run(tmp_path / "dump.json.bz2")[0]


def test_what_is_no_dump_is_refused_with_the_remedy(tmp_path: Path) -> None:
    assert "give the path of a dump" in run(tmp_path / "missing.json")[1]
    assert "give the folder of an extract" in run(tmp_path)[1]
    assert harvest.place_for(tmp_path, tmp_path, codes.classes()).name.startswith("wikidata-")
