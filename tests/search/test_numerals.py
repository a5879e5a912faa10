"""Numbers, ordinals and short forms, each in one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.search.normal import tokens
from allostream.search.numerals import BEGINS, ONE_FORM, in_one_form, joined

ALIKE = """
Le Septième Sceau · Le 7ème Sceau · Le 7eme sceau · le 7e sceau
The Seventh Seal · The 7th Seal
Das siebte Siegel · das siebente siegel
The Third Man · The 3rd Man
Der dritte Mann · der 3 Mann
Le Premier Jour · Le 1er jour
La Première Fois · La 1re fois · la 1ère fois
Vingt mille lieues sous les mers · 20 000 lieues sous les mers · 20.000 lieues sous les mers
Twenty Thousand Leagues · 20,000 Leagues · 20 000 leagues
Les Quatre Cents Coups · Les 400 Coups · les quatre cent coups
One Hundred and One Dalmatians · 101 dalmatians · one hundred one dalmatians
Quatre-vingt-dix-neuf francs · 99 francs
Soixante-quinze jours · 75 jours
Vingt et un jours · 21 jours
The Thirty-Nine Steps · The 39 Steps
Two Thousand One · 2001
Dix-sept fois · 17 fois
Mesrine, partie un · Mesrine partie 1 · Mesrine part 1
Docteur Folamour · Dr. Folamour · dr folamour
Doctor No · Dr No
Saint Elmo · St. Elmo
Mister Smith · Mr. Smith
Kill Bill: Volume 2 · Kill Bill Vol. 2 · Kill Bill vol. II · kill bill volume deux
Der Pate Teil II · Der Pate Part 2
Ali versus Foreman · Ali vs. Foreman
"""
ROWS = [[one.strip() for one in row.split("·")] for row in ALIKE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_written_in_several_ways_has_one_form(row: list[str]) -> None:
    assert len({in_one_form(tokens(one)) for one in row}) == 1, [in_one_form(tokens(one)) for one in row]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("One, Two, Three", "1 2 3"),
        ("Two and a Half Men", "2 and a half men"),
        ("Four Weddings and a Funeral", "4 weddings and a funeral"),
        ("Les Mille et Une Nuits", "les 1000 et une nuits"),
        ("Un homme et une femme", "un homme et une femme"),
        ("Les vingt et un", "les 21"),
        ("Fast & Furious Seven", "fast and furious 7"),
        ("3D", "3d"),
        ("Apollo 13 200", "apollo 13 200"),
        ("un", "un"),
    ],
)
def test_numbers_are_read_as_far_as_they_go(name: str, wanted: str) -> None:
    assert " ".join(in_one_form(tokens(name))) == wanted


def test_what_joins_two_names_is_one_word_only_between_them() -> None:
    assert joined(("bonnie", "et", "clyde")) == joined(("bonnie", "und", "clyde")) == ("bonnie", "and", "clyde")
    assert joined(("et", "dieu", "y")) == ("et", "dieu", "y")
    assert joined(()) == ()


@given(
    st.lists(st.sampled_from([*sorted(BEGINS | ONE_FORM.keys()), "un", "and", "et", "film", "7th", "20"]), max_size=9)
)
def test_any_row_of_number_words_is_read_once_and_for_all(words: list[str]) -> None:
    once = in_one_form(tuple(words))
    assert in_one_form(once) == once
    assert len(once) <= len(words)
    assert not (BEGINS & set(once))
