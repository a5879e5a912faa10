"""What a fact can say: its properties, on what each may be stated, and the typed value of each.

Pure. A value that says "nobody knows" (None, `UNKNOWN`) is itself a statement: it takes the place of an older one that
proved unfounded. `fact_reading` turns values into JSON and back.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from allostream.lib.dates import PartialDate, Precision
from allostream.rights.engine.facts import Genre, Layer, Notice, Production, Renewal, Role, When


class Property(StrEnum):
    """What a fact is about; names as in the rules of protection (engine.facts)."""

    DIED = "died"
    BORN = "born"
    NATIONALITY = "nationality"
    DIED_FOR_FRANCE = "died_for_france"
    IS_COMPANY = "is_company"
    CREDIT = "credit"
    NOBODY = "nobody"
    ANONYMOUS = "anonymous"
    PUBLISHED = "published"
    PUBLISHED_IN = "published_in"
    WITHIN_30_DAYS = "within_30_days"
    UNPUBLISHED = "unpublished"
    MADE = "made"
    ORIGIN = "origin"
    PRODUCTION = "production"
    GENRE = "genre"
    BROADCAST_ONLY = "broadcast_only"
    NOTICE = "notice"
    RENEWAL = "renewal"
    REGISTERED = "registered"
    SEARCH = "search"
    TITLE_CARDS = "title_cards"
    UNDERLYING = "underlying"
    BASED_ON_NOTHING = "based_on_nothing"
    LAYER = "layer"
    LAYER_CLEARED = "layer_cleared"
    LICENCE = "licence"
    DISPUTE = "dispute"


class Subject(StrEnum):
    """On what a fact is stated."""

    TITLE = "title"
    EPISODE = "episode"
    EDITION = "edition"
    PERSON = "person"


class Shape(StrEnum):
    """The kinds of values."""

    DATED = "dated"
    FLAG = "flag"
    COUNTRY = "country"
    COUNTRIES = "countries"
    CODE = "code"
    LISTED = "listed"
    SEARCH = "search"
    UNDERLYING = "underlying"
    LICENCE = "licence"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be said of a property: the shape of its value, its subjects, its codes where it has a list of them."""

    shape: Shape
    subjects: frozenset[Subject]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, as exactly as it is known; `none`: it certainly never happened, as the death of a living person.

    With the precision `before` the date, or the last day of its month or year, is the last day possible.
    """

    precision: Precision
    on: PartialDate | None = None

    def span(self) -> tuple[date | None, date | None]:
        """The first and the last day possible; None for an end that nobody knows."""
        if self.on is None:
            return None, None
        last = last_day(self.on)
        return (None, last) if self.precision is Precision.BEFORE else (self.on.on, last)

    def when(self) -> When:
        """The value as the rules of protection take it, without sources."""
        earliest, latest = self.span()
        return When(earliest, latest, is_never=self.precision is Precision.NONE)


UNKNOWN_DATE = Dated(Precision.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes, no, or None: nobody knows."""

    holds: bool | None


@dataclass(frozen=True, slots=True)
class Country:
    """One country (ISO 3166-1, former ones too), or None."""

    code: str | None


@dataclass(frozen=True, slots=True)
class Countries:
    """A set of countries in alphabetical order; empty: certainly none; None: nobody knows."""

    codes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the property's list."""

    code: str


@dataclass(frozen=True, slots=True)
class Listed:
    """That a code of a list applies to the subject or, where `holds` is false, that it does not."""

    code: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """A look of ours: when, and in what: volumes and years of the records of renewals, or a print with its title cards.

    What was found, or was not, is another fact.
    """

    on: date
    searched: str


@dataclass(frozen=True, slots=True)
class Author:
    """An author of an underlying work, who need not be in the catalogue."""

    name: str
    died: Dated = UNKNOWN_DATE
    nationalities: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Underlying:
    """A work that the film uses; one fact for each, by kind and name. With `holds` false: the film does not use it."""

    kind: str
    name: str
    authors: tuple[Author, ...] = ()
    published: Dated = UNKNOWN_DATE
    country: str | None = None
    us_renewed: bool | None = None
    is_cleared: bool = False
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Licence:
    """An open licence, by its address. `is_by_maker`: captured, and the maker gave it."""

    uri: str
    name: str
    is_noncommercial: bool = False
    is_no_derivatives: bool = False
    is_by_maker: bool = False
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Credit:
    """That a person of the catalogue, by public id, had a role or, where `holds` is false, had not."""

    person: str
    role: str
    holds: bool = True


Value = Dated | Flag | Country | Countries | Code | Listed | Search | Underlying | Licence | Credit

_WORKS = frozenset({Subject.TITLE, Subject.EPISODE})
_LAYERED = _WORKS | {Subject.EDITION}
_PERSON = frozenset({Subject.PERSON})
UNDERLYING_KINDS = ("novel", "play", "story", "song", "live_score", "recording", "translation")
CREDITED_ROLES = (*(role.value for role in Role), "cast")

KINDS: dict[Property, Kind] = {
    Property.DIED: Kind(Shape.DATED, _PERSON),
    Property.BORN: Kind(Shape.DATED, _PERSON),
    Property.NATIONALITY: Kind(Shape.COUNTRIES, _PERSON),
    Property.DIED_FOR_FRANCE: Kind(Shape.FLAG, _PERSON),
    Property.IS_COMPANY: Kind(Shape.FLAG, _PERSON),
    Property.CREDIT: Kind(Shape.CREDIT, _WORKS, CREDITED_ROLES),
    Property.NOBODY: Kind(Shape.LISTED, _WORKS, tuple(Role)),
    Property.ANONYMOUS: Kind(Shape.FLAG, _WORKS),
    Property.PUBLISHED: Kind(Shape.DATED, _WORKS),
    Property.PUBLISHED_IN: Kind(Shape.COUNTRY, _WORKS),
    Property.WITHIN_30_DAYS: Kind(Shape.COUNTRIES, _WORKS),
    Property.UNPUBLISHED: Kind(Shape.FLAG, _WORKS),
    Property.MADE: Kind(Shape.DATED, _WORKS),
    Property.ORIGIN: Kind(Shape.COUNTRIES, _WORKS),
    Property.PRODUCTION: Kind(Shape.CODE, _WORKS, tuple(Production)),
    Property.GENRE: Kind(Shape.CODE, _WORKS, tuple(Genre)),
    Property.BROADCAST_ONLY: Kind(Shape.FLAG, _WORKS),
    Property.NOTICE: Kind(Shape.CODE, _WORKS, tuple(Notice)),
    Property.RENEWAL: Kind(Shape.CODE, _WORKS, tuple(Renewal)),
    Property.REGISTERED: Kind(Shape.FLAG, _WORKS),
    Property.SEARCH: Kind(Shape.SEARCH, _WORKS),
    Property.TITLE_CARDS: Kind(Shape.SEARCH, _WORKS),
    Property.UNDERLYING: Kind(Shape.UNDERLYING, _LAYERED, UNDERLYING_KINDS),
    Property.BASED_ON_NOTHING: Kind(Shape.FLAG, _WORKS),
    Property.LAYER: Kind(Shape.LISTED, _LAYERED, tuple(Layer)),
    Property.LAYER_CLEARED: Kind(Shape.LISTED, _LAYERED, tuple(Layer)),
    Property.LICENCE: Kind(Shape.LICENCE, _LAYERED),
    Property.DISPUTE: Kind(Shape.LISTED, _LAYERED),
}


def properties_of(subject: Subject) -> tuple[Property, ...]:
    """What can be stated of a subject, in the order in which forms offer it."""
    return tuple(name for name, kind in KINDS.items() if subject in kind.subjects)


def key_of(value: Value) -> str:
    """What a fact speaks of among several of its property: facts of different keys never contradict each other."""
    match value:
        case Listed():
            return value.code
        case Underlying():
            return f"{value.kind}:{' '.join(value.name.casefold().split())}"[:200]
        case Licence():
            return value.uri[:200]
        case Credit():
            return f"{value.role}:{value.person}"
    return ""


def span_of(value: Value) -> tuple[date | None, date | None]:
    """The first and last day that a dated value allows; of any other value, none."""
    return value.span() if isinstance(value, Dated) else (None, None)


def last_day(given: PartialDate) -> date:
    """The last day of the year or month of a date that is known no closer; otherwise the day itself."""
    if given.precision is Precision.YEAR:
        return date(given.on.year, 12, 31)
    if given.precision is Precision.MONTH:
        next_month = (given.on.replace(day=28) + timedelta(days=4)).replace(day=1)
        return next_month - timedelta(days=1)
    return given.on
