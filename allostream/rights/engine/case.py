"""A work as the rules look at it: its people by role, what is known of their deaths, its origin, its nationals."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from allostream.rights.engine.answers import Input
from allostream.rights.engine.facts import Person, Role, When, Work
from allostream.rights.engine.law import EU_CITIZENS, SPLIT_STATES, SUCCESSORS, new_year
from allostream.rights.engine.routes import ALWAYS, NEVER_ENDS, NO_FLAGS, Flag, Flags, weak

SILENT_UNTIL = 1926  # the last year in which a film without a named dialogue author had none
LIVING_FOR = 110  # years from birth in which a person without a date of death is taken to be living
SLACK = 10  # years by which a film may be older than its release

DIRECTOR = (Role.PRINCIPAL_DIRECTOR, Role.CO_DIRECTOR)
SCREENPLAY = (Role.SCREENPLAY,)
DIALOGUE = (Role.DIALOGUE,)
COMPOSER = (Role.COMPOSER,)
PRODUCER = (Role.PRODUCER,)
FOUR = (DIRECTOR, SCREENPLAY, DIALOGUE, COMPOSER)
AUTHORS = ((Role.UNDERLYING_AUTHOR, Role.COMPOSER),)
Groups = tuple[tuple[Role, ...], ...]
Made = TypeVar("Made")


class Gate(NamedTuple):
    """Whether the nationality of the authors lets terms be compared: who closes it, or the doubts about it."""

    closed_by: str = ""
    flags: Flags = NO_FLAGS


def iso(when: When) -> str:
    """A day or span as a text: as exactly as it is known."""
    if when.is_never:
        return "never"
    first, last = when.earliest, when.latest
    if first and last and first == date(first.year, 1, 1) and last == date(last.year, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    return (first or last or ALWAYS).isoformat() if first == last else f"{first or '..'}/{last or '..'}"


def fact(name: str, when: When, of: str = "") -> Input:
    """A dated fact as an input of an answer."""
    return Input(name, iso(when), of, when.sources)


class Roll(NamedTuple):
    """The authors whose deaths a term asks for: who is dead and since when, of whom that is not known, what is missing.

    `flags` say what is not known; `last` is who died last.
    """

    dead: tuple[tuple[Person, int], ...]
    undated: tuple[Person, ...]
    missing: Groups
    flags: Flags
    inputs: tuple[Input, ...]
    last: Person | None
    last_year: int


class Case:
    """One work during its evaluation. What is asked for many countries is computed once and kept."""

    def __init__(self, work: Work, groups: Groups = FOUR) -> None:
        self.work = work
        self.groups = groups  # the roles whose holders are its authors: four of a film, one of a written work
        self.by_role: dict[Role, tuple[Person, ...]] = {}
        for person in work.people:
            if not person.is_company:
                self.by_role[person.role] = (*self.by_role.get(person.role, ()), person)
        self._rolls: dict[Groups, Roll] = {}
        self._gates: dict[frozenset[str], Gate] = {}
        self._kept: dict[tuple[str, str, date], Any] = {}

    # Dates

    @cached_property
    def year(self) -> int | None:
        """The year of first publication from which terms count: the last possible one."""
        latest = self.work.published.latest
        return latest.year if latest else None

    @cached_property
    def made_year(self) -> int | None:
        """The year of making from which terms count, which is never after publication."""
        made = self.work.made.latest or self.work.published.latest
        return made.year if made else None

    @cached_property
    def alive_in(self) -> int | None:
        """A year in which whoever directed it was certainly alive."""
        if self.work.made.earliest:
            return self.work.made.earliest.year
        published = self.work.published.earliest
        return published.year - SLACK if published else None

    @cached_property
    def published_flags(self) -> Flags:
        """The doubt about the date of publication."""
        return weak(self.work.published.sources)

    @cached_property
    def published(self) -> tuple[Input, ...]:
        """The publication as an input."""
        return (fact("published", self.work.published),)

    # People

    def people(self, roles: Iterable[Role]) -> tuple[Person, ...]:
        """Who had one of the roles."""
        found: tuple[Person, ...] = ()
        for role in roles:
            found += self.by_role.get(role, ())
        return found

    def missing_role(self, roles: tuple[Role, ...]) -> bool:
        """Whether nobody is known for a role, and nobody has said that there was none."""
        if any(role in self.by_role for role in roles) or any(role in self.work.nobody for role in roles):
            return False
        if roles == DIALOGUE:
            # Whoever wrote the screenplay is taken to have written the dialogue: flagged, see `dialogue_flags`.
            return Role.SCREENPLAY not in self.by_role and not self.is_silent
        return True

    @property
    def is_written(self) -> bool:
        """Whether it is a work that a film uses, not a film."""
        return self.groups is AUTHORS

    @cached_property
    def is_silent(self) -> bool:
        """Whether it is certainly from before sound film."""
        return self.year is not None and self.year <= SILENT_UNTIL

    @cached_property
    def dialogue_flags(self) -> Flags:
        """The doubt about a sound film for whose dialogue nobody is named."""
        named = Role.DIALOGUE in self.by_role or Role.DIALOGUE in self.work.nobody
        return NO_FLAGS if named or self.is_silent or Role.SCREENPLAY not in self.by_role else _DIALOGUE

    def roll(self, groups: Groups) -> Roll:
        """The authors in groups of roles, of which each must be filled or said to be nobody's."""
        kept = self._rolls.get(groups)
        if kept is None:
            kept = self._rolls[groups] = self._call_roll(groups)
        return kept

    def _call_roll(self, groups: Groups) -> Roll:
        people = self.people(role for group in groups for role in group)
        dead = tuple((person, person.died.latest.year) for person in people if person.died.latest is not None)
        undated = tuple(person for person in people if person.died.latest is None)
        missing = tuple(group for group in groups if self.missing_role(group))
        flags = (
            *(Flag("death-missing", person.name) for person in undated),
            *(Flag("role-missing", group[0].value) for group in missing),
        )
        last, year = max(dead, key=lambda one: one[1], default=(None, 0))
        inputs = tuple(_death(person) for person in people)
        return Roll(dead, undated, missing, flags, inputs, last, year)

    def not_dead_before(self, person: Person) -> date:
        """The first day on which a person without a date of death may be dead as far as the rules suppose.

        Who was born 110 years ago or less is taken to be living (the year of birth, the last possible one, counts).
        """
        if person.died.is_never:
            return NEVER_ENDS
        born = person.born.latest
        return new_year(born.year + LIVING_FOR + 1) if born else ALWAYS

    def earliest_death(self, person: Person) -> int | None:
        """The first year in which a person without a date of death can have died."""
        years = [person.died.earliest.year] if person.died.earliest else []
        if person.role in DIRECTOR and self.alive_in is not None:
            years.append(self.alive_in)
        return max(years) if years else None

    # Origin and nationality

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The possible countries of origin: of first publication where it is known, else as recorded."""
        known = (self.work.published_in,) if self.work.published_in else self.work.origin
        return tuple(dict.fromkeys(SUCCESSORS.get(country, country) for country in known))

    @cached_property
    def origin_input(self) -> tuple[Input, ...]:
        """The origin as an input."""
        return (Input("origin", ",".join(self.origins), "", self.work.origin_sources),)

    def gate(self, inside: frozenset[str]) -> Gate:
        """Whether an author is a citizen of one of the countries, which closes the comparison of terms."""
        kept = self._gates.get(inside)
        if kept is None:
            kept = self._gates[inside] = self._ask_gate(inside)
        return kept

    def _ask_gate(self, inside: frozenset[str]) -> Gate:
        authors = self.people((*(role for group in self.groups for role in group), Role.TITLE_WRITER))
        for person in authors:
            if person.nationalities and not person.nationalities.isdisjoint(inside):
                return Gate(person.name)
        flags = [flag for person in authors for flag in _nationality(person, inside)]
        flags += [Flag("nationality-missing", group[0].value) for group in self.groups if self.missing_role(group)]
        return Gate("", tuple(flags))

    def kept(self, kind: str, country: str, as_of: date, make: Callable[[], Made]) -> Made:
        """What is found of a kind for a country, made once."""
        key = (kind, country, as_of)
        found: Made | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found


_DIALOGUE: Flags = (Flag("dialogue-unlisted"),)


def _death(person: Person) -> Input:
    return fact("died", person.died, person.name) if person.died.is_known else _birth(person)


def _birth(person: Person) -> Input:
    return Input("born", iso(person.born), person.name, person.born.sources or person.died.sources)


def _nationality(person: Person, inside: frozenset[str]) -> Iterable[Flag]:
    """The doubts about one author's nationality, who is no known citizen of the countries."""
    if not person.nationalities:
        return (Flag("nationality-missing", person.name),)
    if inside == EU_CITIZENS:
        if "GB" in person.nationalities:
            return (Flag("british-author", person.name),)
        if not person.nationalities.isdisjoint(SPLIT_STATES):
            return (Flag("former-state", person.name),)
    return ()
