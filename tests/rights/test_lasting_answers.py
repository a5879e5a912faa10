"""Which answers no other life of an author can worsen: those that stay shown while many titles are judged anew."""

from dataclasses import replace
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from allostream.rights.deciding_rules import LASTING, Play, settle
from allostream.rights.engine import COUNTRIES, Answer, evaluate
from allostream.rights.engine.facts import OpenLicence, Person, Role, Source, Weight, Work, in_year
from tests.rights.anywork import random_person, random_work
from tests.rights.test_rules_hold import ASKED, STEADY, TODAYS

MAKER = Source("the maker's own page", Weight.REFERENCE)
LICENCE = OpenLicence("CC BY", "https://creativecommons.org/licenses/by/4.0/", is_by_maker=True, sources=(MAKER,))
TODAY = date(2026, 11, 24)
SEEDS = st.integers(0, 10**9)


def play(answer: Answer) -> Play:
    """Whether the rules alone let it be played."""
    return settle(answer, None, None, TODAY).play


def is_lasting(answer: Answer) -> bool:
    """Whether an answer of the rules alone has the columns that last."""
    settled = settle(answer, None, None, TODAY)
    return {"kind": settled.kind, "status": settled.status, "doubts": list(answer.doubts)} == LASTING


def with_lives_of(work: Work, others: list[Person]) -> Work:
    """The same work, whose authors died, were born and belonged as others; who wrote what it is based on stays."""
    people = [
        one
        if one.role is Role.UNDERLYING_AUTHOR
        else replace(one, died=other.died, born=other.born, nationalities=other.nationalities)
        for one, other in zip(work.people, others, strict=False)
    ]
    return replace(work, people=(*people, *work.people[len(people) :]))


@STEADY
@given(SEEDS.map(random_work), ASKED, TODAYS, st.lists(SEEDS.map(random_person), min_size=6, max_size=6), st.booleans())
def test_no_other_life_of_an_author_worsens_what_lasts(work, country, today, others, is_licensed):
    if is_licensed:
        work = replace(work, licences=(LICENCE,), layers=frozenset(), disputes=frozenset())
    assume(is_lasting(evaluate(work, country, today)))

    assert play(evaluate(with_lives_of(work, others), country, today)) is Play.YES


def licensed(*people: Person) -> Work:
    """A film of our time under its maker's licence."""
    return Work("a film", published=in_year(2015, MAKER), origin=("US",), people=people, licences=(LICENCE,))


def test_a_maker_s_licence_without_a_doubt_lasts_in_every_country():
    film = licensed(Person("Ada", Role.PRINCIPAL_DIRECTOR, in_year(2020, MAKER)))

    assert all(is_lasting(evaluate(film, country, TODAY)) for country in COUNTRIES)


def test_who_wrote_what_a_licensed_film_is_based_on_can_worsen_it():
    early = Person("Ada", Role.UNDERLYING_AUTHOR, in_year(1900, MAKER), nationalities=frozenset({"FR"}))
    film = replace(licensed(early), published=in_year(1900, MAKER), origin=("FR",))
    late = replace(film, people=(replace(early, died=in_year(2010, MAKER)),))

    assert is_lasting(evaluate(film, "FR", TODAY))
    assert play(evaluate(late, "FR", TODAY)) is not Play.YES
