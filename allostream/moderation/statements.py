"""The statement of reasons that a decision gives its author.

Regulation (EU) 2022/2065 (Digital Services Act), article 17(3): (a) what is restricted, where, for how long; (b) the
facts, and whether a notice led to it; (c) automated means; (d) and (e) the ground in law or in the terms, and why;
(f) how it can be contested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from django.utils.translation import get_language, gettext

from allostream.lib import countries
from allostream.lib.countries import WORLD
from allostream.moderation import wording
from allostream.moderation.decision_rules import CONTESTABLE, LEGAL_GROUND, Measure
from allostream.moderation.models import Decision


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a statement: a heading and its sentences."""

    heading: str
    text: str


def statement(decision: Decision, what: str = "") -> list[Part]:
    """The parts of the statement in the active language; `what`: the name of the thing, where it has one.

    The title of the decision is at hand.
    """
    title = what or (decision.title.name if decision.title else "")
    thing = wording.thing_name(decision.kind) + (f" – {title}" if title else "")
    parts = [
        Part(
            gettext("Decision"),
            gettext("%(thing)s: %(measure)s") % {"thing": thing, "measure": wording.measure_name(decision.measure)},
        ),
        Part(gettext("Where and for how long"), _reach(decision)),
        Part(gettext("Ground"), _ground(decision)),
        Part(gettext("Why"), decision.why),
        Part(
            gettext("Facts on which it rests"),
            " ".join(filter(None, [decision.facts, wording.source_text(decision.source)])),
        ),
        Part(
            gettext("Automated means"),
            wording.automation_text(
                found_by_machine=decision.found_by_machine, decided_by_machine=decision.is_automated
            ),
        ),
        Part(gettext("If you do not agree"), redress(decision)),
    ]
    return [part for part in parts if part.text.strip()]


def _reach(decision: Decision) -> str:
    language = get_language() or "en"
    everywhere = not decision.territory or WORLD in decision.territory
    named = ", ".join(countries.name(code, language) for code in decision.territory if code != WORLD)
    where = gettext("Everywhere.") if everywhere else gettext("In: %(countries)s.") % {"countries": named}
    if decision.until:
        return f"{where} {gettext('Until %(day)s.') % {'day': _day(decision.until, language)}}"
    lasting = decision.measure not in (Measure.WARNED, Measure.ACCEPTED, Measure.RESTORED, Measure.LIFTED)
    return f"{where} {gettext('Without an end, unless it is undone.')}" if lasting else where


def _day(on: datetime, language: str) -> str:
    """A day as pages write it: “1 January 2025”, « 1er janvier 2025 »."""
    form = "'1er' MMMM y" if language == "fr" and on.day == 1 else "d MMMM y"
    return str(format_date(on.date(), form, locale=language))


def _ground(decision: Decision) -> str:
    name = f"{decision.rule}, {wording.rule_name(decision.rule)}."
    if decision.law and decision.law != "law":
        name += " " + gettext("The law: %(law)s.") % {"law": decision.law}
    elif decision.law or decision.rule in LEGAL_GROUND:
        name += " " + gettext("The rule repeats what the law forbids.")
    explained = wording.rule_text(decision.rule)
    return f"{name} {explained}" if explained else name


def redress(decision: Decision) -> str:
    """How a decision can be contested; "" for one that takes nothing from anybody."""
    if decision.measure not in CONTESTABLE and decision.measure != Measure.KEPT:
        return ""
    sentences: list[str] = []
    if decision.contest_until:
        day = _day(decision.contest_until, get_language() or "en")
        sentences.append(
            gettext("You can contest this here, free of charge, until %(day)s; somebody else looks at it.")
            % {"day": day}
        )
    sentences += [
        gettext(
            "You can turn to a certified out-of-court dispute settlement body (Digital Services Act, article 21); the "
            "European Commission lists them."
        ),
        gettext("The way to the courts stays open at any time."),
    ]
    return " ".join(sentences)


def as_text(parts: Sequence[Part]) -> str:
    """A statement as plain paragraphs for a letter."""
    return "\n\n".join(f"{part.heading}\n{part.text}" for part in parts)
