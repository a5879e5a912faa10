"""How a link stands after its copy was judged."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.links.origin_rules import Outcome, outcome
from allostream.links.rules import Ground, Health, Origin
from allostream.rights.origin.judging import Judgement, Verdict
from allostream.rights.origin.signs import Code, Sign, Weight

HAND = Code.POSSIBLE_RIP.value
GOOD = Judgement(Verdict.AUTOMATIC, (Sign(Code.CURATED_COLLECTION, Weight.SUPPORTS),))
OPEN = Judgement(Verdict.REVIEWER, (Sign(Code.OPEN_COLLECTION, Weight.REVIEW),))
RIP = Judgement(Verdict.REJECT, (Sign(Code.SCENE_RELEASE, Weight.REJECT),))
GONE = Judgement(Verdict.TOMBSTONE, (Sign(Code.ITEM_GONE, Weight.TOMBSTONE),))
CLAIM = Judgement(Verdict.TOMBSTONE, (Sign(Code.REMOVED_FOR_CLAIM, Weight.TOMBSTONE),))


@pytest.mark.parametrize(
    ("origin", "flags", "found", "after"),
    [
        (Origin.UNCHECKED, (), GOOD, Outcome(Origin.CLEARED, (), ground=Ground.REPLY)),
        (Origin.UNCHECKED, ("open_collection",), GOOD, Outcome(Origin.CLEARED, (), ground=Ground.REPLY)),
        (Origin.UNCHECKED, (HAND,), GOOD, Outcome(Origin.UNCHECKED, (HAND,))),
        (Origin.REFUSED, (), GOOD, Outcome(Origin.REFUSED, ())),
        (Origin.UNCHECKED, ("mirror",), OPEN, Outcome(Origin.UNCHECKED, ("open_collection",))),
        (Origin.UNCHECKED, (HAND,), OPEN, Outcome(Origin.UNCHECKED, (HAND, "open_collection"))),
        (Origin.CLEARED, ("open_collection",), OPEN, Outcome(Origin.CLEARED, ("open_collection",))),
        (Origin.CLEARED, (), OPEN, Outcome(Origin.UNCHECKED, ("open_collection",))),
        (Origin.CLEARED, ("scene_release",), RIP, Outcome(Origin.REFUSED, ("scene_release",))),
        (Origin.CLEARED, (), GONE, Outcome(Origin.CLEARED, ("item_gone",))),
        (Origin.UNCHECKED, (), CLAIM, Outcome(Origin.UNCHECKED, ("removed_for_claim",), Health.REMOVED_BY_RIGHTS)),
    ],
)
def test_what_follows(origin: Origin, flags: tuple[str, ...], found: Judgement, after: Outcome) -> None:
    assert outcome(origin, flags, found) == after


@pytest.mark.parametrize(
    ("ground", "found", "after"),
    [
        (Ground.IMPORTER, GOOD, Outcome(Origin.CLEARED, (), ground=Ground.REPLY)),
        (Ground.CHANNEL, GOOD, Outcome(Origin.CLEARED, (), ground=Ground.REPLY)),
        (Ground.REVIEWER, GOOD, Outcome(Origin.CLEARED, (), ground=Ground.REVIEWER)),
        (Ground.IMPORTER, OPEN, Outcome(Origin.UNCHECKED, ("open_collection",))),
        (Ground.REVIEWER, OPEN, Outcome(Origin.UNCHECKED, ("open_collection",))),
        (Ground.IMPORTER, GONE, Outcome(Origin.CLEARED, ("item_gone",), None, Ground.IMPORTER)),
    ],
)
def test_on_what_a_cleared_copy_rests_after_a_judgement(ground: Ground, found: Judgement, after: Outcome) -> None:
    assert outcome(Origin.CLEARED, (), found, ground) == after


def test_what_is_cleared_on_its_channel_says_so() -> None:
    after = Outcome(Origin.CLEARED, (), ground=Ground.CHANNEL)
    assert outcome(Origin.UNCHECKED, (), GOOD, clears_on=Ground.CHANNEL) == after


FLAGS = st.lists(st.sampled_from([HAND, "open_collection", "mirror", "item_gone"]), unique=True).map(tuple)


@given(st.sampled_from(Origin), FLAGS, st.sampled_from([GOOD, OPEN, RIP, GONE, CLAIM]))
def test_a_refusal_is_never_lifted_and_doing_it_twice_changes_nothing(origin: Origin, flags: Any, found: Any) -> None:
    after = outcome(origin, flags, found)
    if origin is Origin.REFUSED:
        assert after.origin is Origin.REFUSED
    assert outcome(after.origin, after.flags, found, after.ground) == after
    if HAND in flags:
        assert HAND in after.flags
