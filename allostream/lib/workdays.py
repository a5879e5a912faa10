"""Days on which people work, and periods of months that end on one.

Regulation (EEC, Euratom) No 1182/71, articles 3 and 4: the day of the event is not counted, a period of months ends
with the same date, or with the last day of a month that has no such date, and where that is a holiday, a Sunday or a
Saturday, with the next working day. Holidays are those of France, where the French site is at home.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
SATURDAY = 5


def easter(year: int) -> date:
    """The Sunday of Easter in the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, skipped = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    fours, left = divmod(rest, 4)
    week = (32 + 2 * skipped + 2 * fours - moon - left) % 7
    month, day = divmod(moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of France in a year."""
    moving = (easter(year) + timedelta(days=days) for days in AFTER_EASTER)
    return frozenset({*(date(year, month, day) for month, day in FIXED), *moving})


def is_workday(day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def months_later(day: date, months: int) -> date:
    """The last day of a period of months that began with an event on a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    while not is_workday(last):
        last += timedelta(days=1)
    return last


def end_of_months(moment: datetime, months: int) -> datetime:
    """The moment at which such a period is over: midnight behind its last day, twelve hours more where the zone of
    whoever it counts for is not known (the last place on Earth is twelve hours behind UTC)."""
    last = months_later(moment.astimezone(UTC).date(), months)
    return datetime.combine(last + timedelta(days=1), time(12), UTC)
