"""Whether two descriptions are one work: cases that go wrong elsewhere, and what holds for all."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.catalogue.identity_rules import Candidate, Described, Maker, Outcome, Reason, for_merging, judge
from allostream.catalogue.name_keys import loosened, name_key, numbers_in, spelt
from allostream.catalogue.rules import KnownName
from allostream.lib.dates import PartialDate

SAME, NEW, DOUBTFUL = Outcome.SAME, Outcome.NEW, Outcome.DOUBTFUL


def work(name: str, year: int | None = None, *others: str, by: str = "", **values: Any) -> Described:
    names = (KnownName(name, "", "original"), *(KnownName(text, "", "release") for text in others))
    if by:
        values["makers"] = tuple(Maker(one) for one in by.split(", "))
    return Described(names=names, year=year, **{"kind": "film", **values})


def imdb(*ids: str) -> dict[str, tuple[str, ...]]:
    return {"imdb": ids}


CASES: list[tuple[str, Described, Described, Outcome]] = [
    (
        "a long name and a year",
        work("Das Cabinet des Dr. Caligari", 1920),
        work("Das Cabinet des Dr Caligari", 1920),
        SAME,
    ),
    ("a name alone", work("Das Cabinet des Dr. Caligari"), work("Das Cabinet des Dr. Caligari", 1920), DOUBTFUL),
    ("a short name alone", work("Hamlet"), work("Hamlet", 1948), NEW),
    ("a common name of a year", work("Home", 2008), work("Home", 2008), DOUBTFUL),
    ("the same with its director", work("Home", 2008, by="Ursula Meier"), work("Home", 2008, by="Ursula Meier"), SAME),
    ("two of a name and a year", work("Home", 2008, by="Ursula Meier"), work("Home", 2008, by="Patrick Shen"), NEW),
    ("a remake", work("The Ladykillers", 2004), work("The Ladykillers", 1955), NEW),
    (
        "a festival the year before",
        work("Nosferatu", 1921, by="F. W. Murnau"),
        work("Nosferatu", 1922, by="Friedrich Wilhelm Murnau"),
        SAME,
    ),
    ("a year apart and nothing else", work("Crime and Punishment", 1934), work("Crime and Punishment", 1935), DOUBTFUL),
    (
        "names of people the other way round",
        work("Ohayo", 1959, by="Ozu Yasujirō"),
        work("Ohayo", 1959, by="Yasujiro Ozu"),
        SAME,
    ),
    ("parts", work("Kill Bill: Vol. 1", 2003), work("Kill Bill: Vol. 2", 2003), NEW),
    (
        "numerals",
        work("The Godfather Part II", 1974, by="F. Ford Coppola"),
        work("The Godfather: Part 2", 1974, by="F. Ford Coppola"),
        SAME,
    ),
    (
        "another script",
        work("Nochnoi Dozor", 2004, by="Timur Bekmambetov"),
        work("Ночной дозор", 2004, by="Тимур Бекмамбетов"),
        SAME,
    ),
    ("a series and a film", work("Fargo", 1996), work("Fargo", 1996, kind="series"), NEW),
    (
        "a serial and a feature",
        work("Flash Gordon", 1936, form="film_serial"),
        work("Flash Gordon", 1936, form="feature"),
        DOUBTFUL,
    ),
    (
        "several names",
        work("Le Voyage dans la lune", 1902, "A Trip to the Moon"),
        work("A Trip to the Moon", 1902, "Le voyage dans la Lune"),
        SAME,
    ),
    (
        "an identifier and the facts",
        work("M", 1931, identifiers=imdb("tt0022100")),
        work("M", 1931, identifiers=imdb("tt0022100")),
        SAME,
    ),
    (
        "an identifier under a translated name",
        work("Playtime", 1967, identifiers=imdb("tt0062136")),
        work("Tatis herrliche Zeiten", 1967, identifiers=imdb("tt0062136")),
        SAME,
    ),
    (
        "an identifier and nothing that agrees",
        work("Playtime", 1967, identifiers=imdb("tt0062136")),
        work("Gertrud", 1964, identifiers=imdb("tt0062136")),
        DOUBTFUL,
    ),
    (
        "an identifier and another kind",
        work("Fargo", 1996, identifiers=imdb("tt0116282")),
        work("Fargo", 1996, kind="series", identifiers=imdb("tt0116282")),
        DOUBTFUL,
    ),
    (
        "an identifier and another part",
        work("Kill Bill: Vol. 1", 2003, identifiers=imdb("tt0266697")),
        work("Kill Bill: Vol. 2", 2004, identifiers=imdb("tt0266697")),
        DOUBTFUL,
    ),
    (
        "an identifier of a person",
        work("Playtime", 1967, identifiers=imdb("nm0004244")),
        work("Mon oncle", 1958, identifiers=imdb("nm0004244")),
        NEW,
    ),
    (
        "an identifier that is none",
        work("The Long and Winding Road", 1990, identifiers=imdb("tt1")),
        work("The Long and Winding Road", 1990, identifiers=imdb("tt0000002")),
        SAME,
    ),
    (
        "identifiers that differ",
        work("A Bullet in the Head", 1990, identifiers=imdb("tt0125680")),
        work("A Bullet in the Head", 1990, identifiers=imdb("tt0099426")),
        DOUBTFUL,
    ),
]


@pytest.mark.parametrize(("one", "other", "outcome"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_two_descriptions_are_one_work_or_not(one: Described, other: Described, outcome: Outcome) -> None:
    verdict = judge(one, [Candidate(1, other)])

    assert verdict.outcome is outcome, verdict
    assert judge(other, [Candidate(1, one)]).outcome is outcome
    assert (verdict.title is None) == (outcome is NEW)


def test_of_two_that_fit_alike_neither_is_taken() -> None:
    home = work("The Return of the Vampire", 2008)

    verdict = judge(home, [Candidate(1, home), Candidate(2, home)])

    assert verdict.outcome is DOUBTFUL
    assert Reason.TWO_ALIKE in {ground.reason for ground in verdict.grounds}


def test_of_two_the_one_with_the_director_is_taken() -> None:
    home = work("Home", 2008, by="Ursula Meier")

    verdict = judge(home, [Candidate(1, work("Home", 2008)), Candidate(2, home)])

    assert (verdict.outcome, verdict.title) == (SAME, 2)


def test_identifiers_of_two_titles_are_a_doubt() -> None:
    ids = {"imdb": ("tt0022100",), "wikidata": ("Q127021",)}
    one, other = (work("M", 1931, identifiers={scheme: ids[scheme]}) for scheme in ids)

    verdict = judge(work("M", 1931, identifiers=ids), [Candidate(1, one), Candidate(2, other)])

    assert verdict.outcome is DOUBTFUL
    assert verdict.grounds[0].reason is Reason.TWO_TITLES


def test_one_source_never_has_a_work_twice() -> None:
    caligari = work("Das Cabinet des Dr. Caligari", 1920, identifiers=imdb("tt0010323"))

    verdict = judge(replace(caligari, source="lists"), [Candidate(1, caligari, frozenset({"lists"}))])

    assert verdict.outcome is NEW


def test_a_name_that_other_works_have_needs_more() -> None:
    return_ = work("The Return of Spring", 2010)

    assert judge(return_, [Candidate(1, return_)]).outcome is SAME
    assert judge(return_, [Candidate(1, return_, namesakes=6)]).outcome is DOUBTFUL


names = st.text(min_size=1, max_size=40)


@given(names, names, st.integers(1890, 2030) | st.none(), st.integers(1890, 2030) | st.none())
def test_names_never_merge_two_works_alone(mine: str, theirs: str, year: int | None, other: int | None) -> None:
    one, two = work(mine, year, theirs), work(theirs, other, mine)

    verdict = judge(one, [Candidate(1, two)])

    if year is None or other is None or abs(year - other) > 2:
        assert verdict.outcome is not SAME
    assert 0.0 <= verdict.score <= 1.0


@given(names, st.integers(1890, 2030), st.dates())
def test_weights_are_the_same_from_both_sides(name: str, year: int, day: Any) -> None:
    one = work(name, year, released=PartialDate(day), runtime_min=90, countries=("FR",))
    two = work(name, year + 1, released=PartialDate(day), runtime_min=140, countries=("DE",))

    assert judge(one, [Candidate(1, two)]).score == pytest.approx(judge(two, [Candidate(1, one)]).score)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Хрущёв", "Khrushchev"),
        ("The Godfather, Part II", "Godfather Part 2"),
        ("Les Misérables", "les miserables"),
        ("Nochnoy dozor", "Ночной дозор"),
    ],
)
def test_names_that_differ_in_writing_alone_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) is not None


@pytest.mark.parametrize(("one", "other"), [("Ocean's 11", "Ocean's 12"), ("Rocky", "Rocky II"), ("Alien", "Aliens")])
def test_names_that_differ_in_a_number_or_letter_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(names)
def test_every_name_has_a_key_or_nothing_in_it(name: str) -> None:
    key = name_key(name)

    assert (key is None) == (loosened(name) == "")
    assert key is None or -(2**63) <= key < 2**63
    assert spelt(name) == spelt(name.upper().lower()) or not name.isascii()


def test_numbers_of_parts_are_no_years() -> None:
    assert numbers_in("Blade Runner 2049: Part Two") == {2}
    assert numbers_in("1917") == frozenset()


def test_a_rare_name_and_a_year_ask_a_person_and_never_merge_by_themselves() -> None:
    record = work("The Notorious Lady of Cluny", 1927, countries=("US",))
    verdict = judge(record, [Candidate(1, record)])
    assert verdict.outcome is SAME, "it is likely enough to be looked at"
    assert for_merging(verdict).outcome is DOUBTFUL


@pytest.mark.parametrize(
    "witness",
    [
        {"makers": (Maker("King Baggot", "principal_director"),)},
        {"identifiers": {"imdb": ("tt0018209",)}},
        {"released": PartialDate.parse("1927-03-27")},
        {"countries": ("US",), "runtime_min": 71},
    ],
    ids=["a director", "an identifier", "the day", "country and length"],
)
def test_somebody_who_made_it_or_an_identifier_or_the_day_merges(witness: dict[str, Any]) -> None:
    record = work("The Notorious Lady of Cluny", 1927, **witness)
    assert for_merging(judge(record, [Candidate(1, record)])).outcome is SAME


def test_one_article_of_wikipedia_is_about_one_work() -> None:
    record = work("Le Roi de cœur", 1966, identifiers={"enwiki": ("King_of_Hearts_(1966_film)",)})
    there = work("King of Hearts", 1966, identifiers={"enwiki": ("King_of_Hearts_(1966_film)",)})
    assert for_merging(judge(record, [Candidate(1, there)])).outcome is SAME


def test_an_article_that_was_given_to_another_film_is_doubted() -> None:
    record = work("Don't Look Up", 2021, identifiers={"enwiki": ("Don't_Look_Up",)})
    there = work("女優霊", 1996, identifiers={"enwiki": ("Don't_Look_Up",)})
    assert judge(record, [Candidate(1, there)]).outcome is DOUBTFUL


def test_a_remake_that_leads_to_the_article_of_the_first_film_is_doubted() -> None:
    """Another identifier, given to a film of the same name, would be believed."""
    article, imdb = {"enwiki": ("Up_the_River",)}, {"imdb": ("tt0021516",)}
    for identifiers, outcome in ((article, DOUBTFUL), (imdb, SAME)):
        record, there = (work("Up the River", year, identifiers=identifiers) for year in (1938, 1930))
        assert judge(record, [Candidate(1, there)]).outcome is outcome


def test_articles_of_two_names_say_nothing_against_one_work() -> None:
    """An article is renamed when another work of its name gets one."""
    told = {"makers": (Maker("King Baggot", "principal_director"),)}
    record = work("The Notorious Lady", 1927, identifiers={"enwiki": ("The_Notorious_Lady",)}, **told)
    there = work("The Notorious Lady", 1927, identifiers={"enwiki": ("The_Notorious_Lady_(1927_film)",)}, **told)
    verdict = judge(record, [Candidate(1, there)])
    assert verdict.outcome is SAME
    assert Reason.OTHER_ID not in {one.reason for one in verdict.grounds}
