"""Titles that become one and records that get a title of their own, for the test that each is on the next answer."""

from collections.abc import Iterator
from pathlib import Path

from allostream.audit.rules import Actor
from allostream.catalogue.models import Joining, Likeness, Regrouping, Source
from allostream.links import identity, regrouping
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


CHANGES.update({
    "identity.call_same": call_same, "identity.split": split, "regrouping.merge_titles": merge_titles,
    "regrouping.carry_out": carry_out, "regrouping.undo": undo,
})  # fmt: skip
MODULES = {"regrouping": regrouping}
# Parts of others, and what is read alone.
PARTS = {"regrouping.settle", "regrouping.preview", "regrouping.pair_of", "regrouping.there", "regrouping.may_undo"}
