"""What the rules are told of a work: the catalogue's columns with their source, and the facts in force over them."""

from datetime import date

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue.models import Edition, Person, Title
from allostream.links import facts
from allostream.rights.actions.facts import Statement
from allostream.rights.engine.facts import Layer, Role, Weight
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.queries.facts import About
from allostream.rights.queries.works import works_of, works_of_editions, works_of_episodes
from tests import factories

pytestmark = pytest.mark.django_db
BOOK = GivenSource("Filmlexikon", Weight.REFERENCE, "https://lexikon.example/m")


@pytest.fixture
def film() -> Title:
    film = factories.make_title("M", year=1931, countries=["DE", "AT"], directors=["Fritz Lang"], flags=["music"])
    Person.objects.update(
        died_on=date(1976, 8, 1), died_precision="month", nationalities=["AT", "DE"], source=film.source
    )
    factories.make_credit(film, "Peter Lorre", "cast")
    return film


def test_columns_are_told_with_the_source_that_gave_them(film: Title) -> None:
    work = works_of([film.pk])[film.pk]

    assert (work.name, work.origin, work.layers) == ("M", ("DE", "AT"), {Layer.MUSIC})
    assert (work.published.earliest, work.published.latest) == (date(1931, 1, 1), date(1931, 12, 31))
    assert [(person.name, person.role) for person in work.people] == [("Fritz Lang", Role.PRINCIPAL_DIRECTOR)]
    lang = work.people[0]
    assert (lang.died.earliest, lang.died.latest) == (date(1976, 8, 1), date(1976, 8, 31))
    assert lang.nationalities == {"AT", "DE"}
    assert [(source.origin, source.weight) for source in lang.died.sources] == [("starter", Weight.REFERENCE)]


def test_what_nobody_knows_is_not_told(film: Title) -> None:
    Person.objects.update(died_on=None, died_precision="unknown", nationalities=[], source=None)
    Title.objects.update(year=None, source=None)
    work = works_of([film.pk])[film.pk]

    assert (work.published.is_known, work.people[0].died.is_known, work.people[0].nationalities) == (False, False, None)
    assert work.is_based_on_nothing is None


def test_somebody_living_certainly_has_not_died(film: Title) -> None:
    Person.objects.update(died_on=None, died_precision="none")

    assert works_of([film.pk])[film.pk].people[0].died.is_never


def test_a_flag_of_an_older_work_is_told(film: Title) -> None:
    Title.objects.update(flags=["underlying_work", "restored_version", "content_warning"])
    work = works_of([film.pk])[film.pk]

    assert (work.is_based_on_nothing, work.layers) == (False, frozenset())  # a restoration is a matter of editions


def test_a_fact_takes_the_place_of_the_column(film: Title) -> None:
    person = Person.objects.get(name="Fritz Lang")
    said = Statement(Property.DIED, read(Property.DIED, {"date": "1977"}), BOOK, replaces=True)
    facts.state_fact(About(Subject.PERSON, person.pk), said, by=Actor.command("test"))

    died = works_of([film.pk])[film.pk].people[0].died
    assert (died.latest, [source.name for source in died.sources]) == (date(1977, 12, 31), ["Filmlexikon"])


def test_the_term_of_a_series_counts_from_its_last_year() -> None:
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1919)
    running = factories.make_title("Endless", kind="series", year=1916)
    works = works_of([series.pk, running.pk])

    assert works[series.pk].published.latest == date(1919, 12, 31)
    assert not works[running.pk].published.is_known


def test_an_episode_has_what_is_said_of_it_over_what_is_said_of_the_series() -> None:
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1919, directors=["Louis Feuillade"])
    season = factories.make_season(series)
    dated = factories.make_episode(season, 1, "The Shadow", aired_on=date(1917, 1, 19), aired_precision="day")
    plain = factories.make_episode(season, 2)
    factories.make_credit(series, "Maurice Champreux", episode=dated)
    works = works_of([series.pk])
    found = works_of_episodes(works, [dated.pk, plain.pk])

    assert set(found) == {dated.pk}
    assert found[dated.pk].published.latest == date(1917, 1, 19)
    assert [person.name for person in found[dated.pk].people] == ["Louis Feuillade", "Maurice Champreux"]
    assert [person.name for person in works[series.pk].people] == ["Louis Feuillade"]


@pytest.mark.parametrize(
    ("kind", "layer"),
    [
        ("restoration", Layer.RESTORED),
        ("score", Layer.NEW_SCORE),
        ("colour", Layer.COLOURED),
        ("language", Layer.DUBBED),
        ("cut", None),
    ],
)
def test_an_edition_adds_the_layer_of_its_kind(film: Title, kind: str, layer: Layer | None) -> None:
    edition = Edition.objects.create(title=film, kind=kind, name="Other")
    works = works_of([film.pk])
    found = works_of_editions(works, [edition.pk])

    assert {pk: work.layers - works[film.pk].layers for pk, work in found.items()} == (
        {edition.pk: {layer}} if layer else {}
    )


def test_what_is_removed_or_merged_is_not_asked(film: Title) -> None:
    Title.objects.update(removed_at=factories.SEEN)

    assert works_of([film.pk, 0]) == {}
