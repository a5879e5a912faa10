"""From looks at a link to its state, and when it is looked at next."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.checks import schedule_rules
from allostream.checks.rules import APART, Finding, History, Seen, after
from allostream.checks.schedule_rules import first_look, next_look, share
from allostream.links.rules import Health

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KNOWN_AT_ONCE = [
    (Seen.WORKS, Health.OK),
    (Seen.NOT_HERE, Health.GEO),
    (Seen.ACCOUNT, Health.LOGIN),
    (Seen.NO_FRAME, Health.EMBED_REFUSED),
    (Seen.TAKEN_DOWN, Health.REMOVED_BY_RIGHTS),
    (Seen.ODD, Health.SOFT),
    (Seen.KEPT_OUT, Health.UNKNOWN),
]


def looked(*looks, health=Health.OK):
    """The state after looks, each given as what it saw and after how much time."""
    history, at = History(health), AT
    for seen, later in looks:
        at += later
        history = after(history, seen, at)
    return history.health


@pytest.mark.parametrize(("seen", "health"), KNOWN_AT_ONCE)
def test_what_a_host_tells_counts_at_once(seen, health):
    assert looked((seen, DAY)) is health


@pytest.mark.parametrize(
    ("looks", "health"),
    [
        ([(Seen.MISSING, DAY)], Health.SOFT),
        ([(Seen.MISSING, DAY), (Seen.MISSING, APART - HOUR)], Health.SOFT),
        ([(Seen.MISSING, DAY), (Seen.MISSING, APART)], Health.DEAD),
        ([(Seen.MISSING, DAY), (Seen.MISSING, DAY), (Seen.MISSING, 2 * DAY)], Health.DEAD),
        ([(Seen.MISSING, DAY), (Seen.WORKS, DAY), (Seen.MISSING, 2 * DAY)], Health.SOFT),
        ([(Seen.MISSING, DAY), (Seen.TROUBLE, DAY), (Seen.MISSING, 2 * DAY)], Health.DEAD),
        ([(Seen.MISSING, DAY), (Seen.ODD, DAY), (Seen.MISSING, 2 * DAY)], Health.DEAD),
        ([(Seen.MISSING, DAY), (Seen.NOT_ASKED, APART), (Seen.NOT_ASKED, DAY)], Health.SOFT),
        ([(Seen.TROUBLE, DAY), (Seen.TROUBLE, DAY)], Health.OK),
        ([(Seen.TROUBLE, DAY), (Seen.TROUBLE, 30 * DAY)], Health.UNKNOWN),
        ([(Seen.KEPT_OUT, DAY)] * 40, Health.UNKNOWN),
    ],
)
def test_nothing_is_dead_before_two_looks_three_days_apart_missed_it(looks, health):
    assert looked(*looks) is health


@pytest.mark.parametrize("seen", [Seen.TROUBLE, Seen.KEPT_OUT, Seen.ODD, Seen.NOT_ASKED, Seen.MISSING])
def test_what_was_dead_stays_dead_until_a_look_finds_it(seen):
    assert looked((seen, 90 * DAY), health=Health.DEAD) is Health.DEAD
    assert looked((seen, 90 * DAY), (Seen.WORKS, DAY), health=Health.DEAD) is Health.OK


@pytest.mark.parametrize("seen", Seen)
def test_what_was_taken_down_for_reasons_of_rights_only_a_person_brings_back(seen):
    assert looked((seen, 90 * DAY), (Seen.WORKS, DAY), health=Health.REMOVED_BY_RIGHTS) is Health.REMOVED_BY_RIGHTS


looks = st.lists(st.tuples(st.sampled_from(Seen), st.timedeltas(HOUR, 40 * DAY)), max_size=12)


@given(looks, st.sampled_from([health for health in Health if health is not Health.DEAD]))
def test_only_looks_that_missed_it_make_a_link_dead(seen, health):
    history, at, missed = History(health), AT, []
    for what, later in seen:
        at += later
        was = history.health
        history = after(history, what, at)
        missed = [*missed, at] if what is Seen.MISSING else [] if what in dict(KNOWN_AT_ONCE[:5]) else missed
        if history.health is Health.DEAD and was is not Health.DEAD:
            assert what is Seen.MISSING
            assert missed[-1] - missed[0] >= APART


@given(looks, st.booleans(), st.integers(1, 2**40))
def test_every_link_is_looked_at_again_and_all_that_may_work_within_the_week(seen, is_popular, link):
    history, at = History(), AT
    for what, later in seen:
        at += later
        history = after(history, what, at)
        due = next_look(history, Finding(what), at, link, is_popular=is_popular)
        assert due > at
        if history.health not in {Health.DEAD, Health.REMOVED_BY_RIGHTS} and what is not Seen.NOT_ASKED:
            assert due <= at + schedule_rules.WEEKLY
        if is_popular and history.health is Health.OK and what is not Seen.NOT_ASKED:
            assert due <= at + schedule_rules.DAILY


@given(st.integers(1, 2**40), st.integers(0, 23))
def test_the_second_look_after_one_that_missed_it_can_tell(link, hour):
    at = AT + hour * HOUR
    history = after(History(Health.OK), Seen.MISSING, at)
    due = next_look(history, Finding(Seen.MISSING), at, link, is_popular=True)
    assert after(history, Seen.MISSING, due).health is Health.DEAD


def test_a_host_in_trouble_is_asked_less_and_less():
    history, at, pauses = History(Health.OK), AT, []
    for _ in range(8):
        history = after(history, Seen.TROUBLE, at)
        due = next_look(history, Finding(Seen.TROUBLE), at, 7, is_popular=False)
        pauses.append((due - at) / DAY)
        at = due
    assert pauses[0] < 0.26
    assert all(later > 1.5 * sooner for sooner, later in pairwise(pauses[:5]))
    assert max(pauses) <= 7


def test_a_pause_that_a_host_asks_for_is_kept():
    for seconds, least in ((30, timedelta(minutes=10)), (86_400, DAY)):
        due = next_look(History(), Finding(Seen.NOT_ASKED, "busy", again=seconds), AT, 7, is_popular=True)
        assert least <= due - AT <= 2 * least
    assert next_look(History(), Finding(Seen.NOT_ASKED, "closed"), AT, 7, is_popular=True) - AT > 20 * DAY


def test_links_of_one_list_come_due_evenly_over_the_week():
    first = sorted(first_look(AT, link, at_once=False) - AT for link in range(7000))
    days = [sum(1 for later in first if later // DAY == day) for day in range(7)]
    assert all(880 < number < 1120 for number in days)
    assert first_look(AT, 1, at_once=True) == AT
    assert len({share(link, AT) for link in range(7000)}) > 6990
