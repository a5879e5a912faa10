"""Reads of what people say of links."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import F

from allostream.community.bringing_rules import State
from allostream.community.confirming_rules import (
    SHOWN_FOR,
    Aspect,
    Grade,
    Week,
    freshness,
    of_aspects,
    written,
)
from allostream.community.models import QualitySum, Submission, VoiceWeek


def week_in(row: VoiceWeek) -> Week:
    """A stored sum as the rules take it."""
    return Week(row.week, row.works, row.fails, row.works_on, row.fails_on)


def weeks_of_link(link_id: str, today: date) -> dict[str, list[Week]]:
    """What was said of a link lately, by country, the latest week first. One query."""
    rows = VoiceWeek.objects.filter(link__public_id=link_id, week__gt=today - SHOWN_FOR).order_by("country", "-week")
    found: dict[str, list[Week]] = defaultdict(list)
    for row in rows:
        if row.works or row.fails:
            found[row.country].append(week_in(row))
    return dict(found)


def said_of_title(title_id: int, today: date) -> dict[int, dict[str, Any]]:
    """What is said of each link of a title of which anything was ever said, as it is kept with the link. One query."""
    found: dict[int, dict[str, list[Week]]] = defaultdict(lambda: defaultdict(list))
    for row in VoiceWeek.objects.filter(link__title=title_id):
        found[row.link_id][row.country].append(week_in(row))
    told = {
        link: {country: freshness(weeks, today) for country, weeks in by_country.items()}
        for link, by_country in found.items()
    }
    return {
        link: written({country: one for country, one in by_country.items() if one}) for link, by_country in told.items()
    }


def quality_of_link(link_id: str) -> dict[Aspect, tuple[Grade, int]]:
    """How good people find a link: the typical grade of each aspect and how many gave one. One query."""
    rows = QualitySum.objects.filter(link__public_id=link_id, votes__gt=0)
    return of_aspects(list(rows.values_list("aspect", "grade", "votes")))


def witnesses_of(link_id: str) -> int:
    """How many people brought the same copy when it was here already, whatever address they gave. One query.

    One link stands for all spellings of an address: whoever brings it again is one more witness, and so is whose link
    became one with it.
    """
    brought = Submission.objects.filter(link__public_id=link_id, state__in=(State.WITNESS, State.ACCEPTED))
    others = brought.exclude(state=State.ACCEPTED, person=F("link__submitted_by"))
    return others.values("person").distinct().count()
