"""The small pure helpers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib import countries, ids, languages, names
from allostream.lib.dates import PartialDate, Precision


def test_new_ids_have_the_form_of_ids_and_differ() -> None:
    made = {ids.new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(ids.is_id(one) for one in made)


@given(st.text())
def test_a_key_always_has_the_same_id(key: str) -> None:
    assert ids.is_id(ids.id_for(key))
    assert ids.id_for(key) == ids.id_for(key)


@pytest.mark.parametrize("text", ["", "abc", "aaaaaaaaaaaa", "0123456789BC", "0123456789bcd", "0123456789bc\n"])
def test_what_is_no_id_is_not_taken_for_one(text: str) -> None:
    assert not ids.is_id(text)


@pytest.mark.parametrize(
    ("text", "precision"), [("1926", Precision.YEAR), ("1926-12", Precision.MONTH), ("1926-12-31", Precision.DAY)]
)
def test_a_date_says_no_more_than_is_known(text: str, precision: Precision) -> None:
    assert PartialDate.parse(text).precision is precision
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["", "26", "1926-13", "1926-02-30", "0000", "1926-1-1", "1926-12-31T00:00", "MCMXXVI"])
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        PartialDate.parse(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_survives_writing_and_reading(day: date) -> None:
    assert PartialDate.parse(day.isoformat()).on == day


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("La Règle du jeu", "la regle du jeu"),
        ("L’Arrivée d'un train", "l arrivee d un train"),
        ("Œdipe roi", "oedipe roi"),
        ("  Fantômas: À l'ombre — 1 ", "fantomas a l ombre 1"),
        ("Straße & Söhne", "strasse and sohne"),
        ("Броненосец «Потёмкин»", "броненосец потемкин"),
        ("羅生門", "羅生門"),
        ("...", ""),
    ],
)
def test_names_are_folded_for_searching(name: str, folded: str) -> None:
    assert names.folded(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert names.folded(names.folded(name)) == names.folded(name)


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [
        ("The General", "en", "general"),
        ("Les Vampires", "fr", "vampires"),
        ("L’Atalante", "fr", "atalante"),
        ("Les Vampires", "en", "les vampires"),
        ("The", "en", "the"),
    ],
)
def test_names_are_filed_without_their_article(name: str, language: str, key: str) -> None:
    assert names.sort_key(name, language) == key


@given(st.text(max_size=300))
def test_a_slug_is_safe_in_an_address(name: str) -> None:
    slug = names.slug(name)
    assert len(slug) <= names.LONGEST_SLUG
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")


def test_former_countries_have_names_and_cannot_be_watched_from() -> None:
    assert countries.name("SU", "fr") == "Union soviétique"
    assert countries.is_country_of_origin("SU")
    assert not countries.is_country("SU")


def test_countries_are_listed_in_the_order_of_the_language() -> None:
    french = [name for _, name in countries.choices("fr")]
    assert french.index("Émirats arabes unis") < french.index("Finlande")
    assert len(french) > 240


@pytest.mark.parametrize(
    ("header", "wishes"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", [("fr", "FR"), ("fr", ""), ("en", "")]),
        ("en;q=0.5, fr-CA", [("fr", "CA"), ("en", "")]),
        ("zh-Hant-TW", [("zh", "TW")]),
        ("de;q=0", []),
        ("*", []),
        ("", []),
        ("fr;q=1.5", []),
        ("<script>, fr", [("fr", "")]),
    ],
)
def test_a_browsers_preference_is_read(header: str, wishes: list) -> None:
    assert languages.accepted(header) == wishes


@given(st.text())
def test_no_preference_is_ever_an_error(header: str) -> None:
    assert isinstance(languages.accepted(header), list)


def test_languages_have_names() -> None:
    assert languages.name("de", "fr") == "allemand"
    assert languages.name("qqq-nonsense", "fr") == "qqq-nonsense"
