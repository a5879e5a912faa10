"""The way to an answer, step by step, with the facts that each step rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from allostream.rights.engine.answers import Step
from allostream.rights.engine.law import BY_ID
from allostream.web.rights.facts import FactWords, facts_words
from allostream.web.rights.law_words import authority
from allostream.web.rights.said import why
from allostream.web.spoken import spoken


@dataclass(slots=True)
class StepWords:
    """One step: which rule was asked and the text of law behind it, what came of it, why, and on what facts."""

    rule: str
    authority: str
    outcome: str
    look: str
    sentence: str
    facts: Sequence[FactWords]


def path_words(steps: Iterable[Step]) -> list[StepWords]:
    """The steps in words of the active language; a step without words is told by its rule alone."""
    return [
        StepWords(
            step.rule, authority(BY_ID[step.rule].source) if step.rule in BY_ID else "", outcome_word(step.outcome),
            LOOKS.get(step.outcome, "no"), why(step.sentence), facts_words(step.inputs),
        )
        for step in steps
    ]  # fmt: skip


LOOKS = {"free": "", "open": "", "protected": "bad", "unclear": "no"}


@spoken
def outcome_word(outcome: str) -> str:
    """What came of a step, in a word or two of the active language."""
    return {
        "free": pgettext("step", "Free by this"),
        "protected": pgettext("step", "Protected by this"),
        "unclear": pgettext("step", "Not settled"),
        "note": pgettext("step", "To be noted"),
        "not_applicable": pgettext("step", "Does not apply"),
        "open": pgettext("step", "Free by this"),
        "cleared": pgettext("step", "Settled"),
        "doubt": pgettext("step", "A doubt"),
    }.get(outcome, outcome.replace("_", " "))
