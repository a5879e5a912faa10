"""What may be decided and contested, in what order, and what the public reads of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.moderation.appeal_rules import Contested, Refusal, answer_by, why_not_answer, why_not_contest
from allostream.moderation.decision_rules import (
    CONTESTABLE,
    RESTRICTS,
    Lack,
    Measure,
    Rule,
    Said,
    contest_until,
    lacks,
)
from allostream.moderation.queue_rules import Account, Risk, Sign, due_at, floods, is_sleeper, risk_of
from allostream.moderation.scrub_rules import GONE, scrubbed

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SIGNS = st.lists(st.sampled_from(list(Sign)), max_size=4)


@given(SIGNS, SIGNS)
def test_more_signs_never_lower_the_risk(some: list[Sign], more: list[Sign]) -> None:
    assert risk_of([*some, *more]) >= risk_of(some)


@given(SIGNS, st.integers(0, 500), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_whatever_waits_is_due_within_two_weeks(signs: list[Sign], before: int, later: timedelta) -> None:
    due = due_at(NOW, risk_of(signs), before)
    assert NOW < due <= NOW + timedelta(days=14)
    assert due_at(NOW + later, risk_of(signs), before) - due == later


def test_what_may_break_the_law_and_is_on_pages_is_urgent() -> None:
    assert risk_of([Sign.RIGHTS]) is Risk.HIGH
    assert risk_of([Sign.RIGHTS, Sign.ON_PAGES]) is Risk.URGENT
    assert risk_of([Sign.ON_PAGES]) is Risk.LOW
    assert risk_of([Sign.KNOWN]) > risk_of([Sign.NEW_ACCOUNT])


def test_a_flood_is_many_of_one_and_a_sleeper_wakes_suddenly() -> None:
    assert floods({"a": list("x" * 10), "b": list("x" * 9), "": list("x" * 50)}, 10) == {"a": list("x" * 10)}
    asleep = Account(is_new=False, last_before=timedelta(days=180))
    assert [is_sleeper(asleep, 5), is_sleeper(asleep, 4), is_sleeper(Account(is_new=False), 50)] == [True, False, False]


@pytest.mark.parametrize("measure", list(Measure))
def test_every_restriction_says_rule_facts_and_reason_and_can_be_contested(measure: Measure) -> None:
    empty = lacks(Said(measure, Rule.IN_ORDER, " ", ""), NOW)
    assert empty == ([Lack.REASON, Lack.FACTS, Lack.RULE] if measure in RESTRICTS else [])
    assert lacks(Said(measure, Rule.LAWFUL, "It is so.", "Because."), NOW) == []
    assert lacks(Said(measure, Rule.LAWFUL, "It is so.", "Because.", NOW), NOW) == [Lack.END]
    until = contest_until(measure, NOW)
    assert (until is not None) == (measure in CONTESTABLE)
    assert until is None or until >= datetime(2027, 5, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "mine", "text", "refused"),
    [
        ({}, True, "This is not so at all.", None),
        ({}, True, None, None),
        ({}, False, "This is not so at all.", Refusal.NOT_YOURS),
        ({"until": None}, True, "This is not so at all.", Refusal.NOTHING_TO_CONTEST),
        ({"until": NOW}, True, "This is not so at all.", Refusal.OVER),
        ({"is_undone": True}, True, "This is not so at all.", Refusal.UNDONE),
        ({"has_appeal": True}, True, "This is not so at all.", Refusal.AGAIN),
        ({}, True, "  No.  ", Refusal.TOO_SHORT),
    ],
)
def test_who_may_contest(found: dict[str, object], mine: bool, text: str | None, refused: Refusal | None) -> None:
    given = {"until": NOW + timedelta(days=1), "is_undone": False, "has_appeal": False, **found}
    assert why_not_contest(Contested(**given), is_author=mine, text=text, now=NOW) == refused  # type: ignore[arg-type]


def test_whoever_decided_or_is_concerned_does_not_answer() -> None:
    assert why_not_answer(1, {1, 2}, {3}, "So.") is Refusal.DECIDED_IT
    assert why_not_answer(3, {1, 2}, {3}, "So.") is Refusal.INVOLVED
    assert why_not_answer(4, {1, 2}, {3}, " ") is Refusal.NO_REASON
    assert why_not_answer(4, {1, 2}, {3}, "So.") is None
    assert answer_by(datetime(2026, 12, 18, 9, tzinfo=UTC)) == datetime(2026, 12, 29, tzinfo=UTC)  # 25 is a holiday


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to jo.doe@example.org about it.", f"Write to {GONE} about it."),
        ("It is at https://bad.example/films/one?x=1 now.", f"It is at {GONE} now."),
        ("Copy of bad.example/films and www.bad.example", f"Copy of {GONE} and {GONE}"),
        ("The item ia:the-general-1926 is a rip.", f"The item {GONE} is a rip."),
        ("Ada Lovelace and @ada_l say so: call +33 1 23 45 67 89.", f"{GONE} and {GONE} say so: call {GONE}."),
        (
            "A disc of 75 min. No. 3 of 1920-1930.",
            "A disc of 75 min. No. 3 of 1920-1930.",
        ),
    ],
)
def test_the_public_reads_no_names_and_no_addresses(text: str, kept: str) -> None:
    assert scrubbed(text, ["Ada Lovelace"]) == kept


@given(st.text(max_size=80), st.from_regex(r"[a-z]{3,8}@[a-z]{3,8}\.(org|fr)", fullmatch=True), st.text(max_size=80))
def test_no_mail_address_passes(before: str, mail: str, after: str) -> None:
    assert mail not in scrubbed(f"{before} {mail} {after}")
