"""Maps of numbers: what people paste, line by line, and which maps say something."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.catalogue.numbering_rules import ABSOLUTE, Order, Spot, paired, read, tangled
from allostream.catalogue.part_rules import Numbered, pairs

A, B, C = "a" * 12, "b" * 12, "c" * 12
SPOTS = st.builds(Spot, st.integers(0, 40), st.integers(0, 900))


@pytest.mark.parametrize(
    ("text", "order", "ours", "theirs"),
    [
        ("S02E05 = S02E04", Order.TMDB, "S02E05", "S02E04"),
        ("2x05=s2e4", Order.IMDB, "S02E05", "S02E04"),
        ("31 = S00E03  # a special", Order.TVDB_AIRED, "31", "S00E03"),
        ("S01E01 -> 12", Order.TVDB_ABSOLUTE, "S01E01", "12"),
        ("S01E01 = S01E01 + S01E02", Order.TVDB_DVD, "S01E01", "S01E01 S01E02"),
        ("S01E01-S01E03 = S02E01-S02E03", Order.TMDB, "S01E01 S01E02 S01E03", "S02E01 S02E02 S02E03"),
        (f"{A} = 1", Order.WIKIDATA_SERIES, A, "1"),
        ("our_season,our_number,season,number\n2,5,2,4", Order.TMDB, "S02E05", "S02E04"),
        ("our_season,our_number,number\n,5,9", Order.WIKIDATA_SERIES, "5", "9"),
        ('{"S02E05": ["S02E04", "S02E05"]}', Order.TMDB, "S02E05", "S02E04 S02E05"),
        ('[{"ours": "S02E05", "theirs": "S02E04"}]', Order.TMDB, "S02E05", "S02E04"),
    ],
)
def test_a_line_is_read_as_people_write_it(text: str, order: Order, ours: str, theirs: str) -> None:
    (line,), faults = read(text, order)
    assert faults == []
    assert (" ".join(map(str, line.ours)), " ".join(map(str, line.theirs))) == (ours, theirs)


@pytest.mark.parametrize(
    ("text", "order", "place", "word"),
    [
        ("S01E01 = S01E01\nS01E02 S01E03", Order.TMDB, 2, "no “=”"),
        ("\n\nS01E01 = the pilot", Order.TMDB, 3, "no number of an episode"),
        ("S01E01 = 5", Order.TMDB, 1, "needs a season"),
        ("S01E01 = S01E01", Order.TVDB_ABSOLUTE, 1, "counts through"),
        ("S01E05-S01E01 = S01E01", Order.TMDB, 1, "no number of an episode"),
        ("S01E01-S01E99999 = 1", Order.TVDB_ABSOLUTE, 1, "too many"),
        ("\n".join(["S1E1-S1E500 = S1E1"] * 100), Order.TMDB, 60, "too many"),
        (",".join(["S1E1-S1E500"] * 100) + " = S1E1", Order.TMDB, 1, "too many"),
        ("our_season,number\n1,2", Order.TMDB, 1, "column"),
        ('{"S01E01": ', Order.TMDB, 1, "JSON"),
        ("= S01E01", Order.TMDB, 1, "no number of an episode"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, order: Order, place: int, word: str) -> None:
    _lines, faults = read(text, order)
    assert [(fault.place, word in fault.sentence) for fault in faults] == [(place, True)]


def test_half_a_sign_in_json_can_be_told_of() -> None:
    _lines, (fault,) = read('{"S01E01": "\\ud800"}', Order.TMDB)
    dict(fault.values)["text"].encode()


@given(st.text(max_size=300), st.sampled_from(list(Order)))
def test_any_text_has_an_answer(text: str, order: Order) -> None:
    lines, faults = read(text, order)
    for line in lines:
        assert all((spot.season is None) == (order in ABSOLUTE) for spot in line.theirs)
    assert all(fault.sentence % dict(fault.values) for fault in faults if fault.values)


@given(st.lists(st.tuples(SPOTS, SPOTS), min_size=1, max_size=30))
def test_what_is_written_is_read_back_in_each_shape(rows: list[tuple[Spot, Spot]]) -> None:
    text = "\n".join(f"{ours} = {theirs}" for ours, theirs in rows)
    table = "our_season,our_number,season,number\n" + "\n".join(
        f"{ours.season},{ours.number},{theirs.season},{theirs.number}" for ours, theirs in rows
    )
    listed = json.dumps([{"ours": str(ours), "theirs": str(theirs)} for ours, theirs in rows])
    for shape in (text, table, listed):
        lines, faults = read(shape, Order.TMDB)
        assert faults == []
        assert [(line.ours[0], line.theirs[0]) for line in lines] == rows


def test_a_double_episode_is_one_of_ours_and_two_of_theirs_or_the_other_way() -> None:
    one, two = Spot(1, 1), Spot(1, 2)
    assert paired([A], [one, two]) == [(A, one), (A, two)]
    assert paired([A, B], [one]) == [(A, one), (B, one)]
    assert tangled([(A, one), (A, two)]) == tangled([(A, one), (B, one)]) == set()
    assert tangled([(A, one), (A, two), (B, one)]) == {(A, one)}
    with pytest.raises(ValueError, match="as many"):
        paired([A, B], [one, two, Spot(1, 3)])


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from([Spot(1, 1), Spot(1, 2), Spot(1, 3)]))))
def test_a_map_without_tangles_is_one_to_several_at_most(given_pairs: list[tuple[str, Spot]]) -> None:
    kept = set(given_pairs) - tangled(given_pairs)
    wrong = tangled(given_pairs)
    for ours, theirs in kept:
        others = {one for one, spot in given_pairs if spot == theirs}
        numbers = {spot for one, spot in given_pairs if one == ours}
        assert len(others) == 1 or len(numbers) == 1
    assert wrong <= set(given_pairs)


PARTS = st.builds(
    Numbered, st.integers(), st.none() | st.integers(0, 5), st.sampled_from(["", "pilot", "end"]),
    st.sampled_from(["regular", "special"]),
)  # fmt: skip


def _apart(parts: list[Numbered], first: int) -> list[Numbered]:
    return [Numbered(first + place, one.number, one.name, one.kind) for place, one in enumerate(parts)]


@given(st.lists(PARTS, max_size=8), st.lists(PARTS, max_size=8))
def test_parts_of_two_series_are_paired_once_and_never_against_their_numbers(
    gone: list[Numbered], kept: list[Numbered]
) -> None:
    ours, theirs = _apart(gone, 0), _apart(kept, 100)
    found = pairs(ours, theirs)
    by_id = {one.id: one for one in (*ours, *theirs)}
    assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
    for one, other in found:
        first, second = by_id[one], by_id[other]
        assert first.kind == second.kind
        assert first.number == second.number or None in (first.number, second.number)
    left = [one for one in ours if one.id not in dict(found) and one.number is not None]
    taken = {other for _, other in found}
    assert not any(
        one.number == other.number and one.kind == other.kind
        for one in left for other in theirs if other.id not in taken
    )  # fmt: skip
