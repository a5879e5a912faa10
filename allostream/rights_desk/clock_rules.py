"""What runs out when, by which law. No Django, no clock, no network: the moment is a parameter.

Instants are kept in UTC; days of law are reckoned in the zone of the regime: Europe/Paris for the DSA and French law,
that of the designated agent for the DMCA (37 CFR 201.38).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from allostream.lib.workdays import end_of_months, is_workday
from allostream.rights_desk.case_rules import ClockKind, Lane

VERSION = "1"
PARIS = "Europe/Paris"
AGENT = "America/New_York"

ASKED_FOR = timedelta(days=7)  # then closed as defective; a reply opens it again
REVIEW_DAYS = 1  # business days until a person has looked at what was suspended
PROTECTED_WITHIN = timedelta(hours=4)
FLAGGER_WITHIN = timedelta(hours=4)
ORDER_WITHIN = timedelta(hours=1)  # (EU) 2021/784, article 3(3); other orders name their time
DECIDE_DAYS = 2
PUT_BACK = (10, 12, 14)  # business days after receipt (17 U.S.C. 512(g)(2)(C)): first, ours, last
MONTHS_TO_COMPLAIN = 6  # DSA, article 20(1)
COMPLAINT_WITHIN = timedelta(days=7)


WARNED = timedelta(hours=12)  # at most so long before a clock runs out somebody is written to


def warns_at(span: timedelta) -> timedelta:
    """How long before a clock of this length runs out somebody is written to: when three quarters have passed."""
    return min(span / 4, WARNED)


@dataclass(frozen=True, slots=True)
class Due:
    """When something runs out, and by which rule that was reckoned."""

    kind: ClockKind
    at: datetime
    rule: str
    zone: str = "UTC"


def after(kind: ClockKind, now: datetime, span: timedelta) -> Due:
    """A clock by the wall: hours and days as they pass."""
    return Due(kind, now + span, f"hours-{int(span.total_seconds() // 3600)}.v{VERSION}")


def to_look(lane: Lane, now: datetime, *, is_complete: bool) -> Due:
    """Until when a person is to have looked at a new case."""
    if lane is Lane.ORDER:
        return after(ClockKind.ORDER, now, ORDER_WITHIN)
    if lane is Lane.FLAGGER:
        return after(ClockKind.FLAGGER, now, FLAGGER_WITHIN)
    days = REVIEW_DAYS if is_complete else DECIDE_DAYS
    return in_workdays(ClockKind.REVIEW if is_complete else ClockKind.DECIDE, now, days)


def in_workdays(kind: ClockKind, now: datetime, days: int) -> Due:
    """The end of so many French working days: the day of the event is not counted (Regulation 1182/71, article 3)."""
    zone = ZoneInfo(PARIS)
    last = workdays_after(now.astimezone(zone).date(), days)
    return Due(
        kind,
        datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC),
        f"fr-days-{days}.v{VERSION}",
        PARIS,
    )


def order_ends(day: date) -> datetime:
    """The moment at which the last day of an order is over, in Paris."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(PARIS)).astimezone(UTC)


def half_of(began_at: datetime, due_at: datetime) -> datetime:
    """When half of the time of an order is gone, and whoever is on call is called again."""
    return began_at + (due_at - began_at) / 2


def workdays_after(day: date, days: int) -> date:
    """The last of so many French working days after a day."""
    return _step(day, days, is_workday)


def complaint_window(informed_at: datetime) -> Due:
    """Until when somebody who was informed may complain (DSA, article 20(1) and (2))."""
    return Due(ClockKind.CONTEST_ENDS, end_of_months(informed_at, MONTHS_TO_COMPLAIN), f"eu-months-6.v{VERSION}", PARIS)


def put_back(received_at: datetime, zone: str = AGENT) -> tuple[Due, Due, Due]:
    """The first, the planned and the last moment at which what was countered is put back: 10, 12 and 14 business days
    after receipt, whose day is not counted. The planned one is noon of the 12th: inside the window by every reading."""
    here = ZoneInfo(zone)
    day = received_at.astimezone(here).date()
    first, planned, last = (us_business_day(day, number) for number in PUT_BACK)
    moments = (
        datetime.combine(first, time(), here), datetime.combine(planned, time(12), here),
        datetime.combine(last + timedelta(days=1), time(), here),
    )  # fmt: skip
    rule = f"us-business-days.v{VERSION}"
    one, two, three = (Due(ClockKind.PUT_BACK, moment.astimezone(UTC), rule, zone) for moment in moments)
    return one, two, three


def us_business_day(day: date, number: int) -> date:
    """The day on which so many business days of the United States have passed after a day."""
    return _step(day, number, lambda one: one.weekday() < 5 and one not in us_holidays(one.year))


def _step(day: date, number: int, counts: Callable[[date], bool]) -> date:
    for _ in range(number):
        day += timedelta(days=1)
        while not counts(day):
            day += timedelta(days=1)
    return day


@cache
def us_holidays(year: int) -> frozenset[date]:
    """The federal holidays as they are observed (5 U.S.C. 6103): of one on a Saturday the Friday before, of one on a
    Sunday the Monday after. The first of January of the next year may be observed on the last day of this one."""
    fixed = [
        date(year, 1, 1),
        date(year, 6, 19),
        date(year, 7, 4),
        date(year, 11, 11),
        date(year, 12, 25),
        date(year + 1, 1, 1),
    ]
    moving = [
        _nth(year, 1, 0, 3), _nth(year, 2, 0, 3), _last_monday_of_may(year), _nth(year, 9, 0, 1), _nth(year, 10, 0, 2),
        _nth(year, 11, 3, 4),
    ]  # fmt: skip
    return frozenset([*map(_observed, fixed), *moving])


def _observed(day: date) -> date:
    shift = {5: -1, 6: 1}.get(day.weekday(), 0)
    return day + timedelta(days=shift)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
