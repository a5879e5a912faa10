"""The gate asks on what a link rests: rights that were granted, days to come, sites without trade, the audience."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.countries import WORLD, current
from allostream.links.rules import (
    Answer,
    Basis,
    Form,
    Hidden,
    Origin,
    Play,
    RightsBasis,
    Standing,
    Status,
    countries_shown,
    forbids_trade,
    form_allowed,
    obligations,
    rights_basis_of,
    uses,
    why_hidden,
    window,
)
from allostream.rights.bases import BASES, Code, Granted, Obligation, Use

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROTECTED = (Answer("US", Status.PROTECTED, Play.NO), Answer("FR", Status.PROTECTED, Play.NO))
LINK = Standing(
    basis=Basis.WORK, host_is_listed=True, origin=Origin.CLEARED, countries_allowed=(WORLD,), answers=PROTECTED
)  # fmt: skip


def granted(code: Code = Code.HOLDER_CHANNEL, *territory: str, **more: Any) -> Granted:
    facts = {"territory": frozenset(territory or ("FR",)), "has_evidence": True}
    return Granted(code, **{**facts, **more})


@pytest.mark.parametrize(
    ("right", "reason"),
    [
        (granted(), None),
        (granted(Code.PERMISSION, WORLD), None),
        (granted(Code.CC_BY, WORLD), None),
        (granted(has_evidence=False), Hidden.NO_EVIDENCE),
        (granted(Code.HOLDER_CHANNEL, "BE"), Hidden.OUTSIDE_TERRITORY),
        (granted(Code.PERMISSION, WORLD, minus=frozenset({"FR"})), Hidden.OUTSIDE_TERRITORY),
        (granted(Code.PDM_LABEL, WORLD), Hidden.NO_RIGHT),
        (granted(permits=frozenset()), Hidden.NO_RIGHT),
        (granted(Code.TRAILER), Hidden.TRAILER),
        (granted(start=NOW + timedelta(days=1)), Hidden.NOT_OPEN_YET),
        (granted(end=NOW), Hidden.CLOSED),
        (granted(Code.PD_TERM, WORLD), Hidden.PROTECTED),  # it is what the work's answer says, and that says no
    ],
)
def test_a_granted_right_carries_a_link_as_far_as_it_reaches(right: Granted, reason: Hidden | None) -> None:
    assert why_hidden(replace(LINK, granted=right), "FR", NOW) is reason


def test_a_licence_that_forbids_trade_needs_a_site_without_it() -> None:
    link = replace(LINK, granted=granted(Code.CC_BY_NC, WORLD))

    assert why_hidden(link, "FR", NOW, site_is_noncommercial=False) is Hidden.NONCOMMERCIAL
    assert why_hidden(link, "FR", NOW) is None
    assert forbids_trade(None, link.granted)


def test_a_host_that_serves_elsewhere_narrows_a_granted_right() -> None:
    assert why_hidden(replace(LINK, granted=granted(), countries_allowed=("BE",)), "FR", NOW) is Hidden.NOT_SERVED_THERE


@given(st.sampled_from(list(Code)), st.sets(st.sampled_from(["FR", "BE", "US", WORLD])), st.sets(st.just("US")))
def test_table_and_rule_agree_on_granted_rights(code: Code, territory: set[str], minus: set[str]) -> None:
    link = replace(LINK, granted=granted(code, *territory, minus=frozenset(minus)))
    shown = countries_shown(link, current())

    for country in ("FR", "BE", "US", "DE"):
        assert (country in shown or WORLD in shown) is (why_hidden(link, country, NOW) is None)


def test_what_is_free_from_a_day_to_come_opens_on_that_day() -> None:
    link = replace(LINK, answers=(Answer("US", Status.PD, Play.YES, free_since=date(2027, 1, 1)),))
    opens = datetime(2027, 1, 1, tzinfo=UTC)

    assert why_hidden(link, "US", opens - timedelta(seconds=1)) is Hidden.NOT_FREE_YET
    assert why_hidden(link, "US", opens) is None
    assert window(link, "US", NOW) == (opens, None)
    assert window(link, "US", opens) == (None, None)


def test_what_has_just_become_free_waits_for_the_night() -> None:
    link = replace(LINK, answers=(Answer("US", Status.PD, Play.NEXT_RUN),))

    assert why_hidden(link, "US", NOW) is Hidden.AWAITS_NIGHT


HALF_FREE = (Answer("US", Status.PD, Play.YES), Answer("FR", Status.PROTECTED, Play.NO))


def test_where_nobody_knows_the_country_a_work_must_be_free_in_all_of_the_audience() -> None:
    link = replace(LINK, answers=HALF_FREE)

    assert why_hidden(link, "US", NOW, audience=("US",)) is None
    assert why_hidden(link, "US", NOW, audience=("US", "FR")) is Hidden.PROTECTED
    assert countries_shown(link, current(), ("US",)) == {"US"}
    assert countries_shown(link, current(), ("US", "FR")) == frozenset()


def test_the_audience_does_not_concern_who_keeps_their_own_borders() -> None:
    offer = replace(LINK, basis=Basis.PROVIDER, countries_allowed=("US",))
    held = replace(LINK, granted=granted(Code.HOLDER_CHANNEL, "US"))

    for link in (offer, held):
        assert why_hidden(link, "US", NOW, audience=("FR",)) is None
        assert countries_shown(link, current(), ("FR",)) == {"US"}


@pytest.mark.parametrize(
    ("form", "allowed", "shown"),
    [
        (Form.EMBED, {Use.LINK, Use.EMBED}, Form.EMBED),
        (Form.EMBED, {Use.LINK}, Form.PAGE),
        (Form.FILE, {Use.LINK, Use.EMBED}, Form.PAGE),
        (Form.FILE, {Use.LINK, Use.DIRECT}, Form.FILE),
        (Form.PAGE, {Use.LINK}, Form.PAGE),
    ],
)
def test_a_form_goes_no_further_than_the_right(form: Form, allowed: set[Use], shown: Form) -> None:
    assert form_allowed(form, allowed) is shown


@pytest.mark.parametrize(
    ("basis", "answer", "right", "direct", "obliges"),
    [
        (Basis.WORK, Answer("US", Status.PD, Play.YES, basis="PD-TERM"), None, True, Obligation.NAME_AUTHORS),
        (Basis.WORK, Answer("US", Status.PD, Play.YES), None, True, Obligation.NAME_AUTHORS),
        (Basis.WORK, Answer("*", Status.OPEN_LICENCE, Play.YES, basis="CC-BY"), None, True, Obligation.ATTRIBUTION),
        (
            Basis.WORK,
            Answer("*", Status.OPEN_LICENCE, Play.YES, basis="OPEN-OTHER"),
            None,
            False,
            Obligation.AS_LICENSED,
        ),
        (Basis.PROVIDER, None, None, False, Obligation.SHOW_PRICE),
        (Basis.PROVIDER, None, granted(), False, Obligation.KEEP_PLAYER),
        (Basis.WORK, None, granted(Code.CC_BY_ND, WORLD), True, Obligation.NO_CHANGES),
    ],
)
def test_what_a_right_permits_and_obliges_to(
    basis: Basis, answer: Answer | None, right: Granted | None, direct: bool, obliges: Obligation
) -> None:
    assert (Use.DIRECT in uses(basis, answer, right)) is direct
    assert obliges in obligations(basis, answer, right)


@pytest.mark.parametrize("code", list(Code))
def test_granted_rights_are_sorted_into_the_rights_of_lists(code: Code) -> None:
    right = rights_basis_of(Basis.WORK, None, granted(code, WORLD))

    if code in (Code.PD_TERM, Code.PD_FORMALITY_US, Code.PD_GOV):
        assert right is RightsBasis.PUBLIC_DOMAIN
    elif Obligation.ATTRIBUTION in BASES[code].obliges or code in (Code.PD_DEDICATED, Code.OPEN_OTHER):
        assert right is RightsBasis.OPEN_LICENCE
    else:
        assert right is RightsBasis.PROVIDER
