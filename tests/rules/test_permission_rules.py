"""Rights, roles and earned trust, as pure rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.accounts.permission_rules import (
    HATS,
    RIGHTS_OF,
    UNTOUCHED,
    Barred,
    Held,
    Right,
    Role,
    allows,
    may_bar,
    may_pass_on,
)
from allostream.accounts.trust_rules import SLEEPS_AFTER, WAKES_WITH, Lack, Level, Record, lacks, level_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GOOD = Record(
    joined_at=NOW - 100 * DAY, upheld=40, refused=1, active_days=25, last_at=NOW - DAY
)  # everything that a trusted person needs


def test_there_are_more_than_thirty_rights_and_each_is_in_a_role() -> None:
    assert len(Right) > 30
    assert frozenset().union(*RIGHTS_OF.values()) == set(Right)
    assert RIGHTS_OF[Role.OPERATOR] == set(Right)


def test_a_role_holds_all_rights_of_those_below_it() -> None:
    ladder = [Role.READER, Role.MEMBER, Role.TRUSTED, Role.MODERATOR, Role.LEAD, Role.OPERATOR]
    assert all(RIGHTS_OF[low] < RIGHTS_OF[high] for low, high in pairwise(ladder))
    assert all(RIGHTS_OF[Role.MEMBER] < RIGHTS_OF[hat] for hat in HATS)


def test_no_hat_decides_on_what_others_bring() -> None:
    decides = {right for right in Right if right.value.split(".")[1] in {"decide", "withdraw", "settle", "see"}}
    assert not any(RIGHTS_OF[hat] & decides for hat in HATS)


MODERATES = Held(Role.MODERATOR, site="fr")
SPEAKS = Held(Role.MODERATOR, language="fr")
PASSES = Held(Role.MODERATOR, until=NOW + DAY)
PAST = Held(Role.MODERATOR, until=NOW)


@pytest.mark.parametrize(
    ("held", "site", "language", "expected"),
    [
        ((), None, None, False),
        ((MODERATES,), "fr", None, True),
        ((MODERATES,), "en", None, False),
        ((MODERATES,), None, None, True),  # of what belongs to no single site
        ((SPEAKS,), "en", "fr", True),
        ((SPEAKS,), "en", "en", False),
        ((replace(MODERATES, language="fr"),), "fr", "en", False),
        ((PASSES,), "fr", "en", True),
        ((PAST,), "fr", "en", False),
        ((PAST, MODERATES), "fr", "en", True),
        ((Held(Role.TRUSTED),), "fr", "fr", False),
    ],
)
def test_a_role_counts_where_and_while_it_was_given(held, site, language, expected) -> None:
    assert allows(held, Right.LINK_DECIDE, now=NOW, site=site, language=language) is expected


def test_whoever_has_an_account_has_the_rights_of_a_member() -> None:
    assert all(allows((), right, now=NOW, site="en") for right in RIGHTS_OF[Role.MEMBER])


@pytest.mark.parametrize(
    ("bar", "right", "site", "expected"),
    [
        (Barred(Right.COMMENT_WRITE), Right.COMMENT_WRITE, "en", True),
        (Barred(Right.COMMENT_WRITE), Right.LINK_PROPOSE, "en", False),
        (Barred(Right.COMMENT_WRITE, site="fr"), Right.COMMENT_WRITE, "en", False),
        (Barred(Right.COMMENT_WRITE, site="fr"), Right.COMMENT_WRITE, None, True),
        (Barred(Right.COMMENT_WRITE, until=NOW), Right.COMMENT_WRITE, "en", False),
        (Barred(), Right.LINK_PROPOSE, "en", True),
        (Barred(), Right.DATA_EXPORT, "en", False),
        (Barred(), Right.APPEAL_SEND, "en", False),
    ],
)
def test_what_was_taken_is_kept_away_where_and_while_it_was_taken(bar, right, site, expected) -> None:
    assert bar.keeps_from(right, site, NOW) is expected


def test_nobody_loses_the_right_to_contest_and_to_take_their_data() -> None:
    assert {Right.APPEAL_SEND, Right.DATA_EXPORT} <= UNTOUCHED


@pytest.mark.parametrize(
    ("giver", "given", "expected"),
    [
        (Held(Role.OPERATOR), Held(Role.OPERATOR), True),
        (Held(Role.OPERATOR, site="fr"), Held(Role.LEAD, site="fr"), True),
        (Held(Role.OPERATOR, site="fr"), Held(Role.LEAD), False),
        (Held(Role.LEAD, site="fr"), Held(Role.MODERATOR, site="fr"), True),
        (Held(Role.LEAD, site="fr"), Held(Role.MODERATOR, site="en"), False),
        (Held(Role.LEAD), Held(Role.OPERATOR), False),
        (Held(Role.LEAD), Held(Role.HOLDER), False),  # it may declare a basis, which a lead may not
        (Held(Role.LEAD, language="fr"), Held(Role.MODERATOR, language="fr"), True),
        (Held(Role.LEAD, language="fr"), Held(Role.MODERATOR), False),
        (Held(Role.MODERATOR), Held(Role.TRUSTED), False),
        (Held(Role.LEAD, until=NOW), Held(Role.TRUSTED), False),
        (Held(Role.LEAD, until=NOW + DAY), Held(Role.TRUSTED), False),  # which would outlast it
        (Held(Role.LEAD, until=NOW + DAY), Held(Role.TRUSTED, until=NOW + 2 * DAY), False),
        (Held(Role.LEAD, until=NOW + DAY), Held(Role.TRUSTED, until=NOW + DAY), True),
        (Held(Role.LEAD), Held(Role.TRUSTED, until=NOW + DAY), True),
    ],
)
def test_nobody_makes_others_more_than_they_are(giver: Held, given: Held, expected: bool) -> None:
    assert may_pass_on([giver], given, Right.ROLE_GIVE, NOW) is expected


def test_a_role_with_an_end_takes_one_that_would_outlast_it() -> None:
    assert may_pass_on([Held(Role.LEAD, until=NOW + DAY)], Held(Role.TRUSTED), Right.ROLE_TAKE, NOW)


@pytest.mark.parametrize(
    ("judge", "other", "right", "site", "expected"),
    [
        (MODERATES, (), Right.PERSON_MUTE, "fr", True),
        (MODERATES, (), Right.PERSON_MUTE, "en", False),
        (MODERATES, (), Right.PERSON_MUTE, "", False),
        (MODERATES, (), Right.PERSON_SUSPEND, "fr", False),
        (MODERATES, (Held(Role.MODERATOR),), Right.PERSON_MUTE, "fr", True),
        (MODERATES, (Held(Role.LEAD, site="fr"),), Right.PERSON_MUTE, "fr", False),
        (MODERATES, (Held(Role.OPERATOR),), Right.PERSON_MUTE, "fr", False),
        (MODERATES, (Held(Role.OPERATOR, site="en"),), Right.PERSON_MUTE, "fr", True),
        (MODERATES, (Held(Role.OPERATOR, until=NOW),), Right.PERSON_MUTE, "fr", True),
        (Held(Role.LEAD), (Held(Role.OPERATOR, site="en"),), Right.PERSON_SUSPEND, "", False),
        (Held(Role.LEAD), (Held(Role.HOLDER),), Right.PERSON_SUSPEND, "", True),  # a hat protects nobody
        (Held(Role.LEAD), (Held(Role.LEAD),), Right.PERSON_SUSPEND, "", True),
        (Held(Role.LEAD, until=NOW), (), Right.PERSON_SUSPEND, "", False),
    ],
)
def test_nobody_silences_those_who_watch_over_them(judge, other, right, site, expected) -> None:
    assert may_bar([judge], other, right, site, NOW) is expected


@pytest.mark.parametrize(
    ("record", "had", "level", "lack"),
    [
        (GOOD, Level.NEW, Level.TRUSTED, []),
        (replace(GOOD, joined_at=NOW - 20 * DAY), Level.NEW, Level.KNOWN, [Lack.DAYS]),
        (replace(GOOD, joined_at=NOW - 13 * DAY), Level.NEW, Level.NEW, [Lack.DAYS]),
        (replace(GOOD, active_days=19), Level.NEW, Level.KNOWN, [Lack.ACTIVE_DAYS]),
        (replace(GOOD, upheld=29, refused=0), Level.NEW, Level.KNOWN, [Lack.UPHELD]),
        (replace(GOOD, refused=3), Level.NEW, Level.KNOWN, [Lack.SHARE]),
        (replace(GOOD, refused=3), Level.TRUSTED, Level.TRUSTED, []),  # kept down to a lower share
        (replace(GOOD, refused=5), Level.TRUSTED, Level.KNOWN, [Lack.SHARE]),
        (replace(GOOD, last_fault_at=NOW - 29 * DAY), Level.TRUSTED, Level.NEW, [Lack.FAULT]),
        (replace(GOOD, last_fault_at=NOW - 31 * DAY), Level.KNOWN, Level.KNOWN, [Lack.FAULT]),
        (replace(GOOD, last_fault_at=NOW - 180 * DAY), Level.KNOWN, Level.TRUSTED, []),
        (replace(GOOD, last_at=NOW - SLEEPS_AFTER), Level.TRUSTED, Level.NEW, [Lack.ASLEEP]),
        (replace(GOOD, slept=True, upheld_since_sleep=WAKES_WITH - 1), Level.TRUSTED, Level.NEW, [Lack.ASLEEP]),
        (replace(GOOD, slept=True, upheld_since_sleep=WAKES_WITH), Level.NEW, Level.TRUSTED, []),
        (Record(joined_at=NOW - 1000 * DAY), Level.NEW, Level.NEW, None),
    ],
)
def test_trust_is_what_became_of_contributions(record: Record, had: Level, level: Level, lack: list[Lack]) -> None:
    assert level_of(record, NOW, had=had) is level
    if lack is not None:
        assert lacks(record, Level.TRUSTED, NOW, had=had) == lack


@given(
    st.integers(0, 400), st.integers(0, 400), st.integers(0, 60), st.integers(0, 400), st.sampled_from(Level),
    st.integers(1, 50),
)  # fmt: skip
def test_more_refusals_or_less_upheld_never_raise_a_level(upheld, refused, days, age, had, more) -> None:
    record = Record(NOW - age * DAY, upheld, refused, days, NOW - DAY)
    worse = replace(record, refused=refused + more)
    less = replace(record, upheld=max(upheld - more, 0))
    assert level_of(worse, NOW, had=had) <= level_of(record, NOW, had=had)
    assert level_of(less, NOW, had=had) <= level_of(record, NOW, had=had)
