"""The measurement of search: the same names and queries for the same seed, and answers that can be counted."""

import pytest

from allostream.search.building import build
from bench.searching import names
from bench.searching.asking import ours
from bench.searching.corrupting import MAKERS, log


@pytest.fixture(scope="module")
def made():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "real_works", lambda: [])
        yield names.documents(3000, 7)


def test_the_same_seed_makes_the_same(made, monkeypatch):
    monkeypatch.setattr(names, "real_works", lambda: [])
    assert names.documents(3000, 7) == made
    assert log(made, 3, 5) == log(made, 3, 5) != log(made, 4, 5)


def test_every_class_of_query_that_our_own_words_allow_is_asked(made):
    kinds = {query.kind for query in log(made, 3, 2)}
    assert kinds >= MAKERS.keys() - {"other name", "no accents", "wrong accents"}


def test_nearly_all_targets_are_among_the_first_ten(made, tmp_path):
    build(tmp_path / "index", made)
    ask = ours(tmp_path / "index")
    queries = log(made, 3, 12)
    missed = [query for query in queries if query.target not in ask(query.text, query.year)]
    assert len(missed) <= len(queries) * 0.03, missed
