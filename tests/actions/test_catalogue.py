"""Corrections, removals and mergers in the catalogue."""

import pytest

from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.catalogue import actions, queries
from allostream.catalogue.models import Edition, Episode, Identifier, Title
from allostream.catalogue.queries import Moved
from allostream.lib.dates import PartialDate
from allostream.lib.problems import Gone, NotFound
from tests import factories

BY = Actor.person("0123456789bc")

pytestmark = pytest.mark.django_db


def test_a_corrected_death_is_recorded_and_renews_every_title_of_the_person() -> None:
    first = factories.make_title("Sherlock Jr.", year=1924, directors=["Buster Keaton"])
    second = factories.make_title("The General", directors=["Buster Keaton"])
    untouched = factories.make_title("Nosferatu", year=1922, directors=["F. W. Murnau"])
    person = queries.person_at("buster-keaton")
    actions.correct_life(person.public_id, by=BY, why="death certificate", died=PartialDate.parse("1966-02-01"))
    assert str(queries.person_at("buster-keaton").died) == "1966-02-01"
    versions = dict(Title.objects.values_list("pk", "version"))
    assert (versions[first.pk], versions[second.pk], versions[untouched.pk]) == (2, 2, 1)
    entry = history("person", person.public_id)[0]
    assert entry.payload.before["died"] is None
    assert entry.payload.after["died"] == {"date": "1966-02-01", "precision": "day"}
    assert entry.payload.why == "death certificate"


def test_a_removed_title_answers_as_gone_and_keeps_its_row() -> None:
    title = factories.make_title()
    actions.remove_title(title.public_id, by=BY, why="no such film")
    with pytest.raises(Gone):
        queries.title_with_id(title.public_id, "en")
    assert Title.objects.filter(pk=title.pk).exists()
    with pytest.raises(NotFound):
        actions.remove_title(title.public_id, by=BY, why="again")


def test_a_merged_title_redirects_by_id_and_by_every_address() -> None:
    gone = factories.make_title("Le Mécano", french="Le Mécano de la Générale", directors=["Buster Keaton"])
    kept = factories.make_title("The General", directors=["Buster Keaton"])
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=gone)
    edition = Edition.objects.create(title=gone, kind="restoration", name="Restored in 2016")
    actions.merge_titles(gone.public_id, kept.public_id, by=BY, why="one film")
    for read in (
        lambda: queries.title_with_id(gone.public_id, "en"),
        lambda: queries.title_at("film", "le-mecano-1926", "en"),
        lambda: queries.title_at("film", "le-mecano-de-la-generale-1926", "fr"),
    ):
        with pytest.raises(Moved) as moved:
            read()
        assert moved.value.thing.public_id == kept.public_id
    assert Identifier.objects.get(value="tt0017925").title == kept
    assert kept.credits.count() == 1
    assert kept.editions.get() == edition
    assert "Le Mécano" in kept.names.values_list("text", flat=True)


def test_what_was_done_in_an_episode_goes_over_with_it() -> None:
    gone, kept = (factories.make_title(name, kind="series", year=None) for name in ("Judex", "Judex again"))
    episode = factories.make_episode(factories.make_season(gone), 1)
    factories.make_credit(kept, "Louis Feuillade")
    factories.make_credit(gone, "Louis Feuillade", episode=episode)
    actions.merge_titles(gone.public_id, kept.public_id, by=BY, why="one series")
    assert set(kept.credits.values_list("episode", flat=True)) == {None, episode.pk}


def test_of_two_series_seasons_and_episodes_of_one_number_become_one_and_the_others_stand_beside_them() -> None:
    gone, kept = (factories.make_title(name, kind="series", year=None) for name in ("Judex", "Judex again"))
    first, second = factories.make_season(gone), factories.make_season(gone, 2)
    own = factories.make_season(kept)
    twin, other = factories.make_episode(first, 1, "Prologue"), factories.make_episode(first, 2)
    there, later = factories.make_episode(own, 1), factories.make_episode(second, 1)
    Episode.objects.filter(pk=there.pk).update(name="")
    actions.merge_titles(gone.public_id, kept.public_id, by=BY, why="one series")

    assert set(kept.seasons.filter(removed_at=None)) == {own, second}
    assert set(kept.episodes.filter(removed_at=None)) == {there, other, later}
    for row in (twin, other, there, first):
        row.refresh_from_db()
    assert (twin.merged_into, first.merged_into, other.season) == (there, own, own)
    assert there.name == "Prologue"
