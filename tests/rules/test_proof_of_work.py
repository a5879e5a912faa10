"""The sum that a browser does before much is taken from one network."""

from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from allostream.lib.proof_of_work import PARTS, digests_wanted, is_part_solved, is_solved, read_numbers

CHALLENGES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=16, max_size=16)


def solution(challenge: str, bits: int) -> list[int]:
    """What the script in the browser finds: the first number of each part."""
    return [next(n for n in count() if is_part_solved(challenge, part, n, bits)) for part in range(PARTS)]


@settings(max_examples=25)
@given(CHALLENGES, CHALLENGES, st.integers(1, 6))
def test_a_sum_solves_its_own_challenge_and_hardly_another(challenge: str, other: str, bits: int) -> None:
    found = solution(challenge, bits)
    assert is_solved(challenge, found, bits)
    assert read_numbers(".".join(map(str, found))) == tuple(found)
    assert not is_solved(challenge, found[:-1], bits)
    assert not is_solved(challenge, [*found, 0], bits)
    assert all(not is_part_solved(challenge, part, n, bits) for part, last in enumerate(found) for n in range(last))
    # All parts of another challenge are solved by chance once in 2 ** (16 * bits) times.
    assert challenge == other or bits < 3 or not is_solved(other, found, bits)


@given(st.text(max_size=300))
def test_what_is_no_answer_solves_nothing(text: str) -> None:
    assert not read_numbers(text) or text.count(".") == PARTS - 1
    assert not is_solved("a", (), 0)
    assert not is_solved("abcdefghijklmnop", read_numbers(text), 24)


def test_each_bit_doubles_the_sum() -> None:
    assert [digests_wanted(bits) for bits in (0, 1, 14)] == [16, 32, 262_144]
