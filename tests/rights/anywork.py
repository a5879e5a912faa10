"""Works at random, by a seed: with much or little known, and with all contradictions that catalogues have."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

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
    Source,
    Underlying,
    UsFormalities,
    Weight,
    When,
    Work,
)

SOURCES = (
    (),
    (Source("a list", Weight.CLAIM),),
    *[(Source("a book", Weight.REFERENCE),)] * 3,
    (Source("a court", Weight.AUTHORITY),),
    (Source("a list", Weight.CLAIM), Source("another list", Weight.CLAIM)),
)
NATIONS = ("US", "US", "FR", "DE", "GB", "IT", "ES", "SU", "JP", "SE", "YU", "TR")
ORIGINS = ("US", "US", "FR", "DE", "GB", "IT", "ES", "SU", "JP", "SE", "IN", "TR", "CA", "PL", "CS")
ROLES = tuple(Role)
TOLD = ("nobody", "production", "is_anonymous", "published_in")
AUTHORS = (Role.UNDERLYING_AUTHOR, Role.COMPOSER)


def random_work(seed: int) -> Work:
    """The work of a seed. One that was never published has no date of publication: the two contradict each other."""
    rng = Random(seed)  # noqa: S311 - a seed that can be said again, no secret
    work = _random_work(rng, rng.random())
    return replace(work, published=UNKNOWN) if work.is_unpublished else work


def _random_work(rng: Random, known: float) -> Work:
    """`known`: how well the work is known, from 0 to 1."""
    return Work(
        "a film",
        published=span(rng, 1895, 2025) if rng.random() < 0.6 + known / 2 else UNKNOWN,
        published_in=rng.choice((None, *ORIGINS)),
        within_30_days=rng.choice((None, None, frozenset(), frozenset(rng.sample(ORIGINS, 1)))),
        is_unpublished=rng.random() < 0.05,
        made=span(rng, 1895, 2025) if rng.random() < 0.3 else UNKNOWN,
        origin=tuple(dict.fromkeys(rng.sample(ORIGINS, rng.choice((0, 1, 1, 1, 2))))),
        people=tuple(_person(rng, rng.choice(ROLES), known) for _ in range(rng.randrange(6))),
        nobody=frozenset(role for role in ROLES if rng.random() < known),
        is_anonymous=rng.random() < 0.1,
        production=rng.choice((Production.UNKNOWN, *Production)),
        genre=rng.choice(list(Genre)),
        is_broadcast_only=rng.random() < 0.05,
        us=_formalities(rng),
        underlying=tuple(random_used(rng.randrange(10**9)) for _ in range(rng.choice((0, 0, 0, 1, 2)))),
        is_based_on_nothing=rng.choice((None, True, True, False)),
        layers=frozenset(rng.sample(list(Layer), rng.choice((0, 0, 0, 1, 2)))),
        cleared=frozenset(rng.sample(list(Layer), rng.choice((0, 0, 3)))),
        licences=tuple(_licence(rng) for _ in range(rng.choice((0, 0, 0, 1, 2)))),
        disputes=frozenset(rng.choice(((), (), (), ("x",)))),
        origin_sources=rng.choice(SOURCES),
        told_by=tuple((name, rng.choice(SOURCES)) for name in TOLD if rng.random() < 0.3),
    )


def span(rng: Random, first: int, last: int) -> When:
    """A date as catalogues have it: a year, a day, two years, or only a bound."""
    start = date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))
    found = rng.choice(
        (
            When(date(start.year, 1, 1), date(start.year, 12, 31)),
            When(start, start),
            When(start, date(start.year + rng.randrange(1, 4), 12, 31)),
            When(None, start),
        )
    )
    return replace(found, sources=rng.choice(SOURCES), is_disputed=rng.random() < 0.1)


def _person(rng: Random, role: Role, known: float) -> Person:
    died = span(rng, 1905, rng.choice((1960, 2020))) if rng.random() < known + 0.2 else UNKNOWN
    if rng.random() < 0.05:
        died = When(date(rng.randrange(1920, 2000), 1, 1), None)
    nations = frozenset(rng.sample(NATIONS, rng.choice((1, 1, 2)))) if rng.random() < known + 0.1 else None
    return Person(
        rng.choice(("Ada", "Bo", "Cy", "Dan")),
        role,
        died,
        span(rng, 1850, 1960) if rng.random() < 0.5 else UNKNOWN,
        nations,
        rng.choice((None, True, False, False)),
        rng.random() < 0.05,
    )


def random_person(seed: int) -> Person:
    """The author of a seed."""
    rng = Random(seed)  # noqa: S311 - a seed that can be said again, no secret
    return _person(rng, rng.choice(ROLES), rng.random())


def random_used(seed: int) -> Underlying:
    """The used work of a seed."""
    rng = Random(seed)  # noqa: S311 - a seed that can be said again, no secret
    return Underlying(
        rng.choice(("novel", "play", "song", "live_score", "recording", "episode")),
        "the novel",
        tuple(_person(rng, rng.choice(AUTHORS), 0.8) for _ in range(rng.randrange(3))),
        span(rng, 1850, 1960) if rng.random() < 0.7 else UNKNOWN,
        rng.choice((None, *ORIGINS)),
        rng.choice((None, True, False)),
        rng.random() < 0.2,
    )


def _formalities(rng: Random) -> UsFormalities:
    return UsFormalities(
        rng.choice(list(Notice)),
        rng.choice(list(Renewal)),
        rng.choice((None, True, False)),
        rng.random() < 0.5,
        rng.choice((None, date(2015, 1, 1) + timedelta(days=rng.randrange(6000)))),
        "1950–1951",
        rng.choice(SOURCES),
        rng.choice((None, date(2015, 1, 1) + timedelta(days=rng.randrange(6000)))),
        "title cards",
    )


def _licence(rng: Random) -> OpenLicence:
    return OpenLicence(
        "CC BY", "https://creativecommons.org/licenses/by/4.0/", rng.random() < 0.3, rng.random() < 0.3,
        rng.random() < 0.7, rng.choice(SOURCES),
    )  # fmt: skip
