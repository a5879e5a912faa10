"""Free statements about rights in seven languages: what is understood, what is a mere claim, what is taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from allostream.lib.licences import Confidence, Reason, read_text

STATEMENTS = Path(__file__).with_name("licence_statements.txt")


def cases() -> Iterator[tuple[str, str, str, str]]:
    """Kind, text, licence or code, and reason of every line of the file."""
    kind = ""
    for line in STATEMENTS.read_text("utf-8").splitlines():
        if line.startswith("= "):
            kind = line[2:]
        elif line and not line.startswith("#"):
            text, name, reason = line.rsplit("|", 2)
            yield kind, text.strip(), name.strip(), reason.strip()


@pytest.mark.parametrize(("kind", "text", "name", "reason"), list(cases()))
def test_a_statement_is_understood(kind: str, text: str, name: str, reason: str) -> None:
    found = read_text(text)
    understood = found.licence.name if found.licence else found.statement
    assert (found.kind, understood, found.reason) == (kind, name, reason)


def test_no_claim_and_no_reservation_is_ever_relied_on() -> None:
    said = [(kind, read_text(text)) for kind, text, _, _ in cases()]
    assert all(found.is_mere_claim for kind, found in said if kind == "claim")
    assert not any(found.is_reliable for kind, found in said if kind != "licence")


@pytest.mark.parametrize(
    ("text", "is_reliable"),
    [
        ("CC BY 4.0", True),
        ("CC BY-NC-ND 3.0 FR", True),
        ("CC BY", False),
        ("Creative Commons", False),
        ("CC BY 4.0 unless otherwise noted", False),
        ("CC BY 4.0, all rights reserved", False),
        ("CC BY-SA 3.0 KR", False),
        ("Public Domain Mark 1.0", False),
        ("CC0 1.0", True),
    ],
)
def test_only_a_licence_with_its_version_and_nothing_against_it_can_be_relied_on(text: str, is_reliable: bool) -> None:
    assert read_text(text).is_reliable is is_reliable


def test_several_licences_are_all_named() -> None:
    named = read_text("GFDL 1.2 or later and CC BY-SA 3.0").named
    assert [licence.spdx for licence in named] == ["CC-BY-SA-3.0", "GFDL-1.2-or-later"]


def test_the_country_for_which_a_work_is_called_free_is_kept() -> None:
    assert read_text("Public domain in the USA").detail == "US"
    assert read_text("Domaine public aux États-Unis").detail == "US"
    assert read_text("Domaine public").detail == ""


def test_a_claim_made_in_doubt_counts_for_less() -> None:
    assert read_text("Public domain").confidence is Confidence.MEDIUM
    assert read_text("Probably public domain").confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        # "ma" is "but" in Italian and "my" in French; "no" denies in English and Spanish.
        ("CC BY 4.0, ma chaîne : Ada", "fr", Reason.NAMED),
        ("CC BY 4.0, ma senza la musica", "it", Reason.LIMITED),
        ("CC BY 4.0, ma chaîne : Ada", "xx", Reason.LIMITED),
    ],
)
def test_the_language_settles_words_that_two_languages_share(text: str, language: str, reason: Reason) -> None:
    assert read_text(text, language).reason is reason
