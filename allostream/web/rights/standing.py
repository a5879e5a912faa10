"""How one title stands in every country: the answers in force beside what the rules say just now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from allostream.links import queries as links
from allostream.links.queries import AnswerRow
from allostream.rights.deciding_rules import FREE, Kind
from allostream.rights.engine import COUNTRIES, EEA, evaluate, evaluate_all
from allostream.rights.engine.answers import Answer
from allostream.rights.engine.facts import Work
from allostream.rights.queries.works import works_of
from allostream.web.rights.rows import Told, told_by_rules, told_in_force

ASKED = tuple(sorted({*COUNTRIES, *EEA}))


@dataclass(frozen=True)
class Standing:
    """The answers in force, what the rules say today and on the day on which that changes, and the facts for them."""

    in_force: Mapping[str, AnswerRow]
    ruled: Mapping[str, Answer]
    following: Mapping[str, Answer] = field(default_factory=dict)
    work: Work | None = None

    def told(self) -> list[Told]:
        """Each country once: the answer that counts, else what the rules say."""
        found = [told_in_force(answer, self.ruled.get(code)) for code, answer in self.in_force.items()]
        return found + [told_by_rules(answer) for code, answer in self.ruled.items() if code not in self.in_force]


def standing_of(title_id: int, today: date) -> Standing:
    """How a title stands. Nine queries."""
    in_force = {answer.country: answer for answer in links.answers_of(title_id)}
    work = works_of([title_id]).get(title_id)
    ruled = dict(evaluate_all(work, ASKED, today)) if work else {}
    return Standing(in_force, ruled, following(work, ruled) if work else {}, work)


def frees(answers: Mapping[int, AnswerRow], day_of: Mapping[int, date]) -> dict[int, bool]:
    """Whether each title is free from its day on, as far as anybody can tell today: by title. Eight queries.

    The end of a term is not yet freedom: something else may then not be settled. Who answered without the rules is
    taken at their word.
    """
    works = works_of(answers)
    return {
        pk: answer.kind is not Kind.RULE
        or (pk in works and evaluate(works[pk], answer.country, day_of[pk]).status in FREE)
        for pk, answer in answers.items()
    }


def following(work: Work, ruled: Mapping[str, Answer]) -> dict[str, Answer]:
    """What the rules will answer in each country on the day on which its answer changes by itself."""
    turns = {code: answer.changes_on for code, answer in ruled.items() if answer.changes_on}
    days = {on: evaluate_all(work, ASKED, on) for on in set(turns.values())}
    return {code: days[on][code] for code, on in turns.items() if code in days[on]}
