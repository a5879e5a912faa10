"""Where the rules could be led to free what is not free, or not surely: each case is one way to try."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allostream.rights.combining import overlaid, when_of
from allostream.rights.engine import Answer, Status, evaluate
from allostream.rights.engine.facts import (
    Genre,
    Layer,
    Notice,
    OpenLicence,
    Production,
    Renewal,
    Role,
    Source,
    Underlying,
    UsFormalities,
    Weight,
    When,
    before,
    in_year,
)
from allostream.rights.fact_reading import read
from allostream.rights.fact_values import Property
from tests.rights.works import (
    NO_MUSIC,
    NO_NOTICE,
    NOT_RENEWED,
    REFERENCE,
    RENEWED,
    SILENT,
    TODAY,
    C,
    D,
    S,
    W,
    film,
    who,
    year,
)

CLAIM = Source("a list", Weight.CLAIM)
EVERYTHING = (D, S, W, C)
PRIVATE, STUDIO = {"production": Production.PRIVATE}, {"production": Production.LEGAL_PERSON}


def span(first: int, last: int) -> When:
    return When(date(first, 1, 1), date(last, 12, 31), sources=(REFERENCE,))


def not_after(number: int) -> When:
    return before(date(number, 12, 31), REFERENCE)


def dated(work: Any, published: When) -> Any:
    return replace(work, published=published)


def died(person: Any, when: When) -> Any:
    return [replace(one, died=when) for one in person]


def used(kind: str, author: Any, published: int, country: str = "FR", **more: Any) -> dict[str, Any]:
    return {"underlying": (Underlying(kind, "the older work", tuple(author), year(published), country, **more),)}


def licence(name: str = "CC BY 4.0", *sources: Source, **more: bool) -> OpenLicence:
    return OpenLicence(name, "https://creativecommons.org/licenses/", is_by_maker=True, sources=sources, **more)


def short(answer: Answer) -> str:
    """pd, medium, open, open medium, ?, or until a day."""
    if answer.status is Status.PROTECTED:
        return f"until {answer.until}" if answer.until else "protected"
    if answer.status is Status.UNCLEAR:
        return "?"
    word = "pd" if answer.status is Status.PD else "open"
    return word if answer.confidence == "high" else f"{word} medium"


FRENCH = film("x", 1930, "FR", who("X", 1930, "FR", *EVERYTHING))
NO_DIRECTOR = film("x", 1930, "FR", who("X", 1930, "FR", S, W, C), nobody=frozenset({Role.CO_DIRECTOR}))
COMPOSED = film("x", 1949, "FR", who("X", 1948, "FR", D, S, W), who("Y", 1954, "FR", C))
KUROSAWA = film("x", 1955, "JP", who("Kurosawa", 1998, "JP", *EVERYTHING))
MODERN = film(
    "x", 2015, "US", who("X", None, "US", *EVERYTHING, born=1980), licences=(licence("CC BY 4.0", REFERENCE),)
)
NOVELIST = who("Novelist", None, "FR", Role.UNDERLYING_AUTHOR, born=1930)
SOVIET = film("x", 1940, "SU", who("X", 1952, "SU", D, S, W), nobody=NO_MUSIC, **PRIVATE)
OF_1990 = film("x", 1990, "US", who("X", 1950, "US", *EVERYTHING), **PRIVATE)
AMERICAN = film("x", 1950, "US", who("X", 1980, "US", *EVERYTHING), us=NOT_RENEWED)
CARD_SEARCH = replace(NO_NOTICE, notice_seen_on=None, notice_seen="")
MADE_1948 = film("x", 1985, "FR", who("X", 1954, "FR", *EVERYTHING), made=year(1948))
FOUND = film("x", 2015, "CH", who("X", 1930, "CH", D, S), made=year(1915), nobody=SILENT)

CASES: dict[str, tuple[Any, str, str]] = {
    "nobody was co-director, and no director is known": (NO_DIRECTOR, "FR", "?"),
    "and in the United Kingdom": (NO_DIRECTOR, "GB", "?"),
    # What lies under and over a film that its maker licensed
    "a licensed film of a protected novel": (
        replace(MODERN, **used("novel", who("N", 2020, "GB", S), 1990)),
        "US",
        "?",
    ),
    "and in France": (replace(MODERN, **used("novel", who("N", 2020, "GB", S), 1990)), "FR", "?"),
    "and where no law was read": (replace(MODERN, **used("novel", who("N", 2020, "GB", S), 1990)), "TR", "?"),
    "a licensed film with a protected song": (
        replace(MODERN, **used("song", who("N", 2020, "GB", C), 1990)),
        "FR",
        "open medium",
    ),
    "a licensed film, dubbed and with a new score": (
        replace(MODERN, layers=frozenset({Layer.DUBBED, Layer.NEW_SCORE})),
        "US",
        "?",
    ),
    "a licence that somebody claims to be the maker's": (
        replace(MODERN, licences=(licence("CC BY", CLAIM),)),
        "US",
        "open medium",
    ),
    "a licence for which nobody is named": (replace(MODERN, licences=(licence(),)), "FR", "open medium"),
    "a licence beside a term that is not sure": (
        replace(film("x", 1940, "IT", who("X", 1950, "IT", *EVERYTHING)), licences=(licence("CC0", REFERENCE),)),
        "IT",
        "open",
    ),
    # Dates that are not known exactly
    "music of 1947 to 1949": (dated(COMPOSED, span(1947, 1949)), "FR", "until 2033-04-30"),
    "music of 1948": (dated(COMPOSED, year(1948)), "FR", "pd"),
    "music from before 1950": (dated(COMPOSED, not_after(1949)), "FR", "until 2039-09-29"),
    "a Japanese film of 1953 to 1955": (dated(KUROSAWA, span(1953, 1955)), "JP", "until 2036-12-31"),
    "a Japanese film from before 1956": (dated(KUROSAWA, not_after(1955)), "FR", "until 2036-12-31"),
    "a Japanese film of 1954": (dated(KUROSAWA, year(1954)), "JP", "until 2036-12-31"),
    "a Japanese studio's film of 1955": (replace(KUROSAWA, **STUDIO), "JP", "pd"),
    "a director who may have died in the war": (
        film("x", 1935, "FR", died(who("X", 1949, "FR", D, S, W), not_after(1949)), nobody=NO_MUSIC),
        "FR",
        "medium",
    ),
    "a Spanish death by 1988": (
        film("x", 1935, "FR", died(who("X", 1988, "FR", D, S, W), not_after(1988)), nobody=NO_MUSIC),
        "ES",
        "until 2067-12-31",
    ),
    "an American film of 1975 to 1979": (dated(OF_1990, span(1975, 1979)), "US", "until 2072-12-31"),
    "an Italian film of 1944 to 1947": (film("x", 1947, "IT", who("X", 1948, "IT", *EVERYTHING)), "IT", "pd"),
    "an Italian film of perhaps 1944": (
        dated(film("x", 1947, "IT", who("X", 1948, "IT", *EVERYTHING)), span(1944, 1947)),
        "IT",
        "medium",
    ),
    "made nobody knows when, published in 1990": (OF_1990, "US", "until 2047-12-31"),
    "made in 1940, published in 1990": (replace(OF_1990, made=year(1940)), "US", "until 2047-12-31"),
    # Terms at home
    "a Soviet author who died in 1952": (SOVIET, "ES", "medium"),
    "a Soviet author who died in 1953, in 2023": (SOVIET, "ES", "medium"),
    # Older works
    "a living author of an older work in the credits": (replace(FRENCH, people=(*FRENCH.people, *NOVELIST)), "DE", "?"),
    "a score that the copy carries": (
        film(
            "x",
            1935,
            "FR",
            who("X", 1940, "CH", D, S, W),
            nobody=NO_MUSIC,
            layers=frozenset({Layer.LIVE_SCORE}),
            **used("live_score", who("C", 1950, "FR", Role.UNDERLYING_AUTHOR), 1935),
        ),
        "FR",
        "?",
    ),
    "a story said not to have been renewed": (
        replace(AMERICAN, **used("novel", who("N", 1990, "US", S), 1945, "US", is_us_renewed=False)),
        "US",
        "pd medium",
    ),
    # Proof
    "a missing notice after a search for renewals": (
        film(
            "x",
            1968,
            "US",
            who("X", 2017, "US", *EVERYTHING),
            us=replace(CARD_SEARCH, search_by_us=True, searched_on=date(2026, 6, 1), searched="1995–1996"),
        ),
        "US",
        "pd medium",
    ),
    "a missing notice that we saw": (
        film("x", 1968, "US", who("X", 2017, "US", *EVERYTHING), us=NO_NOTICE),
        "US",
        "pd",
    ),
    "one weak death of four": (
        film("x", 1930, "DE", who("X", 1950, "DE", D, W, C), died(who("Z", 1920, "DE", S), in_year(1920, CLAIM))),
        "DE",
        "medium",
    ),
    "deaths that contradict each other": (
        film("x", 1930, "DE", died(who("X", 1950, "DE", *EVERYTHING), replace(span(1930, 1952), is_disputed=True))),
        "DE",
        "medium",
    ),
    "an origin by hearsay": (
        film("x", 1925, "US", who("X", 1970, "US", D, S), nobody=SILENT, origin_sources=(CLAIM,)),
        "FR",
        "medium",
    ),
    "a government's work by hearsay": (
        film("x", 1950, "US", production=Production.US_GOVERNMENT, told_by=(("production", (CLAIM,)),)),
        "US",
        "pd medium",
    ),
    "nobody in a role by hearsay": (
        film("x", 1925, "DE", who("X", 1940, "DE", D, S), nobody=SILENT, told_by=(("nobody", (CLAIM,)),)),
        "DE",
        "medium",
    ),
    "a nationality by hearsay": (
        film("x", 1925, "US", who("X", 1970, "US", D, S, nationality_sources=(CLAIM,)), nobody=SILENT),
        "FR",
        "medium",
    ),
    "a nationality in small letters": (
        film("x", 1925, "US", who("X", 1970, "fr", D, S), nobody=SILENT),
        "FR",
        "until 2040-12-31",
    ),
    "a nationality that is none": (film("x", 1925, "US", who("X", 1970, "xy", D, S), nobody=SILENT), "FR", "?"),
    # Rights beside the authors'
    "made in 1948 and published in 1985": (MADE_1948, "FR", "until 2035-12-31"),
    "and in the United Kingdom, the same": (MADE_1948, "GB", "until 2035-12-31"),
    "found and published in 2015": (FOUND, "FR", "until 2040-12-31"),
    "an American film found in 2010": (
        film("x", 2010, "US", who("X", 1930, "US", D, S), made=year(1925), nobody=SILENT, **PRIVATE),
        "FR",
        "until 2035-12-31",
    ),
    "never published, in the United Kingdom": (
        replace(FRENCH, published=When(), is_unpublished=True, made=year(1940)),
        "GB",
        "until 2039-12-31",
    ),
    # Others
    "an anonymous German film": (film("x", 1930, "DE", is_anonymous=True), "DE", "medium"),
    "Hemingway in Japan": (
        film(
            "x",
            1932,
            "US",
            who("Borzage", 1962, "US", *EVERYTHING),
            us=RENEWED,
            **used("novel", who("Hemingway", 1961, "US", Role.UNDERLYING_AUTHOR), 1929, "US"),
        ),
        "JP",
        "?",
    ),
    "a composer fallen in the first war, as far as we know": (
        film("x", 1913, "FR", who("X", 1930, "FR", D, S), who("Y", 1915, "FR", C), nobody=frozenset({W})),
        "FR",
        "medium",
    ),
    "a Canadian drama": (film("x", 1940, "CA", who("X", 1960, "CA", *EVERYTHING)), "CA", "medium"),
    "a Canadian report": (
        film("x", 1940, "CA", who("X", 1960, "CA", *EVERYTHING), genre=Genre.NOT_DRAMATIC),
        "CA",
        "pd",
    ),
    "first in Canada, at once in the United States": (
        film("x", 1935, "CA", who("X", 1970, "CA", *EVERYTHING), within_30_days=frozenset({"US"})),
        "DE",
        "until 2040-12-31",
    ),
    "at once in a country outside the convention": (replace(AMERICAN, within_30_days=frozenset({"KR"})), "FR", "?"),
    "broadcast only": (film("x", 1930, "GB", who("X", 1990, "GB", *EVERYTHING), is_broadcast_only=True), "US", "?"),
    "nobody at all, in the United Kingdom": (
        film("x", 1960, "GB", nobody=frozenset(EVERYTHING), made=year(1960)),
        "GB",
        "pd",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_work_is_no_freer_than_the_law_says(case: str) -> None:
    work, country, expected = CASES[case]

    said = short(evaluate(work, country, TODAY))

    assert said.removeprefix("pd ") == expected.removeprefix("pd ")


@pytest.mark.parametrize(
    ("work", "country", "day"),
    [
        (film("x", 1960, "GB", nobody=frozenset(EVERYTHING), made=year(1960)), "GB", "2011-01-01"),
        (film("x", 1950, "SU", who("X", 1990, "SU", *EVERYTHING), **STUDIO), "FR", "2021-01-01"),
        (SOVIET, "ES", "2023-01-01"),
    ],
)
def test_a_work_is_free_since_the_day_of_its_law(work: Any, country: str, day: str) -> None:
    assert str(evaluate(work, country, TODAY).since) == day


@pytest.mark.parametrize(
    ("work", "country", "day"),
    [
        (film("x", 1949, "US", who("X", 1990, "US", *EVERYTHING), is_broadcast_only=True), "US", "2070-01-01"),
        (AMERICAN, "US", "2028-06-01"),  # our search is two years old
        (SOVIET, "ES", "2027-01-01"),  # the four years of who served in the war have passed too
    ],
)
def test_the_day_of_change_is_that_of_status_or_confidence(work: Any, country: str, day: str) -> None:
    assert str(evaluate(work, country, TODAY).changes_on) == day


def test_the_maker_s_freest_licence_counts() -> None:
    narrow = licence("CC BY-NC-ND 4.0", REFERENCE, is_noncommercial=True, is_no_derivatives=True)
    claimed = licence("CC0 1.0", CLAIM)
    work = replace(MODERN, licences=(narrow, claimed, *MODERN.licences))

    assert dict(evaluate(work, "US", TODAY).sentence.values) == {"licence": "CC BY 4.0"}


def test_what_is_not_known_is_not_said() -> None:
    unknown = film("x", 1940, "US", who("X", 1980, "", *EVERYTHING), us=RENEWED)

    answer = evaluate(unknown, "FR", TODAY)

    assert answer.sentence.key == "no.at-least"
    assert str(answer.until) == "2035-12-31"


def test_a_country_of_publication_at_the_same_time_is_named_where_its_term_counts() -> None:
    work = film("x", 1940, "US", who("X", 1970, "US", *EVERYTHING), us=NOT_RENEWED, within_30_days=frozenset({"CA"}))

    assert dict(evaluate(work, "FR", TODAY).sentence.values)["country"] == "CA"


def test_what_was_never_protected_names_no_day() -> None:
    answer = evaluate(film("x", 1950, "US", production=Production.US_GOVERNMENT), "US", TODAY)

    assert answer.sentence.values == ()
    assert answer.since is None


class Said:
    """A fact in force."""

    def __init__(self, name: Property, value: dict[str, Any], source: Source) -> None:
        self.property, self.value, self.source = name, read(name, value), source


def test_a_claim_narrows_no_date_of_a_better_source() -> None:
    loose = Said(Property.DIED, {"date": "2000", "precision": "before"}, REFERENCE)
    narrow = Said(Property.DIED, {"date": "1950", "precision": "before"}, CLAIM)

    assert when_of([loose, narrow]) == when_of([loose])  # type: ignore[list-item]


def test_of_claims_only_those_that_say_it_make_a_date_firm() -> None:
    other = Source("another list", Weight.CLAIM)
    loose = Said(Property.DIED, {"date": "2000", "precision": "before"}, other)
    narrow = Said(Property.DIED, {"date": "1950", "precision": "before"}, CLAIM)

    assert when_of([loose, narrow]).sources == (CLAIM,)  # type: ignore[list-item]


def test_of_two_dates_of_an_older_work_the_later_counts() -> None:
    facts = [
        Said(
            Property.UNDERLYING, {"kind": "novel", "name": "It", "published": {"date": when}, "holds": True}, REFERENCE
        )
        for when in ("1930", "1950", "1940")
    ]

    (one,) = overlaid(FRENCH, facts).underlying  # type: ignore[arg-type]

    assert one.published.latest == date(1950, 12, 31)


def test_the_least_firm_word_on_roles_is_weighed() -> None:
    facts = [
        Said(Property.NOBODY, {"code": "composer", "holds": True}, REFERENCE),
        Said(Property.NOBODY, {"code": "dialogue", "holds": True}, CLAIM),
    ]

    assert dict(overlaid(FRENCH, facts).told_by)["nobody"] == (CLAIM,)  # type: ignore[arg-type]


def test_a_missed_notice_and_registration_ask_for_a_look_at_each() -> None:
    seen = date(2026, 3, 1)
    us = UsFormalities(
        Notice.NONE, Renewal.UNKNOWN, False, True, date(2026, 6, 1), "1978–1983", (REFERENCE,), seen, "cards"
    )
    work = film("x", 1978, "US", who("X", 1980, "US", *EVERYTHING), us=us)

    both = evaluate(work, "US", TODAY)
    one = evaluate(replace(work, us=replace(us, notice_seen_on=None)), "US", TODAY)

    assert (both.confidence, str(both.changes_on)) == ("high", "2028-03-01")  # the older look
    assert one.doubts == ("no-own-search",)
