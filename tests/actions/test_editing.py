"""Edits of the catalogue where more hangs on them: rights, parts of series, protection, people who have left."""

from datetime import date
from typing import Any

import pytest

from allostream.accounts.holdings import holdings
from allostream.accounts.models import Outcome, User
from allostream.accounts.permission_rules import Role
from allostream.audit.rules import Actor
from allostream.catalogue import edit_actions
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.edit_values import Edited, values_of
from allostream.catalogue.models import Episode, Protection, Season, Settled, Title
from allostream.community import editing
from allostream.community.editing_checks import EpisodesHangOnIt, Wanted
from allostream.community.editing_rules import Reasons, Sort
from allostream.community.models import Edit
from allostream.lib.problems import Forbidden
from allostream.links.regrouping import merge_titles
from allostream.rights.actions import facts
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_values import Property, Subject
from allostream.rights.models import Fact
from allostream.rights.queries.facts import About
from allostream.rights.queries.works import works_of, works_of_episodes
from tests import factories, people

SAID = Reasons("https://catalogue.bnf.fr/ark:/12148/cb1", "The catalogue says so.")
BY = Actor.command("test")


@pytest.fixture
def sites(db: None) -> Any:
    """Both sites."""
    return factories.make_sites()


@pytest.fixture
def trusted(sites: Any) -> User:
    """Somebody whose edits are in force at once."""
    person = people.chiara()
    people.give(person, Role.TRUSTED)
    return person


def suggest(thing: Title | Season | Episode, by: User, sort: Sort = Sort.CHANGE, **after: Any) -> Edit:
    """An edit of a thing as it stands now."""
    edited = Edited(Kind(type(thing).__name__.lower()), thing.pk)
    seen = {} if sort in (Sort.SEASON, Sort.EPISODE) else values_of(edited, edited.row())
    return editing.suggest(Wanted(edited, {**seen, **after}, seen, sort), SAID, by=by)


def agree(edit: Edit, by: User) -> Edit:
    """A second voice of somebody who has looked at it."""
    thing = editing.thing_of(edit)
    seen = editing.mark_now(edit, values_of(thing, thing.row()))
    return editing.speak(edit.public_id, is_for=True, by=by, is_bound=False, seen=seen)


def test_what_readers_say_of_a_year_a_country_or_a_day_does_not_weigh_what_a_source_does(trusted: User) -> None:
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1980)
    assert works_of([series.pk])[series.pk].published.sources[0].weight is Weight.REFERENCE
    suggest(series, trusted, end_year=1917)
    season = suggest(series, trusted, Sort.SEASON, number=1).made_season
    assert season
    episode = suggest(season, trusted, Sort.EPISODE, number=1, aired="1917-01-19").made_episode
    suggest(series, trusted, countries=["FR"])
    work = works_of([series.pk])[series.pk]
    assert work.published.latest == date(1917, 12, 31)
    assert {one.weight for one in (*work.published.sources, *work.origin_sources)} == {Weight.CLAIM}
    assert episode
    part = works_of_episodes({series.pk: work}, [episode.pk])[episode.pk]
    assert {one.weight for one in part.published.sources} == {Weight.CLAIM}
    for edit in Edit.objects.filter(sort=Sort.CHANGE):
        editing.revert(edit.public_id, SAID, by=trusted)
    assert works_of([series.pk])[series.pk].published.sources[0].weight is Weight.REFERENCE


def test_an_episode_that_is_announced_is_not_published_yet(trusted: User) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    season = suggest(series, trusted, Sort.SEASON, number=1).made_season
    assert season
    episode = suggest(season, trusted, Sort.EPISODE, number=1, aired="1917-01-19").made_episode
    assert episode
    suggest(episode, trusted, aired="2027-03-01")
    episode.refresh_from_db()
    assert episode.aired_on == date(2027, 3, 1)
    works = works_of([series.pk])
    assert works_of_episodes(works, [episode.pk])[episode.pk].published.latest is None


def test_countries_that_only_trusted_people_may_state_wait_for_somebody_who_may(trusted: User, sites: Any) -> None:
    film = factories.make_title()
    facts.protect_property(About(Subject.TITLE, film.pk), Property.ORIGIN, by=BY, why="disputed")
    edit = agree(suggest(film, people.ada(), countries=["FR"]), people.known(people.eve()))
    assert (edit.state, edit.doubts) == ("open", ["protected"])
    assert list(film.country_rows.values_list("code", flat=True)) == ["US"]
    with pytest.raises(Forbidden):
        editing.accept(edit.public_id, by=trusted)
    assert editing.accept(edit.public_id, by=people.basile(*sites)).state == "in_force"


def test_new_accounts_alone_bring_no_edit_into_force_and_what_they_agree_on_is_a_fact_with_somebody_known(
    sites: Any,
) -> None:
    film = factories.make_title()
    edit = suggest(film, people.ada(), countries=["FR"])
    for one in (people.eve(), people.dinu()):
        assert (agree(edit, one).state, Edit.objects.get().doubts) == ("open", ["new"])
    assert agree(edit, people.known(people.make_person("Fanny"))).state == "in_force"
    assert Fact.objects.get(property="origin", stated_kind="person").state == "in_force"


def test_the_last_voice_need_not_be_the_known_one(sites: Any) -> None:
    edit = suggest(factories.make_title(), people.ada(), countries=["FR"])
    against, known, last = people.eve(), people.known(people.dinu()), people.make_person("Fanny")
    editing.speak(edit.public_id, is_for=False, by=against, is_bound=False, why="No.")
    assert agree(edit, known).state == "open"
    assert agree(edit, last).state == "in_force"
    assert Fact.objects.get(property="origin", stated_kind="person").state == "in_force"


def test_a_season_that_has_got_episodes_is_not_taken_out(trusted: User) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    edit = suggest(series, trusted, Sort.SEASON, number=1)
    assert edit.made_season
    added = suggest(edit.made_season, trusted, Sort.EPISODE, number=1)
    with pytest.raises(EpisodesHangOnIt):
        editing.revert(edit.public_id, SAID, by=trusted)
    editing.revert(added.public_id, SAID, by=trusted)
    editing.revert(edit.public_id, SAID, by=trusted)
    assert not Season.objects.filter(removed_at=None).exists()


def test_what_is_brought_back_is_settled_again(trusted: User) -> None:
    film = factories.make_title()
    first = suggest(film, trusted, runtime=75)
    back = editing.revert(first.public_id, SAID, by=trusted)
    assert not Settled.objects.exists()
    editing.revert(back.public_id, SAID, by=trusted)
    film.refresh_from_db()
    assert film.runtime_min == 75
    assert Settled.objects.get().value == 75


def test_an_edit_that_waits_again_counts_for_nobody(trusted: User) -> None:
    author = people.ada()
    edit = suggest(factories.make_title(), author, runtime=75)
    editing.refuse(edit.public_id, by=trusted)
    assert not Outcome.objects.get(account=author).is_upheld
    editing.reopen(edit.public_id, by=trusted)
    assert not Outcome.objects.filter(account=author).exists()


def test_what_people_settled_goes_along_with_a_title_and_so_does_what_waits(trusted: User, sites: Any) -> None:
    kept, gone = factories.make_title(), factories.make_title("The Engine", year=1927)
    suggest(gone, trusted, identifiers=[["imdb", "tt0017925"]])
    waiting = suggest(gone, people.ada(), runtime=75)
    edit_actions.protect(Edited(Kind.TITLE, gone.pk), by=BY, why="disputed", until=None)
    merge_titles(gone.public_id, kept.public_id, by=BY, why="one work")
    assert Settled.objects.get(field="identifiers").title == kept
    assert Protection.objects.get().title == kept
    assert Edit.objects.filter(title=kept, of_title=kept).count() == 2
    waiting.refresh_from_db()
    editing.accept(waiting.public_id, by=people.basile(*sites))
    kept.refresh_from_db()
    assert kept.runtime_min == 75


def test_what_somebody_suggested_is_exported_with_what_it_is_about_and_nobody_is_named_for_it_after(
    trusted: User,
) -> None:
    film = factories.make_title()
    edit = agree(suggest(film, people.ada(), runtime=75), people.known(people.eve()))
    edit_actions.protect(Edited(Kind.TITLE, film.pk), by=Actor.person(str(edit.author and edit.author.public_id)),
                         why="disputed", until=None)  # fmt: skip
    author, second = edit.author, edit.voices.get().person
    assert author
    kept = {one.name: one for one in holdings()}
    assert next(iter(kept["edits"].rows(author)))["title__public_id"] == film.public_id
    assert [one["is_for"] for one in kept["community_editvoice"].rows(second)] == [True]
    assert kept["edits"].erase
    kept["edits"].erase(author)
    author.delete()
    second.delete()
    edit.refresh_from_db()
    assert (edit.author, edit.decided_by, edit.why, edit.voices.count()) == (None, None, "", 0)
    assert Protection.objects.get().by == ""
