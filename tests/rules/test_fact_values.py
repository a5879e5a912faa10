"""Values of facts: what is read and refused, what is written comes back, and spans of dates."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.dates import PartialDate, Precision
from allostream.lib.ids import new_id
from allostream.rights.engine.facts import Layer, Renewal, Role
from allostream.rights.fact_reading import BadValue, read, write
from allostream.rights.fact_values import (
    KINDS,
    Author,
    Code,
    Countries,
    Country,
    Credit,
    Dated,
    Flag,
    Licence,
    Listed,
    Property,
    Search,
    Subject,
    Underlying,
    key_of,
    last_day,
    properties_of,
    span_of,
)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("died", {"date": "1926"}, Dated(Precision.YEAR, PartialDate.parse("1926"))),
        ("died", {"precision": "year", "date": "1926"}, Dated(Precision.YEAR, PartialDate.parse("1926"))),
        ("died", {"precision": "before", "date": "1940-02"}, Dated(Precision.BEFORE, PartialDate.parse("1940-02"))),
        ("died", {"precision": "none"}, Dated(Precision.NONE)),
        ("born", {"precision": "unknown"}, Dated(Precision.UNKNOWN)),
        ("nationality", {"countries": ["US", "FR", "FR"]}, Countries(("FR", "US"))),
        ("nationality", {"countries": None}, Countries(None)),
        ("within_30_days", {"countries": []}, Countries(())),
        ("published_in", {"country": "SU"}, Country("SU")),
        ("died_for_france", {"holds": True}, Flag(True)),
        ("anonymous", {"holds": None}, Flag(None)),
        ("renewal", {"code": "not_renewed"}, Code(Renewal.NOT_RENEWED)),
        ("nobody", {"code": "composer"}, Listed(Role.COMPOSER)),
        ("layer", {"code": "music", "holds": False}, Listed(Layer.MUSIC, holds=False)),
        ("search", {"on": "2026-11-24", "searched": " 1967  to 1968 "}, Search(date(2026, 11, 24), "1967 to 1968")),
        ("underlying", {"kind": "play", "name": "Pygmalion"}, Underlying("play", "Pygmalion")),
    ],
)  # fmt: skip
def test_a_value_is_read(name: str, raw: dict[str, Any], value: object) -> None:
    assert read(Property(name), raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "field", "what"),
    [
        ("died", {}, "date", "missing"),
        ("died", {"date": ""}, "date", "missing"),
        ("died", {"date": "1926-13"}, "date", "“1926-13” is no date"),
        ("died", {"date": "31/12/1926"}, "date", "is no date"),
        ("died", {"date": "1926", "precision": "none"}, "date", "left empty"),
        ("died", {"date": "1926", "precision": "about"}, "precision", "“about” is not one of the choices"),
        ("published", {"precision": "none"}, "precision", "Only a death"),
        ("died", ["1926"], "value", "not an object"),
        ("nationality", {"countries": ["XX"]}, "countries", "“XX” is no country"),
        ("nationality", {"countries": "FR"}, "countries", "not a list of countries"),
        ("origin", {"countries": []}, "countries", "at least one country"),
        ("published_in", {"country": "fr"}, "country", "“fr” is no country"),
        ("anonymous", {"holds": "yes"}, "holds", "neither yes nor no"),
        ("renewal", {"code": "perhaps"}, "code", "renewed, not_renewed"),
        ("nobody", {"code": "cast"}, "code", "is not one of the choices"),
        ("dispute", {"code": "Who knows?"}, "code", "small letters"),
        ("search", {"on": "2026-11", "searched": "1967"}, "on", "The day is missing"),
        ("search", {"on": "2026-11-24", "searched": " "}, "searched", "It is empty"),
        ("underlying", {"kind": "poem", "name": "x"}, "kind", "is not one of the choices"),
        ("underlying", {"kind": "play", "name": "x\x00"}, "name", "control character"),
        ("underlying", {"kind": "play", "name": "x", "authors": [{"name": "y", "died": {"date": "z"}}]},
         "authors[0].died.date", "is no date"),
        ("licence", {"uri": "CC BY", "name": "CC BY"}, "uri", "no web address"),
        ("credit", {"person": "Keaton", "role": "composer"}, "person", "no id of a person"),
        ("credit", {"person": "bcdfghjkmnpq", "role": "star"}, "role", "is not one of the choices"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(name: str, raw: Any, field: str, what: str) -> None:
    with pytest.raises(BadValue, match=what) as refused:
        read(Property(name), raw)
    assert refused.value.field == field


partial = st.dates(date(1000, 1, 1), date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", day.isoformat()]).map(PartialDate.parse)
)
dated = st.one_of(
    partial.map(lambda day: Dated(day.precision, day)),
    partial.map(lambda day: Dated(Precision.BEFORE, day)),
    st.just(Dated(Precision.UNKNOWN)),
)
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
countries = st.one_of(
    st.none(), st.sets(st.sampled_from(["FR", "US", "SU", "DD", "JP"])).map(lambda codes: tuple(sorted(codes)))
)
holds, maybe = st.booleans(), st.sampled_from([True, False, None])
authors = st.builds(Author, name=words, died=dated, nationalities=countries)
stated = st.one_of(
    st.tuples(st.sampled_from([Property.BORN, Property.PUBLISHED, Property.MADE]), dated),
    st.tuples(st.just(Property.DIED), st.one_of(dated, st.just(Dated(Precision.NONE)))),
    st.tuples(st.sampled_from([Property.NATIONALITY, Property.WITHIN_30_DAYS]), countries.map(Countries)),
    st.tuples(st.just(Property.PUBLISHED_IN), st.sampled_from([None, "FR", "SU"]).map(Country)),
    st.tuples(st.sampled_from([Property.ANONYMOUS, Property.REGISTERED]), maybe.map(Flag)),
    st.tuples(st.just(Property.RENEWAL), st.sampled_from(list(Renewal)).map(lambda code: Code(code.value))),
    st.tuples(st.just(Property.LAYER), st.builds(Listed, st.sampled_from([one.value for one in Layer]), holds)),
    st.tuples(
        st.sampled_from([Property.SEARCH, Property.TITLE_CARDS]), st.builds(Search, st.dates(date(1990, 1, 1)), words)
    ),
    st.tuples(st.just(Property.UNDERLYING), st.builds(
        Underlying, st.sampled_from(KINDS[Property.UNDERLYING].codes), words,
        st.lists(authors, max_size=3).map(tuple), dated, st.sampled_from([None, "GB"]), maybe, holds, holds,
    )),
    st.tuples(st.just(Property.LICENCE), st.builds(
        Licence, words.map(lambda word: f"https://x.example/{word}"), words, holds, holds, holds, holds,
    )),
    st.tuples(st.just(Property.CREDIT), st.builds(
        Credit, st.builds(new_id), st.sampled_from(KINDS[Property.CREDIT].codes), holds,
    )),
)  # fmt: skip


@given(stated)
def test_every_value_comes_back_as_it_was_written(said: tuple[Property, Any]) -> None:
    name, value = said
    assert read(name, write(value)) == value
    assert len(key_of(value)) <= 210


@given(dated)
def test_a_span_begins_before_it_ends_and_holds_the_date_given(value: Dated) -> None:
    earliest, latest = value.span()
    if value.on is None:
        assert (earliest, latest) == (None, None)
    else:
        assert latest is not None
        assert (earliest or date.min) <= value.on.on <= latest
        assert (earliest is None) == (value.precision is Precision.BEFORE)
    assert value.when().latest == latest


@given(partial)
def test_the_last_day_of_a_month_or_year_is_followed_by_another(day: PartialDate) -> None:
    after = last_day(day) + timedelta(days=1)
    assert last_day(day) >= day.on
    if day.precision is Precision.MONTH:
        assert (after.day, last_day(day).month) == (1, day.on.month)
    if day.precision is Precision.YEAR:
        assert (after.year, after.month, after.day) == (day.on.year + 1, 1, 1)


def test_facts_of_different_keys_stand_beside_each_other() -> None:
    dracula, carmilla = Underlying("novel", "Dracula"), Underlying("novel", "Carmilla")
    assert key_of(dracula) == key_of(Underlying("novel", " dracula", country="GB")) != key_of(carmilla)
    assert key_of(Listed("composer")) == key_of(Listed("composer", holds=False)) == "composer"
    assert key_of(Flag(True)) == key_of(Dated(Precision.NONE)) == ""
    assert span_of(Flag(True)) == (None, None)


def test_every_property_can_be_stated_of_something() -> None:
    of_something = {name for subject in Subject for name in properties_of(subject)}
    assert of_something == set(Property)
    assert properties_of(Subject.EDITION) == (
        Property.UNDERLYING, Property.LAYER, Property.LAYER_CLEARED, Property.LICENCE, Property.DISPUTE,
    )  # fmt: skip
