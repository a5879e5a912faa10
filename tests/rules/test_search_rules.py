"""The order of results."""

from hypothesis import given
from hypothesis import strategies as st

from allostream.links.search_rules import Scored, in_order, tier

FOUND = st.lists(st.builds(Scored, st.integers(1, 30), st.floats(0, 100), st.integers(0, 1000)), max_size=40)


def test_a_name_that_is_meant_just_so_stands_alone_at_the_top() -> None:
    order = in_order([Scored(1, 99.4, 9000), Scored(2, 100, 0)], here={1})
    assert [one.id for one in order] == [2, 1]


def test_within_a_step_of_fit_what_is_here_comes_first_then_the_better_known() -> None:
    found = [Scored(1, 84, 50), Scored(2, 80, 900), Scored(3, 81, 10)]
    assert [one.id for one in in_order(found, here={3, 1})] == [1, 3, 2]


def test_a_name_that_differs_by_spaces_or_an_article_stands_before_what_only_begins_so() -> None:
    order = in_order([Scored(1, 97, 9000), Scored(2, 99, 0), Scored(3, 98, 5)], here={1, 3})
    assert [one.id for one in order] == [2, 1, 3]


@given(FOUND, st.sets(st.integers(1, 30)), st.randoms())
def test_the_order_is_the_same_however_the_results_came(found: list[Scored], here: set[int], chance: object) -> None:
    unique = list({one.id: one for one in found}.values())
    shuffled = list(unique)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(unique, here) == in_order(shuffled, here)


@given(FOUND, st.sets(st.integers(1, 30)))
def test_nothing_is_lost_and_a_worse_step_never_comes_first(found: list[Scored], here: set[int]) -> None:
    order = in_order(found, here)
    assert {one.id for one in order} == {one.id for one in found}
    assert len(order) == len({one.id for one in order})
    steps = [one.tier for one in order]
    assert steps == sorted(steps, reverse=True)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_better_fit_is_never_on_a_lower_step(one: float, other: float) -> None:
    if one <= other:
        assert tier(one) <= tier(other)
