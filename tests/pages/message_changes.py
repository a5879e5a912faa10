"""Changes of the message to all readers of a site, for tests/pages/test_every_change_shows.py."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.sites.actions import set_message
from allostream.sites.rules import Message
from tests.whole import Whole

BY = Actor.system("test")


def a_message() -> Message:
    now = clock.now()
    until = now + timedelta(days=1)
    return Message("Closed by order.", "Fermé sur injonction.", now, until, section="country", closed="FR")


def tell(_whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    set_message("en", a_message(), by=BY)


def take_down(_whole: Whole, _folder: Path) -> Iterator[None]:
    set_message("fr", a_message(), by=BY)
    yield
    set_message("fr", None, by=BY)


CHANGES: dict[str, Callable[[Whole, Path], Iterator[None]]] = {
    "sites.set_message": tell,
    "sites.set_message taken down": take_down,
}
