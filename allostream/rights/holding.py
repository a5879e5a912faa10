"""What is kept of people's words about facts, for the export of their data."""

from collections.abc import Iterable

from allostream.accounts.holdings import Holding, Row, register
from allostream.accounts.models import User
from allostream.rights.models import Fact, FactVoice, Objection


def facts_of(person: User) -> Iterable[Row]:
    """The facts that somebody stated. They stay when the account ends: an opaque id stands beside them."""
    found = Fact.objects.filter(stated_kind="person", stated_by=person.public_id).order_by("pk")
    return found.values("public_id", "property", "value", "state", "source_name", "source_address", "quote", "why",
                        "stated_at")  # fmt: skip


def voices_of(person: User) -> Iterable[Row]:
    """What somebody said for or against a suggested fact."""
    found = FactVoice.objects.filter(by=person.public_id).order_by("pk")
    return found.values("fact__public_id", "is_for", "why", "at")


def objections_of(person: User) -> Iterable[Row]:
    """What somebody objected to while they were signed in."""
    found = Objection.objects.filter(made_by=person).order_by("pk")
    return found.values("public_id", "text", "email", "state", "made_at")


def forget_address(person: User) -> None:
    """Take the address from the objections of somebody who leaves; they may still have to be answered."""
    Objection.objects.filter(made_by=person).update(email="")


def tell() -> None:
    """Tell of all; called when the app is ready."""
    register(Holding("objections", "What you objected to.", objections_of, forget_address))
    register(Holding("facts", "The facts that you stated, with their sources.", facts_of))
    register(Holding("voices", "What you said for or against facts that others suggested.", voices_of))
