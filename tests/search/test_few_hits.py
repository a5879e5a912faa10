"""Searches of the index that ask for few hits read less, and find the same first ones."""

from allostream.search.building import build
from allostream.search.documents import Named, PersonDocument
from allostream.search.finding import Index
from tests.search.test_index import film, ids, reading


def test_who_asks_for_few_hits_gets_the_first_of_those_that_many_are_given(tmp_path):
    made = [film(one, f"The Long Night of Paris {one}", popularity=one) for one in range(1, 151)]
    made += [film(200 + one, "Long Night", popularity=one) for one in range(8)]
    build(tmp_path / "many", made)
    index = Index.open(tmp_path / "many", deadline=10)
    for words in ("long night", "long night of p", "lomg night", "night long paris", "the long nigh"):
        many = ids(index.titles(reading(words), limit=200))
        assert len(many) > 60
        assert ids(index.titles(reading(words), limit=5)) == many[:5]
    index.close()


def test_as_many_of_just_that_name_as_are_asked_for_are_enough_unless_more_is_asked(tmp_path):
    made = [film(one, "Hamlet", year=1900 + one, popularity=one) for one in range(1, 60)]
    build(tmp_path / "alike", made)
    index = Index.open(tmp_path / "alike", deadline=10)
    assert ids(index.titles(reading("hamlet"), limit=3)) == [59, 58, 57]
    assert ids(index.titles(reading("hamlet", year_hint=1902), limit=3))[0] == 2
    index.close()


def test_people_are_found_without_the_article_before_their_name(tmp_path):
    build(tmp_path / "people", [PersonDocument(1, (Named("The Weeknd"),), 9), PersonDocument(2, (Named("Bono"),), 9)])
    index = Index.open(tmp_path / "people", deadline=10)
    assert ids(index.people(reading("weeknd").words, may_guess=False)) == [1]
    assert ids(index.people(reading("the bono").words)) == [2]
    index.close()
