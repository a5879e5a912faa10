"""Works entered for the tests of the rules: short ways to say who did what and died when."""

from datetime import date
from typing import Any

from allostream.rights.engine.facts import Notice, Person, Renewal, Role, Source, UsFormalities, Weight, When, Work

REFERENCE = Source("a printed reference", Weight.REFERENCE)
TODAY = date(2026, 11, 24)
D, S, W, C, P = Role.PRINCIPAL_DIRECTOR, Role.SCREENPLAY, Role.DIALOGUE, Role.COMPOSER, Role.PRODUCER
SILENT = frozenset({Role.DIALOGUE, Role.COMPOSER})
NO_MUSIC = frozenset({Role.COMPOSER})


def year(number: int) -> When:
    """Some day of a year, from one reference."""
    return When(date(number, 1, 1), date(number, 12, 31), sources=(REFERENCE,))


def day(text: str) -> When:
    """One day, from one reference."""
    return When(date.fromisoformat(text), date.fromisoformat(text), sources=(REFERENCE,))


def who(
    name: str, died: int | None, nationality: str, *roles: Role, born: int | None = None, **more: Any
) -> list[Person]:
    """One person in one or several roles."""
    return [
        Person(
            name,
            role,
            died=year(died) if died else When(),
            born=year(born) if born else When(),
            nationalities=frozenset(nationality.split()) if nationality else None,
            **more,
        )
        for role in roles
    ]


def film(name: str, published: int, origin: str, *people: list[Person], **more: Any) -> Work:
    """A film with all facts from references, based on nothing unless said otherwise."""
    facts: dict[str, Any] = {
        "published_in": origin,
        "origin": (origin,),
        "origin_sources": (REFERENCE,),
        "is_based_on_nothing": not more.get("underlying"),
        "people": tuple(one for group in people for one in group),
    }
    return Work(name, published=year(published), **(facts | more))


NOT_RENEWED = UsFormalities(
    notice=Notice.VALID,
    renewal=Renewal.NOT_RENEWED,
    search_by_us=True,
    searched_on=date(2026, 6, 1),
    searched="volumes of both years",
    sources=(REFERENCE,),
)
NO_NOTICE = UsFormalities(
    notice=Notice.NONE,
    notice_seen_on=date(2026, 6, 1),
    notice_seen="title cards of the first print",
    sources=(REFERENCE,),
)
RENEWED = UsFormalities(notice=Notice.VALID, renewal=Renewal.RENEWED, sources=(REFERENCE,))
