"""What a list is narrowed to, and how that stands in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.links import facet_rules as facets
from allostream.links.facet_rules import FIXED, RUNTIMES, Facet, State, TooManyValues, Wanted
from allostream.links.rules import Offer, RightsBasis

words = st.from_regex(r"[a-z0-9][a-zA-Z0-9-]{0,11}", fullmatch=True)
settings = st.lists(st.tuples(st.sampled_from(Facet), words, st.sampled_from([State.ONLY, State.NOT])), max_size=20)


@st.composite
def wishes(draw: st.DrawFn) -> Wanted:
    wanted = Wanted()
    for facet, value, state in draw(settings):
        wanted = wanted.put(facet, value, state)
    return wanted


@pytest.mark.parametrize(
    ("address", "only", "without"),
    [
        ({}, [], []),
        ({"genre": ["horror,-comedy"]}, [("genre", "horror")], [("genre", "comedy")]),
        ({"genre": ["-comedy", "horror"]}, [("genre", "horror")], [("genre", "comedy")]),
        ({"genre": [" horror , - comedy,,-"]}, [("genre", "horror")], [("genre", "comedy")]),
        ({"genre": ["horror,-horror"]}, [], [("genre", "horror")]),
        ({"country": ["fr"], "decade": ["1920"]}, [("country", "fr"), ("decade", "1920")], []),
        ({"sort": ["name"], "page": ["2"]}, [], []),
    ],
)
def test_an_address_asks_for(
    address: dict[str, list[str]], only: list[tuple[str, str]], without: list[tuple[str, str]]
) -> None:
    wanted = facets.read(address)
    assert (sorted(wanted.only), sorted(wanted.without)) == (only, without)


def test_an_address_is_written_in_one_way_only() -> None:
    one = facets.read({"decade": ["1930,1920"], "genre": ["-comedy,horror"]})
    other = facets.read({"genre": ["horror,-comedy"], "decade": ["1920,1930"]})
    assert facets.write(one) == facets.write(other) == {"genre": "horror,-comedy", "decade": "1920,1930"}
    assert list(facets.write(one)) == ["genre", "decade"]


@pytest.mark.parametrize("word", ["", " ", "\r", "-", "- ", "-\t", "--", "\u2003-\u2003"])
def test_spaces_and_signs_alone_ask_for_nothing(word: str) -> None:
    assert facets.read({"genre": [word]}) == Wanted()


@given(wishes())
def test_what_is_written_is_read_as_it_was(wanted: Wanted) -> None:
    assert facets.read({name: [text] for name, text in facets.write(wanted).items()}) == wanted


@given(wishes())
def test_the_form_asks_for_the_same_as_the_address(wanted: Wanted) -> None:
    fields = [(f"{facet}.{value}", state.value) for facet, value, state in wanted.settings()]
    assert facets.read_form(fields) == wanted


@given(st.dictionaries(st.sampled_from([facet.value for facet in Facet]), st.lists(st.text(max_size=60), max_size=3)))
def test_reading_fails_for_nothing_but_too_many_values(address: dict[str, list[str]]) -> None:
    try:
        wanted = facets.read(address)
    except TooManyValues:
        return
    assert facets.read({name: [text] for name, text in facets.write(wanted).items()}) == wanted


@given(wishes(), st.sampled_from(Facet), words)
def test_a_value_is_set_in_one_way_and_can_be_taken_back(wanted: Wanted, facet: Facet, value: str) -> None:
    taken = wanted.put(facet, value, State.ANY)
    assert taken.state(facet, value) is State.ANY
    for state in State:
        assert wanted.put(facet, value, state).state(facet, value) is state
        assert wanted.put(facet, value, state).put(facet, value, State.ANY) == taken


def test_more_values_than_a_list_takes_are_refused_with_the_number() -> None:
    many = ",".join(f"genre-{number}" for number in range(facets.MOST_VALUES + 1))
    with pytest.raises(TooManyValues, match="At most 20 filters"):
        facets.read({"genre": [many]})
    with pytest.raises(TooManyValues):
        facets.read_form((f"genre.{value}", "only") for value in many.split(","))


def test_a_state_that_is_none_is_refused_in_the_form() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        facets.read_form([("genre.horror", "perhaps")])
    assert facets.read_form([("genre.", "only"), ("colour.red", "only"), ("genre.horror", "")]) == Wanted()


def test_a_value_that_does_not_exist_is_found() -> None:
    wanted = facets.read({"genre": ["horror,-comdy"], "kind": ["film"]})
    known = {Facet.KIND: FIXED[Facet.KIND], Facet.GENRE: ["horror", "comedy"]}
    assert facets.unknown(wanted, known) == (Facet.GENRE, "comdy")
    assert facets.unknown(wanted.put(Facet.GENRE, "comdy", State.ANY), known) is None


@pytest.mark.parametrize(
    ("address", "left"),
    [("", ["film", "series"]), ("film", ["film"]), ("-film", ["series"]), ("film,series", ["film", "series"]),
     ("-film,-series", []), ("film,-series", ["film"])],
)  # fmt: skip
def test_kinds_that_are_left(address: str, left: list[str]) -> None:
    assert facets.kinds(facets.read({"kind": [address]})) == left


@given(st.integers(min_value=0, max_value=2000))
def test_every_length_lies_in_one_range(minutes: int) -> None:
    holding = [name for name, (first, last) in RUNTIMES.items() if first <= minutes <= (last or minutes)]
    assert len(holding) == 1


def test_every_offer_and_right_can_be_asked_for_once() -> None:
    assert sorted(offer for offers in facets.OFFERS.values() for offer in offers) == sorted(Offer)
    assert sorted(facets.BASES.values()) == sorted(RightsBasis)
