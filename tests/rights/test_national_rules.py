"""What each country's law does at its borders: one film a rule, a year before and a year after."""

from dataclasses import replace
from datetime import date

import pytest

from allostream.rights.engine import COUNTRIES, EEA, RULES, Status, evaluate, rules_of
from allostream.rights.engine.facts import (
    NEVER,
    Genre,
    Layer,
    Notice,
    Person,
    Production,
    Renewal,
    Source,
    UsFormalities,
    Weight,
    When,
)
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
    P,
    S,
    W,
    day,
    film,
    who,
    year,
)


def by(died: int, nationality: str = "FR", published: int = 1930, origin: str = "FR", **more):
    """A film that one person made alone and that nobody wrote music for."""
    return film("A film", published, origin, who("Author", died, nationality, D, S, W), nobody=NO_MUSIC, **more)


def scored(died: int, published: int, **more):
    """A French film of an author who died early, with music of a composer who died later."""
    composer = who("Composer", died, "FR", C, died_for_france=more.pop("died_for_france", False))
    return film("A film", published, "FR", who("Author", 1930, "FR", D, S, W), composer, **more)


US = frozenset({"US"})
MADE_EARLY = {"made": year(1925), "production": Production.PRIVATE}
PRODUCED = film("A film", 1930, "AR", who("A", 1950, "AR", D, S, W), who("B", 1990, "AR", P), nobody=NO_MUSIC)
FREE_SINCE = [
    ("FR, 70 years", by(1950), "FR", "2021-01-01"),
    ("FR, war years for music of before 1948", scored(1945, 1947), "FR", "2024-05-01"),
    ("FR, none for later music", scored(1945, 1948), "FR", "2016-01-01"),
    ("FR, both wars for music of before 1921", scored(1930, 1920), "FR", "2015-09-30"),
    ("ES, 80 years for who died before December 1987", by(1940), "ES", "2021-01-01"),
    ("CH, free in 1993 stays free", by(1942), "CH", "1993-01-01"),
    ("CH, 70 years for who died a year later", by(1943), "CH", "2014-01-01"),
    ("CA, free in 2022 stays free", by(1971, genre=Genre.DRAMATIC), "CA", "2022-01-01"),
    ("AU, free in 2005 stays free", by(1954), "AU", "2005-01-01"),
    ("NZ, both terms", by(1960), "NZ", "2011-01-01"),
    ("JP, published by 1953, director's life and 38", by(1985, origin="SE", nationality="SE"), "JP", "2024-01-01"),
    ("JP, of a company", by(1985, "SE", 1930, "SE", production=Production.LEGAL_PERSON), "JP", "1981-01-01"),
    ("KR, made public before 1963", by(1990, published=1962), "KR", "2013-01-01"),
    ("IN, 60 years from publication", by(1940, published=1965), "IN", "2026-01-01"),
    ("BR, 70 years from release", by(1990, published=1955), "BR", "2026-01-01"),
    ("CN, 50 years", by(1990, published=1975), "CN", "2026-01-01"),
    ("ZA, 50 years", by(1990, published=1975), "ZA", "2026-01-01"),
    ("HK, four roles and 50", by(1975), "HK", "2026-01-01"),
    ("MX, life and 100", by(1925), "MX", "2026-01-01"),
    ("GB, nobody in the roles", film("Test", 1975, "GB", nobody=SILENT | {D, S}, made=year(1970)), "GB", "2026-01-01"),
    ("EU, late first publication", by(1925, published=1998, made=year(1928)), "FR", "2024-01-01"),
    ("US, 75 years by 1922", by(1990, published=1922), "US", "1998-01-01"),
    ("US, 95 years since 1923", by(1990, published=1923), "US", "2019-01-01"),
    ("US, not renewed", by(1990, "US", 1963, "US", us=NOT_RENEWED), "US", "1992-01-01"),
    ("US, without a notice", by(1990, "US", 1977, "US", us=NO_NOTICE), "US", "1977-12-31"),
    ("US, there within 30 days", by(1990, published=1950, us=NOT_RENEWED, within_30_days=US), "US", "1979-01-01"),
    ("US, free at home in 1996", by(1920, "FR", 1940, us=NOT_RENEWED), "US", "1969-01-01"),
    ("US, never published", by(1950, "US", is_unpublished=True, production=Production.PRIVATE), "US", "2021-01-01"),
]  # fmt: skip
ENDS = [
    ("FR, died for France", scored(1940, 1933, died_for_france=True), "FR", "2049-04-30"),
    ("CA, dead in 1972", by(1972, genre=Genre.DRAMATIC), "CA", "2042-12-31"),
    ("CA, without dramatic character", by(1940, published=1970, genre=Genre.NOT_DRAMATIC), "CA", "2045-12-31"),
    ("AU, dead in 1957", by(1957), "AU", "2027-12-31"),
    ("AU, made since May 1969", by(1970, published=1970, made=year(1970)), "AU", "2040-12-31"),
    ("JP, Kurosawa", by(1998, "JP", 1950, "JP"), "JP", "2036-12-31"),
    ("KR, made public in 1963", by(1990, published=1963), "KR", "2033-12-31"),
    ("IN, script and songs by their authors' lives", by(1990, "IN", 1960, "IN"), "IN", "2050-12-31"),
    ("NZ, 70 years where 50 end after the promised day", by(1990), "NZ", "2040-12-31"),
    ("AR, the producer counts", PRODUCED, "AR", "2040-12-31"),
    ("MX, alive in 2003", by(2010), "MX", "2110-12-31"),
    ("EU, producer and performers", by(1950, published=1990, origin="CN", nationality="CN"), "FR", "2040-12-31"),
    ("US, renewed", by(1940, "US", 1950, "US", us=RENEWED), "US", "2045-12-31"),
    ("US, restored in 1996", by(1980, "FR", 1950, us=NOT_RENEWED), "US", "2045-12-31"),
    ("US, of 1978 on hire", by(1980, "US", 1980, "US", production=Production.LEGAL_PERSON), "US", "2075-12-31"),
    ("US, made before 1978, published late", by(1930, "US", 1985, "US", **MADE_EARLY), "US", "2047-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "work", "country", "since"), [pytest.param(*row, id=row[0]) for row in FREE_SINCE])
def test_the_work_is_free_since_the_day_of_the_law(what, work, country, since):
    answer = evaluate(work, country, TODAY)

    assert (answer.status, str(answer.since)) == (Status.PD, since), answer


@pytest.mark.parametrize(("what", "work", "country", "until"), [pytest.param(*row, id=row[0]) for row in ENDS])
def test_the_work_is_protected_to_the_day_of_the_law(what, work, country, until):
    answer = evaluate(work, country, TODAY)

    assert (answer.status, str(answer.until)) == (Status.PROTECTED, until), answer


NOWHERE = replace(by(1990, "US", 1920, "US"), published_in=None, origin=())
UNCLEAR = [
    ("no law read", by(1900), "TR", "no-rule"),
    ("a British author in the Union", by(1990, "GB", 1920, "US"), "FR", "british-author"),
    ("a nationality that nobody knows", by(1990, "", 1920, "US"), "FR", "nationality-missing"),
    ("an origin that nobody knows", NOWHERE, "FR", "origin-missing"),
    ("a home whose law was not read", by(1990, "TR", 1920, "TR"), "FR", "origin-law"),
    ("a renewal that nobody looked for", by(1990, "US", 1950, "US"), "US", "renewal-missing"),
    ("a home in 1996 that is not known", by(1990, "TR", 1950, "TR", us=NOT_RENEWED), "US", "home-1996-missing"),
    ("broadcast alone", by(1990, "US", 1950, "US", us=NOT_RENEWED, is_broadcast_only=True), "US", "broadcast-only"),
    ("a government abroad", by(1990, "US", 1950, "US", production=Production.US_GOVERNMENT), "DE", "government-abroad"),
    ("old terms of Mexico", by(1960), "MX", "old-terms"),
    ("a character in the United States", by(1990, layers=frozenset({Layer.CHARACTER})), "US", "us-character"),
    ("no date of publication", replace(by(1930), published=When()), "FR", "publication-missing"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "work", "country", "doubt"), [pytest.param(*row, id=row[0]) for row in UNCLEAR])
def test_what_is_not_known_or_not_settled_is_unclear_and_named(what, work, country, doubt):
    answer = evaluate(work, country, TODAY)

    assert answer.status is Status.UNCLEAR
    assert doubt in answer.doubts


def test_one_doubt_wants_a_reviewer_and_two_leave_it_open():
    claim = replace(year(1930), sources=(Source("a list", Weight.CLAIM),))
    author = Person("Author", D, claim, nationalities=frozenset({"FR"}))
    sure = film("A film", 1925, "FR", who("Author", 1930, "FR", D), nobody=SILENT | {S})
    weak = replace(sure, people=(author,))
    weak_and_disputed = replace(weak, disputes=frozenset({"whose_film"}))

    answers = [evaluate(work, "FR", TODAY) for work in (sure, weak, weak_and_disputed)]

    assert [(one.status, one.confidence) for one in answers] == [("pd", "high"), ("pd", "medium"), ("unclear", "low")]
    assert answers[1].doubts == ("weak-source",)


def test_two_claims_of_one_origin_count_once():
    def told(*origins):
        sources = tuple(Source(f"list {place}", Weight.CLAIM, origin=origin) for place, origin in enumerate(origins))
        people = (Person("Author", D, replace(year(1930), sources=sources), nationalities=frozenset({"FR"})),)
        return film("A film", 1925, "FR", list(people), nobody=SILENT | {S})

    assert evaluate(told("a", "a"), "FR", TODAY).confidence == "medium"
    assert evaluate(told("a", "b"), "FR", TODAY).confidence == "high"


def test_a_search_of_the_records_grows_old_after_24_months():
    work = by(1990, "US", 1950, "US", us=NOT_RENEWED)

    assert evaluate(work, "US", date(2028, 5, 31)).confidence == "high"
    assert evaluate(work, "US", date(2028, 6, 1)).doubts == ("search-old",)


def test_contradictions_are_settled_for_the_longer_protection():
    disputed = When(date(1940, 1, 1), date(1960, 12, 31), is_disputed=True, sources=(REFERENCE,))
    people = [Person("Author", role, disputed, nationalities=frozenset({"FR"})) for role in (D, S, W)]

    assert evaluate(film("A film", 1930, "FR", people, nobody=NO_MUSIC), "FR", TODAY).until == date(2030, 12, 31)


def test_somebody_without_a_date_of_death_lives_for_110_years():
    def made_by(born):
        return film("A film", 1950, "FR", who("Author", None, "FR", D, S, W, born=born), nobody=NO_MUSIC)

    living = evaluate(made_by(1920), "HK", TODAY)

    assert (living.status, living.sentence.key, living.until) == ("protected", "no.living", None)
    assert living.changes_on == date(2031, 1, 1)
    assert evaluate(made_by(1915), "HK", TODAY).doubts == ("death-missing",)


def test_never_published_is_not_the_same_as_of_unknown_publication():
    work = replace(by(1930), published=NEVER)

    assert evaluate(work, "FR", TODAY).doubts == ("unpublished",)


def test_a_member_whose_law_was_not_read_waits_for_a_reviewer():
    assert evaluate(by(1930), "SE", TODAY).doubts == ("rule-not-read",)
    american = film("A film", 1923, "US", who("Author", 1990, "US", D, S), nobody=SILENT, us=RENEWED)
    assert evaluate(american, "SE", TODAY).doubts == ("rule-not-read",)


def test_a_missed_formality_is_named_where_it_does_not_count():
    work = by(1990, "US", 1950, "US", us=replace(NOT_RENEWED, renewal=Renewal.NOT_RENEWED))

    assert evaluate(work, "FR", TODAY).sentence.key == "no.fr.formality"
    assert evaluate(work, "BE", TODAY).sentence.key == "no.eu.formality"


def test_a_notice_is_presumed_after_1963_and_named_as_missing():
    answer = evaluate(by(1990, "US", 1970, "US", us=UsFormalities(Notice.UNKNOWN)), "US", TODAY)

    assert (answer.status, answer.until, answer.confidence) == ("protected", date(2065, 12, 31), "medium")
    assert [one.fact for one in answer.missing] == ["notice"]


def test_the_answer_follows_the_day_and_not_this_year():
    assert [evaluate(by(1950), "FR", one).status for one in (date(2020, 12, 31), date(2021, 1, 1))] == [
        "protected",
        "pd",
    ]
    assert evaluate(
        by(1990, published=1950, origin="US", nationality="US", us=RENEWED), "US", date(2046, 1, 1)
    ).since == date(2046, 1, 1)


def test_a_day_in_a_date_decides_where_the_law_counts_days():
    assert evaluate(by(1990, "US", 1977, "US", us=NO_NOTICE), "US", TODAY).status == "pd"
    late = replace(by(1990, "US", 1989, "US", us=replace(NO_NOTICE, is_registered=False)), published=day("1989-03-01"))
    assert evaluate(late, "US", TODAY).status == "protected"
    assert evaluate(replace(late, published=day("1989-02-28")), "US", TODAY).status == "pd"


def test_rules_of_a_country_end_with_those_of_all():
    assert {rule.country for rule in rules_of("FR")} == {"FR", "EU", "*"}
    assert {rule.country for rule in rules_of("JP")} == {"JP", "*"}
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.country for rule in RULES} <= EEA | {"EU", "*", "RU"} | set(COUNTRIES)
