"""Merges of series with many common episodes: carried out and undone in portions, by the worker."""

from typing import Any

import pytest
from django.db import transaction

from allostream.catalogue.intake.faces import refresh_faces
from allostream.catalogue.journal import counted
from allostream.catalogue.models import Episode, Title
from allostream.jobs.handlers import HANDLERS
from allostream.lib import clock
from allostream.links import portions, regrouping
from allostream.links.deciding import decide
from allostream.links.models import WatchLink
from allostream.links.regrouping import GO_BACK, GO_ON, CannotUndo, StillGoingOn, may_undo, undo
from allostream.outbox.models import OutboxRow
from tests import factories
from tests.actions.test_regrouping import BY, do, state

COPY = "https://archive.org/details/judex"


@pytest.fixture
def large(db: None, monkeypatch: Any) -> tuple[Title, Title]:
    """Two series of seven episodes each, where two pairs are many and nine steps too."""
    for module in (regrouping, portions):
        monkeypatch.setattr(module, "PAIRS_AT_ONCE", 2)
        monkeypatch.setattr(module, "STEPS_AT_ONCE", 9)
    factories.make_sites()
    gone, kept = (factories.make_title(name, kind="series", year=1916) for name in ("Judex", "Judex again"))
    for title in (gone, kept):
        factories.make_answer(title, "US")
        season = factories.make_season(title, 1)
        for number in range(1, 8):
            episode = factories.make_episode(season, number)
            factories.make_link(title, "" if number % 2 else f"{COPY}-{number}", episode=episode)
            factories.make_comment(title, episode)
    decide([gone.pk, kept.pk], by=BY)
    refresh_faces({gone.pk, kept.pk})
    return gone, kept


def work_waits() -> OutboxRow | None:
    """The next portion that the worker would do; None where nothing is left."""
    row = OutboxRow.objects.filter(topic__in=(GO_ON, GO_BACK)).order_by("pk").first()
    if row is not None:
        HANDLERS[row.topic](row.payload)
        row.delete()
    return row


def twice_in_season(title: Title) -> int:
    numbers = list(Episode.objects.filter(title=title, removed_at=None, season__number=1).values_list("number"))
    return len(numbers) - len(set(numbers))


def test_a_large_merge_goes_on_in_portions_and_ends_as_a_small_one(large: Any) -> None:
    gone, kept = large
    row = do("merge", "title", kept, gone)
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert (row.stage, len(row.left), twice_in_season(kept)) == ("joining", 7, 7)
    with pytest.raises(StillGoingOn):
        do("merge", "title", kept, factories.make_title("Judex once more", kind="series"))
    left = []
    while work_waits():
        row.refresh_from_db()
        left.append(twice_in_season(kept))
    assert left == [5, 3, 1, 0]
    assert (row.stage, row.left) == ("", [])
    assert counted(row.journal)["catalogue.episode, one"] == 7
    assert not WatchLink.objects.filter(episode__removed_at__isnull=False, removed_at=None).exists()
    assert not WatchLink.objects.exclude(title=kept).filter(merged_into=None).exists()


def test_a_portion_that_was_killed_is_done_again_and_one_that_was_done_twice_does_no_harm(large: Any) -> None:
    gone, kept = large
    do("merge", "title", kept, gone)
    with transaction.atomic():
        work_waits()
        transaction.set_rollback(True)
    assert twice_in_season(kept) == 7
    payload = OutboxRow.objects.get(topic=GO_ON).payload
    while work_waits():
        pass
    whole = state()
    portions.go_on(payload)
    assert (state(), twice_in_season(kept)) == (whole, 0)


def test_a_large_merge_that_has_just_begun_is_undone_at_once(large: Any) -> None:
    gone, kept = large
    before = state()
    row = do("merge", "title", kept, gone)
    assert undo(row.public_id, by=BY, why="two").state == "undone"
    assert state() == before
    work_waits()
    assert state() == before


@pytest.mark.parametrize("portions_done", [2, 10])
def test_a_large_merge_is_undone_in_portions_also_while_it_goes_on(large: Any, portions_done: int) -> None:
    gone, kept = large
    before = state()
    row = do("merge", "title", kept, gone)
    for _ in range(portions_done):
        work_waits()
    row = undo(row.public_id, by=BY, why="two")
    assert (row.state, row.stage) == ("done", "parting")
    assert not may_undo(row, clock.now())
    with pytest.raises(CannotUndo):
        undo(row.public_id, by=BY, why="again")
    while work_waits():
        pass
    row.refresh_from_db()
    assert (row.state, row.stage, row.steps_left) == ("undone", "", None)
    assert state() == before
