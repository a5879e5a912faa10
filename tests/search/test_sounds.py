"""Words that sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.search.sounds import SHORTEST, beginnings, sound, sound_alike

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cain", "kane"), ("filip", "philippe"), ("mistere", "mystere"), ("fantome", "phantome"), ("appolo", "apollo"),
        ("kubrick", "cubrick"), ("eksorsist", "exorciste"), ("etranje", "etrange"), ("vagabon", "wagabon"),
        ("chateau", "chato"), ("citizan", "citizen"), ("harakiri", "arakiri"), ("gepard", "jepard"),
    ],
)  # fmt: skip
def test_words_of_one_sound(one: str, other: str) -> None:
    assert sound_alike(one, other)
    assert sound_alike(other, one)
    assert other[0] in beginnings(one)


@pytest.mark.parametrize(("one", "other"), [("rocky", "ricky"), ("matrix", "martix"), ("dune", "done"), ("war", "wor")])
def test_words_of_another_sound(one: str, other: str) -> None:
    assert not sound_alike(one, other)


@pytest.mark.parametrize("word", ["", "it", "九", "матрица", "2001", "se7en", "$"])
def test_short_words_and_those_of_other_letters_have_no_sound(word: str) -> None:
    assert sound(word) == ""


@given(WORD, WORD)
def test_a_word_sounds_like_itself_and_others_like_it_as_it_like_them(one: str, other: str) -> None:
    assert sound_alike(one, one) is (len(one) >= SHORTEST and sound(one) != "")
    assert sound_alike(one, other) == sound_alike(other, one)
    assert bool(beginnings(one)) == bool(sound(one))
