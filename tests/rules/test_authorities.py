"""Whose word counts as that of an authority."""

import pytest

from allostream.rights.authorities import weight_counted
from allostream.rights.engine.facts import Weight


@pytest.mark.parametrize(
    ("address", "is_looked_at", "counted"),
    [
        ("https://catalogue.bnf.fr/ark:/12148/cb1", False, Weight.AUTHORITY),
        ("https://BNF.fr./x", False, Weight.AUTHORITY),
        ("https://bnf.fr.example/x", False, Weight.REFERENCE),
        ("https://notbnf.fr/x", False, Weight.REFERENCE),
        ("https://register.example/1", False, Weight.REFERENCE),
        ("https://register.example/1", True, Weight.AUTHORITY),
        ("", False, Weight.REFERENCE),
        ("https://[bnf.fr", False, Weight.REFERENCE),
        ("https://register.example\\@bnf.fr/", False, Weight.REFERENCE),  # browsers go to the first
        ("https://somebody@bnf.fr/", False, Weight.REFERENCE),
        ("ftp://bnf.fr/x", False, Weight.REFERENCE),
    ],
)
def test_an_authority_is_one_by_its_domain_or_by_a_look(address: str, is_looked_at: bool, counted: Weight) -> None:
    assert weight_counted(Weight.AUTHORITY, address, is_looked_at=is_looked_at) is counted


@pytest.mark.parametrize("weight", [Weight.CLAIM, Weight.REFERENCE])
def test_nothing_weighs_more_than_it_was_said_to(weight: Weight) -> None:
    assert weight_counted(weight, "https://catalogue.bnf.fr/x", is_looked_at=True) is weight
