"""Walks through sources: page by page, within budgets, by any number of workers, and never twice after a kill."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue.models import Identifier
from allostream.connectors.candidates import Candidate, Found, Page, SourceTrouble, Told, Wish, Work
from allostream.discovery import actions, queries, walking, working
from allostream.discovery.models import Candidate as Row
from allostream.discovery.models import Walk
from allostream.lib import clock, exchange
from allostream.links.models import ShownLink
from tests import factories
from tests.discovery.conftest import NOW

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


class Shelf:
    """A source whose items a test lays out; it counts how often it is asked."""

    SOURCE = exchange.Source(slug="shelf", name="Shelf", licence="CC0-1.0", credit="Shelf")
    WISHES = frozenset({"all", "work"})
    DAILY = 100

    def __init__(self) -> None:
        self.items: list[Candidate] = []
        self.asked: list[str] = []
        self.trouble: SourceTrouble | None = None
        self.circles = False

    def page(self, wish, cursor, ask):
        self.asked.append(cursor)
        if self.trouble:
            raise self.trouble
        start = int(cursor or 0)
        following = 0 if self.circles else start + 2
        more = following < len(self.items)
        found = tuple(Found(one) for one in self.items[start : start + 2])
        return Page(found, str(following) if more else "", len(self.items))

    def copy(self, content_key, address, ask):
        item = content_key.partition(":")[2]
        metadata = {"identifier": item, "mediatype": "movies", "collection": ["prelinger"], "title": "The General"}
        files = [{"name": "g.mp4", "format": "h.264", "source": "original", "length": "4740"}]
        return Told({"metadata": metadata, "files": files})

    def completed(self, candidate, told):
        return candidate


@pytest.fixture
def shelf(monkeypatch, now, settings):
    found = Shelf()
    for module in (walking,):
        monkeypatch.setattr(module, "SOURCES", {"shelf": found})
        monkeypatch.setattr(module, "HOSTS", {"internet-archive": found})
    monkeypatch.setattr("allostream.discovery.sources.SOURCES", {"shelf": found})
    settings.BOT_SITE, settings.BOT_CONTACT = "https://example.org", "bot@example.org"
    found.items = [candidate(number) for number in range(5)]
    return found


@pytest.fixture
def film():
    factories.make_host()
    title = factories.make_title("The General")
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=title)
    factories.make_answer(title, "US")
    return title


def candidate(number: int) -> Candidate:
    return Candidate(
        item=f"item{number}", address=f"https://archive.org/details/general{number}", form="embed",
        work=Work(kind="film", year=1926, identifiers={"imdb": ("tt0017925",)}),
    )  # fmt: skip


def plan(every: int = 0) -> Walk:
    return walking.plan("shelf", Wish(), every=timedelta(hours=every), by=BY)


def walk_on(steps: int = 20) -> int:
    """Take the steps that are due; returns how many there were."""
    for done in range(steps):
        walk = walking.claim("worker")
        if walk is None:
            return done
        walking.step(walk, no_network)
    return steps


def no_network(_ask):
    raise AssertionError("asked for over the network")


def test_a_walk_goes_page_by_page_and_begins_again_after_its_pause(shelf, film, now):
    plan(every=24)
    assert walk_on() == 3
    assert shelf.asked == ["", "2", "4"]
    [row] = queries.walks()
    assert (row.found_last, row.seen, row.due_at) == (5, 0, NOW + timedelta(days=1))
    assert Row.objects.count() == 5
    assert queries.spent() == {"shelf": 3}
    now(NOW + timedelta(days=1))
    assert walk_on() == 3


def test_a_step_belongs_to_one_worker_until_its_lease_ends(shelf, film, now):
    plan()
    first = walking.claim("a")
    assert walking.claim("b") is None
    now(NOW + walking.LEASE)
    second = walking.claim("b")
    walking.step(second, no_network)
    # The first one comes late: its page is another's by now.
    walking.step(first, no_network)
    assert Walk.objects.get().cursor == "2"
    assert Walk.objects.get().seen == 2


def test_what_is_killed_between_two_steps_or_within_one_goes_on_where_it_was(shelf, film, now, monkeypatch):
    shelf.items = [candidate(number) for number in range(6)]
    plan()
    walking.step(walking.claim("a"), no_network)
    monkeypatch.setattr(walking, "PORTION", 1)  # a page in two transactions
    walk = walking.claim("a")
    settle = actions.settle

    def killed(source, found, **rest):
        if found and found[0].candidate.item == "item3":
            raise KeyboardInterrupt
        return settle(source, found, **rest)

    monkeypatch.setattr(actions, "settle", killed)
    with pytest.raises(KeyboardInterrupt):
        walking.step(walk, no_network)
    assert set(Row.objects.values_list("item", flat=True)) == {"item0", "item1", "item2"}
    monkeypatch.setattr(actions, "settle", settle)
    judged = AuditEntry.objects.filter(action="discovery.judge").count()
    now(NOW + walking.LEASE)
    assert walk_on() == 2
    assert shelf.asked == ["", "2", "2", "4"]
    assert Row.objects.count() == 6
    # item2 was not judged again.
    assert AuditEntry.objects.filter(action="discovery.judge").count() == judged + 3


def test_a_source_that_gives_a_cursor_twice_ends_its_walk(shelf, film):
    shelf.circles = True
    plan()
    assert walk_on() == 2
    walk = Walk.objects.get()
    assert (walk.due_at, walk.found_last) == (None, None)


def test_a_day_that_is_spent_puts_the_walk_off_to_the_next(shelf, film, settings, now):
    settings.SOURCE_BUDGETS = {"shelf": 2}
    plan()
    assert walk_on() == 3  # the third step asks nothing
    assert len(shelf.asked) == 2
    assert Walk.objects.get().due_at.date() == (NOW + timedelta(days=1)).date()
    now(NOW + timedelta(days=1, hours=1))
    assert walk_on() == 1
    assert Row.objects.count() == 5


def test_trouble_puts_a_walk_off_longer_each_time_and_what_is_permanent_ends_it(shelf, film, now):
    shelf.trouble = SourceTrouble("Busy", seconds=3)
    plan()
    pauses = []
    for _ in range(2):
        walk_on(1)
        walk = Walk.objects.get()
        pauses.append(walk.due_at - clock.now())
        now(walk.due_at)
    assert pauses == [timedelta(minutes=10), timedelta(hours=1)]
    shelf.trouble = SourceTrouble("No such query", permanent=True)
    walk_on(1)
    assert (Walk.objects.get().due_at, Walk.objects.get().last_error) == (None, "No such query")


def shown() -> int:
    """How many links are shown now."""
    return ShownLink.objects.filter(Q(closes_at=None) | Q(closes_at__gt=clock.now())).count()


def shown_links(shelf) -> None:
    """Walk once, and have the host asked about everything that was found."""
    walk_on()
    walking.ask_hosts(no_network)


def test_a_worker_finds_links_from_plan_to_page(shelf, film):
    plan()
    while working.find_more("worker", no_network):
        pass
    assert shown() == 5
    assert set(Row.objects.values_list("state", flat=True)) == {"live"}


def test_a_worker_asks_nothing_before_the_operator_says_who_asks(shelf, film, settings):
    plan()
    settings.BOT_SITE = ""
    assert working.find_more("worker", no_network) is False
    assert shelf.asked == []


def test_what_two_whole_walks_miss_goes_with_its_link(shelf, film, now):
    plan(every=24)
    shown_links(shelf)
    del shelf.items[0]
    now(NOW + timedelta(days=1))
    walk_on()
    assert shown() == 5
    now(NOW + timedelta(days=2))
    walk_on()
    assert shown() == 4
    assert Row.objects.get(state="gone").reason == "gone-at-source"
    # It comes back, and its link with it.
    shelf.items.append(candidate(0))
    now(NOW + timedelta(days=3))
    walk_on()
    assert Row.objects.get(item="item0").state == "live"
    assert shown() == 5


def test_a_walk_that_loses_too_much_is_held_until_an_operator_says_what_is_right(shelf, film, now):
    shelf.items = [candidate(number) for number in range(10)]
    walk = plan(every=24)
    shown_links(shelf)
    del shelf.items[:3]
    now(NOW + timedelta(days=1))
    walk_on()
    assert queries.walks()[0].is_held
    assert shown() == 10
    now(NOW + timedelta(days=5))
    assert walk_on() == 0
    call_command("discover", "release", walk.public_id, "--accept", "--why", "They said so")
    assert shown() == 7
    assert set(Row.objects.filter(state="gone").values_list("item", flat=True)) == {"item0", "item1", "item2"}
    with pytest.raises(CommandError, match="is held"):
        call_command("discover", "release", walk.public_id, "--again", "--why", "again")


def test_walks_are_planned_for_the_best_known_titles_that_may_be_free_and_have_no_link(shelf, film, capsys):
    other = factories.make_title("Later", year=2014, popularity=9)
    factories.make_answer(other, "US", "protected")
    factories.make_free_film("Has a link", popularity=8)
    assert queries.wanted(5, "shelf") == [film]
    call_command("discover", "wanted", "--source", "shelf")
    assert queries.wanted(5, "shelf") == []
    assert Walk.objects.get().title == film


def test_files_of_links_are_taken_in_and_counted_by_reason(film, tmp_path, capsys, now):
    lines = [
        {"qid": "Q1", "internet_archive_id": "general", "label": "The General", "year": "1926", "imdb_id": "tt0017925"},
        {"imdb_id": "tt0017925", "title": "The General", "year": "1926", "freenessurl": "https://nobody.example/g"},
        {"imdb_id": "tt0017925", "title": "The General", "year": "1926",
         "freenessurl": "https://archive.org/details/The.General.1926.BDRip.x264"},
        {"title": "No address"},
    ]  # fmt: skip
    file = tmp_path / "links.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    call_command("discover", "take", str(file), "--source", "own-list")
    told = capsys.readouterr().out
    assert "4 lines, 1 of them not understood." in told
    assert "3 candidates: 1 wait, 2 refused (refused: host not listed 1, rip wording 1)." in told
    call_command("discover", "table")
    assert capsys.readouterr().out.splitlines()[0] in told


def test_planning_names_what_it_does_not_know(shelf):
    with pytest.raises(CommandError, match="choose from shelf"):
        call_command("discover", "plan", "--source", "nobody")
    with pytest.raises(CommandError, match="take it from the end"):
        call_command("discover", "plan", "--source", "shelf", "--title", "nothing")
