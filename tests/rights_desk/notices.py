"""Messages to the desk as readers give them, each complete unless a test leaves something out."""

from dataclasses import replace
from typing import Any

from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.reading.shape import (
    Address,
    ClaimedWork,
    Made,
    Mandate,
    Reading,
    Regime,
    SenderKind,
    Signature,
    SignatureKind,
    Statement,
    Who,
)
from allostream.rights_desk.receiving import Received, keep_message, receive

STUDIO = Who(
    SenderKind.LEGAL, "Nora Exemple", "Exemple Films SA", "notices@exemple-films.example",
    "1 rue du Port, 75000 Paris", "+33 1 00 00 00 00",
)  # fmt: skip
ALL = (Statement.GOOD_FAITH, Statement.ACCURACY, Statement.AUTHORITY, Statement.PERJURY)


def notice(*addresses: str, work: str = "The General", **changes: Any) -> Reading:
    """A complete notice by both laws, that names these addresses for one work."""
    whole = Reading(
        "test", regimes=frozenset({Regime.DSA, Regime.DMCA}), sender=STUDIO, mandate=Mandate.OWNER,
        works=(ClaimedWork(work, year=1926),), addresses=tuple(Address(one, 0) for one in addresses),
        statements=tuple(Made(one) for one in ALL), signature=Signature(SignatureKind.TYPED, "Nora Exemple"),
        explanation="The copies at these addresses were made available without our permission.",
    )  # fmt: skip
    return replace(whole, **changes)


def send(reading: Reading, **given: Any) -> Received:
    """Have the desk receive a message."""
    return receive(keep_message(b"a notice", door=Door.FORM, site="en"), reading, **given)
