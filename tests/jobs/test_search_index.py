"""This machine's index of names: built, fed from the feed of changes, compared, and made again where it is broken."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue
from allostream.catalogue.models import Title
from allostream.freshness.actions import forget_changes
from allostream.freshness.models import Change
from allostream.freshness.rules import Place
from allostream.jobs import indexing
from allostream.jobs.indexing import Follower, drift, rebuild
from allostream.lib import clock
from allostream.lib.dates import PartialDate
from allostream.search.file import Shelf, Unusable
from allostream.search.writing import Drift, Writer, Wrong
from tests import factories
from tests.actions.imports import episode, film, season, series, take_in

BY = Actor.system("test")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "search" / "names"


@pytest.fixture
def begin() -> Iterator[Callable[[Path], Follower]]:
    """Begin to feed an index; all are let go in the end."""
    made: list[Follower] = []

    def start(at: Path) -> Follower:
        made.append(Follower(at))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.fixture
def follower(place: Path, begin: Callable[[Path], Follower]) -> Follower:
    """One that has built its index of an empty catalogue."""
    made = begin(place)
    assert made.step()
    return made


def fed(follower: Follower) -> list[Drift]:
    """What is wrong with the index once it has taken everything in."""
    while follower.step():
        pass
    return list(drift(follower.path))


KEATON = {"role": "principal_director", "name": "Buster Keaton"}
RECORDS = (
    film("1", credits=[KEATON]), film("2", name="Sherlock Jr.", year=1924, credits=[KEATON]),
    series(), season(), episode(name="La Tête coupée", number=1),
)  # fmt: skip


def test_an_index_holds_what_the_catalogue_does_after_every_change(follower: Follower, tmp_path: Path) -> None:
    take_in(tmp_path, *RECORDS)
    assert len(list(drift(follower.path))) == 5  # three titles, an episode, a person
    assert fed(follower) == []
    one, other = Title.objects.filter(kind="film").order_by("name")
    catalogue.show_release(one.pk, PartialDate.parse("1927"), by=BY, why="x")
    assert fed(follower) == []
    catalogue.show_credit(one.pk, None, factories.make_person("Marion Mack").pk, "cast", holds=True, by=BY, why="x")
    assert fed(follower) == []
    catalogue.merge_titles(one.public_id, other.public_id, by=BY, why="x")
    assert fed(follower) == []
    catalogue.remove_title(other.public_id, by=BY, why="x")
    assert fed(follower) == []
    take_in(tmp_path, *RECORDS[:4], episode(name="Le Fantôme", number=1))
    assert fed(follower) == []


def test_two_machines_follow_one_catalogue_each_with_its_own_index(
    follower: Follower, begin: Callable[[Path], Follower], tmp_path: Path
) -> None:
    take_in(tmp_path, RECORDS[0])
    other = begin(tmp_path / "other" / "names")
    assert fed(other) == []
    take_in(tmp_path, *RECORDS)
    assert fed(follower) == fed(other) == []


def test_of_two_on_one_machine_one_feeds_the_index_until_it_ends(
    follower: Follower, begin: Callable[[Path], Follower], tmp_path: Path
) -> None:
    second = begin(follower.path)
    take_in(tmp_path, *RECORDS)
    assert not second.step()
    follower.close()
    assert fed(second) == []


@pytest.mark.parametrize("harm", ["damaged", "cut short", "of another format", "gone"])
def test_an_index_that_cannot_be_used_is_built_anew(
    follower: Follower, begin: Callable[[Path], Follower], tmp_path: Path, harm: str
) -> None:
    take_in(tmp_path, *RECORDS)
    assert fed(follower) == []
    follower.close()
    file = follower.path.resolve()
    match harm:
        case "damaged":
            file.write_bytes(b"not a database at all" * 1000)
        case "cut short":
            file.write_bytes(file.read_bytes()[: 5 * 4096])
        case "of another format":
            content = bytearray(file.read_bytes())
            content[60:64] = (999).to_bytes(4, "big")  # user_version in the header of SQLite's file format
            file.write_bytes(content)
        case "gone":
            file.unlink()
    assert fed(begin(follower.path)) == []


def test_one_that_slept_so_long_that_rows_are_gone_is_built_anew(
    follower: Follower, tmp_path: Path, time_machine: Any
) -> None:
    now = clock.now()
    time_machine.move_to(now - timedelta(days=30))
    take_in(tmp_path, *RECORDS)
    time_machine.move_to(now)
    assert forget_changes() == 3
    assert Change.objects.count() == 1
    assert fed(follower) == []


def test_one_that_was_built_by_somebody_else_meanwhile_goes_on_with_that(follower: Follower, tmp_path: Path) -> None:
    take_in(tmp_path, RECORDS[0])
    assert fed(follower) == []
    rebuild(follower.path)
    take_in(tmp_path, *RECORDS)
    assert fed(follower) == []


def test_what_was_put_into_the_tables_without_telling_is_named(follower: Follower) -> None:
    title = factories.make_title("Metropolis")
    assert fed(follower) == [Drift(Shelf.TITLE, title.pk, Wrong.MISSING)]


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def index(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "SEARCH_INDEX", place)

    def run(self, *words: str) -> str:
        out = StringIO()
        call_command("search", *words, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_it_builds_compares_and_feeds(self, place: Path, tmp_path: Path) -> None:
        take_in(tmp_path, *RECORDS)
        with pytest.raises(CommandError, match=r"missing.*the worker builds it"):
            self.run("status")
        with pytest.raises(CommandError, match=r"missing.*search rebuild"):
            self.run("check")
        assert f"5 titles, episodes and people are indexed in {place}" in self.run("rebuild")
        assert "holds what the catalogue does" in self.run("check")
        catalogue.remove_title(Title.objects.get(year=1924).public_id, by=BY, why="x")
        assert "can be searched; 1 changes wait" in self.run("status")
        with pytest.raises(CommandError, match="differs from the catalogue in 1 places"):
            self.run("check")
        self.run("follow", "--once")
        assert "0 changes wait" in self.run("status")
        self.run("check")

    def test_it_names_where_they_differ(self) -> None:
        self.run("rebuild")
        title = factories.make_title("Metropolis")
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("search", "check", stdout=out)
        assert f"title {title.pk}: missing" in out.getvalue()


def test_an_index_that_is_not_there_cannot_be_compared(place: Path) -> None:
    with pytest.raises(Unusable, match="missing"):
        list(drift(place))


def test_a_build_that_fails_is_tried_again_later_each_time(
    place: Path, begin: Callable[[Path], Follower], monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    tries: list[datetime] = []

    def full(*_: Any, **__: Any) -> int:
        tries.append(clock.now())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(indexing, "build", full)
    monkeypatch.setattr(settings, "SEARCH_INDEX", place)
    start = clock.now().replace(microsecond=0)
    feeding = begin(place)
    for second in range(0, 4000, 2):
        time_machine.move_to(start + timedelta(seconds=second), tick=False)
        assert not feeding.step()
    pauses = [(later - sooner).total_seconds() for sooner, later in pairwise(tries)]
    assert 2 <= pauses[0] <= 8
    assert 300 <= pauses[-1] <= 602
    assert 10 < len(tries) < 20
    with pytest.raises(CommandError, match=rf"It failed {len(tries)} times.*No space left on device.*tries again at"):
        call_command("search", "status")
    monkeypatch.undo()
    monkeypatch.setattr(settings, "SEARCH_INDEX", place)
    time_machine.move_to(start + timedelta(hours=2), tick=False)
    assert feeding.step()
    out = StringIO()
    call_command("search", "status", stdout=out)
    assert "can be searched" in out.getvalue()
    assert "failed" not in out.getvalue()


def test_an_index_that_is_ahead_of_a_database_that_was_put_back_is_built_anew(
    follower: Follower, place: Path, begin: Callable[[Path], Follower], tmp_path: Path
) -> None:
    follower.close()
    with Writer(place) as writer:
        writer.apply([], cursor=str(Place(2**60, 1)))
    take_in(tmp_path, *RECORDS)
    assert fed(begin(place)) == []
