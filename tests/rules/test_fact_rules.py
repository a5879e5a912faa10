"""Who brings a fact into force, and what a statement must hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.dates import PartialDate, Precision
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import BadValue
from allostream.rights.fact_rules import (
    GivenSource,
    Outcome,
    Voice,
    check_life,
    check_source,
    check_value,
    longest_protecting,
    outcome,
)
from allostream.rights.fact_values import Author, Dated, Flag, Property, Underlying, Value

TODAY = date(2026, 11, 25)
YES, NO = True, False


def dated(text: str, precision: Precision | None = None) -> Dated:
    day = PartialDate.parse(text)
    return Dated(precision or day.precision, day)


def voices(*said: bool, trusted: bool | None = None) -> list[Voice]:
    given = [Voice(str(number), one) for number, one in enumerate(said)]
    return given if trusted is None else [*given, Voice("trusted", trusted, is_trusted=True)]


@pytest.mark.parametrize(
    ("said", "trusted", "is_protected", "expected"),
    [
        ((YES,), None, False, Outcome.OPEN),
        ((YES, YES), None, False, Outcome.IN_FORCE),
        ((YES, YES), None, True, Outcome.OPEN),
        ((YES, YES, YES, YES), None, True, Outcome.OPEN),
        ((YES, NO), None, False, Outcome.OPEN),
        ((YES, NO, YES), None, False, Outcome.OPEN),
        ((YES, NO, YES, YES), None, False, Outcome.IN_FORCE),
        ((YES, NO, NO), None, False, Outcome.REFUSED),
        ((YES, NO, NO), None, True, Outcome.REFUSED),
        ((YES,), YES, False, Outcome.IN_FORCE),
        ((YES,), YES, True, Outcome.IN_FORCE),
        ((YES,), NO, False, Outcome.REFUSED),
        ((), YES, False, Outcome.IN_FORCE),
        ((YES, NO), YES, False, Outcome.IN_FORCE),
    ],
)
def test_two_voices_or_a_trusted_one_settle_a_suggestion(
    said: tuple[bool, ...], trusted: bool | None, is_protected: bool, expected: Outcome
) -> None:
    assert outcome(voices(*said, trusted=trusted), is_protected=is_protected, is_one_known=True) is expected
    among_new = outcome(voices(*said, trusted=trusted), is_protected=is_protected, is_one_known=False)
    assert among_new is (Outcome.OPEN if trusted is None and expected is Outcome.IN_FORCE else expected)


@given(st.lists(st.booleans(), max_size=6), st.booleans(), st.booleans())
def test_one_voice_more_for_it_never_refuses_a_suggestion(
    said: list[bool], is_protected: bool, is_one_known: bool
) -> None:
    before = outcome(voices(*said), is_protected=is_protected, is_one_known=is_one_known)
    after = outcome(voices(*said, YES), is_protected=is_protected, is_one_known=is_one_known)
    assert after is before or (before is Outcome.OPEN and after is Outcome.IN_FORCE)


@pytest.mark.parametrize(
    ("source", "field"),
    [
        (GivenSource(" "), "source_name"),
        (GivenSource("x" * 201), "source_name"),
        (GivenSource("A register", Weight.AUTHORITY), "source_quote"),
        (GivenSource("A book", Weight.REFERENCE, quote=" "), "source_quote"),
        (GivenSource("A page", address="javascript:alert(1)"), "source_address"),
        (GivenSource("A page", address="https://"), "source_address"),
        (GivenSource("A page", seen_on=date(2026, 11, 26)), "seen_on"),
    ],
)
def test_a_source_that_nobody_could_follow_up_is_refused(source: GivenSource, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        check_source(source, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "source",
    [
        GivenSource("A list on the web"),
        GivenSource("A register", Weight.AUTHORITY, address="https://register.example/1"),
        GivenSource("A book", Weight.REFERENCE, quote="died 3 May 1932", seen_on=TODAY),
    ],
)
def test_a_source_that_others_can_read_is_taken(source: GivenSource) -> None:
    check_source(source, TODAY)


@pytest.mark.parametrize(
    ("value", "is_good"),
    [
        (dated("2026-11-25"), True),
        (dated("2026-11-26"), False),
        (dated("2026"), True),
        (dated("2027"), False),
        (dated("2026", Precision.BEFORE), True),
        (dated("2027", Precision.BEFORE), False),
        (Dated(Precision.NONE), True),
        (Flag(True), True),
        (Underlying("novel", "x", (Author("y", dated("2030")),)), False),
        (Underlying("novel", "x", published=dated("2030")), False),
    ],
)
def test_a_date_that_has_yet_to_come_is_refused(value: Value, is_good: bool) -> None:
    if is_good:
        check_value(value, TODAY)
    else:
        with pytest.raises(BadValue, match="yet to come"):
            check_value(value, TODAY)


@pytest.mark.parametrize(
    ("name", "value", "other", "is_good"),
    [
        ("died", "1926", "1895", True),
        ("died", "1894", "1895", False),
        ("died", "1895", "1895-10-04", True),
        ("born", "1927", "1926", False),
        ("born", "1926-12-31", "1926", True),
        ("published", "1800", "1895", True),
    ],
)
def test_nobody_dies_before_birth(name: str, value: str, other: str, is_good: bool) -> None:
    if is_good:
        check_life(Property(name), dated(value), [dated(other)])
    else:
        with pytest.raises(BadValue, match="before the birth"):
            check_life(Property(name), dated(value), [dated(other)])


def test_of_dates_that_contradict_each_other_the_latest_is_shown() -> None:
    early, late, alive = dated("1967"), dated("1968-02"), Dated(Precision.NONE)
    unknown = Dated(Precision.UNKNOWN)
    assert longest_protecting([late, early]) == longest_protecting([early, late]) == late
    assert longest_protecting([late, alive, unknown]) == alive
    assert longest_protecting([unknown, early]) == early
    assert longest_protecting([unknown]) == unknown
    assert longest_protecting([]) is None
