"""What happens to a proposed host or channel, and how many objections are taken."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.hosts import proposal_rules as rules
from allostream.hosts.proof_rules import Proof, ProofKind, channel_proof
from allostream.hosts.proposal_rules import NewProof, Next, days_left, faults_of_proof, has_room, what_next

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SHOWN = channel_proof([Proof(ProofKind.CONTRACT_OR_MAIL, date(2026, 11, 1))], NOW.date())
STALE = channel_proof([Proof(ProofKind.CONTRACT_OR_MAIL, date(2025, 11, 1))], NOW.date())
NOTHING = channel_proof([], NOW.date())
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("closes_at", "objections", "proof", "found"),
    [
        (NOW + SECOND, 0, SHOWN, Next.WINDOW_RUNS),
        (NOW + SECOND, 3, SHOWN, Next.WINDOW_RUNS),
        (NOW, 0, SHOWN, Next.LIST),
        (NOW, 1, SHOWN, Next.OBJECTED),
        (NOW, 0, NOTHING, Next.LACKS_PROOF),
        (NOW, 0, STALE, Next.LACKS_PROOF),
    ],
)
def test_what_happens_next(closes_at: datetime, objections: int, proof: object, found: Next) -> None:
    assert what_next(NOW, closes_at, objections, proof) is found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "days"),
    [
        (timedelta(days=28), 28),
        (timedelta(days=27, hours=1), 27),
        (timedelta(hours=12), 1),
        (timedelta(hours=11), 0),
        (timedelta(0), 0),
        (-timedelta(days=3), 0),
    ],
)
def test_days_are_counted_by_the_date(left: timedelta, days: int) -> None:
    assert days_left(NOW + left, NOW) == days


def test_four_weeks_are_twenty_eight_days() -> None:
    assert timedelta(days=28) == rules.WINDOW


@pytest.mark.parametrize(
    ("made", "waiting", "at_all", "room"),
    [
        ([], 0, 0, True),
        ([NOW] * 5, 5, 5, True),
        ([NOW] * 6, 6, 6, False),
        ([NOW - timedelta(hours=1)] * 6, 6, 6, True),
        ([], 50, 0, False),
        ([], 0, 60, False),
    ],
)
def test_few_objections_are_taken_in_an_hour(made: list[datetime], waiting: int, at_all: int, room: bool) -> None:
    assert has_room(made, waiting, at_all, NOW) is room


@given(st.lists(st.integers(0, 200), max_size=12), st.integers(1, 10_000))
def test_waiting_never_takes_room_away(ages: list[int], wait: int) -> None:
    made = [NOW - timedelta(minutes=age) for age in ages]
    if has_room(made, 0, 0, NOW):
        assert has_room(made, 0, 0, NOW + timedelta(minutes=wait))


@pytest.mark.parametrize(
    ("proof", "fields"),
    [
        (NewProof(ProofKind.PRESS, date(2026, 11, 25), "https://press.example/"), []),
        (NewProof(ProofKind.PRESS, date(2026, 11, 26)), ["seen_on"]),
        (NewProof(ProofKind.PRESS, date(2026, 11, 25), "javascript:alert(1)"), ["address"]),
        (NewProof("hearsay", date(2026, 11, 25)), ["kind"]),  # type: ignore[arg-type]
    ],
)
def test_a_proof_that_cannot_be_right_names_the_field(proof: NewProof, fields: list[str]) -> None:
    assert faults_of_proof(proof, NOW.date()) == fields
