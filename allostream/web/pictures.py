"""Addresses and tints of the pictures that are drawn from a title's own data."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import override

from allostream.catalogue.queries import TitleHead
from allostream.lib import posters
from allostream.links.queries import Card
from allostream.web.formats import years
from allostream.web.picture_addresses import backdrop_address, poster_address, poster_png_address, preview_address
from allostream.web.spoken import gettext


@dataclass(frozen=True)
class PosterFacts:
    """What a poster is drawn from; the same facts give the same picture and the same address."""

    public_id: str
    name: str
    year: int | None
    directors: Sequence[str]
    countries: Sequence[str]
    language: str
    end_year: int | None = None

    @property
    def version(self) -> str:
        return posters.address_version(self.name, self.year, self.directors, self.countries, poster_word(self.language))

    @property
    def address(self) -> str:
        return poster_address(self.public_id, self.language, self.version)

    @property
    def png_address(self) -> str:
        """The same poster for those who take no SVG."""
        return poster_png_address(self.public_id, self.language, self.version)

    def draw(self) -> str:
        """The SVG text."""
        label = poster_word(self.language)
        return posters.poster(self.public_id, self.name, self.year, self.directors, self.countries, label)

    @property
    def preview_version(self) -> str:
        """The version of the wide picture, which has the last year too."""
        label = f"preview/{posters.PREVIEW_VERSION}/{self.end_year}"
        return posters.address_version(self.name, self.year, self.directors, self.countries, label)

    @property
    def preview_address(self) -> str:
        return preview_address(self.public_id, self.language, self.preview_version)

    @property
    def preview_words(self) -> str:
        """What the wide picture shows, for those who do not see it."""
        when = years(self.year, self.end_year)
        return gettext("%(name)s (%(year)s)") % {"name": self.name, "year": when} if when else self.name

    def draw_preview(self) -> str:
        """The SVG text of the wide picture for messengers and social networks."""
        when = years(self.year, self.end_year)
        return posters.preview(self.public_id, self.name, when, self.directors, self.countries)


@cache
def poster_word(language: str) -> str:
    """The word for “Poster” in a language."""
    with override(language):
        return gettext("Poster")


def facts_of(title: TitleHead | Card, language: str) -> PosterFacts:
    """The poster of a title whose name is in that language."""
    directors = [person if isinstance(person, str) else person.name for person in title.directors]
    return PosterFacts(title.public_id, title.name, title.year, directors, title.countries, language, title.end_year)


@lru_cache(maxsize=1024)
def backdrop_version(year: int | None, *, soft: bool = False) -> str:
    """The version of a title's picture without words; `soft` for the muted one of the player's cover."""
    return posters.address_version("", year, (), (), "cover" if soft else "backdrop")


def backdrop(title: TitleHead | Card, *, soft: bool = False) -> str:
    """The address of a title's picture without words."""
    return backdrop_address(title.public_id, backdrop_version(title.year, soft=soft))


def tint(title: TitleHead | Card) -> str:
    """The palette of a title's poster and head."""
    return posters.tint(title.public_id)


@lru_cache(maxsize=1024)
def host_tint(slug: str) -> str:
    """The palette of a host's monogram."""
    return posters.tint(f"host:{slug}")
