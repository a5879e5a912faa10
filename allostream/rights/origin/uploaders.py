"""What the whole of an account's copies tells: somebody who puts up films of many studios holds the rights of none."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MANY_STUDIOS = 4
MANY_FILMS = 8


@dataclass(frozen=True, slots=True)
class UploadedFilm:
    """One copy of an account: whose film it is, and whether the work is free or openly licensed anywhere.

    studio: who produced it, "" when nobody knows; is_free: None when the rights are not settled.
    """

    item: str
    studio: str = ""
    is_free: bool | None = None


class Pattern(StrEnum):
    """How an account looks."""

    UNKNOWN = "unknown"
    SINGLE_FILM = "single_film"
    ONE_HOUSE = "one_house"
    FREE_FILMS = "free_films"
    MIXED = "mixed"
    MASS = "mass"


@dataclass(frozen=True, slots=True)
class UploaderRecord:
    """The copies of an account that are known, counted."""

    films: int = 0
    studios: int = 0
    pattern: Pattern = Pattern.UNKNOWN

    @property
    def is_blocked(self) -> bool:
        """Whether the account is blocked and all its links are looked at again."""
        return self.pattern is Pattern.MASS


def uploader_record(films: Iterable[UploadedFilm]) -> UploaderRecord:
    """Count the copies of one account.

    It is a mass uploader with at least MANY_FILMS films that are not known to be free, of at least MANY_STUDIOS studios
    that have nothing to do with each other. Films that are free do not count: collectors of old films are welcome.
    """
    known = {film.item: film for film in films}.values()
    doubtful = [film for film in known if not film.is_free]
    studios = {film.studio.casefold().strip() for film in doubtful} - {""}
    everyone = {film.studio.casefold().strip() for film in known} - {""}
    return UploaderRecord(len(known), len(everyone), _pattern(len(known), len(doubtful), len(studios), len(everyone)))


def _pattern(films: int, doubtful: int, studios: int, everyone: int) -> Pattern:
    if films == 0:
        return Pattern.UNKNOWN
    if films == 1:
        return Pattern.SINGLE_FILM
    if doubtful >= MANY_FILMS and studios >= MANY_STUDIOS:
        return Pattern.MASS
    if doubtful == 0:
        return Pattern.FREE_FILMS
    return Pattern.ONE_HOUSE if everyone == 1 else Pattern.MIXED
