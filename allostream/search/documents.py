"""What is put into the index: titles, episodes and people under all of their names. No Django, no clock, no network."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A name in its own writing and the tag of its language, "" where that is not known."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class TitleDocument:
    """A film or series. The first of its names is the one it is best known by; `people` are its directors, then others
    in the order of the credits. `popularity` is that of the catalogue: any number from 0 upwards."""

    id: int
    kind: str  # "film" or "series"
    names: tuple[Named, ...]
    year: int | None = None
    end_year: int | None = None
    popularity: int = 0
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeDocument:
    """An episode under its own names; `popularity` is that of its series."""

    id: int
    title_id: int
    names: tuple[Named, ...]
    season: int | None = None
    number: int | None = None
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class PersonDocument:
    """A person. `popularity` is that of the best-known title they had a part in."""

    id: int
    names: tuple[Named, ...]
    popularity: int = 0
