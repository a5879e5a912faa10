"""How long the data of people in a case are kept, by which law, and what goes when. No Django, no clock, no network."""

from datetime import datetime, timedelta

from allostream.lib.dates import years_after
from allostream.lib.workdays import end_of_months
from allostream.rights_desk.case_rules import CaseState

CASE_YEARS = 5
LAW = "Code civil, art. 2224; 17 U.S.C. 507(b), 512(f); GDPR, art. 17(3)(e)"
"""Claims about a notice, a withdrawal or a false statement end five years after one could know of them, in the United
States three: until then both sides and we may need to prove who said what. Then nothing carries the keeping."""

REFUSED_MONTHS = 6
REFUSED_LAW = "DSA, art. 20(1); GDPR, art. 5(1)(e)"
"""What was refused while its sender was told so made no case. For as long as a refusal can be contested we may need to
prove what had come; then nothing carries the keeping."""

LOOKED_AT_AGAIN = timedelta(days=30)  # a document on which something still rests when its time is over

ENDED = frozenset({CaseState.DECIDED, CaseState.CLOSED, CaseState.DEFECTIVE})


def kept_until(last_act: datetime) -> datetime:
    """Until when a case is kept whole on which nothing was done since."""
    return years_after(last_act, CASE_YEARS)


def refused_until(received_at: datetime) -> datetime:
    """Until when a message is kept that was refused, or of which nothing was sent."""
    return end_of_months(received_at, REFUSED_MONTHS)


def is_relied_on(valid_until: datetime | None, *, was_accepted: bool, has_cases: bool, now: datetime) -> bool:
    """Whether something still rests on a document of authority: the mandate that it proves holds, or a case of its
    sender is kept, in which it may have to be shown who said that they may speak for whom (17 U.S.C. 512(f))."""
    return has_cases or (was_accepted and (valid_until is None or valid_until > now))
