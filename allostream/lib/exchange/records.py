"""The records of the exchange format (docs/import.md), one JSON object a line, told apart by `record`.

Strict: a key that is not listed here is an error that names it, so that a misspelt key cannot be lost in silence.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Key = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,38}:[^\s:][^\s]{0,60}$",
        max_length=100,
        description="Slug of the source, a colon, and the source's own id of the thing, such as omdb:2.",
    ),
]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
GenreSlug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
HostSlug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
HostsOwnId = Annotated[
    str,
    Meta(pattern=r"^\S+$", max_length=200, description="The host's own id of the channel, never its display name."),
]
Code = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$")]
Line = Annotated[str, Meta(min_length=1, max_length=500)]
ShortLine = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=4000)]
Address = Annotated[str, Meta(max_length=2000, pattern=r"^https?://\S+$")]
SecureAddress = Annotated[str, Meta(max_length=2000, pattern=r"^https://\S+$")]
ChannelAddress = Annotated[str, Meta(max_length=500, pattern=r"^(https?://\S+)?$")]
ShortAddress = Annotated[str, Meta(max_length=300, pattern=r"^(https?://\S+)?$")]
Language = Annotated[str, Meta(max_length=12, description="BCP 47 tag; empty when not known.")]
Country = Annotated[str, Meta(min_length=1, max_length=2, description="ISO 3166-1 alpha-2, former countries too.")]
Year = Annotated[int, Meta(ge=1870, le=2200)]
LifeYear = Annotated[int, Meta(ge=1, le=2200)]
Minutes = Annotated[int, Meta(ge=1, le=30_000)]
Number = Annotated[int, Meta(ge=0, le=30_000)]
When = Annotated[str, Meta(max_length=10, description="A date, known to the day, the month or the year.")]
Region = Annotated[
    str,
    Meta(
        min_length=1, max_length=40, description="A part of a country, by ISO 3166-2 or postal code; “-”: all but it."
    ),
]
Moment = Annotated[datetime, Meta(tz=True)]

Identifiers = Mapping[
    Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,29}$")],
    tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...],
]

TitleKind = Literal["film", "series"]
TitleForm = Literal[
    "", "feature", "short", "tv_film", "tv_series", "web_series", "documentary_series", "film_serial",
    "short_film_series", "animated_shorts", "film_cycle",
]  # fmt: skip
NameKind = Literal["original", "release", "alias", "transliteration"]
EpisodeKind = Literal["regular", "special"]
EditionKind = Literal["restoration", "score", "cut", "colour", "language"]
ChannelKind = Literal["account", "collection", "instance"]
Role = Literal[
    "principal_director",
    "screenplay",
    "dialogue",
    "composer",
    "co_director",
    "producer",
    "underlying_author",
    "title_writer",
    "cast",
]
Status = Literal["pd", "open_licence", "protected", "unclear"]
Play = Literal["yes", "after_review", "no"]
Confidence = Literal["high", "medium", "low"]
LinkForm = Literal["page", "embed", "file"]
OfferKind = Literal["free_open", "free_account", "ads", "catch_up", "library_card", "subscription", "rent", "buy"]
LinkBasis = Literal["work", "provider"]
DatePrecision = Literal["day", "month", "year", "before", "unknown", "none"]
FactWeight = Literal["claim", "reference", "authority"]
TrackKind = Literal["subtitles", "captions", "descriptions", "chapters"]


class Part(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True, kw_only=True):
    """Something inside a record."""


class Name(Part, frozen=True):
    """One name of a work."""

    text: Line
    language: Language = ""
    kind: NameKind = "release"


class Credit(Part, frozen=True):
    """A person's part in a work: named here, or by the key of a `person` record."""

    role: Role
    name: Annotated[str, Meta(max_length=200)] = ""
    person: Key | None = None
    character: ShortLine = ""
    identifiers: Identifiers = {}
    born: When | None = None
    died: When | None = None
    living: bool = False
    nationalities: tuple[Country, ...] = ()


class Track(Part, frozen=True):
    """A text track in WebVTT that a browser shows over a film's file."""

    address: SecureAddress
    language: Annotated[str, Meta(min_length=1, max_length=12, description="BCP 47 tag.")]
    kind: TrackKind = "subtitles"
    label: Annotated[str, Meta(max_length=80)] = ""


class Record(
    msgspec.Struct,
    forbid_unknown_fields=True,
    omit_defaults=True,
    frozen=True,
    kw_only=True,
    tag_field="record",
    tag=str.lower,
):
    """One line of a file."""


class Source(Record, frozen=True):
    """Where the records that follow it come from; the first line of every file."""

    slug: Slug
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    licence: Annotated[str, Meta(max_length=60, description="SPDX identifier where there is one.")]
    credit: Annotated[str, Meta(min_length=1, max_length=300)]
    licence_url: ShortAddress = ""
    address: ShortAddress = ""


class Genre(Record, frozen=True):
    """A genre that titles name by its slug."""

    slug: GenreSlug
    names: Mapping[Language, Line]


class Person(Record, frozen=True):
    """Somebody who made or played in works."""

    key: Key
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    identifiers: Identifiers = {}
    born: When | None = None
    died: When | None = None
    living: bool = False
    nationalities: tuple[Country, ...] = ()


class Title(Record, frozen=True):
    """A film or a series."""

    key: Key
    kind: TitleKind
    name: Line
    form: TitleForm = ""
    language: Language = ""
    names: tuple[Name, ...] = ()
    year: Year | None = None
    end_year: Year | None = None
    released: When | None = None
    runtime_min: Minutes | None = None
    runtime_is_approximate: bool = False
    countries: tuple[Country, ...] = ()
    languages: tuple[Language, ...] = ()
    genres: tuple[GenreSlug, ...] = ()
    identifiers: Identifiers = {}
    credits: tuple[Credit, ...] = ()
    flags: tuple[Code, ...] = ()


class Season(Record, frozen=True):
    """A season of a series."""

    key: Key
    series: Key
    number: Number | None = None
    number_is_derived: bool = False
    name: Annotated[str, Meta(max_length=300)] = ""
    language: Language = ""
    names: tuple[Name, ...] = ()
    aired: When | None = None
    identifiers: Identifiers = {}


class Episode(Record, frozen=True):
    """An episode of a season."""

    key: Key
    season: Key
    kind: EpisodeKind = "regular"
    number: Number | None = None
    number_is_derived: bool = False
    absolute_number: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    name: Annotated[str, Meta(max_length=500)] = ""
    language: Language = ""
    names: tuple[Name, ...] = ()
    aired: When | None = None
    runtime_min: Minutes | None = None
    identifiers: Identifiers = {}
    credits: tuple[Credit, ...] = ()


class Edition(Record, frozen=True):
    """One form of a title or an episode with layers of its own: a restoration, score, cut, colouring or language."""

    key: Key
    on: Key
    kind: EditionKind
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    year: Year | None = None
    made_by: ShortLine = ""
    runtime_min: Minutes | None = None


class Channel(Record, frozen=True):
    """An account, collection or instance at a host. How it stands is a person's judgement and no part of a file."""

    key: Key
    host: HostSlug
    id: HostsOwnId
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    kind: ChannelKind
    address: ChannelAddress = ""
    holder: ShortLine = ""
    proof: Text = ""


class Rights(Record, frozen=True):
    """What is known of a title's protection in one country, or in the world (`*`)."""

    on: Key
    country: Country
    status: Status
    play: Play
    rule: Annotated[str, Meta(min_length=1, max_length=40)]
    confidence: Confidence
    evaluated_on: date
    free_since: date | None = None
    protected_until: date | None = None
    deciding_name: ShortLine = ""
    deciding_year: LifeYear | None = None
    published_year: Year | None = None
    missing: tuple[Code, ...] = ()
    licence: Annotated[str, Meta(max_length=40)] = ""
    licence_url: Annotated[str, Meta(max_length=200, pattern=r"^(https?://\S+)?$")] = ""
    noncommercial: bool = False
    reason: Text = ""
    authority: Text = ""
    must_check: Text = ""


class Link(Record, frozen=True):
    """An address where a title, a season or an episode can be watched. Languages: null where nobody knows."""

    on: Key
    url: Address
    offer: OfferKind
    basis: LinkBasis
    terms: Annotated[str, Meta(max_length=60, description="Tells offers of one address apart.")] = ""
    tier: Annotated[str, Meta(max_length=60)] = ""
    form: LinkForm = "page"
    edition: Key | None = None
    channel: Key | None = None
    price: Decimal | None = None
    currency: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$", description="ISO 4217.")] = ""
    price_seen_on: date | None = None
    countries_allowed: tuple[Country, ...] = ("*",)
    countries_excluded: tuple[Country, ...] = ()
    partly: Mapping[Country, tuple[Region, ...]] = {}
    region_known: bool = True
    opens: Moment | None = None
    closes: Moment | None = None
    zone: Annotated[str, Meta(min_length=1, max_length=40)] = "UTC"
    audio: tuple[Language, ...] | None = None
    subtitles: tuple[Language, ...] | None = None
    sdh: tuple[Language, ...] | None = None
    audio_description: tuple[Language, ...] | None = None
    sign_language: tuple[Language, ...] | None = None
    tracks: tuple[Track, ...] | None = None
    quality: Annotated[str, Meta(max_length=20)] = ""
    uploader: ShortLine = ""
    origin_flags: tuple[Code, ...] = ()
    found_in: Annotated[str, Meta(max_length=300)] = ""
    must_check: Text = ""


class FactDate(Part, frozen=True):
    """A date with its precision; that of a date given is its own unless it is `before`."""

    date: When | None = None
    precision: DatePrecision | None = None


class FactAuthor(Part, frozen=True):
    """An author of a work that the film uses."""

    name: Line
    died: FactDate | None = None
    nationalities: tuple[Country, ...] | None = None


class FactValue(Part, frozen=True):
    """What a fact says; which members it has depends on the property (docs/import.md). Null: nobody knows."""

    date: When | None = None
    precision: DatePrecision | None = None
    holds: bool | None = None
    country: Country | None = None
    countries: tuple[Country, ...] | None = None
    code: Annotated[str, Meta(max_length=60)] | None = None
    on: When | None = None
    searched: Line | None = None
    kind: Annotated[str, Meta(max_length=20)] | None = None
    name: Line | None = None
    authors: tuple[FactAuthor, ...] | None = None
    published: FactDate | None = None
    us_renewed: bool | None = None
    is_cleared: bool | None = None
    uri: Annotated[str, Meta(max_length=300, pattern=r"^https?://\S+$")] | None = None
    is_noncommercial: bool | None = None
    is_no_derivatives: bool | None = None
    is_by_maker: bool | None = None
    person: Key | None = None
    role: Role | None = None


class Fact(Record, frozen=True):
    """What one source says of a work, an edition or a person, as the rules of protection ask for it."""

    key: Key
    on: Annotated[Key, Meta(description="Key of a title, an episode, an edition or a person.")]
    property: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    value: FactValue
    source: Annotated[str, Meta(min_length=1, max_length=200, description="Where it was read.")]
    of: Annotated[str, Meta(max_length=200, description="Whom it is about, by name, of those credited there.")] = ""
    weight: FactWeight = "claim"
    address: Annotated[str, Meta(max_length=500, pattern=r"^(https?://\S+)?$")] = ""
    origin: Annotated[str, Meta(max_length=80, description="Sources of one origin count once.")] = ""
    seen: date | None = None
    quote: Annotated[str, Meta(max_length=1000)] = ""


AnyRecord = Source | Genre | Person | Title | Season | Episode | Edition | Channel | Rights | Fact | Link
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema of one record, made from the classes above."""
    made = msgspec.json.schema(AnyRecord)
    return {"$schema": DIALECT, "title": "Allostream exchange format: one record a line", **made}
