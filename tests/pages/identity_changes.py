"""Titles that become one and records that get a title of their own, for the test that each is on the next answer."""

from collections.abc import Iterator
from pathlib import Path

from allostream.audit.rules import Actor
from allostream.catalogue.models import Joining, Likeness, Regrouping, Source
from allostream.links import identity, portions, regrouping
from tests import factories
from tests.actions.imports import OTHER, film, take_in
from tests.pages.proposal_changes import Change
from tests.whole import Whole

BY = Actor.system("test")
CHANGES: dict[str, Change] = {}


def call_same(whole: Whole, folder: Path) -> Iterator[None]:
    take_in(folder, OTHER, film("7", source="films", name="The Engine", runtime_min=79))
    made = Source.objects.get(slug="films").titles.get()
    likeness = Likeness.objects.create(made=made, like=whole.film)
    yield
    identity.call_same(likeness.public_id, by=BY)


def split(whole: Whole, folder: Path) -> Iterator[None]:
    director = {"role": "principal_director", "name": "Buster Keaton"}
    cast = {"role": "cast", "name": "Marion Mack"}
    take_in(folder, OTHER, film("7", source="films", credits=[director, cast], countries=["US"]))
    assert Joining.objects.get().title == whole.film
    yield
    identity.split("films", "films:7", by=BY, why="Another film")


def merge_titles(whole: Whole, _folder: Path) -> Iterator[None]:
    double = factories.make_free_film("The General again")
    yield
    regrouping.merge_titles(double.public_id, whole.film.public_id, by=BY, why="test")


def carry_out(whole: Whole, _folder: Path) -> Iterator[None]:
    row = Regrouping.objects.create(
        kind="split", what="title", title=whole.film, kept_id=whole.film.public_id, asked_kind="system",
        asked_by="test", chosen={"name": "Another film", "links": [whole.link.public_id]},
    )  # fmt: skip
    yield
    regrouping.carry_out(row, by=BY, why="test")


def undo(whole: Whole, _folder: Path) -> Iterator[None]:
    double = factories.make_free_film("The General again")
    regrouping.merge_titles(double.public_id, whole.film.public_id, by=BY, why="test")
    yield
    regrouping.undo(Regrouping.objects.get().public_id, by=BY, why="test")


def large_merge(whole: Whole) -> Regrouping:
    """Two series are being made one, with one pair of episodes left."""
    series = whole.episode.title
    double = factories.make_title("The same series", kind="series")
    factories.make_episode(factories.make_season(double, whole.episode.season.number), whole.episode.number)
    most, regrouping.PAIRS_AT_ONCE = regrouping.PAIRS_AT_ONCE, 0
    regrouping.merge_titles(double.public_id, series.public_id, by=BY, why="test")
    regrouping.PAIRS_AT_ONCE = most
    return Regrouping.objects.get()


def go_on(whole: Whole, _folder: Path) -> Iterator[None]:
    row = large_merge(whole)
    assert len(row.left) == 1
    yield
    portions.go_on({"regrouping": row.public_id})


def go_back(whole: Whole, _folder: Path) -> Iterator[None]:
    row = large_merge(whole)
    portions.go_on({"regrouping": row.public_id})
    regrouping.undo(row.public_id, by=BY, why="test")
    yield
    portions.go_back({"regrouping": row.public_id, "by": [BY.kind, BY.id], "why": "test"})


CHANGES.update({
    "identity.call_same": call_same, "identity.split": split, "regrouping.merge_titles": merge_titles,
    "regrouping.carry_out": carry_out, "regrouping.undo": undo, "portions.go_on": go_on,
    "portions.go_back": go_back,
})  # fmt: skip
MODULES = {"regrouping": regrouping, "portions": portions}
# Parts of others, and what is read alone.
PARTS = {
    f"regrouping.{name}"
    for name in ("settle", "preview", "pair_of", "there", "may_undo", "undo_rest", "follow", "lock")
}
