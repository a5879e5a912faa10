"""The objects of the API of TVmaze (https://www.tvmaze.com/api), as far as they are used.

Files of older objects call some members otherwise: `premiere_date` for `premiered`.
"""

from typing import Any

from msgspec import Struct, field


class Country(Struct, frozen=True):
    name: str = ""
    code: str = ""
    timezone: str = ""


class Network(Struct, frozen=True):
    name: str = ""
    country: Country | None = None


class Externals(Struct, frozen=True):
    imdb: str | None = None
    thetvdb: int | None = None
    tvrage: int | None = None


class Link(Struct, frozen=True):
    href: str = ""


class Links(Struct, frozen=True):
    show: Link | None = None


class Episode(Struct, frozen=True):
    """`number` is null for specials; `season` may be a year; `airstamp` is the moment, `airdate` the network's day."""

    id: int
    name: str | None = ""
    url: str = ""
    season: int | None = None
    number: int | None = None
    type: str = "regular"
    airdate: str | None = ""
    airstamp: str | None = ""
    runtime: float | None = None
    links: Links = field(default=Links(), name="_links")


class Season(Struct, frozen=True):
    id: int
    number: int | None = None
    name: str | None = ""
    premiere: str | None = field(default=None, name="premiereDate")
    ended: str | None = field(default=None, name="endDate")


class CastPerson(Struct, frozen=True):
    id: int
    name: str = ""
    birthday: str | None = None
    deathday: str | None = None
    country: Country | None = None


class Character(Struct, frozen=True):
    name: str | None = ""


class CastMember(Struct, frozen=True):
    person: CastPerson
    character: Character | None = None
    is_self: bool = field(default=False, name="self")


class Embedded(Struct, frozen=True):
    episodes: tuple[Episode, ...] = ()
    seasons: tuple[Season, ...] = ()
    cast: tuple[CastMember, ...] = ()


class Show(Struct, frozen=True):
    id: int
    name: str | None = ""
    url: str = ""
    type: str | None = ""
    language: str | None = None
    genres: tuple[str, ...] = ()
    status: str | None = ""
    runtime: float | None = None
    average_runtime: float | None = field(default=None, name="averageRuntime")
    premiered: str | None = None
    premiere_date: str | None = None
    ended: str | None = None
    network: Network | None = None
    web_channel: Network | None = field(default=None, name="webChannel")
    externals: Externals = Externals()
    updated: int | None = None
    embedded: Embedded = field(default=Embedded(), name="_embedded")

    @property
    def zone(self) -> str:
        """The time zone of whoever shows it first, "" when that is not known."""
        shown_by = self.network or self.web_channel
        return shown_by.country.timezone if shown_by and shown_by.country else ""


class Thing(Struct, frozen=True):
    """What tells an object of a file apart: episodes have an airdate or a season, shows have neither."""

    airdate: Any = None
    season: Any = None
