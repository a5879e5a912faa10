"""What several sources say made one value for the rules: what agrees is narrowed, what contradicts protects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.rights.combining import flag_of, overlaid, person_overlaid, when_of
from allostream.rights.engine.facts import Layer, Notice, Person, Production, Renewal, Role, Source, Weight, When, Work
from allostream.rights.fact_reading import read
from allostream.rights.fact_values import Property, Value

BOOK, REGISTER = Source("book"), Source("register")


@dataclass(frozen=True)
class Said:
    property: Property
    value: Value
    source: Source


def said(name: Property, *values: dict[str, Any]) -> Sequence[Said]:
    return [Said(name, read(name, value), source) for value, source in zip(values, (BOOK, REGISTER), strict=False)]


@pytest.mark.parametrize(
    ("values", "first", "last", "disputed"),
    [
        ([{"date": "1954"}], date(1954, 1, 1), date(1954, 12, 31), False),
        ([{"date": "1954"}, {"date": "1954-07-01"}], date(1954, 7, 1), date(1954, 7, 1), False),
        ([{"date": "1954"}, {"date": "1956"}], date(1954, 1, 1), date(1956, 12, 31), True),
        ([{"date": "1954", "precision": "before"}], None, date(1954, 12, 31), False),
        ([{"precision": "unknown"}], None, None, False),
        ([{"precision": "unknown"}, {"date": "1954"}], date(1954, 1, 1), date(1954, 12, 31), False),
    ],
)
def test_one_date_of_several(
    values: list[dict[str, Any]], first: date | None, last: date | None, disputed: bool
) -> None:
    found = when_of(said(Property.DIED, *values))

    assert (found.earliest, found.latest, found.is_disputed) == (first, last, disputed)


def test_whom_one_source_calls_living_is_not_dead_for_the_rules() -> None:
    found = when_of(said(Property.DIED, {"precision": "none"}, {"date": "1954"}))

    assert (found.is_never, found.is_disputed, found.is_known) == (True, True, False)


@given(st.lists(st.integers(1900, 2020), min_size=1, max_size=2))
def test_a_further_source_never_makes_a_death_earlier(years: list[int]) -> None:
    found = when_of(said(Property.DIED, *[{"date": str(year)} for year in years]))

    assert found.latest == date(max(years), 12, 31)
    assert len(found.sources) == len(years)


def test_flags_that_contradict_protect() -> None:
    both = said(Property.DIED_FOR_FRANCE, {"holds": True}, {"holds": False})

    assert flag_of(both, protects=True) is True
    assert flag_of(both) is None
    assert flag_of(said(Property.DIED_FOR_FRANCE, {"holds": None})) is None


def test_nationalities_are_gathered_since_one_more_only_closes_a_gate() -> None:
    person = Person("Lang", Role.PRINCIPAL_DIRECTOR, nationalities=frozenset({"US"}))
    facts = said(Property.NATIONALITY, {"countries": ["AT"]}, {"countries": ["DE", "US"]})

    assert person_overlaid(person, facts).nationalities == {"AT", "DE", "US"}
    assert person_overlaid(person, ()) is person


WORK = Work("M", people=(Person("Lang", Role.PRINCIPAL_DIRECTOR),), layers=frozenset({Layer.MUSIC}))


@pytest.mark.parametrize(
    ("name", "values", "field", "expected"),
    [
        (Property.PUBLISHED_IN, [{"country": "DE"}], "published_in", "DE"),
        (Property.PUBLISHED_IN, [{"country": "DE"}, {"country": "FR"}], "published_in", None),
        (Property.ORIGIN, [{"countries": ["FR"]}, {"countries": ["DE"]}], "origin", ("DE", "FR")),
        (Property.WITHIN_30_DAYS, [{"countries": []}], "within_30_days", frozenset()),
        (Property.WITHIN_30_DAYS, [{"countries": []}, {"countries": ["US"]}], "within_30_days", None),
        (Property.NOBODY, [{"code": "composer"}], "nobody", {Role.COMPOSER}),
        (Property.NOBODY, [{"code": "principal_director"}], "nobody", set()),  # somebody is credited
        (Property.NOBODY, [{"code": "composer"}, {"code": "composer", "holds": False}], "nobody", set()),
        (Property.LAYER, [{"code": "coloured"}], "layers", {Layer.MUSIC, Layer.COLOURED}),
        (Property.LAYER, [{"code": "music", "holds": False}], "layers", set()),
        (Property.LAYER, [{"code": "music", "holds": False}, {"code": "music"}], "layers", {Layer.MUSIC}),
        (Property.LAYER_CLEARED, [{"code": "music"}, {"code": "music", "holds": False}], "cleared", set()),
        (Property.PRODUCTION, [{"code": "us_government"}], "production", Production.US_GOVERNMENT),
        (Property.PRODUCTION, [{"code": "us_government"}, {"code": "private"}], "production", Production.UNKNOWN),
        (Property.BASED_ON_NOTHING, [{"holds": True}, {"holds": False}], "is_based_on_nothing", False),
        (Property.DISPUTE, [{"code": "title_writers"}], "disputes", {"title_writers"}),
        (Property.BROADCAST_ONLY, [{"holds": True}, {"holds": False}], "is_broadcast_only", True),
    ],
)
def test_facts_lie_over_what_was_known(name: Property, values: list[dict[str, Any]], field: str, expected: Any) -> None:
    assert getattr(overlaid(WORK, said(name, *values)), field) == expected


@pytest.mark.parametrize(
    ("name", "codes", "field", "expected"),
    [
        (Property.NOTICE, ["none"], "notice", Notice.NONE),
        (Property.NOTICE, ["none", "valid"], "notice", Notice.VALID),
        (Property.RENEWAL, ["not_renewed"], "renewal", Renewal.NOT_RENEWED),
        (Property.RENEWAL, ["not_renewed", "renewed"], "renewal", Renewal.CONTESTED),
        (Property.RENEWAL, ["unknown"], "renewal", Renewal.UNKNOWN),
    ],
)
def test_formalities_that_contradict_are_taken_for_the_copyright(
    name: Property, codes: list[str], field: str, expected: Any
) -> None:
    found = overlaid(WORK, said(name, *[{"code": code} for code in codes]))

    assert getattr(found.us, field) == expected
    assert len(found.us.sources) == len(codes)


def test_the_last_search_of_ours_counts() -> None:
    searches = [{"on": "2024-01-05", "searched": "1967"}, {"on": "2026-06-01", "searched": "1967–1968"}]
    found = overlaid(WORK, said(Property.SEARCH, *searches)).us

    assert (found.search_by_us, found.searched_on, found.searched) == (True, date(2026, 6, 1), "1967–1968")


LOOKED = {"on": "2026-06-01", "searched": "a release print of 1968"}


@pytest.mark.parametrize(
    ("name", "field"), [(Property.SEARCH, "searched_on"), (Property.TITLE_CARDS, "notice_seen_on")]
)
def test_what_somebody_merely_claims_was_no_look_of_ours(name: Property, field: str) -> None:
    stated = Said(name, read(name, LOOKED), Source("a forum", Weight.CLAIM))

    assert getattr(overlaid(WORK, [stated]).us, field) is None
    assert getattr(overlaid(WORK, said(name, LOOKED)).us, field) == date(2026, 6, 1)


def test_the_last_look_at_the_title_cards_counts_and_speaks_of_no_renewal() -> None:
    older = {"on": "2024-01-05", "searched": "a copy for television"}
    facts = [*said(Property.TITLE_CARDS, older, LOOKED), *said(Property.RENEWAL, {"code": "not_renewed"})]
    found = overlaid(WORK, facts).us

    assert (found.notice_seen_on, found.notice_seen) == (date(2026, 6, 1), "a release print of 1968")
    assert (found.notice_seen_by, found.sources, found.search_by_us) == ((REGISTER,), (BOOK,), False)


def test_two_descriptions_of_one_novel_are_one_work_with_all_authors() -> None:
    novel = {"kind": "novel", "name": "Fantômas", "is_cleared": True, "authors": [{"name": "Souvestre"}]}
    other = {**novel, "is_cleared": False, "authors": [{"name": "Allain", "died": {"date": "1969"}}]}
    found = overlaid(WORK, said(Property.UNDERLYING, novel, other)).underlying

    assert len(found) == 1
    assert [author.name for author in found[0].authors] == ["Souvestre", "Allain"]
    assert not found[0].is_cleared


def test_a_licence_that_one_source_takes_back_is_none() -> None:
    licence = {"uri": "https://creativecommons.org/licenses/by/3.0/", "name": "CC BY 3.0", "is_by_maker": True}

    assert overlaid(WORK, said(Property.LICENCE, licence)).licences[0].is_by_maker
    assert overlaid(WORK, said(Property.LICENCE, licence, {**licence, "holds": False})).licences == ()


def test_without_facts_a_work_is_as_it_was() -> None:
    assert overlaid(WORK, ()) is WORK
    assert when_of(()) == When()
