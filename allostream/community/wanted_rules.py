"""How many want a title, told so that nobody can be told from it. No Django, no clock, no network."""

from bisect import bisect_right
from datetime import date

# Below the first step nothing is told, not even that somebody asked: one more would be one person.
STEPS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
FEWEST = STEPS[0]
MONTHS = 3  # so long a wish counts


def rounded(people: int) -> int:
    """The largest step that so many reach; 0 below the first."""
    place = bisect_right(STEPS, people)
    return STEPS[place - 1] if place else 0


def counted_from(today: date) -> date:
    """The first month whose wishes count on a day."""
    months = today.year * 12 + today.month - 1 - (MONTHS - 1)
    return date(months // 12, months % 12 + 1, 1)
