"""The fixed cast: Ada submits, Basile moderates, Chiara holds rights, Dinu flags too much, Eve has nothing."""

import re

from allostream.accounts.actions import vouch_for_address
from allostream.accounts.models import Standing, User
from allostream.accounts.permission_rules import Role
from allostream.accounts.role_actions import give_role
from allostream.accounts.trust_rules import Level
from allostream.audit.rules import Actor
from allostream.mail.models import Letter
from allostream.sites.models import Site

PASSWORD = "ten fine words"


def make_person(name: str) -> User:
    person = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)
    vouch_for_address(person)
    return person


def ada() -> User:
    """She submits links."""
    return make_person("Ada")


def basile(*sites: Site) -> User:
    """He moderates the sites given."""
    person = make_person("Basile")
    for site in sites:
        give(person, Role.MODERATOR, site.slug)
    return person


def give(person: User, role: Role, site: str = "") -> None:
    """Give somebody a role, as a command would."""
    give_role(person, role, site=site, by=Actor.command("test"), why="test")


def known(person: User) -> User:
    """Somebody who is not new here any more, by what became of their contributions."""
    Standing.objects.update_or_create(account=person, defaults={"level": Level.KNOWN})
    return person


def chiara() -> User:
    """She holds rights."""
    return make_person("Chiara")


def dinu() -> User:
    """He flags too much."""
    return make_person("Dinu")


def eve() -> User:
    """She has nothing."""
    return make_person("Eve")


def code_of_last_letter(address: str) -> str:
    """What a letter to that address gives to be typed."""
    text = Letter.objects.filter(address=address).latest("pk").text
    found = re.search(r"^([0-9A-Z]{3,}-?[0-9A-Z]+)$", text, re.MULTILINE)
    assert found, text
    return found[1]
