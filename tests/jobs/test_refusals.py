"""The published rule that is named where the program refuses by itself."""

from allostream.discovery.rules import STATES, Reason, State
from allostream.jobs.refusals import RULES

# These are signs of where the copy comes from, or said by a person.
OF_THE_COPY = {Reason.COPY_REFUSED, Reason.PERSON_SAID_NO}


def test_every_reason_for_refusing_that_is_no_sign_of_the_copy_has_its_own_rule() -> None:
    refusing = {reason for reason in Reason if STATES.get(reason, State.REFUSED) is State.REFUSED}
    assert Reason.NOT_THE_WORK in refusing
    assert refusing - OF_THE_COPY <= RULES.keys()
