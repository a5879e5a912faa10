"""What the rules of protection are told of a work: dated facts with their sources, frozen.

A fact that nobody knows is None or `UNKNOWN`; that there is certainly none is said expressly (`NEVER`, `Work.nobody`).
The two are never the same: what is missing only narrows what may be shown.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Weight(IntEnum):
    """How much a source can carry by itself. One reference carries an answer, one claim does not."""

    CLAIM = 0  # anybody's word: a list on the web, an upload's own label, an unsourced statement
    REFERENCE = 1  # a kept catalogue, a printed reference, a person of ours who quotes what was seen
    AUTHORITY = 2  # a register, a civil record, a court, a national library


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. Two sources of the same `origin` count as one: lists copy each other."""

    name: str
    weight: Weight = Weight.REFERENCE
    address: str = ""
    seen_on: date | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A day between two days, both included, as exactly as sources give it; an end that nobody knows is None.

    Sources that contradict each other give one span that holds them all, marked `is_disputed`.
    """

    earliest: date | None = None
    latest: date | None = None
    is_never: bool = False
    is_disputed: bool = False
    sources: tuple[Source, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a last possible day is known; terms count from that one."""
        return self.latest is not None


UNKNOWN = When()
NEVER = When(is_never=True)


def in_year(year: int, *sources: Source) -> When:
    """Some day of a year."""
    return When(date(year, 1, 1), date(year, 12, 31), sources=sources)


def on_day(day: date, *sources: Source) -> When:
    """One day."""
    return When(day, day, sources=sources)


def before(day: date, *sources: Source) -> When:
    """Certainly not later than a day."""
    return When(None, day, sources=sources)


class Role(StrEnum):
    """What a person did in a work, as far as terms of protection hang on it."""

    PRINCIPAL_DIRECTOR = "principal_director"
    CO_DIRECTOR = "co_director"
    SCREENPLAY = "screenplay"
    DIALOGUE = "dialogue"
    COMPOSER = "composer"
    PRODUCER = "producer"
    UNDERLYING_AUTHOR = "underlying_author"
    TITLE_WRITER = "title_writer"


@dataclass(frozen=True, slots=True)
class Person:
    """One author in one role. Nationalities: at the relevant time, ISO 3166-1; None when nobody knows them."""

    name: str
    role: Role
    died: When = UNKNOWN
    born: When = UNKNOWN
    nationalities: frozenset[str] | None = None
    died_for_france: bool | None = None  # on the death certificate (CPI L123-10)
    is_company: bool = False  # credited as a legal person (Japan's old law asks)
    nationality_sources: tuple[Source, ...] | None = None  # None: not told, and not weighed


class Notice(StrEnum):
    """The copyright notice on the first copies published in the United States."""

    VALID = "valid"
    NONE = "none"
    UNKNOWN = "unknown"


class Renewal(StrEnum):
    """Whether the copyright was renewed in the 28th year."""

    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UsFormalities:
    """What is known of the formalities of United States law, and who searched for it."""

    notice: Notice = Notice.UNKNOWN
    renewal: Renewal = Renewal.UNKNOWN
    is_registered: bool | None = None  # within five years, for works of 1978 to February 1989
    search_by_us: bool = False  # a search record of our own, not older than 24 months
    searched_on: date | None = None
    searched: str = ""  # volumes and years, as "1967–1968"
    sources: tuple[Source, ...] = ()
    # A look of our own at the title cards of the first copies: no search of the records shows that a notice is missing.
    notice_seen_on: date | None = None
    notice_seen: str = ""  # which copy, as "title cards of a print of 1968"
    notice_seen_by: tuple[Source, ...] = ()


class Production(StrEnum):
    """Who made the film, where the law asks for it."""

    PRIVATE = "private"
    LEGAL_PERSON = "legal_person"  # a studio as author in law, as the Soviet studios were
    US_GOVERNMENT = "us_government"
    GOVERNMENT = "government"
    UNKNOWN = "unknown"


class Genre(StrEnum):
    """Whether a film has dramatic character: Canada's clock asks."""

    DRAMATIC = "dramatic"
    NOT_DRAMATIC = "not_dramatic"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Underlying:
    """A work that the film uses: a novel, play, story, song or score, with a term of its own."""

    kind: str  # "novel", "play", "story", "song", "live_score", "recording", "translation"
    name: str
    authors: tuple[Person, ...] = ()
    published: When = UNKNOWN
    country: str | None = None
    is_us_renewed: bool | None = None
    is_cleared: bool = False  # a person has settled that it does not stand in the way
    sources: tuple[Source, ...] = ()


class Layer(StrEnum):
    """What lies over the bare film: on the work itself or on the edition that a link leads to."""

    CHARACTER = "character"
    TRADEMARK = "trademark"
    RESTORED = "restored_version"
    NEW_SCORE = "new_score"
    COLOURED = "coloured"
    NARRATED = "narrated"
    NEW_TITLES = "new_titles"
    DUBBED = "dubbed"
    LIVE_SCORE = "live_score"
    THIRD_PARTY_FOOTAGE = "third_party_footage"
    MUSIC = "music"


@dataclass(frozen=True, slots=True)
class OpenLicence:
    """An open licence that the maker gave, with the proof that it was the maker."""

    name: str  # as "CC BY-SA 3.0"
    uri: str
    is_noncommercial: bool = False
    is_no_derivatives: bool = False
    is_by_maker: bool = False  # captured, and the one who gave it is the maker
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that the rules ask of one film or episode in one edition.

    `origin`: the countries of origin that are possible; more than one when it is not settled. `published_in`: where it
    was first published; `within_30_days`: where else within 30 days. `nobody`: roles that certainly nobody had.
    """

    name: str
    published: When = UNKNOWN
    published_in: str | None = None
    within_30_days: frozenset[str] | None = None
    is_unpublished: bool = False
    made: When = UNKNOWN
    origin: tuple[str, ...] = ()
    origin_sources: tuple[Source, ...] = ()
    people: tuple[Person, ...] = ()
    nobody: frozenset[Role] = frozenset()
    is_anonymous: bool = False
    production: Production = Production.UNKNOWN
    genre: Genre = Genre.UNKNOWN
    is_broadcast_only: bool = False  # television: broadcast alone is not publication in the United States
    us: UsFormalities = UsFormalities()
    underlying: tuple[Underlying, ...] = ()
    is_based_on_nothing: bool | None = None  # True: certainly an original script
    layers: frozenset[Layer] = frozenset()
    cleared: frozenset[Layer] = frozenset()  # layers that a person has settled
    licences: tuple[OpenLicence, ...] = ()
    disputes: frozenset[str] = frozenset()  # codes of open questions of law or fact that concern this work
    # Who says facts that carry no sources themselves, by the name of the field; what is not told is not weighed.
    told_by: tuple[tuple[str, tuple[Source, ...]], ...] = ()
