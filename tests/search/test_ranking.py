"""How well names fit: what holds for any query and any name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.search.gathering import SHORTEST_WITHIN, keys_within
from allostream.search.normal import squashed
from allostream.search.ranking import ALMOST_WHOLE, NUMBER_GOES_ON, WHOLE, Wanted, quick_fits, within
from allostream.search.worded import Worded
from allostream.web.finding import NEAR

SAMPLE = (
    "the",
    "la",
    "rocky",
    "2",
    "ii",
    "20",
    "dr",
    "filip",
    "kane",
    "cain",
    "creek",
    "schitts",
    "m",
    "東",
    "матрица",
)
WORDS = st.lists(st.sampled_from(SAMPLE), max_size=6)


def wanted(text: str, *, is_open: bool = True) -> Wanted:
    return Wanted(tuple(text.split()), is_open)


@pytest.mark.parametrize(
    ("typed", "name", "least", "most"),
    [
        ("godfather", "the godfather", ALMOST_WHOLE, ALMOST_WHOLE),
        ("the rocky", "rocky", 98, 98),
        ("twin", "the twin", 98, 98),
        ("godfather ii", "godfather iii", 85, NUMBER_GOES_ON),
        ("rocky 2", "rocky 20", 85, NUMBER_GOES_ON),
        ("terminator 2", "terminator 2 judgment day", 97, 97),
        ("citizan cain", "citizen kane", 60, 70),
    ],
)
def test_names_as_wholes(typed: str, name: str, least: float, most: float) -> None:
    assert least <= quick_fits(wanted(typed), [name])[0] <= most


def test_words_of_one_sound_are_alike_and_numbers_are_not() -> None:
    kane, cohn = Worded(wanted("citizan cain")).fits(["citizen kane", "citizen cohn"])
    assert kane > cohn + 5
    goes_on, again = Worded(wanted("film 2")).fits(["film 20", "film 2 again"])
    assert goes_on < again - 5


@given(WORDS, WORDS)
def test_a_name_within_a_query_never_fits_as_well_as_one_that_is_meant(query: list[str], name: list[str]) -> None:
    form = " ".join(name)
    fit = within(wanted(" ".join(query)), form)
    assert 0 <= fit < NEAR
    assert (fit > 0) == (bool(name) and squashed(form) in squashed(" ".join(query)))


@given(WORDS)
def test_what_may_stand_in_a_query_is_some_of_its_words_side_by_side(query: list[str]) -> None:
    keys = keys_within(query)
    assert len(set(keys)) == len(keys) <= len(query) * (len(query) + 1) // 2
    assert all(len(key) >= SHORTEST_WITHIN and key in "".join(query) for key in keys)


@given(WORDS, st.lists(WORDS, max_size=5), st.booleans(), st.booleans())
def test_every_fit_is_a_part_of_a_hundred_and_the_same_name_has_all(
    query: list[str], names: list[list[str]], is_open: bool, is_rough: bool
) -> None:
    forms = [" ".join(name) for name in [*names, query] if name]
    fits = quick_fits(wanted(" ".join(query), is_open=is_open), forms, is_rough=is_rough)
    assert all(0 <= fit <= WHOLE for fit in fits)
    assert all(fit == WHOLE for fit, form in zip(fits, forms, strict=True) if form == " ".join(query))
