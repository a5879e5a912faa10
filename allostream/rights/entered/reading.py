"""From the parameters of a query to a work. Every fault is found with its field; the rest is read all the same."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from allostream.lib.names import folded
from allostream.lib.problems import gettext_noop
from allostream.rights.engine.facts import (
    UNKNOWN,
    Genre,
    Layer,
    Notice,
    OpenLicence,
    Person,
    Production,
    Renewal,
    Role,
    Underlying,
    UsFormalities,
    When,
    Work,
)
from allostream.rights.entered import values
from allostream.rights.entered.values import ENTERED, YES, Fault, Wrong

T = TypeVar("T")
Query = Mapping[str, Sequence[str]]
MOST_PEOPLE, MOST_WORKS, MOST_AUTHORS = 12, 4, 3
PARTS = tuple(role for role in Role if role is not Role.UNDERLYING_AUTHOR)
KINDS = ("novel", "play", "story", "film", "translation", "score", "song", "recording", "live_score")
NOTHING, STATED, BEFORE, NEVER_PUBLISHED = "nothing", "stated", "before", "never"
NO_OTHERS = frozenset({"no", "none", "non", "aucun"})  # as readers of our languages write it
NUMBERED = re.compile(r"([pw])(\d{1,4})(?:a(\d{1,4}))?-(?!authors$)")

NO_PART = gettext_noop("Say what this person did in the film: tick one part at least.")
NO_NAME = gettext_noop("Give this work a name, such as the title of the novel.")
NO_KIND = gettext_noop("Say what sort of work this is.")
BOTH = gettext_noop("This person is marked as living, and has a date of death. Take one of them out.")
DIED_FIRST = gettext_noop("The death comes before the birth. Check both dates.")
PUBLISHED_TWICE = gettext_noop("“Never published” cannot have a date. Take the date out, or choose another answer.")
NO_UPPER_END = gettext_noop("Give one date here, not two: it is the last possible one.")
TOO_MANY = gettext_noop("At most %(most)s can be entered here.")


@dataclass(frozen=True)
class Entered:
    """What was read: the work, where and when to ask, and what is wrong. With a fault the work is not to be used."""

    work: Work
    country: str = ""
    on: date | None = None
    faults: tuple[Fault, ...] = ()


def read(query: Query) -> Entered:
    """The facts of a query. Parameters that nobody reads are passed over; no query raises anything."""
    given = Given(query)
    published, is_unpublished = _published(given)
    work = Work(
        name=given.read("title", values.words, ""),
        published=published,
        published_in=given.read("published_in", values.country, None),
        within_30_days=_within_30_days(given),
        is_unpublished=is_unpublished,
        made=given.read("made", values.when, UNKNOWN),
        origin=given.countries("origin"),
        origin_sources=(ENTERED,),
        people=_people(given),
        nobody=frozenset(given.choices("nobody", Role)),
        is_anonymous=given.is_set("anonymous"),
        production=given.choice("production", Production, Production.UNKNOWN),
        genre=given.choice("genre", Genre, Genre.UNKNOWN),
        is_broadcast_only=given.is_set("broadcast"),
        us=_formalities(given),
        underlying=_works(given),
        is_based_on_nothing=given.choice("based", values.one_of(NOTHING), "") == NOTHING or None,
        layers=frozenset(given.choices("layer", Layer)),
        licences=_licences(given),
        disputes=frozenset({STATED}) if given.is_set("disputed") else frozenset(),
    )
    country, on = given.read("country", values.country, None), given.read("on", values.day, None)
    return Entered(work, country or "", on, tuple(given.faults))


class Given:
    """The parameters of a query, read one by one; what cannot be read becomes a fault and its value is missing."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """The value of a parameter in one line that can be printed; several of one name are joined with commas."""
        parts = (values.printable(part) for part in self.query.get(name, ()))
        return ",".join(part for part in parts if part)

    def read(self, name: str, reader: Callable[[str], T], missing: T) -> T:
        """A value as a reader understands it."""
        text = self.text(name)
        try:
            if len(text) > values.LONGEST_VALUE:
                raise Wrong(values.TOO_LONG, most=values.LONGEST_VALUE)
            return reader(text)
        except Wrong as wrong:
            self.wrong(name, wrong.sentence, **wrong.values)
            return missing

    def choice(self, name: str, known: Callable[[str], T], missing: T) -> T:
        """A value of a choice; without one, the missing value."""
        return self.read(name, lambda text: values.choice(text, known) if text else missing, missing)

    def choices(self, name: str, known: Callable[[str], T]) -> tuple[T, ...]:
        """Several values of a choice."""
        return self.read(name, lambda text: values.choices(text, known), ())

    def countries(self, name: str) -> tuple[str, ...]:
        """Several countries."""
        return self.read(name, values.several, ())

    def is_set(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.choice(name, values.one_of(YES), "") == YES

    def wrong(self, name: str, sentence: str, **details: object) -> None:
        """Note a fault."""
        self.faults.append(Fault(name, sentence, details))

    def numbers(self, kind: str, within: int = 0) -> list[int]:
        """The numbers of the people (p) or works (w) of which anything is given, or of the authors of a work."""
        found = set()
        for name in self.query:
            match = NUMBERED.match(name)
            if match and match[1] == kind and self.text(name):
                is_author = match[3] is not None
                if within and is_author and int(match[2]) == within:
                    found.add(int(match[3]))
                elif not within:
                    found.add(int(match[2]))
        return sorted(found)

    def bounded(self, field: str, numbers: list[int], most: int) -> list[int]:
        """No more of them than can be entered."""
        if len(numbers) > most or any(not 1 <= number <= most for number in numbers):
            self.wrong(field, TOO_MANY, most=most)
        return [number for number in numbers if 1 <= number <= most]


def _published(given: Given) -> tuple[When, bool]:
    """When it was first published, and whether it never was."""
    as_ = given.choice("published_as", values.one_of(BEFORE, NEVER_PUBLISHED), "")
    found = given.read("published", values.when, UNKNOWN)
    is_dated = found.earliest is not None or found.latest is not None
    if as_ == NEVER_PUBLISHED and is_dated:
        given.wrong("published", PUBLISHED_TWICE)
    if as_ == NEVER_PUBLISHED or found.is_never:
        return UNKNOWN, True
    if as_ == BEFORE and is_dated:
        if found.latest is None:
            given.wrong("published", NO_UPPER_END)
        return replace(found, earliest=None), False
    return found, False


def _within_30_days(given: Given) -> frozenset[str] | None:
    """Where else it came out within 30 days: nowhere at all is another answer than not known."""
    if folded(given.text("also_in")) in NO_OTHERS:
        return frozenset()
    found = given.countries("also_in")
    return frozenset(found) if found else None


def _formalities(given: Given) -> UsFormalities:
    searched_on = given.read("searched", values.day, None)
    seen_on = given.read("cards", values.day, None)
    return UsFormalities(
        notice=given.choice("notice", Notice, Notice.UNKNOWN),
        renewal=given.choice("renewal", Renewal, Renewal.UNKNOWN),
        is_registered=given.read("registered", values.yes_or_no, None),
        search_by_us=searched_on is not None,
        searched_on=searched_on,
        searched=given.read("searched_in", values.words, ""),
        sources=(ENTERED,),
        notice_seen_on=seen_on,
        notice_seen=given.read("cards_of", values.words, ""),
        notice_seen_by=(ENTERED,) if seen_on else (),
    )


def _licences(given: Given) -> tuple[OpenLicence, ...]:
    found = given.read("licence", values.licence, None)
    by_maker = given.is_set("by_maker")
    return (replace(found, is_by_maker=by_maker),) if found else ()


# People


def _people(given: Given) -> tuple[Person, ...]:
    numbers = given.bounded("people", given.numbers("p"), MOST_PEOPLE)
    return tuple(person for number in numbers for person in _in_parts(given, f"p{number}"))


def _in_parts(given: Given, place: str) -> Iterable[Person]:
    """One person in each of their parts; one who has no name goes by their first part."""
    parts = sorted(given.choices(f"{place}-part", _part), key=list(Role).index)
    if not parts and not any(fault.place == f"{place}-part" for fault in given.faults):
        given.wrong(f"{place}-part", NO_PART)
    found = _person(given, place, parts[0] if parts else Role.PRODUCER)
    return [replace(found, role=role) for role in parts]


def _part(text: str) -> Role:
    role = Role(text)
    if role not in PARTS:
        raise ValueError(text)
    return role


def _person(given: Given, place: str, role: Role) -> Person:
    nations = given.countries(f"{place}-nations")
    return Person(
        name=given.read(f"{place}-name", values.words, "") or role.value,
        role=role,
        died=_died(given, place),
        born=given.read(f"{place}-born", _dated, UNKNOWN),
        nationalities=frozenset(nations) if nations else None,
        died_for_france=given.read(f"{place}-france", values.yes_or_no, None),
        is_company=given.is_set(f"{place}-company"),
    )


def _dated(text: str) -> When:
    """A date that has come: nobody is born never."""
    if text == values.LIVING:
        raise Wrong(values.NO_DATE, value=text)
    return values.when(text)


def _died(given: Given, place: str) -> When:
    died = given.read(f"{place}-died", values.when, UNKNOWN)
    born = given.read(f"{place}-born", lambda text: values.when(text) if text != values.LIVING else UNKNOWN, UNKNOWN)
    if given.is_set(f"{place}-living"):
        if died.earliest or died.latest:
            given.wrong(f"{place}-died", BOTH)
        return values.when(values.LIVING)
    if died.latest and born.earliest and died.latest < born.earliest:
        given.wrong(f"{place}-died", DIED_FIRST)
    return died


# Older works that it uses


def _works(given: Given) -> tuple[Underlying, ...]:
    numbers = given.bounded("works", given.numbers("w"), MOST_WORKS)
    return tuple(_work(given, number) for number in numbers)


def _work(given: Given, number: int) -> Underlying:
    place = f"w{number}"
    authors = given.bounded(f"{place}-authors", given.numbers("w", number), MOST_AUTHORS)
    name = given.read(f"{place}-name", values.words, "")
    kind = given.choice(f"{place}-kind", values.one_of(*KINDS), "")
    known = {fault.place for fault in given.faults}
    for field, value, sentence in ((f"{place}-name", name, NO_NAME), (f"{place}-kind", kind, NO_KIND)):
        if not value and field not in known:
            given.wrong(field, sentence)
    return Underlying(
        kind=kind,
        name=name,
        authors=tuple(_author(given, f"{place}a{one}") for one in authors),
        published=given.read(f"{place}-published", _dated, UNKNOWN),
        country=given.read(f"{place}-in", values.country, None),
        is_us_renewed=given.read(f"{place}-renewed", values.yes_or_no, None),
        is_cleared=given.is_set(f"{place}-settled"),
        sources=(ENTERED,),
    )


def _author(given: Given, place: str) -> Person:
    wrote_music = given.is_set(f"{place}-music")
    return _person(given, place, Role.COMPOSER if wrote_music else Role.UNDERLYING_AUTHOR)
