"""The registry of trusted flaggers in words, and what a form at the desk asks of it."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.countries import name as country_name
from allostream.lib.problems import Problem, gettext_noop
from allostream.rights_desk import flagging
from allostream.rights_desk.flagging import Entry
from allostream.rights_desk.models import Flagger
from allostream.rights_desk.reading.shape import Subject
from allostream.web.formats import day, joined, number
from allostream.web.http import PageRequest
from allostream.web.notices.words import subject_words
from allostream.web.views.errors import unknown_value

ACTS = ("add", "confirm", "withdraw", "suspend", "resume")


class NoDay(Problem):
    """Something that is no day."""

    code = "no-day"
    status = 422
    sentence = gettext_noop("“%(given)s” is no day: write it as 2026-12-31.")


def act(request: PageRequest) -> None:
    """Do what a form asks. Raises NotAFlagger, NoDay, NotFound, UnknownValue."""
    given, by = request.POST, Actor.person(request.user.public_id)
    what, public_id, why = given.get("do", ""), given.get("flagger", ""), given.get("why", "").strip()[:500]
    if what == "add":
        flagging.add_flagger(_entry(given), by=by)
    elif what in ("confirm", "withdraw"):
        flagging.confirm_flagger(public_id, by=request.user, is_confirmed=what == "confirm")
    elif what == "suspend":
        flagging.suspend_flagger(public_id, by=by, why=why)
    elif what == "resume":
        flagging.resume_flagger(public_id, by=by, why=why)
    else:
        raise unknown_value("do", what, ACTS)


def _entry(given: Any) -> Entry:
    return Entry(
        given.get("name", ""), given.get("country", ""), given.get("source", ""),
        day_in(given.get("valid_from", ""), "valid_from") or clock.now().date(),
        day_in(given.get("valid_until", ""), "valid_until"), given.get("decision", ""), given.get("coordinator", ""),
        [one for one in re.split(r"[\s,;]+", given.get("domains", "")) if one], given.getlist("areas"),
    )  # fmt: skip


def day_in(text: str, _field: str) -> date | None:
    """The day in a field, None for an empty one. Raises NoDay."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise NoDay(given=text[:40]) from error


def trouble(refused: Problem) -> str:
    """A refusal in words, each part in the language of the reader."""
    names = {
        "name": gettext("the name"), "country": gettext("the Member State"), "source": gettext("the source"),
        "coordinator": gettext("the address of the coordinator"), "domains": gettext("the domains"),
        "areas": gettext("the subjects"), "valid_until": gettext("the end"),
    }  # fmt: skip
    details = dict(refused.details)
    if "remedy" in details:
        details |= {"remedy": gettext(str(details["remedy"])), "field": names[str(details["field"])]}
    return gettext(refused.sentence) % details


def areas(ticked: Collection[str] = ()) -> list[tuple[str, str, bool]]:
    """Subjects for which a status can be given, as choices."""
    return [(one.value, subject_words(one), one.value in ticked) for one in Subject]


def state_words(row: Flagger) -> tuple[str, str]:
    """How an entry stands, and the look of that."""
    today = clock.now().date()
    if row.confirmed_at is None:
        return gettext("not confirmed"), "no"
    if row.suspended_at is not None:
        return gettext("suspended while its coordinator inquires"), "pay"
    if row.valid_from > today:
        return gettext("not yet valid"), "no"
    if row.valid_until is not None and row.valid_until < today:
        return gettext("over"), "no"
    return gettext("in force"), ""


def shown(row: Flagger, language: str) -> Mapping[str, Any]:
    """An entry in words, for the desk. One query."""
    wrong, decided = flagging.errors_of(row, clock.now())
    errors = gettext("%(wrong)s of %(decided)s found wrong in 180 days") % {
        "wrong": number(wrong, language), "decided": number(decided, language),
    }  # fmt: skip
    return {
        **public(row, language), "id": row.public_id, "is_confirmed": row.confirmed_at is not None,
        "is_suspended": row.suspended_at is not None, "domains": ", ".join(row.domains),
        "errors": errors if decided else "",
    }  # fmt: skip


def public(row: Flagger, language: str) -> Mapping[str, Any]:
    """An entry in words, for everybody."""
    state, look = state_words(row)
    subjects = [subject_words(one) for one in row.areas] or [gettext("all subjects")]
    return {
        "name": row.name, "country": country_name(row.country, language), "state": state, "look": look,
        "from": day(row.valid_from, language), "until": day(row.valid_until, language) if row.valid_until else "",
        "areas": joined(subjects, language), "source": row.source, "decision": row.decision,
    }  # fmt: skip
