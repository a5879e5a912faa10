"""Facts as a query: read with clear faults, written back, and never lost on the way."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allostream.rights.engine import COUNTRIES, evaluate_all
from allostream.rights.engine.facts import Person, Role, Underlying, When, Work
from allostream.rights.entered import Entered, query_of, read
from allostream.rights.entered.reading import KINDS, MOST_PEOPLE
from allostream.rights.entered.values import ENTERED, when, when_text
from allostream.rights.fact_values import UNDERLYING_KINDS
from tests.rights.anywork import random_work

TODAY = date(2026, 11, 24)


def entered(query: str) -> Entered:
    return read(parse_qs(query, keep_blank_values=True))


def fault(query: str) -> tuple[str, str]:
    """The one fault of a query, its field and its sentence."""
    faults = entered(query).faults
    assert len(faults) == 1, faults
    sentence = faults[0].sentence % faults[0].values
    assert not re.search(r"%\(", sentence)
    return faults[0].place, sentence


def test_a_film_is_read_with_its_people_and_what_it_is_based_on() -> None:
    found = entered(
        "title=Nosferatu&published=1922-03-04&published_in=Germany&country=fr&on=2026-11-24&nobody=dialogue"
        "&p1-name=F.+W.+Murnau&p1-part=principal_director&p1-died=1931-03-11&p1-nations=Allemagne"
        "&p2-name=Henrik+Galeen&p2-part=screenplay&p2-died=1949&p2-nations=AT,de"
        "&w1-name=Dracula&w1-kind=novel&w1-in=UK&w1a1-name=Bram+Stoker&w1a1-died=1912"
    )
    assert found.faults == ()
    assert (found.country, found.on) == ("FR", TODAY)
    work = found.work
    assert (work.published.earliest, work.published_in) == (date(1922, 3, 4), "DE")
    assert [(one.name, one.role, one.nationalities) for one in work.people] == [
        ("F. W. Murnau", Role.PRINCIPAL_DIRECTOR, {"DE"}), ("Henrik Galeen", Role.SCREENPLAY, {"AT", "DE"}),
    ]  # fmt: skip
    assert work.people[1].died == When(date(1949, 1, 1), date(1949, 12, 31), sources=(ENTERED,))
    assert work.underlying[0].authors[0].died.latest == date(1912, 12, 31)
    assert work.underlying[0].country == "GB"


def test_nothing_entered_is_nothing_known() -> None:
    found = entered("")
    assert found.faults == ()
    assert found.work.people == ()
    assert query_of(found.work) == ()


def test_a_person_in_several_parts_is_one_row() -> None:
    work = entered("p1-name=Keaton&p1-part=screenplay&p1-part=principal_director&p1-died=1966").work
    assert {one.role for one in work.people} == {Role.PRINCIPAL_DIRECTOR, Role.SCREENPLAY}
    assert query_of(work) == (
        ("p1-name", "Keaton"), ("p1-part", "principal_director,screenplay"), ("p1-died", "1966"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1926", "1926"), ("1926-02", "1926-02"), ("1926-12-31", "1926-12-31"), ("1926/1927", "1926/1927"),
        ("../1926", "../1926"), ("1926/..", "1926/.."), ("../1926-12-31", "../1926"),
        ("1926-05/1926-06", "1926-05-01/1926-06-30"),
        ("never", "never"), ("", ""), ("1926-01-01/1926-12-31", "1926"), (" 1926 / 1927", "1926/1927"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_short_as_it_is_known(text: str, written: str) -> None:
    assert when_text(when(text.strip())) == written


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("published=soon", "published", "“soon” is no date"),
        ("published=1926-02-30", "published", "is no date"),
        ("published=1927/1926", "published", "ends before it begins"),
        ("published=0800", "published", "outside the years 1000 to 2200"),
        ("published=../..", "published", "is no date"),
        ("published_as=never&published=1926", "published", "Take the date out"),
        ("published_as=maybe", "published_as", "none of the choices"),
        ("published_as=before&published=1926/..", "published", "the last possible one"),
        ("published_in=Frence", "published_in", "Did you mean France?"),
        ("published_in=Atlantis", "published_in", "its name or its two-letter code"),
        ("also_in=" + ",".join(COUNTRIES), "also_in", "At most 12 countries"),
        ("notice=perhaps", "notice", "none of the choices"),
        ("layer=paint", "layer", "none of the choices"),
        ("searched=1926", "searched", "is no date"),
        ("cards=1968", "cards", "is no date"),
        ("on=tomorrow", "on", "is no date"),
        ("country=XX", "country", "is no country"),
        ("licence=all+rights+reserved", "licence", "no open licence that we can read"),
        ("licence=https://creativecommons.org/publicdomain/mark/1.0/", "licence", "no open licence"),
        ("title=" + "x" * 121, "title", "at most 120 characters"),
        ("title=" + "x" * 999, "title", "at most 200 characters"),
        ("p1-name=Lang", "p1-part", "tick one part"),
        ("p1-part=juggler", "p1-part", "none of the choices"),
        ("p1-part=underlying_author", "p1-part", "none of the choices"),
        ("p1-part=composer&p1-died=1950&p1-living=yes", "p1-died", "marked as living"),
        ("p1-part=composer&p1-died=1850&p1-born=1900", "p1-died", "before the birth"),
        ("p1-part=composer&p1-born=never", "p1-born", "is no date"),
        ("p99-part=composer", "people", "At most 12"),
        ("w1-kind=novel", "w1-name", "Give this work a name"),
        ("w1-name=Dracula", "w1-kind", "what sort of work"),
        ("w9-kind=novel&w9-name=X", "works", "At most 4"),
        ("w1-kind=novel&w1-name=X&w1a7-name=Y", "w1-authors", "At most 3"),
    ],
)
def test_a_fault_names_its_field_and_the_remedy(query: str, field: str, says: str) -> None:
    found, sentence = fault(query)
    assert found == field
    assert says in sentence


def test_all_faults_are_told_at_once_and_the_rest_is_read() -> None:
    found = entered("published=x&notice=y&p1-part=composer&p1-died=z&title=M")
    assert {one.place for one in found.faults} == {"published", "notice", "p1-died"}
    assert found.work.name == "M"


def test_a_licence_counts_only_when_the_maker_gave_it() -> None:
    assert not entered("licence=CC+BY+4.0").work.licences[0].is_by_maker
    given_by_maker = entered("licence=CC+BY-NC+4.0&by_maker=yes").work.licences[0]
    assert given_by_maker.is_by_maker
    assert given_by_maker.is_noncommercial


def test_published_elsewhere_nowhere_and_not_known_are_three_answers() -> None:
    assert entered("also_in=US,France").work.within_30_days == {"US", "FR"}
    assert entered("also_in=no").work.within_30_days == frozenset()
    assert entered("").work.within_30_days is None


def test_what_cannot_be_entered_is_not_left_out_silently() -> None:
    crowd = tuple(Person(f"P{number}", Role.SCREENPLAY) for number in range(MOST_PEOPLE + 1))
    assert query_of(Work("x", people=crowd)) is None
    assert query_of(Work("x", people=crowd[1:])) is not None
    assert query_of(Work("x", underlying=(Underlying("opera", "y"),))) is None
    assert query_of(Work("x" * 121)) is None
    assert query_of(Work("x", published=When(date(900, 1, 1), date(900, 12, 31)))) is None


def test_every_kind_of_work_that_facts_know_can_be_entered() -> None:
    assert set(UNDERLYING_KINDS) <= set(KINDS)


def possible(work: Work) -> Work:
    """What can be entered, without contradictions: nobody dies before being born, who enters that is told."""

    def person(one: Person) -> Person:
        is_wrong = one.died.latest and one.born.earliest and one.died.latest < one.born.earliest
        return replace(one, born=When()) if is_wrong else one

    used = tuple(replace(one, authors=tuple(map(person, one.authors))) for one in work.underlying)
    people = tuple(person(one) for one in work.people if one.role is not Role.UNDERLYING_AUTHOR)
    return replace(work, people=people, underlying=used, licences=(), told_by=())


def proved(work: Work) -> Work:
    """The same facts, each as well proved as the calculator takes it, and nothing that it leaves out."""

    def span(value: When) -> When:
        known = value.earliest or value.latest
        return replace(value, sources=(ENTERED,) if known else (), is_disputed=False)

    def person(one: Person) -> Person:
        return replace(one, died=span(one.died), born=span(one.born), nationalities=one.nationalities or None)

    search = work.us.search_by_us and work.us.searched_on is not None
    return replace(
        work,
        published=When() if work.is_unpublished else span(work.published),
        made=span(work.made),
        origin_sources=(ENTERED,),
        people=tuple(map(person, work.people)),
        us=replace(
            work.us, sources=(ENTERED,), search_by_us=search, searched_on=work.us.searched_on if search else None,
            searched=work.us.searched if search else "", notice_seen_by=(ENTERED,) if work.us.notice_seen_on else (),
        ),
        underlying=tuple(
            replace(one, authors=tuple(map(person, one.authors)), published=span(one.published), sources=(ENTERED,))
            for one in work.underlying
        ),
        layers=work.layers - work.cleared,
        cleared=frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_a_work_written_as_a_query_and_read_again_has_the_same_answers(seed: int) -> None:
    work = possible(random_work(seed))
    if any(one.kind not in KINDS for one in work.underlying):
        work = replace(work, underlying=())
    pairs = query_of(work, "FR", TODAY)
    assert pairs is not None
    found = entered(urlencode(pairs))
    assert found.faults == ()
    assert (found.country, found.on) == ("FR", TODAY)
    assert query_of(found.work, "FR", TODAY) == pairs
    before = evaluate_all(proved(work), COUNTRIES, TODAY)
    after = evaluate_all(found.work, COUNTRIES, TODAY)
    for country, answer in before.items():
        again = after[country]
        assert (again.status, again.since, again.until, again.changes_on) == (
            answer.status, answer.since, answer.until, answer.changes_on,
        ), country  # fmt: skip


NAMES = st.sampled_from(
    ["title", "published", "published_as", "published_in", "also_in", "made", "origin", "production", "genre", "nobody",
     "based", "layer", "licence", "by_maker", "notice", "renewal", "registered", "searched", "searched_in", "cards",
     "cards_of", "country", "on", "disputed", "anonymous", "broadcast", "p1-name", "p1-part", "p1-died",
     "p1-living", "p1-born", "p1-nations",
     "p1-france", "p1-company", "p2-part", "p99999-part", "p0-part", "w1-name", "w1-kind", "w1-published", "w1-in",
     "w1-renewed", "w1-settled", "w1a1-name", "w1a1-died", "w1a1-music", "w1a99-name", "utm_source", ""]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["yes", "no", "1926", "1926-02-29", "9999", "../1930", "1930/..", "never", "US", "France, US", "novel", "٢٠٢٠",
         "composer", "screenplay,dialogue", "none", "renewed", "2026-11-24", "CC BY 4.0", "\x00", "before", "nothing"]
    ),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3), max_size=14))
def test_any_query_is_read_or_its_faults_are_told(query: dict[str, list[str]]) -> None:
    found = read(query)
    for one in found.faults:
        assert one.sentence % one.values
        assert one.place
    if not found.faults:
        pairs = query_of(found.work, found.country, found.on)
        assert pairs is not None
        again = read(parse_qs(urlencode(pairs)))
        assert again.faults == ()
        assert query_of(again.work, again.country, again.on) == pairs
        evaluate_all(found.work, COUNTRIES, found.on or TODAY)
