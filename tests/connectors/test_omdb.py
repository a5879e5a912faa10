"""The converter of omdb.org tables: numbers of seasons and episodes, names, dates, faults."""

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from allostream.catalogue.models import Episode, Genre, Source, Title, TitleFace
from allostream.connectors import omdb
from allostream.connectors.articles import english
from allostream.connectors.omdb.order import numbers_of
from allostream.lib import exchange
from allostream.lib.exchange import BadLine

# Names as they stand in the data of omdb.org.
SEASON_NAMES = [
    ("Season 3", 3), ("Staffel 19", 19), ("Staffel  9", 9), ("Staffel9", 9), ("Series 12 - Tenth Doctor", 12),
    ("Saison 1", 1), ("Säsong 2", 2), ("Temporada 2", 2), ("1ª Temporada", 1), ("Stagione 4", 4), ("Seizoen 5", 5),
    ("Sesong 6", 6), ("Sæson 9", 9), ("Season One", 1), ("Season two", 2), ("Series One", 1), ("11. Staffel", 11),
    ("Erste Staffel", 1), ("Fünfte Staffel", 5), ("Première saison", 1), ("Sixième saison", 6), ("第2期", 2),
    ("第十二シーズン", 12), ("Premiere-Staffel 2", 2), ("PRO7-Staffel 4", 4), ("Book One: Air", 1),
    ("Book 2: Earth", 2), ("Livre IV", 4), ("Volume 3", 3), ("2", 2), ("Black Books 3", 3), ("Die Deutschen II", 2),
    ("Kommissarin Lund - Das Verbrechen III", 3), ("Judex (1917) - Staffel 1", 1), ("Season 3 (2017)", 3),
    ("Season 5: Tiger King 2", 5), ("Staffel 1: Radditz-Saga", 1), ("Rurouni Kenshin Staffel 2", 2), ("２", 2),
    ("Specials", 0), ("Special", 0), ("Christmas Special", 0), ("Special (2009)", 0),
    ("2007/2010 Specials - Tenth Doctor", 0), ("Sesame Street 1969-1970", None), ("2006", None), ("Pilot", None),
    ("Batic und Leitmayr", None), ("Hellsing (TV)", None), ("Môsô dairinin - Season 1/1", None),
    ("攻殻機動隊 S.A.C. 2nd GIG", None), ("Departure - Wo ist Flug 716", None), ("The Final Season", None), ("", None),
    ("Unbekannt", None), ("ti", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "number"), SEASON_NAMES)
def test_the_number_of_a_season_is_read_from_its_name(name: str, number: int | None) -> None:
    assert omdb.season_number(name) == number


@given(st.text())
def test_any_name_has_a_number_or_none(name: str) -> None:
    number = omdb.season_number(name)

    assert number is None or 0 <= number <= 9999


@given(st.lists(st.sampled_from([name for name, _ in SEASON_NAMES])))
def test_the_seasons_of_a_series_have_numbers_of_their_own(names: list[str]) -> None:
    numbers = [number for number, _ in numbers_of(list(enumerate(names))) if number is not None]

    assert len(set(numbers)) == len(numbers)


def test_nearly_all_real_season_names_with_a_number_are_understood(reference_data: Path) -> None:
    with gzip.open(reference_data / "titles" / "season_names_dev.jsonl.gz") as lines:
        names = [json.loads(line)["season_name"] or "" for line in lines]
    missed = [name for name in names if omdb.season_number(name) is None]

    assert len(names) > 6000
    assert len(missed) < 0.025 * len(names)


Table = list[dict[str, Any] | str]
FILM = {
    "id": "2", "title": "Ariel", "date": "1988-10-21", "runtime": "69", "countries": ["FI"], "languages": ["fi"],
    "category_ids": ["44", "1"],
    "titles": [{"title": "Ariel - Abgebrannt\tin Helsinki", "lang": "de", "official": "0"}],
    "links": {
        "imdbmovie": ["tt0094675"], "wikidata": ["Q658627"], "moviepilot": ["ariel"],
        "wikipedia": [{"key": "Ariel_(Film)", "lang": "de"}, {"key": "Ariel (film)", "lang": "en"}],
    },
}  # fmt: skip
CATEGORIES: Table = [
    {"id": "1", "parent_id": None, "root_id": "1", "names": {"en": "Genre"}},
    {"id": "44", "parent_id": "1", "root_id": "1", "names": {"en": "Crime Film", "de": "Krimi"}},
    {"id": "9", "parent_id": "8", "root_id": "8", "names": {"en": "prison"}},
]


def folder(path: Path, *, prefix: str = "", **tables: Table) -> Path:
    """A folder of tables; those not given are empty."""
    for table in ("categories", "films", "series", "seasons", "episodes"):
        rows = tables.get(table, CATEGORIES if table == "categories" else [])
        lines = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
        shared = table in ("categories", "episodes")
        (path / f"{'' if shared else prefix}{table}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return path


def made(path: Path, kind: type[Any], **tables: Table) -> list[Any]:
    rows = omdb.records(folder(path, **tables))
    return [row.made for row in rows if isinstance(row.made, kind)]


def row(id_: int, title: str, parent: int | None = None, date: str | None = None, **values: Any) -> dict[str, Any]:
    return {"id": str(id_), "title": title, "parent_id": parent and str(parent), "date": date, **values}


def test_a_film_becomes_a_record_with_everything_that_is_known(tmp_path: Path) -> None:
    (film,) = made(tmp_path, exchange.Title, films=[FILM])

    assert film == exchange.Title(
        key="omdb:2", kind="film", name="Ariel", language="fi", year=1988, released="1988-10-21", runtime_min=69,
        names=(
            exchange.Name(text="Ariel", language="fi", kind="original"),
            exchange.Name(text="Ariel - Abgebrannt in Helsinki", language="de", kind="alias"),
        ),
        countries=("FI",), languages=("fi",), genres=("crime-film",),
        identifiers={"imdb": ("tt0094675",), "wikidata": ("Q658627",), "enwiki": ("Ariel_(film)",)},
    )  # fmt: skip


def test_of_two_english_articles_nothing_is_known(tmp_path: Path) -> None:
    articles = [{"key": "Ariel_(film)", "lang": "en"}, {"key": "Proletariat_Trilogy", "lang": "en"}]

    (film,) = made(tmp_path, exchange.Title, films=[row(2, "Ariel", links={"wikipedia": articles})])

    assert film.identifiers == {}


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("https://en.wikipedia.org/wiki/Ala_Kachuu_%E2%80%93_Take_and_Run", "Ala_Kachuu_–_Take_and_Run"),
        ("Charade (1963 film)", "Charade_(1963_film)"),
        ("charade_(1963_film)", "Charade_(1963_film)"),
        ("Fate/stay_night", "Fate/stay_night"),
        ("List_of_films#Ariel", ""),
        (" ", ""),
        ("A" * 201, ""),
        ("Ariel\x00", ""),
    ],
)
def test_articles_have_one_name_however_they_are_told(told: str, name: str) -> None:
    assert english(told) == name


def test_categories_are_genres_only_under_the_root_of_genres(tmp_path: Path) -> None:
    (genre,) = made(tmp_path, exchange.Genre)

    assert genre == exchange.Genre(slug="crime-film", names={"en": "Crime Film", "de": "Krimi"})


def test_a_genre_that_other_sources_have_too_is_theirs_with_names_in_both_languages(tmp_path: Path) -> None:
    categories: Table = [
        {"id": "5", "parent_id": "1", "root_id": "1", "names": {"en": "Komödie", "de": "Komödie", "fr": "Comédie"}},
        {"id": "6", "parent_id": "1", "root_id": "1", "names": {"en": "Musical"}},
        {"id": "7", "parent_id": "1", "root_id": "1", "names": {"en": "Musical", "de": "Singspiel"}},
    ]
    film = row(2, "Ariel", category_ids=["5", "7"])

    comedy, musical = made(tmp_path, exchange.Genre, categories=categories)
    (found,) = made(tmp_path, exchange.Title, categories=categories, films=[film])

    assert comedy == exchange.Genre(slug="comedy", names={"en": "Comedy", "de": "Komödie", "fr": "Comédie"})
    assert (musical.slug, found.genres) == ("musical", ("comedy", "musical"))


def test_unknown_values_and_mistyped_identifiers_say_nothing(tmp_path: Path) -> None:
    film = row(2, "Ariel", date="0000-00-00", runtime="0", languages=["xx", None], links={"imdbmovie": ["94675"]})
    (found,) = made(tmp_path, exchange.Title, films=[film])

    assert (found.runtime_min, found.released, found.year, found.identifiers) == (None, None, None, {})
    assert found.languages == ("zxx",)


def test_a_series_began_with_its_first_episode_not_at_its_own_date(tmp_path: Path) -> None:
    tables = {
        "series": [row(36, "The Simpsons", date="2025-05-18"), row(40, "Unaired", date="2024-01-01")],
        "seasons": [row(37, "Season One", 36, "1990-05-13")],
        "episodes": [
            row(61, "Bart the Genius", 37, "1990-01-14", series_id="36"),
            row(60, "Simpsons Roasting on an Open Fire", 37, "1989-12-17", series_id="36"),
        ],
    }
    simpsons, unaired = made(tmp_path, exchange.Title, **tables)
    (season,) = made(tmp_path, exchange.Season, **tables)
    episodes = made(tmp_path, exchange.Episode, **tables)

    assert (simpsons.year, simpsons.released, unaired.year) == (1989, "1989-12-17", None)
    assert (season.number, season.number_is_derived, season.aired) == (1, True, "1989-12-17")
    assert [(e.name, e.number, e.number_is_derived) for e in episodes] == [
        ("Bart the Genius", 2, True), ("Simpsons Roasting on an Open Fire", 1, True),
    ]  # fmt: skip


def test_episodes_without_a_date_stand_last_and_those_of_one_day_as_entered(tmp_path: Path) -> None:
    episodes = [
        row(4, "No date", 2),
        row(6, "B", 2, "2001-01-02"),
        row(5, "A", 2, "2001-01-02"),
        row(7, "0", 2, "2001-01-01"),
    ]
    found = made(tmp_path, exchange.Episode, series=[row(1, "X")], seasons=[row(2, "Season 1", 1)], episodes=episodes)

    assert {e.name: e.number for e in found} == {"0": 1, "A": 2, "B": 3, "No date": 4}


def test_seasons_whose_names_say_no_number_are_numbered_by_date(tmp_path: Path) -> None:
    tables = {
        "series": [row(1, "Tatort")],
        "seasons": [
            row(2, "Kressin", 1),
            row(3, "Season 1", 1),
            row(4, "Trimmel", 1),
            row(5, "Specials", 1),
            row(6, "Special", 1),
        ],
        "episodes": [row(10, "a", 2, "1972-01-01"), row(11, "b", 4, "1970-01-01"), row(12, "c", 5, "1999-01-01")],
    }
    numbers = {season.name: season.number for season in made(tmp_path, exchange.Season, **tables)}
    kinds = {episode.name: episode.kind for episode in made(tmp_path, exchange.Episode, **tables)}

    assert numbers == {"Season 1": 1, "Trimmel": 2, "Kressin": 3, "Specials": 0, "Special": None}
    assert kinds == {"a": "regular", "b": "regular", "c": "special"}


def test_episodes_that_stand_under_a_series_itself_get_a_season(tmp_path: Path) -> None:
    tables = {"series": [row(1, "Shoah")], "episodes": [row(10, "Part 1", 1, "1985-04-30"), row(11, "Part 2", 1)]}
    (season,) = made(tmp_path, exchange.Season, **tables)
    episodes = made(tmp_path, exchange.Episode, **tables)

    assert (season.key, season.series, season.number, season.aired) == ("omdb:1/episodes", "omdb:1", 1, "1985-04-30")
    assert [(episode.season, episode.number) for episode in episodes] == [(season.key, 1), (season.key, 2)]


@pytest.mark.parametrize(
    ("tables", "what"),
    [
        ({"films": ["{broken"]}, "films.jsonl.gz:1 the row cannot be read"),
        ({"films": [row(2, "")]}, "films.jsonl.gz:1 title: it is empty"),
        ({"films": [{"id": "x", "title": "A"}]}, "films.jsonl.gz:1 the row cannot be read"),
        ({"seasons": [row(2, "Season 1")]}, "seasons.jsonl.gz:1 parent_id: it is empty, so the series is not known"),
        ({"episodes": [row(2, "Pilot")]}, "episodes.jsonl.gz:1 parent_id: it is empty, so the season is not known"),
    ],
)
def test_bad_rows_are_told_with_their_place(tmp_path: Path, tables: dict[str, Table], what: str) -> None:
    bad = [f"{r.place} {r.made}" for r in omdb.records(folder(tmp_path, **tables)) if isinstance(r.made, BadLine)]

    assert [text[: len(what)] for text in bad] == [what]


def run(*arguments: object) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command("import", "omdb", *map(str, arguments), stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_a_folder_without_its_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is missing: give a folder with the tables"):
        run(tmp_path)


@pytest.mark.django_db
def test_a_folder_is_taken_in_with_licence_and_credit_and_again_without_change(tmp_path: Path) -> None:
    tables: dict[str, Table] = {
        "films": [FILM], "series": [row(36, "The Simpsons")], "seasons": [row(37, "Season One", 36)],
        "episodes": [row(60, "Pilot", 37, titles=[{"title": "Noël mortel", "lang": "fr", "official": "1"}])],
    }  # fmt: skip
    run(folder(tmp_path, **tables))

    source = Source.objects.get()
    assert (source.slug, source.licence) == ("omdb", "CC-BY-2.0-DE")
    assert "omdb.org" in source.credit
    assert Genre.objects.get().names == {"en": "Crime Film", "de": "Krimi"}
    assert Episode.objects.get().names.get().text == "Noël mortel"
    assert "Nothing changed." in run(tmp_path)[0]


@pytest.mark.django_db
def test_a_later_state_renames_and_adds_and_takes_nothing_away(tmp_path: Path) -> None:
    run(folder(tmp_path, films=[FILM]))
    folder(tmp_path, prefix="snapshot_2025-07_", films=[row(2, "Ariel!", date="1988-10-21"), row(3, "Varjoja")])

    run(tmp_path, "--snapshot", "2025-07")

    ariel = Title.objects.get(identifiers__scheme="omdb", identifiers__value="2")
    assert (ariel.name, ariel.runtime_min, ariel.version) == ("Ariel!", 69, 2)
    assert ariel.identifiers.filter(scheme="imdb").exists()
    assert Title.objects.count() == 2
    assert TitleFace.objects.filter(title=ariel, language="en").get().name == "Ariel!"
