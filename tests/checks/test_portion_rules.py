"""What a portion of looks says as a whole: our own network that is down, a host that has changed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.checks.portion_rules import ENOUGH, SILENT, Outcomes, as_a_whole
from allostream.checks.probes.told import of_error
from allostream.checks.rules import Finding, Seen
from allostream.net import errors

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
WORKS, GONE = Finding(Seen.WORKS, "page"), Finding(Seen.MISSING, "status-404")
NO_NAME, NOBODY = Finding(Seen.TROUBLE, "no-such-name"), Finding(Seen.TROUBLE, "unreachable")
FAULT, BUSY = Finding(Seen.TROUBLE, "status-500"), Finding(Seen.NOT_ASKED, "busy", again=60)


def seen_of(*findings):
    """What is seen of links, each at a host of its own, read together."""
    hosts = {number: f"host-{number}.example" for number in range(len(findings))}
    found = as_a_whole(dict(enumerate(findings)), hosts)
    return [found[number].seen for number in range(len(findings))]


@pytest.mark.parametrize(
    ("findings", "seen"),
    [
        ([NO_NAME, NO_NAME, NO_NAME], [Seen.NOT_ASKED] * 3),
        ([NO_NAME, NOBODY, Finding(Seen.TROUBLE, "timed-out"), BUSY], [Seen.NOT_ASKED] * 4),
        ([NO_NAME] * 19 + [WORKS], [Seen.NOT_ASKED] * 19 + [Seen.WORKS]),
        ([NO_NAME, NO_NAME], [Seen.TROUBLE] * 2),
        ([NO_NAME, WORKS], [Seen.TROUBLE, Seen.WORKS]),
        ([NO_NAME, NO_NAME, NO_NAME, WORKS, WORKS], [Seen.TROUBLE] * 3 + [Seen.WORKS] * 2),
        ([NO_NAME, WORKS, GONE], [Seen.MISSING, Seen.WORKS, Seen.MISSING]),
        ([NO_NAME, FAULT, FAULT], [Seen.MISSING, Seen.TROUBLE, Seen.TROUBLE]),
        ([NO_NAME, NOBODY, WORKS, WORKS, WORKS], [Seen.MISSING, Seen.TROUBLE] + [Seen.WORKS] * 3),
        ([NO_NAME, BUSY, BUSY, BUSY], [Seen.TROUBLE] + [Seen.NOT_ASKED] * 3),
        ([], []),
    ],
)
def test_a_name_that_is_not_known_is_missed_only_where_most_others_answered(findings, seen):
    assert seen_of(*findings) == seen


def test_many_links_of_one_host_that_is_down_do_not_make_our_network_down():
    found = as_a_whole(dict.fromkeys(range(50), NOBODY), dict.fromkeys(range(50), "one.example"))
    assert {finding.seen for finding in found.values()} == {Seen.TROUBLE}


@given(st.lists(st.sampled_from([NO_NAME, NOBODY, FAULT, BUSY, WORKS, GONE]), max_size=30))
def test_nothing_but_a_name_that_is_not_known_turns_into_missed(findings):
    for before, after in zip(findings, seen_of(*findings), strict=True):
        assert after in {before.seen, Seen.NOT_ASKED} or (before is NO_NAME and after is Seen.MISSING)


ERRORS = [
    errors.Refused("u", ""), errors.TooLarge("u", ""), errors.BadReply("u", ""), errors.TooManyRedirects("u", ""),
    errors.Uncertain("u", ""), errors.TimedOut("u", ""), errors.Unreachable("u", ""), errors.NoSuchName("u", ""),
    errors.Untrusted("u", ""), errors.Closed("u", ""), errors.OptedOut("u", ""), errors.Busy("u", "", 5),
    errors.Resting("u", "", 5), errors.TimedOut("u", "", overloaded=True),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.kind)
def test_no_error_alone_says_that_a_copy_is_gone(error):
    assert of_error(error).seen in {Seen.TROUBLE, Seen.KEPT_OUT, Seen.NOT_ASKED}


def test_the_kinds_of_silence_are_kinds_of_errors():
    assert {error.kind for error in ERRORS} >= SILENT


@pytest.mark.parametrize(
    ("looks", "is_whole"),
    [
        ([Seen.MISSING] * ENOUGH, True),
        ([Seen.MISSING] * (ENOUGH - 1), False),
        ([Seen.MISSING] * 9 + [Seen.WORKS], True),
        ([Seen.MISSING] * 8 + [Seen.WORKS] * 2, False),
        ([Seen.MISSING] * 9 + [Seen.TROUBLE, Seen.NOT_ASKED, Seen.KEPT_OUT], False),
        ([Seen.WORKS] * 30 + [Seen.MISSING] * 30, True),
    ],
)
def test_a_host_has_changed_where_all_that_worked_is_missed_at_once(looks, is_whole):
    latest = Outcomes()
    for seen in looks:
        latest.add(7, AT, seen)
    assert latest.gone_as_a_whole([7, 8], AT) == ({7} if is_whole else set())
    assert latest.gone_as_a_whole([7], AT + timedelta(days=8)) == set()
