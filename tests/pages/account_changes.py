"""Changes of roles and trust, for the test that each is on the next answer of the page cache."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from allostream.accounts import leaving, profile_actions, role_actions, trust_actions
from allostream.accounts.actions import add_person, forget_ways_in
from allostream.accounts.leaving import export, forget_retained, leave
from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right, Role
from allostream.accounts.profile_actions import Profile, change_profile, stop_letters
from allostream.accounts.role_actions import bar, give_role, lift_bar, take_role
from allostream.accounts.trust_actions import forget_outcome, note_fault, note_outcome
from allostream.audit.rules import Actor
from allostream.catalogue.models import Person
from allostream.links.models import WatchLink
from allostream.rights.actions import facts
from allostream.rights.fact_reading import read
from allostream.rights.fact_rules import GivenSource
from allostream.rights.fact_values import Property, Subject
from allostream.rights.queries.facts import About
from tests import people
from tests.whole import Whole

BY = Actor.system("test")
WHO: dict[str, Any] = {"by": BY, "why": "test"}
Change = Callable[[Whole, Path], Iterator[None]]
OWN = "it decides what its owner may do, and pages of those signed in are not kept"
NOT_SHOWN = {
    "accounts.add_person": "pages name only people who did something",
    "accounts.forget_ways_in": OWN,
    "profile.stop_letters": OWN,
    "leaving.export": OWN,
    "leaving.forget_retained": "no page shows it",
    "roles.bar": OWN,
    "roles.lift_bar": OWN,
    "trust.note_outcome": OWN,
    "trust.forget_outcome": OWN,
    "trust.note_fault": OWN,
}


def speaker(whole: Whole) -> User:
    """Somebody whose suggestion a page shows, with the part in which they made it."""
    person = people.ada()
    about = About(Subject.PERSON, Person.objects.get(public_id=whole.person_id).pk)
    said = facts.Statement(Property.DIED, read(Property.DIED, {"date": "1967"}), GivenSource("Grave"))
    facts.state_fact(about, said, by=Actor.person(person.public_id))
    return person


def give(whole: Whole, _folder: Path) -> Iterator[None]:
    person = speaker(whole)
    yield
    give_role(person, Role.TRUSTED, **WHO)


def take(whole: Whole, _folder: Path) -> Iterator[None]:
    person = speaker(whole)
    give_role(person, Role.TRUSTED, **WHO)
    yield
    take_role(person, Role.TRUSTED, **WHO)


def submitter(whole: Whole) -> User:
    """Somebody who stands beside a link and beside one of an episode."""
    person = people.ada()
    WatchLink.objects.filter(pk__in=[whole.link.pk, whole.episode_link.pk]).update(submitted_by=person, channel=None)
    return person


def profiled(**changes: Any) -> Change:
    def change(whole: Whole, _folder: Path) -> Iterator[None]:
        person = submitter(whole)
        yield
        same = {column.name: getattr(person, column.name) for column in fields(Profile)}
        change_profile(person, Profile(**{**same, **changes}))

    return change


def end(whole: Whole, _folder: Path) -> Iterator[None]:
    person = submitter(whole)
    yield
    leave(person, law_applies=True, by=BY)


def plain(act: Callable[[User], Any], before: Callable[[User], Any] = bool) -> Change:
    """What only its owner sees."""

    def change(_whole: Whole, _folder: Path) -> Iterator[None]:
        person = people.ada()
        before(person)
        yield
        act(person)

    return change


def add(_whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    add_person(User(email="b@example.org", name="B"), by=BY)


PARTS = {"roles.forget_powers", "accounts.note_added"}
MODULES = {"roles": role_actions, "trust": trust_actions, "profile": profile_actions, "leaving": leaving}
CHANGES: dict[str, Change] = {
    "accounts.add_person": add,
    "profile.change_profile": profiled(name="Countess"),
    "profile.change_profile of who no longer wants to be named": profiled(is_credited=False),
    "profile.stop_letters": plain(stop_letters),
    "leaving.leave": end,
    "leaving.export": plain(export),
    "leaving.forget_retained": plain(lambda _person: forget_retained()),
    "roles.give_role": give,
    "roles.take_role": take,
    "accounts.forget_ways_in": plain(lambda person: forget_ways_in(person, **WHO)),
    "roles.bar": plain(lambda person: bar(person, Right.COMMENT_WRITE, **WHO)),
    "roles.lift_bar": plain(lambda person: lift_bar(person, None, **WHO), lambda person: bar(person, None, **WHO)),
    "trust.note_outcome": plain(lambda person: note_outcome(person, "link", "x", is_upheld=True, by=BY)),
    "trust.forget_outcome": plain(lambda person: forget_outcome(person, "link", "x", by=BY)),
    "trust.note_fault": plain(lambda person: note_fault(person, **WHO)),
}
