"""How much time is left to a deadline, in words and in looks: from the server, and renewed each minute by
static/notices.js with the same sentences and bounds."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

SOON, LAST = timedelta(hours=4), timedelta(minutes=30)
# From how many seconds on which unit is said, and how many it has.
UNITS = (("day", 172_800, 86_400), ("hour", 7200, 3600), ("minute", 60, 60), ("moment", 0, 60))
EVER = 10**9


def time_left(due: datetime, now: datetime) -> str:
    """How much time is left, or by how much it is over, in the largest unit of which there are two."""
    seconds = int(abs(due - now).total_seconds())
    unit, size = next((unit, size) for unit, least, size in UNITS if seconds >= least)
    count = seconds // size
    return shape(unit, count, is_late=due < now) % {"n": count}


def shape(unit: str, count: int, *, is_late: bool) -> str:
    """The sentence for so many of a unit, with a place for the number."""
    if unit == "moment":
        return gettext("late by less than a minute") if is_late else gettext("less than a minute left")
    sentences: Mapping[tuple[str, bool], str] = {
        ("day", False): ngettext("%(n)s day left", "%(n)s days left", count),
        ("hour", False): ngettext("%(n)s hour left", "%(n)s hours left", count),
        ("minute", False): ngettext("%(n)s minute left", "%(n)s minutes left", count),
        ("day", True): ngettext("late by %(n)s day", "late by %(n)s days", count),
        ("hour", True): ngettext("late by %(n)s hour", "late by %(n)s hours", count),
        ("minute", True): ngettext("late by %(n)s minute", "late by %(n)s minutes", count),
    }
    return sentences[unit, is_late]


def look(due: datetime, now: datetime) -> str:
    """How urgent it looks: "late", "last" in its last half hour, "soon", or ""."""
    if due < now:
        return "late"
    left = due - now
    return "last" if left < LAST else "soon" if left < SOON else ""


def for_script(now: datetime) -> str:
    """What the script needs, as JSON: the moment of the server, for the reader's own clock may be wrong; the sentences
    of each unit, for one and for several, in time and late; from which to which second it looks how."""
    rows = [
        [
            least,
            size,
            *([shape(unit, count, is_late=is_late) % {"n": "{}"} for count in (1, 2)] for is_late in (False, True)),
        ]
        for unit, least, size in UNITS
    ]
    last, soon = int(LAST.total_seconds()), int(SOON.total_seconds())
    looks = [["late", -EVER, 0], ["last", 0, last], ["soon", last, soon]]
    return json.dumps({"now": round(now.timestamp() * 1000), "rows": rows, "looks": looks}, ensure_ascii=False)
