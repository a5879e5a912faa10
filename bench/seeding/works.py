"""Films made up for the rules of protection: the same for the same seed, as varied as catalogues are."""

from datetime import date
from random import Random

from allostream.rights.engine.facts import (
    Layer,
    Notice,
    Person,
    Production,
    Renewal,
    Role,
    Source,
    Underlying,
    UsFormalities,
    Weight,
    When,
    Work,
)

CLAIM = (Source("a database", Weight.CLAIM),)
REFERENCE = (Source("a printed reference", Weight.REFERENCE),)
ORIGINS = (
    ("US",) * 40 + ("FR",) * 15 + ("GB",) * 10 + ("DE", "IT", "JP", "IN") * 5 + ("SU", "ES", "CA", "SE", "MX", "HK")
)
SILENT_UNTIL = 1926


def made_up(seed: int, count: int) -> list[Work]:
    """So many films. Half are from before 1965, where most questions of protection are."""
    rng = Random(seed)  # noqa: S311 - a seed that can be said again, no secret
    return [_film(rng, number) for number in range(count)]


def _film(rng: Random, number: int) -> Work:
    year = rng.randrange(1896, 1965) if rng.random() < 0.5 else rng.randrange(1965, 2026)
    origin = rng.choice(ORIGINS)
    silent = year <= SILENT_UNTIL
    people = [_person(rng, year, origin, Role.PRINCIPAL_DIRECTOR)]
    people += [_person(rng, year, origin, Role.SCREENPLAY) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    if not silent:
        people += [_person(rng, year, origin, Role.DIALOGUE) for _ in range(rng.choice((0, 0, 1)))]
    if rng.random() < (0.1 if silent else 0.8):
        people.append(_person(rng, year, origin, Role.COMPOSER))
    return Work(
        f"Film {number}",
        published=_year(year, rng),
        published_in=origin,
        origin=(origin,),
        origin_sources=REFERENCE,
        people=tuple(people),
        nobody=frozenset({Role.DIALOGUE, Role.COMPOSER}) if silent else frozenset(),
        production=Production.LEGAL_PERSON if origin == "SU" else Production.UNKNOWN,
        us=_formalities(rng) if origin == "US" else UsFormalities(),
        underlying=(_novel(rng, year, origin),) if rng.random() < 0.15 else (),
        is_based_on_nothing=rng.choice((None, True)),
        layers=frozenset(rng.sample(list(Layer), 1)) if rng.random() < 0.05 else frozenset(),
    )


def _year(year: int, rng: Random) -> When:
    return When(date(year, 1, 1), date(year, 12, 31), sources=rng.choice((CLAIM, REFERENCE)))


def _person(rng: Random, year: int, origin: str, role: Role) -> Person:
    born = year - rng.randrange(20, 60)
    died = born + rng.randrange(45, 95)
    return Person(
        f"Person {rng.randrange(300_000)}",
        role,
        _year(died, rng) if died < 2026 and rng.random() < 0.8 else When(),
        _year(born, rng) if rng.random() < 0.7 else When(),
        frozenset({origin if rng.random() < 0.85 else rng.choice(ORIGINS)}) if rng.random() < 0.8 else None,
    )


def _novel(rng: Random, year: int, origin: str) -> Underlying:
    author = _person(rng, year - 20, origin, Role.UNDERLYING_AUTHOR)
    return Underlying("novel", "A novel", (author,), _year(year - rng.randrange(60), rng), origin)


def _formalities(rng: Random) -> UsFormalities:
    if rng.random() < 0.7:
        return UsFormalities()
    return UsFormalities(Notice.VALID, rng.choice((Renewal.RENEWED, Renewal.NOT_RENEWED)), sources=REFERENCE)
