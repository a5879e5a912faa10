"""What people say of links, in words. In the active language, but for names of countries, which take theirs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from allostream.community.confirming_rules import SHOWN_FOR, Aspect, Freshness, Grade
from allostream.web.formats import number
from allostream.web.places import within


def said_of(said: Mapping[str, Sequence[Any]], country: str, today: date, reader: str) -> str:
    """What is said of a link in a country, as it is kept with the link; "" for nothing, or nothing lately."""
    if country not in said:
        return ""
    works, on, people, others = said[country]
    told = Freshness(bool(works), date.fromisoformat(on), int(people), int(others))
    return fresh_words(told, country, today, reader) if told.on > today - SHOWN_FOR else ""


def fresh_words(told: Freshness, country: str, today: date, reader: str) -> str:
    """Whether it worked in a country, when last, and how many say so."""
    values = {
        "in_country": within(country, reader),
        "when": days_ago(told.on, today, reader),
        "people": people_words(told.people, reader),
    }
    if told.works and told.others:
        values["others"] = number(told.others, reader)
        return gettext("Worked %(in_country)s %(when)s (%(people)s; not for %(others)s)") % values
    if told.works:
        return gettext("Worked %(in_country)s %(when)s (%(people)s)") % values
    if told.others:
        values["others"] = number(told.others, reader)
        return gettext("Did not work %(in_country)s %(when)s (%(people)s; it did for %(others)s)") % values
    return gettext("Did not work %(in_country)s %(when)s (%(people)s)") % values


def people_words(count: int, reader: str) -> str:
    """So many people."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": number(count, reader)}


def days_ago(day: date, today: date, reader: str) -> str:
    """How long ago a day was."""
    days = max((today - day).days, 0)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": number(days, reader)}


def aspect_word(aspect: Aspect) -> str:
    """What of a copy can be good or bad."""
    return {
        Aspect.PICTURE: pgettext("of a copy", "Picture"),
        Aspect.SOUND: pgettext("of a copy", "Sound"),
        Aspect.SUBTITLES: pgettext("of a copy", "Subtitles"),
    }[aspect]


def grade_word(grade: Grade) -> str:
    """How good it is."""
    return {
        Grade.POOR: pgettext("grade of a copy", "poor"),
        Grade.FAIR: pgettext("grade of a copy", "fair"),
        Grade.GOOD: pgettext("grade of a copy", "good"),
    }[grade]
