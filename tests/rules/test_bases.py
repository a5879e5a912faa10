"""The table of bases: what each lets us do, where, on what evidence, and what never is one."""

from datetime import date

import pytest

from allostream.rights.bases import (
    BASES,
    EEA,
    Code,
    EvidenceKind,
    Granted,
    NeverABasis,
    Obligation,
    Use,
    code_of_licence,
    lacking,
    recheck_on,
)
from allostream.rights.directories import is_directory

L, E, D, P, F = Use.LINK, Use.EMBED, Use.DIRECT, Use.CACHE, Use.CACHE_FRAMES


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        (Code.PD_TERM, {L, E, D, F}),
        (Code.PD_FORMALITY_US, {L, E, D, F}),
        (Code.PD_GOV, {L, E, D}),
        (Code.PD_DEDICATED, {L, E, D, P, F}),
        (Code.PDM_LABEL, set()),
        (Code.CC_BY, {L, E, D, P, F}),
        (Code.CC_BY_SA, {L, E, D, P, F}),
        (Code.CC_BY_NC, {L, E, D}),
        (Code.CC_BY_ND, {L, E, D}),
        (Code.OPEN_OTHER, {L}),
        (Code.HOLDER_CHANNEL, {L, E}),
        (Code.PROVIDER_SVOD, {L, E}),
        (Code.PROVIDER_PSB, {L, E}),
        (Code.HERITAGE, {L, E, D}),
        (Code.ORPHAN_EU, {L}),
        (Code.OOCW_EU, {L}),
        (Code.TRAILER, {L, E}),
    ],
)
def test_what_a_basis_lets_us_do(code: Code, uses: set[Use]) -> None:
    assert BASES[code].permits == uses


def test_every_code_has_its_row_and_nothing_else_has() -> None:
    assert set(BASES) == set(Code)
    assert not set(NeverABasis) & {code.value for code in Code}


def test_only_a_basis_that_permits_nothing_needs_no_evidence() -> None:
    assert {code for code, row in BASES.items() if not row.evidence} == {Code.PDM_LABEL}


@pytest.mark.parametrize(
    ("code", "territory"),
    [
        (Code.PD_FORMALITY_US, {"US"}),
        (Code.PD_GOV, {"US"}),
        (Code.PD_TERM, set()),
        (Code.HOLDER_CHANNEL, set()),
        (Code.CC_BY, {"*"}),
        (Code.ORPHAN_EU, EEA),
    ],
)
def test_no_basis_holds_everywhere_but_an_open_licence(code: Code, territory: set[str]) -> None:
    assert BASES[code].territory == territory


def test_the_economic_area_has_thirty_members() -> None:
    assert len(EEA) == 30


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("CC BY 3.0", Code.CC_BY),
        ("CC-BY-SA-4.0", Code.CC_BY_SA),
        ("CC BY-NC-ND 2.5", Code.CC_BY_NC_ND),
        ("CC-BY-NC-SA-2.0-FR", Code.CC_BY_NC_SA),
        ("CC BY-NC 3.0", Code.CC_BY_NC),
        ("cc by-nd 4.0", Code.CC_BY_ND),
        ("CC0 1.0", Code.PD_DEDICATED),
        ("CC0-1.0", Code.PD_DEDICATED),
        ("CC-PDDC", Code.PD_DEDICATED),
        ("LAL-1.3", Code.OPEN_OTHER),
        ("CC BYTES 1.0", Code.OPEN_OTHER),
        ("", Code.OPEN_OTHER),
    ],
)
def test_which_basis_a_licence_gives(name: str, code: Code) -> None:
    assert code_of_licence(name) is code


def test_who_holds_a_channel_must_hold_the_title_too() -> None:
    half = lacking(Code.HOLDER_CHANNEL, [EvidenceKind.CHANNEL_PROOF])

    assert half == (frozenset({EvidenceKind.HOLDS_TITLE}),)
    assert lacking(Code.HOLDER_CHANNEL, [EvidenceKind.CHANNEL_PROOF, EvidenceKind.HOLDS_TITLE]) == ()


@pytest.mark.parametrize(
    ("code", "on"),
    [
        (Code.PD_TERM, date(2027, 1, 1)),
        (Code.CC_BY, date(2027, 2, 23)),
        (Code.PROVIDER_SVOD, date(2026, 11, 26)),
        (Code.PD_FORMALITY_US, date(2028, 11, 24)),
        (Code.PDM_LABEL, None),
    ],
)
def test_when_a_basis_is_looked_at_again(code: Code, on: date | None) -> None:
    assert recheck_on(code, date(2026, 11, 25)) == on


def test_a_grant_permits_never_more_than_its_code() -> None:
    assert Granted(Code.HOLDER_CHANNEL, frozenset("*"), permits=frozenset({L, D})).uses() == {L}
    assert Granted(Code.HOLDER_CHANNEL, frozenset("*")).uses() == {L, E}


def test_a_grant_holds_where_it_says_and_not_where_it_excepts() -> None:
    granted = Granted(Code.PERMISSION, frozenset({"*"}), frozenset({"DE"}))

    assert [country for country in ("FR", "DE", "US") if granted.holds_in(country)] == ["FR", "US"]


@pytest.mark.parametrize("code", [code for code in Code if "-NC" in code])
def test_licences_that_forbid_trade_are_known(code: Code) -> None:
    assert Obligation.NONCOMMERCIAL in BASES[code].obliges


@pytest.mark.parametrize(
    ("address", "directory"),
    [
        ("https://www.justwatch.com/us/movie/charade", True),
        ("http://justwatch.com.", True),
        ("https://notjustwatch.com/", False),
        ("https://archive.org/details/charade", False),
        ("https://cocatalog.loc.gov/", False),
        ("not an address", False),
        ("http://[broken", False),
    ],
)
def test_other_directories_are_known(address: str, directory: bool) -> None:
    assert is_directory(address) is directory
