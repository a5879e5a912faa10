"""Dates known to the year, the month or the day, as certificates give them, and years as the calendar counts them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    BEFORE = "before"  # certainly not later than the date
    UNKNOWN = "unknown"
    NONE = "none"  # certainly has not happened, such as the death of a living person


@dataclass(frozen=True)
class PartialDate:
    """A date and how exactly it is known; the parts that are not known stand at 1."""

    on: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `1926`, `1926-12` or `1926-12-31`.

        Raises ValueError for any other text, with the text in the message.
        """
        found = SHAPE.fullmatch(text)
        if not found:
            raise ValueError(f"“{text}” is not a date: give year, year-month or year-month-day")
        year, month, day = found.groups()
        try:
            on = date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            raise ValueError(f"“{text}” is not a date of the calendar") from error
        return cls(on, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR)

    def __str__(self) -> str:
        """The shortest ISO form that says no more than is known."""
        if self.precision is Precision.MONTH:
            return f"{self.on:%Y-%m}"
        if self.precision is Precision.DAY:
            return self.on.isoformat()
        return f"{self.on.year:04d}"


def years_after(moment: datetime, years: int) -> datetime:
    """The same day so many calendar years later, as laws count them; after a 29 February the 1 March where there is
    none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
