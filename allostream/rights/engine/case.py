"""A work as the rules look at it: its people by role, what is known of their deaths, its origin, its nationals."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from allostream.lib import countries
from allostream.rights.engine.answers import Input
from allostream.rights.engine.facts import Person, Role, Source, When, Work
from allostream.rights.engine.law import new_year
from allostream.rights.engine.routes import (
    ALWAYS,
    NEVER_ENDS,
    NO_FLAGS,
    Flag,
    Flags,
    Routes,
    Values,
    doubts_of,
    joined,
    steps_of,
    weak,
)
from allostream.rights.engine.states import EU_CITIZENS, SPLIT_STATES, SUCCESSORS

LIVE_SCORE = "live_score"  # the kind of a used work
SILENT_UNTIL = 1926  # the last year in which a film without a named dialogue author had none
LIVING_FOR = 110  # years from birth in which a person without a date of death is taken to be living
SLACK = 10  # years by which a film may be older than its release

DIRECTOR = (Role.PRINCIPAL_DIRECTOR, Role.CO_DIRECTOR)
SCREENPLAY = (Role.SCREENPLAY,)
DIALOGUE = (Role.DIALOGUE,)
COMPOSER = (Role.COMPOSER,)
PRODUCER = (Role.PRODUCER,)
DIRECTORS = (DIRECTOR,)
FOUR = (DIRECTOR, SCREENPLAY, DIALOGUE, COMPOSER)
AUTHORS = ((Role.UNDERLYING_AUTHOR, Role.COMPOSER),)
Groups = tuple[tuple[Role, ...], ...]
_UNBORN = date(1, 1, 1)  # of somebody who lives and whose birth nobody knows
Made = TypeVar("Made")
Found = TypeVar("Found")
_NOT_TOLD: dict[str, tuple[Source, ...]] = {}


class once(Generic[Found]):  # noqa: N801 - reads as the decorator that it is
    """A property that is found once. Without the lock of functools.cached_property, which takes longer than finding."""

    def __init__(self, find: Callable[[Any], Found]) -> None:
        self._find, self._name, self.__doc__ = find, find.__name__, find.__doc__

    def __get__(self, one: Any, _owner: type) -> Found:
        found = one.__dict__[self._name] = self._find(one)
        return found


NOWHERE: frozenset[str] = frozenset()


def nations_of(person: Person) -> frozenset[str]:
    """The states of which somebody was a citizen; what is no code of a state counts as not known."""
    return _states(person.nationalities) if person.nationalities else NOWHERE


@cache
def _states(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code in map(str.upper, codes) if countries.is_country_of_origin(code))


class Gate(msgspec.Struct, frozen=True, gc=False):
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


class Bound(NamedTuple):
    """A day before which a work is certainly protected, and the sentence that says why."""

    day: date
    way: str
    values: Values


class Roll(msgspec.Struct, frozen=True, gc=False):
    """The authors whose deaths a term asks for: who is dead and since when, of whom that is not known, what is missing.

    `flags` say what is not known, and take so many `steps`; `last` is who died last, `weak` the doubts about the
    deaths: each of them decides. Of those whose death is not known: `living` is until when who lives longest, as far as
    is known, keeps it protected, `alive_in` the last year in which one certainly lived.
    """

    dead: tuple[tuple[Person, int], ...]
    missing: Groups
    flags: Flags
    steps: int
    inputs: tuple[Input, ...]
    last: Person | None
    last_year: int
    weak: Flags
    living: Bound | None
    alive_in: int | None


class Case:
    """One work during its evaluation. What is asked for many countries is computed once and kept."""

    def __init__(self, work: Work, groups: Groups = FOUR) -> None:
        self.work = work
        self.groups = groups  # the roles whose holders are its authors: four of a film, one of a written work
        # Music that was played live to a silent film is a work by itself: who wrote it is no author of the film.
        self.scores = tuple([one for one in work.underlying if one.kind == LIVE_SCORE])
        live = {person.name for one in self.scores for person in one.authors}
        self.natural = tuple(
            [
                person
                for person in work.people
                if not person.is_company and not (person.role is Role.COMPOSER and person.name in live)
            ]
        )
        self.is_written = groups is AUTHORS  # whether it is a work that a film uses, not a film
        self._filled = frozenset([person.role for person in self.natural])
        # By identity, as all keys here: hashing members of an Enum takes longer than what is kept.
        self._rolls: dict[int, tuple[Groups, Roll]] = {}
        self._deaths: dict[int, Input] = {}
        self.own: dict[str, Routes] = {}  # the routes of each country's own rule, by `national.own_rule`
        self._kept: dict[tuple[str, str], Any] = {}
        self.told_by = dict(work.told_by) if work.told_by else _NOT_TOLD

    # Dates

    @once
    def year(self) -> int | None:
        """The year of first publication from which terms count: the last possible one."""
        latest = self.work.published.latest
        return latest.year if latest else None

    @property
    def is_unpublished(self) -> bool:
        """Whether it was certainly never published."""
        return self.work.is_unpublished or self.work.published.is_never

    @once
    def made_year(self) -> int | None:
        """The year of making from which terms count, which is never after publication."""
        made = self.work.made.latest or self.work.published.latest
        return made.year if made else None

    @once
    def alive_in(self) -> int | None:
        """A year in which whoever directed it was certainly alive."""
        if self.work.made.earliest:
            return self.work.made.earliest.year
        published = self.work.published.earliest
        return published.year - SLACK if published else None

    @once
    def published_flags(self) -> Flags:
        """The doubt about the date of publication."""
        return doubts_of(self.work.published)

    @once
    def published(self) -> tuple[Input, ...]:
        """The publication as an input."""
        return (fact("published", self.work.published),)

    def word(self, name: str) -> Flags:
        """The doubt about a fact without sources of its own, by its field; none where nobody told whose word it is."""
        sources = self.told_by.get(name)
        return NO_FLAGS if sources is None else weak(sources)

    # People

    def people(self, roles: tuple[Role, ...]) -> tuple[Person, ...]:
        """Who had one of the roles, natural persons only."""
        return tuple([person for person in self.natural if person.role in roles])

    def is_filled(self, roles: tuple[Role, ...]) -> bool:
        """Whether somebody is known for one of the roles."""
        return not self._filled.isdisjoint(roles)

    def missing_role(self, roles: tuple[Role, ...]) -> bool:
        """Whether nobody is known for a role, and nobody has said that there was none."""
        if self.is_filled(roles):
            return False
        # The first role of a group: that there was no co-director says nothing of the principal director.
        if self.work.nobody and roles[0] in self.work.nobody:
            return False
        if roles is COMPOSER and self.scores:
            return False
        if roles is DIALOGUE:
            # Whoever wrote the screenplay is taken to have written the dialogue: flagged, see `dialogue_flags`.
            return not self.is_silent and not self.is_filled(SCREENPLAY)
        return True

    @once
    def is_silent(self) -> bool:
        """Whether it is certainly from before sound film."""
        return self.year is not None and self.year <= SILENT_UNTIL

    @once
    def dialogue_flags(self) -> Flags:
        """The doubt about a sound film for whose dialogue nobody is named."""
        if self.is_silent or Role.DIALOGUE in self.work.nobody or self.is_filled(DIALOGUE):
            return NO_FLAGS
        return _DIALOGUE if self.is_filled(SCREENPLAY) else NO_FLAGS

    def roll(self, groups: Groups) -> Roll:
        """The authors in groups of roles, of which each must be filled or said to be nobody's."""
        kept = self._rolls.get(id(groups))
        if kept is None:
            kept = self._rolls[id(groups)] = groups, self._call_roll(groups)
        return kept[1]

    def _call_roll(self, groups: Groups) -> Roll:
        people = self.people(tuple([role for group in groups for role in group]))
        dead: list[tuple[Person, int]] = []
        flags: list[Flag] = []
        last, year = None, 0
        doubts = self._nobody_flags(groups) if self.told_by else NO_FLAGS
        for person in people:
            died = person.died.latest
            if died is None:
                flags.append(Flag("death-missing", person.name))
                continue
            dead.append((person, died.year))
            if len(doubts) < 2:
                doubts = joined(doubts, doubts_of(person.died))
            if died.year > year:
                last, year = person, died.year
        missing = tuple([group for group in groups if self.missing_role(group)])
        flags += [Flag("role-missing", group[0].value) for group in missing]
        undated = tuple([person for person in people if person.died.latest is None]) if flags else ()
        return Roll(
            tuple(dead),
            missing,
            tuple(flags),
            steps_of(flags),
            tuple([self._death(person) for person in people]),
            last,
            year,
            doubts,
            self._living(undated) if undated else None,
            self._alive_in(undated, missing) if flags else None,
        )

    def _nobody_flags(self, groups: Groups) -> Flags:
        """The doubt about the word that a role was certainly nobody's, where that word decides."""
        flags = self.word("nobody")
        decides = flags and any(group[0] in self.work.nobody and not self.is_filled(group) for group in groups)
        return flags if decides else NO_FLAGS

    def _death(self, person: Person) -> Input:
        kept = self._deaths.get(id(person))
        if kept is None:
            kept = fact("died", person.died, person.name) if person.died.latest is not None else _birth(person)
            self._deaths[id(person)] = kept
        return kept

    def _living(self, undated: tuple[Person, ...]) -> Bound | None:
        """The last of those without a date of death who is taken to be living: up to which day, who, born when.

        Who was born 110 years ago or less is taken to be living (the year of birth, the last possible one, counts).
        """
        days = [
            Bound(
                NEVER_ENDS if person.died.is_never else new_year(born.year + LIVING_FOR + 1),
                "living",
                (("name", person.name), ("year", born.year)),
            )
            for person in undated
            if (born := person.born.latest or (_UNBORN if person.died.is_never else None))
        ]
        return max(days, default=None)

    def _alive_in(self, undated: tuple[Person, ...], missing: Groups) -> int | None:
        """The last year in which somebody without a date of death was certainly alive.

        Whoever directed a film was alive when it was made, even if nobody knows who it was.
        """
        years = [person.died.earliest.year for person in undated if person.died.earliest]
        directed = DIRECTOR in missing or any(person.role in DIRECTOR for person in undated)
        if directed and self.alive_in is not None:
            years.append(self.alive_in)
        return max(years, default=None)

    # Origin and nationality

    @once
    def origins(self) -> tuple[str, ...]:
        """The possible countries of origin: of first publication where it is known, else as recorded."""
        known = (self.work.published_in,) if self.work.published_in else self.work.origin
        return tuple(dict.fromkeys(SUCCESSORS.get(country, country) for country in known))

    @once
    def origin_input(self) -> tuple[Input, ...]:
        """The origin as an input."""
        return (Input("origin", ",".join(self.origins), "", self._origin_sources),)

    @once
    def _origin_sources(self) -> tuple[Source, ...]:
        if self.work.published_in:
            return self.told_by.get("published_in", self.work.origin_sources)
        return self.work.origin_sources

    @once
    def origin_flags(self) -> Flags:
        """The doubt about the country of origin, where it decides."""
        return weak(self._origin_sources) if self.origins else NO_FLAGS

    @once
    def authors(self) -> tuple[Person, ...]:
        """Everybody whose nationality closes a comparison of terms; who wrote titles may be a dialogue author."""
        return self.people((*[role for group in self.groups for role in group], Role.TITLE_WRITER))

    @once
    def nationals(self) -> frozenset[str]:
        """All countries of which an author was a citizen, as far as is known."""
        return frozenset(country for person in self.authors for country in nations_of(person))

    @once
    def nationality_flags(self) -> Flags:
        """The doubts about authors whose nationality is not known, or who are not known at all."""
        return (
            *(Flag("nationality-missing", person.name) for person in self.authors if not nations_of(person)),
            *(Flag("nationality-missing", group[0].value) for group in self.roll(self.groups).missing),
            *joined(*(weak(one.nationality_sources) for one in self.authors if one.nationality_sources is not None)),
        )

    def gate(self, inside: frozenset[str]) -> Gate:
        """Whether an author is a citizen of one of the countries, which closes the comparison of terms."""
        if not self.nationals.isdisjoint(inside):
            return Gate(next(one.name for one in self.authors if not inside.isdisjoint(nations_of(one))))
        if inside is EU_CITIZENS and not self.nationals.isdisjoint(_FORMER_CITIZENS):
            return Gate("", (*self.nationality_flags, *_former_citizens(self.authors)))
        return Gate("", self.nationality_flags)

    def kept(self, kind: str, country: str, make: Callable[[], Made]) -> Made:
        """What is found of a kind for a country, made once."""
        key = (kind, country)
        found: Made | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found


_DIALOGUE: Flags = (Flag("dialogue-unlisted"),)


def _birth(person: Person) -> Input:
    return Input("born", iso(person.born), person.name, person.born.sources or person.died.sources)


_FORMER_CITIZENS = SPLIT_STATES | {"GB"}


def _former_citizens(authors: tuple[Person, ...]) -> Iterable[Flag]:
    """The doubts about authors of states that have left the Union, or whose parts are in and out of it."""
    for person in authors:
        nationalities = nations_of(person)
        if "GB" in nationalities:
            yield Flag("british-author", person.name)
        elif not nationalities.isdisjoint(SPLIT_STATES):
            yield Flag("former-state", person.name)
