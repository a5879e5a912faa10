"""Dates, lengths and years as the pages write them."""

from datetime import date
from decimal import Decimal

import pytest

from allostream.web import formats


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2025-01-01", "1 January 2025", "1er janvier 2025"),
        ("2025-01-11", "11 January 2025", "11 janvier 2025"),
        ("2024-08-21", "21 August 2024", "21 août 2024"),
        ("1926-12", "December 1926", "décembre 1926"),
        ("1926", "1926", "1926"),
        ("", "", ""),
    ],
)
def test_a_date_says_no_more_than_is_known(text: str, english: str, french: str) -> None:
    assert formats.written_date(text, "en").replace("\N{NO-BREAK SPACE}", " ") == english
    assert formats.written_date(text, "fr").replace("\N{NO-BREAK SPACE}", " ") == french


@pytest.mark.parametrize(("minutes", "written"), [(1, "1 min"), (59, "59 min"), (60, "1 h 00"), (153, "2 h 33")])
def test_a_length_is_in_minutes_below_an_hour(minutes: int, written: str) -> None:
    assert formats.length(minutes).replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (1926, None, "1926"), (1926, 1926, "1926"), (1915, 1916, "1915–16"), (1999, 2003, "1999–2003"),
        (None, None, ""), (None, 1916, ""),
    ],
)  # fmt: skip
def test_years_are_shortened_within_a_century(first: int | None, last: int | None, written: str) -> None:
    assert formats.years(first, last) == written


def test_numbers_and_prices_are_the_languages_own() -> None:
    assert formats.number(18240, "en") == "18,240"
    assert formats.number(18240, "fr") == "18\N{NARROW NO-BREAK SPACE}240"
    assert formats.price(Decimal("2.99"), "EUR", "en") == "€2.99"
    assert formats.price(Decimal("2.99"), "EUR", "fr") == "2,99\N{NO-BREAK SPACE}€"


def test_a_day_is_the_day_of_a_date() -> None:
    assert formats.day(date(2026, 11, 25), "fr") == "25\N{NO-BREAK SPACE}novembre 2026"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("À l'ombre de la guillotine", "À l’ombre de la guillotine"),
        ("Buster Keaton : les courts métrages", "Buster Keaton\N{NARROW NO-BREAK SPACE}: les courts métrages"),
        ("Qui ?", "Qui\N{NARROW NO-BREAK SPACE}?"),
        ("« M »", "«\N{NARROW NO-BREAK SPACE}M\N{NARROW NO-BREAK SPACE}»"),
        ("Sherlock Holmes: the films", "Sherlock Holmes: the films"),
        ("The Gallopin' Gaucho", "The Gallopin’ Gaucho"),
        ("'49–'17", "'49–'17"),
        ("", ""),
    ],
)
def test_a_name_is_set_as_it_is_printed(name: str, printed: str) -> None:
    assert formats.typeset(name) == printed
