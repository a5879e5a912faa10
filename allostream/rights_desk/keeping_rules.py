"""How long the data of people in a case are kept, by which law, and what goes when. No Django, no clock, no network."""

from datetime import datetime

from allostream.lib.dates import years_after
from allostream.rights_desk.case_rules import CaseState

CASE_YEARS = 5
LAW = "Code civil, art. 2224; 17 U.S.C. 507(b), 512(f); GDPR, art. 17(3)(e)"
"""Claims about a notice, a withdrawal or a false statement end five years after one could know of them, in the United
States three: until then both sides and we may need to prove who said what. Then nothing carries the keeping."""

ENDED = frozenset({CaseState.DECIDED, CaseState.CLOSED, CaseState.DEFECTIVE})


def kept_until(last_act: datetime) -> datetime:
    """Until when a case is kept whole on which nothing was done since."""
    return years_after(last_act, CASE_YEARS)
