"""What sources of links find: plain values that say where a work may be watched, and who says so.

    a source ──► pages of Found ──► allostream.discovery ──► a link, a question for a person, or a refusal and why

A candidate is what somebody says. Nothing of it is shown before the work is known for certain, the host is listed, the
copy is judged by what its host tells, and the rules of rights allow it somewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Protocol

from msgspec import Struct

from allostream.lib.exchange import Name, Source
from allostream.lib.exchange.records import Identifiers, LinkBasis, LinkForm, OfferKind, Track
from allostream.net.asking import Asker

# What a copy is, where its source tells: only a whole work or a whole part becomes a link.
Role = Literal["work", "trailer", "excerpt", "other"]


class Work(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A film or series as the source describes it, as far as that tells works apart."""

    kind: Literal["", "film", "series"] = ""
    names: tuple[Name, ...] = ()
    year: int | None = None
    released: str = ""
    minutes: float | None = None
    identifiers: Identifiers = {}
    makers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which season or episode of the work is meant: by number, or by identifiers of its own."""

    season: int | None = None
    episode: int | None = None
    identifiers: Identifiers = {}


class Statement(Struct, frozen=True):
    """What a field of the source says of rights, in its own words: a claim until somebody has looked."""

    field: str
    value: str


class TextFile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Subtitles or captions that the host lists beside the copy: a work of its own, on a basis of its own.

    basis: on what we may lead to it; "listed-by-host" where the host itself offers it with this copy. statement: what
    is said of its rights. A file of another format than WebVTT has to be converted before a browser can show it.
    """

    address: str
    language: str = ""
    kind: Literal["subtitles", "captions"] = "subtitles"
    format: Literal["vtt", "srt"] = "vtt"
    by_machine: bool = False
    basis: Literal["listed-by-host"] = "listed-by-host"
    statement: str = ""


class Candidate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address where a work may be watched.

    item: what the source calls this offer, lasting and unique in it; title: what the host calls the copy; channels:
    ids by which the host names the accounts, collections and instance that the copy stands in; terms: what tells
    several offers at one address apart; tier: the subscription by its name; partly: countries in parts of which it is
    offered, with these parts; region_known: False where the source does not tell in which countries it is offered;
    languages: None where nobody knows.
    """

    item: str
    address: str
    work: Work = Work()
    part: Part | None = None
    role: Role = "work"
    title: str = ""
    seconds: float | None = None
    statements: tuple[Statement, ...] = ()
    uploader: str = ""
    channels: tuple[str, ...] = ()
    offer: OfferKind = "free_open"
    terms: str = ""
    tier: str = ""
    basis: LinkBasis = "work"
    form: LinkForm = "page"
    price: Decimal | None = None
    currency: str = ""
    price_seen_on: date | None = None
    countries_allowed: tuple[str, ...] = ("*",)
    countries_excluded: tuple[str, ...] = ()
    partly: Mapping[str, tuple[str, ...]] = {}
    region_known: bool = True
    opens: datetime | None = None
    closes: datetime | None = None
    zone: str = "UTC"
    audio: tuple[str, ...] | None = None
    subtitles: tuple[str, ...] | None = None
    sdh: tuple[str, ...] | None = None
    tracks: tuple[Track, ...] | None = None
    text_files: tuple[TextFile, ...] = ()
    quality: str = ""
    found_in: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a host answered about one copy: the reply as its reader takes it, where it was read, its SHA-256, and how
    many requests it has cost.
    """

    reply: Any
    address: str = ""
    sha256: str = ""
    requests: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate, with what its host tells of the copy where the source has asked already."""

    candidate: Candidate
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One step through a source. `cursor` is where the next one begins, "" at the end of it.

    total: how many there are in all, where the source tells; requests: what the step has cost; is_whole: whether all
    pages together hold everything that the source has, so that what is missing is gone; modified: when the source says
    that it was written; is_unchanged: whether that is no later than what was read before, so that all is as it was.
    """

    found: tuple[Found, ...]
    cursor: str = ""
    total: int | None = None
    requests: int = 1
    is_whole: bool = True
    modified: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a source is asked for: everything in a collection or query, a channel, or copies of one work.

    kind: "all", "query", "channel" or "work"; what: the query or the channel's id at the host; modified: as the page of
    an earlier walk told it.
    """

    kind: Literal["all", "query", "channel", "work"] = "all"
    what: str = ""
    work: Work = field(default_factory=Work)
    modified: str = ""


class SourceOfLinks(Protocol):
    """A connector that finds links. It knows no tables; it raises SourceTrouble."""

    SOURCE: Source
    WISHES: frozenset[str]  # the kinds of wishes that it can answer
    DAILY: int  # requests a day that it may make, unless the operator says otherwise

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The next candidates of a wish. Raises SourceTrouble."""


class HostOfCopies(Protocol):
    """A connector that asks a host about one copy. It raises SourceTrouble."""

    DAILY: int

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What the host tells of the copy with this key at this address; an empty reply where it has none."""

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """The candidate with what only the host could tell: length, languages, subtitles, whether it may be framed."""


class SourceTrouble(Exception):
    """A source that could not be read: `permanent` where trying again is pointless, `seconds` when it is worth it."""

    def __init__(self, reason: str, *, permanent: bool = False, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.permanent, self.seconds = permanent, seconds
