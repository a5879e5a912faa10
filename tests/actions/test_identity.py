"""Records of several sources on one title: joined by what they say, doubted, decided by a person, and split again."""

from datetime import timedelta
from pathlib import Path

import pytest

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue import identity_actions
from allostream.catalogue.actions import CannotMerge
from allostream.catalogue.identity_actions import LikenessDecided
from allostream.catalogue.models import Credit, Identifier, ImportedRecord, Joining, Likeness, Name, Regrouping, Title
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.links import identity
from allostream.links.models import WatchLink
from allostream.links.regrouping import undo
from tests import factories
from tests.actions.imports import LOOKED, OTHER, SOURCE, film, link, season, series, take_in

pytestmark = pytest.mark.django_db
BY = Actor.person("k2vmx0p9rtq7")
IMDB = {"imdb": ["tt0017925"]}
KEATON = {"role": "principal_director", "name": "Buster Keaton"}
OURS = film(name="Steamboat Bill, Jr.", year=1928, credits=[KEATON])
THEIRS = film(
    "7",
    source="films",
    name="Steamboat Bill, Jr.",
    year=1928,
    runtime_min=70,
    credits=[KEATON, {"role": "cast", "name": "Ernest Torrence"}],
    names=[{"text": "Cadet d’eau douce", "language": "fr"}],
    identifiers={"tmdb": ["25768"]},
    countries=["US"],
)


def keys(title: Title) -> set[str]:
    return {f"{one.scheme}:{one.value}" for one in title.identifiers.all()}


def test_a_record_of_another_source_joins_the_work_it_describes(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, OURS)
    take_in(tmp_path, OTHER, THEIRS)

    title = Title.objects.get()
    assert keys(title) == {"lists:1", "films:7", "tmdb:25768"}
    assert title.runtime_min == 70
    joining = Joining.objects.get()
    assert (joining.key, joining.title) == ("films:7", title)
    assert {one["reason"] for one in joining.grounds} >= {"same-name", "same-year", "same-director"}
    assert not Likeness.objects.exists()

    again = take_in(tmp_path, OTHER, {**THEIRS, "runtime_min": 71})
    assert again.count("title") == (0, 0, 1, 0)  # another's length is no better than the one that is there
    assert Title.objects.count() == 1


def test_a_name_alone_makes_a_second_title_and_a_question(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, OURS)
    take_in(tmp_path, OTHER, film("7", source="films", name="Steamboat Bill, Jr.", year=None))

    made = Title.objects.get(identifiers__scheme="films")
    likeness = Likeness.objects.get()
    assert (likeness.made, likeness.like) == (made, Title.objects.get(identifiers__scheme="lists"))
    assert likeness.state == "open"
    assert 0.3 <= likeness.score < 0.96


def test_two_records_of_one_source_never_become_one_title(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, OURS)
    take_in(tmp_path, OTHER, THEIRS, {**THEIRS, "key": "films:8", "identifiers": {}})

    assert Title.objects.count() == 2
    assert Likeness.objects.get().made == Title.objects.get(identifiers__value="8")


def test_an_identifier_that_two_titles_are_given_is_a_question(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(identifiers=IMDB))
    take_in(tmp_path, OTHER, film("7", source="films", name="Gertrud", year=1964))
    take_in(tmp_path, OTHER, film("7", source="films", name="Gertrud", year=1964, identifiers=IMDB))

    likeness = Likeness.objects.get()
    assert likeness.grounds == [
        {"reason": "same-id", "weight": 9.0, "values": {"scheme": "imdb", "value": "tt0017925"}}
    ]


@pytest.fixture
def doubt(tmp_path: Path) -> Likeness:
    take_in(tmp_path, SOURCE, OURS)
    take_in(tmp_path, OTHER, film("7", source="films", name="Steamboat Bill, Jr.", year=None, identifiers=IMDB))
    return Likeness.objects.get()


def test_who_calls_two_titles_one_work_makes_one_of_them(doubt: Likeness, tmp_path: Path) -> None:
    kept = identity.call_same(doubt.public_id, by=BY)

    doubt.made.refresh_from_db()
    assert (doubt.made.merged_into, kept) == (kept, doubt.like)
    assert keys(kept) == {"lists:1", "films:7", "imdb:tt0017925"}
    with pytest.raises(LikenessDecided):
        identity.call_same(doubt.public_id, by=BY)
    take_in(tmp_path, OTHER, film("7", source="films", name="Steamboat Bill, Jr.", year=1928))
    assert Title.objects.filter(merged_into=None).count() == 1


def test_an_import_does_not_bring_together_again_what_was_undone(doubt: Likeness, tmp_path: Path) -> None:
    identity.call_same(doubt.public_id, by=BY)
    undo(Regrouping.objects.get().public_id, by=BY, why="two films after all")

    take_in(tmp_path, SOURCE, {**OURS, "runtime_min": 71})
    take_in(tmp_path, OTHER, film("7", source="films", name="Steamboat Bill, Jr.", year=1928, credits=[KEATON]))

    titles = Title.objects.filter(merged_into=None)
    assert sorted(map(sorted, map(keys, titles))) == [["films:7", "imdb:tt0017925"], ["lists:1"]]


def test_a_film_and_a_series_cannot_be_called_one_work(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, film(identifiers=IMDB))
    take_in(tmp_path, OTHER, series("7", source="films", name="The General", year=1926, identifiers=IMDB))

    with pytest.raises(CannotMerge):
        identity.call_same(Likeness.objects.get().public_id, by=BY)

    assert Likeness.objects.get().state == "open"


def test_two_titles_that_are_called_different_are_never_asked_about_again(doubt: Likeness, tmp_path: Path) -> None:
    identity_actions.call_different(doubt.public_id, by=BY, why="Another film")

    take_in(tmp_path, OTHER, film("7", source="films", name="Steamboat Bill, Jr.", year=1928, credits=[KEATON]))

    assert Title.objects.filter(merged_into=None).count() == 2
    assert Likeness.objects.get().state == "different"
    assert AuditEntry.objects.filter(action="likeness.different").count() == 1


def test_what_is_put_off_stays_open_until_later(doubt: Likeness) -> None:
    until = clock.now() + timedelta(days=30)
    identity_actions.put_off(doubt.public_id, until, by=BY)

    doubt.refresh_from_db()
    assert (doubt.state, doubt.look_at) == ("open", until)
    with pytest.raises(NotFound):
        identity_actions.put_off("nobody", until, by=BY)


def test_a_record_that_was_joined_wrongly_gets_a_title_of_its_own(tmp_path: Path) -> None:
    factories.make_host()
    take_in(tmp_path, SOURCE, OURS, link())
    own = link(on="films:7", item="bill")
    # A second offer at the same address.
    rented = link(on="films:7", item="bill", terms="rent", offer="rent")
    take_in(tmp_path, OTHER, THEIRS, own, rented, vouch=LOOKED)
    title = Title.objects.get()
    version = title.version

    made = identity.split("films", "films:7", by=BY, why="Another film")

    title.refresh_from_db()
    assert keys(title) == {"lists:1"}
    assert keys(made) == {"films:7", "tmdb:25768"}
    assert title.runtime_min is None
    assert (made.runtime_min, made.year) == (70, 1928)
    assert title.version > version
    assert not Name.objects.filter(title=title, language="fr").exists()
    assert set(title.country_rows.all()) == set()
    assert set(Credit.objects.filter(title=title).values_list("role", flat=True)) == {"principal_director"}
    assert Credit.objects.filter(title=made).count() == 2
    assert set(made.links.values_list("content_key", "terms")) == {("ia:bill", ""), ("ia:bill", "rent")}
    assert WatchLink.objects.get(content_key="ia:general").title == title
    assert made.faces.count() == title.faces.count() == 2

    assert take_in(tmp_path, OTHER, {**THEIRS, "runtime_min": 72}, own).count("title") == (0, 1, 0, 0)
    assert take_in(tmp_path, OTHER, {**THEIRS, "runtime_min": 72}, own, again=True).code == 0
    assert Title.objects.count() == 2
    assert Likeness.objects.get().state == "different"
    assert not Joining.objects.exists()
    with pytest.raises(NotFound):
        identity.split("films", "films:7", by=BY, why="Again")


def test_seasons_that_only_its_source_knows_go_with_a_record(tmp_path: Path) -> None:
    take_in(tmp_path, SOURCE, series(identifiers=IMDB), season())
    theirs = series("7", source="films", identifiers=IMDB)
    take_in(tmp_path, OTHER, theirs, season("8", of="films:7", number=2), season("9", of="films:7", number=1))

    made = identity.split("films", "films:7", by=BY, why="Another series")

    assert list(made.seasons.values_list("number", flat=True)) == [2]
    assert Title.objects.exclude(pk=made.pk).get().seasons.get().number == 1
    assert ImportedRecord.objects.filter(key="films:7").count() == 1
    assert Identifier.objects.get(scheme="imdb").title != made
