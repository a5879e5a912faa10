"""Titles that become one and records that get a title of their own, for the test that each is on the next answer."""

from collections.abc import Iterator
from pathlib import Path

from allostream.audit.rules import Actor
from allostream.catalogue.models import Joining, Likeness, Source
from allostream.links import identity
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


CHANGES.update({"identity.call_same": call_same, "identity.split": split})
