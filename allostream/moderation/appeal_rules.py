"""Who may contest what, until when, and who answers. No Django, no clock, no network.

Regulation (EU) 2022/2065 (Digital Services Act), article 20.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from allostream.lib.workdays import is_workday

ANSWERED_WITHIN = 7  # days, as is published; article 20(4) asks for "a timely manner"
SHORTEST, LONGEST = 10, 5000  # of what somebody writes


class Refusal(StrEnum):
    """Why a decision cannot be contested, or an appeal not be answered by somebody."""

    NOT_YOURS = "not-yours"
    NOTHING_TO_CONTEST = "nothing-to-contest"
    OVER = "over"
    UNDONE = "undone"
    AGAIN = "again"
    TOO_SHORT = "too-short"
    DECIDED_IT = "decided-it"  # article 20(6), and good sense: nobody judges their own decision
    INVOLVED = "involved"
    NO_REASON = "no-reason"


@dataclass(frozen=True, slots=True)
class Contested:
    """What of a decision matters here."""

    until: datetime | None
    is_undone: bool
    has_appeal: bool


def why_not_contest(found: Contested, *, is_author: bool, text: str | None, now: datetime) -> Refusal | None:
    """Why somebody cannot contest a decision, or None when they can; `text` None asks before anything is written."""
    checks = (
        (not is_author, Refusal.NOT_YOURS),
        (found.until is None, Refusal.NOTHING_TO_CONTEST),
        (found.is_undone, Refusal.UNDONE),
        (found.has_appeal, Refusal.AGAIN),
        (found.until is not None and now >= found.until, Refusal.OVER),
        (text is not None and len(text.strip()) < SHORTEST, Refusal.TOO_SHORT),
    )
    return next((refusal for holds, refusal in checks if holds), None)


def why_not_answer(by: int, decided: set[int], involved: set[int], answer: str) -> Refusal | None:
    """Why somebody cannot answer an appeal: they decided, agreed to it, or are whose it is; or they give no reason."""
    if by in decided:
        return Refusal.DECIDED_IT
    if by in involved:
        return Refusal.INVOLVED
    return None if answer.strip() else Refusal.NO_REASON


def answer_by(made_at: datetime) -> datetime:
    """Until when an appeal is to be answered: the end of the seventh day, or of the working day that follows it."""
    last: date = made_at.date() + timedelta(days=ANSWERED_WITHIN)
    while not is_workday(last):
        last += timedelta(days=1)
    return datetime.combine(last + timedelta(days=1), time(), made_at.tzinfo)
